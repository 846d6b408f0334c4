"""Email addresses are found as typed and as said, and talk about places is not taken for one."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.emails import find_emails

PIECES = [
    *(
        "jo",
        "at",
        "dot",
        "@",
        ".",
        ",",
        "(",
        ")",
        "example",
        "com",
        "co",
        "uk",
        "underscore",
        '"',
        "'",
        "[at]",
    ),
    *("six", "-", "home"),
]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("jo.smith@example.com", "jo.smith@example.com"),
        ("My email is jo.smith@example.com, thanks", "jo.smith@example.com"),
        ("JO.SMITH@EXAMPLE.COM.", "jo.smith@example.com"),
        ("<mailto:jo@example.org>", "jo@example.org"),
        ("mailto:jo@example.org?subject=x", "jo@example.org"),
        ('"Jo Smith" <jo@example.org>', "jo@example.org"),
        ("(jo@example.org)!", "jo@example.org"),
        ("'jo@example.org'", "jo@example.org"),
        ("email:jo@example.org", "jo@example.org"),
        ("jo+nhs@example.com", "jo+nhs@example.com"),
        ("j-p_arnold99@sub.example.co.uk", "j-p_arnold99@sub.example.co.uk"),
        ("j.o'hara@example.ie", "j.o'hara@example.ie"),
        ("j.o\u2019hara@example.ie", "j.o'hara@example.ie"),
        ('"j.o\'hara"@example.com', "j.o'hara@example.com"),
        ("jo @ example . com", "jo@example.com"),
        ("jo@ example.com", "jo@example.com"),
        ("sanjay@example. com", "sanjay@example.com"),
        ("jo.smith@example,com", "jo.smith@example.com"),
        ("jo.smith@example.co,uk", "jo.smith@example.co.uk"),
        ("jane,walsh@example.com", "jane.walsh@example.com"),
        ("yes,jo@example.com", "jo@example.com"),
        ("jo@example.com.Thanks", "jo@example.com"),
        ("it is jo@example.com. Me and my wife share it", "jo@example.com"),
        ("jo@example.com, uk", "jo@example.com"),
        ("jo.smith(at)example.com", "jo.smith@example.com"),
        ("jo_smith [at] example [dot] co [dot] uk", "jo_smith@example.co.uk"),
        ("sue(at)example(dot)com", "sue@example.com"),
        ("jo dot smith at example dot com", "jo.smith@example.com"),
        ("Jo Dot Smith At Example Dot Com", "jo.smith@example.com"),
        ("it's jo dot smith at example dot co dot uk thank you", "jo.smith@example.co.uk"),
        ("ann underscore lee at example dot org", "ann_lee@example.org"),
        ("the address is wanda hyphen j at example dot org", "wanda-j@example.org"),
        ("pauline at sign example full stop com", "pauline@example.com"),
        ("sheila at example dot com", "sheila@example.com"),
        ("sheila at example.com", "sheila@example.com"),
        ("my email is sheila at gmail.com", "sheila@gmail.com"),
        ("sheila99 at hollybrook.example", "sheila99@hollybrook.example"),
        ("jo.smith at gmail dot com", "jo.smith@gmail.com"),
        ("jo at mail dot example dot com", "jo@mail.example.com"),
        ("Ruth dot Abel dot sixty one at example dot org", "ruth.abel.61@example.org"),
        ("jo.smith@gmial.con", "jo.smith@gmial.con"),
        ("İİ jo@example.com", "jo@example.com"),
    ],
)
def test_an_address_is_read_however_it_is_given(text: str, value: str) -> None:
    assert [one.value for one in find_emails(text)] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "I am at home dot",
        "I am at home dot com",
        "look at the app",
        "look at the app dot com",
        "look at example.com",
        "I logged in at patient.info",
        "I looked at nhs.uk",
        "we are at work. me and him",
        "jo at gmail",
        "jo@gmail",
        "jo.smith at hotmail",
        "I use gmail at gmail",
        "at example.com",
        "@example.com",
        "jo@",
        "jo@@example.com.",
        "@",
        "at 10.30 at the surgery",
        "my appointment at 2.15",
        "h for hotel, jones, seven four, at example dot com",
        "bigkev seventy seven at example dot com",
        "lower case k then bishop at example dot com",
        "no mail from noreply@login.nhs.uk",
        "jo@1.2",
        "",
    ],
)
def test_ordinary_talk_is_not_an_address(text: str) -> None:
    assert find_emails(text) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            "Old: p.grove@oldmill.example New: pgrove@example.com",
            ["p.grove@oldmill.example", "pgrove@example.com"],
        ),
        ("a@example.com,b@example.org", ["a@example.com", "b@example.org"]),
        ("jo at example dot com or jo@example.org", ["jo@example.com", "jo@example.org"]),
        ("noreply@login.nhs.uk never writes to jo@example.org", ["jo@example.org"]),
    ],
)
def test_two_addresses_come_in_their_order(text: str, values: list[str]) -> None:
    assert [one.value for one in find_emails(text)] == values


def test_the_place_of_an_address_is_its_place_in_the_text() -> None:
    text = "it is Jo dot Smith at example dot com, ok?"
    (one,) = find_emails(text)
    assert text[one.start : one.end] == "Jo dot Smith at example dot com"


@given(
    st.lists(st.sampled_from(PIECES), max_size=40),
    st.sampled_from(["", " "]),
)
@settings(deadline=None)
def test_whatever_is_typed_places_are_in_the_text_and_do_not_overlap(words: list[str], glue: str) -> None:
    text = glue.join(words)
    found = find_emails(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(first.end <= second.start for first, second in pairwise(found))
    assert all(one.value.count("@") == 1 and "." in one.value.split("@")[1] for one in found)


@given(st.text(max_size=300))
def test_no_text_makes_it_fail(text: str) -> None:
    assert isinstance(find_emails(text), list)


@given(st.from_regex(r"[a-z][a-z0-9]{0,9}([._-][a-z0-9]{1,9}){0,2}@[a-z]{2,12}\.(com|co\.uk|org)", fullmatch=True))
def test_a_plain_address_is_found_as_it_is(address: str) -> None:
    assert [one.value for one in find_emails(f"please use {address} now")] == [address]


@pytest.mark.parametrize(
    "piece", ["@", "a", "a.", "a@", " at ", "a at b ", "a dot ", "jo at b.c ", "a@b.", "a@b.c,", '"']
)
def test_a_thousand_characters_are_read_in_a_few_milliseconds(piece: str) -> None:
    text = (piece * 1_000)[:1_000]
    assert min(_seconds(text) for _ in range(5)) < 0.02


def _seconds(text: str) -> float:
    start = time.perf_counter()
    find_emails(text)
    return time.perf_counter() - start
