"""A button's title that is typed counts as the button: in every channel, whatever it shows."""

from __future__ import annotations

import re
from typing import Any

from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

HELP = "help"
_HELP_PAYLOAD = re.compile(r"/help/([a-z0-9_]{1,60})")
_NOT_WORDS = re.compile(r"[^\w]+")


def _plain(words: str) -> str:
    return _NOT_WORDS.sub(" ", words).casefold().strip()


def typed_button(tracker: DialogueStateTracker | None, text: str) -> str | None:
    """The payload of the button, offered after the person's latest message, whose title was typed; else None."""
    for event in reversed(tracker.events) if tracker else ():
        if isinstance(event, UserUttered):
            return None
        for button in (event.data or {}).get("buttons") or [] if isinstance(event, BotUttered) else []:
            if _plain(text) and _plain(text) == _plain(str(button.get("title"))):
                return str(button["payload"])
    return None


def for_rasa(payload: str, domain: Any) -> str | None:
    """The payload as Rasa reads it, an article of the wider help as an entity; None where there is no such article."""
    found = _HELP_PAYLOAD.fullmatch(payload)
    if not found:
        return payload
    return f'/{HELP}{{"help_article": "{found[1]}"}}' if f"utter_help/{found[1]}" in domain.responses else None
