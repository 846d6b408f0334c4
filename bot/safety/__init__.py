"""Checks a person's message before anything is stored: secrets, emergencies and hidden characters."""

from __future__ import annotations

from bot.safety.emergencies import notice_emergency
from bot.safety.findings import Emergency, Examined, Secret
from bot.safety.hygiene import LONGEST, as_plain_text, tidy
from bot.safety.secrets import hide_secrets

__all__ = ["LONGEST", "Emergency", "Examined", "Secret", "as_plain_text", "examine"]


def without_secrets(text: str, longest: int) -> str:
    """Hides secrets in an agent's text, keeps its paragraphs, and cuts it to `longest` characters."""
    return hide_secrets(tidy(text, longest, paragraphs=True), asked_for_code=False)[0]


def examine(text: str, *, asked_for_code: bool = False) -> Examined:
    """Cleans a message, hides its secrets and detects emergencies.

    If `asked_for_code`, the assistant has just mentioned a security code, so six digits are one.
    """
    typed = tidy(text)
    plain = as_plain_text(typed)
    hidden, secrets = hide_secrets(plain, asked_for_code=asked_for_code)
    # What looks like a command is not stored as typed, but a cry for help inside it still counts.
    heard = hidden if plain == typed else hide_secrets(typed, asked_for_code=asked_for_code)[0]
    if len(text) > LONGEST:  # only the beginning is kept, but the end may be a cry for help
        heard = f"{heard}\n{tidy(text[-LONGEST:])}"
    return Examined(hidden, secrets, notice_emergency(heard))
