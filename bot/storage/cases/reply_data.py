"""Applies the data in the assistant's replies: handovers, amendments and chasers; records the rest."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from bot.conversations.case_fields import CaseFields
from bot.conversations.decision import Responses, responses_for
from bot.conversations.handover import HANDOVER, WAIT_AGAIN, Handover, handover_of
from bot.storage.cases.amending import amend_case, reopen_case
from bot.storage.cases.lookup import visible_case
from bot.storage.cases.opening import open_case
from bot.storage.cases.records import add_record
from bot.storage.messages.transcript_writer import TranscriptWriter
from bot.storage.tables.cases import cases


class ReplyData:
    """Works within a transaction. Afterwards `handover` is the requested one, if any.

    `changed_cases` are the numbers of cases, each with "opened" or "amended".
    """

    def __init__(
        self, sql: Connection, transcript: TranscriptWriter, responses: Responses, fields: CaseFields, at: datetime
    ) -> None:
        self._sql = sql
        self._transcript = transcript
        self._response = responses_for(responses, transcript.conversation, transcript.language)
        self._fields = fields
        self._at = at
        self.handover: Handover | None = None
        self.changed_cases: dict[str, str] = {}

    def carry_out(self, data: Mapping[str, Any]) -> None:
        for kind, content in data.items():
            if kind == HANDOVER:
                self._open_case(content)
            elif kind == WAIT_AGAIN:
                self._wait_again(str(content["case_number"]))
            elif kind == "chaser":
                self._chase(content)
            else:
                self._record(kind, content)
            if kind == "amendment":
                self._amend(content)

    def _record(self, kind: str, content: Any) -> None:
        add_record(self._sql, self._transcript.conversation, kind, content, self._at)

    def _open_case(self, case: Mapping[str, Any]) -> None:
        """Opens a case and tells the person its number if it differs from the announced one."""
        case_number = open_case(self._sql, self._transcript.conversation, case, self._at)
        if case_number != case["case_number"]:
            self._transcript.system_message(self._response("utter_case_number_is", case_spoken=case_number))
        self.handover = handover_of(case, case_number, self._fields)
        self.changed_cases[case_number] = "opened"

    def _amend(self, changes: Mapping[str, Any]) -> None:
        case_number = amend_case(self._sql, self._transcript.conversation, changes, self._fields)
        if case_number:
            self.changed_cases.setdefault(case_number, "amended")

    def _wait_again(self, announced: str) -> None:
        """Puts the conversation in the queue with the case that was handed over before."""
        own = (cases.c.conversation == self._transcript.conversation, cases.c.announced_number == announced)
        row = self._sql.execute(select(cases.c.case_number, cases.c.data).where(*own)).first()
        if row is not None:
            self.handover = handover_of({**row.data, "reason": "asked"}, row.case_number, self._fields)

    def _chase(self, chaser: Mapping[str, Any]) -> None:
        """Reopens the case and adds what the person wrote. Does not reveal whether a hidden case exists."""
        announced = str(chaser.get("case_number"))
        case = visible_case(
            self._sql, self._transcript.conversation, announced, chaser.get("login_email"), self._fields
        )
        self._record("chaser", {**chaser, "verified": case is not None})
        if case is None:
            self._transcript.system_message(self._response("utter_case_not_shown"))
            return
        case_number = str(case["case_number"])
        reopen_case(self._sql, case_number)
        self.changed_cases.setdefault(case_number, "amended")
        words = "\n".join(str(one) for one in case.get("words") or [])
        if words:
            self._transcript.system_message(self._response("utter_case_found", case_spoken=announced, words=words))
