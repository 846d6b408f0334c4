"""What was said after a case was sent to other systems goes after it when the people's talk is over, and once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.cases.enqueue import case_sender
from bot.conversations.decision import Decision
from bot.conversations.message import Reply
from bot.conversations.staff import Closing, Staff
from bot.storage.context import StoreContext
from bot.storage.conversations.inbox import SqlInbox
from bot.storage.conversations.operations import SqlOperations
from bot.storage.database import Database
from bot.storage.outbox.outbox import SqlOutbox
from tests.bot.building import run
from tests.storage.contexts import context_of
from tests.storage.people import NOW, add_agent, hands_over, later, says

C = "web-1"
End = Callable[[SqlInbox, SqlOperations, Staff], Awaitable[object]]


async def leaves(inbox: SqlInbox, operations: SqlOperations, agent: Staff) -> None:
    support_message_step = Decision("Stop waiting", replies=(Reply("All right."),), settled=True, stops_waiting=True)
    await inbox.accept(C, "leaving", later(minutes=2), None, lambda now: support_message_step)


async def nobody_comes(inbox: SqlInbox, operations: SqlOperations, agent: Staff) -> None:
    await operations.time_out_waiting(timedelta(minutes=1), later(minutes=2))


async def is_answered_by_email(inbox: SqlInbox, operations: SqlOperations, agent: Staff) -> None:
    await operations.take(C, agent, later(minutes=1))
    await operations.close(C, agent, Closing.BY_EMAIL, later(minutes=2))


async def is_given_back(inbox: SqlInbox, operations: SqlOperations, agent: Staff) -> None:
    await operations.take(C, agent, later(minutes=1))
    await operations.give_back(C, agent, later(minutes=2), settled=False)


@pytest.fixture
def context(database: Database) -> StoreContext:
    return context_of(database, on_case_change=case_sender(["email"]))


@pytest.mark.parametrize("end", [leaves, nobody_comes, is_answered_by_email, is_given_back])
def test_what_was_said_meanwhile_goes_after_the_case(context: StoreContext, end: End) -> None:
    sent = sent_by_email(context, end, "it is my daughter's phone")
    assert [body["what"] for body in sent] == ["opened", "amended"]
    assert "it is my daughter's phone" in str(sent[1]["transcript"])


@pytest.mark.parametrize("end", [nobody_comes, is_answered_by_email, is_given_back])
def test_where_nothing_was_said_nothing_goes(context: StoreContext, end: End) -> None:
    assert [body["what"] for body in sent_by_email(context, end)] == ["opened"]


def sent_by_email(context: StoreContext, end: End, said: str = "") -> list[dict[str, object]]:
    inbox, operations, agent = SqlInbox(context), SqlOperations(context), add_agent(context.database)

    async def talk() -> list[dict[str, object]]:
        await hands_over(inbox, C, NOW)
        if said:
            await says(inbox, C, "more", said, at=later(seconds=30))
        await end(inbox, operations, agent)
        outbox, sent = SqlOutbox(context.database), list[dict[str, object]]()
        while delivery := await outbox.next_due(later(minutes=3), ["email"]):
            sent.append(dict(delivery.body))
            await outbox.delivered(delivery, later(minutes=3), "a receipt")
        return sent

    return run(talk())
