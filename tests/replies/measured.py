"""The replies that measure: by writers whose words no training saw, a file for each of them."""

from __future__ import annotations

from pathlib import Path

from content.replies import Question, Reply, parse_acts

FOLDER = Path(__file__).parent
HEAD = "asked\ttext\tacts"


def writers() -> dict[str, list[Reply]]:
    """The replies of each writer. Raises ValueError where a file is of another form."""
    return {file.stem: read(file) for file in sorted(FOLDER.glob("*.tsv"))}


def read(file: Path) -> list[Reply]:
    head, *lines = file.read_text("utf-8").rstrip("\n").split("\n")
    if head != HEAD:
        raise ValueError(f"{file} must begin with {HEAD!r}")
    cells = [line.split("\t") for line in lines]
    return [Reply(Question(asked), text, parse_acts(str(file), acts)) for asked, text, acts in cells]
