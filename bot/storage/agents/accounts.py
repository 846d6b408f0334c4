"""Stores the accounts of the desk; each function runs in the caller's transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from bot.conversations.agent import Agent, Role
from bot.storage.tables.agents import agents

Account = Row[Any]  # of the table


def agent_of(row: Account) -> Agent:
    return Agent(
        id=row.id,
        login=row.login,
        name=row.name,
        role=Role(row.role),
        team=row.team,
        capacity=row.capacity,
        available=row.available,
    )


def by_id(sql: Connection, agent: int, *, lock: bool = False) -> Account | None:
    """Returns the account.

    With `lock`, nobody else can change it in this transaction. Lock it before its rows in other tables, or two
    transactions can block each other.
    """
    query = select(agents).where(agents.c.id == agent)
    return sql.execute(query.with_for_update(key_share=True) if lock else query).first()


def by_login(sql: Connection, login: str) -> Account | None:
    return sql.execute(select(agents).where(agents.c.login == login)).first()


def by_subject(sql: Connection, subject: str) -> Account | None:
    """Returns the account that signs in with OpenID Connect as `subject`."""
    return sql.execute(select(agents).where(agents.c.oidc_subject == subject)).first()


def all_accounts(sql: Connection) -> list[Account]:
    """Returns all accounts, disabled ones last."""
    return list(sql.execute(select(agents).order_by(agents.c.disabled_at.is_not(None), agents.c.login)))


def add(sql: Connection, login: str, name: str, role: Role, at: datetime, **values: Any) -> int | None:
    """Adds an account; returns its id, or None if the login is taken.

    Nobody can sign in with it before a one-time link was used.
    """
    if by_login(sql, login):
        return None
    row = {"login": login, "name": name, "role": role.value, "created_at": at, **values}
    key = sql.execute(insert(agents).values(row)).inserted_primary_key
    assert key is not None
    return int(key[0])


def change(sql: Connection, agent: int, **values: Any) -> None:
    sql.execute(update(agents).where(agents.c.id == agent).values(values))


def is_locked(row: Account, at: datetime) -> bool:
    return row.locked_until is not None and bool(row.locked_until > at)


def use_step(sql: Connection, agent: int, step: int) -> bool:
    """Marks the time step of a code as used; returns whether it and all later ones were unused."""
    unused = update(agents).where(agents.c.id == agent, agents.c.totp_last_step < step)
    return bool(sql.execute(unused.values(totp_last_step=step)).rowcount)
