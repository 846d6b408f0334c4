"""Recorded payloads, by kind: what each channel makes of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bot.channels.messaging.channel import Channel, Reading, Webhook
from bot.channels.messaging.wording import Wording
from bot.http.responses import ResponseTexts
from tests.channels.driver import PUBLIC_URL, Request

WORDING = Wording(
    ResponseTexts.read({"assistant_name": "the NHS login assistant", "support_link": "https://help.example"}).reply
)


def payload(channel: str, kind: str) -> Any:
    file = Path(__file__).parent / channel / "payloads" / f"{kind}.json"
    return json.loads(file.read_text("utf-8"))


def kinds(channel: str) -> list[str]:
    return sorted(file.stem for file in (Path(__file__).parent / channel / "payloads").glob("*.json"))


def read(channel: Channel, request: Request, query: str = "", method: str = "POST") -> Reading:
    url = f"{PUBLIC_URL}/channels/{channel.name}{query}"
    return channel.read(Webhook(method, url, request.headers, request.body))
