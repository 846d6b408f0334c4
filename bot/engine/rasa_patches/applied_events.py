"""Caches the applied events of a tracker and adds only the new ones; Rasa recomputes all of them each time.

Same result as `DialogueStateTracker.applied_events` of Rasa 3.6.21, whose own helpers handle undone events.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

LOOPS = ("active_loop", "form")
KEPT = "_applied"  # on the tracker, and shared by its copies


@dataclass(frozen=True)
class Applied:
    """The result for the first `count` events, the last being `last`; `loops` are those that were ever entered."""

    count: int = 0
    last: Any = None
    loops: frozenset[str] = frozenset()
    events: tuple[Any, ...] = ()

    def belongs_to(self, tracker: Any) -> bool:
        """Returns whether the tracker continues this history; events are only ever added."""
        return not self.count or (self.count <= len(tracker.events) and tracker.events[self.count - 1] is self.last)


def applied_events(self: Any) -> list[Any]:
    """Replaces Rasa's method of that name."""
    before: Applied = self.__dict__.get(KEPT, Applied())
    if not before.belongs_to(self):
        before = Applied()
    new = list(islice(self.events, before.count, None))
    if new:
        loops = before.loops | {event.name for event in new if event.type_name in LOOPS and event.name}
        if before.count and loops != before.loops:  # what ran before may have been that loop
            before, new = Applied(), list(self.events)
        events = _after(self, list(before.events), new, loops)
        before = self.__dict__[KEPT] = Applied(len(self.events), new[-1], loops, tuple(events))
    return list(before.events)


def _after(tracker: Any, applied: list[Any], new: Iterable[Any], loops: frozenset[str]) -> list[Any]:
    from rasa.shared.core.events import ActionExecuted, UserUttered

    for event in new:
        kind = event.type_name
        if kind in ("restart", "session_started"):
            applied.clear()
        elif kind == "undo":
            tracker._undo_till_previous(ActionExecuted, applied)
        elif kind == "rewind":
            tracker._undo_till_previous(UserUttered, applied)
            tracker._undo_till_previous(ActionExecuted, applied)
        elif (
            kind == "action"
            and event.action_name in loops
            and not tracker._first_loop_execution_or_unhappy_path(event.action_name, applied)
        ):
            tracker._undo_till_previous_loop_execution(event.action_name, applied)
        else:
            applied.append(event)
    return applied


def remember_applied_events() -> None:
    """Installs the patch. Call it before the agent is loaded."""
    from rasa.shared.core.trackers import DialogueStateTracker

    DialogueStateTracker.applied_events = applied_events
