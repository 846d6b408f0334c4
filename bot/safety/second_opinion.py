"""Detects emergencies that no rule covers, and doubts rules that match a figure of speech.

Two small models, trained by `train_second_opinion.py` on `data/safety/`: one judges the words, the other the meaning
(`meaning.py`). The classes in `word_classes.txt` group similar words, so that weapons or poisons count even if no
message has named them.
"""

from __future__ import annotations

import base64
import json
import math
import zlib
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from bot.encoder.session import Encoder
from bot.safety.findings import Emergency
from bot.safety.meaning import Meaning
from bot.safety.words import Word

MODELS = Path(__file__).parents[2] / "models"
FOLDER, ENCODER = MODELS / "safety", MODELS / "encoder"  # `make setup` writes both
WORDS_FILE, MEANING_FILE = "words.json", "meaning.npz"
CLASSES = Path(__file__).parent / "word_classes.txt"
ALARM = "alarm"  # the judge of emergency or not; the others judge its kind
BUCKETS = 1 << 15
_GROUPS = (3, 4, 5)  # letters in a group
_LETTERS = 14  # of a word that are read


class SafetyUntrained(Exception):
    """The models of the second opinion are missing; the sentence says what to do."""


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
    meaning: Meaning

    @classmethod
    def load(cls, folder: Path = FOLDER, encoder: Path = ENCODER) -> SecondOpinion:
        """Raises SafetyUntrained or an EncoderError."""
        for name in (WORDS_FILE, MEANING_FILE):
            if not (folder / name).is_file():
                raise SafetyUntrained(f"Emergencies cannot be recognised without {folder / name}: run `make setup`.")
        stored = json.loads((folder / WORDS_FILE).read_text("utf-8"))
        judges = {name: _judge(numbers) for name, numbers in stored.items()}
        return cls(judges, Meaning.load(Encoder(encoder), folder / MEANING_FILE))

    def of_words(self, buckets: Sequence[int]) -> float:
        return self.judges[ALARM].score(buckets)

    def kind(self, buckets: Sequence[int]) -> Emergency:
        return max(Emergency, key=lambda kind: self.judges[kind.value].score(buckets))


@cache
def second_opinion() -> SecondOpinion:
    """Loaded at the first message, or when a process makes ready. Raises as `load`."""
    return SecondOpinion.load()


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
