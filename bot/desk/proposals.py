"""A message that was not understood becomes a proposal of a training example: a file for conversation designers."""

from __future__ import annotations

import os
import re
from datetime import datetime
from pathlib import Path

from ruamel.yaml import YAML

from bot.safety import examine
from bot.settings import ROOT

LONGEST = 200  # characters
MARKUP = re.compile(r"[\[\](){}|<>`#]")  # Rasa reads entities and more in them


def intents(folder: Path = ROOT / "data" / "nlu") -> list[str]:
    """Those that have examples, in the order of the alphabet."""
    found: set[str] = set()
    for file in folder.rglob("*.yml"):
        for entry in YAML(typ="safe", pure=False).load(file).get("nlu") or []:
            if "intent" in entry:
                found.add(entry["intent"])
    return sorted(found)


def example(text: str) -> str:
    """One line without secrets, email addresses and marks that Rasa reads; empty where nothing is left."""
    safe = re.sub(r"\S+@\S+", " ", examine(text).text)
    return " ".join(MARKUP.sub(" ", safe).split())[:LONGEST].strip(" -")


def propose(folder: Path, number: int, intent: str, text: str, at: datetime) -> Path:
    """Writes the file whole or not at all. `intent` must be one of `intents`."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{at:%Y-%m-%d}-{number}.yml"
    content = f'version: "3.1"\n\nnlu:\n- intent: {intent}\n  examples: |\n    - {example(text)}\n'
    draft = file.with_suffix(".new")
    draft.write_text(content, encoding="utf-8")
    os.replace(draft, file)
    return file
