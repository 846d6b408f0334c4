"""What everybody is told at once: an incident's banner, and whether the assistant is switched off."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Notice:
    """`number` is the latest banner's, 0 where there never was one."""

    banner: str | None = None
    paused: bool = False
    number: int = 0
