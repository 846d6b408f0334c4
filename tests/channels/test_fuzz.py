"""Whatever comes to a webhook: signed or not, no traceback and no 500; unsigned it has no effect."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.channels.driver import Request
from tests.channels.drivers import DRIVERS
from tests.channels.loopless import Loopless
from tests.channels.reading import kinds, payload

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

SIGNATURES = sorted({name for driver in DRIVERS.values() for name in driver.signature} | {"content-type"})
VISIBLE = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=40)
BODIES = {"bytes": b"\xff\xfe", "deep": b"[" * 50_000, "text": b'"text"', "nan": b"NaN", "two": b"{}{}"}


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loopless]:
    made = Loopless(tmp_path_factory.mktemp("fuzz"))
    yield made
    made.close()


def changed(body: Any, path: list[int], value: Any) -> Any:
    """The payload with another value at one of its places."""
    if not path or not isinstance(body, (dict, list)) or not body:
        return value
    body = json.loads(json.dumps(body))
    keys = sorted(body) if isinstance(body, dict) else list(range(len(body)))
    key = keys[path[0] % len(keys)]
    body[key] = changed(body[key], path[1:], value)
    return body


@pytest.mark.parametrize("channel", DRIVERS)
@TAME
@given(body=st.dictionaries(st.text(max_size=12), JSON, max_size=5))
def test_any_object_that_is_signed_is_taken_or_refused(bot: Loopless, channel: str, body: dict[str, Any]) -> None:
    assert bot.post(channel, DRIVERS[channel].signed(body)) in (200, 400)


@pytest.mark.parametrize("channel", DRIVERS)
@TAME
@given(data=st.data())
def test_a_payload_with_a_strange_value_is_taken_or_refused(bot: Loopless, channel: str, data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(kinds(channel)))
    path = data.draw(st.lists(st.integers(0, 20), min_size=1, max_size=6))
    body = changed(payload(channel, kind), path, data.draw(STRANGE | JSON))
    if isinstance(body, dict):
        assert bot.post(channel, DRIVERS[channel].signed(body)) in (200, 400)


@pytest.mark.parametrize("channel", DRIVERS)
@TAME
@given(body=st.binary(max_size=200), headers=st.dictionaries(st.sampled_from(SIGNATURES), VISIBLE))
def test_what_is_not_signed_is_refused(bot: Loopless, channel: str, body: bytes, headers: dict[str, str]) -> None:
    before = len(bot.endpoint.messages)
    assert bot.post(channel, Request(body, headers)) == 403
    assert len(bot.endpoint.messages) == before


@pytest.mark.parametrize("channel", [name for name, driver in DRIVERS.items() if driver.sign_raw])
@pytest.mark.parametrize("raw", BODIES)
def test_a_signed_body_that_is_no_object_is_refused(bot: Loopless, channel: str, raw: str) -> None:
    sign_raw = DRIVERS[channel].sign_raw
    assert sign_raw is not None
    assert bot.post(channel, sign_raw(BODIES[raw])) in (400, 403)
