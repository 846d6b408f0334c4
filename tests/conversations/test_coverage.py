"""What counts as exercised."""

from __future__ import annotations

from tests.conversations.coverage import Flow, flows, pattern_of, was_followed

OPENS = Flow(
    "rule: opens",
    [{("intent", "greet", None), ("intent", "thank", None)}, {("action", "act", None)}, {("slot", "step", "opened")}],
)
SAYS = ("slot", "topic", "x")


def test_a_flow_is_followed_with_other_slots_in_between() -> None:
    steps = [("intent", "thank", None), SAYS, ("action", "act", None), SAYS, ("slot", "step", "opened"), SAYS]
    assert was_followed(OPENS, [[], steps])


def test_a_flow_is_not_followed_where_something_else_happens() -> None:
    assert not was_followed(OPENS, [[("intent", "thank", None), ("action", "other", None), ("action", "act", None)]])
    assert not was_followed(OPENS, [[("intent", "thank", None), ("action", "act", None), ("slot", "step", "closed")]])


def test_a_flows_conditions_must_hold_where_it_begins() -> None:
    flow = Flow("rule: later", [{("intent", "deny", None)}], [("slot", "step", "offered")])
    assert was_followed(flow, [[("slot", "step", "offered"), ("intent", "deny", None), SAYS]])
    assert not was_followed(flow, [[("slot", "step", "closed"), ("intent", "deny", None), SAYS]])


def test_a_text_is_of_a_response_whatever_stands_in_its_placeholders() -> None:
    assert pattern_of("Case {number} is {state}.").fullmatch("Case K7M-4PQ is open.")
    assert not pattern_of("Case {number} is {state}.").fullmatch("Case is open")


def test_every_rule_and_story_is_read() -> None:
    names = [flow.name for flow in flows()]
    assert len(names) == len(set(names)) > 60
