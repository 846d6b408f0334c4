"""What must hold when something is missing or pasted: words for the person, and no secret anywhere."""

from __future__ import annotations

import json
import re
import sqlite3
import uuid
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from bot.conversations.message import Message, Reply
from tests.conversations.conftest import RunningEngine

NOW = datetime(2026, 6, 2, 14, 0)
SECRETS = {
    "a password": ("my password is Sunflower22! and it says CID7029", "Sunflower22"),
    "a code": ("the security code was 483920 but it is refused", "483920"),
    "an NHS number": ("CID2011 and my nhs number is 943 476 5919", "943 476 5919"),
    "an NHS number as a command": ("/give_email my nhs number is 9434765919", "9434765919"),
    "a card": ("my card 4111 1111 1111 1111 was charged", "4111 1111"),
}


def say(engine: RunningEngine, conversation: str, text: str, number: str | None = None) -> list[Reply]:
    message = Message(number or uuid.uuid4().hex, conversation, text, NOW)
    return engine.runner.run(engine.assistant.answer(message))


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
    conversation = f"secret-{uuid.uuid4().hex}"
    replies = say(engine, conversation, text)
    for line in ("I want a human", "ann@example.com", "yes"):
        replies += say(engine, conversation, line)
    assert any("handover" in reply.data for reply in replies)
    said = json.dumps([[reply.text, dict(reply.data)] for reply in replies])
    assert secret not in said
    assert not re.search(rf"(?<!\w){re.escape(secret)}(?!\w)".encode(), everything_kept(engine))  # but in an id


def test_the_store_holds_the_marker_instead_of_the_secret(engine: RunningEngine) -> None:
    say(engine, f"marker-{uuid.uuid4().hex}", "my password is Marigold77! help")
    assert "[password removed]" in events(engine)


def test_the_same_message_twice_gets_the_first_answer_and_runs_once(engine: RunningEngine) -> None:
    conversation, number = f"twice-{uuid.uuid4().hex}", uuid.uuid4().hex
    say(engine, conversation, "CID7029")
    say(engine, conversation, "ann@example.com")
    first = say(engine, conversation, "yes", number)
    again = say(engine, conversation, "yes", number)
    assert any("handover" in reply.data for reply in first)
    assert again == first


def test_without_the_action_server_the_person_gets_a_sentence_and_a_way_on(engine: RunningEngine) -> None:
    conversation = f"fault-{uuid.uuid4().hex}"
    say(engine, conversation, "hello")
    engine.processes.stop("actions")
    try:
        text = "\n".join(reply.text for reply in say(engine, conversation, "CID7029"))
        assert "went wrong on our side" in text
        assert "https://help.login.nhs.uk/contact" in text
        emergency = say(engine, conversation, "my dad has collapsed and is not breathing")
        assert "999" in emergency[0].text
    finally:
        engine.processes.start_actions()
        engine.runner.run(engine.processes.wait_until_ready(lambda line: None))
    assert "CID7029 means" in "\n".join(reply.text for reply in say(engine, conversation, "CID7029"))


def test_the_engines_log_has_no_words_of_the_person_and_no_full_email(engine: RunningEngine) -> None:
    conversation = f"log-{uuid.uuid4().hex}"
    for line in ("CID7029 wobblyteapot", "privateperson@example.com", "yes"):
        say(engine, conversation, line)
    logs = b"".join(Path(file).read_bytes() for file in engine.logs.glob("*"))
    assert b"wobblyteapot" not in logs
    assert b"privateperson@example.com" not in logs
