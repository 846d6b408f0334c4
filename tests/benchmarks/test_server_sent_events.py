"""Server-sent events are read as browsers read them."""

from __future__ import annotations

import pytest

from benchmarks.server_sent_events import Event, events_in


@pytest.mark.parametrize(
    ("stream", "events"),
    [
        ('id: 7\nevent: read\ndata: {"up_to": 3}\n\n', [Event("read", '{"up_to": 3}', "7")]),
        ("data: one\ndata:two\n\n", [Event("message", "one\ntwo")]),
        (": nothing new\n\nevent: typing\ndata: 1\n\n", [Event("typing", "1")]),
        ("event: typing\n\ndata: 1\n\n", [Event("message", "1")]),
        ("id: 4\ndata: a\n\ndata: b\n\n", [Event("message", "a", "4"), Event("message", "b", "4")]),
        ("retry: 10\ndata: cut off", []),
    ],
)
def test_a_stream_is_read(stream: str, events: list[Event]) -> None:
    assert list(events_in(stream.split("\n"))) == events


def test_data_is_json() -> None:
    (event,) = events_in(['data: {"up_to": 3}', ""])
    assert event.data == {"up_to": 3}
