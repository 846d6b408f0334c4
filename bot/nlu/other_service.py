"""Detects messages about another service's account, such as "vinted account suspended"."""

from __future__ import annotations

from content.phrases import PhrasesOf

_PHRASES = PhrasesOf("other_service")


def is_about_another_service(text: str) -> bool:
    """Returns whether another service is named and nothing of ours; "even Amazon can text me" is a comparison."""
    return _PHRASES["service"].search(text) is not None and _PHRASES["ours"].search(text) is None
