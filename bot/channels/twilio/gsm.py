"""The SMS alphabet GSM 03.38.

Its characters take one unit, some two. Any other character makes the whole message UCS-2, which has less than half the
characters in a part.
"""

from __future__ import annotations

from bot.channels.messaging.splitting import split

PART, PART_UCS2 = 160, 70  # characters; UTF-16 units
BASIC = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = set("\f^{}\\[~]|€")
# Typography that the alphabet has a plain form of.
PLAIN = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-", "\u2026": "..."}
    | {"\u00a0": " ", "\t": " "}
)


def is_gsm(text: str) -> bool:
    return all(character in BASIC or character in EXTENSION for character in text)


def units(text: str) -> int:
    """Returns the number of units of a text that `is_gsm`."""
    return len(text) + sum(character in EXTENSION for character in text)


def units_ucs2(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def sms_parts(text: str) -> list[str]:
    """Each fits into one SMS."""
    plain = text.translate(PLAIN)
    return split(plain, PART, units) if is_gsm(plain) else split(plain, PART_UCS2, units_ucs2)
