"""A small linear model over words, classes of words and letter groups: hears emergencies that no rule foresaw.

Its weights are learned by `train_second_opinion.py` from the development messages beside the tests. The classes in
`word_classes.txt` put words of like meaning together, so that a weapon or a poison counts that no message named yet.
"""

from __future__ import annotations

import base64
import json
import math
import zlib
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from bot.safety.findings import Emergency
from bot.safety.words import Word

WEIGHTS = Path(__file__).parent / "second_opinion.json"
CLASSES = Path(__file__).parent / "word_classes.txt"
ALARM = "alarm"  # the judge of emergency or not; the others judge its kind
BUCKETS = 1 << 15
_GROUPS = (3, 4, 5)  # letters in a group
_LETTERS = 14  # of a word that are read


@dataclass(frozen=True)
class Judge:
    weights: Sequence[float]
    bias: float

    def score(self, buckets: Sequence[int]) -> float:
        """The log of the odds: above 0 for yes rather than no."""
        total = sum(self.weights[bucket] for bucket in buckets)
        return self.bias + total / math.sqrt(len(buckets) or 1)


@dataclass(frozen=True)
class SecondOpinion:
    judges: Mapping[str, Judge]

    @classmethod
    def load(cls) -> SecondOpinion:
        if not WEIGHTS.exists():  # before the first training
            return cls({ALARM: Judge([0.0] * BUCKETS, -1.0)})
        stored = json.loads(WEIGHTS.read_text("utf-8"))
        return cls({name: _judge(numbers) for name, numbers in stored.items()})

    def score(self, buckets: Sequence[int]) -> float:
        return self.judges[ALARM].score(buckets)

    def kind(self, buckets: Sequence[int]) -> Emergency:
        return max(Emergency, key=lambda kind: self.judges[kind.value].score(buckets))


def _judge(numbers: Mapping[str, Any]) -> Judge:
    weights = array("b", base64.b64decode(numbers["weights"]))
    return Judge([weight * numbers["scale"] for weight in weights], numbers["bias"])


def features(words: Iterable[Word]) -> list[int]:
    """The buckets of the words, their pairs and their groups of letters, each once."""
    said = [word[1] if len(word) > 1 else word[0] for word in words]
    return sorted({zlib.crc32(feature.encode()) % BUCKETS for feature in _named(said)})


def _named(said: Sequence[str]) -> Iterator[str]:
    for word in said:
        yield word
        framed = f"<{word[:_LETTERS]}>"
        for size in _GROUPS:
            for start in range(len(framed) - size + 1):
                yield "~" + framed[start : start + size]
    for left, right in pairwise(said):
        yield f"{left} {right}"
    classes = [_CLASSES.get(word, (word, word)) for word in said]
    for family, near in classes:
        yield f"#{family}"
        yield f"##{near}"
    for (left, _), (right, _) in pairwise(classes):
        yield f"#{left} #{right}"


def _load_classes() -> dict[str, tuple[str, str]]:
    """For each word the names of its family and of its narrower class."""
    found: dict[str, tuple[str, str]] = {}
    for line in CLASSES.read_text("utf-8").splitlines()[1:]:
        family, near, *members = line.split()
        found.update(dict.fromkeys(members, (family, near)))
    return found


_CLASSES = _load_classes()
