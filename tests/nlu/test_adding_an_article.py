"""The example of CONTRIBUTING.md, performed: one file adds an article of the wider help, without any Python."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from actions.help import Help, help_for_reference
from actions.names import Intent
from benchmarks.parser import Parser, quiet_rasa
from tests.actions.building import ROOT, Situation, real_responses, run

NAME = "print_letter"


@pytest.fixture(scope="module")
def example() -> str:
    """The YAML of the file, as CONTRIBUTING.md shows it."""
    blocks = re.findall(r"```yaml\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.DOTALL)
    (block,) = [block for block in blocks if f"help/{NAME}" in block]
    return block


@pytest.fixture(scope="module")
def parser(example: str, tmp_path_factory: pytest.TempPathFactory) -> Parser:
    """A model of the wider help alone, with the new article's file beside the others."""
    folder = tmp_path_factory.mktemp("article")
    data = folder / "help"
    shutil.copytree(ROOT / "data" / "nlu" / "help", data)
    (data / f"{NAME}.yml").write_text(example, encoding="utf-8")
    with quiet_rasa():
        from rasa.model_training import train_nlu

        model = train_nlu(str(ROOT / "config.yml"), str(data), str(folder), fixed_model_name="model")
    assert model is not None
    return Parser(Path(model))


@pytest.mark.parametrize("text", ["how can I print out my clinic letter?", "print my letter"])
def test_the_new_article_is_understood(parser: Parser, text: str) -> None:
    (parsed,) = parser.parse([text])
    assert parsed.ranking[0][0] == f"help/{NAME}"
    assert parsed.intent == "help"


def test_the_others_are_still_understood(parser: Parser) -> None:
    (parsed,) = parser.parse(["how do I delete my nhs login"])
    assert parsed.ranking[0][0] == "help/delete_account"


def test_its_words_are_said_and_its_reference_found(example: str) -> None:
    responses = real_responses() | YAML(typ="safe").load(example)["responses"]
    left = run(Help(), Situation("print my letter", Intent.HELP, help_article=NAME), responses)
    assert left.said == [f"utter_help/{NAME}"]
    assert help_for_reference(["CID9876"], responses) == f"utter_help/{NAME}"
