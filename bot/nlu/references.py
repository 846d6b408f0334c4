"""Finds references (CID and four digits) in messages, also spoken or mistyped ones.

They are parsed, never guessed: a number with one digit too many or too few is unknown, not a near miss of a known one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from bot.nlu.number_words import number_words
from bot.nlu.other_codes import find_lettered_codes, find_numbered_errors
from bot.nlu.spoken_numbers import PIECE, Number, has_digit, read_number
from content.phrases import PhrasesOf
from content.topics import topics as all_topics

# The references that the topics explain.
KNOWN: Mapping[str, str] = MappingProxyType({name: one.topic for name, one in all_topics().by_reference.items()})

# Longer texts are read up to here, so that the time taken has a bound.
LONGEST_TEXT = 4_000
MOST_NUMBERS = 40  # numbers without CID that are looked at in one text


@dataclass(frozen=True)
class FoundReference:
    """A reference at text[start:end]; an unknown one that is not CIDdddd keeps the person's spelling."""

    start: int
    end: int
    value: str
    known: bool


_PHRASES = PhrasesOf("references")
_GOES_ON = re.compile(r"[/:][0-9]")  # a date or a time
_GLUED = re.compile(r"[a-z0-9|]{1,12}(?![^\W_])")


def find_references(text: str, *, asked: bool = False) -> list[FoundReference]:
    """The references in a text, in order of place.

    Args:
        text: what the person wrote; read up to LONGEST_TEXT characters.
        asked: the person was just asked for a reference, so a bare number may be one.
    """
    folded = _fold(text[:LONGEST_TEXT])
    found = list(_marked(folded, text))
    found += _others(find_lettered_codes(folded, text, asked=asked), text, found)
    found += _bare(folded, text, asked, found)
    found += _others(find_numbered_errors(folded), text, found)
    return _meant(sorted(found, key=lambda one: one.start), folded)


def _meant(found: list[FoundReference], folded: str) -> list[FoundReference]:
    """Without those that are only named to be denied: "it was CID2011, not CID2012"."""
    denied = [one for one in found if _PHRASES["denied"].search(folded, max(0, one.start - 20), one.start)]
    return [one for one in found if one not in denied] if len(denied) < len(found) else found


def _fold(text: str) -> str:
    """Lower case and plain digits, each character in its place."""
    lowered = text.lower()
    if lowered.isascii() and len(lowered) == len(text):
        return lowered
    text = text.replace("\N{LATIN SMALL LETTER DOTLESS I}", "i")
    folded = (unicodedata.normalize("NFKC", char).lower() for char in text)
    return "".join(new if len(new) == 1 else old for new, old in zip(folded, text, strict=True))


def _marked(folded: str, text: str) -> Iterator[FoundReference]:
    """Numbers that follow a CID, however that is spelled."""
    at = 0
    while mark := _PHRASES["mark"].search(folded, at):
        reference = _after_mark(folded, text, mark)
        at = reference.end if reference else mark.end()
        if reference:
            yield reference


def _after_mark(folded: str, text: str, mark: re.Match[str]) -> FoundReference | None:
    glued = _GLUED.match(folded, mark.end())
    if glued and folded[glued.end() : glued.end() + 1] == "@":
        return None
    if glued and has_digit(glued[0]) and not PIECE.fullmatch(glued[0]):
        return None if mark["name"] else _unknown(text, mark.start(), glued.end())
    lead = _PHRASES["to_number"].match(folded, mark.end())
    number = read_number(folded, lead.end()) if lead else None
    if lead is None or number is None or not _belongs(folded, mark, lead, number):
        return None
    if mark["swapped"] and f"CID{number.digits}" not in KNOWN:
        return None
    if len(number.digits) == 4:
        return _cid(number.digits, mark.start(), number.end)
    if lead["words"] or not number.plain:
        return FoundReference(mark.start(), number.end, f"CID{number.digits}", False)
    return _unknown(text, mark.start(), number.end)


def _belongs(folded: str, mark: re.Match[str], lead: re.Match[str], number: Number) -> bool:
    """Whether a number is the reference's own: enough digits for its distance, and no date or time."""
    length, glued = len(number.digits), lead.end() == mark.end()
    if mark["name"]:
        year = number.digits[:2] in ("19", "20") and f"CID{number.digits}" not in KNOWN
        far = lead.end() - mark.end() > 3 and lead["words"].strip(" .:") not in _PHRASES().word_set("number")
        return length == 4 and not year and not far and not _PHRASES["relation"].search(folded, 0, mark.start())
    if length != 4 and _GOES_ON.match(folded, number.end):
        return False
    least = 1 if glued else 3 if lead["words"] else 2
    return least <= length <= (12 if glued else 8) and not _PHRASES["sentence_ends"].search(lead[0])


def _cid(digits: str, start: int, end: int) -> FoundReference:
    return FoundReference(start, end, f"CID{digits}", f"CID{digits}" in KNOWN)


def _unknown(text: str, start: int, end: int) -> FoundReference:
    return FoundReference(start, end, text[start:end].strip(), False)


def _others(places: Iterable[tuple[int, int]], text: str, taken: Sequence[FoundReference]) -> list[FoundReference]:
    """Codes of another kind, none over another."""
    found: list[FoundReference] = []
    for start, end in places:
        if not any(one.start < end and start < one.end for one in [*taken, *found]):
            found.append(_unknown(text, start, end))
    return found


def _bare(folded: str, text: str, asked: bool, taken: list[FoundReference]) -> list[FoundReference]:
    """Numbers without CID: known ones with a reason to believe them, unknown ones where asked for."""
    found: list[FoundReference] = []
    alone, at, seen = _says_only_numbers(folded), 0, 0
    while seen < MOST_NUMBERS and (start := _PHRASES["bare"].search(folded, at)):
        seen += 1
        number = read_number(folded, start.start())
        at = number.end if number else start.end()
        if number is None or any(one.start < number.end and start.start() < one.end for one in taken):
            continue
        reference = _judge(folded, text, start.start(), number, (asked, alone), [*taken, *found[-1:]])
        found += [reference] if reference else []
    return found


def _judge(
    folded: str, text: str, start: int, number: Number, mood: tuple[bool, bool], near: list[FoundReference]
) -> FoundReference | None:
    (asked, alone), digits = mood, number.digits
    before, after = folded[max(0, start - 60) : start], folded[number.end : number.end + 60]
    close = (one.end for one in near if start - 12 < one.end <= start)
    chained = any(_PHRASES["chained"].fullmatch(folded, end, start) for end in close)
    if (_PHRASES["not_before"].search(before) and not chained) or _PHRASES["not_after"].match(after):
        return None
    year = digits[:2] in ("19", "20") and len(digits) == 4
    if year and _PHRASES["year_before"].search(before):
        return None
    # "two thousand and twelve, with C I D before it"
    if f"CID{digits}" in KNOWN and _PHRASES["mark_anywhere"].search(folded):
        return _cid(digits, start, number.end)
    if f"CID{digits}" in KNOWN:
        spoken_of = _spoken_of(before, after, number.end, near, strict=year)
        other = _PHRASES["other_number"].search(before.rstrip(" :.#="))
        at_home = not year and not other and _PHRASES["our_matters"].search(folded)
        return _cid(digits, start, number.end) if asked or alone or chained or spoken_of or at_home else None
    if asked and alone and 3 <= len(digits) <= 8:
        return _cid(digits, start, number.end) if len(digits) == 4 else _unknown(text, start, number.end)
    named = _PHRASES["error_before"].search(before) or _PHRASES["error_after"].match(after)
    return _unknown(text, start, number.end) if named and len(number.groups[0]) == 4 and not year else None


def _spoken_of(before: str, after: str, end: int, near: list[FoundReference], *, strict: bool) -> bool:
    """Whether words such as "error" stand next to the number; `strict` for one that could be a year."""
    named = _PHRASES["before"].search(before)
    if named and not _PHRASES["other_number"].search(before, 0, named.end("word")):
        return not (strict and _PHRASES["sentence_before"].search(before))
    follows = _PHRASES["after"].match(after)
    return follows is not None and not any(end <= one.start < end + follows.end() for one in near)


def _says_only_numbers(folded: str) -> bool:
    """Whether a message is a number and at most a few words that carry nothing."""
    words = re.findall(r"[^\W_]+(?:['\u2019][^\W_]+)?", folded[:200])
    numbers, small_words = number_words().every, _PHRASES().word_set("small")
    others = [w for w in words if w not in numbers and not (has_digit(w) and PIECE.fullmatch(w))]
    small = all(word.replace("\u2019", "'") in small_words for word in others)
    return small and len(folded) <= 100 and len(others) <= 8
