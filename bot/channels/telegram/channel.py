"""Telegram, by its Bot API: https://core.telegram.org/bots/api

Telegram keeps no library for it, and what we need are four calls: they are made here.
"""

from __future__ import annotations

import hashlib
import hmac
import html
import json
import re
from collections.abc import Sequence
from typing import Any

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
from bot.channels.telegram.settings import TelegramSettings
from bot.conversations.entry import Entry
from bot.conversations.incoming import Command, Incoming
from bot.conversations.outbox import NotDelivered, NotYet, Undeliverable
from bot.safety import examine

LONGEST = 4096  # characters of a message, entities parsed
UPDATES = ["message", "edited_message", "callback_query"]
COMMANDS = {"/start": Command.START, "/help": Command.HELP}
UNOPENED = {
    "photo": "picture",
    "video": "video",
    "video_note": "video",
    "animation": "video",
    "voice": "voice",
    "audio": "voice",
    "sticker": "sticker",
    "document": "file",
    "location": "place",
    "venue": "place",
    "contact": "contact",
    "poll": "other",
    "dice": "other",
    "story": "other",
    "game": "other",
}


class Telegram:
    """Talks in private chats only; in groups it says so and answers nothing else."""

    name = "telegram"
    methods: Sequence[str] = ("POST",)
    at_once = 8

    def __init__(self, settings: TelegramSettings, wording: Wording, webhook_url: str) -> None:
        self._secret = settings.webhook_secret.encode()
        self._settings = settings
        self._wording = wording
        self._url = webhook_url
        self._api = Api("Telegram", f"{settings.api}/bot{settings.token}", settings.timeout)

    def read(self, webhook: Webhook) -> Reading:
        given = webhook.headers.get("x-telegram-bot-api-secret-token", "")
        if not hmac.compare_digest(given.encode(), self._secret):
            raise InvalidSignature("the secret token is wrong")
        update = json_of(webhook)
        message_id = address_inside(update, "update_id")
        if "callback_query" in update:
            return self._pressed(message_id, update["callback_query"])
        for name in ("message", "edited_message"):
            if update.get(name) is not None:
                return self._said(update[name], is_new=name == "message")
        return Reading()

    def _pressed(self, message_id: str, query: Any) -> Reading:
        answered = {"method": "answerCallbackQuery", "callback_query_id": address_inside(query, "id")}
        answer = Answer(json.dumps(answered), "application/json")
        button = text_inside(query, "data")
        if text_inside(query, "message", "chat", "type") != "private" or not button:
            return Reading(answer=answer)
        address = chat_of(query, "message", "chat", "id")
        return Reading((Incoming(self.name, address, message_id, button=button),), answer=answer)

    def _said(self, message: Any, *, is_new: bool) -> Reading:
        address = chat_of(message, "chat", "id")
        if text_inside(message, "chat", "type") != "private":
            return self._in_public(address, message) if is_new else Reading()
        text = text_inside(message, "text") or text_inside(message, "caption") or None
        unopened = next((kind for name, kind in UNOPENED.items() if inside(message, name)), "")
        if text is None and not unopened:
            return Reading()  # what Telegram itself has to say: a pinned message, a timer
        # Edits without new words come too, and a live location again and again: the same words are heard once.
        content = hashlib.sha256(f"{text} {unopened}".encode("utf-8", "replace")).hexdigest()[:16]
        message_id = f"{address}:{address_inside(message, 'message_id')}:{content}"
        # "/start abc" comes from a link; whatever else stands beside a command is something that a person says.
        command = re.sub(r"^(/start) [A-Za-z0-9_-]{1,64}$", r"\1", (text or "").strip())
        command = COMMANDS.get(command, Command.NONE)
        return Reading((Incoming(self.name, address, message_id, text, unopened=unopened, command=command),))

    def _in_public(self, address: str, message: Any) -> Reading:
        text = text_inside(message, "text") or text_inside(message, "caption")
        if emergency := examine(text[:LONGEST]).emergency:
            return Reading(answer=self._saying(address, self._wording.say(f"utter_emergency_{emergency.value}").text))
        if not _is_spoken_to(message):
            return Reading()
        return Reading(answer=self._saying(address, self._wording.say("utter_only_private").text))

    def _saying(self, address: str, text: str) -> Answer:
        said = {"method": "sendMessage", "chat_id": int(address), "text": text}
        return Answer(json.dumps(said), "application/json")

    def parts(self, entry: Entry) -> Sequence[Part]:
        label = self._wording.label(entry)
        above = f"<b>{html.escape(label)}</b>\n" if label else ""
        texts = split(entry.text, LONGEST - len(label) - 1)
        made: list[Part] = [{"text": html.escape(text), "parse_mode": "HTML"} for text in texts]
        made[0]["text"] = above + made[0]["text"]
        for part in made:
            part["link_preview_options"] = {"is_disabled": True}
        if entry.buttons:
            rows = [[{"text": button.title, "callback_data": button.token}] for button in entry.buttons]
            made[-1]["reply_markup"] = {"inline_keyboard": rows}
        return made

    async def send(self, address: str, part: Part) -> str:
        body = await self._ask("sendMessage", {"chat_id": int(address), **part})
        sent = text_inside(body, "message_id")
        if not sent:
            raise NotYet("Telegram's answer has no message")
        return f"{address}:{sent}"

    async def _ask(self, method: str, given: dict[str, Any]) -> Any:
        answer, body = await self._api.call("POST", f"/{method}", json=given)
        if answer.status_code == httpx.codes.OK and body.get("ok") is True:
            return body.get("result")
        raise _not_delivered(answer.status_code, body)

    def tell(self, words: Sequence[str]) -> Answer | None:
        return None

    async def check(self) -> list[str]:
        try:
            await self._ask("getMe", {})
        except NotDelivered as error:
            return [f"TELEGRAM_TOKEN is not taken: {error}."]
        hook = await self._ask("getWebhookInfo", {})
        if text_inside(hook, "url") != self._url:
            there = "another address" if text_inside(hook, "url") else "no address"
            return [f"Telegram has {there} for the webhook, not {self._url}: run make connect-channel NAME=telegram."]
        wrong = []
        if not set(UPDATES) <= set(inside(hook, "allowed_updates") or UPDATES):
            wrong.append("Telegram does not send everything: run make connect-channel NAME=telegram.")
        if text_inside(hook, "last_error_message"):
            wrong.append(f"Telegram could not deliver lately: {text_inside(hook, 'last_error_message')}.")
        return wrong

    async def connect(self) -> str:
        hook = {"url": self._url, "secret_token": self._settings.webhook_secret, "allowed_updates": UPDATES}
        await self._ask("setWebhook", hook)
        return f"Telegram now sends to {self._url}."

    async def close(self) -> None:
        await self._api.close()


def _is_spoken_to(message: Any) -> bool:
    """Returns whether the bot is addressed: by a command, a mention or a reply."""
    kinds = {text_inside(entity, "type") for entity in list_inside(message, "entities")}
    return bool(kinds & {"bot_command", "mention"}) or inside(message, "reply_to_message", "from", "is_bot") is True


def chat_of(body: Any, *path: str) -> str:
    """Returns the chat's id, a whole number. Raises Unreadable."""
    address = address_inside(body, *path)
    if not re.fullmatch(r"-?\d{1,20}", address):
        raise Unreadable("the chat's id is no number")
    return address


def _not_delivered(status: int, body: dict[str, Any]) -> NotDelivered:
    """Keeps only the beginning of the description, since the rest could quote the message."""
    description = ":".join(str(body.get("description")).split(":")[:2])
    cause = f"Telegram answered {status} ({description[:80]})"
    wait = seconds(inside(body, "parameters", "retry_after"))
    if status in (400, 403):  # nobody is there any more, or the message is not as it must be
        return Undeliverable(cause)
    return NotYet(cause, wait)
