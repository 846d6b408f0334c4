"""What the stores of conversations need, in tests: a desk that is always open, and the real responses."""

from __future__ import annotations

from typing import Any

from bot.conversations.case_fields import CASE_FIELDS, CaseFields
from bot.conversations.opening_hours import OpeningHours
from bot.http.responses import ResponseTexts
from bot.storage.context import StoreContext
from bot.storage.database import Database
from bot.storage.queue.support_queue import SupportQueue

RESPONSES = ResponseTexts.read({"assistant_name": "the assistant", "support_link": "https://support.example"}).reply


def context_of(database: Database, case_fields: CaseFields = CASE_FIELDS, **more: Any) -> StoreContext:
    """Open day and night; whether an agent is there the agents decide."""
    queue = SupportQueue(OpeningHours.parse("always"), RESPONSES, case_fields)
    return StoreContext(
        database=database,
        queue=queue,
        responses=RESPONSES,
        assistant_name="Robin",
        case_fields=case_fields,
        **more,
    )
