"""Stores the incident banner and the pause of the assistant. Rows are only added, to keep a history."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from bot.conversations.banner import Banner
from bot.storage.audit import add_audit_entry
from bot.storage.tables.banners import banners

BANNER, PAUSE = "banner", "pause"
_LATEST = select(banners.c.kind, banners.c.id, banners.c.text).where(
    banners.c.id.in_(select(func.max(banners.c.id)).group_by(banners.c.kind))
)


def read_banner(sql: Connection) -> Banner:
    latest = {row.kind: row for row in sql.execute(_LATEST)}
    incident, pause = latest.get(BANNER), latest.get(PAUSE)
    return Banner(
        text=incident.text or None if incident else None,
        paused=bool(pause and pause.text),
        id=incident.id if incident else 0,
    )


def set_banner(sql: Connection, kind: str, text: str, who: str, at: datetime) -> None:
    """`kind` is BANNER or PAUSE; an empty text removes it. Audited."""
    sql.execute(insert(banners).values(kind=kind, text=text, at=at))
    add_audit_entry(sql, at, who, f"{kind} {'set' if text else 'removed'}", None, text)
