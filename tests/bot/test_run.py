"""The supervisor starts again what ended by itself: at once after a long life, later and later after short ones."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.commands.run import LONGEST_PAUSE, SHORTEST_LIFE, RestartBackoff, Supervisor


@dataclass
class Children:
    """Stands for the children."""

    dead: list[str] = field(default_factory=list)
    started: list[str] = field(default_factory=list)

    def ended(self) -> list[str]:
        return list(self.dead)

    def start(self, name: str) -> None:
        self.dead.remove(name)
        self.started.append(name)


def test_a_process_that_ended_is_started_at_once() -> None:
    processes = Children(["engine"])
    assert Supervisor(processes).look(now=100.0) == ["engine"]  # type: ignore[arg-type]
    assert processes.started == ["engine"]


def test_one_that_ends_at_once_again_waits() -> None:
    processes = Children(["engine"])
    supervisor = Supervisor(processes)  # type: ignore[arg-type]
    supervisor.look(100.0)
    processes.dead = ["engine"]
    supervisor.look(100.5)
    assert processes.started == ["engine"]
    assert supervisor.look(102.0) == []
    assert processes.started == ["engine", "engine"]


def test_the_pause_grows_to_a_limit_and_a_long_life_ends_it() -> None:
    life = RestartBackoff(started=0.0)
    pauses = [life.pause(now=1.0) for _ in range(10)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST_PAUSE
    assert life.pause(now=SHORTEST_LIFE + 1) == 0.0
