"""Writes docs/conversations.md from ten conversations with the real engine: `make transcripts`."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from bot.conversations.assistant import Assistant
from bot.conversations.message import Message, Reply
from bot.safety import examine
from content.files import ROOT
from tests.conversations.playing import FOLDER, read

PAGE = ROOT / "docs" / "conversations.md"
TEN = FOLDER / "transcripts" / "ten.yml"
INTRODUCTION = """# Ten conversations

Real ones with the engine and its actions, written by `make transcripts`; a test fails when this page is not current.
Case numbers are drawn at random, so they are shown as K7M-4PQ. What is passed on to the support team stands in a block.
"""
_CASE_NUMBER = re.compile(r"\b[A-Z]\d[A-Z]-\d[A-Z]{2}\b")
SHOWN = (
    "case_number",
    "topic",
    "reference",
    "login_email",
    "contact_email",
    "for_whom",
    "remedies_tried",
    "first_seen",
)


async def page(assistant: Assistant) -> str:
    """The whole page. Conversations have fixed names, so that the same variants of the words are chosen each time."""
    parts = [INTRODUCTION]
    for number, conversation in enumerate(read(TEN)["conversations"], 1):
        parts.append(f"\n## {number}. {conversation['title']}\n")
        parts += [line async for line in _played(assistant, f"transcript-{number}", conversation)]
    return "\n".join(parts)


async def _played(assistant: Assistant, name: str, conversation: dict[str, Any]) -> Any:
    # The conversation's name decides the words; a fresh engine has never heard of it.
    now = datetime.fromisoformat(str(conversation["now"]))
    replies = await assistant.greet(Message(uuid.uuid4().hex, name, "", now))
    for line in _shown(replies):
        yield line
    for said in conversation["lines"]:
        title = str(said)[1:-1] if str(said).startswith("[") else None
        buttons = {button.title: button.payload for button in replies[-1].buttons}
        if title is not None and title not in buttons:
            raise LookupError(f"{name}: no button {title!r}; on offer: {list(buttons)}")
        message = Message(uuid.uuid4().hex, name, title or str(said), now, buttons[title] if title else None)
        yield f"**Person:** {said if title else examine(str(said)).text}\n"
        replies = await assistant.answer(message)
        for line in _shown(replies):
            yield line


def _shown(replies: list[Reply]) -> Iterator[str]:
    for reply in replies:
        words = _CASE_NUMBER.sub("K7M-4PQ", reply.text).replace("\n\n", "\n>\n> ")
        yield f"> {words}\n"
        if reply.buttons:
            yield " · ".join(f"`{button.title}`" for button in reply.buttons) + "\n"
        for kind, data in reply.data.items():
            yield "\n".join(["```", f"{kind} to the support team", *_fields(data), "```", ""])


def _fields(data: dict[str, Any]) -> Iterator[str]:
    for name in (name for name in (*SHOWN, "rating") if data.get(name)):
        value = data[name]
        shown = ", ".join(value) if isinstance(value, list) else str(value)
        yield f"  {name}: {_CASE_NUMBER.sub('K7M-4PQ', shown)}"
