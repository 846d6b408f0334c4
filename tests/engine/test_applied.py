"""The events that count are those that Rasa finds, however a conversation went on."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.rasa_patches.applied_events import applied_events
from bot.engine.rasa_patches.flat_copy import flat_copy
from tests.engine.histories import DOMAIN, EVENTS, TURNS

ORIGINAL = DialogueStateTracker.applied_events


def tracker_with(events: list[Event]) -> DialogueStateTracker:
    tracker = DialogueStateTracker("x", DOMAIN.slots)
    tracker.events.extend(events)
    return tracker


@settings(max_examples=300, deadline=None)
@given(TURNS)
def test_after_each_turn_they_are_those_that_rasa_finds(turns: list[list[Event]]) -> None:
    tracker = tracker_with([])
    for turn in turns:
        tracker.events.extend(turn)
        assert applied_events(tracker) == ORIGINAL(tracker)
        tracker = flat_copy(tracker)


@settings(max_examples=150, deadline=None)
@given(st.lists(EVENTS, max_size=20), st.lists(EVENTS, max_size=6), st.lists(EVENTS, max_size=6))
def test_two_copies_go_on_in_their_own_ways(before: list[Event], one: list[Event], other: list[Event]) -> None:
    tracker = tracker_with(before)
    applied_events(tracker)
    twins = flat_copy(tracker), flat_copy(tracker)
    for twin, events in zip(twins, (one, other), strict=True):
        twin.events.extend(events)
        assert applied_events(twin) == ORIGINAL(twin)
    assert applied_events(tracker) == ORIGINAL(tracker)


def test_a_form_that_is_known_only_later_counts_from_the_beginning() -> None:
    form = ActionExecuted("email_form")
    tracker = tracker_with([form, SlotSet("known", True), form])
    assert len(applied_events(tracker)) == 3
    tracker.events.append(ActiveLoop("email_form"))
    assert applied_events(tracker) == ORIGINAL(tracker)


@settings(max_examples=100, deadline=None)
@given(st.lists(EVENTS, min_size=1, max_size=12), st.lists(EVENTS, max_size=12))
def test_another_history_begins_again(first: list[Event], second: list[Event]) -> None:
    """As when Rasa makes a tracker from other events in place of the old ones."""
    tracker = tracker_with(first)
    applied_events(tracker)
    tracker.events.clear()
    tracker.events.extend(second)
    assert applied_events(tracker) == ORIGINAL(tracker)


def test_who_changes_the_answer_changes_it_for_nobody_else() -> None:
    tracker = tracker_with([ActionExecuted("action_open")])
    applied_events(tracker).clear()
    assert len(applied_events(tracker)) == 1
