"""Prepares the words that classify a message: references and emails are replaced with their kind.

`cant connect CID7023, ann@example.com` -> `cant connect error code, email address`
"""

from __future__ import annotations

import re

from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.emails import find_emails
from bot.nlu.references import find_references
from content.phrases import PhrasesOf

EMAIL_WORDS, REFERENCE_WORDS = "email address", "error code"
WHY = "why"  # in the parse data, where it was asked for
JUDGED = "judged_words"  # the attribute of a Rasa message that holds its repaired words

# What people press instead of words.
SIGNS = {"\N{THUMBS UP SIGN}": " yes ", "\N{WHITE HEAVY CHECK MARK}": " yes ", "\N{OK HAND SIGN}": " ok "} | {
    "\N{THUMBS DOWN SIGN}": " no ",
    "\N{CROSS MARK}": " no ",
    "\N{PERSON WITH FOLDED HANDS}": " thank you ",
    "\N{WAVING HAND SIGN}": " hello ",
}
ENOUGH_WORDS = 3  # beside a hidden secret, to be judged by themselves
MARKER = re.compile(r"\[[\w ]+ removed\]")  # where safety hid a secret
_PHRASES = PhrasesOf("judged_words")
LONGEST_WORD = 40  # characters; the longest word in English use has fewer


def judged_words(text: str) -> str:
    """Replaces each email and reference with words for its kind; returns an empty text if there are no words."""
    for sign, words in SIGNS.items():
        text = text.replace(sign, words)
    spans = [(email.start, email.end, EMAIL_WORDS) for email in find_emails(text)]
    spans += [(found.start, found.end, REFERENCE_WORDS) for found in find_references(text)]
    for start, end, words in sorted(spans, reverse=True):
        text = f"{text[:start]}{words}{text[end:]}"
    return text.strip() if any(_is_word(word) for word in text.split()) else ""


def without_markers(text: str) -> str:
    """The clauses of a message without a hidden secret; all of it where they are too little to judge by."""
    if not MARKER.search(text):
        return text
    pieces = [_beside(piece) if MARKER.search(piece) else piece for piece in _PHRASES["clauses"].split(text)]
    rest = " ".join("".join(pieces).split()).strip(" ,.;:-")
    return rest if len(rest.split()) >= ENOUGH_WORDS else text


def _beside(clause: str) -> str:
    """What a clause says before and after its secrets, where that says something."""
    parts = [_PHRASES["leading"].sub("", part).strip() for part in MARKER.split(clause)]
    return " ".join(part for part in parts if len(part.split()) >= ENOUGH_WORDS)


def _is_word(word: str) -> bool:
    return len(word) <= LONGEST_WORD and any(character.isalnum() for character in word)


def asks_why(message: Message) -> bool:
    """Returns whether reasons for the classification were requested."""
    return bool((message.get("metadata") or {}).get("why"))


def words_of(message: Message) -> str:
    """Returns the words that classify a Rasa message, repaired if the pipeline repairs spelling."""
    judged = message.get(JUDGED)
    return judged if isinstance(judged, str) else judged_words(message.get(TEXT) or "")
