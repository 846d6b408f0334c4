"""Spelling repair with the words of the domain: "scurity cod" is understood as "security code".

A word is repaired only when English does not know it and the training messages hold one that is a slip or two away.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from functools import lru_cache
from importlib.resources import files
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

from bot.nlu.judged_words import JUDGED, MARKER, asks_why, judged_words, without_markers

SHORTEST, SHORTEST_CONFUSED, LONG = (
    4,
    3,
    6,
)  # letters: shorter words are left alone; from LONG on two slips are repaired
TARGET_COUNT, KNOWN_COUNT = 2, 3  # how often the training messages must hold a word to repair to it, to know it
MISSPELT = 4  # an unknown word is a misspelling where a like word of English is so many times as frequent
A_SLIP, SAME_SOUND = 3.5, 3.0  # against the logarithm of a word's count: what each slip costs, what like sound earns
OUR_WORDS = Path(__file__).parent / "our_words.txt"
REPAIRED = "repaired_words"  # the attribute of a Rasa message: pairs of a word and its repair, where asked for
REMEMBERED = 10_000  # repaired words kept in memory

_DOUBLED = re.compile(r"(.)\1+")
_PIECES = re.compile(r"[A-Za-z']+|[^A-Za-z']+")
# Letters that sound alike, one after the other.
_SOUNDS = [
    (re.compile(pattern), letter)
    for pattern, letter in (
        (r"(.)\1+", r"\1"),
        (r"ph", "f"),
        (r"gh|h", ""),
        (r"c(?=[eiy])|z", "s"),
        (r"ck|c|q", "k"),
        (r"(?<=.)[aeiouyw]+", ""),
        (r"(.)\1+", r"\1"),
    )
]


def sound(word: str) -> str:
    """Returns a rough key of the pronunciation: `resived` and `received` share one."""
    for pattern, letter in _SOUNDS:
        word = pattern.sub(letter, word)
    return word


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
        """Learns from the training messages, including misspelt ones, and a list of English words."""
        english = frozenset(english)
        spoken = (re.findall(r"[a-z']+", MARKER.sub(" ", text).lower()) for text in texts)
        counts = Counter(word for words in spoken for word in words)
        sure = cls(english, {w: n for w, n in counts.items() if n >= TARGET_COUNT and _is_word(w, english)})
        learned = {w for w, n in counts.items() if n >= KNOWN_COUNT and not _is_word(w, english)}
        ours = {w for w in learned if counts[sure.repair(w)] < MISSPELT * counts[w] or sure.repair(w) == w}
        targets = {w: n for w, n in counts.items() if n >= TARGET_COUNT and (_is_word(w, english) or w in ours)}
        return cls(english | ours, targets)

    def repair(self, text: str) -> str:
        """Returns the text with its unknown words repaired."""
        return "".join(self._word(piece) for piece in _PIECES.findall(text))

    def repairs(self, text: str) -> list[tuple[str, str]]:
        """Returns each repaired word with its replacement."""
        return [(piece, self._word(piece)) for piece in _PIECES.findall(text) if self._word(piece) != piece]

    def _word(self, piece: str) -> str:
        word = piece.lower()
        if not word.isalpha() or word in self.known:
            return piece
        repaired = self._repaired(word)
        return piece if repaired == word else repaired

    def _look_up(self, word: str) -> str:
        """The likeliest word: frequent, few slips away, of the same sound; or two words that were run together."""
        once = _DOUBLED.sub(r"\1", word)
        if once in self.targets or len(word) < SHORTEST:
            return once if once in self.targets else word
        found = self._index.lookup(word, Verbosity.ALL, max_edit_distance=2)
        spoken = sound(word)
        scores = {
            one.term: math.log(one.count) - A_SLIP * one.distance + SAME_SOUND * (sound(one.term) == spoken)
            for one in found
            if one.distance < 2 or len(word) >= LONG or (sound(one.term) == spoken and len(one.term) == len(word))
        }
        return max(scores, key=lambda term: scores[term]) if scores else self._parted(word)

    def _parted(self, word: str) -> str:
        """Two words of ours, the rarer one as frequent as can be; the word itself where there are none."""
        splits = [(word[:at], word[at:]) for at in range(2, len(word) - 1)]
        ours = [pair for pair in splits if all(part in self.targets for part in pair)]
        return " ".join(max(ours, key=lambda pair: min(self.targets[part] for part in pair))) if ours else word


def _is_word(word: str, english: Container[str]) -> bool:
    """English, or a form of an English word: `she's`, `dads`."""
    stem = word.partition("'")[0]
    return word in english or stem in english or (len(word) > 3 and word[-1] == "s" and word[:-1] in english)


def english_words() -> list[str]:
    """Returns about 80,000 words: symspellpy's dictionary and our own."""
    dictionary = (files("symspellpy") / "frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig")
    ours = [line for line in OUR_WORDS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [line.split()[0] for line in dictionary.splitlines() if line.strip()] + " ".join(ours).split()


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SpellingRepair(GraphComponent):
    """Sets the words by which a message is judged."""

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        speller: Speller | None = None,
    ) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self.speller = speller

    @staticmethod
    def required_packages() -> list[str]:
        return ["symspellpy"]

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
        self.speller = Speller.learn(texts, english_words())
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
            words = without_markers(judged_words(message.get(TEXT) or ""))
            self._repair(message, words)
            if asks_why(message) and self.speller:
                message.set(REPAIRED, self.speller.repairs(words))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Repairs the examples as they stand: those of share_secret are about the markers."""
        for message in training_data.training_examples:
            self._repair(message, judged_words(message.get(TEXT) or ""))
        return training_data

    def _repair(self, message: Message, words: str) -> None:
        if message.get(TEXT) and self.speller:
            message.set(JUDGED, self.speller.repair(words))
