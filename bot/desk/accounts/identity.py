"""Verifies passwords and second factors, and locks an account after too many wrong ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy import Connection

from bot.conversations.agent import Agent
from bot.desk.accounts.passwords import Passwords
from bot.desk.accounts.second_factor import Encryption, fitting_step, hash_of, looks_like_a_code
from bot.storage.agents import accounts as agents
from bot.storage.agents import links as agent_links
from bot.storage.agents.accounts import Account
from bot.storage.audit import add_audit_entry
from bot.storage.database import Database

MOST_FAILURES = 5
LOCKED = timedelta(minutes=15)
NOBODY = "unknown"  # in the audit: what was typed as a login may be a password


class Proof(Enum):
    RIGHT = "right"
    WRONG = "wrong"
    LOCKED = "locked"


class Identity:
    """While an account is locked, right and wrong attempts look the same."""

    def __init__(
        self, database: Database, passwords: Passwords, encryption: Encryption, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._passwords = passwords
        self._encryption = encryption
        self._clock = clock

    async def by_password(self, login: str, typed: str) -> Agent | None:
        """Returns None if the password is wrong; takes as long if there is no such account."""
        row = await self._database.read(lambda sql: agents.by_login(sql, login))
        kept = row.password_hash if row else None
        right = await self._passwords.verify(kept, typed)
        renewed = None
        if right and kept and self._passwords.needs_rehash(kept):
            renewed = await self._passwords.hash(typed)

        def decide(sql: Connection) -> Agent | None:
            found = self._may_try(sql, row, "password")
            if found is None:
                return None
            if not right or found.password_hash != kept:
                self._fails(sql, found, "password")
                return None
            if renewed:
                agents.change(sql, found.id, password_hash=renewed)
            return agents.agent_of(found)

        return await self._database.write(decide)

    def _may_try(self, sql: Connection, row: Account | None, what: str) -> Account | None:
        """Returns the account, locked for this transaction."""
        now = self._clock()
        found = agents.by_id(sql, row.id, lock=True) if row else None
        if found is None:
            add_audit_entry(sql, now, NOBODY, "sign-in failed", None, "no such account")
            return None
        why = "disabled" if found.disabled_at else "locked" if agents.is_locked(found, now) else ""
        if why:
            add_audit_entry(sql, now, found.login, "sign-in failed", None, f"{what}, {why}")
        return None if why else found

    def _fails(self, sql: Connection, row: Account, what: str) -> Proof:
        now, failures = self._clock(), row.failures + 1
        add_audit_entry(sql, now, row.login, "sign-in failed", None, f"wrong {what}")
        if failures < MOST_FAILURES:
            agents.change(sql, row.id, failures=failures)
            return Proof.WRONG
        agents.change(sql, row.id, failures=0, locked_until=now + LOCKED)
        add_audit_entry(sql, now, row.login, "locked", None, f"for {LOCKED.seconds // 60} minutes")
        return Proof.LOCKED

    def by_second_factor(self, sql: Connection, agent: Agent, typed: str) -> tuple[Proof, str]:
        """Returns which proof was given, if it is right. A code or recovery code works once."""
        row = agents.by_id(sql, agent.id)
        found = self._may_try(sql, row, "second factor")
        if found is None:
            return Proof.LOCKED, ""
        how = "code" if looks_like_a_code(typed) else "recovery code"
        if self._holds(sql, found, typed):
            agents.change(sql, found.id, failures=0, locked_until=None)
            return Proof.RIGHT, how
        return self._fails(sql, found, how), how

    def _holds(self, sql: Connection, row: Account, typed: str) -> bool:
        now = self._clock()
        if not looks_like_a_code(typed):
            return agent_links.use_code(sql, row.id, hash_of(typed), now)
        secret = self._encryption.open(row.totp_secret) if row.totp_secret else None
        step = fitting_step(secret, typed, now, row.totp_last_step) if secret else None
        return step is not None and agents.use_step(sql, row.id, step)
