"""The accounts of the desk in SQL; each function works within the transaction of others."""

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
    """`lock`: nobody else changes it in this transaction; lock it before its rows elsewhere, or two transactions
    wait for each other."""
    query = select(agents).where(agents.c.id == agent)
    return sql.execute(query.with_for_update(key_share=True) if lock else query).first()


def by_login(sql: Connection, login: str) -> Account | None:
    return sql.execute(select(agents).where(agents.c.login == login)).first()


def by_subject(sql: Connection, subject: str) -> Account | None:
    """The account that signs in with OpenID Connect as `subject`."""
    return sql.execute(select(agents).where(agents.c.oidc_subject == subject)).first()


def all_accounts(sql: Connection) -> list[Account]:
    """The disabled ones come last."""
    return list(sql.execute(select(agents).order_by(agents.c.disabled_at.is_not(None), agents.c.login)))


def add(sql: Connection, login: str, name: str, role: Role, at: datetime, **values: Any) -> int | None:
    """Its id; None where the login is taken. Nobody can sign in with it before a one-time link was used."""
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
    """Whether this time step of the second factor was unused, and none after it was used."""
    unused = update(agents).where(agents.c.id == agent, agents.c.totp_last_step < step)
    return bool(sql.execute(unused.values(totp_last_step=step)).rowcount)
