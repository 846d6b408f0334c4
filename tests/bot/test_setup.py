"""`make setup` names what is missing and the command that brings it. The real script, with stand-ins on the PATH."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from content.files import ROOT

TOOLS = ("sh", "cat", "chmod", "dirname", "grep", "mkdir", "sha256sum", "tail")
REQUIREMENTS = ("bot", "encoder", "engine", "tokenizers")
# Writes down how it is called. `python find` knows the versions in the file `found`.
UV = """#!/bin/sh
echo "$*" >>"$CALLS"
case "$1 $2" in
"python find") grep -qx "$3" "$FOUND" ;;
"python install") [ -z "$NO_NETWORK" ] || { echo "error: Failed to download cpython-$3" >&2; exit 1; } ;;
"venv --quiet") for last; do :; done; mkdir -p "$last" ;;
esac
"""
PYTHON = """#!/bin/sh
[ "$1" = -c ] && exit "${NO_VENV:-0}"
mkdir -p .uv/bin && printf '#!/bin/sh\\nexit 1\\n' >.uv/bin/python && chmod +x .uv/bin/python
"""


class Machine:
    """A copy of the script in an empty project, and a PATH with nothing but what a test gives it."""

    def __init__(self, folder: Path) -> None:
        self.project, self._bin = folder / "project", folder / "bin"
        self.calls = folder / "calls"
        self._found = folder / "found"
        self.environment = {"PATH": str(self._bin), "CALLS": str(self.calls), "FOUND": str(self._found)}
        for place in (self.project / "scripts", self.project / "requirements", self._bin):
            place.mkdir(parents=True)
        shutil.copy(ROOT / "scripts" / "setup.sh", self.project / "scripts")
        for name in REQUIREMENTS:
            (self.project / "requirements" / f"{name}.txt").write_text(f"{name}\n")
        for tool in TOOLS:
            os.symlink(str(shutil.which(tool)), self._bin / tool)
        self._found.write_text("")

    def has(self, *pythons: str) -> None:
        self._found.write_text("".join(f"{one}\n" for one in pythons))

    def install(self, name: str, script: str) -> None:
        (self._bin / name).write_text(script)
        (self._bin / name).chmod(0o755)

    def remove(self, name: str) -> None:
        (self._bin / name).unlink()

    def set_up(self, **environment: str) -> str:
        """What it says. The files that it would write later are not made: their sources are not here."""
        done = subprocess.run(
            ["sh", str(self.project / "scripts" / "setup.sh")],
            env=self.environment | environment,
            text=True,
            capture_output=True,
        )
        return done.stderr

    def called(self) -> list[str]:
        return self.calls.read_text().splitlines() if self.calls.exists() else []


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_pythons_that_are_there_are_used(machine: Machine) -> None:
    machine.install("uv", UV)
    machine.has("3.13", "3.10")
    said = machine.set_up()
    assert "Building .venv (Python 3.13)" in said
    assert "Building .venv-engine (Python 3.10)" in said
    assert [call for call in machine.called() if call.startswith("python install")] == []


def test_a_python_that_is_missing_is_fetched(machine: Machine) -> None:
    machine.install("uv", UV)
    machine.has("3.13")
    assert "Fetching Python 3.10 ..." in machine.set_up()
    assert "python install 3.10" in machine.called()
    assert "python install 3.13" not in machine.called()


def test_fetching_can_be_forbidden(machine: Machine) -> None:
    machine.install("uv", UV)
    machine.has("3.13")
    said = machine.set_up(UV_PYTHON_DOWNLOADS="never")
    assert "Python 3.10 is missing, and UV_PYTHON_DOWNLOADS=never forbids fetching it" in said
    assert "pyenv install 3.10" in said
    assert "python install 3.10" not in machine.called()


def test_a_python_that_cannot_be_fetched_is_named_with_the_reason(machine: Machine) -> None:
    machine.install("uv", UV)
    said = machine.set_up(NO_NETWORK="1")
    assert "Python 3.13 is missing, and uv could not fetch it from github.com" in said
    assert "error: Failed to download cpython-3.13" in said
    assert "pyenv install 3.13" in said
    assert "UV_PYTHON_INSTALL_MIRROR" in said


def test_without_uv_and_python3_both_are_named(machine: Machine) -> None:
    assert "apt-get install python3 python3-venv" in machine.set_up()


def test_a_missing_venv_module_is_not_taken_for_a_missing_network(machine: Machine) -> None:
    machine.install("python3", PYTHON)
    said = machine.set_up(NO_VENV="1")
    assert "python3-venv is missing" in said
    assert "apt-get install python3-venv" in said
    assert "network" not in said


def test_a_package_index_that_cannot_be_reached_is_named_with_the_log(machine: Machine) -> None:
    machine.install("python3", PYTHON)
    said = machine.set_up()
    assert "uv could not be installed: is there a network and a package index? (.uv/setup.log)" in said


def test_python3_is_not_needed_where_uv_is(machine: Machine) -> None:
    machine.install("uv", UV)
    machine.has("3.13", "3.10")
    assert "python3 is missing" not in machine.set_up()


def test_a_missing_tool_is_named(machine: Machine) -> None:
    machine.remove("sha256sum")
    assert "apt-get install coreutils" in machine.set_up()
