"""The one-time link: sets the password, then the second factor, then recovery codes. Saved at the last step."""

from __future__ import annotations

import json
from dataclasses import dataclass

from cryptography.fernet import InvalidToken
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.desk.accounts import cookies
from bot.desk.accounts.keys import cipher_for
from bot.desk.accounts.passwords import weakness
from bot.desk.accounts.second_factor import (
    address_of,
    fitting_step,
    hash_of,
    in_groups,
    new_recovery_codes,
    new_secret,
    picture_of,
)
from bot.desk.desk import Desk
from bot.http.forms import fields
from bot.storage.agents import accounts as agents
from bot.storage.agents import links as agent_links
from bot.storage.agents import sessions as agent_sessions
from bot.storage.agents.accounts import Account
from bot.storage.agents.sessions import Stage
from bot.storage.audit import add_audit_entry

TIME = 3600  # seconds from the password to the first code
GONE = "This link no longer works. Ask the person who gave it to you for a new one."
LATE = "You took too long. Choose your password again."
WRONG_CODE = "This code is not correct. Check that your phone shows the right time, and enter the newest code."


@dataclass(frozen=True)
class NewCredentials:
    """The chosen credentials, encrypted into the form of the second step."""

    password_hash: str
    secret: str


class Joining:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._database = desk.database
        self._cipher = cipher_for("joining", desk.key)

    def routes(self) -> list[BaseRoute]:
        own = self._desk.access.own_forms
        first, second = "/desk/join/{token}", "/desk/join/{token}/second-factor"
        return [
            Route(first, own(self.show)),
            Route(first, own(self.take_password), methods=["POST"]),
            Route(second, own(self.show)),
            Route(second, own(self.take_code), methods=["POST"]),
        ]

    async def _invited(self, request: Request) -> Account | None:
        token, now = request.path_params["token"], self._desk.clock()
        return await self._database.read(lambda sql: agent_links.invited(sql, token, now))

    async def show(self, request: Request) -> Response:
        account = await self._invited(request)
        return self._password_form(request, account) if account else self._gone()

    async def take_password(self, request: Request) -> Response:
        given, account = await fields(request), await self._invited(request)
        if account is None:
            return self._gone()
        password = given.get("password", "")
        if weak := weakness(password, account.login, account.name):
            return self._password_form(request, account, {"password": weak})
        if password != given.get("again", ""):
            return self._password_form(request, account, {"again": "The two passwords are not the same."})
        chosen = NewCredentials(await self._desk.passwords.hash(password), new_secret())
        return self._code_form(request, account, chosen)

    async def take_code(self, request: Request) -> Response:
        given, account = await fields(request), await self._invited(request)
        if account is None:
            return self._gone()
        chosen = self._open(request, given.get("sealed", ""))
        if chosen is None:
            return self._password_form(request, account, {"password": LATE})
        step = fitting_step(chosen.secret, given.get("code", ""), self._desk.clock(), 0)
        if step is None:
            return self._code_form(request, account, chosen, {"code": WRONG_CODE})
        codes = new_recovery_codes()
        token = await self._database.write(lambda sql: self._join(sql, request, account, chosen, step, codes))
        if token is None:
            return self._gone()
        response = self._desk.pages.page("recovery_codes.html", codes=codes)
        cookies.remember(response, request, token)
        return response

    def _join(
        self, sql: Connection, request: Request, account: Account, chosen: NewCredentials, step: int, codes: list[str]
    ) -> str | None:
        """Returns the token of a new session; None if the link expired meanwhile."""
        now = self._desk.clock()
        found = agents.by_id(sql, account.id, lock=True)
        if found is None or found.disabled_at or not agent_links.use_link(sql, request.path_params["token"], now):
            return None
        secret = self._desk.encryption.seal(chosen.secret)
        fresh = {"failures": 0, "locked_until": None}
        agents.change(
            sql, account.id, password_hash=chosen.password_hash, totp_secret=secret, totp_last_step=step, **fresh
        )
        agent_links.replace_codes(sql, account.id, [hash_of(code) for code in codes])
        agent_sessions.end_all(sql, account.id)
        add_audit_entry(sql, now, account.login, "joined", None, "new password and second factor")
        return agent_sessions.begin(sql, account.id, Stage.FULL, now)

    def _seal(self, request: Request, chosen: NewCredentials) -> str:
        values = [request.path_params["token"], chosen.password_hash, chosen.secret]
        return self._cipher.encrypt_at_time(json.dumps(values).encode(), int(self._desk.clock().timestamp())).decode()

    def _open(self, request: Request, sealed: str) -> NewCredentials | None:
        """Returns None if the value is invalid, belongs to another link, or is too old."""
        try:
            opened = self._cipher.decrypt_at_time(sealed, TIME, int(self._desk.clock().timestamp()))
        except InvalidToken:
            return None
        token, password_hash, secret = json.loads(opened)
        return NewCredentials(password_hash, secret) if token == request.path_params["token"] else None

    def _gone(self) -> Response:
        return self._desk.pages.message_page("This link no longer works", GONE, 410)

    def _password_form(self, request: Request, account: Account, errors: dict[str, str] | None = None) -> Response:
        path = f"/desk/join/{request.path_params['token']}"
        return self._desk.pages.page("join.html", errors=errors, path=path, name=account.name, login=account.login)

    def _code_form(
        self, request: Request, account: Account, chosen: NewCredentials, errors: dict[str, str] | None = None
    ) -> Response:
        address = address_of(chosen.secret, account.login, self._desk.title)
        return self._desk.pages.page(
            "set_up.html",
            errors=errors,
            path=f"/desk/join/{request.path_params['token']}/second-factor",
            sealed=self._seal(request, chosen),
            picture=picture_of(address),
            typed_key=in_groups(chosen.secret),
        )
