"""CONTRIBUTING's recipe, performed in a copy: one file adds a topic, which is then met everywhere a topic can be met.

The same copy has one story and one example changed, since training takes longest.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.whole.project_copy import ProjectCopy

TOPIC = Path(__file__).parent / "new_topic" / "smart_watch.yml"
NAME, LABEL, BUTTON = "smart_watch", "Cannot log in on a smart watch", "Smart watch"
EXAMPLE = "the pigeon came back with an empty envelope"

# What a person writes in each conversation, by what it shows.
CONVERSATIONS: Mapping[str, Sequence[str]] = {
    "first": ["my smart watch will not log in"],
    "to the end": ["my smart watch will not log in", "no", "no", "jo@example.com", "yes"],
    "by reference": ["CID9431"],
    "in the email form": [
        "my login is blocked, CID2012",
        "my smart watch will not log in either",
        "jo@example.com",
        "yes",
    ],
    "in the reference form": [
        "my login is blocked",
        "now my watch will not log in",
        "CID2012",
        "jo@example.com",
        "yes",
    ],
    "in the form for the day": ["CID2014", "my smart watch will not log in", "this morning", "yes"],
    "second": ["I get no security code, and my smart watch will not log in", "yes"],
    "denied": ["it is not the smart watch, I get no security code"],
    "changed story": ["CID2012"],
    "changed example": [EXAMPLE],
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> ProjectCopy:
    made = ProjectCopy(tmp_path_factory.mktemp("project"))
    shutil.copy(TOPIC, made.folder / "data" / "nlu")
    made.change("data/nlu/missing_security_code.yml", "  examples: |\n", f"  examples: |\n    - {EXAMPLE}\n")
    made.change("data/stories/login_disabled.yml", "utter_login_disabled_cid2012", "utter_login_disabled_no_reference")
    made.train()
    return made


@pytest.fixture(scope="module")
def played(project: ProjectCopy) -> dict[str, list[dict[str, Any]]]:
    return dict(zip(CONVERSATIONS, project.chat(*CONVERSATIONS.values()), strict=True))


def texts(replies: Sequence[Mapping[str, Any]]) -> str:
    return "\n".join(reply["text"] for reply in replies)


def case_in(replies: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return dict(next(reply["handover"] for reply in replies if "handover" in reply))


def test_it_is_understood(project: ProjectCopy) -> None:
    found = project.understand(["nhs login on my watch does nothing", "CID9431", "I get no security code"])
    assert [one["topic"] for one in found] == [NAME, NAME, "missing_security_code"]


@pytest.mark.parametrize("conversation", ["first", "by reference"])
def test_the_first_remedy_is_offered(played: dict[str, list[dict[str, Any]]], conversation: str) -> None:
    assert "Charge the watch" in texts(played[conversation])


def test_after_the_last_remedy_a_case_is_opened(played: dict[str, list[dict[str, Any]]]) -> None:
    case = case_in(played["to the end"])
    assert (case["topic"], case["login_email"]) == (NAME, "jo@example.com")
    assert case["remedies_tried"] == ["charge the watch", "pair the watch"]
    assert "cannot log in on a smart watch" in json.dumps(case)


@pytest.mark.parametrize("form", ["in the email form", "in the reference form"])
def test_inside_a_form_it_waits_for_its_turn(played: dict[str, list[dict[str, Any]]], form: str) -> None:
    assert case_in(played[form])["topic"] == "login_disabled"
    assert "Charge the watch" in texts(played[form])


def test_inside_the_form_for_the_day_too(played: dict[str, list[dict[str, Any]]]) -> None:
    assert "Charge the watch" in texts(played["in the form for the day"])


def test_as_a_second_problem_it_comes_after_the_first(played: dict[str, list[dict[str, Any]]]) -> None:
    said = texts(played["second"])
    assert "the smart watch does not log in" in said
    assert said.index("spam or junk folder") < said.index("Charge the watch")


def test_denied_it_is_not_opened(played: dict[str, list[dict[str, Any]]]) -> None:
    said = texts(played["denied"])
    assert "spam or junk folder" in said
    assert "watch" not in said


def test_it_is_a_button(project: ProjectCopy) -> None:
    titles = (
        "from bot.http.responses import *; from content.topics import topics; print([t.button for t in topics().all])"
    )
    assert BUTTON in project.run("-c", titles)


def test_the_desk_and_the_figures_name_it(project: ProjectCopy) -> None:
    named = (
        "from bot.desk.wording import problem_of, topic_label\n"
        f"print(problem_of({{'topic': '{NAME}', 'reference': 'CID9431'}}, None), topic_label('{NAME}'), sep='\\n')"
    )
    assert project.run("-c", named).splitlines() == [f"{LABEL}, CID9431", LABEL]


def test_evaluate_measures_it(project: ProjectCopy) -> None:
    folder = project.folder / "messages"
    folder.mkdir()
    known = "I get no security code\tmissing_security_code\t\t"
    project.write(
        "messages/watches.tsv", f"text\ttopic\treference\talso\nmy watch refuses to log in\t{NAME}\t\t\n{known}\n"
    )
    project.write("messages/floor.toml", "")
    chosen = ("--messages", str(folder), "--floor", str(folder / "floor.toml"))
    assert NAME in project.run("-m", "benchmarks.evaluate", *chosen, python=".venv-engine/bin/python")


def test_a_changed_story_changes_the_conversation(played: dict[str, list[dict[str, Any]]]) -> None:
    said = texts(played["changed story"])
    assert "I cannot tell why you are locked out" in said
    assert "the NHS login may have been disabled" not in said


def test_a_changed_example_changes_the_conversation(played: dict[str, list[dict[str, Any]]]) -> None:
    assert "spam or junk folder" in texts(played["changed example"])
