"""An agent's own account: the public name, the password, and the recovery codes."""

from __future__ import annotations

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.desk.accounts import cookies
from bot.desk.accounts.forms import read_all
from bot.desk.accounts.passwords import weakness
from bot.desk.accounts.second_factor import hash_of, new_recovery_codes
from bot.desk.desk import Desk
from bot.desk.visit import Visit, address_of
from bot.storage.agents import accounts as agents
from bot.storage.agents import links as agent_links
from bot.storage.agents import sessions as agent_sessions
from bot.storage.agents.sessions import Stage
from bot.storage.audit import add_audit_entry

ACCOUNT = "/desk/account"
WRONG = "Your password is not correct, or your account is locked for a few minutes."
SAID = {"name": "The public will now see your new name.", "password": "You have changed your password."}


class OwnAccount:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._database = desk.database

    def routes(self) -> list[BaseRoute]:
        signed_in = self._desk.access.requires()
        return [
            Route(ACCOUNT, signed_in(self.show)),
            Route(ACCOUNT, signed_in(self.change_name), methods=["POST"]),
            Route(f"{ACCOUNT}/password", signed_in(self.change_password), methods=["POST"]),
            Route(f"{ACCOUNT}/recovery-codes", signed_in(self.renew_codes), methods=["POST"]),
        ]

    async def show(self, request: Request, visit: Visit) -> Response:
        return await self._page(visit, said=SAID.get(request.query_params.get("changed", ""), ""))

    async def change_name(self, request: Request, visit: Visit) -> Response:
        values, errors = read_all(visit.given, "name")
        if errors:
            return await self._page(visit, errors)

        def do(sql: Connection) -> None:
            agents.change(sql, visit.agent.id, **values)
            add_audit_entry(sql, self._desk.clock(), visit.agent.login, "name changed", None, f"to {values['name']}")

        await self._database.write(do)
        return RedirectResponse(f"{ACCOUNT}?changed=name", 303)

    async def change_password(self, request: Request, visit: Visit) -> Response:
        password = visit.given.get("password", "")
        if weak := weakness(password, visit.agent.login, visit.agent.name):
            return await self._page(visit, {"password": weak})
        if password != visit.given.get("again", ""):
            return await self._page(visit, {"again": "The two new passwords are not the same."})
        if not await self._is_it_them(request, visit, "current"):
            return await self._page(visit, {"current": WRONG})
        hashed = await self._desk.passwords.hash(password)
        token = await self._database.write(lambda sql: self._set_password(sql, visit, hashed))
        response = RedirectResponse(f"{ACCOUNT}?changed=password", 303)
        cookies.remember(response, request, token)
        return response

    def _set_password(self, sql: Connection, visit: Visit, hashed: str) -> str:
        """Ends every session of the agent; returns the token of a new one for this browser."""
        now = self._desk.clock()
        agents.change(sql, visit.agent.id, password_hash=hashed)
        agent_sessions.end_all(sql, visit.agent.id)
        add_audit_entry(sql, now, visit.agent.login, "password changed", None)
        return agent_sessions.begin(sql, visit.agent.id, Stage.FULL, now)

    async def renew_codes(self, request: Request, visit: Visit) -> Response:
        if not await self._is_it_them(request, visit, "current-for-codes"):
            return await self._page(visit, {"current-for-codes": WRONG})
        codes = new_recovery_codes()

        def do(sql: Connection) -> None:
            agent_links.replace_codes(sql, visit.agent.id, [hash_of(code) for code in codes])
            add_audit_entry(sql, self._desk.clock(), visit.agent.login, "recovery codes renewed", None)

        await self._database.write(do)
        return self._desk.pages.page("recovery_codes.html", visit, codes=codes)

    async def _is_it_them(self, request: Request, visit: Visit, field: str) -> bool:
        """Asks for the password again, which a stranger at an open browser does not know. Raises TooMany."""
        self._desk.attempts.check(address_of(request))
        agent = await self._desk.identity.by_password(visit.agent.login, visit.given.get(field, ""))
        if agent:
            self._desk.attempts.forgive(address_of(request))
        return agent is not None

    async def _page(self, visit: Visit, errors: dict[str, str] | None = None, said: str = "") -> Response:
        def look(sql: Connection) -> tuple[bool, int, str]:
            row = agents.by_id(sql, visit.agent.id)
            return bool(row and row.password_hash), agent_links.codes_left(sql, visit.agent.id), row.name if row else ""

        has_password, left, name = await self._database.read(look)
        name = visit.given.get("name", name)
        values = {"has_password": has_password, "left": left, "name": name}
        return self._desk.pages.page("account.html", visit, 200, errors, **{"said": said, **values})
