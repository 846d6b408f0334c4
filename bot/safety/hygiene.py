"""Normalises a typed message: one form for each character, nothing invisible, limited length."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 1_000  # characters of a message that are kept

# Apostrophes as phones and old keyboards type them. NFKC would turn some into a space and an accent.
_QUOTES = str.maketrans({"´": "'", "`": "'", "‘": "'", "’": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"'})
_LINE_ENDS = re.compile("\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_BLANKS = re.compile(r"[^\S\n]+")
_NEWLINES = re.compile(r" ?\n[ \n]*")
# Forms of the same letter or digit. Others (fractions, ligatures, accents, powers) change what is said.
_SAME_LETTER = ("<wide>", "<narrow>", "<font>", "<circle>", "<square>", "<noBreak>")
# Drawn as nothing although Unicode calls them letters, marks or symbols.
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u2800\u3164\uffa0\ufffc")
_COMMAND = re.compile(r"[/\s]*/[/\s]*")
_ENTITIES = re.compile(r"([^\s{]*)\s*\{.*\}", re.DOTALL)


def tidy(text: str, longest: int = LONGEST, *, paragraphs: bool = False) -> str:
    """Removes invisible characters and extra spaces; returns at most `longest` characters.

    With `paragraphs`, one empty line between paragraphs is kept.
    """
    text = _LINE_ENDS.sub("\n", text[: 4 * longest]).translate(_QUOTES)  # room for what will be removed
    text = text if text.isascii() else unicodedata.normalize("NFC", text)
    text = "".join(map(_letter, text))
    text = text if text.isascii() else unicodedata.normalize("NFC", text)
    end = _one_empty_line if paragraphs else "\n"
    return shorten(_NEWLINES.sub(end, _BLANKS.sub(" ", text)).strip(), longest)


def _one_empty_line(found: re.Match[str]) -> str:
    return "\n" * min(2, found[0].count("\n"))


def shorten(text: str, longest: int) -> str:
    return text[:longest].rstrip()


def as_plain_text(text: str) -> str:
    """Removes the leading `/` of a message, which Rasa would run as a command; '' if nothing is left."""
    while slash := _COMMAND.match(text):
        text = _ENTITIES.sub(r"\1", text[slash.end() :], count=1) if "{" in text else text[slash.end() :]
        text = text.strip()
    return text


def _letter(char: str) -> str:
    if char == "\n" or " " <= char <= "~":
        return char
    if char == "\t":
        return " "
    category = unicodedata.category(char)
    if category in ("Cc", "Cf", "Cs") or char in _UNSEEN or _selects_a_variant(char):
        return ""
    if category == "Nd":
        return str(unicodedata.digit(char))
    if category == "Zs":
        return " "
    if unicodedata.decomposition(char).startswith(_SAME_LETTER):
        return unicodedata.normalize("NFKC", char)
    return char


def _selects_a_variant(char: str) -> bool:
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
