"""`make reload`: makes a running service reload texts and topics, and switch to the selected model."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from bot.settings import SettingError, Settings


def pid_file(data_dir: Path) -> Path:
    """Returns the file with the process id of the supervisor for this data."""
    return data_dir / "run.pid"


def reload(data_dir: Path) -> str:
    """Reloads the service; returns a sentence for the operator. Raises LookupError if nothing is running."""
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
