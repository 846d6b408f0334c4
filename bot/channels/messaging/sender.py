"""Lets the outbox deliver to a messaging channel."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.channels.messaging.channel import Channel
from bot.conversations.outbox import Delivery, Undeliverable


class ChannelSender:
    """The body of a delivery is one part of a message, with the address under `to`."""

    first_pause = 1.0  # a person waits
    longest_closed = 30.0  # what providers ask for is often about one chat

    def __init__(self, channel: Channel, has_opted_out: Callable[[str, str], Awaitable[bool]]) -> None:
        self._channel = channel
        self._has_opted_out = has_opted_out
        self.kind = channel.name
        self.at_once = channel.at_once

    async def deliver(self, delivery: Delivery) -> str:
        """Raises NotDelivered."""
        part = dict(delivery.body)
        address = part.pop("to", "")
        if not address:
            raise Undeliverable("its content is not kept any more")
        if await self._has_opted_out(self.kind, address):
            raise Undeliverable("the person has written STOP")
        return await self._channel.send(address, part)

    async def close(self) -> None:
        await self._channel.close()
