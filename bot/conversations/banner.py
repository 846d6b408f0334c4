"""What is shown to everybody: an incident's text, and whether the assistant is paused."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Banner:
    """`text` is None where there is no incident. `id` is that of the latest banner, 0 where there never was one."""

    text: str | None = None
    paused: bool = False
    id: int = 0
