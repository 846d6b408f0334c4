"""Signs agents in with OpenID Connect. Only existing accounts can sign in."""

from __future__ import annotations

import json
import logging
from typing import Any

import httpx2
from cryptography.fernet import InvalidToken
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.desk.accounts import cookies
from bot.desk.accounts.identity import NOBODY
from bot.desk.accounts.keys import cipher_for
from bot.desk.accounts.oidc import CALLBACK, OidcIdentity, Provider, SignInIncomplete
from bot.desk.accounts.oidc_client import OidcFailed
from bot.desk.desk import Desk, attempts_an_hour
from bot.desk.visit import address_of, local
from bot.storage.agents import accounts as agents
from bot.storage.agents import sessions as agent_sessions
from bot.storage.agents.accounts import Account
from bot.storage.agents.sessions import Stage
from bot.storage.audit import add_audit_entry

logger = logging.getLogger(__name__)
TIME = 600  # seconds at the provider
STARTS_AN_HOUR = 300  # from one address of the network: each asks the provider something
DOWN = "The sign-in service of {} is not working properly. Try again later, or sign in with a password."
LOST = "You did not finish signing in, or it took too long. Go back and start again."
STRANGER = "You do not have a desk account. Ask a desk admin to create one."


class OidcPages:
    """Tests replace the network with `transport`."""

    def __init__(self, desk: Desk, transport: httpx2.AsyncBaseTransport | None = None) -> None:
        self._desk = desk
        self._provider = Provider(desk.settings, desk.site, desk.clock, transport)
        self._cipher = cipher_for("OpenID", desk.key)
        self._starts = attempts_an_hour(STARTS_AN_HOUR, desk.clock)

    def routes(self) -> list[BaseRoute]:
        own = self._desk.access.own_forms
        return [Route("/desk/oidc", own(self.leave)), Route(CALLBACK, own(self.handle_callback))]

    async def leave(self, request: Request) -> Response:
        self._starts.check(address_of(request))
        try:
            response, session = await self._provider.leave(request)
        except OidcFailed as failed:
            return self._down(failed)
        kept = {"following": local(request.query_params.get("next", "")), "session": session}
        sealed = self._cipher.encrypt_at_time(json.dumps(kept).encode(), self._now()).decode()
        cookies.send_away(response, request, sealed, TIME)
        return response

    async def handle_callback(self, request: Request) -> Response:
        self._desk.attempts.check(address_of(request))
        response = await self._admitted(request)
        cookies.callback(response, request)
        return response

    async def _admitted(self, request: Request) -> Response:
        try:
            kept = self._kept(request)
            person = await self._provider.identify(request, kept["session"])
        except (InvalidToken, SignInIncomplete):
            return self._desk.pages.message_page("You are not signed in", LOST, 400)
        except OidcFailed as failed:
            return self._down(failed)
        token = await self._desk.database.write(lambda sql: self._enter(sql, person))
        if token is None:
            return self._desk.pages.message_page("You are not signed in", STRANGER, 403)
        self._desk.attempts.forgive(address_of(request))
        # Not a redirect: the browser comes from another site, and would not send the session's cookie along.
        response = self._desk.pages.page("entered.html", following=kept["following"])
        cookies.remember(response, request, token)
        return response

    def _enter(self, sql: Connection, person: OidcIdentity) -> str | None:
        """Returns the token of a new session; None if no account matches."""
        now = self._desk.clock()
        account = agents.by_subject(sql, person.subject) or self._bound(sql, person)
        if account is None or account.disabled_at:
            who, why = (account.login, "disabled") if account else (NOBODY, "no such account")
            add_audit_entry(sql, now, who, "sign-in failed", None, f"OpenID Connect, {why}")
            return None
        add_audit_entry(sql, now, account.login, "signed in", None, "OpenID Connect")
        return agent_sessions.begin(sql, account.id, Stage.FULL, now)

    def _bound(self, sql: Connection, person: OidcIdentity) -> Account | None:
        """Returns the account with the person's subject, or binds the one whose login is their email.

        An account that was bound to another person is not bound again.
        """
        account = agents.by_login(sql, person.email) if person.email else None
        if account is None or account.oidc_subject is not None:
            return None
        if not account.disabled_at:
            agents.change(sql, account.id, oidc_subject=person.subject)
            add_audit_entry(sql, self._desk.clock(), account.login, "bound to OpenID Connect", None)
        return account

    def _kept(self, request: Request) -> dict[str, Any]:
        """Returns what was stored when the browser left. Raises InvalidToken, also after TIME."""
        opened = self._cipher.decrypt_at_time(request.cookies.get(cookies.AWAY, ""), TIME, self._now())
        kept: dict[str, Any] = json.loads(opened)
        return kept

    def _down(self, failed: OidcFailed) -> Response:
        logger.error("OpenID Connect: %s", failed)
        sentence = DOWN.format(self._desk.settings.oidc_name)
        return self._desk.pages.message_page("You are not signed in", sentence, 502)

    def _now(self) -> int:
        return int(self._desk.clock().timestamp())
