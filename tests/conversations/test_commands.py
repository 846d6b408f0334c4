"""`make chat` and `make understand` as people run them: real processes, real input."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.commands.processes import free_port
from content.files import ROOT

TRANSCRIPTS = Path(__file__).parent / "transcripts"


def run(module: str, text: bytes, folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        input=text,
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "DATA_DIR": str(folder)},
        timeout=300,
        check=False,
    )


def rows(output: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.decode().splitlines()]


@pytest.fixture(scope="module")
def every_article(tmp_path_factory: pytest.TempPathFactory) -> str:
    text = (TRANSCRIPTS / "every_article.txt").read_bytes()
    played = run("bot.commands.chat", text, tmp_path_factory.mktemp("chat"), "--now", "2026-06-02T14:00")
    assert played.returncode == 0, played.stderr.decode()
    return played.stdout.decode()


@pytest.mark.parametrize(
    "words",
    [
        "create a new NHS account",
        "the code CID7023",
        "the code CID7029 and the login email ann.lee@example.com",
        "ask the email provider",
        "login_email: sam.jones@example.com",
        "contact_email: new.address@example.com",
        "first_seen: 2026-05-26",
        "Thursday 4 June 2026",
        "reference: no reference",
        "reference: CID70232",
        "ask a pharmacist",
    ],
)
def test_every_article_is_played_to_its_end(every_article: str, words: str) -> None:
    assert words in every_article


def test_every_line_of_bad_input_gets_an_answer_and_leaves_no_traceback(tmp_path: Path) -> None:
    text = (TRANSCRIPTS / "bad_input.txt").read_bytes()
    played = run("bot.commands.chat", text, tmp_path, "--json")
    logs = b"".join(file.read_bytes() for file in tmp_path.rglob("*.log"))
    assert played.returncode == 0, played.stderr.decode()
    assert {row["turn"] for row in rows(played.stdout)} == set(range(len(text.split(b"\n"))))
    assert all(row["text"].strip() for row in rows(played.stdout))
    assert b"Traceback" not in played.stderr + logs
    assert b"x@example.com" not in played.stdout


def test_understand_prints_one_object_a_line_with_what_was_understood(tmp_path: Path) -> None:
    text = b"C.I.D 7O29 pls help, its ann dot lee at example.com\n\nmy password is Hunter22! no code comes\n"
    played = run("bot.commands.understand", text, tmp_path)
    first, empty, secret = rows(played.stdout)
    assert first["topic"] == "gp_connection"
    assert (first["reference"], first["known_reference"]) == ("CID7029", True)
    assert first["email"] == "ann.lee@example.com"
    assert (first["secret"], first["emergency"], len(first["ranking"])) == ([], None, 3)
    assert (empty["text"], empty["topic"]) == ("", None)
    assert (secret["secret"], secret["topic"]) == (["password"], "missing_security_code")
    assert "Hunter22" not in played.stdout.decode()


def test_a_taken_port_is_one_clear_sentence(tmp_path: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        played = subprocess.run(
            [sys.executable, "-m", "bot.commands.run"],
            input=b"",
            capture_output=True,
            cwd=ROOT,
            env={**os.environ, "DATA_DIR": str(tmp_path), "ENGINE_PORT": str(port), "BOT_PORT": str(free_port())},
            timeout=120,
            check=False,
        )
    assert played.returncode == 1
    assert played.stderr.decode().splitlines() == [
        f"Port {port} is taken. Set ENGINE_PORT to another port and run again."
    ]
