"""One-time links and recovery codes in SQL: hashes, each of which is valid once."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select, update

from bot.storage.agents.accounts import Account
from bot.storage.agents.sessions import hash_of
from bot.storage.tables.agents import agent_links, agents, recovery_codes

VALID = timedelta(hours=24)


def make_link(sql: Connection, agent: int, at: datetime) -> str:
    """Returns a new link's token; earlier links of the agent become invalid."""
    drop_links(sql, agent)
    token = secrets.token_urlsafe(32)
    sql.execute(insert(agent_links).values(hash=hash_of(token), agent=agent, expires_at=at + VALID))
    return token


def drop_links(sql: Connection, agent: int) -> None:
    sql.execute(delete(agent_links).where(agent_links.c.agent == agent, agent_links.c.used_at.is_(None)))


def invited(sql: Connection, token: str, at: datetime) -> Account | None:
    """Returns the account that a valid link is for."""
    link = agent_links.c
    valid = (link.hash == hash_of(token), link.used_at.is_(None), link.expires_at > at)
    query = select(agents).join(agent_links, link.agent == agents.c.id)
    return sql.execute(query.where(*valid, agents.c.disabled_at.is_(None))).first()


def use_link(sql: Connection, token: str, at: datetime) -> bool:
    """Invalidates a link; returns whether it was valid."""
    link = agent_links.c
    unused = update(agent_links).where(link.hash == hash_of(token), link.used_at.is_(None), link.expires_at > at)
    return bool(sql.execute(unused.values(used_at=at)).rowcount)


def replace_codes(sql: Connection, agent: int, hashes: Sequence[str]) -> None:
    """Stores new recovery codes; earlier ones become invalid."""
    sql.execute(delete(recovery_codes).where(recovery_codes.c.agent == agent))
    sql.execute(insert(recovery_codes), [{"hash": one, "agent": agent} for one in hashes])


def use_code(sql: Connection, agent: int, code_hash: str, at: datetime) -> bool:
    """Marks a recovery code as used; returns whether it was an unused code of this agent."""
    code = recovery_codes.c
    unused = update(recovery_codes).where(code.hash == code_hash, code.agent == agent, code.used_at.is_(None))
    return bool(sql.execute(unused.values(used_at=at)).rowcount)


def codes_left(sql: Connection, agent: int) -> int:
    code = recovery_codes.c
    mine = select(func.count()).where(code.agent == agent, code.used_at.is_(None))
    return int(sql.execute(mine).scalar_one())
