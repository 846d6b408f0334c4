"""What the assistant passes on: cases, and what is added to them later."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from bot.storage.tables import case_notes, cases
from bot.storage.times import text_of


def keep_data(sql: Connection, conversation: str, data: Mapping[str, Any], at: datetime) -> None:
    """The data beside a reply, in the transaction that stores the reply."""
    for kind, content in data.items():
        if kind == "handover":
            keep_case(sql, conversation, content, at)
        else:
            row = {"conversation": conversation, "kind": kind, "at": text_of(at), "data": json.dumps(content)}
            sql.execute(insert(case_notes).values(row))


def keep_case(sql: Connection, conversation: str, case: Mapping[str, Any], at: datetime) -> None:
    """One case a number and conversation."""
    number = str(case["case_number"])
    known = select(cases.c.number).where(cases.c.number == number, cases.c.conversation == conversation)
    if sql.execute(known).first():
        return
    row = {"number": number, "conversation": conversation, "opened_at": text_of(at), "data": json.dumps(case)}
    sql.execute(insert(cases).values(row))
