"""Reads the lexicon of emergencies: text files beside this one, to be read and mended by clinicians.

`sets.txt` names groups of words, `spellings.txt` mistakes, `real_words.txt` words that are never a mistake.
The others hold patterns (see `bot.safety.patterns`) in sections: `[medical]` always counts,
`[medical unless routine]` not when a word of the set `@routine` stands near, `[harmless]` takes its words
out of the message first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.safety.patterns import Index, Pattern, parse
from bot.safety.spelling import Spelling

_FOLDER = Path(__file__).parent
HARMLESS = "harmless"


@dataclass(frozen=True)
class Rule:
    pattern: Pattern
    says: str  # a kind of emergency, or HARMLESS
    unless: tuple[str, ...]  # sets whose words near it make the rule void


@dataclass(frozen=True)
class Lexicon:
    rules: tuple[Rule, ...]
    index: Index
    spelling: Spelling


def load() -> Lexicon:
    rules = tuple(rule for name in ("harmless", "medical", "self_harm", "danger") for rule in _rules(name))
    sets = {
        name.strip(): words.split() for name, _, words in (line.partition("=") for line in _lines("sets"))
    }
    terms = {term for rule in rules for term in (*rule.pattern.terms, *rule.unless)}
    index = Index(terms, sets)
    real = {word for line in _lines("real_words") for word in line.split()}
    forms = {word for line in _lines("repaired") for word in line.split()}
    variants: dict[str, str] = {}
    for right, _, wrong in (line.partition("=") for line in _lines("spellings")):
        for word in wrong.split():
            variants[word] = f"{variants.get(word, '')} {right.strip()}"
    return Lexicon(rules, index, Spelling(forms, variants, real, index.knows))


def _rules(name: str) -> Iterator[Rule]:
    says, unless = "", ()  # type: str, tuple[str, ...]
    for line in _lines(name):
        if line.startswith("["):
            says, _, others = line.strip("[]").partition(" unless ")
            unless = tuple(f"@{other}" for other in others.split())
        else:
            yield Rule(parse(line), says, unless)


def _lines(name: str) -> Iterator[str]:
    for line in (_FOLDER / f"{name}.txt").read_text("utf-8").splitlines():
        words = line.partition("//")[0].strip()
        if words:
            yield words
