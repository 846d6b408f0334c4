"""Protects every page of the desk: checks the session, the role, and that a form is from our pages."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.conversations.agent import Role
from bot.conversations.refusals import Refused
from bot.desk.accounts import cookies
from bot.desk.accounts.keys import key_for
from bot.desk.pages import Pages
from bot.desk.settings import DeskSettings
from bot.desk.visit import HOME, SECOND_FACTOR, SIGN_IN, Answering, Endpoint, Visit, local, with_next
from bot.http.forms import fields, same_origin
from bot.http.problems import of_refusal, problem
from bot.storage.agents import sessions as agent_sessions
from bot.storage.agents.sessions import Limits, Session, Stage
from bot.storage.database import Database

STRANGE_FORM = "We could not check that this form came from the desk. Go back, reload the page and send it again."
SAFE = {"GET", "HEAD"}
Guarded = Callable[[Answering], Endpoint]


class Access:
    """`key` is the bot's secret key."""

    def __init__(
        self, database: Database, settings: DeskSettings, key: bytes, clock: Callable[[], datetime], pages: Pages
    ) -> None:
        self._database = database
        self._limits = Limits(settings.idle, settings.longest)
        self._csrf_key = key_for("csrf", key)
        self._clock = clock
        self._pages = pages

    def requires(self, role: Role = Role.AGENT, stage: Stage = Stage.FULL, *, script: bool = False) -> Guarded:
        """Returns a decorator that makes an endpoint of a function of the request and its Visit.

        Agents who are not signed in are sent to the sign-in page. `script` is for requests that scripts make: errors
        are JSON instead of pages, and only a POST keeps the session alive.
        """

        def guarded(answer: Answering) -> Endpoint:
            async def endpoint(request: Request) -> Response:
                try:
                    session = await self.session(request, touch=_by_somebody(request, script))
                    entered = await self._enter(request, session, role, stage)
                    if isinstance(entered, Visit):
                        return await answer(request, entered)
                except Refused as refused:
                    return of_refusal(request, refused) if script else self._pages.refused(refused)
                return _without_page(entered) if script else entered

            return endpoint

        return guarded

    def own_forms(self, answer: Endpoint) -> Endpoint:
        """For pages before sign-in: accepts only forms of our own pages; shows a refusal as a page."""

        async def endpoint(request: Request) -> Response:
            if request.method not in SAFE and not same_origin(request):
                return self._forbidden(STRANGE_FORM, None)
            try:
                return await answer(request)
            except Refused as refused:
                return self._pages.refused(refused)

        return endpoint

    async def signed_in(self, request: Request, *, touch: bool = True) -> Visit | None:
        """Returns the visit of an agent who is fully signed in; otherwise None."""
        session = await self.session(request, touch=touch)
        return self.visit(session) if session and session.stage is Stage.FULL else None

    async def session(self, request: Request, *, touch: bool = True) -> Session | None:
        """Returns the session at any stage. Raises Unavailable."""
        token, now = request.cookies.get(cookies.SESSION, ""), self._clock()
        if not token:
            return None
        found = await self._database.read(lambda sql: agent_sessions.find(sql, token, now, self._limits))
        if found and touch and not found.is_fresh:
            await self._database.write(lambda sql: agent_sessions.touch(sql, token, now))
        return found

    def visit(self, session: Session) -> Visit:
        return Visit(session.agent, session.token, self.csrf(session.token))

    def csrf(self, token: str) -> str:
        """Returns a value that is valid in this session only."""
        return hmac.new(self._csrf_key, token.encode(), hashlib.sha256).hexdigest()

    async def _enter(self, request: Request, session: Session | None, role: Role, stage: Stage) -> Visit | Response:
        """Raises Malformed."""
        if session is None or session.stage is not stage:
            return self._elsewhere(request, session)
        visit = self.visit(session)
        if not session.agent.role.at_least(role):
            return self._forbidden("Your role does not include this.", visit)
        if request.method in SAFE:
            return visit
        given = await fields(request)
        csrf = given.pop("csrf", "").encode()
        if not same_origin(request) or not hmac.compare_digest(csrf, visit.csrf.encode()):
            return self._forbidden(STRANGE_FORM, visit)
        return replace(visit, given=given)

    def _forbidden(self, sentence: str, visit: Visit | None) -> Response:
        return self._pages.message_page("Not allowed", sentence, 403, visit)

    def _elsewhere(self, request: Request, session: Session | None) -> Response:
        """Redirects to the missing step of the sign-in, and from there back to this page."""
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        following = local(here) if request.method == "GET" else HOME
        if session is None:
            ended = {"ended": "1"} if cookies.SESSION in request.cookies else {}
            return RedirectResponse(with_next(SIGN_IN, following, **ended), 303)
        missing = SECOND_FACTOR if session.stage is Stage.PASSWORD else HOME
        return RedirectResponse(with_next(missing, following) if missing != HOME else HOME, 303)


def _by_somebody(request: Request, script: bool) -> bool:
    """Returns whether an agent made the request, rather than a script of the page."""
    return request.method == "POST" or not (script or "part" in request.query_params)


def _without_page(entered: Response) -> Response:
    if entered.status_code == 403:
        return problem("forbidden", 403, "Your role or this form does not allow this.")
    return problem("token", 401, "Sign in again.")
