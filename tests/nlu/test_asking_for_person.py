"""A wish for a person is heard beside any problem; other people's calls are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.asking_for_person import asks_for_person

ASKED = [
    "I want to speak to a person",
    "can someone ring me about my surgery not linking",
    "the code never comes, ive had enough, want an advisor",
    "not a computer please, a human",
    "please call me, it says there is something wrong with my nhs number",
    "I would like a call back from an adviser regarding my surgery",
    "your a useless bot get me someone real",
    "can a human look at why my gp isnt linking",
    "put me through to the duty manager",
    "let me talk to someone, it says ive got an account already",
    "I don't want a robot",
    "would somebody kindly telephone, I cannot get the number to come through",
    "no reason for this, give me a person",
]
NOT_ASKED = [
    "i asked for it to ring me on the landline with the code but phone never rang",
    "it said it will call me with the numbers and it never did",
    "the automated lady used to ring me with six digits",
    "am i talking to a real person or a computer",
    "I do not want to speak to a person",
    "my doctor can not call me",
    "they said they would ring me",
    "someone at the surgery registered me",
    "I cannot get into my account",
    "my manager set it up for me",
    "hello",
    "",
]


@pytest.mark.parametrize("text", ASKED)
def test_a_person_is_asked_for(text: str) -> None:
    assert asks_for_person(text)


@pytest.mark.parametrize("text", NOT_ASKED)
def test_a_person_is_not_asked_for(text: str) -> None:
    assert not asks_for_person(text)


@given(st.text(max_size=300))
def test_no_text_makes_it_fail(text: str) -> None:
    assert asks_for_person(text) in (True, False)
