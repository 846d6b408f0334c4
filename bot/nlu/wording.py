"""The words by which a message is judged: references and emails stand for themselves no more, only for their kind.

`cant connect CID7023, ann@example.com` -> `cant connect error code, email address`
"""

from __future__ import annotations

import re

from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.emails import find_emails
from bot.nlu.references import find_references

EMAIL_WORDS, REFERENCE_WORDS = "email address", "error code"
JUDGED = "judged_words"  # the attribute of a Rasa message that holds its repaired words

# What people press instead of words.
SIGNS = {"\N{THUMBS UP SIGN}": " yes ", "\N{WHITE HEAVY CHECK MARK}": " yes ", "\N{OK HAND SIGN}": " ok "} | {
    "\N{THUMBS DOWN SIGN}": " no ",
    "\N{CROSS MARK}": " no ",
    "\N{PERSON WITH FOLDED HANDS}": " thank you ",
    "\N{WAVING HAND SIGN}": " hello ",
}
ENOUGH_WORDS = 3  # beside a hidden secret, to be judged by themselves
_MARKED = re.compile(
    r"(?:\b(?:and |also |here )?(?:is |it'?s )?(?:my|the|her|his)?\s?(?:\w+\s){0,2}(?:is|was|:|=)?\s?)?"
    r"\[[\w ]+ removed\]",
    re.I,
)
LONGEST_WORD = 40  # characters; the longest word in English use has fewer


def judged_words(text: str) -> str:
    """The text with each email and reference replaced by the words for its kind; empty where nothing is a word."""
    for sign, words in SIGNS.items():
        text = text.replace(sign, words)
    spans = [(email.start, email.end, EMAIL_WORDS) for email in find_emails(text)]
    spans += [(found.start, found.end, REFERENCE_WORDS) for found in find_references(text)]
    for start, end, words in sorted(spans, reverse=True):
        text = f"{text[:start]}{words}{text[end:]}"
    return text.strip() if any(_is_word(word) for word in text.split()) else ""


def without_markers(text: str) -> str:
    """What a message says besides the secret that was hidden in it; all of it where that is too little."""
    rest = _MARKED.sub(" ", text).strip(" ,.;:-")
    return rest if len(rest.split()) >= ENOUGH_WORDS else text


def _is_word(word: str) -> bool:
    return len(word) <= LONGEST_WORD and any(character.isalnum() for character in word)


def words_of(message: Message) -> str:
    """The words by which a Rasa message is judged: repaired where the pipeline repairs spelling."""
    judged = message.get(JUDGED)
    return judged if isinstance(judged, str) else judged_words(message.get(TEXT) or "")
