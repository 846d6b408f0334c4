"""Converts between a conversation's row and its assignment."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from bot.conversations.assignment import Assignment
from bot.conversations.holder import Holder


def assignment_of(row: Row[Any]) -> Assignment:
    """`row` is the conversation's."""
    return Assignment(holder=Holder(row.holder), agent=row.agent, closed=row.ended_at is not None)


def columns_of(after: Assignment, holder_name: str | None) -> dict[str, Any]:
    """Returns the changes of the conversation's row."""
    return {"holder": after.holder.value, "agent": after.agent, "holder_name": holder_name}
