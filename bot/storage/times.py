"""Moments as the store keeps them: text that sorts."""

from __future__ import annotations

from datetime import UTC, datetime


def text_of(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
