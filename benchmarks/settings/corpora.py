"""The training data to choose settings on: ours, and the training sets of the public benchmark. Encoded once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from benchmarks.parser import quiet_rasa
from benchmarks.progress import work_pages
from benchmarks.understanding.data_sets import read_data_sets
from bot.encoder.session import Encoder
from bot.nlu.judged_words import judged_words
from bot.nlu.sentence_encoder import WEIGHTS, weighted

FOLDS = 5


@dataclass(frozen=True)
class Corpus:
    """`folds` says for each text in which fold it is tested."""

    name: str
    texts: tuple[str, ...]
    vectors: NDArray[np.float32]
    intents: tuple[str, ...]
    folds: NDArray[np.int64]


def ours(folder: Path, encoder: Encoder) -> Corpus:
    """The intent examples under data/nlu."""
    with quiet_rasa():
        from rasa.shared.nlu.training_data.loading import load_data

        from bot.nlu.topic_classifier import label_of

        examples = load_data(str(folder)).intent_examples
    return _corpus("ours", [(str(one.get("text")), label_of(one)) for one in examples], encoder)


def public(folder: Path, encoder: Encoder) -> list[Corpus]:
    """Raises DataMissing."""
    return [_corpus(data.name, data.train, encoder) for data in read_data_sets(folder)]


def _corpus(name: str, examples: Sequence[tuple[str, str]], encoder: Encoder) -> Corpus:
    texts = tuple(judged_words(text) for text, _ in examples)
    intents = tuple(intent for _, intent in examples)
    with work_pages(f"Encoding {len(texts)} messages: {name}"):
        return Corpus(name, texts, weighted(encoder.encode(texts), WEIGHTS), intents, stratified(intents))


def stratified(intents: Sequence[str], folds: int = FOLDS) -> NDArray[np.int64]:
    """A fold for each text: those of one intent are shuffled, then dealt out in turn."""
    dealt = np.zeros(len(intents), dtype=np.int64)
    random = Random(0)  # noqa: S311 - a repeatable choice, not a secret
    next_fold = 0
    for intent in sorted(set(intents)):
        places = [place for place, name in enumerate(intents) if name == intent]
        random.shuffle(places)
        for place in places:
            dealt[place] = next_fold
            next_fold = (next_fold + 1) % folds
    return dealt
