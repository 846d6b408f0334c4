"""Opens a conversation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert

from bot.conversations.message import ENGLISH, Reply
from bot.storage.banner import read_banner
from bot.storage.cases.case_numbers import free_case_number
from bot.storage.context import StoreContext
from bot.storage.tables.contacts import contacts
from bot.storage.tables.conversations import conversations


def open_conversation(
    context: StoreContext,
    sql: Connection,
    conversation: str,
    channel: str,
    at: datetime,
    greeting: Sequence[Reply],
    address: str = "",
    language: str = ENGLISH,
) -> None:
    """`address` is where a messaging channel reaches the person."""
    # The web page shows the banner above the conversation; elsewhere it is a message.
    banner_shown = 0 if address else read_banner(sql).id
    row: dict[str, Any] = {"id": conversation, "channel": channel, "opened_at": at, "last_message_at": at}
    row |= {"language": language, "banner_shown": banner_shown, "reserved_case_number": free_case_number(sql)}
    sql.execute(insert(conversations).values(row))
    if address:
        sql.execute(insert(contacts).values(conversation=conversation, channel=channel, address=address))
    transcript = context.new_transcript(sql, conversation, 0, at, language)
    for reply in greeting:
        transcript.assistant_reply(reply)
    transcript.finish()
