"""The routes of the desk's accounts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import httpx2
from starlette.routing import BaseRoute, Mount

from bot.desk.accounts.joining import Joining
from bot.desk.accounts.own_account import OwnAccount
from bot.desk.accounts.pages import AccountPages
from bot.desk.accounts.sign_in import SignIn
from bot.desk.desk import Desk
from bot.desk.pages import DESK
from bot.desk.settings import DeskSettings
from bot.http.assets import Assets
from bot.settings import Settings
from bot.storage.database import Database


def desk_of(
    database: Database, settings: Settings, desk_settings: DeskSettings, key: bytes, clock: Callable[[], datetime]
) -> Desk:
    """`key` is the bot's secret key."""
    return Desk.open(database, f"{settings.assistant_title}: support desk", settings.address, desk_settings, key, clock)


def account_routes(
    database: Database,
    settings: Settings,
    desk_settings: DeskSettings,
    key: bytes,
    clock: Callable[[], datetime],
    provider: httpx2.AsyncBaseTransport | None = None,
) -> list[BaseRoute]:
    """Tests replace the OpenID provider with `provider`."""
    return routes_of(desk_of(database, settings, desk_settings, key, clock), provider)


def routes_of(desk: Desk, provider: httpx2.AsyncBaseTransport | None = None) -> list[BaseRoute]:
    with_oidc: list[BaseRoute] = []
    if desk.settings.oidc_issuer:
        from bot.desk.accounts.oidc_pages import OidcPages  # authlib's client takes time to import

        with_oidc = OidcPages(desk, provider).routes()
    return [
        *SignIn(desk).routes(),
        *Joining(desk).routes(),
        *OwnAccount(desk).routes(),
        *AccountPages(desk).routes(),
        *with_oidc,
        Mount("/desk/static", Assets(directory=DESK / "static")),
    ]
