"""Facebook Messenger, by Meta's Messenger Platform: https://developers.facebook.com/docs/messenger-platform

Meta keeps no Python library for it (facebook-business is for advertising): signatures and calls are made here.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import parse_qs

import httpx

from bot.channels.messaging.channel import (
    Answer,
    InvalidSignature,
    Part,
    Reading,
    Unreadable,
    Webhook,
    address_inside,
    inside,
    json_of,
    list_inside,
    text_inside,
)
from bot.channels.messaging.json_api import Api, seconds
from bot.channels.messaging.splitting import split
from bot.channels.messaging.wording import Wording
from bot.channels.messenger.settings import MessengerSettings
from bot.conversations.entry import Entry
from bot.conversations.incoming import Command, Incoming
from bot.conversations.outbox import NotDelivered, NotYet, Undeliverable

logger = logging.getLogger(__name__)
LONGEST = 2000  # characters of a message
MOST_REPLIES, LONGEST_TITLE = 13, 20  # quick replies, and characters of one
FIELDS = {"messages", "messaging_postbacks"}
GET_STARTED = "get_started"  # the payload of the page's own button, as README.md has it set
UNOPENED = {
    "image": "picture",
    "video": "video",
    "reel": "video",
    "ig_reel": "video",
    "audio": "voice",
    "file": "file",
    "location": "place",
}
# https://developers.facebook.com/docs/messenger-platform/error-codes : what a later try or the operator can mend
PASSES = {1, 2, 3, 4, 10, 17, 32, 190, 341, 368, 613, 1200, 80006, *range(200, 300)}
TOO_LATE = "2018278"  # a subcode of 10: 24 hours after what the person wrote last
TOO_MANY = {4, 17, 32, 613, 80006}
WAIT = 60.0  # seconds; Meta does not say how long


class Messenger:
    name = "messenger"
    methods: Sequence[str] = ("GET", "POST")  # Meta checks the webhook with a GET
    at_once = 8

    def __init__(self, settings: MessengerSettings, wording: Wording, webhook_url: str) -> None:
        self._settings = settings
        self._wording = wording
        self._url = webhook_url
        self._api = Api("Messenger", settings.api, settings.timeout, {"authorization": f"Bearer {settings.token}"})

    def read(self, webhook: Webhook) -> Reading:
        if webhook.method == "GET":
            return self._verified(webhook)
        expected = hmac.new(self._settings.app_secret.encode(), webhook.body, hashlib.sha256).hexdigest()
        given = webhook.headers.get("x-hub-signature-256", "")
        if not hmac.compare_digest(given.encode(), f"sha256={expected}".encode()):
            raise InvalidSignature("the signature is wrong")
        body = json_of(webhook)
        if body.get("object") != "page":
            return Reading()
        return Reading(tuple(self._in_batch(body)))

    def _verified(self, webhook: Webhook) -> Reading:
        """Answers Meta's one-time check that the webhook is ours."""
        try:
            query = parse_qs(webhook.query, max_num_fields=20)
        except ValueError:
            raise InvalidSignature("the query is none of Meta's") from None
        given = query.get("hub.verify_token", [""])[0]
        if not hmac.compare_digest(given.encode(), self._settings.verify_token.encode()):
            raise InvalidSignature("the verify token is wrong")
        return Reading(answer=Answer(query.get("hub.challenge", [""])[0]))

    def _in_batch(self, body: Any) -> Iterator[Incoming]:
        for entry in list_inside(body, "entry"):
            for event in list_inside(entry, "messaging"):
                try:
                    yield from self._in_event(event)
                except Unreadable as error:  # noqa: PERF203 - the others of the batch are other people's
                    logger.warning("An event of Messenger could not be read: %s", error)

    def _in_event(self, event: Any) -> Iterator[Incoming]:
        if inside(event, "message") is not None and not inside(event, "message", "is_echo"):
            yield from self._said(event)
        elif inside(event, "message_edit") is not None:
            yield self._corrected(event)
        elif inside(event, "postback") is not None:
            yield from self._pressed(event)

    def _said(self, event: Any) -> Iterator[Incoming]:
        address, message = address_inside(event, "sender", "id"), inside(event, "message")
        message_id = address_inside(message, "mid")
        button = text_inside(message, "quick_reply", "payload")
        if button:
            yield Incoming(self.name, address, message_id, button=button)
            return
        kinds = [text_inside(one, "type") for one in list_inside(message, "attachments")]
        sticker = inside(message, "sticker_id") or any(
            inside(one, "payload", "sticker_id") for one in list_inside(message, "attachments")
        )
        unopened = "sticker" if sticker else UNOPENED.get(kinds[0], "other") if kinds else ""
        text = text_inside(message, "text") or None
        if text is not None or unopened:
            yield Incoming(self.name, address, message_id, text, unopened=unopened if kinds != ["fallback"] else "")

    def _corrected(self, event: Any) -> Incoming:
        """Treats an edited message as a new message."""
        edit = inside(event, "message_edit")
        message_id = f"{address_inside(edit, 'mid')}:{text_inside(edit, 'num_edit')}"
        return Incoming(self.name, address_inside(event, "sender", "id"), message_id, text_inside(edit, "text"))

    def _pressed(self, event: Any) -> Iterator[Incoming]:
        """A button of the page; the assistant's own choices are quick replies."""
        address, postback = address_inside(event, "sender", "id"), inside(event, "postback")
        message_id = text_inside(postback, "mid") or f"{address}:{text_inside(event, 'timestamp')}"
        payload = text_inside(postback, "payload")
        if payload == GET_STARTED:
            yield Incoming(self.name, address, message_id, text_inside(postback, "title"), command=Command.START)
        elif payload:
            yield Incoming(self.name, address, message_id, button=payload)

    def parts(self, entry: Entry) -> Sequence[Part]:
        text = self._wording.labelled(entry)
        fits = len(entry.buttons) <= MOST_REPLIES and all(len(one.title) <= LONGEST_TITLE for one in entry.buttons)
        shown = text if fits else self._wording.with_choices(entry, text)
        made: list[Part] = [{"text": one} for one in split(shown, LONGEST)]
        if entry.buttons and fits:
            made[-1]["quick_replies"] = [
                {"content_type": "text", "title": one.title, "payload": one.token} for one in entry.buttons
            ]
        return made

    async def send(self, address: str, part: Part) -> str:
        given = {"recipient": {"id": address}, "messaging_type": "RESPONSE", "message": part}
        body = await self._ask("POST", "/me/messages", json=given)
        if not text_inside(body, "message_id"):
            raise NotYet("Messenger's answer has no message")
        return text_inside(body, "message_id")

    async def _ask(self, method: str, path: str, **more: Any) -> dict[str, Any]:
        answer, body = await self._api.call(method, path, **more)
        if answer.status_code == httpx.codes.OK and "error" not in body:
            return body
        raise _not_delivered(answer, body)

    def tell(self, words: Sequence[str]) -> Answer | None:
        return None

    async def check(self) -> list[str]:
        try:
            await self._ask("GET", "/me", params={"fields": "id,name"})
        except NotDelivered as error:
            return [f"MESSENGER_TOKEN is not taken: {error}."]
        apps = list_inside(await self._ask("GET", "/me/subscribed_apps"), "data")
        fields = {field for app in apps for field in list_inside(app, "subscribed_fields") if isinstance(field, str)}
        missing = sorted(FIELDS - fields)
        return [f"The page does not send {field}: subscribe to it under Messenger, Webhooks." for field in missing]

    async def connect(self) -> str:
        return f"In the app's Messenger settings put {self._url} as callback URL, with MESSENGER_VERIFY_TOKEN."

    async def close(self) -> None:
        await self._api.close()


def _not_delivered(answer: httpx.Response, body: dict[str, Any]) -> NotDelivered:
    code = inside(body, "error", "code")
    subcode = text_inside(body, "error", "error_subcode")
    cause = f"Messenger answered {answer.status_code} (code {code if isinstance(code, int) else 'missing'} {subcode})"
    if code in TOO_MANY or answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
        return NotYet(cause, seconds(answer.headers.get("retry-after")) or WAIT)
    if subcode == TOO_LATE:
        return Undeliverable(cause)
    if code in PASSES or not isinstance(code, int) or answer.status_code >= 500 or answer.status_code == 401:
        return NotYet(cause)
    return Undeliverable(cause)
