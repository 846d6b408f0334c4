"""The project's spaCy pipeline: English tokens, and the patterns that are parsed, not learned.

Importing this module registers the pipeline's component; `spacy.load` of a built folder needs that.
Build the folder with `python -m bot.nlu.pipeline FOLDER`.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from bot.nlu import emails, references
from content.phrases import FOLDER, PhrasesOf

COMPONENT = "nhs_login_patterns"
_SOURCES = (Path(__file__), Path(references.__file__), Path(emails.__file__))

# What a pattern's words stand for, on the span: `span._.value`.
Span.set_extension("value", default=None, force=True)

# The phrases that decide where a pattern is found.
_PHRASE_FILES = ("calendar", "emails", "other_codes", "pipeline", "references", "spoken_numbers")
_PHRASES = PhrasesOf("pipeline")


@dataclass(frozen=True)
class Found:
    """A match at text[start:end]: its label and its value."""

    start: int
    end: int
    label: str
    value: str


def find_all(text: str) -> list[Found]:
    """Returns the matches of all patterns in order, without overlaps: an email wins over matches inside it."""
    found = [Found(one.start, one.end, "email", one.value) for one in emails.find_emails(text)]
    for one in references.find_references(text):
        label = "reference" if one.known else "unknown_reference"
        found += _free(Found(one.start, one.end, label, one.value), found)
    for channel in _code_channels(text, found):
        found += _free(channel, found)
    return sorted(found, key=lambda one: one.start)


def _free(one: Found, taken: list[Found]) -> list[Found]:
    return [] if any(one.start < other.end and other.start < one.end for other in taken) else [one]


def _code_channels(text: str, taken: list[Found]) -> Iterator[Found]:
    """Words for a code that comes by text or call; none where no security code is spoken of."""
    lowered = text.lower()
    if len(lowered) != len(text) or not any(_free_code(code, taken) for code in _PHRASES["code"].finditer(lowered)):
        return
    for word in _PHRASES["channels"].finditer(lowered):
        yield Found(word.start(), word.end(), "code_channel", word.lastgroup or "")


def _free_code(code: re.Match[str], taken: list[Found]) -> bool:
    """Whether "code" means a security code: `code 7023` means a reference."""
    return not any(-12 < one.start - code.end() < 4 or one.start <= code.start() < one.end for one in taken)


@Language.component(COMPONENT)
def mark_patterns(doc: Doc) -> Doc:
    """Sets doc.ents from the patterns, tokens split where a pattern begins or ends inside one."""
    found = find_all(doc.text)
    _split_tokens(doc, {place for one in found for place in (one.start, one.end)})
    spans = []
    for one in found:
        span = doc.char_span(one.start, one.end, label=one.label)
        if span is not None:
            span._.value = one.value
            spans.append(span)
    doc.set_ents(spans)
    return doc


def _split_tokens(doc: Doc, places: set[int]) -> None:
    with doc.retokenize() as retokenizer:
        for token in doc:
            cuts = sorted(place - token.idx for place in places if token.idx < place < token.idx + len(token))
            if cuts:
                pieces = [token.text[a:b] for a, b in zip([0, *cuts], [*cuts, len(token)], strict=True)]
                retokenizer.split(token, pieces, heads=[(token, 0)] * len(pieces))


def pipeline_version() -> str:
    """Returns a hash of the sources of the patterns, which changes with them."""
    digest = hashlib.sha256()
    for source in (*_SOURCES, *(file for name in _PHRASE_FILES for file in sorted(FOLDER.glob(f"*/{name}.yml")))):
        digest.update(source.read_bytes())
    return f"1.0.0+{digest.hexdigest()[:12]}"


def build(folder: Path) -> Language:
    """Writes the pipeline as a folder that `spacy.load` and Rasa's SpacyNLP read, and returns it."""
    nlp = spacy.blank("en")
    nlp.add_pipe(COMPONENT)
    nlp.meta["name"] = "nhs_login"
    nlp.meta["version"] = pipeline_version()
    nlp.to_disk(folder)
    return nlp


def main(arguments: list[str]) -> None:
    if len(arguments) != 1:
        raise SystemExit("Usage: python -m bot.nlu.pipeline FOLDER")
    folder = Path(arguments[0])
    folder.parent.mkdir(parents=True, exist_ok=True)
    build(folder)


if __name__ == "__main__":
    main(sys.argv[1:])
