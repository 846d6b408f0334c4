"""A person in Telegram."""

from __future__ import annotations

import json
from typing import Any

from tests.channels.driver import Driver, Refusals, Request, number
from tests.channels.provider import Seen
from tests.channels.telegram.stand_in import SECRET, TelegramStandIn, refused


def signed(update: dict[str, Any], secret: str = SECRET) -> Request:
    return sign_raw(json.dumps(update).encode(), secret)


def sign_raw(body: bytes, secret: str = SECRET) -> Request:
    return Request(body, {"content-type": "application/json", "x-telegram-bot-api-secret-token": secret})


def say(address: str, text: str) -> Request:
    return signed({"update_id": number(), "message": message(address, text=text)})


def press(address: str, seen: Seen, title: str, token: str) -> Request:
    query = {
        "id": str(number()),
        "from": {"id": int(address), "is_bot": False, "first_name": "Mavis"},
        "message": message(address, text=seen.text),
        "chat_instance": "1",
        "data": token,
    }
    return signed({"update_id": number(), "callback_query": query})


def message(address: str, **content: Any) -> dict[str, Any]:
    sender = {"id": int(address), "is_bot": False, "first_name": "Mavis", "language_code": "en"}
    chat = {"id": int(address), "first_name": "Mavis", "type": "private"}
    return {"message_id": number(), "from": sender, "chat": chat, "date": 1780000000, **content}


def renumbered(update: Any) -> Any:
    update["message"]["message_id"] = number()
    return update | {"update_id": number()}


DRIVER = Driver(
    address="700900",
    stand_in=TelegramStandIn,
    say=say,
    press=press,
    signed=signed,
    sign_raw=sign_raw,
    signature=("x-telegram-bot-api-secret-token",),
    renumbered=renumbered,
    unopened={
        "photo": "pictures",
        "sticker": "stickers",
        "voice": "voice messages",
        "document": "files",
        "location": "locations",
        "poll": "messages of this kind",
    },
    refusals=Refusals(
        unauthorised=refused(401, "Unauthorized"),
        unknown_person=refused(400, "Bad Request: chat not found"),
        unwilling_person=refused(403, "Forbidden: bot was blocked by the user"),
        too_many=lambda wait: refused(429, f"Too Many Requests: retry after {wait}", retry_after=wait),
    ),
    leaves=lambda telegram, address: telegram.blocked.add(int(address)),
)
