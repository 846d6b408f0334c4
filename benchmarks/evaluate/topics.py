"""How often the topic is right, for each topic, and which topics are taken for which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.evaluate.messages import OUT_OF_SCOPE, Message
from benchmarks.evaluate.understanding import Understood
from benchmarks.parser import FALLBACK

Pair = tuple[Message, Understood]


@dataclass(frozen=True)
class TopicFigures:
    """Of the messages about one topic, and of those taken to be about it; a share of nothing is 0."""

    topic: str
    count: int
    recall: float
    precision: float


@dataclass(frozen=True)
class Confusion:
    """Messages about `expected` that were taken for `got`."""

    expected: str
    got: str
    texts: tuple[str, ...]


def heard(topic: str) -> str:
    """A message that the model falls back on counts as recognised out of scope."""
    return OUT_OF_SCOPE if topic == FALLBACK else topic


def is_right(pair: Pair) -> bool:
    message, understood = pair
    return heard(understood.topic) == message.expected


def accuracy(pairs: Sequence[Pair]) -> float:
    return share(sum(map(is_right, pairs)), len(pairs))


def share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def per_topic(pairs: Sequence[Pair]) -> list[TopicFigures]:
    """Every topic that is expected or understood anywhere, in alphabetical order."""
    topics = {message.expected for message, _ in pairs} | {heard(found.topic) for _, found in pairs}
    return [_figures(topic, pairs) for topic in sorted(topics)]


def _figures(topic: str, pairs: Sequence[Pair]) -> TopicFigures:
    count = sum(message.expected == topic for message, _ in pairs)
    taken = sum(heard(found.topic) == topic for _, found in pairs)
    right = sum(message.expected == topic == heard(found.topic) for message, found in pairs)
    return TopicFigures(topic, count, share(right, count), share(right, taken))


def confusions(pairs: Sequence[Pair]) -> list[Confusion]:
    """The pair of topics with the most messages first."""
    texts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for message, found in pairs:
        if not is_right((message, found)):
            texts[message.expected, found.topic].append(message.text)
    ordered = sorted(texts.items(), key=lambda item: (-len(item[1]), item[0]))
    return [Confusion(expected, got, tuple(those)) for (expected, got), those in ordered]
