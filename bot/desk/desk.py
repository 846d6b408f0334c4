"""The objects that the pages of the desk share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from argon2 import PasswordHasher

from bot.conversations.rate_limiter import RateLimiter
from bot.conversations.refusals import TooMany
from bot.desk.access import Access
from bot.desk.accounts.identity import Identity
from bot.desk.accounts.passwords import Passwords
from bot.desk.accounts.second_factor import Encryption
from bot.desk.lists import LISTS, DeskList
from bot.desk.pages import Pages
from bot.desk.settings import DeskSettings
from bot.storage.database import Database

FAILURES_AN_HOUR = 60  # from one network address
TOO_MANY_ATTEMPTS = "There were too many attempts from your network. Try again later."


@dataclass(frozen=True)
class Desk:
    """What the pages of the desk share.

    `title` is the desk's name in authenticator apps; `site` the public address of the bot, without a slash at the end;
    `key` the bot's secret key.
    """

    database: Database
    settings: DeskSettings
    key: bytes = field(repr=False)
    clock: Callable[[], datetime]
    title: str
    site: str
    pages: Pages
    access: Access
    passwords: Passwords
    encryption: Encryption
    identity: Identity
    attempts: RateLimiter
    lists: Sequence[DeskList] = LISTS

    @classmethod
    def open(
        cls,
        database: Database,
        title: str,
        site: str,
        settings: DeskSettings,
        key: bytes,
        clock: Callable[[], datetime],
        hasher: PasswordHasher | None = None,
        lists: Sequence[DeskList] = LISTS,
    ) -> Desk:
        """`hasher` sets argon2's costs; the default is safe."""
        pages, passwords, encryption = Pages(title, lists), Passwords(hasher), Encryption(key)
        return cls(
            database=database,
            settings=settings,
            key=key,
            clock=clock,
            title=title,
            site=site,
            pages=pages,
            access=Access(database, settings, key, clock, pages),
            passwords=passwords,
            encryption=encryption,
            identity=Identity(database, passwords, encryption, clock),
            attempts=attempts_an_hour(FAILURES_AN_HOUR, clock),
            lists=lists,
        )

    def link(self, token: str) -> str:
        """Returns the one-time link with `token`."""
        return link_to(self.site, token)


def link_to(site: str, token: str) -> str:
    """Returns the one-time link with `token`."""
    return f"{site}/desk/join/{token}"


def attempts_an_hour(most: int, clock: Callable[[], datetime]) -> RateLimiter:
    """Limits attempts from one network address; forgive those that succeed, since an office can share one."""
    return RateLimiter(most, lambda: clock().timestamp(), lambda wait: TooMany(TOO_MANY_ATTEMPTS, wait))
