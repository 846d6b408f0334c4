"""The desk's pages over a store, people who work there, and their browsers; time passes only when a test says so."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import httpx2
import pyotp
from argon2 import PasswordHasher
from sqlalchemy import Row, select
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.conversations.agent import Role
from bot.desk.desk import Desk
from bot.desk.lists import LISTS, DeskList
from bot.desk.routes import routes_of
from bot.desk.settings import DeskSettings
from bot.desk.visit import Visit
from bot.http.guard import Guard
from bot.storage.agents import accounts as agents
from bot.storage.agents.accounts import Account
from bot.storage.database import Database
from bot.storage.tables.audit import audit
from tests.desk.reading import Forms

KEY = b"a secret key of the bot, long enough"
PASSWORD = "umbrella canal teapot"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
OWN = {"Sec-Fetch-Site": "same-origin"}
SITE = "http://testserver"


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **time: float) -> None:
        self.now += timedelta(**time)


class Browser:
    """Keeps its cookies."""

    def __init__(self, app: Starlette, site: str = SITE) -> None:
        self._transport = httpx.ASGITransport(app)
        self._site = site
        self.cookies = httpx.Cookies()
        self.headers = dict(OWN)

    def get(self, path: str, *, follow: bool = True, **headers: str) -> httpx.Response:
        return self._ask("GET", path, None, headers, follow=follow)

    def post(self, path: str, data: dict[str, str], *, follow: bool = True, **headers: str) -> httpx.Response:
        return self._ask("POST", path, data, headers, follow=follow)

    def submit(self, page: httpx.Response, action: str, *, follow: bool = True, **typed: str) -> httpx.Response:
        """The page's form with this action, filled in; fields that are no words are given with _ for -."""
        fields = Forms(page.text).found[action]
        names = {name.replace("-", "_"): name for name in fields}
        return self.post(action, fields | {names[name]: value for name, value in typed.items()}, follow=follow)

    def _ask(
        self, method: str, path: str, data: dict[str, str] | None, headers: dict[str, str], *, follow: bool
    ) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}

        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(
                transport=self._transport, base_url=self._site, cookies=self.cookies, follow_redirects=follow
            ) as http:
                answer = await http.request(method, path, headers={**self.headers, **named}, data=data)
                self.cookies = http.cookies
                return answer

        return asyncio.run(ask())


@dataclass
class Person:
    """Somebody with an account, and what they sign in with."""

    office: Office
    id: int
    login: str
    secret: str
    browser: Browser

    def code(self) -> str:
        """What the authenticator app shows now."""
        return pyotp.TOTP(self.secret).at(self.office.clock.now)

    def gives_password(self, password: str = PASSWORD, path: str = "/desk/sign-in") -> httpx.Response:
        return self.browser.submit(self.browser.get(path), "/desk/sign-in", login=self.login, password=password)

    def gives_code(self, code: str = "") -> httpx.Response:
        page = self.browser.get("/desk/second-factor")
        return self.browser.submit(page, "/desk/second-factor", code=code or self.code())

    def signs_in(self) -> Person:
        self.gives_password()
        assert self.gives_code().text == f"Home of {self.login}"
        self.office.clock.passes(seconds=60)  # so that the next code is another
        return self

    def is_in(self) -> bool:
        return self.browser.get("/desk", follow=False).status_code == 200

    def at_another_browser(self) -> Person:
        return replace(self, browser=self.office.browser())


class Office:
    def __init__(
        self,
        database: Database,
        settings: DeskSettings | None = None,
        provider: httpx2.AsyncBaseTransport | None = None,
        hasher: PasswordHasher = QUICK,
        clock: Clock | None = None,
        lists: Sequence[DeskList] = LISTS,
    ) -> None:
        self.database = database
        self.clock = clock or Clock()
        self.desk = Desk.open(database, "Desk", SITE, settings or DeskSettings(), KEY, self.clock, hasher, lists)
        requires = self.desk.access.requires
        pages = [
            Route("/desk", requires()(home)),
            Route("/desk/figures", requires(Role.SUPERVISOR)(home)),
            Route("/desk/news", requires(script=True)(home), methods=["GET", "POST"]),
        ]
        routes = [*pages, *routes_of(self.desk, provider)]
        self.app = Starlette(routes=routes, middleware=[Middleware(Guard)])

    def browser(self, site: str = SITE) -> Browser:
        return Browser(self.app, site)

    def person(self, login: str = "sam@example.org", role: Role = Role.AGENT) -> Person:
        """Who has joined already."""
        secret = pyotp.random_base32()
        sealed = self.desk.encryption.seal(secret)
        values: dict[str, Any] = {"password_hash": QUICK.hash(PASSWORD), "totp_secret": sealed}
        agent = self.database.write_now(
            lambda sql: agents.add(sql, login, login.partition("@")[0].title(), role, self.clock.now, **values)
        )
        assert agent is not None
        return Person(self, agent, login, secret, self.browser())

    def account(self, login: str) -> Account:
        return self.found(lambda sql: agents.by_login(sql, login))

    def found(self, look: Callable[..., Any]) -> Any:
        return self.database.write_now(look)

    def audit(self) -> list[Row[Any]]:
        return self.database.write_now(lambda sql: list(sql.execute(select(audit).order_by(audit.c.id))))

    def audit_entries(self) -> list[tuple[str, str, str]]:
        """Who, what and the details of each row of the audit."""
        return [(row.who, row.what, row.details) for row in self.audit()]


async def home(request: Request, visit: Visit) -> Response:
    return PlainTextResponse(f"Home of {visit.agent.login}")
