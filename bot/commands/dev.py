"""`make dev`: runs everything and applies changes of files at once; conversations are kept.

Texts are reloaded within a second. A changed example or story is trained beside the running engine, which then restarts
with the new model. Changed Python restarts its process.
"""

from __future__ import annotations

import asyncio
import sys

from bot.commands.processes import Processes
from bot.commands.train import TrainingFailed, digest, store, train
from bot.commands.watcher import Consequence, Watcher, consequences

RESTARTED = (Consequence.ACTIONS, Consequence.ENGINE, Consequence.BOT)


class Dev:
    """Call `look` every few tenths of a second."""

    def __init__(self, processes: Processes) -> None:
        self._processes = processes
        self._watcher = Watcher()
        self._learned = digest()
        self._training: asyncio.Task[None] | None = None

    def look(self) -> None:
        changed = self._watcher.changed()
        if not changed:
            return
        _say(f"Changed: {', '.join(changed)}")
        wanted = consequences(changed)
        for one in RESTARTED:
            if one in wanted:
                self._processes.restart(one.value)
        if Consequence.RELOAD in wanted:
            self._processes.reload()
        self._train_if_needed()

    def _train_if_needed(self) -> None:
        try:
            learned = digest()
        except Exception as error:  # a file that is half written or wrong: the next change is looked at again
            _say(f"Not read: {error}")
            return
        if learned != self._learned and (self._training is None or self._training.done()):
            self._learned = learned
            self._training = asyncio.get_running_loop().create_task(self._train())

    async def _train(self) -> None:
        try:
            found = store().of_sources(self._learned)
            model = found if found else await asyncio.to_thread(train)
        except TrainingFailed as error:
            _say(str(error))
            return
        self._processes.use_model(model.file)
        _say(f"The model {model.name} is in use.")
        self._train_if_needed()


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
