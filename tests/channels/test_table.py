"""The table of docs/channels.md says what the tests show."""

from __future__ import annotations

from tests.channels.table import FEATURES, has, in_docs, table


def test_the_table_is_current() -> None:
    assert in_docs() == table(), "run make channel-table"


def test_every_row_is_shown_by_a_test_of_some_channel() -> None:
    for feature in FEATURES:
        (row,) = [line for line in in_docs().splitlines() if line.startswith(f"| {feature} |")]
        assert "yes" in row


def test_a_channel_is_not_taken_for_another() -> None:
    ids = ["tests/channels/test_x.py::test_it[sms]", "tests/channels/slack/test_y.py::test_that[status_failed]"]
    assert [has(ids, name, "test_it") for name in ("sms", "slack", "whatsapp")] == [True, False, False]
    assert has(ids, "slack", "status_failed")
