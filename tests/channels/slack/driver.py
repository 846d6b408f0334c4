"""A person in Slack."""

from __future__ import annotations

import json
import time
from typing import Any
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

from tests.channels.driver import Driver, Refusals, Request, number
from tests.channels.provider import Seen
from tests.channels.slack.stand_in import SIGNING_SECRET, SlackStandIn, refused

JSON, FORM = "application/json", "application/x-www-form-urlencoded"


def signed(body: dict[str, Any], secret: str = SIGNING_SECRET, at: float | None = None) -> Request:
    """Events are JSON; pressed buttons come as a form."""
    if body.get("type") == "block_actions":
        return with_signature(urlencode({"payload": json.dumps(body)}).encode(), FORM, secret, at)
    return with_signature(json.dumps(body).encode(), JSON, secret, at)


def with_signature(body: bytes, kind: str, secret: str = SIGNING_SECRET, at: float | None = None) -> Request:
    stamp = str(int(time.time() if at is None else at))
    signature = SignatureVerifier(secret).generate_signature(timestamp=stamp, body=body)
    return Request(
        body, {"content-type": kind, "x-slack-request-timestamp": stamp, "x-slack-signature": str(signature)}
    )


def sign_raw(raw: bytes) -> Request:
    try:
        return with_signature(raw, JSON)
    except UnicodeDecodeError:  # Slack itself signs only text
        return Request(raw, {"x-slack-signature": "v0=0", "x-slack-request-timestamp": "1"})


def event(happened: dict[str, Any]) -> Request:
    outer = {"token": "x", "team_id": "T1", "api_app_id": "A1", "type": "event_callback", "event_time": 1780000000}
    return signed(outer | {"event_id": f"Ev{number():09d}", "event": happened})


def say(address: str, text: str) -> Request:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    message = {"type": "message", "user": address, "text": escaped, "ts": f"{number()}.000100", "channel": "D1"}
    return event(message | {"channel_type": "im", "event_ts": "1.0"})


def press(address: str, seen: Seen, title: str, token: str) -> Request:
    action: dict[str, Any] = {"type": "button", "action_id": "choice_0", "block_id": "b", "value": token}
    action |= {"action_ts": f"{number()}.1", "text": {"type": "plain_text", "text": title}}
    return signed({"type": "block_actions", "user": {"id": address, "team_id": "T1"}, "actions": [action]})


DRIVER = Driver(
    address="U0MAVIS",
    stand_in=SlackStandIn,
    say=say,
    press=press,
    signed=signed,
    sign_raw=sign_raw,
    signature=("x-slack-signature", "x-slack-request-timestamp"),
    renumbered=lambda body: body | {"event_id": f"Ev{number()}"},
    unopened={"file_share": "pictures", "voice_clip": "voice messages"},
    refusals=Refusals(
        unauthorised=refused("invalid_auth"),
        unknown_person=refused("channel_not_found"),
        unwilling_person=refused("cannot_dm_bot"),
        too_many=lambda wait: refused("ratelimited", 429, **{"Retry-After": str(wait)}),
    ),
    leaves=lambda slack, address: setattr(slack, "people", set()),
)
