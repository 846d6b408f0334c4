"""A person in Facebook Messenger."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

from tests.channels.driver import Driver, Refusals, Request, number
from tests.channels.messenger.stand_in import APP_SECRET, MessengerStandIn, refused
from tests.channels.provider import Seen


def signed(body: dict[str, Any], secret: str = APP_SECRET) -> Request:
    return sign_raw(json.dumps(body).encode(), secret)


def sign_raw(raw: bytes, secret: str = APP_SECRET) -> Request:
    """As Meta documents it; it keeps no library that computes it."""
    signature = hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
    return Request(raw, {"content-type": "application/json", "x-hub-signature-256": f"sha256={signature}"})


def say(address: str, text: str, **more: Any) -> Request:
    event = {"sender": {"id": address}, "recipient": {"id": "1001"}, "timestamp": 1780000000000}
    event["message"] = {"mid": f"m_{number():080d}", "text": text, **more}
    return signed({"object": "page", "entry": [{"id": "1001", "time": 1780000000000, "messaging": [event]}]})


def press(address: str, seen: Seen, title: str, token: str) -> Request:
    return say(address, title, quick_reply={"payload": token})


def renumbered(body: Any) -> Any:
    body["entry"][0]["messaging"][0]["message"]["mid"] = f"m_{number()}"
    return body


def too_many(wait: int) -> Any:
    return refused(613, "Calls to this api have exceeded the rate limit.", 400, **{"Retry-After": str(wait)})


DRIVER = Driver(
    address="6543210987654321",
    stand_in=MessengerStandIn,
    say=say,
    press=press,
    signed=signed,
    sign_raw=sign_raw,
    signature=("x-hub-signature-256",),
    renumbered=renumbered,
    unopened={
        "image": "pictures",
        "sticker": "stickers",
        "audio": "voice messages",
        "file": "files",
        "location": "locations",
    },
    refusals=Refusals(
        unauthorised=refused(190, "Invalid OAuth access token", 401),
        unknown_person=refused(100, "No matching user found"),
        unwilling_person=refused(551, "This person isn't available right now.", 403),
        too_many=too_many,
    ),
    leaves=lambda messenger, address: messenger.gone.add(address),
    calls_by_get=True,
)
