"""Finds the sentence for a refusal: a public text, or the refusal's own text for agents."""

from __future__ import annotations

from bot.conversations.refusals import Refused
from bot.http.texts import read_texts


def sentence_of(refused: Refused) -> str:
    return refused.sentence or refusal_text(refused.text or refused.kind)


def refusal_text(name: str) -> str:
    """Raises KeyError where no text has the name."""
    return str(read_texts()["refused"][name])
