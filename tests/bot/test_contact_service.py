"""What a messaging channel received, one at a time of one address."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.conversations.contacts import ContactService, ContactStatus
from bot.conversations.incoming import Incoming
from bot.conversations.message import Reply
from bot.conversations.notifier import Notifier
from bot.conversations.refusals import Unavailable
from bot.http.refusal_texts import sentence_of
from tests.bot.building import NOW, run


@dataclass
class FakeReception:
    heard: list[str] = field(default_factory=list)

    async def accept(self, conversation: str, message_id: str, *, text: str, button: Any, choice: Any) -> None:
        self.heard.append(text)


@dataclass
class FakeContacts:
    """Everybody has a conversation. The first look takes until `go_on` is set."""

    go_on: asyncio.Event = field(default_factory=asyncio.Event)
    looked: list[str] = field(default_factory=list)
    note_fails: bool = False

    async def look_up(self, channel: str, address: str, message_id: str) -> ContactStatus:
        self.looked.append(message_id)
        if len(self.looked) == 1:
            await self.go_on.wait()
        return ContactStatus(f"{channel}-{address}", opted_out=False, already_processed=False)

    async def mark_processed(self, channel: str, message_id: str, at: object) -> None:
        if self.note_fails:
            raise Unavailable


def made(known: FakeContacts, reception: FakeReception) -> ContactService:
    return ContactService(known, reception, Notifier(), lambda name, **_: Reply(name), sentence_of, lambda: NOW)  # type: ignore[arg-type]


def said(number: str, address: str = "1") -> Incoming:
    return Incoming("telegram", address, number, f"words of {number}")


@pytest.mark.parametrize(("address", "order"), [("1", ["long", "short"]), ("2", ["short", "long"])])
def test_a_quick_message_overtakes_no_slow_one_of_the_same_person(address: str, order: list[str]) -> None:
    async def both() -> list[str]:
        known, reception = FakeContacts(), FakeReception()
        contact_service = made(known, reception)
        first = asyncio.create_task(contact_service.receive(said("long")))
        await asyncio.sleep(0)
        second = asyncio.create_task(contact_service.receive(said("short", address)))
        for _ in range(20):  # as far as they get by themselves
            await asyncio.sleep(0)
        known.go_on.set()
        await asyncio.gather(first, second)
        return reception.heard

    assert run(both()) == [f"words of {number}" for number in order]


def test_what_is_taken_is_taken_also_where_that_cannot_be_noted() -> None:
    async def taken() -> list[str]:
        known, reception = FakeContacts(note_fails=True), FakeReception()
        known.go_on.set()
        assert await made(known, reception).receive(said("m1")) == []
        return reception.heard

    assert run(taken()) == ["words of m1"]
