"""Operations on other people's accounts. Each works within a transaction and writes one audit row."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import Connection

from bot.conversations.agent import Role
from bot.storage.agents import accounts as agents
from bot.storage.agents import links as agent_links
from bot.storage.agents import sessions as agent_sessions
from bot.storage.agents.accounts import Account
from bot.storage.audit import add_audit_entry


def make(sql: Connection, who: str, at: datetime, login: str, name: str, role: Role, **values: Any) -> str | None:
    """Creates an account; returns the token of its one-time link, or None if the login is taken."""
    agent = agents.add(sql, login, name, role, at, **values)
    if agent is None:
        return None
    add_audit_entry(sql, at, who, "account made", None, f"{login}, {role.value}")
    return agent_links.make_link(sql, agent, at)


def edit(sql: Connection, who: str, at: datetime, account: Account, **values: Any) -> None:
    """Changes the account's columns to `values`; writes nothing if they are the same."""
    plain = {name: value.value if isinstance(value, Enum) else value for name, value in values.items()}
    changed = {name: value for name, value in plain.items() if account._mapping[name] != value}
    if changed:
        agents.change(sql, account.id, **changed)
        told = ", ".join(f"{name} {account._mapping[name]!r} to {value!r}" for name, value in changed.items())
        add_audit_entry(sql, at, who, "account changed", None, f"{account.login}: {told}")


def invite(sql: Connection, who: str, at: datetime, account: Account) -> str:
    """Returns the token of a new one-time link. The agent's password and second factor are valid until it is used."""
    add_audit_entry(sql, at, who, "link made", None, account.login)
    return agent_links.make_link(sql, account.id, at)


def disable(sql: Connection, who: str, at: datetime, account: Account) -> None:
    """Disables the account and ends its sessions at once."""
    agents.change(sql, account.id, disabled_at=at, available=False)
    agent_sessions.end_all(sql, account.id)
    agent_links.drop_links(sql, account.id)
    add_audit_entry(sql, at, who, "account disabled", None, account.login)


def enable(sql: Connection, who: str, at: datetime, account: Account) -> None:
    agents.change(sql, account.id, disabled_at=None, failures=0, locked_until=None)
    add_audit_entry(sql, at, who, "account enabled", None, account.login)
