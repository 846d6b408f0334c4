"""What stands beside a reply as data: a handover, an amendment, a chaser, feedback; kept with the reply itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from bot.conversations.decision import Responses, responses_for
from bot.conversations.handover import HANDOVER, WAIT_AGAIN, Handover, handover_of
from bot.storage.cases.cases import amend_case, keep_case, keep_note, reached_case, reopen
from bot.storage.messages.transcript import Writing
from bot.storage.tables.conversations import cases


class PassedOn:
    """Collects the handover that one answer asks for; `told` are those who hear of opened and changed cases."""

    def __init__(self, sql: Connection, writing: Writing, say: Responses, at: datetime) -> None:
        self._sql = sql
        self._writing = writing
        self._say = responses_for(say, writing.conversation)
        self._at = at
        self.handover: Handover | None = None
        self.changed: dict[str, str] = {}  # the number of a case, and whether it was opened or amended

    def keep(self, data: Mapping[str, Any]) -> None:
        for kind, content in data.items():
            if kind == HANDOVER:
                self.open_case(content)
            elif kind == WAIT_AGAIN:
                self._wait_again(str(content["case_number"]))
            elif kind == "chaser":
                self._chase(content)
            else:
                keep_note(self._sql, self._writing.conversation, kind, content, self._at)
            if kind == "amendment":
                number = amend_case(self._sql, self._writing.conversation, content)
                if number:
                    self.changed.setdefault(number, "amended")

    def open_case(self, case: Mapping[str, Any]) -> None:
        """The person hears the number again where it had to be another than they were told."""
        number = keep_case(self._sql, self._writing.conversation, case, self._at)
        if number != case["case_number"]:
            self._writing.notice(self._say("utter_case_number_is", case_spoken=number))
        self.handover = handover_of(case, number)
        self.changed[number] = "opened"

    def _wait_again(self, told: str) -> None:
        own = select(cases.c.number, cases.c.data).where(
            cases.c.conversation == self._writing.conversation, cases.c.told_number == told
        )
        row = self._sql.execute(own).first()
        if row is not None:
            case = reached_case(self._sql, self._writing.conversation, row.number, None) or {}
            self.handover = handover_of({**case, "reason": "asked"}, row.number)

    def _chase(self, chaser: Mapping[str, Any]) -> None:
        """Whoever may see the case hears what they wrote; whoever may not learns nothing, also not whether it is."""
        number = str(chaser.get("case_number"))
        case = reached_case(self._sql, self._writing.conversation, number, chaser.get("login_email"))
        verified = {**chaser, "verified": case is not None}
        keep_note(self._sql, self._writing.conversation, "chaser", verified, self._at)
        if case is None:
            self._writing.notice(self._say("utter_case_not_shown"))
            return
        reopen(self._sql, str(case["case_number"]))
        self.changed.setdefault(str(case["case_number"]), "amended")
        words = "\n".join(str(one) for one in case.get("words") or [])
        if words:
            self._writing.notice(self._say("utter_case_found", case_spoken=number, words=words))
