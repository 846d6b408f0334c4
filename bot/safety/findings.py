"""What the safety check can find in a message."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Emergency(str, Enum):
    """Why a person needs urgent help before anything else."""

    MEDICAL = "medical"
    SELF_HARM = "self_harm"
    DANGER = "danger"


class Secret(str, Enum):
    """What a person must never share and we must not store."""

    PASSWORD = "password"  # noqa: S105 - the name of a kind, not a password
    SECURITY_CODE = "security_code"
    NHS_NUMBER = "nhs_number"
    LINKAGE_KEY = "linkage_key"
    CARD_NUMBER = "card_number"


MARKERS = {
    Secret.PASSWORD: "[password removed]",
    Secret.SECURITY_CODE: "[security code removed]",
    Secret.NHS_NUMBER: "[NHS number removed]",
    Secret.LINKAGE_KEY: "[linkage key removed]",
    Secret.CARD_NUMBER: "[card number removed]",
}


@dataclass(frozen=True)
class Examined:
    """A message that is safe to store, the kinds of secrets hidden in it, and the emergency detected in it."""

    text: str
    secrets: tuple[Secret, ...]
    emergency: Emergency | None


@dataclass(frozen=True, order=True)
class Span:
    """A secret's place in a text, from `start` up to but not including `end`."""

    start: int
    end: int
    kind: Secret

    def touches(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end
