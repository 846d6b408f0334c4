"""Who holds a conversation: whatever is tried in whatever order, one holder at a time and only the drawn ways."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.conversations.assignment import AlreadyAssigned, Assignment, NotYours, WrongHolder
from bot.conversations.holder import Holder

QUEUED = Assignment().hand_over()
TAKEN = QUEUED.take(1)
AGENTS = st.integers(1, 3)


def test_a_handover_waits_for_somebody() -> None:
    assert Assignment(Holder.QUEUE) == QUEUED


@pytest.mark.parametrize("held", [QUEUED, TAKEN])
def test_handing_over_again_changes_nothing(held: Assignment) -> None:
    assert held.hand_over() == held


def test_a_second_agent_cannot_take_a_held_conversation() -> None:
    with pytest.raises(AlreadyAssigned):
        TAKEN.take(2)


def test_taking_again_what_is_mine_changes_nothing() -> None:
    assert TAKEN.take(1) == TAKEN


@pytest.mark.parametrize("operation", ["pass_on", "give_back", "close"])
def test_only_the_holder_may_let_go(operation: str) -> None:
    with pytest.raises(NotYours):
        getattr(TAKEN, operation)(2)
    assert getattr(TAKEN, operation)(1).agent is None


def test_a_colleague_gets_it_without_the_queue() -> None:
    assert TAKEN.pass_to(1, 2) == Assignment(Holder.AGENT, 2)


@pytest.mark.parametrize("operation", ["leave", "time_out"])
@pytest.mark.parametrize("held", [Assignment(), TAKEN, TAKEN.close(1)])
def test_only_who_waits_can_stop_waiting(operation: str, held: Assignment) -> None:
    with pytest.raises(WrongHolder):
        getattr(held, operation)()


def test_after_the_end_nothing_is_possible() -> None:
    over = TAKEN.close(1)
    for operation in (over.hand_over, over.leave, lambda: over.take(1), lambda: over.give_back(1)):
        with pytest.raises(WrongHolder):
            operation()


class Conversation(RuleBasedStateMachine):
    """Everybody does everything; a refusal changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.held = Assignment()
        self.owner: int | None = None
        self.waits = False
        self.over = False

    @rule()
    def hand_over(self) -> None:
        with contextlib.suppress(WrongHolder):
            self.held = self.held.hand_over()
            self.waits = self.owner is None

    @rule(agent=AGENTS)
    def take(self, agent: int) -> None:
        with contextlib.suppress(WrongHolder):
            self.held = self.held.take(agent)
            assert self.owner in (None, agent)
            self.owner, self.waits = agent, False

    @rule(agent=AGENTS, other=AGENTS)
    def pass_to(self, agent: int, other: int) -> None:
        with contextlib.suppress(WrongHolder):
            self.held = self.held.pass_to(agent, other)
            assert self.owner == agent
            self.owner = other

    @rule(agent=AGENTS, how=st.sampled_from(["pass_on", "give_back", "close"]))
    def give_up_holding(self, agent: int, how: str) -> None:
        with contextlib.suppress(WrongHolder):
            self.held = getattr(self.held, how)(agent)
            assert self.owner == agent
            self.owner, self.waits, self.over = None, how == "pass_on", how == "close"

    @rule(how=st.sampled_from(["leave", "time_out"]))
    def stop_waiting(self, how: str) -> None:
        with contextlib.suppress(WrongHolder):
            self.held = getattr(self.held, how)()
            assert self.waits
            self.waits = False

    @rule()
    def end(self) -> None:
        self.held = self.held.end()
        self.owner, self.waits, self.over = None, False, True

    @invariant()
    def it_is_where_it_was_put(self) -> None:
        assert self.held.agent == self.owner
        assert self.held.closed == self.over
        assert (self.held.holder is Holder.AGENT) == (self.owner is not None)
        assert (self.held.holder is Holder.QUEUE) == self.waits
        assert self.held.assistant_may_speak == (self.owner is None and not self.waits and not self.over)


Conversation.TestCase.settings = settings(max_examples=150, stateful_step_count=30, deadline=None)
TestConversation = Conversation.TestCase
