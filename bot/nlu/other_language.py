"""Rasa component: notices a message that is not in English, and in which language it is.

By its letters where they belong to one language, else by py3langid, and only where few of its words are English:
misspelt English must never be taken for another language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from functools import cache
from pathlib import Path

from py3langid.langid import MODEL_FILE, LanguageIdentifier
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import ENTITIES, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.pattern_decisions import put_first
from bot.nlu.problems import PROBLEMS
from bot.nlu.spelling import OUR_WORDS, english_words
from bot.nlu.stateless import Stateless

OTHER_LANGUAGE = "other_language"
LANGUAGE = "language"  # the entity
UNNAMED = "other"  # a language without a separate text here

_SCRIPTS = {"GURMUKHI": "panjabi", "BENGALI": "bengali", "GUJARATI": "gujarati"}
_LANGUAGES = {
    "pl": "polish",
    "ro": "romanian",
    "ur": "urdu",
    "pt": "portuguese",
    "es": "spanish",
    "ar": "arabic",
    "it": "italian",
}
_OTHERS = ("en", "fr", "de", "tr", "sq", "lt", "fa", "nl", "hu")
FEWEST_WORDS, FEWEST_UNNAMED = 3, 4  # in Latin letters
MOST_ENGLISH = 0.5  # share of English words in a message that is in another language
MOST_ENGLISH_UNNAMED = 0.3  # the same where the identifier names a language that it may only guess
_WELL_TOLD = {"fr", "tr"}  # by the identifier
SURE, VERY_SURE = 0.8, 0.95  # of the identifier; it needs no certainty where hardly a word is English
HARDLY_ENGLISH, ENOUGH_WORDS = 0.2, 5
ROMANISED = 2  # words of South Asian languages in Latin letters
_WORD = re.compile(r"[^\W\d_]{2,}")
_NOT_WORDS = re.compile(r"\S+@\S+|https?://\S+|\bc\W?i\W?d\W?\s?\d+\b|\[[\w ]+ removed\]", re.IGNORECASE)


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_pickled_model(MODEL_FILE, norm_probs=True)
    identifier.set_languages([*_LANGUAGES, *_OTHERS])
    return identifier


def english() -> frozenset[str]:
    """Returns the English words and our own."""
    ours = OUR_WORDS.read_text(encoding="utf-8").lower().split()
    return frozenset(english_words()) | frozenset(ours)


@cache
def _romanised() -> frozenset[str]:
    lines = (Path(__file__).parent / "romanised_words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def language_of(text: str, english: Container[str]) -> str | None:
    """Returns the language of a text that is not in English; None for English or if it is unclear.

    `english` contains words in lower case.
    """
    plain = _NOT_WORDS.sub(" ", text)
    words, letters = _WORD.findall(plain), [character for character in plain if character.isalpha()]
    foreign = [letter for letter in letters if "LATIN" not in unicodedata.name(letter, "LATIN")]
    if len(foreign) > len(letters) / 2:
        return _by_script(text, foreign)
    if len(words) < FEWEST_WORDS:
        return None
    lower = [word.lower() for word in words]
    if sum(word in _romanised() for word in lower) >= ROMANISED:
        return UNNAMED
    known = sum(word in english for word in lower) / len(lower)
    if known > MOST_ENGLISH:
        return None
    code, probability = _identifier().classify(" ".join(lower))
    if code == "en" or (probability < SURE and (known > HARDLY_ENGLISH or len(words) < ENOUGH_WORDS)):
        return None
    strange = known <= MOST_ENGLISH_UNNAMED and len(words) >= FEWEST_UNNAMED and probability >= SURE
    well_told = code in _WELL_TOLD and probability >= VERY_SURE
    return _LANGUAGES.get(code, UNNAMED if strange or well_told else None)


def _by_script(text: str, letters: list[str]) -> str:
    scripts = [unicodedata.name(letter, "").split()[0] for letter in letters]
    script = max(set(scripts), key=scripts.count)
    if script != "ARABIC":
        return _SCRIPTS.get(script, UNNAMED)
    return _LANGUAGES.get(_identifier().classify(text)[0], UNNAMED)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class OtherLanguage(Stateless):
    """Sets the intent `other_language`, and the entity `language` beside it."""

    @staticmethod
    def required_packages() -> list[str]:
        return ["py3langid"]

    def __init__(self) -> None:
        self._english = english()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            language = language_of(message.get(TEXT) or "", self._english)
            if language:
                _set_language(message, language)
        return messages


def _set_language(message: Message, language: str) -> None:
    put_first(message, OTHER_LANGUAGE, message.get(INTENT_RANKING_KEY) or [], sure=True)
    message.set(PROBLEMS, [], add_to_output=True)
    entity = {"entity": LANGUAGE, "value": language, "start": 0, "end": len(message.get(TEXT) or "")}
    message.set(ENTITIES, [*(message.get(ENTITIES) or []), entity], add_to_output=True)
