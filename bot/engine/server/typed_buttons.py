"""Treats a typed title of a button as the button, in every channel."""

from __future__ import annotations

import re
from typing import Any

from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from content.phrases import PhrasesOf

HELP, A_PERSON = "help", "/request_human"
_PHRASES = PhrasesOf("typed_buttons")
_HELP_PAYLOAD = re.compile(r"/help/([a-z0-9_]{1,60})")
_NOT_WORDS = re.compile(r"[^\w]+")


def _plain(words: str) -> str:
    return _NOT_WORDS.sub(" ", words).casefold().strip()


def typed_button(tracker: DialogueStateTracker | None, text: str) -> str | None:
    """Returns the payload of the button whose title was typed, if it was offered after the last message; else None.

    A "yes" counts as the button too if the only offer is a person.
    """
    if not _plain(text) or tracker is None:
        return None
    last = True
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            return None
        if not isinstance(event, BotUttered):
            continue
        buttons = (event.data or {}).get("buttons") or []
        for button in buttons:
            if _plain(text) == _plain(str(button.get("title"))):
                return str(button["payload"])
        if last and [button["payload"] for button in buttons] == [A_PERSON] and _PHRASES["yes"].fullmatch(_plain(text)):
            return A_PERSON
        last = False
    return None


def for_rasa(payload: str, domain: Any) -> str | None:
    """The payload as Rasa reads it, an article of the wider help as an entity; None where there is no such article."""
    found = _HELP_PAYLOAD.fullmatch(payload)
    if not found:
        return payload
    return f'/{HELP}{{"help_article": "{found[1]}"}}' if f"utter_help/{found[1]}" in domain.responses else None
