"""Declares each list of the desk once; pages, tabs, shortcuts and queries follow from it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.storage.conversations.lists import Selection, is_closed, is_held_by, is_open, is_waiting


@dataclass(frozen=True)
class DeskList:
    """`name` is used in addresses; `empty` is shown if the list is empty."""

    name: str
    title: str
    selection: Selection
    empty: str = "There is nothing in this list."


LISTS = (
    DeskList("waiting", "Waiting", Selection(is_waiting, first_come=True), "Nobody is waiting."),
    DeskList("mine", "Mine", Selection(is_held_by), "You have no conversations."),
    DeskList("open", "All open", Selection(is_open, with_cases="open")),
    DeskList("closed", "Closed", Selection(is_closed, with_cases="closed")),
)
