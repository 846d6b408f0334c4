"""Finds secrets made of digits: payment cards, NHS numbers and security codes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bot.safety.digits import Run, Window, runs
from bot.safety.findings import Secret, Span

_NHS_WORDS = re.compile(
    r"\bn\.?h\.?s\.?[ -]?(?:num\w{0,6}|no|nr|#|id)\b[\s.:=#?()-]{0,4}"
    r"(?:(?:is|was|its|it's|it is|this|here|of|-)[\s:=]{1,3}){0,3}$",
    re.IGNORECASE,
)
_CARD_WORDS = re.compile(r"\b(?:cards?|visa|master ?card|amex|american express|debit|credit|maestro)\b", re.I)
_CODE_WORDS = re.compile(
    r"\b(?:codes?|coed|cod|passcodes?|otp|one[ -]?time|verif\w{1,12}|texted|6|six)\b"
    r"|\bdigits?\b|\bsecurity\b|\bauthenticat|\b2fa\b",
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
_DATE = re.compile(
    r"(?:0?[1-9]|[12]\d|3[01]) (?:0?[1-9]|1[0-2]) (?:19|20)\d\d|(?:19|20)\d\d [01]?\d [0-3]?\d"
)
_CODE_SHAPES = {(6,), (3, 3), (2, 2, 2), (1, 1, 1, 1, 1, 1)}
_BEFORE = 40  # characters in front of a number that say what it is


def find_numbers(text: str, *, asked_for_code: bool = False) -> list[Span]:
    code_spoken = asked_for_code or bool(_CODE_WORDS.search(text))
    found: list[Span] = []
    for run in runs(text):
        found += _find_in(run, text, code_spoken)
    return found


def _find_in(run: Run, text: str, code_spoken: bool) -> Iterator[Span]:
    """The secrets of one run of digit groups, the longest kind first, none overlapping."""
    taken: list[Window] = []
    for kind, lengths, is_kind in _LONG_KINDS:
        for window in run.windows(lengths):
            if not window.overlaps(taken) and is_kind(window, text):
                taken.append(window)
                if kind:
                    yield Span(window.start, window.end, kind)
    if not code_spoken and text.strip() != text[run.start : run.end]:
        return
    for window in run.windows(range(6, 7)):
        if not window.overlaps(taken) and _is_code(window, run, text):
            taken.append(window)
            yield Span(window.start, window.end, Secret.SECURITY_CODE)


def _is_card(window: Window, text: str) -> bool:
    before = text[max(0, window.start - _BEFORE) : window.start]
    later_phone = any(group[0] == "0" and len(group) > 4 for group in window.groups)
    if later_phone or window.shape == (3, 7, 7) or before.endswith("+") or _ORDER_WORDS.search(before):
        return False
    spoken = len(window.digits) == 16 and _CARD_WORDS.search(text) is not None
    return (spoken or _passes_luhn(window.digits)) and not _holds_a_date(window)


def _is_nhs_number(window: Window, text: str) -> bool:
    before = text[max(0, window.start - _BEFORE) : window.start]
    if _NHS_WORDS.search(before):
        return True
    if _holds_a_date(window) or _ORDER_WORDS.search(before) or _PHONE_WORDS.search(before):
        return False
    return _passes_modulus_11(window.digits)


def _is_code(window: Window, run: Run, text: str) -> bool:
    before = text[max(0, window.start - _BEFORE) : window.start]
    if _BIRTH_WORDS.search(before) or before.endswith("£"):
        return False
    alone = window.digits == run.digits
    others = len(run.digits) - len(window.digits)
    return alone or window.shape == (6,) or (window.shape in _CODE_SHAPES and others <= 3)


def _is_phone(window: Window, text: str) -> bool:
    """A phone number as written in England: 0 and 9 or 10 digits, or +44 or 0044 and the same without 0."""
    if _NHS_WORDS.search(text[max(0, window.start - _BEFORE) : window.start]):
        return False
    digits, before = window.digits, text[max(0, window.start - 4) : window.start]
    if len(digits) in (10, 11):
        return digits[0] == "0" or (len(digits) == 10 and "(0)" in before)
    return before.endswith("+") or (digits.startswith(("44", "0044")) and len(digits) in (12, 13, 14))


def _holds_a_date(window: Window) -> bool:
    return _DATE.search(" ".join(window.groups)) is not None


def _passes_modulus_11(digits: str) -> bool:
    check = 11 - sum(int(d) * weight for d, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check % 11 == int(digits[9]) and len(set(digits)) > 1


def _passes_luhn(digits: str) -> bool:
    doubled = "0246813579"
    total = sum(int(doubled[int(d)]) if i % 2 else int(d) for i, d in enumerate(reversed(digits)))
    return total % 10 == 0 and len(set(digits)) > 1


# A phone number shields its digits from the shorter kinds; only a card may look like the start of one.
_LONG_KINDS: tuple[tuple[Secret | None, range, Callable[[Window, str], bool]], ...] = (
    (Secret.CARD_NUMBER, range(13, 20), _is_card),
    (None, range(10, 15), _is_phone),
    (Secret.NHS_NUMBER, range(10, 11), _is_nhs_number),
)
