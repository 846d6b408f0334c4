"""Slack's Web API as https://docs.slack.dev/reference/methods and .../block-kit have it."""

from __future__ import annotations

import html
import json
from typing import Any

from bot.channels.slack.settings import SlackSettings
from tests.channels.provider import Asked, Given, Provider, Seen

TOKEN, SIGNING_SECRET = "xoxb-1-test", "8f742231b10e8888abcd99eeefff85a5"
SCOPES = "chat:write,im:history,app_mentions:read"


class SlackStandIn(Provider):
    """`people` are the users of the workspace; None: all."""

    prefix = "/slack/api"

    def __init__(self) -> None:
        super().__init__()
        self.people: set[str] | None = None
        self.scopes = SCOPES

    @staticmethod
    def settings(url: str, **more: Any) -> SlackSettings:
        return SlackSettings(token=TOKEN, signing_secret=SIGNING_SECRET, api=f"{url}/slack", **more)

    def answer(self, asked: Asked) -> Given:
        if asked.headers.get("authorization") != f"Bearer {TOKEN}":
            return refused("invalid_auth")
        if asked.path == "/auth.test":
            return Given(200, {"ok": True, "user_id": "UBOT", "team": "T"}, {"x-oauth-scopes": self.scopes})
        if asked.path != "/chat.postMessage":
            return refused("unknown_method")
        return self._post(_fields(asked))

    def _post(self, given: dict[str, Any]) -> Given:
        channel, text = given.get("channel", ""), given.get("text", "")
        if not channel.startswith("U") or (self.people is not None and channel not in self.people):
            return refused("channel_not_found")
        if not text or len(text) > 40_000:
            return refused("no_text" if not text else "msg_too_long")
        blocks = given.get("blocks", [])
        shown, buttons = _shown(blocks)
        if shown is None or len(blocks) > 50:
            return refused("invalid_blocks")
        ts = f"1780000000.{len(self.sent):06d}"
        self.sent.append(Seen(channel, "\n".join(shown) or html.unescape(text), tuple(buttons), f"D{channel}:{ts}"))
        return Given(200, {"ok": True, "channel": f"D{channel}", "ts": ts, "message": {"text": text}})


def _fields(asked: Asked) -> dict[str, Any]:
    if asked.headers.get("content-type", "").startswith("application/json"):
        given: dict[str, Any] = asked.json
        return given
    form: dict[str, Any] = dict(asked.form)
    return form | ({"blocks": json.loads(form["blocks"])} if "blocks" in form else {})


def _shown(blocks: list[Any]) -> tuple[list[str] | None, list[tuple[str, str]]]:
    """The texts and the buttons; no texts at all where a block is not as it must be."""
    texts, buttons, ids = [], [], set()
    for block in blocks:
        if block["type"] == "section" and 0 < len(block["text"]["text"]) <= 3000:
            texts.append(block["text"]["text"])
        elif block["type"] == "context" and len(block["elements"]) <= 10:
            texts += [one["text"] for one in block["elements"]]
        elif block["type"] == "actions" and 0 < len(block["elements"]) <= 25:
            for one in block["elements"]:
                title, value = one["text"]["text"], one["value"]
                if one["text"]["type"] != "plain_text" or len(title) > 75 or len(value) > 2000:
                    return None, []
                if one["action_id"] in ids or len(one["action_id"]) > 255:
                    return None, []
                ids.add(one["action_id"])
                buttons.append((title, value))
        else:
            return None, []
    return texts, buttons


def refused(error: str, status: int = 200, **headers: str) -> Given:
    return Given(status, {"ok": False, "error": error}, headers)
