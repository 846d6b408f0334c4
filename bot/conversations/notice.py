"""What everybody is told at once: an incident's banner, and whether the assistant is switched off."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Notice:
    banner: str | None = None
    paused: bool = False
