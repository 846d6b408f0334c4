"""Reads the lexicon of emergencies: text files beside this one, to be read and mended by clinicians.

`sets.txt` names groups of words, `spellings.txt` mistakes, `real_words.txt` words that are never a mistake.
The folders hold patterns (see `bot.safety.patterns`) in sections: `[medical]` counts unless the second opinion
is sure of the contrary, `[medical certain]` more than others, `[medical unless routine]` not when a word of the set
`@routine` stands near; `[harmless]` takes its words out of the message first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.safety.patterns import Index, Pattern, parse
from bot.safety.spelling import Spelling

_FOLDER = Path(__file__).parent
HARMLESS = "harmless"
# Chosen by cross-validation on data/safety, together with the weights in `bot.safety.emergencies`.
_ONE_WORD, _SEVERAL_WORDS, _CERTAIN = 0.35, 1.4, 2.1


@dataclass(frozen=True)
class Rule:
    pattern: Pattern
    says: str  # a kind of emergency, or HARMLESS
    unless: tuple[str, ...]  # sets whose words near it make the rule void
    certain: bool = False  # hardly ever a figure of speech

    @property
    def weight(self) -> float:
        """The odds that it takes to doubt it: one word alone is easily a figure of speech."""
        if self.certain:
            return _CERTAIN
        return _ONE_WORD if self.unless or len(self.pattern.terms) == 1 else _SEVERAL_WORDS


@dataclass(frozen=True)
class Lexicon:
    rules: Mapping[str, Sequence[Rule]]  # by the first term of their pattern
    index: Index
    spelling: Spelling

    def starting(self, terms: Iterable[str]) -> tuple[list[Rule], list[Rule]]:
        """Returns the harmless and the alarming rules whose first term is among these."""
        found = [rule for term in terms for rule in self.rules.get(term, ())]
        return [rule for rule in found if rule.says == HARMLESS], [rule for rule in found if rule.says != HARMLESS]


def load() -> Lexicon:
    rules = tuple(rule for path in sorted(_FOLDER.glob("*/*.txt")) for rule in _rules(path))
    sets = {name.strip(): words.split() for name, _, words in _pairs("sets")}
    index = Index({term for rule in rules for term in (*rule.pattern.terms, *rule.unless)}, sets)
    variants: dict[str, str] = {}
    for right, _, wrong in _pairs("spellings"):
        for word in wrong.split():
            variants[word] = f"{variants.get(word, '')} {right.strip()}"
    by_first: dict[str, list[Rule]] = {}
    for rule in rules:
        by_first.setdefault(rule.pattern.terms[0], []).append(rule)
    return Lexicon(by_first, index, Spelling(_words("repaired"), variants, _words("real_words"), index.knows))


def _rules(path: Path) -> Iterator[Rule]:
    says, certain, unless = "", False, ()  # type: str, bool, tuple[str, ...]
    for line in _lines(path):
        if line.startswith("["):
            heading, _, others = line.strip("[]").partition(" unless ")
            says, _, sure = heading.partition(" ")
            certain = sure == "certain"
            unless = tuple(f"@{other}" for other in others.split())
        else:
            yield Rule(parse(line), says, unless, certain)


def _words(name: str) -> set[str]:
    return {word for line in _lines(_FOLDER / f"{name}.txt") for word in line.split()}


def _pairs(name: str) -> Iterator[tuple[str, str, str]]:
    return (line.partition("=") for line in _lines(_FOLDER / f"{name}.txt"))


def _lines(path: Path) -> Iterator[str]:
    for line in path.read_text("utf-8").splitlines():
        words = line.partition("//")[0].strip()
        if words:
            yield words
