"""The words by which a message is judged: references and emails stand for themselves no more, only for their kind.

`cant connect CID7023, ann@example.com` -> `cant connect error code, email address`
"""

from __future__ import annotations

from bot.nlu.emails import find_emails
from bot.nlu.references import find_references

EMAIL_WORDS, REFERENCE_WORDS = "email address", "error code"


def judged_words(text: str) -> str:
    """The text with each email and reference replaced by the words for its kind."""
    spans = [(email.start, email.end, EMAIL_WORDS) for email in find_emails(text)]
    spans += [(found.start, found.end, REFERENCE_WORDS) for found in find_references(text)]
    for start, end, words in sorted(spans, reverse=True):
        text = f"{text[:start]}{words}{text[end:]}"
    return text
