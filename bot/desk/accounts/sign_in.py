"""Signs agents in with a password and a second factor, and signs them out."""

from __future__ import annotations

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.desk.accounts import cookies
from bot.desk.accounts.identity import Proof
from bot.desk.desk import Desk
from bot.desk.visit import SECOND_FACTOR, SIGN_IN, Visit, address_of, local, with_next
from bot.http.forms import fields
from bot.storage.agents import accounts as agents
from bot.storage.agents import links as agent_links
from bot.storage.agents import sessions as agent_sessions
from bot.storage.agents.sessions import Stage
from bot.storage.audit import add_audit_entry

# The same for everybody, so that it tells nothing about who has an account.
NOT_IN = (
    "The login or the password is not correct. After 5 wrong attempts an account is locked for 15 minutes. "
    "Until then, even the correct password will not work."
)
LOCKED = "There were too many wrong codes. Wait 15 minutes, then sign in again."
WRONG_CODE = "This code is not correct, or it has been used before. Wait for the next one, or enter a recovery code."
ENDED = "Your session has ended. Sign in again."
OUT = "You have signed out."


class SignIn:
    """Signs in with the desk's passwords; the form links to the OpenID provider, if there is one."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._database = desk.database

    def routes(self) -> list[BaseRoute]:
        half = self._desk.access.requires(stage=Stage.PASSWORD)
        return [
            Route(SIGN_IN, self._desk.access.own_forms(self.show)),
            Route(SIGN_IN, self._desk.access.own_forms(self.take_password), methods=["POST"]),
            Route(SECOND_FACTOR, half(self.ask_code)),
            Route(SECOND_FACTOR, half(self.take_code), methods=["POST"]),
            Route("/desk/sign-out", self._desk.access.requires()(self.sign_out), methods=["POST"]),
        ]

    async def show(self, request: Request) -> Response:
        following = local(request.query_params.get("next", ""))
        if await self._desk.access.signed_in(request):
            return RedirectResponse(following, 303)
        said = ENDED if "ended" in request.query_params else OUT if "out" in request.query_params else ""
        return self._form(following, said=said)

    async def take_password(self, request: Request) -> Response:
        given = await fields(request)
        login, following = given.get("login", "").strip().lower(), local(given.get("next", ""))
        self._desk.attempts.check(address_of(request))
        agent = await self._desk.identity.by_password(login, given.get("password", ""))
        if agent is None:
            return self._form(following, {"login": NOT_IN}, login=login)
        self._desk.attempts.forgive(address_of(request))
        before = request.cookies.get(cookies.SESSION, "")
        token = await self._database.write(lambda sql: self._renew(sql, before, agent.id, Stage.PASSWORD))
        response = RedirectResponse(with_next(SECOND_FACTOR, following), 303)
        cookies.remember(response, request, token)
        return response

    async def ask_code(self, request: Request, visit: Visit) -> Response:
        return self._code_form(visit, local(request.query_params.get("next", "")))

    async def take_code(self, request: Request, visit: Visit) -> Response:
        following = local(visit.given.get("next", ""))
        self._desk.attempts.check(address_of(request))
        proof, token = await self._database.write(lambda sql: self._prove(sql, visit))
        if proof is Proof.WRONG:
            return self._code_form(visit, following, {"code": WRONG_CODE})
        if proof is Proof.LOCKED:
            response = self._form(following, {"login": LOCKED})
            cookies.forget(response, request)
            return response
        self._desk.attempts.forgive(address_of(request))
        entered = RedirectResponse(following, 303)
        cookies.remember(entered, request, token)
        return entered

    def _prove(self, sql: Connection, visit: Visit) -> tuple[Proof, str]:
        """Checks the code; returns the token of a full session."""
        proof, how = self._desk.identity.by_second_factor(sql, visit.agent, visit.given.get("code", ""))
        if proof is Proof.LOCKED:
            agent_sessions.end(sql, visit.token)
        if proof is not Proof.RIGHT:
            return proof, ""
        left = f", {agent_links.codes_left(sql, visit.agent.id)} left" if how != "code" else ""
        add_audit_entry(sql, self._desk.clock(), visit.agent.login, "signed in", None, f"password and {how}{left}")
        return proof, self._renew(sql, visit.token, visit.agent.id, Stage.FULL)

    def _renew(self, sql: Connection, before: str, agent: int, stage: Stage) -> str:
        """Replaces the token at each step, so that an earlier one is worthless."""
        agent_sessions.end(sql, before)
        return agent_sessions.begin(sql, agent, stage, self._desk.clock())

    async def sign_out(self, request: Request, visit: Visit) -> Response:
        def do(sql: Connection) -> None:
            agents.change(sql, visit.agent.id, available=False)
            agent_sessions.end(sql, visit.token)
            add_audit_entry(sql, self._desk.clock(), visit.agent.login, "signed out", None)

        await self._database.write(do)
        response = RedirectResponse(f"{SIGN_IN}?out=1", 303)
        cookies.forget(response, request)
        return response

    def _form(self, following: str, errors: dict[str, str] | None = None, login: str = "", said: str = "") -> Response:
        oidc = with_next("/desk/oidc", following) if self._desk.settings.oidc_issuer else ""
        name = self._desk.settings.oidc_name
        return self._desk.pages.page(
            "sign_in.html", errors=errors, said=said, login=login, following=following, oidc=oidc, oidc_name=name
        )

    def _code_form(self, visit: Visit, following: str, errors: dict[str, str] | None = None) -> Response:
        again = with_next(SIGN_IN, following)
        return self._desk.pages.page(
            "second_factor.html", None, 200, errors, csrf=visit.csrf, following=following, again=again
        )
