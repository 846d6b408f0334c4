"""What is done with other people's accounts; each deed works within a transaction and is a row of the audit."""

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
    """The token of its one-time link; None where the login is taken."""
    agent = agents.add(sql, login, name, role, at, **values)
    if agent is None:
        return None
    add_audit_entry(sql, at, who, "account made", None, f"{login}, {role.value}")
    return agent_links.make_link(sql, agent, at)


def edit(sql: Connection, who: str, at: datetime, account: Account, **values: Any) -> None:
    """`values` are columns of the account; nothing is written where nothing changes."""
    plain = {name: value.value if isinstance(value, Enum) else value for name, value in values.items()}
    changed = {name: value for name, value in plain.items() if account._mapping[name] != value}
    if changed:
        agents.change(sql, account.id, **changed)
        told = ", ".join(f"{name} {account._mapping[name]!r} to {value!r}" for name, value in changed.items())
        add_audit_entry(sql, at, who, "account changed", None, f"{account.login}: {told}")


def invite(sql: Connection, who: str, at: datetime, account: Account) -> str:
    """The token of a new one-time link. Until it is used, what the agent signs in with stays as it is."""
    add_audit_entry(sql, at, who, "link made", None, account.login)
    return agent_links.make_link(sql, account.id, at)


def disable(sql: Connection, who: str, at: datetime, account: Account) -> None:
    """Whoever is signed in with it is out at once."""
    agents.change(sql, account.id, disabled_at=at, available=False)
    agent_sessions.end_all(sql, account.id)
    agent_links.drop_links(sql, account.id)
    add_audit_entry(sql, at, who, "account disabled", None, account.login)


def enable(sql: Connection, who: str, at: datetime, account: Account) -> None:
    agents.change(sql, account.id, disabled_at=None, failures=0, locked_until=None)
    add_audit_entry(sql, at, who, "account enabled", None, account.login)
