"""A conversation in the inbox, by few words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.conversations.decision import Decision, Situation
from bot.conversations.inbox import AcceptedMessage, PendingMessage
from bot.conversations.message import Button, Reply
from bot.conversations.refusals import ButtonExpired
from bot.storage.conversations.inbox import SqlInbox

NOW = datetime(2026, 6, 2, 13, 0, tzinfo=UTC)
C = "web-1"
ASK = Reply("Is that right?", (Button("Yes", "/affirm"), Button("No", "/deny")))


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


async def opened(inbox: SqlInbox, conversation: str = C) -> None:
    await inbox.open(conversation, "web", NOW, [Reply("Hello.")])


async def said(inbox: SqlInbox, number: str, words: str = "no code", **more: Any) -> AcceptedMessage:
    return await inbox.accept(C, number, more.pop("at", NOW), None, lambda _: Decision(words, **more))


async def situation(inbox: SqlInbox, at: datetime = NOW, button: str | None = None) -> Situation:
    """What a decision is shown; nothing is stored."""
    seen: list[Situation] = []

    def look(now: Situation) -> Decision:
        seen.append(now)
        raise ButtonExpired

    with pytest.raises(ButtonExpired):
        await inbox.accept(C, "looking", at, button, look)
    return seen[0]


async def open_message(inbox: SqlInbox) -> PendingMessage:
    message = await inbox.next_pending(C)
    assert message is not None
    return message
