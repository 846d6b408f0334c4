"""What the assistant understands of a message, as `bot/commands/understand.py` says it, for many messages at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.parser import FALLBACK, Parsed, Parser
from bot.nlu.references import KNOWN
from bot.safety import examine
from content import topics


@dataclass(frozen=True)
class Understood:
    """`topic` is what the assistant goes by. `likeliest` is the topic before the thresholds had their say.

    `certainty` is `answer`, `ask` (which of `choices` is meant?) or `lost`; `problems` are all that it noticed.
    """

    text: str
    topic: str
    likeliest: str
    confidence: float
    reference: str | None
    known: bool
    certainty: str = "answer"
    choices: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


CHOICES = 3  # topics that the assistant offers when it asks back


def understand(parser: Parser, texts: Sequence[str]) -> list[Understood]:
    """In the order of the texts, each examined first as the bot does."""
    seen = [examine(text).text for text in texts]
    return [_understood(text, parsed) for text, parsed in zip(seen, parser.parse(seen), strict=True)]


def _understood(text: str, parsed: Parsed) -> Understood:
    """A known reference decides the topic, with full confidence."""
    references = [entity for entity in parsed.entities if entity["entity"] == "reference"]
    chosen = next((r for r in references if r.get("known")), references[0] if references else None)
    ranked = tuple(dict.fromkeys(topic_of(name) for name, _ in parsed.ranking))
    problems = tuple(map(topic_of, parsed.problems))
    if chosen and chosen.get("known"):
        topic = KNOWN[chosen["value"]]
        return Understood(text, topic, topic, 1.0, chosen["value"], known=True, problems=(*problems, topic))
    likeliest, confidence = (ranked[0], parsed.ranking[0][1]) if ranked else ("", 0.0)
    certainty = parsed.certainty or "answer"
    topic = likeliest if certainty == "ask" else topic_of(parsed.intent)
    reference = chosen["value"] if chosen else None
    return Understood(
        text, topic, likeliest, confidence, reference, False, certainty, ranked[:CHOICES], problems or (topic,)
    )


def topic_of(intent: str | None) -> str:
    """As the assistant says it, but a message that is not understood stays apart; empty for no intent."""
    return FALLBACK if intent == FALLBACK else topics.topic_of(intent) or ""
