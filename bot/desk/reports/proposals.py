"""Writes messages that were not understood to files, as proposed training examples for designers."""

from __future__ import annotations

import hashlib
import os
import re
import uuid
from datetime import datetime
from pathlib import Path

from bot.safety import examine
from bot.storage.reports.not_understood import EMAIL
from content.files import read_all
from content.topics import NLU

LONGEST = 200  # characters
MARKUP = re.compile(r"[\[\](){}|<>`#]")  # Rasa reads entities and more in them
HIDDEN = re.compile(r"\[[A-Za-z ]{1,30} removed\]")  # what the page shows in place of a secret
NOT_YAML = re.compile("[\ufffe\uffff]")  # a file with one of them cannot be read


def intents(folder: Path = NLU) -> list[str]:
    """Returns the intents with examples, in alphabetical order."""
    entries = (entry for _, content in read_all(folder) for entry in content.get("nlu") or [])
    return sorted({entry["intent"] for entry in entries if "intent" in entry})


def too_long(text: str) -> bool:
    return len(" ".join(text.split())) > LONGEST


def example(text: str) -> str:
    """Returns one line without secrets, email addresses and Rasa's markup; empty if nothing is left."""
    safe = EMAIL.sub(" ", examine(HIDDEN.sub(" ", text)).text)
    return " ".join(MARKUP.sub(" ", NOT_YAML.sub("", safe)).split())[:LONGEST].strip(" -")


def propose(folder: Path, conversation: str, intent: str, text: str, at: datetime) -> Path:
    """Writes a new file atomically. `intent` must be one of `intents`. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".{_key(conversation)}-{uuid.uuid4().hex}.new"
    try:
        with draft.open("x", encoding="utf-8") as file:
            file.write(f'version: "3.1"\n\nnlu:\n- intent: {intent}\n  examples: |\n    - {example(text)}\n')
            file.flush()
            os.fsync(file.fileno())
        return _under_a_free_name(draft, f"{at:%Y-%m-%d}-{_key(conversation)}")
    finally:
        draft.unlink(missing_ok=True)


def withdraw(folder: Path, conversation: str) -> None:
    """Deletes all proposals of a conversation, including half-written ones. Raises OSError."""
    try:
        names = os.listdir(folder)  # unlike glob it tells when the folder cannot be read
    except FileNotFoundError:
        return
    for name in names:
        if _key(conversation) in name:
            (folder / name).unlink(missing_ok=True)


def _key(conversation: str) -> str:
    """Returns a name for the conversation from which its id cannot be derived."""
    return hashlib.sha256(conversation.encode()).hexdigest()[:16]


def _under_a_free_name(draft: Path, name: str, turn: int = 1) -> Path:
    """Finds an unused file name, since a conversation can have several proposals a day."""
    file = draft.with_name(f"{name}.yml" if turn == 1 else f"{name}-{turn}.yml")
    try:
        os.link(draft, file)  # unlike a replacement it never puts a file in another's place
    except FileExistsError:
        return _under_a_free_name(draft, name, turn + 1)
    return file
