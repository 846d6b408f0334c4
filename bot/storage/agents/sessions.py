"""Stores the sessions of the desk, with only a hash of each token."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy import Connection, delete, insert, or_, select, update

from bot.conversations.agent import Agent
from bot.storage.agents.accounts import agent_of
from bot.storage.tables.agents import agent_sessions, agents

TIME_FOR_CODE = timedelta(minutes=10)  # from the password to the second factor
KEPT = timedelta(days=8)  # longer than any session can last
FRESH = timedelta(minutes=1)  # so that not every request is written down


class Stage(str, Enum):
    PASSWORD = "password"  # noqa: S105 - the stage after it; the second factor is missing
    FULL = "full"


@dataclass(frozen=True)
class Limits:
    """The limits since the last request and since the sign-in."""

    idle: timedelta
    longest: timedelta


@dataclass(frozen=True)
class Session:
    agent: Agent
    stage: Stage
    token: str = field(repr=False)
    is_fresh: bool = True  # its last request was a moment ago


def begin(sql: Connection, agent: int, stage: Stage, at: datetime) -> str:
    """Starts a session; returns its token, which has 256 random bits."""
    sql.execute(delete(agent_sessions).where(agent_sessions.c.created_at < at - KEPT))
    token = secrets.token_urlsafe(32)
    row = {"hash": hash_of(token), "agent": agent, "stage": stage.value, "created_at": at, "seen_at": at}
    sql.execute(insert(agent_sessions).values(row))
    return token


def find(sql: Connection, token: str, at: datetime, limits: Limits) -> Session | None:
    """Returns the session; None if it has ended or the account is disabled."""
    s = agent_sessions.c
    has_time = or_(s.stage == Stage.FULL.value, s.created_at > at - TIME_FOR_CODE)
    valid = (s.created_at > at - limits.longest, s.seen_at > at - limits.idle, has_time)
    query = select(agents, s.stage, s.seen_at.label("last_request_at")).join(agents, agents.c.id == s.agent)
    row = sql.execute(query.where(s.hash == hash_of(token), *valid, agents.c.disabled_at.is_(None))).first()
    if row is None:
        return None
    is_fresh = at - row.last_request_at < FRESH
    return Session(agent=agent_of(row), stage=Stage(row.stage), token=token, is_fresh=is_fresh)


def touch(sql: Connection, token: str, at: datetime) -> None:
    mine = update(agent_sessions).where(agent_sessions.c.hash == hash_of(token))
    sql.execute(mine.values(seen_at=at))


def end(sql: Connection, token: str) -> None:
    sql.execute(delete(agent_sessions).where(agent_sessions.c.hash == hash_of(token)))


def end_all(sql: Connection, agent: int) -> None:
    sql.execute(delete(agent_sessions).where(agent_sessions.c.agent == agent))


def hash_of(token: str) -> str:
    """Returns the hash of a token, which is random enough to need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()
