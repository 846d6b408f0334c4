"""Adding a language is adding files: an invented one is spoken and understood, and English completes it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from actions.message import language_of
from actions.names import ActionName
from actions.turn import Turn
from actions.turn_action import TurnAction
from content.language import current_language
from tests.actions.building import ROOT, Situation, run

IN_XX = """
import json
from actions.feelings import feeling_in
from actions.yes_or_no import leading_answer
from content.language import in_language
from content.responses import responses

def heard_and_said():
    said = responses()
    texts = [said[name][0]["text"] for name in ("utter_out_of_scope", "utter_stopped")]
    answers = [leading_answer(text) for text in ("jes jes", "yes", "nope")]
    return [*answers, feeling_in("I am furious"), *texts]

with in_language("xx"):
    in_xx = heard_and_said()
print(json.dumps([in_xx, heard_and_said()]))
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project's actions with its data, to which a language is added."""
    for folder in ("actions", "content", "data/nlu", "data/phrases"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file, content in {
        "data/phrases/xx/yes_or_no.yml": "patterns:\n  'yes':\n  - '\\W*jes\\b'\n",
        "data/responses/xx/talk.yml": "utter_out_of_scope:\n- text: Ekster mia kampo.\n",
    }.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(content, encoding="utf-8")
    return tmp_path


def spoken(copy: Path) -> Any:
    command = [sys.executable, "-W", "ignore", "-c", IN_XX]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_an_added_language_has_its_phrases_and_responses_and_english_for_the_rest(copy: Path) -> None:
    in_xx, in_english = spoken(copy)
    assert in_xx[:4] == [True, None, False, "angry"]
    assert in_english[:4] == [None, True, False, "angry"]
    assert in_xx[4] == "Ekster mia kampo."
    assert in_english[4] != in_xx[4]
    assert in_xx[5] == in_english[5]


class Listener(TurnAction):
    action_name = ActionName.HELP

    def act(self, turn: Turn) -> None:
        self.language = current_language()


def test_an_action_runs_in_the_language_of_the_conversation() -> None:
    listener = Listener()
    run(listener, Situation("jes", conversation_language="xx"))
    assert listener.language == "xx"
    assert current_language() == "en"


def test_a_message_without_a_language_is_in_english() -> None:
    assert language_of({"text": "hello"}) == "en"
