"""Receives webhooks: reads and stores them, then acknowledges them. The worker answers later."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.channels.messaging.channel import Answer, Channel, InvalidSignature, Reading, Unreadable, Webhook
from bot.conversations.contacts import ContactService
from bot.conversations.notifier import DESK, Notifier
from bot.conversations.refusals import Refused
from bot.http.refusal_texts import sentence_of

logger = logging.getLogger(__name__)


class ReturnedMessages(Protocol):
    """The outbox's part: messages that did not arrive."""

    async def mark_returned(self, kind: str, receipt: str, at: datetime, error: str) -> None: ...


class Webhooks:
    """`public_url` is the address that providers sign. `clock` returns aware times."""

    def __init__(
        self,
        channels: Mapping[str, Channel],
        contact_service: ContactService,
        returned: ReturnedMessages,
        public_url: str,
        clock: Callable[[], datetime],
        notifier: Notifier,
    ) -> None:
        self._notifier = notifier
        self._channels = channels
        self._contact_service = contact_service
        self._returned = returned
        self._public_url = public_url
        self._clock = clock

    def routes(self) -> list[BaseRoute]:
        if not self._channels:
            return []
        return [Route("/channels/{name}", self.receive, methods=["GET", "POST"])]

    async def receive(self, request: Request) -> Response:
        channel = self._channels.get(request.path_params["name"])
        if channel is None:
            return Response(status_code=404)
        if request.method not in channel.methods:
            return Response(status_code=405, headers={"allow": ", ".join(channel.methods)})
        try:
            reading = channel.read(await self._webhook(request))
        except InvalidSignature as error:
            logger.warning("A request for %s was refused: %s", channel.name, error)
            return Response(status_code=403)
        except Unreadable as error:
            logger.warning("A request for %s could not be read: %s", channel.name, error)
            return Response(status_code=400)
        return await self._taken(channel, reading)

    async def _webhook(self, request: Request) -> Webhook:
        query = f"?{request.url.query}" if request.url.query else ""
        url = f"{self._public_url}{request.url.path}{query}"
        return Webhook(request.method, url, request.headers, await request.body())

    async def _taken(self, channel: Channel, reading: Reading) -> Response:
        """If the store fails, does not acknowledge the webhook, so that it is repeated, or tells the person."""
        said: list[str] = []
        try:
            for incoming in reading.incoming:
                said += await self._contact_service.receive(incoming)
            for one in reading.callback:
                await self._returned.mark_returned(channel.name, one.receipt, self._clock(), one.cause)
                self._notifier.publish(DESK)
        except Refused as error:
            urgent = [words for incoming in reading.incoming for words in self._contact_service.urgent(incoming)]
            told = channel.tell(urgent or [sentence_of(error)]) if reading.incoming else None
            return as_response(told) if told else Response(status_code=503, headers={"retry-after": "5"})
        return as_response(channel.tell(said) or reading.answer if said else reading.answer)


def as_response(answer: Answer) -> Response:
    return Response(answer.body, answer.status, media_type=answer.media_type)
