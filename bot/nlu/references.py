"""Finds references (CID and four digits) in messages, also spoken or mistyped ones.

They are parsed, never guessed: a number with one digit too many or too few is unknown, not a near miss of a known one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from bot.nlu.other_codes import find_lettered_codes, find_numbered_errors
from bot.nlu.spoken_numbers import (
    MONTH,
    NUMBER_WORDS,
    PAIRS,
    PIECE,
    REPEATS,
    TENS,
    UNITS,
    Number,
    has_digit,
    read_number,
)
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


_LEAD = r"[\s.:;,#=\u2013\u2014_/\\()\[\]\"'\u201c\u201d\u2018\u2019?!*|>~-]{0,8}"
_FILLER = (
    "number|numbers|num|nos?|nr|is|are|was|code|reference|ref|error|the|and|then|it|says?|it's"
    "|its|reads|of|colon"
    "|dash|hyphen|space|hash|equals|this|that|which|followed|by|then|letters"
)
_TO_NUMBER = re.compile(rf"(?P<words>(?:{_LEAD}(?:{_FILLER})(?![^\W_])){{0,6}}){_LEAD}")
_SENTENCE_ENDS = re.compile(r"(?:number|code|reference|error|is|it|this|that|says)[.!]\s")
_FOR = r"\s+(?:for|as\s+in)\s+[a-z]{1,12}"
_MARK = re.compile(
    rf"""(?<![^\W_])(?:
      (?:error|errorcode|code|ref|reference|number|says|its|nhs)?c[il1|]d{{1,2}}s?
    | (?P<name>[sk][iy]dd?)
    | c[\s.,_-]{{1,3}}[il1|][\s.,_-]{{0,3}}d | ci[\s.,_-]{{1,3}}d
    | (?:c|see|sea|cee)[\s.,-]{{1,3}}(?:i|eye|aye)[\s.,-]{{1,3}}(?:d|dee)
    | (?:see|sea|cee)[\s.,-]{{0,3}}i[\s.,-]?d
    | (?P<swapped>cdi|icd|dci|dic|ced|cud)
    | c{_FOR}[\s,.]{{1,3}}(?:and\s)?i{_FOR}[\s,.]{{1,3}}(?:and\s)?d{_FOR}
    | charlie[\s,]{{1,3}}india[\s,]{{1,3}}delta
    )(?=[\W_]|[0-9]|[oil|]{{1,3}}[0-9]|(?:two|seven|twenty)|$)""",
    re.X,
)
_MARK_ANYWHERE = re.compile(r"(?<![^\W_])(?:cid|c\W{1,3}i\W{1,3}d|see eye dee)(?![^\W_])|\bc, then i, then d\b")
# Before a name that sounds like CID these mean a real child or person.
_RELATION = re.compile(r"\b(?:my|his|her|our|their|your|a|one|each|per|little|wee|eldest|youngest|oldest)\s$")
_GOES_ON = re.compile(r"[/:][0-9]")  # a date or a time
_GLUED = re.compile(r"[a-z0-9|]{1,12}(?![^\W_])")

_BARE = re.compile(rf"(?<![^\W_])(?:[0-9]|(?:{'|'.join([*UNITS, *PAIRS, *TENS, *REPEATS])})\b)")
_SAYING = (
    "error|errors|err|codes?|reference|refrence|referance|refs?|number|numbers|num|nos?|digits"
    "|says?|saying|sayin|sez"
    "|said|reads?|message|msg|shows?|showing|displays?|displaying|quot(?:e|es|ed|ing)|cid|letters"
)
_SKIP = (
    r"(?:is|are|was|it|it's|its|the|an?|of|that|that's|thats|this|me|only|just|maybe|called|with"
    r"|us|number|no|at|on|in|bottom|top|corner|screen|page|underneath|below|there|here|shown|given|get|got|i)"
)
_BEFORE = re.compile(
    rf"\b(?P<word>{_SAYING})(?:[\s:;,#=\"'(\u201c\u2018.?-]{{1,4}}{_SKIP}\b){{0,5}}"
    r"[\s:;,#=\"'(\u201c\u2018.?*-]{0,4}$"
)
_SENTENCE_BEFORE = re.compile(r"(?<!\bref)(?<!\bno)(?<!\bnum)[.!?]\s+$")
_OTHER_NUMBER = re.compile(
    r"\b(?:phone|mobile|house|flat|door|room|nhs|bus|pin|security|access|post|sort|area|dial+ing"
    r"|entry|gate|account"
    r"|order|tracking|card|serial|model|telephone|contact|customer|booking|invoice|ods|practice"
    r"|licen[cs]e|passport"
    r"|case|ticket|flight|train|qr|discount|promo|voucher|country|patient|car|reg|plate)"
    r"[\s-]*(?:numbers?|codes?|nos?|refs?|reference)$"
)
_AFTER = re.compile(
    r"[\s\"')\]\u201d\u2019-]{0,3}(?:(?:is|was|has|just|as|the|with|an?|of|it|what|letters|my)\s+){0,4}"
    r"(?:error|code|reference|ref|cid|c i d|number|c[ao]mes? up|appear(?:s|ed)|popped up|(?:on|at"
    r"|in) (?:the|my) "
    r"(?:screen|bottom|corner))\b"
)
_ERROR_BEFORE = re.compile(r"\berror(?:\s+(?:code|number|no|reference|ref))?[\s:#.=\"'-]{1,3}(?:is\s+)?$")
_YEAR_BEFORE = re.compile(
    r"\b(?:since|in|from|until|till?|by|before|after|around|about|during|early|late|mid|circa"
    r"|year|born|dated?|summer"
    rf"|winter|spring|autumn|christmas|xmas|easter|dob|joined|registered|at|class of"
    rf"|(?:{MONTH}))[\s,'-]{{0,3}}$"
)
_NOT_BEFORE = re.compile(
    r"(?:\b(?:live|lives|lived|living|address|house|based)\s(?:is\s)?(?:at|in)?\s?|[£$€]\s?|\d[\s./:-]|[./:@+]"
    r"|\b(?:flat|house|room|apartment|unit|phone|mobile|tel"
    r"|telephone|call|ring|dial|ext"
    r"|extension)\s{1,2}(?:(?:number|no\.?)\s{1,2})?)$"
)
_NOT_AFTER = re.compile(
    r"[-./:]\d|-[a-z]\b|\s\d{5,}|\s?(?:@|%|pounds|quid|gbp|p\b|euros?|dollars|steps|calories|people"
    r"|patients|members|miles"
    r"|years|metres|hours|hrs)|\s(?:[a-z]{2,15}\s){0,2}(?:road|street|lane|avenue|drive|crescent"
    r"|terrace|rd|ave)\b"
)
# Where these are spoken of, a number that is a reference and cannot be a year is one.
_OUR_MATTERS = re.compile(
    r"\b(?:gp|surgery|doctors?|connect\w*|link\w*|error|log ?in|nhs|says?|keeps? \w+ing|comes? up|came up|pops?"
    r"|screen|app)\b"
)
_DENIED = re.compile(r"\b(?:not|isn.?t|wasn.?t|never|rather than|instead of)\s(?:a\s|the\s)?$")
_CHAINED = re.compile(r"[\s,/&]{1,4}(?:(?:and|or|then|also)\s)?")
_SMALL = """
    it its it's is the just a only i i'm think got get have ok okay yes yeah yep hi hello sorry please
    thanks thank you maybe found that's thats that this here there of s says say said code error reference
    ref no number my was mine and or then again hey oh ah right so be might could sure not screen on
"""
_SMALL_WORDS = frozenset(_SMALL.split())


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
    denied = [one for one in found if _DENIED.search(folded, max(0, one.start - 20), one.start)]
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
    while mark := _MARK.search(folded, at):
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
    lead = _TO_NUMBER.match(folded, mark.end())
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
        far = lead.end() - mark.end() > 3 and lead["words"].strip(" .:") not in ("number", "no")
        return length == 4 and not year and not far and not _RELATION.search(folded, 0, mark.start())
    if length != 4 and _GOES_ON.match(folded, number.end):
        return False
    least = 1 if glued else 3 if lead["words"] else 2
    return least <= length <= (12 if glued else 8) and not _SENTENCE_ENDS.search(lead[0])


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
    while seen < MOST_NUMBERS and (start := _BARE.search(folded, at)):
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
    chained = any(_CHAINED.fullmatch(folded, end, start) for end in close)
    if (_NOT_BEFORE.search(before) and not chained) or _NOT_AFTER.match(after):
        return None
    year = digits[:2] in ("19", "20") and len(digits) == 4
    if year and _YEAR_BEFORE.search(before):
        return None
    if f"CID{digits}" in KNOWN and _MARK_ANYWHERE.search(folded):  # "two thousand and twelve, with C I D before it"
        return _cid(digits, start, number.end)
    if f"CID{digits}" in KNOWN:
        spoken_of = _spoken_of(before, after, number.end, near, strict=year)
        other = _OTHER_NUMBER.search(before.rstrip(" :.#="))
        at_home = not year and not other and _OUR_MATTERS.search(folded)
        return _cid(digits, start, number.end) if asked or alone or chained or spoken_of or at_home else None
    if asked and alone and 3 <= len(digits) <= 8:
        return _cid(digits, start, number.end) if len(digits) == 4 else _unknown(text, start, number.end)
    named = _ERROR_BEFORE.search(before) or after.startswith(" error")
    return _unknown(text, start, number.end) if named and len(number.groups[0]) == 4 and not year else None


def _spoken_of(before: str, after: str, end: int, near: list[FoundReference], *, strict: bool) -> bool:
    """Whether words such as "error" stand next to the number; `strict` for one that could be a year."""
    named = _BEFORE.search(before)
    if named and not _OTHER_NUMBER.search(before, 0, named.end("word")):
        return not (strict and _SENTENCE_BEFORE.search(before))
    follows = _AFTER.match(after)
    return follows is not None and not any(end <= one.start < end + follows.end() for one in near)


def _says_only_numbers(folded: str) -> bool:
    """Whether a message is a number and at most a few words that carry nothing."""
    words = re.findall(r"[^\W_]+(?:['\u2019][^\W_]+)?", folded[:200])
    others = [w for w in words if w not in NUMBER_WORDS and not (has_digit(w) and PIECE.fullmatch(w))]
    small = all(word.replace("\u2019", "'") in _SMALL_WORDS for word in others)
    return small and len(folded) <= 100 and len(others) <= 8
