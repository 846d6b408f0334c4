"""The tracker store: SQLite, with a cache of recent trackers, so that they are not rebuilt.

This process is the only one that writes the file. The file is written before the cache.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from typing import Any

from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import create_engine, event, insert
from sqlalchemy.orm import sessionmaker
from sqlalchemy.pool import QueuePool

from bot.engine.rasa_patches.flat_copy import flat_copy

MOST_EVENTS = 40_000  # of all kept trackers; about 2 kB each


class CachedTrackerStore(SQLTrackerStore):
    """Returns copies of cached trackers, so that an aborted turn leaves no trace."""

    def __init__(self, *values: Any, **named: Any) -> None:
        super().__init__(*values, **named)
        self._kept: OrderedDict[str, DialogueStateTracker] = OrderedDict()
        self._events = 0
        file: Any = self.engine  # type: ignore[has-type]  # Rasa has no types
        self.engine = create_engine(
            file.url, poolclass=QueuePool, connect_args={"check_same_thread": False}
        )  # Rasa reopens the file for each query
        event.listen(self.engine, "connect", _set_up)
        self.sessionmaker = sessionmaker(bind=self.engine)
        self._insert = insert(self.SQLEvent.__table__)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The tracker includes earlier sessions, but Rasa applies none of them."""
        return await self.retrieve_full_tracker(sender_id)

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        kept = self._kept.get(conversation_id)
        if kept is None:
            kept = await super().retrieve_full_tracker(conversation_id)
            if kept is None:
                return None
            kept.stored = len(kept.events)
            self._keep(kept)
        self._kept.move_to_end(conversation_id)
        twin: DialogueStateTracker = flat_copy(kept)
        return twin

    async def save(self, tracker: DialogueStateTracker) -> None:
        self.forget_kept(tracker.sender_id)
        stored = getattr(tracker, "stored", 0)
        new = [self._row(tracker.sender_id, event) for event in list(tracker.events)[stored:]]
        if new:
            with self.engine.begin() as sql:
                sql.execute(self._insert, new)
        tracker.stored = len(tracker.events)
        self._keep(flat_copy(tracker))

    def _row(self, conversation: str, event: Any) -> dict[str, Any]:
        """Formats an event as Rasa's own store does."""
        data = event.as_dict()
        return {
            "sender_id": conversation,
            "type_name": event.type_name,
            "timestamp": data.get("timestamp"),
            "intent_name": data.get("parse_data", {}).get("intent", {}).get("name"),
            "action_name": data.get("name"),
            "data": json.dumps(data),
        }

    def _keep(self, tracker: DialogueStateTracker) -> None:
        self._kept[tracker.sender_id] = tracker
        self._events += len(tracker.events)
        while self._events > MOST_EVENTS and len(self._kept) > 1:
            self.forget_kept(next(iter(self._kept)))

    def purge_deleted_data(self) -> None:
        """Empties SQLite's write-ahead log, which still contains deleted data."""
        with self.engine.connect() as sql:
            sql.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def forget_kept(self, conversation: str) -> None:
        """Removes the tracker from the cache."""
        gone = self._kept.pop(conversation, None)
        if gone is not None:
            self._events -= len(gone.events)


def _set_up(connection: Any, record: object) -> None:
    """Makes a turn survive the end of the process; the messages themselves are safe in the bot's store."""
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA secure_delete=ON")
