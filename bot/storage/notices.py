"""The incident banner and the kill switch; both only ever gain rows, so that it can be seen what stood when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select

from bot.conversations.notice import Notice
from bot.storage.tables import audit, notices
from bot.storage.times import text_of

BANNER, PAUSE = "banner", "pause"


def latest_banner(sql: Connection) -> tuple[int, str]:
    """Its number, 0 where there never was one, and its text, empty where it was taken away."""
    return _latest(sql, BANNER)


def is_paused(sql: Connection) -> bool:
    return bool(_latest(sql, PAUSE)[1])


def read_notice(sql: Connection) -> Notice:
    return Notice(latest_banner(sql)[1] or None, is_paused(sql))


def set_notice(sql: Connection, kind: str, text: str, who: str, at: datetime) -> None:
    """An empty text takes it away. Audited."""
    sql.execute(insert(notices).values(kind=kind, text=text, at=text_of(at)))
    what = f"{kind} {'set' if text else 'removed'}"
    sql.execute(insert(audit).values(at=text_of(at), who=who, what=what, details=text))


def _latest(sql: Connection, kind: str) -> tuple[int, str]:
    query = select(notices.c.id, notices.c.text).where(notices.c.kind == kind).order_by(notices.c.id.desc()).limit(1)
    row = sql.execute(query).first()
    return (row.id, row.text) if row else (0, "")
