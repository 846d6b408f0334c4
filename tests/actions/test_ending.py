"""Stop leaves what is open; start again forgets everything."""

from __future__ import annotations

from actions.ending import StartAgain, Stop
from actions.names import FlowStep, Form, Intent, Slot
from tests.actions.building import Situation, run


def test_stop_leaves_the_form_and_passes_nothing_on() -> None:
    slots = {Slot.ARTICLE: "nhs_number", Slot.PROBLEMS_WAITING: [{"topic": "gp_connection"}]}
    left = run(Stop(), Situation("stop", Intent.STOP, slots=slots, form=Form.LOGIN_EMAIL))
    assert left.form_left
    assert left.said == ["utter_stopped"]
    assert (left.slot(Slot.STEP), left.slot(Slot.PROBLEMS_WAITING)) == (FlowStep.CLOSED.value, [])
    assert left.data == []


def test_a_case_that_was_passed_on_stays() -> None:
    slots = {Slot.STEP: FlowStep.HANDED_OVER.value, Slot.CASE_NUMBER: "K7M-4PQ"}
    assert run(Stop(), Situation("stop", Intent.STOP, slots=slots)).said == ["utter_already_handed_over"]


def test_start_again_begins_a_new_session_and_then_listens() -> None:
    left = run(StartAgain(), Situation("start again", Intent.START_AGAIN, slots={Slot.LOGIN_EMAIL: "jo@example.com"}))
    assert left.said == ["utter_start_again"]
    assert left.events[0]["event"] == "session_started"
    assert left.follows == ["action_listen"]
