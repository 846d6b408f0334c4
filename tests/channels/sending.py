"""What a channel makes of an entry, and what becomes of sending it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any

from bot.channels.messaging.channel import Channel, Part
from bot.conversations.entry import Entry, OfferedButton, Sender

AT = datetime(2026, 6, 2, 13, 0, tzinfo=UTC)


def entry(text: str, *titles: str, sender: Sender = Sender.ASSISTANT, name: str = "NHS login assistant") -> Entry:
    """The buttons' tokens are as long as real ones."""
    buttons = tuple(OfferedButton(title, f"token-of-button-{place:08d}") for place, title in enumerate(titles))
    return Entry(1, "n1", sender, name, text, AT, buttons)


def from_agent(text: str) -> Entry:
    return entry(text, sender=Sender.AGENT, name="Sam")


def with_channel(make: Callable[[], Channel], do: Callable[[Channel], Coroutine[Any, Any, Any]]) -> Any:
    """Made, used and closed on one loop."""

    async def whole() -> Any:
        channel = make()
        try:
            return await do(channel)
        finally:
            await channel.close()

    return asyncio.run(whole())


def send(make: Callable[[], Channel], address: str, part: Part) -> str:
    receipt: str = with_channel(make, lambda channel: channel.send(address, part))
    return receipt


def send_all(make: Callable[[], Channel], address: str, said: Entry) -> list[str]:
    """The receipts, in order."""

    async def every(channel: Channel) -> list[str]:
        return [await channel.send(address, part) for part in channel.parts(said)]

    receipts: list[str] = with_channel(make, every)
    return receipts
