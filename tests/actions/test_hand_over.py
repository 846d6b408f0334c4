"""One problem is one case; a person at the first request; no progress is invented."""

from __future__ import annotations

from typing import Any

import pytest

from actions.flow import NextProblem
from actions.hand_over import WORDS_KEPT, HandOver, RequestHuman
from actions.names import NOT_GIVEN, FlowStep, Form, Intent, Slot
from actions.open_article import OpenArticle
from actions.progress import TellProgress
from actions.turn_action import TurnAction
from content.case_numbers import find_case_number
from tests.actions.building import NOTHING, Left, Situation, run

GP_7029: dict[Slot, Any] = {
    Slot.ARTICLE: "gp_connection_cid7029",
    Slot.TOPIC: "gp_connection",
    Slot.REFERENCE: "CID7029",
    Slot.STEP: "exhausted",
    Slot.LOGIN_EMAIL: "jo@example.com",
    Slot.LOGIN_EMAIL_CONFIRMED: True,
}


def handed_over(text: str = "yes", *, earlier: tuple[str, ...] = (), **slots: Any) -> Left:
    changed = {Slot(name): value for name, value in slots.items()}
    return run(HandOver(), Situation(text, slots={**GP_7029, **changed}, earlier=earlier))


def case(left: Left) -> dict[str, Any]:
    (data,) = left.data
    handover: dict[str, Any] = data["handover"]
    return handover


def test_a_handover_tells_the_bot_the_case() -> None:
    told = case(handed_over("yes", earlier=("CID7029", "jo@example.com"), remedies_tried=["log in"]))
    assert find_case_number(told["case_number"]) == told["case_number"]
    del told["case_number"]
    summary = told.pop("summary")
    assert told == {
        "topic": "gp_connection",
        "reference": "CID7029",
        "login_email": "jo@example.com",
        "contact_email": None,
        "remedies_tried": [],  # "log in" belongs to another problem
        "first_seen": None,
        "words": ["CID7029", "jo@example.com", "yes"],
        "asked_for_human": False,
        "for_whom": None,
        "service": None,
        "waits_for_answer": False,
    }
    assert summary.startswith("The person cannot connect to the GP surgery.")


def test_the_person_hears_the_case_number_and_what_was_passed_on() -> None:
    left = handed_over()
    assert left.said == ["utter_handed_over"]
    values = left.values("utter_handed_over")
    assert values["case_spoken"] == case(left)["case_number"]
    assert "the code CID7029 and the login email jo@example.com" in values["passed_on"]


def test_a_handover_notes_the_case_in_the_slots() -> None:
    left = handed_over(cases=[{"number": "B2B-2BB", "topic": "nhs_number", "reference": "CID2011", "person": "your"}])
    number = case(left)["case_number"]
    assert left.slot(Slot.CASE_NUMBER) == number
    assert [one["number"] for one in left.slot(Slot.CASES)] == ["B2B-2BB", number]
    assert left.slot(Slot.STEP) == "handed_over"


def test_without_any_address_the_person_is_told_that_support_has_none() -> None:
    left = handed_over(login_email=NOT_GIVEN)
    assert left.said == ["utter_handed_over_without_email"]
    assert case(left)["login_email"] is None


def test_a_contact_address_alone_is_enough_to_be_answered() -> None:
    left = handed_over(login_email=NOT_GIVEN, contact_email="new@example.com")
    assert left.said == ["utter_handed_over"]
    assert case(left)["contact_email"] == "new@example.com"


def test_both_addresses_are_passed_on_labelled() -> None:
    summary = case(handed_over(contact_email="new@example.com"))["summary"]
    assert "Login email: jo@example.com." in summary
    assert "Contact email: new@example.com." in summary


def test_one_problem_is_one_case_however_often_it_is_handed_over() -> None:
    left = handed_over(case_number="K7M-4PQ")
    assert left.said == ["utter_already_handed_over"]
    assert left.values("utter_already_handed_over")["case_spoken"] == "K7M-4PQ"
    assert left.data == []
    assert left.slots == {}


def test_after_a_handover_the_problem_that_waits_comes_next() -> None:
    left = handed_over(problems_waiting=[{"topic": "nhs_number", "reference": None}])
    assert left.follows == ["action_next_problem"]


def test_without_a_problem_that_waits_nothing_follows() -> None:
    assert handed_over().follows == []


def test_without_a_topic_the_case_is_about_something_else() -> None:
    assert case(handed_over(topic=None, reference=None))["topic"] == "other"


@pytest.mark.parametrize(
    ("first_seen", "in_the_case"),
    [("2026-06-01", "2026-06-01"), ("cannot remember", None), (None, None)],
)
def test_only_a_day_that_is_known_is_in_the_case(first_seen: str | None, in_the_case: str | None) -> None:
    assert case(handed_over(first_seen=first_seen))["first_seen"] == in_the_case


def test_the_case_has_the_words_of_this_problem_only() -> None:
    words = case(handed_over("yes", earlier=("first problem", "it is solved", "CID7029"), problem_began=2))
    assert words["words"] == ["CID7029", "yes"]


def test_the_case_keeps_a_bounded_number_of_messages_the_latest() -> None:
    words = case(handed_over("last", earlier=tuple(str(number) for number in range(50))))["words"]
    assert len(words) == WORDS_KEPT
    assert words[-1] == "last"


def test_the_case_of_a_problem_that_was_put_aside_has_the_words_that_named_it() -> None:
    """Named in the middle of a form, opened after the first handover, then handed over itself."""
    slots: dict[Slot, Any] = dict(GP_7029)

    def go(action: TurnAction, text: str, earlier: list[str], **known: Any) -> Left:
        left = run(action, Situation(text, slots=slots, earlier=earlier, **known))
        slots.update({Slot(name): value for name, value in left.slots.items() if name in set(Slot)})
        return left

    other = "and I also get no email with a code"
    words = ["CID7029", other, "jo@example.com"]
    go(OpenArticle(), other, words[:1], intent="report_missing_security_code", form=Form.LOGIN_EMAIL)
    go(HandOver(), "yes", words, ran=["login_email_form"])
    go(NextProblem(), "yes", words, ran=["action_hand_over"])
    go(OpenArticle(), "yes", words, ran=["action_next_problem"])
    told = case(go(HandOver(), "no", [*words, "yes"]))
    assert told["topic"] == "missing_security_code"
    assert other in told["words"]


# A person is asked for


def asked(text: str = "let me talk to a person", *, form: Form | None = None, **known: Any) -> Left:
    return run(RequestHuman(), Situation(text, Intent.REQUEST_HUMAN, form=form, **known))


def test_the_first_request_is_granted_at_once() -> None:
    left = asked()
    assert left.said == ["utter_request_human"]
    assert left.slot(Slot.STEP) == "exhausted"
    assert left.slot(Slot.HUMAN_REQUESTED) is True


@pytest.mark.parametrize("slots", [{}, {Slot.ARTICLE: "nhs_number", Slot.STEP: "closed"}])
def test_without_an_open_problem_the_request_is_the_problem(slots: dict[Slot, Any]) -> None:
    left = asked(slots=slots, earlier=["hello"])
    assert (left.slot(Slot.ARTICLE), left.slot(Slot.TOPIC)) == ("human", "other")
    assert left.slot(Slot.REFERENCE) is None
    assert left.slot(Slot.CASE_NUMBER) is None
    assert left.slot(Slot.PROBLEM_BEGAN) == (1 if slots else 0)  # the first words go along


def test_the_open_problem_goes_along_with_the_request() -> None:
    left = asked(slots={**GP_7029, Slot.STEP: "offered"})
    assert left.slot(Slot.ARTICLE) is NOTHING
    assert left.slot(Slot.REFERENCE) is NOTHING


def test_the_request_leaves_another_form() -> None:
    left = asked(slots={Slot.ARTICLE: "login_disabled", Slot.STEP: "opened"}, form=Form.REFERENCE)
    assert left.form_left
    assert left.slots["requested_slot"] is None


def test_an_email_beside_the_request_is_taken() -> None:
    left = asked("a person please, jo@example.com", emails=["jo@example.com"])
    assert left.slot(Slot.LOGIN_EMAIL) == "jo@example.com"
    assert left.slot(Slot.LOGIN_EMAIL_CONFIRMED) is None


def test_a_second_request_goes_on_without_the_email() -> None:
    left = asked(slots={Slot.HUMAN_REQUESTED: True, Slot.STEP: "exhausted"}, form=Form.LOGIN_EMAIL)
    assert left.slot(Slot.LOGIN_EMAIL) == NOT_GIVEN
    assert left.form_left
    assert left.follows == ["action_hand_over"]


def test_a_second_request_keeps_an_email_that_was_not_yet_confirmed() -> None:
    slots = {Slot.HUMAN_REQUESTED: True, Slot.STEP: "exhausted", Slot.LOGIN_EMAIL: "jo@example.com"}
    left = asked(slots=slots, form=Form.LOGIN_EMAIL)
    assert left.slot(Slot.LOGIN_EMAIL) is NOTHING
    assert left.slot(Slot.LOGIN_EMAIL_CONFIRMED) is True
    assert left.follows == ["action_hand_over"]


def test_a_second_request_leaves_out_the_contact_address_of_a_lost_mailbox() -> None:
    slots = {**GP_7029, Slot.HUMAN_REQUESTED: True, Slot.MAILBOX_LOST: True}
    left = asked(slots=slots, form=Form.LOGIN_EMAIL)
    assert left.slot(Slot.CONTACT_EMAIL) == NOT_GIVEN


def test_after_a_handover_the_case_is_already_with_a_person() -> None:
    left = asked(slots={**GP_7029, Slot.STEP: "handed_over", Slot.CASE_NUMBER: "K7M-4PQ"})
    assert left.said == ["utter_already_handed_over"]
    assert left.values("utter_already_handed_over")["case_spoken"] == "K7M-4PQ"
    assert left.follows == ["action_listen"]


def test_an_email_beside_a_request_after_a_handover_gets_into_the_case() -> None:
    slots = {**GP_7029, Slot.STEP: "handed_over", Slot.CASE_NUMBER: "K7M-4PQ", Slot.LOGIN_EMAIL: NOT_GIVEN}
    left = asked("a person, I am jo@example.com", slots=slots, emails=["jo@example.com"])
    assert left.data == [
        {"amendment": {"case_number": "K7M-4PQ", "login_email": "jo@example.com"}},
        {"wait_again": {"case_number": "K7M-4PQ"}},
    ]


def test_the_number_that_the_bot_keeps_free_is_the_cases_but_only_for_one() -> None:
    def numbered(cases: list[dict[str, str]]) -> str:
        slots = {**GP_7029, Slot.CASES: cases}
        return str(case(run(HandOver(), Situation("yes", slots=slots, kept_number="B2C-3DF")))["case_number"])

    assert numbered([]) == "B2C-3DF"
    assert numbered([{"number": "B2C-3DF"}]) != "B2C-3DF"


# Progress


def test_progress_of_a_case_names_the_case_and_invents_nothing() -> None:
    left = run(TellProgress(), Situation("any news?", slots={Slot.CASE_NUMBER: "K7M-4PQ"}))
    assert left.said == ["utter_progress_case"]
    assert left.values("utter_progress_case")["case_spoken"] == "K7M-4PQ"


@pytest.mark.parametrize("step", [None, FlowStep.OFFERED, FlowStep.CLOSED])
def test_without_a_case_a_person_is_offered(step: FlowStep | None) -> None:
    left = run(TellProgress(), Situation("any news?", slots={Slot.STEP: step.value if step else None}))
    assert left.said == ["utter_progress", "utter_offer_human"]
