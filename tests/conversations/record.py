"""Plays a conversation in the terminal and saves it as a test: `make record-conversation NAME=forgot_to_save`.

After each line the replies are shown with the facts that were heard in them. A line `---` ends the conversation;
`not: <fact>` says that a fact must not have been heard; `drop: <fact>` leaves one out of the test.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.channels.terminal.clock import Clock
from bot.channels.terminal.conversation import Conversation, ShownReply
from bot.channels.terminal.terminal import NEW_CONVERSATION, as_words
from bot.commands.local_bot import local_bot
from bot.commands.processes import show_progress
from bot.commands.train import ensure_model
from bot.settings import Settings
from tests.conversations.playing import ALWAYS_FORBIDDEN, DEFAULT_NOW, FACTS, FOLDER, KINDS, holds

KEPT = {"handover": ("topic", "reference", "login_email", "contact_email", "for_whom"), "amendment": (), "chaser": ()}


def facts_in(replies: Sequence[ShownReply]) -> list[str]:
    """The facts of facts.yml that the replies hold together."""
    text = "\n".join(reply.text for reply in replies)
    return [fact for fact in FACTS if fact not in ALWAYS_FORBIDDEN and holds(fact, text)]


def turn_of(said: dict[str, str], replies: Sequence[ShownReply]) -> dict[str, Any]:
    """A turn of a test, as it was played."""
    turn: dict[str, Any] = dict(said)
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


async def play(conversation: Conversation) -> list[dict[str, Any]]:
    """Line by line from standard input until `---` or its end."""
    turns = list[dict[str, Any]]()
    print(*map(as_words, await conversation.begin()), sep="\n", flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        text = line.rstrip("\n")
        if text == NEW_CONVERSATION:
            break
        if turns and adjust(turns[-1], text):
            print(f"  {turns[-1]}", flush=True)
            continue
        button = next((one for one in conversation.buttons if one.title == text), None)
        told = await (conversation.press(button) if button else conversation.say(text))
        turns.append(turn_of({"presses" if button else "says": text}, told))
        print(*map(as_words, told), f"  heard: {', '.join(facts_in(told)) or 'no fact'}\n", sep="\n", flush=True)
    return turns


def save(name: str, now: str, turns: list[dict[str, Any]], file: Path) -> None:
    """Adds the conversation to the file, which is made where it is not there."""
    yaml = YAML()
    content = yaml.load(file) if file.exists() else {"conversations": []}
    content["conversations"].append({"name": name, "now": now, "turns": turns})
    yaml.dump(content, file)


async def record(options: argparse.Namespace) -> None:
    clock = Clock(datetime.fromisoformat(options.now))
    async with local_bot(Settings.read(), ensure_model(), clock, show_progress) as bot:
        show_progress("")
        turns = await play(bot.conversation())
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
