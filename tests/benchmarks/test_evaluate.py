"""The figures of `make evaluate`, on a few messages understood well and badly."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

from benchmarks.evaluate.confidence import calibration, calibration_error, point_at
from benchmarks.evaluate.floor import FloorWrong, read_floor, shortfalls
from benchmarks.evaluate.messages import Message, MessagesWrong, read_messages
from benchmarks.evaluate.page import Picture, write_page
from benchmarks.evaluate.references import references
from benchmarks.evaluate.sections import Section
from benchmarks.evaluate.terminal import as_text
from benchmarks.evaluate.topics import Pair, accuracy, confusions, per_topic
from benchmarks.evaluate.understanding import Understood


def pair(expected: str, got: str, confidence: float = 0.5, likeliest: str = "", text: str = "words") -> Pair:
    return Message(text, expected, ""), Understood(text, got, likeliest or got, confidence, None, known=False)


PAIRS = [
    pair("nhs_number", "nhs_number", 0.9),
    pair("nhs_number", "gp_connection", 0.6, text="wrong one"),
    pair("gp_connection", "nlu_fallback", 0.1, "gp_connection"),
    pair("out_of_scope", "nlu_fallback", 0.1, "nhs_number"),
    pair("out_of_scope", "out_of_scope", 0.8),
    pair("out_of_scope", "nhs_number", 0.3),
]


def test_the_fallback_is_right_for_a_message_out_of_scope_only() -> None:
    assert accuracy(PAIRS) == 3 / 6


def test_recall_and_precision_take_the_fallback_as_out_of_scope() -> None:
    outside = next(figures for figures in per_topic(PAIRS) if figures.topic == "out_of_scope")
    assert (outside.count, outside.recall, outside.precision) == (3, 2 / 3, 2 / 3)


def test_confusions_hold_the_messages_and_name_the_fallback() -> None:
    found = {(one.expected, one.got): one.texts for one in confusions(PAIRS)}
    assert found["nhs_number", "gp_connection"] == ("wrong one",)
    assert ("gp_connection", "nlu_fallback") in found


def test_a_known_reference_decides_what_is_expected() -> None:
    assert Message("cid 7023", "give_reference", "CID7023").expected == "gp_connection"
    assert Message("cid 4410", "give_reference", "CID4410").expected == "give_reference"


def test_calibration_error_is_the_mean_distance_of_confidence_from_the_share_right() -> None:
    bins = calibration([pair("a", "a", 0.9), pair("a", "b", 0.9)])
    assert calibration_error(bins) == pytest.approx(0.4)


def test_full_confidence_falls_in_the_last_bin() -> None:
    assert calibration([pair("a", "a", 1.0)])[-1].count == 1


def test_a_higher_threshold_lets_less_through() -> None:
    low, high = point_at(0.0, PAIRS), point_at(0.5, PAIRS)
    assert (low.answered, low.let_through) == (1.0, 2 / 3)
    assert (high.answered, high.let_through, high.right) == (2 / 3, 0.0, 1 / 2)


def test_an_unknown_reference_taken_for_a_known_one_is_listed() -> None:
    unknown = Message("cid70232", "give_reference", "CID70232")
    taken = Understood("cid70232", "gp_connection", "gp_connection", 1.0, "CID7023", known=True)
    assert references([(unknown, taken)]).taken_for_known == ("cid70232",)


def test_a_figure_under_its_floor_and_one_over_its_limit_are_told() -> None:
    floor = {"accuracy": 0.9, "typo1_loss_max": 0.1, "secrets": 0.9}
    told = shortfalls(floor, {"accuracy": 0.8, "typo1_loss_max": 0.2, "secrets": 0.9})
    assert told == [
        "accuracy is 0.8, under its floor of 0.9.",
        "typo1_loss_max is 0.2, over its limit of 0.1.",
    ]


def test_a_floor_for_what_was_not_measured_is_told() -> None:
    assert shortfalls({"secrets": 1.0}, {}) == ["secrets has a floor but was not measured."]


@pytest.mark.parametrize("content", ["accuracy = ", "accuracy = 'high'", "accuracy = true"])
def test_a_floor_that_is_no_table_of_numbers_is_refused(content: str, tmp_path: Path) -> None:
    (tmp_path / "floor.toml").write_text(content)
    with pytest.raises(FloorWrong, match=r"floor\.toml"):
        read_floor(tmp_path / "floor.toml")


@pytest.mark.parametrize("content", ["text\ttopic\n", "text\ttopic\treference\nonly two\tcells\n"])
def test_a_test_set_of_another_form_is_refused(content: str, tmp_path: Path) -> None:
    (tmp_path / "some.tsv").write_text(content)
    with pytest.raises(MessagesWrong, match=r"some\.tsv"):
        read_messages(tmp_path)


def test_the_page_escapes_messages_and_asks_nothing_of_the_network(tmp_path: Path) -> None:
    section = Section("Topics", ("topic", "recall"), [("<b>", "1")], lists=[("Wrong", ["<script>alert(1)</script>"])])
    write_page(tmp_path / "index.html", [section], [Picture("a.png", "A", 'said "so"')], ["accuracy is low."])
    html = (tmp_path / "index.html").read_text()
    seen: list[tuple[str, dict[str, str | None]]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            seen.append((tag, dict(attrs)))

    Reader().feed(html)
    assert "script" not in {tag for tag, _ in seen}
    assert [attributes["alt"] for tag, attributes in seen if tag == "img"] == ['said "so"']
    assert all("://" not in str(value) for _, attributes in seen for value in attributes.values())


def test_the_terminal_shows_every_message_that_went_wrong() -> None:
    text = as_text([Section("Topics", ("topic", "n"), [("a", "1")], lists=[("Wrong", ["one", "two"])])])
    assert "Wrong (2):\n  - one\n  - two" in text
