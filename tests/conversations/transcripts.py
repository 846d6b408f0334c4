"""Writes docs/conversations.md from ten conversations with the real engine: `make transcripts`."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.channels.terminal.conversation import Conversation, ShownReply
from bot.commands.local_bot import LocalBot
from bot.conversations.entry import OfferedButton
from bot.safety import examine
from content.files import ROOT
from tests.conversations.playing import FOLDER, read

PAGE = ROOT / "docs" / "conversations.md"
TEN = FOLDER / "transcripts" / "ten.yml"
INTRODUCTION = """# Ten conversations

Real ones with the engine and its actions, written by `make transcripts`; a test fails when this page is not current.
Case numbers are drawn at random, so they are shown as K7M-4PQ. What is passed on to the support team is in a block.
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


async def page(bot: LocalBot) -> str:
    """The whole page. Conversations have fixed names, so that the same variants of the words are chosen each time."""
    parts = [INTRODUCTION]
    for number, written in enumerate(read(TEN)["conversations"], 1):
        parts.append(f"\n## {number}. {written['title']}\n")
        bot.clock.set(datetime.fromisoformat(str(written["now"])))
        conversation = bot.conversation(name=f"transcript-{number}")
        parts += [line async for line in _played(conversation, written["lines"])]
    return "\n".join(parts)


async def _played(conversation: Conversation, lines: Sequence[Any]) -> AsyncIterator[str]:
    for line in _shown(await conversation.begin()):
        yield line
    for said in map(str, lines):
        pressed = said.startswith("[")
        yield f"**Person:** {said if pressed else examine(said).text}\n"
        told = await (conversation.press(_button(conversation, said[1:-1])) if pressed else conversation.say(said))
        for line in _shown(told):
            yield line


def _button(conversation: Conversation, title: str) -> OfferedButton:
    offered = {button.title: button for button in conversation.buttons}
    if title not in offered:
        raise LookupError(f"{conversation.id}: no button {title!r}; on offer: {list(offered)}")
    return offered[title]


def _shown(told: Sequence[ShownReply]) -> Iterator[str]:
    for one in told:
        words = _CASE_NUMBER.sub("K7M-4PQ", one.text).replace("\n\n", "\n>\n> ")
        yield f"> {words}\n"
        if one.buttons:
            yield " · ".join(f"`{button.title}`" for button in one.buttons) + "\n"
        for kind, data in one.data.items():
            yield "\n".join(["```", f"{kind} to the support team", *_fields(data), "```", ""])


def _fields(data: Mapping[str, Any]) -> Iterator[str]:
    for name in (name for name in (*SHOWN, "rating") if data.get(name)):
        value = data[name]
        shown = ", ".join(value) if isinstance(value, list) else str(value)
        yield f"  {name}: {_CASE_NUMBER.sub('K7M-4PQ', shown)}"
