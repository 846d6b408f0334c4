"""Messages that wait for an answer: in order, answered once, and handed on to who answers them."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.conversations.inbox import PendingMessage
from bot.conversations.message import Reply
from bot.storage.conversations.inbox import SqlInbox
from bot.storage.database import Database
from bot.storage.messages.transcript_writer import TranscriptWriter
from tests.bot.building import run
from tests.storage.saying import NOW, C, later, open_message, opened, said


def test_a_message_is_answered_once_however_often_it_is_tried(inbox: SqlInbox) -> None:
    async def twice() -> tuple[bool, bool, int]:
        await opened(inbox)
        await said(inbox, "a")
        message = await open_message(inbox)
        both = [await inbox.answer(message, NOW, [Reply("An answer.")]) for _ in range(2)]
        return both[0], both[1], len(await inbox.entries(C))

    assert run(twice()) == (True, False, 3)


def test_messages_are_open_in_their_order_until_they_are_answered(inbox: SqlInbox) -> None:
    async def both() -> list[str]:
        await opened(inbox)
        await said(inbox, "a", "first")
        await said(inbox, "b", "second")
        first = await open_message(inbox)
        await inbox.answer(first, NOW, [])
        return [first.text, (await open_message(inbox)).text]

    assert run(both()) == ["first", "second"]


def test_conversations_with_open_messages_are_found_at_start(inbox: SqlInbox) -> None:
    async def waiting() -> list[str]:
        await opened(inbox)
        await opened(inbox, "web-2")
        await said(inbox, "a")
        return await inbox.with_pending_messages()

    assert run(waiting()) == [C]


def test_a_settled_message_is_not_open(inbox: SqlInbox) -> None:
    async def settled() -> PendingMessage | None:
        await opened(inbox)
        await said(inbox, "a", settled=True, replies=(Reply("At once."),))
        return await inbox.next_pending(C)

    assert run(settled()) is None


def test_a_wait_is_told_once_and_never_after_the_answer(inbox: SqlInbox) -> None:
    async def told() -> list[bool]:
        await opened(inbox)
        await said(inbox, "a")
        message = await open_message(inbox)
        before = [await inbox.send_waiting_message(message, NOW, Reply("Still looking.")) for _ in range(2)]
        await inbox.answer(message, NOW, [Reply("Here it is.")])
        return [*before, await inbox.send_waiting_message(message, NOW, Reply("Still looking."))]

    assert run(told()) == [True, False, False]


def test_a_message_is_handed_on_as_it_stands_in_the_store_if_nothing_else_waits(inbox: SqlInbox) -> None:
    async def handed_on() -> tuple[PendingMessage | None, PendingMessage | None, PendingMessage, PendingMessage | None]:
        await opened(inbox)
        first = (await said(inbox, "a", "no code", payload="/deny", at=later(0.123456))).message
        stored = await open_message(inbox)
        second = (await said(inbox, "b", "and now?")).message
        answered = await said(inbox, "c", "999", settled=True)
        return first, second, stored, answered.message

    first, second, stored, answered = run(handed_on())
    assert first == stored
    assert stored.is_last
    assert (second, answered) == (None, None)


def test_a_message_is_the_last_only_when_no_other_is_open(inbox: SqlInbox) -> None:
    async def last() -> list[bool]:
        found = []
        await opened(inbox)
        for number in ("a", "b"):
            await said(inbox, number)
        for _ in range(2):
            message = await open_message(inbox)
            found.append(message.is_last)
            await inbox.answer(message, NOW, [Reply("Yes.")])
        return found

    assert run(last()) == [False, True]


def test_what_the_assistant_is_told_by_an_agent_comes_first(inbox: SqlInbox, database: Database) -> None:
    """It waits as well, though the person did not say it."""

    def told(sql: Connection) -> None:
        transcript = TranscriptWriter(sql, C, last_sequence=1, at=NOW, assistant_name="Robin")
        transcript.message_for_assistant("You are now talking to the assistant again.", "/given_back")
        transcript.finish()

    async def handed_on() -> tuple[PendingMessage | None, PendingMessage]:
        await opened(inbox)
        await database.write(told)
        return (await said(inbox, "a")).message, await open_message(inbox)

    message, waiting = run(handed_on())
    assert message is None
    assert waiting.payload == "/given_back"


def test_leaving_a_problem_closes_what_was_waiting(inbox: SqlInbox) -> None:
    async def left() -> PendingMessage | None:
        await opened(inbox)
        await said(inbox, "a")
        await said(inbox, "b", "ann@example.com", settled=True, settles_waiting=True, case={"case_number": "K7M-4PQ"})
        return await inbox.next_pending(C)

    assert run(left()) is None
