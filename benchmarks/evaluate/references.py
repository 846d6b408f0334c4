"""Known references must be found; no other number may be taken for one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.evaluate.topics import Pair, share
from bot.nlu.references import KNOWN


@dataclass(frozen=True)
class ReferenceFigures:
    """Texts that were read wrong stand with the figures. `taken_for_known` is a number of messages."""

    known_found: float
    known_missed: tuple[str, ...]
    taken_for_known: tuple[str, ...]
    unknown_found: float


def references(pairs: Sequence[Pair]) -> ReferenceFigures:
    known = [pair for pair in pairs if pair[0].reference in KNOWN]
    missed = [m.text for m, found in known if not (found.known and found.reference == m.reference)]
    unknown = [pair for pair in pairs if pair[0].reference and pair[0].reference not in KNOWN]
    taken = [m.text for m, found in pairs if m.reference not in KNOWN and found.known]
    right = sum((found.reference or "").upper() == m.reference.upper() for m, found in unknown)
    return ReferenceFigures(
        share(len(known) - len(missed), len(known)), tuple(missed), tuple(taken), share(right, len(unknown))
    )
