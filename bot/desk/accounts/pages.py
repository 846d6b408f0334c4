"""The pages for admins to manage accounts, roles and one-time links."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.conversations.agent import Role
from bot.desk.accounts import administration as accounts
from bot.desk.accounts.forms import read_all
from bot.desk.desk import Desk
from bot.desk.paging import row_id_of
from bot.desk.visit import Visit
from bot.storage.agents import accounts as agents
from bot.storage.agents.accounts import Account

PEOPLE = "/desk/people"
ONE = PEOPLE + "/{agent}"
EMPTY = {"login": "", "name": "", "role": Role.AGENT.value, "team": "", "capacity": "4"}
TAKEN = "There is already an account with this login."
OWN_ROLE = "You cannot change your own role. Ask another admin."
OWN_ACCOUNT = "You cannot disable your own account. Ask another admin."
CHANGED = "The account has been changed."
Operation = Callable[[Connection, str, datetime, Account], object]


class AccountPages:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._database = desk.database

    def routes(self) -> list[BaseRoute]:
        admin = self._desk.access.requires(Role.ADMIN)
        return [
            Route(PEOPLE, admin(self.show)),
            Route(PEOPLE, admin(self.make), methods=["POST"]),
            Route(ONE, admin(self.show_one)),
            Route(ONE, admin(self.change), methods=["POST"]),
            Route(f"{ONE}/disable", admin(self.disable), methods=["POST"]),
            Route(f"{ONE}/enable", admin(self.enable), methods=["POST"]),
            Route(f"{ONE}/link", admin(self.invite), methods=["POST"]),
        ]

    async def show(self, request: Request, visit: Visit) -> Response:
        return await self._list(visit, said=CHANGED if "changed" in request.query_params else "")

    async def make(self, request: Request, visit: Visit) -> Response:
        values, errors = read_all(visit.given, "login", "name", "role", "team", "capacity")
        if errors:
            return await self._list(visit, errors)
        token = await self._database.write(
            lambda sql: accounts.make(sql, visit.agent.login, self._desk.clock(), **values)
        )
        if token is None:
            return await self._list(visit, {"login": TAKEN})
        return self._link(visit, token, values["name"])

    async def show_one(self, request: Request, visit: Visit) -> Response:
        account = await self._account(request)
        return self._form(visit, account) if account else self._nobody(visit)

    async def change(self, request: Request, visit: Visit) -> Response:
        account = await self._account(request)
        if account is None:
            return self._nobody(visit)
        values, errors = read_all(visit.given, "name", "role", "team", "capacity")
        if not errors and account.id == visit.agent.id and values["role"] is not visit.agent.role:
            errors = {"role": OWN_ROLE}
        if errors:
            return self._form(visit, account, errors)
        return await self._done(request, visit, lambda *given: accounts.edit(*given, **values))

    async def disable(self, request: Request, visit: Visit) -> Response:
        account = await self._account(request)
        if account and account.id == visit.agent.id:
            return self._form(visit, account, {"disable": OWN_ACCOUNT})
        return await self._done(request, visit, accounts.disable)

    async def enable(self, request: Request, visit: Visit) -> Response:
        return await self._done(request, visit, accounts.enable)

    async def invite(self, request: Request, visit: Visit) -> Response:
        account = await self._account(request)
        if account is None or account.disabled_at:
            return self._nobody(visit)
        token = await self._database.write(
            lambda sql: accounts.invite(sql, visit.agent.login, self._desk.clock(), account)
        )
        return self._link(visit, token, account.name)

    async def _done(self, request: Request, visit: Visit, operation: Operation) -> Response:
        """Applies an operation to the current account of the path."""

        def do(sql: Connection) -> bool:
            account = agents.by_id(sql, _number(request), lock=True)
            if account:
                operation(sql, visit.agent.login, self._desk.clock(), account)
            return account is not None

        found = await self._database.write(do)
        return RedirectResponse(f"{PEOPLE}?changed=1", 303) if found else self._nobody(visit)

    async def _account(self, request: Request) -> Account | None:
        return await self._database.read(lambda sql: agents.by_id(sql, _number(request)))

    async def _list(self, visit: Visit, errors: dict[str, str] | None = None, said: str = "") -> Response:
        everybody, now = await self._database.read(agents.all_accounts), self._desk.clock()
        people = [(account, _state(account, now)) for account in everybody]
        typed = EMPTY | {name: visit.given[name] for name in EMPTY if name in visit.given}
        return self._desk.pages.page("people.html", visit, 200, errors, people=people, typed=typed, said=said)

    def _form(self, visit: Visit, account: Account, errors: dict[str, str] | None = None) -> Response:
        typed = {name: visit.given.get(name, str(account._mapping[name])) for name in EMPTY}
        state = _state(account, self._desk.clock())
        return self._desk.pages.page("person.html", visit, 200, errors, account=account, typed=typed, state=state)

    def _link(self, visit: Visit, token: str, name: str) -> Response:
        return self._desk.pages.page("link.html", visit, link=self._desk.link(token), name=name)

    def _nobody(self, visit: Visit) -> Response:
        return self._desk.pages.message_page("Not found", "There is no such account, or it is disabled.", 404, visit)


def _state(account: Account, now: datetime) -> str:
    if account.disabled_at:
        return "disabled"
    if agents.is_locked(account, now):
        return "locked for a few minutes"
    if not account.password_hash and not account.oidc_subject:
        return "has not joined yet"
    return "in use"


def _number(request: Request) -> int:
    """Returns 0, which no account has, if the text is not a number."""
    return row_id_of(request.path_params["agent"]) or 0
