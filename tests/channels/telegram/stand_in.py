"""Telegram's Bot API as https://core.telegram.org/bots/api has it."""

from __future__ import annotations

import html
import re
from typing import Any

from bot.channels.telegram.settings import TelegramSettings
from tests.channels.provider import Asked, Given, Provider, Seen

TOKEN, SECRET = "123456:AAtestTESTtest", "webhook-secret_0123456789"
FIELDS = {"chat_id", "text", "parse_mode", "link_preview_options", "reply_markup"}
TAG = re.compile(r"</?b>")
ENTITY = re.compile(r"&(?:lt|gt|amp|quot|#\d+|#x[0-9a-f]+);")


class TelegramStandIn(Provider):
    """`known` are the chats that have begun with the bot, `blocked` those that want no more of it."""

    prefix = "/telegram"

    def __init__(self) -> None:
        super().__init__()
        self.known: set[int] | None = None  # None: all
        self.blocked: set[int] = set()
        self.hook: dict[str, Any] = {"url": ""}

    @staticmethod
    def settings(url: str, **more: Any) -> TelegramSettings:
        return TelegramSettings(token=TOKEN, webhook_secret=SECRET, api=f"{url}/telegram", **more)

    def answer(self, asked: Asked) -> Given:
        if not asked.path.startswith(f"/bot{TOKEN}/"):
            return refused(401, "Unauthorized")
        method = asked.path.rpartition("/")[2]
        if method == "getMe":
            return fine({"id": 123456, "is_bot": True, "first_name": "NHS login assistant", "username": "a_bot"})
        if method == "setWebhook":
            self.hook = {"url": asked.json["url"], "allowed_updates": asked.json["allowed_updates"]}
            return fine(result=True)
        if method == "getWebhookInfo":
            return fine({"has_custom_certificate": False, "pending_update_count": 0, **self.hook})
        if method == "sendMessage":
            return self._send(asked.json)
        return refused(404, "Not Found")

    def _send(self, given: dict[str, Any]) -> Given:
        chat, text = given.get("chat_id"), given.get("text")
        if set(given) - FIELDS or not isinstance(chat, int):
            return refused(400, "Bad Request: chat_id is empty")
        if self.known is not None and chat not in self.known:
            return refused(400, "Bad Request: chat not found")
        if chat in self.blocked:
            return refused(403, "Forbidden: bot was blocked by the user")
        if not text:
            return refused(400, "Bad Request: message text is empty")
        if given.get("parse_mode") == "HTML":
            bare = ENTITY.sub("x", TAG.sub("", text))
            if re.search(r"[<>&]", bare) or text.count("<b>") != text.count("</b>"):
                return refused(400, "Bad Request: can't parse entities")
            text = html.unescape(TAG.sub("", text))
        if len(text) > 4096:
            return refused(400, "Bad Request: message is too long")
        buttons = []
        for row in given.get("reply_markup", {}).get("inline_keyboard", []):
            for button in row:
                if set(button) != {"text", "callback_data"} or not 1 <= len(button["callback_data"].encode()) <= 64:
                    return refused(400, "Bad Request: BUTTON_DATA_INVALID")
                buttons.append((button["text"], button["callback_data"]))
        number = len(self.sent) + 1
        self.sent.append(Seen(str(chat), text, tuple(buttons), f"{chat}:{number}"))
        return fine({"message_id": number, "chat": {"id": chat, "type": "private"}, "text": text})


def fine(result: Any) -> Given:
    return Given(200, {"ok": True, "result": result})


def refused(status: int, description: str, **parameters: Any) -> Given:
    body = {"ok": False, "error_code": status, "description": description}
    return Given(status, body | ({"parameters": parameters} if parameters else {}))
