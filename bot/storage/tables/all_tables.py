"""Every table, for what concerns them all: migrations and erasing."""

from __future__ import annotations

from bot.storage.tables import (  # noqa: F401 - importing a module adds its tables to the metadata
    agents,
    assistant_records,
    audit,
    banners,
    cases,
    contacts,
    conversations,
    erasures,
    handovers,
    labels,
    messages,
    opt_outs,
    outbox,
    private_notes,
    received_webhooks,
)
from bot.storage.tables.metadata import metadata

__all__ = ["metadata"]
