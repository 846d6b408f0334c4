"""What must hold when something is missing or pasted: words for the person, and no secret anywhere."""

from __future__ import annotations

import json
import re
import sqlite3
import uuid
from contextlib import closing
from pathlib import Path

import pytest

from bot.channels.terminal.conversation import Conversation
from tests.conversations.conftest import RunningEngine

SECRETS = {
    "a password": ("my password is Sunflower22! and it says CID7029", "Sunflower22"),
    "a code": ("the security code was 483920 but it is refused", "483920"),
    "an NHS number": ("CID2011 and my nhs number is 943 476 5919", "943 476 5919"),
    "an NHS number as a command": ("/give_email my nhs number is 9434765919", "9434765919"),
    "a card": ("my card 4111 1111 1111 1111 was charged", "4111 1111"),
}


def everything_kept(engine: RunningEngine) -> bytes:
    """The engine's store as it is read, its files with what was overwritten in them, and every log."""
    files = [*engine.tracker.parent.glob("tracker.db*"), *engine.logs.glob("*")]
    return events(engine).encode() + b"".join(file.read_bytes() for file in files)


def events(engine: RunningEngine) -> str:
    """What a file may have split over its pages is whole here."""
    with closing(sqlite3.connect(f"file:{engine.tracker}?mode=ro", uri=True)) as store:
        return "\n".join(data for (data,) in store.execute("SELECT data FROM events"))


@pytest.mark.parametrize(("text", "secret"), SECRETS.values(), ids=SECRETS)
def test_a_pasted_secret_is_not_said_again_nor_kept_in_store_logs_or_handover(
    engine: RunningEngine, text: str, secret: str
) -> None:
    conversation = engine.open()
    replies = engine.say(conversation, text)
    for line in ("I want a human", "ann@example.com", "yes"):
        replies += engine.say(conversation, line)
    assert any("handover" in reply.data for reply in replies)
    said = json.dumps([[reply.text, dict(reply.data)] for reply in replies])
    assert secret not in said
    assert not re.search(rf"(?<!\w){re.escape(secret)}(?!\w)".encode(), everything_kept(engine))  # but in an id


def test_the_store_holds_the_marker_instead_of_the_secret(engine: RunningEngine) -> None:
    engine.say(engine.open(), "my password is Marigold77! help")
    assert "[password removed]" in events(engine)


def test_the_same_message_twice_is_answered_once(engine: RunningEngine) -> None:
    conversation, message_id = engine.open(), uuid.uuid4().hex
    engine.say(conversation, "CID7029")
    engine.say(conversation, "ann@example.com")
    reception = engine.bot.container.reception
    first = engine.run(reception.accept(conversation.id, message_id, text="yes"))
    engine.run(conversation.settled(first.sequence))
    again = engine.run(reception.accept(conversation.id, message_id, text="yes"))
    assert (again.sequence, again.again) == (first.sequence, True)
    assert sum("handover" in told.data for told in engine.run(conversation.read())) == 1


async def answered_late(engine: RunningEngine, conversation: Conversation) -> None:
    """Waits until the engine, which is back, has answered what was accepted while it was away."""
    container = engine.bot.container
    with container.notifier.subscribe(conversation.id) as news:
        while await container.inbox.next_pending(conversation.id) is not None:
            await news.wait()
            news.clear()


def test_without_the_action_server_the_person_gets_a_sentence_and_a_way_on(engine: RunningEngine) -> None:
    conversation = engine.open()
    engine.say(conversation, "hello")
    engine.processes.stop("actions")
    try:
        text = "\n".join(reply.text for reply in engine.say(conversation, "CID7029"))
        assert "cannot answer at the moment" in text
        assert [button.title for button in conversation.buttons] == ["Leave it for support"]
        emergency = engine.say(conversation, "my dad has collapsed and is not breathing")
        assert "999" in emergency[0].text
    finally:
        engine.processes.start_actions()
        engine.runner.run(engine.processes.wait_until_ready(lambda line: None))
    engine.run(answered_late(engine, conversation))
    assert "CID7029 means" in "\n".join(told.text for told in engine.run(conversation.read()))


def test_the_engines_log_has_no_words_of_the_person_and_no_full_email(engine: RunningEngine) -> None:
    conversation = engine.open()
    for line in ("CID7029 wobblyteapot", "privateperson@example.com", "yes"):
        engine.say(conversation, line)
    logs = b"".join(Path(file).read_bytes() for file in engine.logs.glob("*"))
    assert b"wobblyteapot" not in logs
    assert b"privateperson@example.com" not in logs
