"""`make benchmark-training`: processor time of training, after one changed, added or removed example and from nothing.

Measured in a copy of the project, so that nothing here changes. The goals hold on the machine that CONTRIBUTING names.
"""

from __future__ import annotations

import os
import re
import resource
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.tables import markdown
from content.files import ROOT
from tests.whole.project_copy import ProjectCopy

TOPIC = "data/nlu/missing_security_code.yml"
OLD = "  examples: |\n"
EXAMPLE = "    - no digits have reached my inbox\n"
PAGE = ROOT / "benchmarks" / "README.md"
MARKS = ("<!-- training: begin -->", "<!-- training: end -->")


@dataclass(frozen=True)
class Measured:
    """Seconds. `goal` is the most processor time."""

    what: str
    processor: float
    wall: float
    goal: float

    @property
    def row(self) -> tuple[str, ...]:
        return (self.what, f"{self.processor:.1f} s", f"{self.wall:.0f} s", f"at most {self.goal:.0f} s")


def timed(project: ProjectCopy, what: str, goal: float, *arguments: str) -> Measured:
    before, began = _processor_time(), time.monotonic()
    project.run("-m", "bot.commands.train", *arguments)
    measured = Measured(what, _processor_time() - before, time.monotonic() - began, goal)
    print(*measured.row, sep="  ", flush=True)
    return measured


def _processor_time() -> float:
    """Of all child processes that have ended, user and system."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure(project: ProjectCopy) -> list[Measured]:
    nothing = timed(project, "from nothing", 90, "--from", "nothing")
    project.change(TOPIC, OLD, OLD + EXAMPLE)
    added = timed(project, "one example added", 20)
    project.change(TOPIC, EXAMPLE, EXAMPLE.replace("digits", "figures"))
    changed = timed(project, "one example changed", 20)
    project.change(TOPIC, EXAMPLE.replace("digits", "figures"), "")
    project.change("data/nlu/login_disabled.yml", "    - acc lokd\n", "")
    removed = timed(project, "one example removed", 20)
    return [added, changed, removed, nothing]


def write(rows: list[Measured]) -> None:
    table = markdown(("training", "processor time", "by the clock", "goal"), [one.row for one in rows])
    stamp = f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores."
    begin, end = MARKS
    text = PAGE.read_text("utf-8")
    changed = re.sub(f"{begin}.*{end}", lambda _: f"{begin}\n{table}\n\n{stamp}\n{end}", text, flags=re.DOTALL)
    PAGE.write_text(changed, "utf-8")


def main() -> None:
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # Rasa's modules are compiled once, as they are for a designer
    with tempfile.TemporaryDirectory() as folder:
        write(measure(ProjectCopy(Path(folder))))


if __name__ == "__main__":
    main()
