"""Caches the past states of a conversation and adds only the new ones; Rasa recomputes all for each prediction.

Same result as `Domain.states_for_tracker_history` of Rasa 3.6.21, but limited to the last states, which are more than
any rule of ours uses.
"""

from __future__ import annotations

import copy
from collections import deque
from dataclasses import dataclass, field
from operator import is_
from typing import Any

from bot.engine.rasa_patches.flat_copy import flat_copy

MOST = 100  # states
KEPT = "_past_states"  # on the tracker, and shared by its copies


@dataclass
class PastStates:
    """The states after the events applied so far, which left `tracker` as it is.

    `for_stories` omits the turns of rules.
    """

    tracker: Any
    for_stories: bool
    events: list[Any] = field(default_factory=list)
    states: deque[Any] = field(default_factory=lambda: deque(maxlen=MOST))
    last_action: Any = None
    hidden: bool = False

    def later(self, events: list[Any], domain: Any, rule_only: Any) -> PastStates:
        """Returns the states after further events; does not change this object."""
        from rasa.shared.core.events import ActionExecuted

        if not events:
            return self
        new = copy.copy(self)
        new.tracker, new.states, new.events = flat_copy(self.tracker), self.states.copy(), [*self.events, *events]
        for event in events:
            if isinstance(event, ActionExecuted):
                new.note(domain, event.hide_rule_turn, rule_only)
            new.tracker.update(event)
        return new

    def note(self, domain: Any, hide: bool, rule_only: Any) -> None:
        """Adds the current state to the past ones."""
        tracker = self.tracker
        if self.for_stories:
            if not self.hidden:
                self.last_action = domain._get_prev_action_sub_state(tracker)
            if not tracker.followup_action and tracker.latest_action_name != tracker.active_loop_name:
                self.hidden = hide
            if self.hidden:
                return
        state = domain.get_active_state(tracker)
        if self.for_stories:
            domain._remove_rule_only_features(state, rule_only)
            if self.states:
                domain._substitute_rule_only_user_input(state, self.states[-1])
            if self.last_action:
                state["prev_action"] = self.last_action
        self.states.append(domain._clean_state(state))

    def with_present(self, domain: Any, rule_only: Any) -> list[Any]:
        """Returns copies, since callers change them."""
        last = copy.copy(self)
        last.states = self.states.copy()
        last.note(domain, False, rule_only)
        return [{kind: _own(part) for kind, part in state.items()} for state in last.states]


def _own(part: Any) -> Any:
    return dict(part) if isinstance(part, dict) else part


def states_for_tracker_history(
    self: Any,
    tracker: Any,
    omit_unset_slots: bool = False,
    ignore_rule_only_turns: bool = False,
    rule_only_data: Any = None,
) -> list[Any]:
    """Replaces Rasa's method of that name."""
    assert not omit_unset_slots, "only training asks for this"
    applied = tracker.applied_events()
    known = tracker.__dict__.get(KEPT, {})
    before = known.get(ignore_rule_only_turns)
    if before is None or len(applied) < len(before.events) or not all(map(is_, before.events, applied)):
        before = PastStates(tracker.init_copy(), ignore_rule_only_turns)
    after = before.later(applied[len(before.events) :], self, rule_only_data)
    tracker.__dict__[KEPT] = {**known, ignore_rule_only_turns: after}
    states: list[Any] = after.with_present(self, rule_only_data)
    return states


def remember_past_states() -> None:
    """Installs the patch. Call it before the agent is loaded."""
    from rasa.shared.core.domain import Domain

    Domain.states_for_tracker_history = states_for_tracker_history
