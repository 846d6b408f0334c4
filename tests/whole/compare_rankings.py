"""Run in the engine's Python: how two models rank the intents of the whole test set, as one JSON object."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from benchmarks.evaluate.messages import read_messages
from benchmarks.parser import Parsed, Parser


def main(one: str, other: str) -> None:
    """Shares from 0 to 1: `same_first` of messages with the same first intent, `right` of each model."""
    messages = read_messages(Path("tests/understanding"))
    texts = [message.text for message in messages]
    first, second = (Parser(Path(model)).parse(texts) for model in (one, other))
    same = sum(first_of(a) == first_of(b) for a, b in zip(first, second, strict=True))
    expected = [message.topic for message in messages]
    right = [sum(map(is_right, parsed, expected)) / len(messages) for parsed in (first, second)]
    print(json.dumps({"messages": len(messages), "same_first": same / len(messages), "right": right}))


def first_of(parsed: Parsed) -> str:
    return parsed.ranking[0][0] if parsed.ranking else ""


def is_right(parsed: Parsed, topic: str) -> bool:
    return topic in first_of(parsed)


if __name__ == "__main__":
    main(*sys.argv[1:])
