"""Plays a conversation in the terminal and saves it as a test: `make record-conversation NAME=forgot_to_save`.

After each line the replies are shown with the facts that were heard in them. A line `---` ends the conversation;
`not: <fact>` says that a fact must not have been heard; `drop: <fact>` leaves one out of the test.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import uuid
from collections.abc import Sequence
from copy import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.channels.terminal.terminal import NEW_CONVERSATION, as_words
from bot.commands.processes import Processes, free_port, show_progress
from bot.commands.train import ensure_model
from bot.conversations.assistant import Assistant
from bot.conversations.message import Message, Reply
from bot.engine.client.client import EngineClient
from bot.http.responses import ResponseTexts
from bot.settings import Settings
from tests.conversations.playing import ALWAYS_FORBIDDEN, DEFAULT_NOW, FACTS, FOLDER, KINDS, holds

KEPT = {"handover": ("topic", "reference", "login_email", "contact_email", "for_whom"), "amendment": (), "chaser": ()}


def facts_in(replies: Sequence[Reply]) -> list[str]:
    """The facts of facts.yml that the replies hold together."""
    text = "\n".join(reply.text for reply in replies)
    return [fact for fact in FACTS if fact not in ALWAYS_FORBIDDEN and holds(fact, text)]


def turn_of(message: Message, replies: Sequence[Reply]) -> dict[str, Any]:
    """A turn of a test, as it was played."""
    turn: dict[str, Any] = {"presses" if message.payload else "says": message.text}
    heard = facts_in(replies)
    questions = [fact for fact in facts_in(replies[-1:]) if fact.startswith("asks_")]
    if other := [fact for fact in heard if fact not in questions]:
        turn["hears"] = other
    if questions:
        turn["asks"] = questions[0]
    if replies and replies[-1].buttons:
        turn["buttons"] = [button.title for button in replies[-1].buttons]
    for key, kind in KINDS.items():
        for reply in replies:
            if kind in reply.data:
                fields = KEPT.get(kind) or tuple(reply.data[kind])
                turn[key] = {name: reply.data[kind][name] for name in fields if name != "case_number"}
    return turn


def adjust(turn: dict[str, Any], line: str) -> bool:
    """`not: fact` and `drop: fact` change the turn before; whether the line was one of them."""
    command, _, fact = line.partition(":")
    if command not in ("not", "drop") or fact.strip() not in FACTS:
        return False
    if command == "not":
        turn.setdefault("not", []).append(fact.strip())
    else:
        turn["hears"] = [one for one in turn.get("hears", []) if one != fact.strip()]
    return True


async def play(assistant: Assistant, now: datetime) -> list[dict[str, Any]]:
    """Line by line from standard input until `---` or its end."""
    conversation, turns = f"recorded-{uuid.uuid4().hex}", list[dict[str, Any]]()
    replies = await assistant.greet(Message(uuid.uuid4().hex, conversation, "", now))
    print(*map(as_words, replies), sep="\n", flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        text = line.rstrip("\n")
        if text == NEW_CONVERSATION:
            break
        if turns and adjust(turns[-1], text):
            print(f"  {turns[-1]}", flush=True)
            continue
        offered = {button.title: button.payload for button in replies[-1].buttons} if replies else {}
        message = Message(uuid.uuid4().hex, conversation, text, now, offered.get(text))
        replies = await assistant.answer(message)
        turns.append(turn_of(message, replies))
        print(*map(as_words, replies), f"  heard: {', '.join(facts_in(replies)) or 'no fact'}\n", sep="\n", flush=True)
    return turns


def save(name: str, now: str, turns: list[dict[str, Any]], file: Path) -> None:
    """Adds the conversation to the file, which is made where it is not there."""
    yaml = YAML()
    content = yaml.load(file) if file.exists() else {"conversations": []}
    content["conversations"].append({"name": name, "now": now, "turns": turns})
    yaml.dump(content, file)


async def record(options: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory(prefix="nhs-login-record-") as scratch:
        settings = replace(Settings.read(), engine_port=free_port(), actions_port=free_port())
        with Processes(settings, ensure_model(), Path(scratch) / "tracker.db", Path(scratch) / "log") as processes:
            await processes.wait_until_ready(show_progress)
            show_progress("")
            client = EngineClient(settings.engine_port, settings.engine_token, settings.engine_timeout)
            values = {"assistant_name": settings.assistant_name, "support_link": settings.support_link}
            turns = await play(Assistant(client, ResponseTexts.read(values).say), datetime.fromisoformat(options.now))
            await client.close()
    if turns:
        save(options.name, options.now, turns, options.file)
        print(f"Saved as {options.name} in {options.file}", file=sys.stderr)


def main() -> None:
    parser = argparse.ArgumentParser(prog="make record-conversation", description=__doc__)
    parser.add_argument("name", help="the test's name, such as forgot_to_save")
    parser.add_argument("--now", default=DEFAULT_NOW, help="the clock, such as 2026-06-02T14:00")
    parser.add_argument("--file", type=Path, default=FOLDER / "cases" / "recorded.yml")
    asyncio.run(record(parser.parse_args()))


if __name__ == "__main__":
    main()
