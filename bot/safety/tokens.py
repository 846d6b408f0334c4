"""Finds words that could be secrets, and recognises harmless words with digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(r"[^\s\0]+")
_LABEL = re.compile(r"[A-Za-z]{1,14}[:=]+(?=.)")  # the name in `passwrd=hunter2`
_OPENING = "([{<\"'“‘*"
_CLOSING = ")]}>\"'”’.,;:?…"
_EVERYDAY = re.compile(
    r"(?:i?phone|ipad|ipod|ios|samsung|galaxy|android|windows|win|pixel|huawei|moto|nokia|macos|chrome|safari"
    r"|edge|firefox|covid|office|version|v|b|a|s|tab)-?\d{1,4}(?:[.,-]\d{1,4})*[a-z+]{0,8}"  # devices, versions
    r"|cid\W?\d+|(?=[a-z]*\d)[a-z0-9]{3}-[a-z0-9]{3}"  # references and case numbers
    r"|[a-z]{1,2}\d[a-z\d]?\d[a-z]{2}"  # postcodes
    r"|\d{1,2}(?:st|nd|rd|th|am|pm|hrs?|mins?|yrs?|years?|days?|weeks?|months?|hours?|minutes?|times?|x|k|gb|mb|g)"
    r"|\d+-?(?:digit|digits|number|numbers|figure|day|days|hour|hours|minute|minutes|step|factor|year|years|week|weeks"
    r"|month|months|character|characters)(?:-old)?"
    r"|\d{1,2}(?:st|nd|rd|th)?[-/.]?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-/.]?(?:\d{2}|\d{4})?"
    r"|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*[-/.]?\d{1,4}"  # dates
    r"|\d+(?:mg|mcg|ml|kg|lb|st|ft|cm|mm|pm|am|p)|[£$€][\d.,]+(?:p|k|m|bn)?"
    r"|(?:phq|gad|hba|t|p|q|f|g|h|d|e)-?\d{1,3}[a-z]?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Token:
    start: int
    end: int
    text: str


def tokens(text: str, start: int = 0) -> Iterator[Token]:
    """Words between blanks, without brackets, quotes and end punctuation around them; `!` stays."""
    for match in _TOKEN.finditer(text, start):
        word = _LABEL.sub("", match[0]).lstrip(_OPENING)
        begin = match.end() - len(word)
        word = word.rstrip(_CLOSING)
        if word:
            yield Token(begin, begin + len(word), word)


def is_everyday(word: str) -> bool:
    """Returns whether a word with digits is a device, date, time, postcode, reference or measure."""
    return _EVERYDAY.fullmatch(word) is not None
