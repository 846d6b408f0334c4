"""References are found however they are written or said, and nothing else is taken for one."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.references import KNOWN, find_references

WRITTEN = [
    ("CID7023", "CID7023"),
    ("cid 7023", "CID7023"),
    ("C.I.D. 7023", "CID7023"),
    ("C.I.D 2012 came up", "CID2012"),
    ("CID-7O23", "CID7023"),
    ("CID7O29", "CID7029"),
    ("CID20l1", "CID2011"),
    ("CID2OI4", "CID2014"),
    ("ClD7029", "CID7029"),
    ("c1d7029", "CID7029"),
    ("CID:7023", "CID7023"),
    ("Ref: CID 2011", "CID2011"),
    ("CID=7023", "CID7023"),
    ("(CID2012)", "CID2012"),
    ("“CID2014”", "CID2014"),
    ("CID no. 2012", "CID2012"),
    ("CID number is 2014", "CID2014"),
    ("cid number?? 2011 is that it", "CID2011"),
    ("CID code: 7029", "CID7029"),
    ("errorCID7023", "CID7023"),
    ("contact?error=CID7023", "CID7023"),
    ("C.I.D. 2-0-1-1", "CID2011"),
    ("cid 70 23", "CID7023"),
    ("it only gives me cid20 11 with a gap", "CID2011"),
    ("ci d7029", "CID7029"),
    ("c id 7029", "CID7029"),
    ("C I D\n7029", "CID7029"),
    ("cid_2014", "CID2014"),
    ("#7023", "CID7023"),
    ("CID2012.", "CID2012"),
    ("CID7023 2 times today", "CID7023"),
    ("CID 2014 2 days ago", "CID2014"),
    ("CID 7023 07700 900123", "CID7023"),
    ("\uff23\uff29\uff24\uff17\uff10\uff12\uff13", "CID7023"),
    ("İİ cid 7023", "CID7023"),
]
SPOKEN = [
    ("c i d seven oh two three", "CID7023"),
    ("see eye dee two zero one four", "CID2014"),
    ("Sid 7023", "CID7023"),
    ("kid 7023", "CID7023"),
    ("sid seven zero two nine", "CID7029"),
    ("cid seventy twenty three", "CID7023"),
    ("cid seventy twenty-nine", "CID7029"),
    ("cid twenty eleven", "CID2011"),
    ("CID twenty fourteen", "CID2014"),
    ("cid two thousand and twelve", "CID2012"),
    ("cid seven thousand and twenty three", "CID7023"),
    ("cid two oh double one", "CID2011"),
    ("cid seven, nought, two, nine", "CID7029"),
    ("cid seven oh to three", "CID7023"),
    ("C for Charlie, I for India, D for delta, seven zero two three", "CID7023"),
    ("charlie india delta 2014", "CID2014"),
    ("it's got CID and then 7 0 2 9 after it", "CID7029"),
    ("twenty fourteen with the letters C I D before it", "CID2014"),
]
BESIDE_A_WORD = [
    ("7023 error", "CID7023"),
    ("error 7023", "CID7023"),
    ("code 7029", "CID7029"),
    ("it says 2011", "CID2011"),
    ("Reference 2014, says an update is going to come by email", "CID2014"),
    ("the code is 2012", "CID2012"),
    ("an error code of 2012", "CID2012"),
    ("2011 reference, problem is to do with my number", "CID2011"),
    ("2014 cid. Wait for email.", "CID2014"),
    ("It gave me a number 2014 and no other clue", "CID2014"),
    ("Nothing I can press after that, only a reference 2011.", "CID2011"),
    ("code two thousand and twelve", "CID2012"),
    ("Error seventy twenty three", "CID7023"),
    ("Ref. 2011", "CID2011"),
    ("ref no 7029", "CID7029"),
    ("just a number, 7029", "CID7029"),
]
ALONE = [
    ("7023", "CID7023"),
    ("2011", "CID2011"),
    ("2014?", "CID2014"),
    ("found it. 2012", "CID2012"),
    ("its 7O29 i think", "CID7029"),
    ("two zero one one", "CID2011"),
    ("seventy twenty three", "CID7023"),
    ("twenty twelve", "CID2012"),
]


@pytest.mark.parametrize(("text", "value"), WRITTEN + SPOKEN + BESIDE_A_WORD + ALONE)
def test_a_known_reference_is_read_however_it_is_given(text: str, value: str) -> None:
    assert [(one.value, one.known) for one in find_references(text)] == [(value, True)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("CID70232", "CID70232"),
        ("cid 70232", "cid 70232"),
        ("CID702", "CID702"),
        ("CID20112", "CID20112"),
        ("CID7023-2", "CID7023-2"),
        ("CID7023A", "CID7023A"),
        ("CID70Z3", "CID70Z3"),
        ("CID9999", "CID9999"),
        ("cid 4410", "CID4410"),
        ("cid four four one oh", "CID4410"),
        ("cid seven oh two three two", "CID70232"),
        ("cid seven oh two", "CID702"),
        ("the letters are cid the numbers are five five four oh", "CID5540"),
        ("kidd 7 double 0 2", "CID7002"),
        ("CID 702.", "CID 702"),
        ("3CFJWD", "3CFJWD"),
        ("it says 3fa21b", "3fa21b"),
        ("error 3R7KQ2 on the app", "3R7KQ2"),
        ("error code 4410", "4410"),
    ],
)
def test_an_unknown_reference_is_kept_as_written_and_is_no_near_miss(text: str, value: str) -> None:
    assert [(one.value, one.known) for one in find_references(text)] == [(value, False)]


PIECES = [
    *(
        "CID",
        "cid",
        "7023",
        "2011",
        "70",
        "two",
        "oh",
        "seventy",
        ".",
        "-",
        ":",
        "since",
        "error",
        "£",
        "3C",
        "@",
    ),
    *("sid", "l", "O", "and"),
]
NOT_REFERENCES = [
    "I have had this since 2012",
    "my account was made in 2014",
    "born 2011",
    "he was born in 2011 and I get an error",
    "In 2014 the code stopped coming",
    "Joined 2014, code never arrives",
    "no code. 2012 I joined",
    "my kid was born in 2014",
    "for my kid 2011",
    "code from 2012 does not work",
    "the error since June 2014",
    "it said 2 June 2012",
    "dob 02/06/2012",
    "2014-06-02",
    "at 20:11 it said no",
    "the code came at 2011",
    "error cost me £2012",
    "£7023",
    "2012 pounds for an error",
    "call 7023",
    "ring 020 7946 7023",
    "number 020 7946 2011",
    "my phone number is 2011",
    "number 2014 London Road",
    "I live at 7023 High Street",
    "7023 London Road",
    "flat 2012",
    "house number 2011",
    "my security code 2014",
    "PIN code 2012",
    "door code 7023",
    "70232",
    "error 12 34",
    "cid7023@example.com",
    "code 7023@example.com",
    "sw1a 2011",
    "acid 7023 is placid",
    "Sid 1962",
    "the cid on 12/06/2024",
    "CID 12/06/2024",
    "CID in 2014",
    "cid 3 times",
    "I did 3 courses in 3 floors",
    "my 3children cannot log in",
    "the 3rd time",
    "error 2024",
    "1,2011",
    "version 4.2011",
    "the code is 482913",
    "I decided to for one two",
    "",
    "   ",
    "CID",
]


@pytest.mark.parametrize("text", NOT_REFERENCES)
def test_years_phones_money_and_addresses_are_not_references(text: str) -> None:
    assert find_references(text) == []


@pytest.mark.parametrize(
    ("text", "value", "known"),
    [
        ("there it is underneath, 7023, in grey", "CID7023", True),
        ("I have my glasses on now and read 2012", "CID2012", True),
        ("seventy twenty-nine is what's printed under the message", "CID7029", True),
        ("4410", "CID4410", False),
        ("it is 702", "702", False),
        ("70232", "70232", False),
    ],
)
def test_a_bare_number_counts_when_it_was_asked_for(text: str, value: str, known: bool) -> None:
    assert [(one.value, one.known) for one in find_references(text, asked=True)] == [(value, known)]


@pytest.mark.parametrize("text", ["I have had it since 2012", "in 2014", "£2012", "ring 020 7946 2011", "2 June 2011"])
def test_a_year_or_a_sum_is_no_reference_even_when_one_was_asked_for(text: str) -> None:
    assert find_references(text, asked=True) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("CID7023 and then CID2011", ["CID7023", "CID2011"]),
        ("cid2014/cid7029", ["CID2014", "CID7029"]),
        ("CIDs 7023 and 7029", ["CID7023", "CID7029"]),
        ("CID7023/7029", ["CID7023", "CID7029"]),
        ("it was error 2011 now it is CID 4410", ["CID2011", "CID4410"]),
        ("2011 or 2012", ["CID2011", "CID2012"]),
        ("error CID2011 since 2012", ["CID2011"]),
        ("2014 CID7023", ["CID7023"]),
    ],
)
def test_two_references_come_in_their_order(text: str, values: list[str]) -> None:
    assert [one.value for one in find_references(text)] == values


def test_the_place_of_a_reference_is_its_place_in_the_text() -> None:
    text = "İt says C.I.D. 7023 again"
    (one,) = find_references(text)
    assert text[one.start : one.end] == "C.I.D. 7023"


@given(
    st.lists(st.sampled_from(PIECES), max_size=40),
    st.sampled_from(["", " ", ", "]),
    st.booleans(),
)
@settings(deadline=None)
def test_whatever_is_typed_places_are_in_the_text_and_do_not_overlap(words: list[str], glue: str, asked: bool) -> None:
    text = glue.join(words)
    found = find_references(text, asked=asked)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(first.end <= second.start for first, second in pairwise(found))
    assert all(one.known == (one.value in KNOWN) for one in found)


@given(st.text(max_size=300), st.booleans())
def test_no_text_makes_it_fail(text: str, asked: bool) -> None:
    assert isinstance(find_references(text, asked=asked), list)


@given(st.sampled_from(sorted(KNOWN)), st.text("0123456789", min_size=1, max_size=4))
def test_more_digits_never_make_a_known_reference(value: str, more: str) -> None:
    assert [one.known for one in find_references(value + more)] == [False]


@pytest.mark.parametrize(
    "piece",
    [
        "7",
        "7 ",
        "cid ",
        "cid number is ",
        "one ",
        "two oh ",
        "c i d ",
        "2011 ",
        "- ",
        "error ",
        "c for ",
        "3c",
    ],
)
def test_a_thousand_characters_are_read_in_a_few_milliseconds(piece: str) -> None:
    text = (piece * 1_000)[:1_000]
    find_references(text)
    took = min(_seconds(text) for _ in range(5))
    assert took < 0.02  # 5 ms on a quiet machine; the rest is room for a busy one


def _seconds(text: str) -> float:
    start = time.perf_counter()
    find_references(text, asked=True)
    return time.perf_counter() - start
