"""Erases a conversation from the engine's tracker store; Rasa has no function for it."""

from __future__ import annotations

from typing import Any

from rasa.core.tracker_store import InMemoryTrackerStore, SQLTrackerStore

from bot.engine.server.tracker_store import CachedTrackerStore


def forget(store: Any, conversation: str) -> None:
    """Erases all events of a conversation, if it exists. Raises TypeError for an unknown kind of store."""
    if isinstance(store, CachedTrackerStore):
        store.forget_kept(conversation)
    if isinstance(store, SQLTrackerStore):
        with store.session_scope() as session:
            session.query(store.SQLEvent).filter_by(sender_id=conversation).delete()
            session.commit()
        if isinstance(store, CachedTrackerStore):
            store.purge_deleted_data()
    elif isinstance(store, InMemoryTrackerStore):
        store.store.pop(conversation, None)
    else:
        raise TypeError(f"Conversations cannot be erased from a {type(store).__name__}.")
