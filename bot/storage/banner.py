"""The incident banner and the kill switch; both only ever gain rows, so that it can be seen what stood when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from bot.conversations.banner import Notice
from bot.storage.tables.conversations import audit, notices
from bot.storage.times import text_of

BANNER, PAUSE = "banner", "pause"
_LATEST = select(notices.c.kind, notices.c.id, notices.c.text).where(
    notices.c.id.in_(select(func.max(notices.c.id)).group_by(notices.c.kind))
)


def read_notice(sql: Connection) -> Notice:
    latest = {row.kind: row for row in sql.execute(_LATEST)}
    banner, pause = latest.get(BANNER), latest.get(PAUSE)
    number, text = (banner.id, banner.text) if banner else (0, "")
    return Notice(text or None, bool(pause and pause.text), number)


def set_notice(sql: Connection, kind: str, text: str, who: str, at: datetime) -> None:
    """An empty text takes it away. Audited."""
    sql.execute(insert(notices).values(kind=kind, text=text, at=text_of(at)))
    what = f"{kind} {'set' if text else 'removed'}"
    sql.execute(insert(audit).values(at=text_of(at), who=who, what=what, details=text))
