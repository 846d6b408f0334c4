"""Yes and no are heard by their first word, and "there is no code" however it is put."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.names import ActionName, FlowStep, Form, Slot
from actions.small_talk import Repair
from actions.yes_or_no import leading_answer, says_there_is_no_code, tells_of_success
from tests.actions.building import NOTHING, Situation, run

YES = ["yes", "Yes please", "yep", "  yeah.", "it worked", "correct", "That worked, thanks", "it is now"]
NO = ["no", "No, sorry", "nope", "not really", "still nothing", "it didn't", "it does not", "no, I have", "nothing"]
NEITHER = ["", "hello", "yesterday", "I said so", "notice", "know", "yesno", "my email is on it"]


@pytest.mark.parametrize("text", YES)
def test_yes_is_heard(text: str) -> None:
    assert leading_answer(text) is True


@pytest.mark.parametrize("text", NO)
def test_no_is_heard(text: str) -> None:
    assert leading_answer(text) is False


@pytest.mark.parametrize("text", NEITHER)
def test_other_words_are_neither(text: str) -> None:
    assert leading_answer(text) is None


@pytest.mark.parametrize("text", ["yes but it is broken", "yes, still nothing", "yes it isn't working", "yes never"])
def test_a_yes_that_is_taken_back_is_no_yes(text: str) -> None:
    assert leading_answer(text) is None


@pytest.mark.parametrize("text", ["no code", "no email with a code", "no text came", "no NHS login for me"])
def test_no_in_front_of_a_thing_is_the_problem_again(text: str) -> None:
    assert leading_answer(text) is None


@pytest.mark.parametrize("text", ["yes I had another login", "yes, my account works", "yes I went in", "yes I want to"])
def test_a_yes_with_ordinary_words_after_it_is_a_yes(text: str) -> None:
    assert leading_answer(text) is True


@pytest.mark.parametrize(
    "text",
    [
        "there is no code",
        "no number on the screen",
        "I don't see one",
        "I can't see any code",
        "nothing there",
        "it hasn't got a code, there isn't any",
        "without a reference",
    ],
)
def test_no_code_is_heard_however_it_is_put(text: str) -> None:
    assert says_there_is_no_code(text)


@pytest.mark.parametrize("text", ["", "yes", "CID7023", "the code is 7023", "hello", "no"])
def test_other_words_do_not_say_that_there_is_no_code(text: str) -> None:
    assert not says_there_is_no_code(text)


@given(st.text(max_size=300))
def test_no_text_makes_it_fail(text: str) -> None:
    assert leading_answer(text) in (True, False, None)
    assert says_there_is_no_code(text) in (True, False)


@pytest.mark.parametrize(
    ("step", "text", "next_step"),
    [
        (FlowStep.OFFERED, "yes", ActionName.CLOSE_PROBLEM),
        (FlowStep.OFFERED, "no", ActionName.NEXT_REMEDY),
        (FlowStep.WAITING, "yes", ActionName.CLOSE_PROBLEM),
        (FlowStep.WAITING, "no", ActionName.NOTE_LOST_MAILBOX),
        (FlowStep.LONGER_ASKED, "yes", Form.LOGIN_EMAIL),
        (FlowStep.LONGER_ASKED, "no", ActionName.CLOSE_PROBLEM),
    ],
)
def test_an_open_question_is_answered_by_a_leading_yes_or_no(
    step: FlowStep, text: str, next_step: ActionName | Form
) -> None:
    left = run(Repair(), Situation(text, slots={Slot.STEP: step.value}))
    assert left.follows == [next_step.value]
    assert left.slot(Slot.MISUNDERSTOOD) is NOTHING


def test_longer_than_usual_is_said_before_the_email_is_asked_for() -> None:
    left = run(Repair(), Situation("yes", slots={Slot.STEP: FlowStep.LONGER_ASKED.value}))
    assert left.said == ["utter_wait_longer"]


@pytest.mark.parametrize("step", [None, FlowStep.OPENED, FlowStep.EXHAUSTED, FlowStep.CLOSED, FlowStep.HANDED_OVER])
def test_where_no_question_is_open_yes_answers_nothing(step: FlowStep | None) -> None:
    left = run(Repair(), Situation("yes", slots={Slot.STEP: step.value if step else None}))
    assert left.slot(Slot.MISUNDERSTOOD) == 1


def test_in_a_form_yes_answers_the_form_not_the_remedy() -> None:
    left = run(Repair(), Situation("yes", slots={Slot.STEP: FlowStep.OFFERED.value}, form=Form.LOGIN_EMAIL))
    assert left.slot(Slot.MISUNDERSTOOD) == 1


def test_a_reference_beside_the_yes_is_more_than_an_answer() -> None:
    situation = Situation("yes CID7023", slots={Slot.STEP: FlowStep.OFFERED.value}, references=[("CID7023", True)])
    assert run(Repair(), situation).slot(Slot.MISUNDERSTOOD) == 1


@pytest.mark.parametrize(
    "text",
    [
        "it came!",
        "it works now",
        "I'm in",
        "oh yes it was in junk",
        "found it",
        "got in thank you",
        "brilliant, sorted",
    ],
)
def test_success_is_heard_in_any_words(text: str) -> None:
    assert tells_of_success(text)


@pytest.mark.parametrize(
    "text", ["I typed it in", "it is in the app", "it came but too late", "put that in my phone", "hm"]
)
def test_other_words_are_no_success(text: str) -> None:
    assert not tells_of_success(text)
