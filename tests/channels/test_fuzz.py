"""Whatever comes to a webhook: signed or not, no traceback and no 500; unsigned it has no effect."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.app import build
from bot.settings import Settings
from tests.channels.reading import kinds, payload
from tests.channels.serving import stand_ins
from tests.channels.talking import (
    ADDRESSES,
    Request,
    messenger,
    messenger_signed,
    slack,
    slack_form,
    slack_signed,
    telegram,
    twilio,
)
from tests.web.fake_engine import FakeEngine

TAME = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
# What fields hold that a provider would never send.
STRANGE = st.sampled_from(
    ["", " ", "\0", "\u202eabc", "💥" * 50, "/restart", "<script>", "x" * 5000, -1, 2**80, 1.5, True, None, [], {}]
)

SIGNATURES = [
    "x-slack-signature",
    "x-slack-request-timestamp",
    "x-hub-signature-256",
    "x-twilio-signature",
    "x-telegram-bot-api-secret-token",
    "content-type",
]
VISIBLE = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=40)
BODIES = {"bytes": b"\xff\xfe", "deep": b"[" * 50_000, "text": b'"text"', "nan": b"NaN", "two": b"{}{}"}


class Loopless:
    """The bot's application, asked without a server: faults come through."""

    def __init__(self, folder: Path) -> None:
        self._runner = asyncio.Runner()
        self._stand_ins = stand_ins()
        _, messaging = self._stand_ins.__enter__()
        self.endpoint = FakeEngine()
        own = Settings.read({"DATA_DIR": str(folder), "MESSAGES_A_MINUTE": "100000"})
        self.app = build(own, engine=self.endpoint, messaging=messaging)
        self._lifespan = self.app.router.lifespan_context(self.app)
        self._runner.run(self._lifespan.__aenter__())

    def post(self, channel: str, request: Request) -> int:
        async def ask() -> int:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://bot") as http:
                url = f"/channels/{channel}"
                return (await http.post(url, content=request.body, headers=request.headers)).status_code

        return self._runner.run(ask())

    def close(self) -> None:
        self._runner.run(self._lifespan.__aexit__(None, None, None))
        self._runner.close()
        self._stand_ins.__exit__(None, None, None)


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loopless]:
    made = Loopless(tmp_path_factory.mktemp("fuzz"))
    yield made
    made.close()


def signed(channel: str, body: Any) -> Request:
    if channel in ("sms", "whatsapp"):
        return twilio({str(key): str(value) for key, value in dict(body).items()}, channel)
    return {"telegram": telegram, "slack": slack, "messenger": messenger}[channel](body)


def changed(body: Any, path: list[int], value: Any) -> Any:
    """The payload with another value at one of its places."""
    if not path or not isinstance(body, (dict, list)) or not body:
        return value
    body = json.loads(json.dumps(body))
    keys = sorted(body) if isinstance(body, dict) else list(range(len(body)))
    key = keys[path[0] % len(keys)]
    body[key] = changed(body[key], path[1:], value)
    return body


@pytest.mark.parametrize("channel", ADDRESSES)
@TAME
@given(body=st.dictionaries(st.text(max_size=12), JSON, max_size=5))
def test_any_object_that_is_signed_is_taken_or_refused(bot: Loopless, channel: str, body: dict[str, Any]) -> None:
    assert bot.post(channel, signed(channel, body)) in (200, 400)


@pytest.mark.parametrize("channel", ADDRESSES)
@TAME
@given(data=st.data())
def test_a_payload_with_a_strange_value_is_taken_or_refused(bot: Loopless, channel: str, data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from([kind for kind in kinds(channel) if kind != "block_actions"]))
    path = data.draw(st.lists(st.integers(0, 20), min_size=1, max_size=6))
    body = changed(payload(channel, kind), path, data.draw(STRANGE | JSON))
    if isinstance(body, dict):
        assert bot.post(channel, signed(channel, body)) in (200, 400)


@TAME
@given(path=st.lists(st.integers(0, 20), min_size=1, max_size=4), value=STRANGE | JSON)
def test_a_pressed_button_with_a_strange_value_is_taken_or_refused(bot: Loopless, path: list[int], value: Any) -> None:
    body = changed(payload("slack", "block_actions"), path, value)
    assert bot.post("slack", slack_form(body)) in (200, 400)


@pytest.mark.parametrize("channel", ADDRESSES)
@TAME
@given(body=st.binary(max_size=200), headers=st.dictionaries(st.sampled_from(SIGNATURES), VISIBLE))
def test_what_is_not_signed_is_refused(bot: Loopless, channel: str, body: bytes, headers: dict[str, str]) -> None:
    before = len(bot.endpoint.messages)
    assert bot.post(channel, Request(body, headers)) == 403
    assert len(bot.endpoint.messages) == before


@pytest.mark.parametrize("channel", ["telegram", "slack", "messenger"])
@pytest.mark.parametrize("raw", BODIES)
def test_a_signed_body_that_is_no_object_is_refused(bot: Loopless, channel: str, raw: str) -> None:
    assert bot.post(channel, SIGN_RAW[channel](BODIES[raw])) in (400, 403)


def _sign_slack(raw: bytes) -> Request:
    try:
        return slack_signed(raw, "application/json")
    except UnicodeDecodeError:  # Slack itself signs only text
        return Request(raw, {"x-slack-signature": "v0=0", "x-slack-request-timestamp": "1"})


SIGN_RAW: dict[str, Callable[[bytes], Request]] = {
    "telegram": lambda raw: Request(raw, telegram({}).headers),
    "slack": _sign_slack,
    "messenger": messenger_signed,
}
