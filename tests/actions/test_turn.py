"""A turn reads slots and the message, and leaves words, slots and a next step; a failing one still answers."""

from __future__ import annotations

import logging

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.names import ActionName, FlowStep, Form, Slot, Utter
from actions.turn import Turn
from actions.turn_action import TurnAction
from tests.actions.building import Left, Situation, real_responses, run


class Failing(TurnAction):
    """Says something, sets something, and then fails."""

    action_name = ActionName.RESUME

    def act(self, turn: Turn) -> None:
        turn.say(Utter.SOLVED)
        turn.set(Slot.CASE_NUMBER, "K7M-4PQ")
        raise RuntimeError("the disk is full")


class WorkPages(TurnAction):
    action_name = ActionName.RESUME

    def act(self, turn: Turn) -> None:
        turn.set(Slot.STEP, FlowStep.CLOSED)
        turn.say(Utter.WAIT, wait_end="Friday")
        turn.tell_bot({"handover": {"case_number": "K7M-4PQ"}})
        turn.follow(Form.REFERENCE)


def turn_of(situation: Situation) -> Turn:
    return Turn(CollectingDispatcher(), situation.tracker(), {"responses": {}})


def failed(caplog: pytest.LogCaptureFixture) -> Left:
    with caplog.at_level(logging.CRITICAL, logger="actions.turn"):
        return run(Failing(), Situation("hello"))


def test_an_action_has_the_name_of_the_domain() -> None:
    assert Failing().name() == "action_resume"


def test_a_failing_action_answers_and_listens(caplog: pytest.LogCaptureFixture) -> None:
    left = failed(caplog)
    assert left.said == ["utter_trouble"]
    assert left.follows == ["action_listen"]


def test_a_failing_action_leaves_no_slot_half_set(caplog: pytest.LogCaptureFixture) -> None:
    assert failed(caplog).slots == {}


def test_the_operator_finds_the_cause_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, logger="actions.turn"):
        run(Failing(), Situation("hello"))
    assert "action_resume failed" in caplog.text
    assert "the disk is full" in caplog.text


def test_a_clock_that_is_none_does_not_stop_an_action() -> None:
    left = run(WorkPages(), Situation("hello", now="next Tuesday"))
    assert left.said == ["utter_wait"]


def test_an_action_leaves_its_words_data_slots_and_next_step_in_order() -> None:
    left = run(WorkPages(), Situation("hello"))
    assert left.said == ["utter_wait"]
    assert left.values("utter_wait")["wait_end"] == "Friday"
    assert left.data == [{"handover": {"case_number": "K7M-4PQ"}}]
    assert left.slots == {"step": "closed"}
    assert left.follows == ["reference_form"]


def test_a_slot_shows_what_the_turn_has_set() -> None:
    turn = turn_of(Situation(slots={Slot.ARTICLE: "human"}))
    assert turn.slot(Slot.ARTICLE) == "human"
    turn.set(Slot.ARTICLE, "nhs_number")
    assert turn.slot(Slot.ARTICLE) == "nhs_number"


def test_a_slot_that_the_turn_emptied_is_empty() -> None:
    turn = turn_of(Situation(slots={Slot.REFERENCE: "CID7023"}))
    turn.set(Slot.REFERENCE, None)
    assert turn.slot(Slot.REFERENCE) is None


def test_empty_lists_and_counts_have_a_plain_value() -> None:
    turn = turn_of(Situation())
    assert turn.items(Slot.CASES) == []
    assert turn.count(Slot.MISUNDERSTOOD) == 0


def test_a_list_slot_is_a_copy() -> None:
    turn = turn_of(Situation(slots={Slot.CASES: ["K7M-4PQ"]}))
    turn.items(Slot.CASES).append("another")
    assert turn.items(Slot.CASES) == ["K7M-4PQ"]


def test_without_a_form_none_is_left() -> None:
    turn = turn_of(Situation())
    turn.leave_form()
    assert turn.events() == []


def test_leaving_a_form_also_drops_its_question() -> None:
    turn = turn_of(Situation(form=Form.LOGIN_EMAIL, requested=Slot.LOGIN_EMAIL))
    turn.leave_form()
    kinds = [(event["event"], event.get("name")) for event in turn.events()]
    assert kinds == [("slot", "requested_slot"), ("active_loop", None)]


def test_a_loop_that_is_not_our_form_is_none() -> None:
    tracker = Situation().tracker()
    tracker.active_loop = {"name": "action_two_stage_fallback"}
    assert Turn(CollectingDispatcher(), tracker, {}).form is None


@pytest.mark.parametrize(
    ("requested", "ran", "answers"),
    [
        (Slot.LOGIN_EMAIL, [], True),
        (Slot.LOGIN_EMAIL, ["login_email_form"], True),
        (Slot.LOGIN_EMAIL, ["utter_medical", "action_resume"], False),
        (None, [], False),
    ],
)
def test_a_message_answers_the_form_unless_something_else_ran(
    requested: Slot | None, ran: list[str], answers: bool
) -> None:
    situation = Situation(form=Form.LOGIN_EMAIL, requested=requested, ran=ran)
    assert turn_of(situation).answers_form is answers


def test_only_actions_after_the_latest_message_count() -> None:
    situation = Situation("b", ran=["action_resume", "utter_greet"])
    tracker = situation.tracker()
    tracker.events[1:1] = [{"event": "user", "text": "a"}, {"event": "action", "name": "action_repair"}]
    turn = Turn(CollectingDispatcher(), tracker, {})
    assert turn.actions_since_message == ["action_resume", "utter_greet"]


def test_messages_are_the_persons_own_words_in_order() -> None:
    situation = Situation("second", earlier=["first", "/affirm", "two\n lines ", ""])
    assert turn_of(situation).messages == ["first", "two lines", "second"]


def test_messages_of_an_earlier_session_are_not_of_this_one() -> None:
    tracker = Situation("now").tracker()
    tracker.events.insert(0, {"event": "user", "text": "last week"})
    assert Turn(CollectingDispatcher(), tracker, {}).messages == ["now"]


def test_where_the_engine_sends_no_responses_those_of_data_are_read() -> None:
    turn = Turn(CollectingDispatcher(), Situation().tracker(), {})
    assert turn.responses == real_responses()
