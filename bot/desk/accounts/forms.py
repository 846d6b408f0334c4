"""Reads and normalises what is typed about an account, or refuses it with a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.conversations.agent import Role
from bot.safety.hygiene import tidy

LOGIN = re.compile(r"[^\s<>\"'&/\\]{2,80}")
LONGEST_NAME, LONGEST_TEAM, MOST_AT_ONCE = 60, 40, 50


class Mistake(Exception):
    """`field` is the name in the form; `sentence` says what to do."""

    def __init__(self, field: str, sentence: str) -> None:
        self.field, self.sentence = field, sentence
        super().__init__(sentence)


def read_login(text: str) -> str:
    """Raises Mistake."""
    login = tidy(text).lower()
    if not LOGIN.fullmatch(login):
        raise Mistake("login", "Enter a login of 2 to 80 characters without spaces, such as sam@example.org.")
    return login


def read_name(text: str) -> str:
    """Raises Mistake."""
    name = tidy(text).replace("\n", " ")
    if not 1 <= len(name) <= LONGEST_NAME:
        raise Mistake("name", f"Enter a name of 1 to {LONGEST_NAME} characters. The public will see it.")
    return name


def read_role(text: str) -> Role:
    """Raises Mistake."""
    try:
        return Role(text.strip().lower())
    except ValueError:
        raise Mistake("role", f"Choose a role: {', '.join(role.value for role in Role)}.") from None


def read_team(text: str) -> str:
    """Raises Mistake."""
    team = tidy(text).replace("\n", " ")
    if len(team) > LONGEST_TEAM:
        raise Mistake("team", f"A team's name can have at most {LONGEST_TEAM} characters.")
    return team


def read_capacity(text: str) -> int:
    """Raises Mistake."""
    typed = text.strip()
    if not re.fullmatch(r"[0-9]{1,3}", typed) or not 1 <= int(typed) <= MOST_AT_ONCE:
        raise Mistake("capacity", f"Enter how many conversations at once: a number from 1 to {MOST_AT_ONCE}.")
    return int(typed)


READERS: Mapping[str, Callable[[str], object]] = {
    "login": read_login,
    "name": read_name,
    "role": read_role,
    "team": read_team,
    "capacity": read_capacity,
}


def read_all(given: Mapping[str, str], *fields: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Returns the values of these fields, and a sentence for each that is invalid."""
    read = {field: _attempt(field, given.get(field, "")) for field in fields}
    errors = {field: value.sentence for field, value in read.items() if isinstance(value, Mistake)}
    return {field: value for field, value in read.items() if field not in errors}, errors


def _attempt(field: str, text: str) -> object:
    try:
        return READERS[field](text)
    except Mistake as mistake:
        return mistake
