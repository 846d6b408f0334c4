"""A case number such as K7M-4PQ, for a case that the bot opens by itself."""

from __future__ import annotations

import secrets

# As in actions/case_number.py, which runs in the engine's Python: nothing that looks or reads like something else.
LETTERS = "BCDFGHJKMNPQRTVWXY"
DIGITS = "23456789"
PATTERN = (LETTERS, DIGITS, LETTERS, DIGITS, LETTERS, LETTERS)


def new_case_number() -> str:
    drawn = "".join(secrets.choice(characters) for characters in PATTERN)
    return f"{drawn[:3]}-{drawn[3:]}"
