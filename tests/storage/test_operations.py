"""Handovers in the store: one holder, first come first served, positions right, the assistant silent, all audited."""

from __future__ import annotations

import asyncio
import random
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.conversations.assignment import AlreadyAssigned, NotYours, WrongHolder
from bot.conversations.decision import Decision
from bot.conversations.handover import GIVEN_BACK, GIVEN_BACK_SETTLED
from bot.conversations.holder import Holder
from bot.conversations.message import Reply
from bot.conversations.staff import AgentUnavailable, AtCapacity, Closing
from bot.storage.conversations.inbox import SqlInbox
from bot.storage.conversations.operations import SqlOperations
from bot.storage.database import Database
from bot.storage.tables.cases import cases
from tests.bot.building import run
from tests.storage.people import NOW, add_agent, audit_entries, case, hands_over, later, says

C = "web-1"
PATIENCE = timedelta(minutes=15)


async def holder(inbox: SqlInbox, conversation: str = C) -> Holder:
    return (await inbox.state(conversation, NOW)).holder


async def latest(inbox: SqlInbox, conversation: str = C) -> str:
    return (await inbox.entries(conversation))[-1].text


def test_a_handover_waits_in_the_transaction_of_the_reply(inbox: SqlInbox, database: Database) -> None:
    add_agent(database)

    async def talk() -> None:
        await hands_over(inbox, C)
        state = await inbox.state(C, NOW)
        assert (state.holder, state.place and state.place.position) == (Holder.QUEUE, 1)
        assert "You are next." in await latest(inbox)
        assert await inbox.queue() == [C]

    run(talk())
    assert audit_entries(database, C) == ["handed over"]


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ({"available": False}, "Nobody from the support team is free"),
        ({"seen_at": later(hours=-1)}, "Nobody from the support team is free"),
        ({"disabled_at": later(hours=-1)}, "Nobody from the support team is free"),
    ],
)
def test_without_anybody_there_the_assistant_goes_on(
    inbox: SqlInbox, database: Database, agent: dict[str, str], words: str
) -> None:
    add_agent(database, **agent)

    async def talk() -> None:
        await hands_over(inbox, C)
        assert await holder(inbox) is Holder.ASSISTANT
        assert words in await latest(inbox)

    run(talk())


def test_where_no_desk_is_in_use_nothing_is_said_of_one(inbox: SqlInbox) -> None:
    async def talk() -> None:
        await hands_over(inbox, C)
        assert await latest(inbox) == "I have passed this on."

    run(talk())


def test_what_was_asked_before_the_handover_is_for_the_agent(inbox: SqlInbox, database: Database) -> None:
    add_agent(database)

    async def talk() -> None:
        await inbox.open(C, "web", NOW, [])
        await says(inbox, C, "a")
        await says(inbox, C, "b", "and another thing")
        message = await inbox.next_pending(C)
        assert message
        await inbox.answer(message, NOW, [Reply("Passed on.", data={"handover": case(message.case_number or "")})])
        assert await inbox.next_pending(C) is None
        await says(inbox, C, "c", "still there?")
        assert await inbox.next_pending(C) is None

    run(talk())


def test_a_handover_after_the_person_ended_the_conversation_is_a_case_without_waiting(
    inbox: SqlInbox, database: Database
) -> None:
    add_agent(database)

    async def talk() -> None:
        await inbox.open(C, "web", NOW, [])
        await says(inbox, C, "a")
        message = await inbox.next_pending(C)
        assert message
        await inbox.end(C, NOW, "You have ended it.")
        assert await inbox.answer(message, NOW, [Reply("Passed on.", data={"handover": case("K7M-4PQ")})])
        assert await inbox.queue() == []
        assert (await inbox.state(C, NOW)).ended

    run(talk())
    with database.engine.connect() as sql:
        assert sql.execute(select(cases.c.case_number)).scalars().all() == ["K7M-4PQ"]


def test_a_second_agent_cannot_take_a_held_conversation(
    inbox: SqlInbox, database: Database, operations: SqlOperations
) -> None:
    sam, ali = add_agent(database), add_agent(database, "ali@example.org")

    async def talk() -> None:
        await hands_over(inbox, C)
        found = await asyncio.gather(operations.take(C, sam, NOW), operations.take(C, ali, NOW), return_exceptions=True)
        assert sorted(type(one).__name__ for one in found) == ["AlreadyAssigned", "NoneType"]
        state = await inbox.state(C, NOW)
        assert state.holder_name == ("Sam" if found[0] is None else "Ali")
        assert (await latest(inbox)).startswith("You are now talking to")

    run(talk())
    assert audit_entries(database, C) == ["handed over", "taken"]


def test_a_reply_is_stored_once_and_only_from_the_holder(
    inbox: SqlInbox, database: Database, operations: SqlOperations
) -> None:
    sam, ali = add_agent(database), add_agent(database, "ali@example.org")

    async def talk() -> None:
        await hands_over(inbox, C)
        await operations.take(C, sam, NOW)
        first = await operations.reply(C, sam, "r1", "Hello, I am Sam.", NOW)
        assert await operations.reply(C, sam, "r1", "Hello, I am Sam.", NOW) == first
        with pytest.raises(NotYours):
            await operations.reply(C, ali, "r2", "Hello.", NOW)
        said = [
            (entry.sender.value, entry.name) for entry in await inbox.entries(C) if entry.text.startswith("Hello, ")
        ]
        assert said == [("agent", "Sam")]

    run(talk())


@pytest.mark.parametrize(("settled", "payload"), [(True, GIVEN_BACK_SETTLED), (False, GIVEN_BACK)])
def test_given_back_the_assistant_is_told_once_and_answers_nothing_old(
    inbox: SqlInbox, database: Database, operations: SqlOperations, settled: bool, payload: str
) -> None:
    sam = add_agent(database)

    async def talk() -> None:
        await hands_over(inbox, C)
        await operations.take(C, sam, NOW)
        await says(inbox, C, "b", "said to Sam")
        await operations.give_back(C, sam, NOW, settled=settled)
        message = await inbox.next_pending(C)
        assert message
        assert (message.payload, message.waiting_message_sent) == (payload, True)
        await inbox.answer(message, NOW, [Reply("I am back.")])
        assert await inbox.next_pending(C) is None
        assert await holder(inbox) is Holder.ASSISTANT
        assert await inbox.queue() == []

    run(talk())


def test_passed_on_it_waits_at_its_old_place_for_the_team(
    inbox: SqlInbox, database: Database, operations: SqlOperations
) -> None:
    sam = add_agent(database)
    ali = add_agent(database, "ali@example.org", team="GP")

    async def talk() -> None:
        await hands_over(inbox, C)
        await hands_over(inbox, "web-2")
        await operations.take(C, sam, NOW)
        await operations.pass_on(C, sam, "GP", NOW)
        assert await inbox.queue() == [C, "web-2"]
        assert await operations.take_next(sam, NOW) == "web-2"
        assert await operations.take_next(ali, NOW) == C

    run(talk())


def test_a_colleague_goes_on_and_is_announced(inbox: SqlInbox, database: Database, operations: SqlOperations) -> None:
    sam, ali = add_agent(database), add_agent(database, "ali@example.org")

    async def talk() -> None:
        await hands_over(inbox, C)
        await operations.take(C, sam, NOW)
        await operations.pass_to(C, sam, ali, NOW)
        assert "You are now talking to Ali" in await latest(inbox)
        await operations.reply(C, ali, "r", "Hello.", NOW)
        with pytest.raises(NotYours):
            await operations.reply(C, sam, "s", "Hello.", NOW)

    run(talk())


@pytest.mark.parametrize(
    "colleague",
    [{"available": False}, {"seen_at": later(hours=-1)}, {"capacity": 1}],
    ids=["away", "gone", "holds enough"],
)
def test_nobody_is_passed_to_who_will_not_answer(
    inbox: SqlInbox, database: Database, operations: SqlOperations, colleague: dict[str, object]
) -> None:
    sam, ali = add_agent(database), add_agent(database, "ali@example.org", **colleague)

    async def talk() -> None:
        for conversation in (C, "web-2"):
            await hands_over(inbox, conversation)
        await operations.take("web-2", ali, NOW)
        await operations.take(C, sam, NOW)
        with pytest.raises(AgentUnavailable):
            await operations.pass_to(C, sam, ali, NOW)
        await operations.reply(C, sam, "r", "Hello.", NOW)  # it stays with who had it

    run(talk())


def test_closed_with_an_outcome_it_is_over(inbox: SqlInbox, database: Database, operations: SqlOperations) -> None:
    sam = add_agent(database)

    async def talk() -> None:
        await hands_over(inbox, C)
        await operations.take(C, sam, NOW)
        await operations.close(C, sam, Closing.SETTLED, NOW)
        assert (await inbox.state(C, NOW)).ended
        with pytest.raises(WrongHolder):
            await operations.take(C, sam, NOW)

    run(talk())
    assert audit_entries(database, C)[-1] == "closed: settled"


def test_an_agent_takes_no_more_than_they_can_but_an_emergency_always(
    inbox: SqlInbox, database: Database, operations: SqlOperations
) -> None:
    sam = add_agent(database, capacity=1)

    async def talk() -> None:
        await hands_over(inbox, C)
        await hands_over(inbox, "web-2")
        await operations.take(C, sam, NOW)
        with pytest.raises(AtCapacity):
            await operations.take_next(sam, NOW)
        assert await inbox.queue() == ["web-2"]

        await inbox.accept("web-2", "e", NOW, None, lambda _: Decision("chest pain", settled=True, emergency="medical"))
        await operations.take("web-2", sam, NOW)
        assert await holder(inbox, "web-2") is Holder.AGENT

    run(talk())


def test_nobody_waits_for_ever(inbox: SqlInbox, database: Database, operations: SqlOperations) -> None:
    add_agent(database)

    async def talk() -> None:
        await hands_over(inbox, C)
        assert await operations.time_out_waiting(PATIENCE, later(minutes=14)) == []
        assert await operations.time_out_waiting(PATIENCE, later(minutes=16)) == [C]
        assert await holder(inbox) is Holder.ASSISTANT
        assert "Nobody was free" in await latest(inbox)
        assert await operations.time_out_waiting(PATIENCE, later(minutes=30)) == []

    run(talk())
    assert audit_entries(database, C) == ["handed over", "nobody came"]


def test_who_asks_again_waits_again_with_the_same_case(inbox: SqlInbox, database: Database) -> None:
    add_agent(database)

    async def talk() -> None:
        await hands_over(inbox, C, handed=case("K7M-4PQ"))
        await inbox.accept(C, "stop", NOW, None, lambda _: Decision("Stop waiting", settled=True, stops_waiting=True))
        assert await holder(inbox) is Holder.ASSISTANT
        await says(inbox, C, "again")
        message = await inbox.next_pending(C)
        assert message
        again = {"wait_again": {"case_number": "K7M-4PQ"}}
        await inbox.answer(message, NOW, [Reply("It is with support.", data=again)])
        assert await holder(inbox) is Holder.QUEUE

    run(talk())


def test_a_person_who_ends_or_erases_leaves_the_queue(inbox: SqlInbox, database: Database) -> None:
    add_agent(database)

    async def talk() -> None:
        await hands_over(inbox, C)
        await hands_over(inbox, "web-2")
        await inbox.end(C, NOW, "You have ended it.")
        assert await inbox.queue() == ["web-2"]
        await inbox.erase("web-2", NOW)
        assert await inbox.queue() == []

    run(talk())


def test_fifty_people_and_eight_agents_first_come_first_served(
    inbox: SqlInbox, database: Database, operations: SqlOperations
) -> None:
    """Agents take, give back and pass on at random and at once: never two holders, positions always right."""
    staff = [add_agent(database, f"agent{number}@example.org", capacity=50) for number in range(8)]
    chance = random.Random(7029)
    taken: list[str] = []

    async def work(agent: int) -> None:
        while True:
            try:
                conversation = await operations.take_next(staff[agent], NOW)
            except AlreadyAssigned:
                continue
            if conversation is None:
                return
            taken.append(conversation)
            state = await inbox.state(conversation, NOW)
            assert (state.holder, state.holder_name) == (Holder.AGENT, staff[agent].name)
            for other in chance.sample(staff, 2):
                if other.id != staff[agent].id:
                    with pytest.raises(AlreadyAssigned):
                        await operations.take(conversation, other, NOW)
            await operations.give_back(conversation, staff[agent], NOW, settled=True)

    async def talk() -> None:
        everybody = [f"web-{number}" for number in range(50)]
        for conversation in everybody:
            await hands_over(inbox, conversation)
        places = [(await inbox.state(conversation, NOW)).place for conversation in everybody]
        assert [place and place.position for place in places] == list(range(1, 51))
        await operations.take(everybody[10], staff[0], NOW)
        after = [(await inbox.state(conversation, NOW)).place for conversation in everybody]
        assert [place and place.position for place in after] == [*range(1, 11), None, *range(11, 50)]
        await asyncio.gather(*(work(agent) for agent in range(8)))
        assert sorted(taken) == sorted(one for one in everybody if one != everybody[10])
        assert await inbox.queue() == []

    run(talk())
    in_order = [f"web-{number}" for number in range(50) if number != 10]
    if database.is_sqlite:  # one writer: taken in exactly their order
        assert taken == in_order
    else:  # nobody goes before more than the seven whom the other agents are just taking, however long that lasts
        places = [in_order.index(one) for one in taken]
        assert all(sum(later < one for later in places[at:]) < 8 for at, one in enumerate(places))
