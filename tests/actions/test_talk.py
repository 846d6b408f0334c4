"""The session begins with words, what is not understood is repaired, and the open question is asked again."""

from __future__ import annotations

from typing import Any

import pytest

from actions.names import FlowStep, Form, Intent, Slot
from actions.small_talk import DefaultFallback, Repair, Resume, SessionStart, likely_topics
from content.topics import topics as all_topics
from tests.actions.building import NOTHING, Left, Situation, run


@pytest.fixture(autouse=True)
def _no_operator(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ASSISTANT_NAME", "SUPPORT_LINK"):
        monkeypatch.delenv(name, raising=False)


# The start


def test_a_session_starts_with_words_and_then_listens() -> None:
    left = run(SessionStart(), Situation())
    assert left.said == ["utter_session_start"]
    assert [event["event"] for event in left.events] == ["session_started", "action"]
    assert left.events[-1]["name"] == "action_listen"


def test_the_assistant_goes_by_the_name_of_the_domain() -> None:
    left = run(SessionStart(), Situation(slots={Slot.ASSISTANT_NAME: "the NHS login assistant"}))
    assert left.values("utter_session_start")["assistant_name"] == "the NHS login assistant"
    assert left.slot(Slot.ASSISTANT_NAME) is NOTHING


def test_the_operator_can_name_the_assistant_and_the_link(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_NAME", "Robin")
    monkeypatch.setenv("SUPPORT_LINK", "https://example.org/help")
    left = run(SessionStart(), Situation(slots={Slot.ASSISTANT_NAME: "the NHS login assistant"}))
    assert left.values("utter_session_start")["assistant_name"] == "Robin"
    assert left.slot(Slot.ASSISTANT_NAME) == "Robin"
    assert left.slot(Slot.SUPPORT_LINK) == "https://example.org/help"


def test_the_operators_words_are_set_after_the_session_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_NAME", "Robin")
    kinds = [event["event"] for event in run(SessionStart(), Situation()).events]
    assert kinds == ["session_started", "slot", "action"]


# The open question


def resumed(step: FlowStep | None = None, form: Form | None = None) -> Left:
    slots = {Slot.STEP: step.value if step else None}
    return run(Resume(), Situation("hello", Intent.GREET, slots=slots, form=form))


@pytest.mark.parametrize(
    ("step", "question"),
    [
        (FlowStep.OFFERED, "utter_ask_helped"),
        (FlowStep.LONGER_ASKED, "utter_ask_longer"),
        (FlowStep.WAITING, "utter_ask_can_read"),
    ],
)
def test_the_open_question_is_asked_again(step: FlowStep, question: str) -> None:
    left = resumed(step)
    assert left.said == [question]
    assert left.follows == ["action_listen"]


@pytest.mark.parametrize("step", [None, FlowStep.OPENED, FlowStep.EXHAUSTED, FlowStep.CLOSED, FlowStep.HANDED_OVER])
def test_where_no_question_is_open_it_is_the_persons_turn(step: FlowStep | None) -> None:
    left = resumed(step)
    assert left.said == []
    assert left.follows == ["action_listen"]


@pytest.mark.parametrize("form", list(Form))
def test_in_a_form_the_form_asks_again(form: Form) -> None:
    left = resumed(FlowStep.OFFERED, form)
    assert left.said == []
    assert left.follows == [form.value]


# The repair


def repaired(times: int = 0, **known: Any) -> Left:
    slots = {Slot.MISUNDERSTOOD: times, **known.pop("slots", {})}
    return run(Repair(), Situation("purple monkey", Intent.NLU_FALLBACK, slots=slots, **known))


def test_the_first_time_likely_topics_are_offered() -> None:
    left = repaired(ranking=["nlu_fallback", "report_nhs_number", "greet", "report_gp_connection"])
    assert left.said == ["utter_not_understood"]
    buttons = left.values("utter_not_understood")["buttons"]
    assert [button["payload"] for button in buttons] == [
        "/report_nhs_number",
        "/report_gp_connection",
        "/request_human",
    ]


def half_understood(*ranking: str, **known: Any) -> Left:
    return repaired(ranking=["nlu_fallback", *ranking], certainty="ask", **known)


def test_half_understood_it_asks_which_is_meant_and_counts_no_misunderstanding() -> None:
    left = half_understood("report_nhs_number", "report_gp_connection", "greet")
    assert left.said == ["utter_ask_which"]
    assert [button["payload"] for button in left.values("utter_ask_which")["buttons"]] == [
        "/report_nhs_number",
        "/report_gp_connection",
        "/ask_help",
    ]
    assert left.slot(Slot.MISUNDERSTOOD) is NOTHING


def test_half_understood_small_talk_is_not_understood() -> None:
    assert half_understood("thank", "report_gp_connection").said == ["utter_not_understood"]


@pytest.mark.parametrize("known", [{"form": Form.LOGIN_EMAIL}, {"slots": {Slot.STEP: FlowStep.OFFERED.value}}])
def test_in_the_middle_of_another_question_it_asks_that_one(known: dict[str, Any]) -> None:
    assert "utter_ask_which" not in half_understood("report_nhs_number", **known).said


def test_an_address_in_what_was_not_understood_is_kept() -> None:
    assert repaired(emails=["ann@example.com"]).slot(Slot.LOGIN_EMAIL) == "ann@example.com"


def test_the_second_time_other_words_are_asked_for() -> None:
    assert repaired(1).said == ["utter_not_understood_again"]


@pytest.mark.parametrize("times", [2, 3, 9])
def test_from_the_third_time_it_hands_over(times: int) -> None:
    left = repaired(times)
    assert left.said == ["utter_not_understood_hand_over"]
    assert left.follows == [Form.LOGIN_EMAIL.value]
    assert left.slot(Slot.MISUNDERSTOOD) == 0


def test_after_a_handover_a_person_is_only_offered() -> None:
    assert repaired(2, slots={Slot.STEP: FlowStep.HANDED_OVER.value}).said == ["utter_not_understood_offer_human"]


@pytest.mark.parametrize("times", [0, 1])
def test_each_time_is_counted(times: int) -> None:
    assert repaired(times).slot(Slot.MISUNDERSTOOD) == times + 1


@pytest.mark.parametrize("step", [FlowStep.OFFERED, FlowStep.WAITING, FlowStep.LONGER_ASKED])
def test_where_a_yes_or_no_is_open_it_is_asked_for(step: FlowStep) -> None:
    left = repaired(slots={Slot.STEP: step.value})
    assert left.said[0] == "utter_yes_or_no"
    assert left.said[1].startswith("utter_ask_")


def test_in_a_form_the_form_asks_again_after_the_repair() -> None:
    left = repaired(1, form=Form.LOGIN_EMAIL)
    assert left.follows == ["login_email_form"]


def test_after_the_repair_it_is_the_persons_turn() -> None:
    assert repaired().follows == ["action_listen"]


def test_at_most_three_topics_are_offered() -> None:
    buttons = likely_topics(tuple(all_topics().by_intent), {})
    assert len(buttons) == 3


@pytest.mark.parametrize("ranking", [(), ("greet", "thank"), ("unheard_of",)])
def test_without_a_likely_topic_some_are_offered_all_the_same(ranking: tuple[str, ...]) -> None:
    assert len(likely_topics(ranking, {})) == 3


@pytest.mark.parametrize("intent", all_topics().by_intent)
def test_every_topic_has_a_button(intent: str) -> None:
    (button,) = likely_topics((intent,), {})
    assert button["payload"] == f"/{intent}"
    assert button["title"]


def test_where_no_story_fits_the_person_is_answered_the_same_way() -> None:
    left = run(DefaultFallback(), Situation("purple monkey"))
    assert left.said == ["utter_not_understood"]
    assert DefaultFallback().name() == "action_default_fallback"
