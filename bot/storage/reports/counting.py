"""Counts figures by name and by bands of time, and computes percentiles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

Counts = dict[str, int]
BANDS = {
    "under_1_minute": 60,
    "1_to_5_minutes": 300,
    "5_to_15_minutes": 900,
    "15_to_60_minutes": 3600,
}  # seconds, excluded
LONGER = "1_hour_or_more"


def counted(names: Iterable[str]) -> Counts:
    """Returns the counts, most frequent first."""
    return dict(Counter(names).most_common())


def in_bands(times: Sequence[float]) -> Counts:
    """Returns the number of values in each band, shortest first; empty if there are none."""
    if not times:
        return {}
    found = Counter(next((name for name, end in BANDS.items() if time < end), LONGER) for time in times)
    return {name: found[name] for name in (*BANDS, LONGER)}


def percentile(ordered: Sequence[float], percent: int) -> float | None:
    """Returns the percentile: the smallest value that at least `percent` of them do not exceed."""
    place = -(-percent * len(ordered) // 100)  # rounded up, without the errors of fractions
    return ordered[max(place, 1) - 1] if ordered else None
