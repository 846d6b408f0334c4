"""Whether a message is about another service's account: "vinted account suspended" is no problem of NHS login."""

from __future__ import annotations

from content.phrases import PhrasesOf

_PHRASES = PhrasesOf("other_service")


def is_about_another_service(text: str) -> bool:
    """One is named, and nothing that is ours; "even Amazon can text me" compares."""
    return _PHRASES["service"].search(text) is not None and _PHRASES["ours"].search(text) is None
