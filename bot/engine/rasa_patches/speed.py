"""Caches what Rasa 3.6.21 computes again for each message. Results stay the same; each patch was measured.

Half of the engine's time under load went into checking the schema of an action's answer against the schema of schemas.
The other costs grow with the conversation: turn 200 took three times as long as turn 5.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from bot.engine.rasa_patches.applied_events import remember_applied_events
from bot.engine.rasa_patches.flat_copy import flat_copy
from bot.engine.rasa_patches.past_states import remember_past_states

ACTIONS_KEEP_ALIVE = 3.0  # seconds; the action server ends a connection after 5


def apply() -> None:
    """Installs the patches. Call it before the agent is loaded."""
    check_answers_plainly()
    plan_once()
    copy_trackers_flat()
    remember_past_states()
    remember_applied_events()
    read_rules_once()
    tell_actions_what_they_read()
    keep_connections_to_actions()
    look_up_events_once()


def check_answers_plainly() -> None:
    """Replaces jsonschema with the checks that matter here; Rasa checks events when it reads them."""
    from jsonschema import ValidationError
    from rasa.core.actions.action import RemoteAction

    def validate(self: Any, result: Any) -> bool:
        if not looks_like_answer(result):
            raise ValidationError(f"The answer of the action {self.name()} has another shape than Rasa's.")
        return True

    RemoteAction._validate_action_result = validate


def looks_like_answer(result: Any) -> bool:
    """Accepts `{"events": [{"event": ...}], "responses": [{...}]}`; both are optional."""
    if not isinstance(result, dict):
        return False
    events, responses = result.get("events", []), result.get("responses", [])
    if not isinstance(events, list) or not isinstance(responses, list):
        return False
    named = all(isinstance(event, dict) and isinstance(event.get("event"), str) for event in events)
    return named and all(isinstance(response, dict) for response in responses)


def plan_once() -> None:
    """Caches the order of the graph's nodes, which depends only on the targets."""
    from rasa.engine.exceptions import GraphRunError
    from rasa.engine.runner.dask import DaskGraphRunner

    def run(self: Any, inputs: Any = None, targets: Any = None) -> dict[str, Any]:
        plans = self.__dict__.setdefault("_plans", {})
        wanted = tuple(targets or self._graph_schema.target_names)
        if wanted not in plans:
            schema = self._graph_schema.minimal_graph_schema(list(wanted))
            plans[wanted] = [
                (name, self._instantiated_nodes[name], tuple(schema.nodes[name].needs.values()))
                for name in in_order(schema.nodes)
            ]
        graph: dict[str, Any] = dict.fromkeys(name for name, _, _ in plans[wanted])
        self._add_inputs_to_graph(inputs, graph)
        try:
            for name, node, needs in plans[wanted]:
                graph[name] = node(*(graph.get(need, need) for need in needs))
        except RuntimeError as error:
            raise GraphRunError("Error running runner.") from error
        return dict(graph[name] for name in wanted)

    DaskGraphRunner.run = run


def in_order(nodes: Any) -> Iterator[str]:
    """Returns each node's name after those that it needs; names that are not nodes are inputs."""
    done: set[str] = set()

    def visit(name: str) -> Iterator[str]:
        if name in done or name not in nodes:
            return
        done.add(name)
        for need in nodes[name].needs.values():
            yield from visit(need)
        yield name

    for name in nodes:
        yield from visit(name)


def copy_trackers_flat() -> None:
    """Copies trackers without applying all events again before each action."""
    from rasa.shared.core.trackers import DialogueStateTracker

    DialogueStateTracker.copy = flat_copy


def read_rules_once() -> None:
    """Reads the rules for a message's intent only, since no rule of ours is about its text."""
    from rasa.core.policies.rule_policy import RulePolicy

    original = RulePolicy._find_action_from_rules

    def find(self: Any, tracker: Any, domain: Any, use_text_for_last_user_input: bool) -> Any:
        if use_text_for_last_user_input and not _reads_text(self):
            return None, None, False
        return original(self, tracker, domain, use_text_for_last_user_input)

    RulePolicy._find_action_from_rules = find
    RulePolicy.format_tracker_states = lambda self, states: states[:0]  # for its debug log only


def _reads_text(policy: Any) -> bool:
    """Returns whether any rule depends on a person's text instead of an intent."""
    if "_reads_text" not in policy.__dict__:
        policy._reads_text = any('"text"' in key for keys in policy.lookup.values() for key in keys)
    return bool(policy._reads_text)


def tell_actions_what_they_read() -> None:
    """Sends actions only what they read: neither the domain, which the action server has, nor unused events."""
    import rasa
    from rasa.core.actions.action import RemoteAction
    from rasa.shared.core.trackers import EventVerbosity

    def call(self: Any, tracker: Any, domain: Any) -> dict[str, Any]:
        state = tracker.current_state(EventVerbosity.NONE)
        state["events"] = told_events(tracker.events)
        return {
            "next_action": self._name,
            "sender_id": tracker.sender_id,
            "tracker": state,
            "version": rasa.__version__,
            "domain": {},
        }

    RemoteAction._action_call_format = call


def told_events(events: Any) -> list[dict[str, Any]]:
    """Returns the session's events to send: what the person wrote, and the actions since the latest message."""
    told: list[dict[str, Any]] = []
    since_message = True
    for event in reversed(events):
        kind = event.type_name
        if kind == "user":
            told.append({"event": kind, "text": event.text, "timestamp": event.timestamp})
            since_message = False
        elif kind == "session_started":
            told.append({"event": kind, "timestamp": event.timestamp})
            break
        elif kind == "action" and since_message:
            told.append({"event": kind, "name": event.action_name, "timestamp": event.timestamp})
    return told[::-1]


def keep_connections_to_actions() -> None:
    """Reuses connections to the action server; Rasa opens one for each action."""
    import aiohttp
    from rasa.utils.endpoints import EndpointConfig

    shared: dict[int, Any] = {}

    def session(self: Any) -> Any:
        if id(self) not in shared:
            shared[id(self)] = aiohttp.TCPConnector(keepalive_timeout=ACTIONS_KEEP_ALIVE)
        timeout = aiohttp.ClientTimeout(total=60)
        return aiohttp.ClientSession(connector=shared[id(self)], connector_owner=False, timeout=timeout)

    EndpointConfig.session = session


def look_up_events_once() -> None:
    """Caches the classes of events; Rasa searches all of them for each event."""
    from rasa.shared.core.events import Event

    Event.resolve_by_type = staticmethod(lru_cache(Event.resolve_by_type))
