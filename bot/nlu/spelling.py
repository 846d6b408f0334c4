"""Spelling repair with the words of the domain: "scurity cod" is understood as "security code".

A word is repaired only when English does not know it and the training messages hold one that is a slip or two away.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from symspellpy import SymSpell, Verbosity

from bot.nlu.wording import JUDGED, judged_words, without_markers

SHORTEST, LONG = 4, 6  # letters: shorter words are left alone; from LONG on two slips are repaired
TARGET_COUNT, KNOWN_COUNT = 2, 3  # how often the training messages must hold a word to repair to it, to know it
REMEMBERED = 10_000  # repaired words kept in memory

_PIECES = re.compile(r"[A-Za-z']+|[^A-Za-z']+")


class Speller:
    """`known` words stay as they are; `targets` are the words to repair to, with their counts."""

    def __init__(self, known: Iterable[str], targets: dict[str, int]) -> None:
        self.known = frozenset(known)
        self.targets = targets
        self._index = SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
        for word, count in targets.items():
            self._index.create_dictionary_entry(word, count)
        self._repaired = lru_cache(REMEMBERED)(self._look_up)

    @classmethod
    def learn(cls, texts: Sequence[str], english: Iterable[str]) -> Speller:
        """From the training messages and a list of English words."""
        counts = Counter(word for text in texts for word in re.findall(r"[a-z']+", text.lower()))
        known = set(english) | {word for word, count in counts.items() if count >= KNOWN_COUNT}
        return cls(known, {w: n for w, n in counts.items() if n >= TARGET_COUNT and w in known})

    def repair(self, text: str) -> str:
        """The text with its unknown words repaired, the rest untouched."""
        return "".join(self._word(piece) for piece in _PIECES.findall(text))

    def repairs(self, text: str) -> list[tuple[str, str]]:
        """Each word that is repaired, with what it becomes."""
        return [(piece, self._word(piece)) for piece in _PIECES.findall(text) if self._word(piece) != piece]

    def _word(self, piece: str) -> str:
        word = piece.lower()
        if len(word) < SHORTEST or not word.isalpha() or word in self.known:
            return piece
        return self._repaired(word)

    def _look_up(self, word: str) -> str:
        slips = 1 if len(word) < LONG else 2
        found = self._index.lookup(word, Verbosity.CLOSEST, max_edit_distance=slips)
        return str(found[0].term) if found else word


def english_words(encoder: Path) -> list[str]:
    """The whole words that the sentence encoder knows: about 20,000."""
    vocabulary = json.loads((encoder / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    return [word for word in vocabulary if word.isascii() and word.isalpha() and len(word) > 1]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SpellingRepair(GraphComponent):
    """Sets the words by which a message is judged. Config: `folder`, where `make setup` wrote the encoder."""

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        speller: Speller | None = None,
    ) -> None:
        self._folder = Path(config["folder"])
        self._model_storage = model_storage
        self._resource = resource
        self.speller = speller

    @staticmethod
    def required_packages() -> list[str]:
        return ["symspellpy"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"folder": "models/encoder"}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SpellingRepair:
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learns the words and persists them."""
        texts = [judged_words(m.get(TEXT)) for m in training_data.intent_examples if m.get(TEXT)]
        self.speller = Speller.learn(texts, english_words(self._folder))
        with self._model_storage.write_to(self._resource) as folder:
            words = {"known": sorted(self.speller.known), "targets": self.speller.targets}
            (folder / "words.json").write_text(json.dumps(words), encoding="utf-8")
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SpellingRepair:
        with model_storage.read_from(resource) as folder:
            words = json.loads((folder / "words.json").read_text(encoding="utf-8"))
        return cls(config, model_storage, resource, Speller(words["known"], words["targets"]))

    def process(self, messages: list[Message]) -> list[Message]:
        """Repairs messages; beside a hidden secret they are judged by the rest of their words."""
        for message in messages:
            self._repair(message, without_markers(judged_words(message.get(TEXT) or "")))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Repairs the examples as they stand: those of share_secret are about the markers."""
        for message in training_data.training_examples:
            self._repair(message, judged_words(message.get(TEXT) or ""))
        return training_data

    def _repair(self, message: Message, words: str) -> None:
        if message.get(TEXT) and self.speller:
            message.set(JUDGED, self.speller.repair(words))
