"""The table of bot/engine/rasa_patches/README.md names every function that changes Rasa, and a test of each."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "bot" / "engine" / "rasa_patches"
ROW = re.compile(r"^\| `(?P<function>\w+)` \|.*\| `(?P<file>test_\w+\.py)`: `(?P<test>test_\w+)` \|$", re.MULTILINE)
ROWS = [found.groupdict() for found in ROW.finditer((FOLDER / "README.md").read_text("utf-8"))]


def functions(file: Path) -> list[ast.FunctionDef]:
    return [node for node in ast.parse(file.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)]


def called_in(code: ast.AST) -> set[str]:
    calls = [node.func for node in ast.walk(code) if isinstance(node, ast.Call)]
    return {call.id if isinstance(call, ast.Name) else call.attr for call in calls if not isinstance(call, ast.Call)}


def patches() -> set[str]:
    """What the folder defines and the launcher calls, itself or by an `apply`."""
    defined = {function.name: function for file in FOLDER.glob("*.py") for function in functions(file)}
    applied = [function for file in FOLDER.glob("*.py") for function in functions(file) if function.name == "apply"]
    launcher = ast.parse((ROOT / "bot" / "engine" / "server" / "serve.py").read_text("utf-8"))
    called = called_in(launcher).union(*(called_in(function) for function in applied))
    return (called & defined.keys()) - {"apply"}


def test_every_patch_is_in_the_table_once() -> None:
    named = [row["function"] for row in ROWS]
    assert sorted(named) == sorted(patches())


def test_every_test_in_the_table_exists() -> None:
    for row in ROWS:
        tests = {function.name for function in functions(Path(__file__).parent / row["file"])}
        assert row["test"] in tests, row


def test_every_row_of_the_table_is_read() -> None:
    text = (FOLDER / "README.md").read_text("utf-8")
    assert len(re.findall(r"^\| `", text, re.MULTILINE)) == len(ROWS)
