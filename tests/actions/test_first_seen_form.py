"""CID2014: the day it was first seen decides whether the person waits or is handed over."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from actions.first_seen_form import CANNOT_REMEMBER, CountWait, ValidateFirstSeenForm, next_working_day
from actions.names import Form, Intent, Slot
from tests.actions.building import NOTHING, Left, Situation, run


def answered(text: str, intent: Intent | None = None, **known: Any) -> Left:
    situation = Situation(text, intent, form=Form.FIRST_SEEN, requested=Slot.FIRST_SEEN, **known)
    return run(ValidateFirstSeenForm(), situation)


def test_the_form_begins_with_its_question() -> None:
    situation = Situation("CID2014", Intent.GIVE_REFERENCE, ran=["utter_login_unavailable"])
    assert run(ValidateFirstSeenForm(), situation).asks_for == "first_seen"


@pytest.mark.parametrize(
    ("text", "day"), [("yesterday", "2026-06-01"), ("this morning", "2026-06-02"), ("2 May", "2026-05-02")]
)
def test_a_day_is_noted_by_its_date(text: str, day: str) -> None:
    left = answered(text, Intent.OUT_OF_SCOPE)
    assert left.slot(Slot.FIRST_SEEN) == day
    assert left.asks_for is None


def test_a_time_decides_over_what_the_words_sound_like() -> None:
    assert answered("Friday afternoon", Intent.ASK_PROGRESS).slot(Slot.FIRST_SEEN) == "2026-05-29"


@pytest.mark.parametrize("intent", [Intent.REQUEST_HUMAN, Intent.REPORT_MEDICAL, "lost_email_access"])
def test_some_matters_come_before_the_time(intent: Intent) -> None:
    left = answered("I fell yesterday", intent)
    assert left.slots == {"requested_slot": "first_seen"}


@pytest.mark.parametrize(("text", "intent"), [("I can't remember", None), ("no", Intent.DENY)])
def test_a_day_that_is_not_remembered_is_an_answer(text: str, intent: Intent | None) -> None:
    left = answered(text, intent)
    assert left.slot(Slot.FIRST_SEEN) == CANNOT_REMEMBER
    assert left.asks_for is None


def test_what_is_no_time_is_said_once() -> None:
    left = answered("purple", Intent.OUT_OF_SCOPE)
    assert left.said == ["utter_first_seen_not_understood"]
    assert left.asks_for == "first_seen"


def test_the_second_answer_that_is_no_time_goes_on_without() -> None:
    left = answered("purple", Intent.OUT_OF_SCOPE, slots={Slot.FAILED_ATTEMPTS: 1})
    assert left.slot(Slot.FIRST_SEEN) == CANNOT_REMEMBER
    assert left.said == []


@pytest.mark.parametrize("intent", [Intent.ASK_HELP, Intent.GREET, "report_gp_connection"])
def test_an_interruption_leaves_the_slots_alone(intent: Intent) -> None:
    assert answered("something else", intent).slots == {"requested_slot": "first_seen"}


def test_after_an_interruption_the_same_question_stays() -> None:
    left = answered("yesterday I said hello", Intent.GREET, ran=["utter_greet", "action_resume"])
    assert left.slots == {"requested_slot": "first_seen"}


# What follows from the day. 2 June 2026 is a Tuesday.


def counted(first_seen: str, **slots: Any) -> Left:
    known = {Slot(name): value for name, value in slots.items()}
    return run(CountWait(), Situation("then", slots={Slot.FIRST_SEEN: first_seen, **known}))


def test_within_two_working_days_the_person_waits_and_is_asked_about_the_mailbox() -> None:
    left = counted("2026-06-01")
    assert left.said == ["utter_wait", "utter_ask_can_read"]
    assert left.slot(Slot.STEP) == "waiting"


def test_the_wait_is_told_in_days() -> None:
    values = counted("2026-06-01").values("utter_wait")
    assert values["first_seen_day"] == "Monday 1 June 2026"
    assert values["wait_end"] == "Wednesday 3 June 2026"
    assert values["wait_over"] == "Thursday 4 June 2026"


def test_on_the_second_working_day_the_wait_is_not_over() -> None:
    assert counted("2026-05-29").slot(Slot.STEP) == "waiting"


def test_after_the_second_working_day_it_is_handed_over() -> None:
    left = counted("2026-05-28")
    assert left.said == ["utter_wait_passed"]
    assert left.slot(Slot.STEP) == "exhausted"
    assert left.values("utter_wait_passed")["wait_end"] == "Monday 1 June 2026"


def test_with_a_lost_mailbox_waiting_is_no_use() -> None:
    left = counted("2026-06-01", mailbox_lost=True)
    assert left.said == ["utter_wait_no_use"]
    assert left.slot(Slot.STEP) == "exhausted"


def test_a_wait_that_is_over_says_so_also_with_a_lost_mailbox() -> None:
    assert counted("2026-05-01", mailbox_lost=True).said == ["utter_wait_passed"]


def test_without_a_day_it_is_asked_whether_it_has_been_longer() -> None:
    left = counted(CANNOT_REMEMBER)
    assert left.said == ["utter_ask_longer"]
    assert left.slot(Slot.STEP) == "longer_asked"


def test_with_a_lost_mailbox_and_no_day_waiting_is_no_use_either() -> None:
    assert counted(CANNOT_REMEMBER, mailbox_lost=True).slot(Slot.STEP) == "exhausted"


@pytest.mark.parametrize("first_seen", ["2026-06-01", CANNOT_REMEMBER])
def test_the_email_is_asked_for_with_a_fresh_count(first_seen: str) -> None:
    assert counted(first_seen, failed_attempts=1).slot(Slot.FAILED_ATTEMPTS) == 0


@pytest.mark.parametrize(
    ("day", "following"),
    [
        (date(2026, 6, 2), date(2026, 6, 3)),
        (date(2026, 6, 5), date(2026, 6, 8)),
        (date(2026, 5, 22), date(2026, 5, 26)),  # a weekend and the spring bank holiday
        (date(2026, 12, 24), date(2026, 12, 29)),  # Boxing Day on a Saturday: Monday instead
    ],
)
def test_the_next_working_day_leaves_out_weekends_and_bank_holidays(day: date, following: date) -> None:
    assert next_working_day(day) == following


def test_the_day_is_kept_for_the_case() -> None:
    assert counted("2026-06-01").slot(Slot.FIRST_SEEN) is NOTHING
