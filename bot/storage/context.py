"""What all stores of conversations need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from bot.conversations.case_fields import CASE_FIELDS, CaseFields
from bot.conversations.decision import Responses, responses_for
from bot.storage.cases.changes import CaseChanged, ignore_change
from bot.storage.database import Database
from bot.storage.messages.transcript_writer import Enqueue, TranscriptWriter
from bot.storage.queue.support_queue import SupportQueue


@dataclass(frozen=True, kw_only=True)
class StoreContext:
    """`assistant_name` is shown with the assistant's messages.

    `on_case_change` sends cases to other systems; `enqueue` sends messages to people in messaging channels.
    """

    database: Database
    queue: SupportQueue
    responses: Responses
    assistant_name: str
    on_case_change: CaseChanged = ignore_change
    enqueue: Enqueue | None = None
    case_fields: CaseFields = CASE_FIELDS

    def transcript(self, sql: Connection, row: Row[Any], at: datetime) -> TranscriptWriter:
        """`row` is the conversation's, locked in this transaction."""
        return self.new_transcript(sql, row.id, row.last_sequence, at, row.language)

    def new_transcript(
        self, sql: Connection, conversation: str, last_sequence: int, at: datetime, language: str
    ) -> TranscriptWriter:
        return TranscriptWriter(
            sql,
            conversation,
            last_sequence=last_sequence,
            at=at,
            language=language,
            assistant_name=self.assistant_name,
            enqueue=self.enqueue,
        )

    def responses_for(self, transcript: TranscriptWriter) -> Responses:
        """Returns the responses in the wording for the conversation's channel, in its language."""
        return responses_for(self.responses, transcript.conversation, transcript.language)
