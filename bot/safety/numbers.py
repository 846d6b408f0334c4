"""Finds secrets made of digits: payment cards, NHS numbers and security codes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.safety.digits import Window, runs
from bot.safety.findings import Secret, Span

_NHS_AFTER = re.compile(
    r"[\s,-]{0,3}(?:(?:is|thats|that's|it's|its)\s)?(?:my|the|her|his|mums?)?\s?n\.?h\.?s\.?[ -]?(?:num|no\b|nr)", re.I
)
_NHS_WORDS = re.compile(
    r"\bn\.?h\.?s\.?[ -]?(?:num\w{0,6}|no|nr|#|id)\b[\s.:=#?()-]{0,4}"
    r"(?:(?:is|was|its|it's|it is|this|here|of|-)[\s:=]{1,3}){0,3}$",
    re.IGNORECASE,
)
_CARD_WORDS = re.compile(r"\b(?:cards?|visa|master ?card|amex|american express|debit|credit|maestro)\b", re.I)
_CODE_WORDS = re.compile(
    r"\b(?:codes?|coed|cod|cdoe|ocde|coad|kode|cde|passcodes?|pin|otp|one[ -]?time|verif\w{1,12}"
    r"|texted|6|six)\b"
    r"|\bcode(?=\d)|\bdigits?\b|\bsecurity\b|\bauthenticat|\b2fa\b",
    re.IGNORECASE,
)
_ORDER_WORDS = re.compile(
    r"\b(?:order|ticket|receipt|invoice|tracking|parcel|booking|policy|case|serial|ods|job|account)"
    r"[ .:#-]{0,2}(?:numb?e?r?|no|id|ref\w{0,8}|is|was|code){0,1}[ .:#-]{0,2}(?:is|was)?[ :#]{0,2}$",
    re.IGNORECASE,
)
_PHONE_WORDS = re.compile(
    r"\b(?:mob\w{0,4}|phone|tel\w{0,7}|landline|ring|call|whatsapp|fax)\b[^.!?\d]{0,16}$", re.IGNORECASE
)
_BIRTH_WORDS = re.compile(r"\b(?:dob|d\.o\.b\.?|born|birth\w{0,4}|dated?)\b[^\d]{0,16}$", re.IGNORECASE)
_DATE = re.compile(r"(?:0?[1-9]|[12]\d|3[01]) (?:0?[1-9]|1[0-2]) (?:19|20)\d\d|(?:19|20)\d\d [01]?\d [0-3]?\d")
_CODE_SHAPES = {(6,), (3, 3), (2, 2, 2), (1, 1, 1, 1, 1, 1)}
_DOUBLED = str.maketrans("0123456789", "0246813579")  # twice a digit, its own digits added
_OTHER_CODE = re.compile(
    r"\b(?:sort|country|dial\w*|area|indian pin|postal)[ -]?(?:code)?s?\b[^.!?\d]{0,12}$", re.IGNORECASE
)
_BEFORE = 40  # characters in front of a number that say what it is


@dataclass(frozen=True)
class Said:
    """What a text says about the numbers in it."""

    text: str
    of_cards: bool
    of_codes: bool

    def before(self, window: Window) -> str:
        return self.text[max(0, window.start - _BEFORE) : window.start]


def find_numbers(text: str, *, asked_for_code: bool = False) -> list[Span]:
    said = Said(text, bool(_CARD_WORDS.search(text)), asked_for_code or bool(_CODE_WORDS.search(text)))
    return [span for run in runs(text) for span in _find_in(run, said)]


def _find_in(run: Window, said: Said) -> Iterator[Span]:
    """The secrets of one run of digit groups, the longest kind first, none overlapping."""
    kinds = _KINDS if said.of_codes or said.text.strip() == said.text[run.start : run.end] else _KINDS[:-1]
    taken = 0
    for kind, lengths, is_kind in kinds:
        for window in run.windows(lengths):
            if not (taken and window.bits & taken) and is_kind(window, run, said):
                taken |= window.bits
                if kind:
                    yield Span(window.start, window.end, kind)


def _is_card(window: Window, run: Window, said: Said) -> bool:
    if not _passes_luhn(window.digits) and not (said.of_cards and len(window.digits) == 16):
        return False
    if window.shape == (3, 7, 7) or any(group[0] == "0" and len(group) > 4 for group in window.groups):
        return False  # an Amazon order, or a phone number among others
    before = said.before(window)
    return not before.endswith("+") and not _ORDER_WORDS.search(before) and not _holds_a_date(window)


def _is_nhs_number(window: Window, run: Window, said: Said) -> bool:
    if not _passes_modulus_11(window.digits):
        named = _NHS_AFTER.match(said.text, window.end) and window.digits[0] != "0"
        return bool(named or _NHS_WORDS.search(said.before(window)))
    before = said.before(window)
    if _NHS_WORDS.search(before):
        return True
    return not (_holds_a_date(window) or _ORDER_WORDS.search(before) or _PHONE_WORDS.search(before))


def _is_code(window: Window, run: Window, said: Said) -> bool:
    others = len(run.digits) - len(window.digits)
    if others and window.shape != (6,) and not (window.shape in _CODE_SHAPES and others <= 3):
        return False
    if others and len(run.digits) >= 10 and window.shape == (6,):  # the end of a phone number
        return False
    before = said.before(window)
    return not (_BIRTH_WORDS.search(before) or _OTHER_CODE.search(before)) and not before.endswith("£")


def _is_phone(window: Window, run: Window, said: Said) -> bool:
    """A phone number as written in England: 0 and 9 or 10 digits, or +44 or 0044 and the same without 0."""
    digits, before = window.digits, said.before(window)[-4:]
    if len(digits) in (10, 11):
        like_phone = digits[0] == "0" or (len(digits) == 10 and "(0)" in before)
    else:
        like_phone = before.endswith("+") or digits.startswith(("44", "0044"))
    return like_phone and not _NHS_WORDS.search(said.before(window))


def _holds_a_date(window: Window) -> bool:
    return len(window.groups) > 2 and _DATE.search(" ".join(window.groups)) is not None


def _passes_modulus_11(digits: str) -> bool:
    check = 11 - sum(int(d) * weight for d, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check % 11 == int(digits[9]) and len(set(digits)) > 1


def _passes_luhn(digits: str) -> bool:
    doubled = digits[-2::-2].translate(_DOUBLED)
    return sum(map(int, digits[::-2] + doubled)) % 10 == 0 and len(set(digits)) > 1


# A phone number shields its digits from the shorter kinds; only a card may look like the start of one.
_KINDS: tuple[tuple[Secret | None, range, Callable[[Window, Window, Said], bool]], ...] = (
    (Secret.CARD_NUMBER, range(13, 20), _is_card),
    (None, range(10, 15), _is_phone),
    (Secret.NHS_NUMBER, range(10, 11), _is_nhs_number),
    (Secret.SECURITY_CODE, range(6, 7), _is_code),
)
