"""The held-out messages: real words with the topic and the reference that should be understood."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.nlu.references import KNOWN

OUT_OF_SCOPE = "out_of_scope"
COMPLAINTS = (
    "existing_account",
    "missing_security_code",
    "gp_connection",
    "nhs_number",
    "login_disabled",
    "login_unavailable",
)


class MessagesWrong(ValueError):
    """A file of the test set cannot be read; the sentence names it."""


@dataclass(frozen=True)
class Message:
    """`topic` is what the words are about; `reference` is empty where they hold none.

    `also` are the other problems that the message names, less urgent ones.
    """

    text: str
    topic: str
    reference: str
    also: tuple[str, ...] = ()

    @property
    def expected(self) -> str:
        """What should be understood: a known reference decides over the words around it."""
        return KNOWN.get(self.reference, self.topic)


def read_messages(folder: Path) -> list[Message]:
    """Every `*.tsv` of the folder. Raises MessagesWrong."""
    files = sorted(folder.glob("*.tsv"))
    if not files:
        raise MessagesWrong(f"There are no messages to test with: {folder} holds no .tsv file.")
    rows = (row for file in files for row in read_rows(file, ("text", "topic", "reference", "also")))
    return [Message(text, topic, reference, _listed(also)) for text, topic, reference, also in rows]


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(topic.strip() for topic in cell.split(",") if topic.strip())


def read_rows(file: Path, head: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Cells between tabs, without quoting. Raises MessagesWrong."""
    lines = file.read_text(encoding="utf-8").rstrip("\n").split("\n")
    if tuple(lines[0].split("\t")) != head:
        raise MessagesWrong(f"{file} must begin with the columns {', '.join(head)}.")
    for number, line in enumerate(lines[1:], start=2):
        cells = tuple(line.split("\t"))
        if len(cells) != len(head):
            raise MessagesWrong(f"{file}, line {number}: {len(cells)} cells, not {len(head)}.")
        yield cells
