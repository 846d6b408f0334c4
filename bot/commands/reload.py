"""`make reload`: a running service reads texts and topics again, and takes the model that is to be used now."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from bot.settings import SettingError, Settings


def pid_file(data_dir: Path) -> Path:
    """Holds the id of the supervisor that runs over this data."""
    return data_dir / "run.pid"


def reload(data_dir: Path) -> str:
    """A sentence for the person who asked. Raises LookupError where nothing runs."""
    try:
        pid = int(pid_file(data_dir).read_text())
        os.kill(pid, signal.SIGUSR1)
    except (FileNotFoundError, ValueError, ProcessLookupError):
        raise LookupError(f"Nothing runs over {data_dir}: start it with `make run`.") from None
    return "Texts and topics are read again."


def main() -> None:
    try:
        print(reload(Settings.read().data_dir))
    except (LookupError, SettingError) as error:
        sys.exit(str(error).strip("'"))


if __name__ == "__main__":
    main()
