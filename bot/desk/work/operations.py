"""What an agent does with a conversation: each operation reads the form, and the core or the store carries it out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from sqlalchemy import Connection

from bot.cases.enqueue import email_case
from bot.conversations.agent import Agent, Role
from bot.conversations.refusals import Refused
from bot.conversations.staff import Closing
from bot.conversations.support import LONGEST_REPLY, Support
from bot.desk.desk import Desk
from bot.desk.paging import row_id_of
from bot.desk.visit import Visit
from bot.http.forms import form_id
from bot.safety import examine, without_secrets
from bot.storage.agents import accounts as agents
from bot.storage.audit import add_audit_entry
from bot.storage.cases.changes import CaseChanged
from bot.storage.cases.closing import close_unassigned_cases
from bot.storage.conversations.emergencies import mark_emergency_seen
from bot.storage.conversations.labels import set_labels
from bot.storage.conversations.private_notes import add_private_note
from bot.storage.outbox.status import retry_failed

MOST_LABELS = 10
Operation = Callable[[str, Visit], Awaitable[None]]


class OperationPages:
    """Every operation raises Refused."""

    def __init__(self, desk: Desk, support: Support, on_case_change: CaseChanged) -> None:
        """`on_case_change` receives closed cases."""
        self._on_case_change = on_case_change
        self._desk = desk
        self._support = support

    def by_name(self) -> dict[str, Operation]:
        """Returns the operations by the last part of their addresses."""
        return {
            "take": self._take,
            "reply": self._reply,
            "pass": self._pass,
            "give-back": self._give_back,
            "close": self._close,
            "close-case": self._close_case,
            "note": self._note,
            "labels": self._labels,
            "seen": self._seen,
            "deliver": self._deliver,
            "release": self._release,
        }

    async def _take(self, conversation: str, visit: Visit) -> None:
        await self._support.take(conversation, visit.agent.staff)

    async def _reply(self, conversation: str, visit: Visit) -> None:
        await self._support.reply(conversation, visit.agent.staff, form_id(dict(visit.given)), read_typed_text(visit))

    async def _pass(self, conversation: str, visit: Visit) -> None:
        """`to` is `agent:NUMBER`, `team:NAME` or `anybody`."""
        kind, _, name = visit.given.get("to", "").partition(":")
        if kind == "agent":
            other = await self._colleague(name)
            await self._support.pass_to(conversation, visit.agent.staff, other.staff)
        else:
            await self._support.pass_on(conversation, visit.agent.staff, name if kind == "team" else "")

    async def _colleague(self, agent_id: str) -> Agent:
        account = await self._desk.database.read(lambda sql: agents.by_id(sql, row_id_of(agent_id) or 0))
        if account is None or account.disabled_at is not None:
            raise Refused("Choose who to pass it to.")
        return agents.agent_of(account)

    async def _release(self, conversation: str, visit: Visit) -> None:
        """Releases a conversation from an agent who is away."""
        if not visit.agent.role.at_least(Role.SUPERVISOR):
            raise Refused("A supervisor can put it back into the queue.")
        await self._support.release(conversation, visit.agent.staff)

    async def _give_back(self, conversation: str, visit: Visit) -> None:
        settled = visit.given.get("settled") == "yes"
        await self._support.give_back(conversation, visit.agent.staff, settled=settled)

    async def _close(self, conversation: str, visit: Visit) -> None:
        await self._support.close(conversation, visit.agent.staff, outcome_of(visit))

    async def _close_case(self, conversation: str, visit: Visit) -> None:
        outcome, now = outcome_of(visit).value, self._desk.clock()
        await self._desk.database.write(
            lambda sql: close_unassigned_cases(sql, conversation, visit.agent.login, outcome, now, self._on_case_change)
        )

    async def _note(self, conversation: str, visit: Visit) -> None:
        text, agent, now = without_secrets(read_typed_text(visit), LONGEST_REPLY), visit.agent, self._desk.clock()
        await self._desk.database.write(
            lambda sql: add_private_note(sql, conversation, agent.id, agent.login, text, now)
        )

    async def _labels(self, conversation: str, visit: Visit) -> None:
        given = [examine(label.strip()[:40]).text for label in visit.given.get("labels", "").split(",")]
        wanted, now = [label for label in given if label][:MOST_LABELS], self._desk.clock()
        await self._desk.database.write(lambda sql: set_labels(sql, conversation, visit.agent.login, wanted, now))

    async def _seen(self, conversation: str, visit: Visit) -> None:
        now = self._desk.clock()
        await self._desk.database.write(lambda sql: mark_emergency_seen(sql, conversation, visit.agent.login, now))

    async def _deliver(self, conversation: str, visit: Visit) -> None:
        """Retries a failed delivery, or emails the current case to the team."""
        delivery, now = visit.given.get("delivery", ""), self._desk.clock()

        def do(sql: Connection) -> None:
            if delivery:
                retry_failed(sql, conversation, row_id_of(delivery) or 0, now)
            else:
                email_case(sql, conversation, now)
            add_audit_entry(sql, now, visit.agent.login, "delivery asked for", conversation)

        await self._desk.database.write(do)


def read_typed_text(visit: Visit) -> str:
    """Returns what the agent typed. Raises Refused."""
    text = visit.given.get("text", "").replace("\r\n", "\n").strip()
    if not without_secrets(text, LONGEST_REPLY):
        raise Refused("Write something first.")
    if len(text) > LONGEST_REPLY:
        raise Refused(f"This is too long: it can have up to {LONGEST_REPLY:,} characters.")
    return text


def outcome_of(visit: Visit) -> Closing:
    """Raises Refused."""
    given = visit.given.get("outcome", "")
    if given not in {closing.value for closing in Closing}:
        raise Refused("Choose an outcome.")
    return Closing(given)
