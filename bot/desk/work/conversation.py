"""The page of one conversation: its messages, its case, and the agent's operations."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.cases.enqueue import case_sender
from bot.conversations.case_fields import CaseFields
from bot.conversations.entry import Entry, Sender
from bot.conversations.notifier import DESK, Notifier
from bot.conversations.refusals import Refused
from bot.conversations.support import Support
from bot.desk.desk import Desk
from bot.desk.visit import HOME, Visit
from bot.desk.wording import EMERGENCIES, OUTCOMES, REASONS, ago, format_time, problem_of
from bot.desk.work.case_panel import panel_of, summary_of
from bot.desk.work.operations import OperationPages
from bot.desk.work.ready_made import ReadyMade
from bot.desk.work.viewers import Viewers
from bot.http.refusal_texts import sentence_of
from bot.storage.agents import accounts as agents
from bot.storage.audit import add_audit_entry
from bot.storage.conversations.details import (
    ConversationDetails,
    agent_of_conversation,
    conversation_details,
    exists_at_desk,
)

ONE = "/desk/conversations/{conversation}"
MOST_READ = 10_000


class ConversationPages:
    def __init__(
        self,
        desk: Desk,
        support: Support,
        notifier: Notifier,
        viewers: Viewers,
        ready_made: ReadyMade,
        kinds: Sequence[str],
        case_fields: CaseFields,
    ) -> None:
        """`kinds` are those of the senders that take cases."""
        self._case_fields = case_fields
        self._emails = "email" in kinds
        self._desk = desk
        self._support = support
        self._notifier = notifier
        self._viewers = viewers
        self._ready_made = ready_made
        self._read: dict[tuple[str, str], None] = {}  # session and conversation whose reading is audited; oldest first
        self._operations = OperationPages(desk, support, case_sender(kinds)).by_name()

    def routes(self) -> list[BaseRoute]:
        agent = self._desk.access.requires()
        return [
            Route(ONE, agent(self.show)),
            Route(f"{ONE}/transcript.txt", agent(self.transcript)),
            Route(f"{ONE}/typing", self._desk.access.requires(script=True)(self.typing), methods=["POST"]),
            *[Route(f"{ONE}/{name}", agent(self._doing(name)), methods=["POST"]) for name in self._operations],
        ]

    async def show(self, request: Request, visit: Visit) -> Response:
        """Shows a conversation; audited as a read.

        With `part`, returns only what changes; this counts as a read if the page itself was not shown.
        """
        conversation = request.path_params["conversation"][:80]
        part = "part" in request.query_params
        if not part:
            self._read.pop((visit.csrf, conversation), None)
        return await self._page(conversation, visit, part=part, insert=request.query_params.get("insert", ""))

    async def _page(
        self, conversation: str, visit: Visit, *, part: bool = False, insert: str = "", **more: Any
    ) -> Response:
        await self._note_read(conversation, visit)
        found, everybody = await self._desk.database.read(
            lambda sql: (conversation_details(sql, conversation), agents.all_accounts(sql))
        )
        if found is None:
            return self._gone(visit)
        values = self._values_of(found, insert) | {
            "mine": found.agent == visit.agent.id and not found.summary.ended,
            "others": self._viewers.others(conversation, visit.agent.name),
            "colleagues": [one for one in everybody if one.id != visit.agent.id and one.disabled_at is None],
            "teams": sorted({one.team for one in everybody if one.team}),
        }
        template = "conversation_part.html" if part else "conversation.html"
        return self._desk.pages.page(template, visit, **{**values, **more})

    def _values_of(self, found: ConversationDetails, insert: str) -> dict[str, Any]:
        """Returns the values that do not depend on the agent. `insert` is the title of a ready-made answer."""
        case, summary = found.cases[-1] if found.cases else None, found.summary
        data = case.data if case else {}
        problem = problem_of(data, summary.emergency)
        reason = REASONS.get(summary.reason, summary.reason)
        offered = self._ready_made.offered(data)
        return {
            "one": found,
            "panel": panel_of(case, self._case_fields, problem, reason) if case else None,
            "entries": [self._shown(entry) for entry in found.entries],
            "problem": problem,
            "waited": ago(summary.since, self._desk.clock()),
            "offered": offered,
            "typed": dict(offered).get(insert, ""),
            "noted": "",
            "reply_id": str(uuid.uuid4()),
            "emails": self._emails,
            "outcomes": OUTCOMES,
            "emergencies": EMERGENCIES,
            "words": format_time,
        }

    async def _note_read(self, conversation: str, visit: Visit) -> None:
        """Audits a read each time the page is shown; updates of an open page do not count."""
        if (visit.csrf, conversation) in self._read:
            return
        now = self._desk.clock()
        await self._desk.database.write(lambda sql: add_audit_entry(sql, now, visit.agent.login, "read", conversation))
        if len(self._read) >= MOST_READ:
            self._read.pop(next(iter(self._read)))
        self._read[visit.csrf, conversation] = None

    def _gone(self, visit: Visit) -> Response:
        return self._desk.pages.message_page("Not found", "This conversation has been deleted.", 404, visit)

    def _shown(self, entry: Entry) -> tuple[Entry, str]:
        who = {Sender.PERSON: "Person", Sender.SYSTEM: "Notice"}
        return entry, entry.name or who.get(entry.sender, entry.sender.value.capitalize())

    def _doing(self, name: str) -> Callable[[Request, Visit], Awaitable[Response]]:
        """Runs an operation and shows the page again, on errors with the sentence and what was typed."""
        place = {"reply": "text", "note": "note", "labels": "labels"}.get(name, "operations")

        async def do(request: Request, visit: Visit) -> Response:
            conversation = request.path_params["conversation"][:80]
            if not await self._desk.database.read(lambda sql: exists_at_desk(sql, conversation)):
                return self._gone(visit)
            try:
                await self._operations[name](conversation, visit)
            except Refused as refused:
                typed, noted = (visit.given.get("text", "") if name == one else "" for one in ("reply", "note"))
                return await self._page(
                    conversation, visit, errors={place: sentence_of(refused)}, typed=typed, noted=noted
                )
            self._notifier.publish(DESK)
            return RedirectResponse(f"/desk/conversations/{conversation}#latest", 303)

        return do

    async def typing(self, request: Request, visit: Visit) -> Response:
        """Shows the person that the agent is typing, if the agent holds the conversation."""
        conversation = request.path_params["conversation"][:80]
        if await self._desk.database.read(lambda sql: agent_of_conversation(sql, conversation)) == visit.agent.id:
            self._support.writes(conversation, visit.agent.staff)
        return Response(status_code=204)

    async def transcript(self, request: Request, visit: Visit) -> Response:
        conversation = request.path_params["conversation"][:80]
        found = await self._desk.database.read(lambda sql: conversation_details(sql, conversation))
        if found is None:
            return RedirectResponse(HOME, 303)
        now = self._desk.clock()
        await self._desk.database.write(
            lambda sql: add_audit_entry(sql, now, visit.agent.login, "downloaded", conversation)
        )
        headers = {"Content-Disposition": 'attachment; filename="transcript.txt"', "Cache-Control": "no-store"}
        return PlainTextResponse(self._as_text(found), headers=headers)

    def _as_text(self, found: ConversationDetails) -> str:
        case = found.cases[-1] if found.cases else None
        head = [f"Case {case.case_number}", " ".join(summary_of(case, self._case_fields))] if case else []
        lines = [
            f"{format_time(entry.sent_at)}, {who}:\n{entry.text}" for entry, who in map(self._shown, found.entries)
        ]
        return "\n\n".join([*head, *lines]) + "\n"
