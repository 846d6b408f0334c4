"""Secrets are hidden where they stand; what only looks like one stays."""

from __future__ import annotations

import pytest

from bot.safety import Secret, examine
from bot.safety.findings import MARKERS
from tests.safety.rows import rows

# The data leaves this number (its check digit is wrong), but after the words "NHS number" we hide any ten digits.
HIDDEN_ON_PURPOSE = {"is this my nhs number? 741 280 8414 it says not valid"}


def hidden(text: str) -> str:
    return examine(text).text


def test_every_secret_of_the_test_data_is_hidden_and_nothing_else() -> None:
    differences = []
    for text, kinds, masked in rows("secrets"):
        found = examine(text)
        if (",".join(found.secrets), found.text) != (kinds, masked) and text not in HIDDEN_ON_PURPOSE:
            differences.append(f"{text!r}: {found.text!r}, not {masked!r}")
    assert not differences, "\n".join(differences)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("password hunter2", "password [password removed]"),
        ('my password is "correct horse battery"', 'my password is "[password removed]"'),
        ("pw letmein", "pw [password removed]"),
        ("reset my password to Fluffy please", "reset my password to [password removed] please"),
        ("my pin is 4821", "my pin is [password removed]"),
    ],
)
def test_a_password_in_running_text_is_hidden(text: str, masked: str) -> None:
    assert hidden(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "I forgot my password",
        "my password is not accepted",
        "my password is the same as before",
        "what is my password",
        "password reset link",
        "covid pass: not showing",
        "it says password must be 8 characters and 1 symbol",
        "I set up my password on iPhone13 with ios17.4 in march2024",
    ],
)
def test_talk_about_passwords_stays(text: str) -> None:
    assert examine(text) == examine(hidden(text))
    assert hidden(text) == text


@pytest.mark.parametrize("text", ["482913", "482 913", "482-913", "4-8-3-9-2-0", "four eight three nine two zero"])
def test_a_message_of_six_digits_is_a_security_code(text: str) -> None:
    assert examine(text).secrets == (Secret.SECURITY_CODE,)


def test_six_digits_are_a_security_code_when_one_was_asked_for() -> None:
    text = "I think it was 482913 or so"
    assert examine(text).secrets == ()
    assert examine(text, asked_for_code=True).text == "I think it was [security code removed] or so"


@pytest.mark.parametrize(
    "text",
    [
        "9434765919",
        "943 476 5919",
        "943-476-5919",
        "943.476.5919",
        "94 34 76 59 19",
        "943\u200b476\u200b5919",
        "\uff19\uff14\uff13 \uff14\uff17\uff16 \uff15\uff19\uff11\uff19",
    ],
)
def test_an_nhs_number_is_hidden_in_any_grouping(text: str) -> None:
    assert hidden(f"it is {text} thanks") == "it is [NHS number removed] thanks"


def test_ten_digits_after_the_words_nhs_number_are_hidden_though_the_check_digit_is_wrong() -> None:
    assert hidden("NHS number is 943 476 5918") == "NHS number is [NHS number removed]"
    assert hidden("it is 943 476 5918") == "it is 943 476 5918"


def test_the_letter_o_counts_as_zero() -> None:
    assert hidden("my card 4O12 8888 8888 1881") == "my card [card number removed]"
    assert hidden("nhs number 94O 476 5919") == "nhs number [NHS number removed]"


def test_sixteen_digits_with_the_word_card_are_hidden_though_luhn_fails() -> None:
    assert hidden("card 1234 5678 1234 5678") == "card [card number removed]"


@pytest.mark.parametrize(
    "text",
    [
        "CID7023 and the code never came",
        "cid 7023 code",
        "C.I.D 7O29 code",
        "7023",
        "code for case number is K7M-4PQ",
        "linkage key does not work, case K7M-4PQ",
        "ring 07700 900123 about the code",
        "0113 496 0000 code",
        "+44 7700 900123 code",
        "+44 (0)7700 900123 code",
        "mobile 7700900123",
        "code came 2024-06-11 09:15",
        "12/03/1948 code",
        "I paid £482913 for the code",
        "SW1A 1AA code",
        "email jean1947@example.com is my password reset address",
        "order number 9434765919",
    ],
)
def test_what_only_looks_like_a_secret_stays(text: str) -> None:
    assert hidden(text) == text


@pytest.mark.parametrize("marker", MARKERS.values())
def test_a_marker_stays_and_finds_nothing_new(marker: str) -> None:
    found = examine(f"my password is {marker} and code {marker}")
    assert found.text == f"my password is {marker} and code {marker}"
    assert found.secrets == ()


def test_kinds_are_listed_once_in_order_of_appearance() -> None:
    found = examine("code 482913, pw: hunter2, code 105739")
    assert found.secrets == (Secret.SECURITY_CODE, Secret.PASSWORD)


def test_a_marker_at_the_cut_is_never_halved() -> None:
    found = examine("x " * 490 + "pw: hunter2 and then some more words")
    assert len(found.text) <= 1_000
    assert "[" not in found.text or found.text.count("[") == found.text.count("removed]")
