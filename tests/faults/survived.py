"""What a handover must have left behind, whatever was killed on the way."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.storage.database import Database, address_of
from bot.storage.tables.audit import audit

AUDITED = ["handed over", "taken", "replied", "given back, settled"]


def check_log(log: list[dict[str, Any]], agent: str, reply: str) -> None:
    """The conversation as the API has it: everything once, in order, and the assistant silent with an agent there."""
    assert [m["sequence"] for m in log] == list(range(1, len(log) + 1))
    said = Counter(m["text"] for m in log)
    assert said[reply] == 1
    assert said[f"You are now talking to {agent} from the support team."] == 1
    assert said["You are now talking to the automated assistant again."] == 1
    senders = [m["sender"] for m in log]
    taken = next(i for i, m in enumerate(log) if m["text"].startswith(f"You are now talking to {agent}"))
    back = next(i for i, m in enumerate(log) if m["text"].startswith("You are now talking to the automated"))
    assert "assistant" not in senders[taken:back]


def audit_entries(folder: Path, conversation: str) -> list[str]:
    database = Database(address_of(folder))
    query = select(audit.c.what).where(audit.c.conversation == conversation, audit.c.what.in_(AUDITED))
    try:
        with database.engine.connect() as sql:
            return list(sql.execute(query.order_by(audit.c.id)).scalars())
    finally:
        database.close()
