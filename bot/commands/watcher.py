"""Watches the project's files for `make dev` and determines what a change requires."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from pathlib import Path

from content.files import ROOT


class Consequence(str, Enum):
    """What a changed file requires, cheapest first."""

    RELOAD = "reload"  # texts and topics are read again
    BOT = "bot"  # started again
    ACTIONS = "actions"
    ENGINE = "engine"


# By the beginning of the path, the longest that fits. The digest of the sources says whether to train.
CONSEQUENCES: Mapping[str, tuple[Consequence, ...]] = {
    "data/": (Consequence.RELOAD,),
    "bot/widget/texts/": (Consequence.RELOAD,),
    "bot/": (Consequence.BOT,),
    "bot/engine/server/": (Consequence.ENGINE,),
    "bot/engine/rasa_patches/": (Consequence.ENGINE,),
    "bot/nlu/": (),  # learned from
    "actions/": (Consequence.ACTIONS,),
    "content/": (Consequence.BOT, Consequence.ACTIONS, Consequence.ENGINE),
}
WATCHED = (".py", ".yml", ".json", ".txt", ".html", ".js", ".css")


class Watcher:
    """`changed` returns the files that changed since the last call."""

    def __init__(self, root: Path = ROOT) -> None:
        self._root = root
        self._seen = dict(self._files())

    def _files(self) -> Iterator[tuple[str, int]]:
        for folder in {name.partition("/")[0] for name in CONSEQUENCES}:
            for file in (self._root / folder).rglob("*"):
                if file.suffix in WATCHED:
                    yield str(file.relative_to(self._root)), file.stat().st_mtime_ns

    def changed(self) -> list[str]:
        """New, changed and deleted files, by their paths in the project."""
        now = dict(self._files())
        before, self._seen = self._seen, now
        return sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))


def consequences(changed: Iterable[str]) -> set[Consequence]:
    found: set[Consequence] = set()
    for name in changed:
        fitting = max((start for start in CONSEQUENCES if name.startswith(start)), key=len, default="")
        found.update(CONSEQUENCES.get(fitting, ()))
    return found
