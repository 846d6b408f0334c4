"""Detects messages about another service's account, such as "vinted account suspended"."""

from __future__ import annotations

import re
from pathlib import Path

_LINES = (Path(__file__).parent / "other_services.txt").read_text(encoding="utf-8").splitlines()
_NAMES = [name for line in _LINES if not line.startswith("#") for name in line.split()]
_SERVICE = re.compile(rf"\b(?:{'|'.join(name.replace('-', '[ -]?') for name in _NAMES)})\b", re.IGNORECASE)
_OURS = re.compile(
    r"\bn\.?h\.?s\b(?! ?mail)|\bgps?\b|\bsurgery\b|\bdoctors?\b|\bpractice\b|\bcid\b|\bhealth\b|\bprescriptions?\b"
    r"|\b(?:like|unlike|as with|every other|just like|same as|even)\b",
    re.IGNORECASE,
)


def is_about_another_service(text: str) -> bool:
    """Returns whether another service is named and nothing of ours; "even Amazon can text me" is a comparison."""
    return _SERVICE.search(text) is not None and _OURS.search(text) is None
