"""What people read follows the NHS's way of writing, as far as a program can tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from string import Formatter

import pytest

from actions.names import Intent
from content.topics import topics as all_topics
from tests.actions.building import ROOT, read, real_responses

LONGEST_SENTENCE = 20  # words
LONGEST_PARAGRAPH = 160  # characters: one part of an SMS
LONGEST_TITLE = 20  # characters of a button
# Every placeholder, with a usual value.
USUAL = {
    "assistant_name": "the NHS login assistant",
    "support_link": "https://help.login.nhs.uk/contact",
    "login_email": "jo.smith@example.com",
    "contact_email": "jo.smith@example.org",
    "typed_email": "jo.smith@gmial.com",
    "suggested_email": "jo.smith@gmail.com",
    "reference": "CID7023",
    "case_spoken": "K7M-4PQ",
    "passed_on": "your problem in your own words, the code CID7023 and the login email jo.smith@example.com",
    "first_seen_day": "Wednesday 30 September 2026",
    "wait_end": "Friday 2 October 2026",
    "wait_over": "Monday 5 October 2026",
    "next_problem": "missing security code",
    "secret": "security code",
    "whose": "your grandmother's",
    "new_reference": "CID7023",
    "first_problem": "you already have an NHS account",
    "other_problems": "a security code that has not come",
    "understood": "a security code that has not come; the code CID7023",
    "ahead": "2",
    "minutes": "10",
    "how": "They will reply to you by email.",
    "opens": "Wednesday 30 September at 8am",
    "agent": "Samantha",
    "words": "I cannot connect to my surgery",
    "what": "voice messages",
    "relation": "grandmother",
    "weekday": "Wednesday",
    "day": "30",
    "month": "September",
    "year": "2026",
    "time": "8am",
}
CONTRACTION = re.compile(
    r"\b(?:\w+n['\u2019]t|(?:i|you|we|they|he|she|it|that|there|here|what|who|where|how|let)"
    r"['\u2019](?:m|re|ll|ve|d|s)|cant|dont|wont|im|ive|youre)\b",
    re.IGNORECASE,
)
EMOJI = re.compile("[\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff]")
NOT_WORDS = re.compile(
    r"\{\w+\}|\"[^\"]*\"|\u201c[^\u201d]*\u201d"  # placeholders, texts of a screen
    r"|https?://\S+|\b[\w.]+@[\w.]+\b|\b(?:\w+\.)+nhs\.uk\b"  # addresses
    r"|\b\d[\d ,]*\d\b|\b\d\b"  # phone numbers and other figures
)


@dataclass(frozen=True)
class Said:
    """One variant of one response."""

    response: str
    text: str
    buttons: tuple[tuple[str, str], ...]

    @property
    def filled(self) -> str:
        return self.text.format(**USUAL)

    @property
    def sentences(self) -> list[str]:
        """Without what is not ours to shorten."""
        return [s for s in re.split(r"[.?!\u0964\u06d4](?=\s|$)|\n", NOT_WORDS.sub("", self.text)) if s.strip()]


def variants() -> Iterator[Said]:
    for name, said in real_responses().items():
        for one in said:
            buttons = tuple((button["title"], button["payload"]) for button in one.get("buttons") or ())
            yield Said(name, str(one["text"]), buttons)


def identity(said: Said) -> str:
    return f"{said.response}-{said.text[:25]!r}"


ALL = list(variants())
every_text = pytest.mark.parametrize("said", ALL, ids=identity)
every_button = pytest.mark.parametrize(
    ("title", "payload"),
    sorted({button for said in ALL for button in said.buttons}),
)


@every_text
def test_sentences_have_at_most_twenty_words(said: Said) -> None:
    assert [s for s in said.sentences if len(s.split()) > LONGEST_SENTENCE] == []


@every_text
def test_words_are_not_contracted(said: Said) -> None:
    assert CONTRACTION.findall(said.text) == []


@every_text
@pytest.mark.parametrize("never", ["sign in", "signin", "sign-in", "signing in", "click here", "e-mail", "!"])
def test_some_words_are_never_used(said: Said, never: str) -> None:
    assert never not in said.text.lower()


@every_text
def test_there_are_no_emoji(said: Said) -> None:
    assert EMOJI.findall(said.text) == []


@every_text
def test_please_is_said_at_most_once(said: Said) -> None:
    assert len(re.findall(r"\bplease\b", said.text, re.IGNORECASE)) <= 1


@every_text
def test_a_paragraph_fits_a_part_of_an_sms(said: Said) -> None:
    assert [p for p in re.split(r"\n\s*\n", said.filled) if len(p) > LONGEST_PARAGRAPH] == []


@every_text
def test_placeholders_are_known(said: Said) -> None:
    texts = [said.text, *(title for title, _ in said.buttons)]
    assert {name for text in texts for _, name, _, _ in Formatter().parse(text) if name} <= set(USUAL)


@every_button
def test_a_buttons_title_is_short(title: str, payload: str) -> None:
    assert len(title.format(**USUAL)) <= LONGEST_TITLE


# bot/conversations/message_for_support.py and handover.py; they never come to the engine
ANSWERED_BY_THE_BOT = {"leave_for_a_person", "stop_waiting"}


@every_button
def test_a_buttons_payload_is_an_intent_without_slots(title: str, payload: str) -> None:
    articles = {name.removeprefix("utter_") for name in real_responses()}
    intents = {intent.value for intent in Intent} | set(all_topics().by_intent)
    assert payload.lstrip("/") in intents | articles | ANSWERED_BY_THE_BOT


FIGURES = {"999", "111", "116 123", "85258", "0800 1111", "0808 2000 247", "1,000", "2024"}


@every_text
def test_no_phone_number_is_given_that_is_not_of_the_public_help(said: Said) -> None:
    plain = re.sub(r"CID\d+|\b111\.nhs\.uk\b", "", said.text)
    assert {number.strip() for number in re.findall(r"\d[\d ,]*\d\d", plain)} <= FIGURES


def test_there_are_usual_values_only_for_placeholders_that_are_used() -> None:
    used = {name for said in ALL for _, name, _, _ in Formatter().parse(said.text) if name}
    assert used == set(USUAL)


def test_every_response_has_words() -> None:
    files = sorted((ROOT / "data" / "nlu").rglob("*.yml"))
    responses = [one for file in files for said in (read(file).get("responses") or {}).values() for one in said]
    assert all(one["text"].strip() for one in responses)


def test_what_comes_from_the_wider_help_centre_says_so() -> None:
    """Core articles are what the project was asked for; the rest is marked with where it comes from."""
    helped = {name: one for name, said in real_responses().items() for one in said if name.startswith("utter_help/")}
    marked = {name for name, one in helped.items() if "source" in one["metadata"]}
    assert marked == {name for name, one in helped.items() if "public help centre" in one["text"]}
    assert len(marked) > 20


def test_every_article_of_the_wider_help_has_a_title_for_its_button() -> None:
    titles = [one["metadata"]["title"] for n, said in real_responses().items() for one in said if "/" in n]
    assert all(0 < len(title) <= LONGEST_TITLE for title in titles)
    assert len(set(titles)) == len(titles)


def test_the_variants_of_a_response_offer_the_same_buttons() -> None:
    offered = {
        name: [one.get("buttons") for one in said if "channel" not in one] for name, said in real_responses().items()
    }
    assert {name: buttons for name, buttons in offered.items() if any(one != buttons[0] for one in buttons)} == {}
