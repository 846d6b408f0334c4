"""What the pages of the desk share, put together once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from argon2 import PasswordHasher

from bot.desk.access import Access
from bot.desk.accounts.attempts import RateLimiter
from bot.desk.accounts.identity import Identity
from bot.desk.accounts.passwords import Passwords
from bot.desk.accounts.second_factor import Encryption
from bot.desk.pages import Pages
from bot.desk.settings import DeskSettings
from bot.storage.database import Database

FAILURES_AN_HOUR = 60  # from one address of the network


@dataclass(frozen=True)
class Desk:
    """`title` is the desk's name, as authenticator apps show it; `key` the bot's secret key."""

    database: Database
    settings: DeskSettings
    key: bytes = field(repr=False)
    clock: Callable[[], datetime]
    title: str
    pages: Pages
    guarding: Access
    passwords: Passwords
    sealing: Encryption
    identity: Identity
    tries: RateLimiter

    @classmethod
    def open(
        cls,
        database: Database,
        title: str,
        settings: DeskSettings,
        key: bytes,
        clock: Callable[[], datetime],
        hasher: PasswordHasher | None = None,
    ) -> Desk:
        """`hasher` holds argon2's costs; the safe ones by default."""
        pages, passwords, sealing = Pages(title), Passwords(hasher), Encryption(key)
        return cls(
            database=database,
            settings=settings,
            key=key,
            clock=clock,
            title=title,
            pages=pages,
            guarding=Access(database, settings, key, clock, pages),
            passwords=passwords,
            sealing=sealing,
            identity=Identity(database, passwords, sealing, clock),
            tries=RateLimiter(FAILURES_AN_HOUR, clock),
        )
