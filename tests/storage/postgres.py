"""A PostgreSQL of our own for the tests: a fresh cluster in a temporary folder, on loopback, ended with the tests."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.commands.processes import free_port


def programs() -> Path | None:
    """The folder of initdb and pg_ctl; None where PostgreSQL is not installed."""
    found = shutil.which("initdb")
    places = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return places[-1] if places else None


def _as_nobody() -> dict[str, str | int]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name for entry in pwd.getpwall()}
    return {"user": "postgres" if "postgres" in known else "nobody"}


@contextmanager
def cluster() -> Iterator[str]:
    """The address of an empty database."""
    folder = programs()
    assert folder is not None
    with tempfile.TemporaryDirectory(prefix="nhs-login-postgres-") as scratch:
        who = _as_nobody()
        if who:
            shutil.chown(scratch, who["user"])
        data, port = f"{scratch}/data", free_port()

        def run(*command: str) -> None:
            subprocess.run(command, cwd=scratch, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT, **who)  # type: ignore[call-overload]

        run(str(folder / "initdb"), "-D", data, "-U", "bot", "--auth=trust", "-E", "UTF8", "--no-sync")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={scratch} -c max_connections=60"
        run(str(folder / "pg_ctl"), "-D", data, "-o", options, "-l", f"{scratch}/log", "-w", "start")
        try:
            yield f"postgresql://bot@127.0.0.1:{port}/postgres"
        finally:
            run(str(folder / "pg_ctl"), "-D", data, "-m", "immediate", "-w", "stop")
