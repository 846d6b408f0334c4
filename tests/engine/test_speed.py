"""What is done once instead of for each message gives the same results as Rasa's own way."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.core.actions.action import RemoteAction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.exceptions import GraphComponentException
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    Event,
    SessionStarted,
    SlotSet,
)
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses
from rasa.utils.endpoints import EndpointConfig

from bot.engine.rasa_patches import speed
from bot.engine.rasa_patches.flat_copy import flat_copy
from bot.engine.rasa_patches.past_states import MOST, states_for_tracker_history
from bot.engine.server.tracker_store import CachedTrackerStore
from tests.engine.histories import DOMAIN, EVENTS, TURNS, heard

ORIGINAL_STATES = Domain.states_for_tracker_history
ORIGINAL_COPY = DialogueStateTracker.copy
ORIGINAL_RUN = DaskGraphRunner.run
ORIGINAL_CALL = RemoteAction._action_call_format
PATCHED = (
    (Event, "resolve_by_type"),
    (Domain, "states_for_tracker_history"),
    (DialogueStateTracker, "copy"),
    (DaskGraphRunner, "run"),
    (RemoteAction, "_action_call_format"),
    (RemoteAction, "_validate_action_result"),
    (EndpointConfig, "session"),
    (RulePolicy, "_find_action_from_rules"),
    (RulePolicy, "format_tracker_states"),
)


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    """Each changes Rasa for the whole process; other tests get Rasa as it was."""
    own = [(owner, name, owner.__dict__[name]) for owner, name in PATCHED if name in owner.__dict__]
    yield
    for owner, name in PATCHED:
        if name in owner.__dict__:
            delattr(owner, name)
    for owner, name, value in own:
        setattr(owner, name, value)


def hidden(turns: list[list[Event]]) -> list[list[Event]]:
    """Some actions were predicted by rules only."""
    actions = [event for turn in turns for event in turn if isinstance(event, ActionExecuted)]
    for place, action in enumerate(actions):
        action.hide_rule_turn = place % 3 == 1
    return turns


@settings(max_examples=150, deadline=None)
@given(TURNS.map(hidden), st.booleans())
def test_past_states_are_those_that_rasa_finds(turns: list[list[Event]], for_stories: bool) -> None:
    tracker, rule_only = DialogueStateTracker("x", DOMAIN.slots), {"slots": ["known"], "loops": []}
    for turn in turns:
        broken_off = flat_copy(tracker)
        broken_off.update(ActionExecuted("action_hand_over"))
        states_for_tracker_history(DOMAIN, broken_off, False, for_stories, rule_only)
        for event in turn:
            tracker.update(event)
            tracker = flat_copy(tracker)
        ours = states_for_tracker_history(DOMAIN, tracker, False, for_stories, rule_only)
        assert ours == ORIGINAL_STATES(DOMAIN, tracker, False, for_stories, rule_only)[-MOST:]


def test_an_event_is_read_as_the_class_that_rasa_finds() -> None:
    kinds = {event.type_name for event in all_subclasses(Event)} - {Event.type_name}
    found = {kind: Event.resolve_by_type(kind) for kind in kinds}
    speed.look_up_events_once()
    for _ in range(2):
        assert {kind: Event.resolve_by_type(kind) for kind in kinds} == found
    assert Event.resolve_by_type("nonsense", SlotSet) is SlotSet
    with pytest.raises(ValueError, match="nonsense"):
        Event.resolve_by_type("nonsense")


def test_a_changed_state_changes_for_nobody_else() -> None:
    tracker = DialogueStateTracker.from_events("x", [ActionExecuted("action_listen"), heard("greet")], DOMAIN.slots)
    states_for_tracker_history(DOMAIN, tracker)[-1]["user"].clear()
    assert states_for_tracker_history(DOMAIN, tracker)[-1]["user"]


@settings(max_examples=80, deadline=None)
@given(st.lists(EVENTS, max_size=20))
def test_a_flat_copy_is_the_copy_that_rasa_makes(events: list[Event]) -> None:
    tracker = DialogueStateTracker("x", DOMAIN.slots)
    for event in events:
        tracker.update(event)
    flat, full = flat_copy(tracker), ORIGINAL_COPY(tracker)
    assert flat == full
    assert flat.current_state() == full.current_state()
    assert flat.current_slot_values() == full.current_slot_values()


def test_a_change_to_a_flat_copy_does_not_reach_the_tracker() -> None:
    tracker = DialogueStateTracker("x", DOMAIN.slots)
    twin = flat_copy(tracker)
    for event in (SlotSet("article", "a"), ActiveLoop("email_form"), heard("greet")):
        twin.update(event)
    assert (tracker.get_slot("article"), tracker.active_loop, len(tracker.events)) == (None, None, 0)


class Adds(GraphComponent):
    @classmethod
    def create(cls, config: Any, model_storage: Any, resource: Any, execution_context: Any) -> Adds:
        return cls()

    def add(self, first: int, second: int = 1) -> int:
        return first + second

    def fail(self, first: int) -> int:
        raise ValueError(first)


def node(needs: Mapping[str, str], does: str = "add") -> SchemaNode:
    return SchemaNode(dict(needs), Adds, "create", does, {}, eager=True)


def runner() -> DaskGraphRunner:
    schema = GraphSchema(
        {
            "last": node({"first": "middle", "second": "begin"}),
            "middle": node({"first": "begin"}),
            "begin": node({"first": "__number__"}),
            "broken": node({"first": "begin"}, "fail"),
        }
    )
    return DaskGraphRunner.create(schema, None, ExecutionContext(schema))  # type: ignore[arg-type]


@pytest.mark.parametrize("targets", [["last"], ["middle", "last"], ["begin"]])
def test_the_graph_gives_the_same_in_plain_order(targets: list[str]) -> None:
    graph = runner()
    expected = ORIGINAL_RUN(graph, {"__number__": 3}, targets)
    speed.plan_once()
    for _ in range(2):
        assert graph.run({"__number__": 3}, targets) == expected


def test_an_error_of_a_node_stays_what_it_is() -> None:
    speed.plan_once()
    with pytest.raises(GraphComponentException):
        runner().run({"__number__": 3}, ["broken"])


@pytest.mark.parametrize(
    ("answer", "fits"),
    [
        ({"events": [{"event": "slot", "name": "x", "value": 1}], "responses": [{"text": "a"}]}, True),
        ({}, True),
        ({"events": [{"name": "slot"}]}, False),
        ({"events": ["slot"]}, False),
        ({"events": None}, False),
        ({"responses": ["text"]}, False),
        ([], False),
        ("nonsense", False),
    ],
)
def test_an_answer_of_the_actions_must_have_their_shape(answer: Any, fits: bool) -> None:
    assert speed.looks_like_answer(answer) is fits


def test_actions_are_told_what_they_read_and_nothing_else() -> None:
    events = [
        heard("deny"),
        SessionStarted(),
        heard("greet"),
        ActionExecuted("action_open"),
        BotUttered("Hello."),
        heard("report"),
        ActionExecuted("action_listen"),
        SlotSet("article", "a"),
        ActionExecuted("email_form"),
    ]
    tracker = DialogueStateTracker.from_events("x", events, DOMAIN.slots)
    speed.tell_actions_what_they_read()
    told = RemoteAction("action_open", None)._action_call_format(tracker, DOMAIN)
    full = ORIGINAL_CALL(RemoteAction("action_open", None), tracker, DOMAIN)
    assert {**told["tracker"], "events": None} == {**full["tracker"], "events": None}
    named = [(event["event"], event.get("text") or event.get("name")) for event in told["tracker"]["events"]]
    assert named == [
        ("session_started", None),
        ("user", "greet"),
        ("user", "report"),
        ("action", "action_listen"),
        ("action", "email_form"),
    ]
    assert told["domain"] == {}


class Rules:
    """As far as a policy's rules go; `text` where one of them names a person's words."""

    def __init__(self, condition: str) -> None:
        self.lookup = {"rules": {f'[{{"user": {{{condition}: "report"}}}}]': "action_open"}}


@pytest.mark.parametrize(("condition", "asked"), [('"intent"', [False]), ('"text"', [True, False])])
def test_rules_are_searched_for_words_only_where_one_names_words(condition: str, asked: list[bool]) -> None:
    searched: list[bool] = []
    setattr(RulePolicy, "_find_action_from_rules", lambda *given: searched.append(given[3]))  # noqa: B010 - Rasa's
    speed.read_rules_once()
    for by_text in (True, False):
        RulePolicy._find_action_from_rules(Rules(condition), None, None, by_text)  # type: ignore[arg-type]
    assert searched == asked


def test_connections_to_the_actions_are_shared() -> None:
    speed.keep_connections_to_actions()

    async def two() -> None:
        endpoint = EndpointConfig("http://127.0.0.1:1")
        first, second = endpoint.session(), endpoint.session()
        assert first.connector is second.connector
        await first.close()
        assert not second.closed
        await second.close()
        await endpoint.session().connector.close()

    asyncio.run(two())


def store(folder: Path) -> CachedTrackerStore:
    return CachedTrackerStore(domain=DOMAIN, dialect="sqlite", db=str(folder / "tracker.db"))


def talked(tracker: DialogueStateTracker) -> DialogueStateTracker:
    for event in (heard("greet"), ActionExecuted("action_open"), SlotSet("article", "a")):
        event.timestamp = time.time()
        tracker.update(event)
    return tracker


def test_a_tracker_is_the_same_from_memory_and_from_the_file(tmp_path: Path) -> None:
    async def talk() -> None:
        kept = store(tmp_path)
        for _ in range(3):
            await kept.save(talked(await kept.get_or_create_tracker("x")))
        ours, fresh = await kept.retrieve("x"), await store(tmp_path).retrieve("x")
        assert ours
        assert fresh
        assert [event.as_dict() for event in ours.events] == [event.as_dict() for event in fresh.events]
        assert ours.current_state() == fresh.current_state()

    asyncio.run(talk())


def test_a_turn_that_is_broken_off_leaves_no_trace(tmp_path: Path) -> None:
    async def talk() -> None:
        kept = store(tmp_path)
        await kept.save(talked(await kept.get_or_create_tracker("x")))
        before = await kept.retrieve("x")
        talked(await kept.get_or_create_tracker("x"))
        after = await kept.retrieve("x")
        assert before
        assert after
        assert list(before.events) == list(after.events)

    asyncio.run(talk())


def test_a_forgotten_conversation_is_in_the_file_only(tmp_path: Path) -> None:
    async def talk() -> None:
        kept = store(tmp_path)
        await kept.save(talked(await kept.get_or_create_tracker("x")))
        kept.forget_kept("x")
        again = await kept.retrieve("x")
        assert again
        assert again.get_slot("article") == "a"
        await kept.save(talked(again))
        fresh = await store(tmp_path).retrieve("x")
        assert fresh
        assert len(fresh.events) == len(again.events)

    asyncio.run(talk())


def test_only_so_many_events_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.engine.server.tracker_store.MOST_EVENTS", 10)

    async def talk() -> None:
        kept = store(tmp_path)
        for number in range(6):
            await kept.save(talked(await kept.get_or_create_tracker(f"x{number}")))
        assert len(kept._kept) <= 3
        first = await kept.retrieve("x0")
        assert first
        assert first.get_slot("article") == "a"

    asyncio.run(talk())
