"""What all people are shown: the text about an incident, and whether the assistant is paused."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Banner:
    """`text` is None if there is no incident. `id` is that of the latest banner, 0 if there has been none."""

    text: str | None = None
    paused: bool = False
    id: int = 0
