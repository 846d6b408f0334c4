"""Refuses words that have a plainer one: `python scripts/plain_words.py`, part of `make check`.

Reads all files under version control that people write, and their names, with the list in plain_words.txt. Exempt are
people's words in tests and examples, what others wrote, and migrations, which must not change once they were applied.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIST = Path(__file__).with_suffix(".txt")
READ = ("*.py", "*.md", "*.yml", "*.html", "*.js", "*.json", "*.sh", "Makefile")
EXEMPT = re.compile(
    r"data/(?:safety|phrases)/|bot/safety/numbers\.py$|tests/(?:understanding|safety/data|rasa)/|tests/conversations/transcripts/|.*/(?:vendor|payloads)/"
    r"|bot/storage/migrations/versions/|.*package-lock\.json$|docs/(?:conversations|every_article)\.md$"
)
OF_PEOPLE = re.compile(r"\s*(?:- )?(?:says|presses):")  # in a played conversation
EXAMPLES = re.compile(r"( *)(?:- )?(?:examples|replies): \|")
STRINGS = {tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)}
Rule = tuple[re.Pattern[str], str]  # what is looked for, and the better word


def rules(text: str) -> list[Rule]:
    """From the lines of plain_words.txt. Raises ValueError on a line of another form."""
    lines = [line.split("=") for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(_pattern(word.strip()), better.strip()) for word, better in lines]


def _pattern(word: str) -> re.Pattern[str]:
    kind, _, name = word.partition(" ")
    if kind == "name":
        return re.compile(rf"\b(?:def|class) {name}s?\b|\b{name}s?(?=_|\s*=[^=])|(?<!random)_{name}s?(?![a-z])", re.I)
    spaced = re.escape(word).replace(r"\ ", r"\s+")
    capital = spaced[0].upper() + spaced[1:]
    return re.compile(rf"(?:(?<![A-Za-z])(?i:{spaced})|(?<=[a-z]){capital})s?(?![a-z])")  # NextStep, next_step


def found(text: str, looked_for: list[Rule]) -> Iterator[tuple[int, str, str]]:
    """The number of each line with such a word, counted from 1, the word, and the better one."""
    for number, line in enumerate(text.splitlines(), 1):
        for pattern, better in looked_for:
            if hit := pattern.search(line):
                yield number, hit[0].strip(" =:"), better


def written_by_us(name: str, text: str) -> str:
    """The text without people's words: examples, what they say in played conversations, and strings of tests."""
    if name.endswith(".yml"):
        return "\n".join(_without_people(text.splitlines()))
    return _without_strings(text) if name.endswith(".py") and name.startswith("tests/") else text


def _without_people(lines: list[str]) -> Iterator[str]:
    inside = -1  # the indent of the examples that we are in
    for line in lines:
        indent = len(line) - len(line.lstrip())
        if inside >= 0 and line.strip() and indent <= inside:
            inside = -1
        yield "" if inside >= 0 or OF_PEOPLE.match(line) else line
        if start := EXAMPLES.match(line):
            inside = len(start[1])


def _without_strings(source: str) -> str:
    """Docstrings stay: they are ours."""
    lines = source.splitlines()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type in STRINGS and not token.string.startswith('"""'):
            for row in range(token.start[0], token.end[0] + 1):
                start = token.start[1] if row == token.start[0] else 0
                end = token.end[1] if row == token.end[0] else len(lines[row - 1])
                lines[row - 1] = lines[row - 1][:start] + " " * (end - start) + lines[row - 1][end:]
    return "\n".join(lines)


def main() -> int:
    looked_for = rules(LIST.read_text("utf-8"))
    listed = subprocess.run(["git", "ls-files", "-z", *READ], cwd=ROOT, text=True, capture_output=True, check=True)
    bad = 0
    for name in filter(None, listed.stdout.split("\0")):
        if EXEMPT.match(name) or not (ROOT / name).is_file():
            continue
        ours = written_by_us(name, (ROOT / name).read_text("utf-8"))
        places = [*((0, *hit[1:]) for hit in found(name, looked_for)), *found(ours, looked_for)]
        for number, word, better in places:
            print(f"{name}:{number}: “{word}” → {better}")
        bad += len(places)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
