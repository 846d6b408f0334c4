"""Every name in Python is one of the domain's and every name of the domain is used: nothing hangs in the air."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

from actions.articles import HUMAN, UNKNOWN_REFERENCE
from actions.names import (
    FEELING_PREFIX,
    HELP_PREFIX,
    LANGUAGE_PREFIX,
    REMEDY_PREFIX,
    ActionName,
    FlowStep,
    Form,
    Intent,
    Slot,
    Utter,
)
from actions.remedies import remedies_of
from bot.nlu.importer import TopicImporter
from content.topics import topics as all_topics
from tests.actions.building import ROOT, read, real_responses

IMPORTER = TopicImporter(str(ROOT / "config.yml"), str(ROOT / "domain.yml"), [str(ROOT / "data")])
DOMAIN = IMPORTER.get_domain().as_dict()
ARTICLES = [*all_topics().articles, UNKNOWN_REFERENCE, HUMAN]
TOPIC_INTENTS = set(all_topics().by_intent)
RESPONSES = set(real_responses())
# Pressed, sent by a channel, or found without examples.
RATED = {"rate_well", "rate_middle", "rate_badly"}
NOT_LEARNED = {"other_language", "given_back", "given_back_settled", *RATED}
BUILT_IN = {ActionName.LISTEN.value}
REMEDY = re.compile(re.escape(REMEDY_PREFIX) + r"(?P<article>[a-z0-9_]+?)_(?P<number>\d+)_(?P<name>[a-z0-9_]+)")
SAID_BY_THE_BOT = re.compile(r"""(f?)["'](utter_[a-z_]+)((?:\{[^}"']*\})?)["']""")


def values(names: type[Enum]) -> set[str]:
    return {name.value for name in names}


def yaml_files(folder: str) -> list[Path]:
    return sorted((ROOT / "data" / folder).rglob("*.yml"))


def flows() -> list[dict[str, Any]]:
    """Every rule and story."""
    contents = [read(file) for file in yaml_files("stories")]
    return [flow for content in contents for kind in ("rules", "stories") for flow in content.get(kind) or []]


def steps() -> Iterator[dict[str, Any]]:
    """Every step and condition, those inside an `or` too."""
    for flow in flows():
        for step in [*flow.get("condition", []), *flow["steps"]]:
            yield from step.get("or", [step])


def told(key: str) -> set[str]:
    return {step[key] for step in steps() if step.get(key)}


def taught_blocks() -> list[tuple[str, dict[str, Any]]]:
    """Each intent, or article of the wider help, with its block of examples."""
    blocks = [block for file in yaml_files("nlu") for block in read(file).get("nlu") or []]
    return [(block["intent"], block) for block in blocks if "intent" in block]


def sources(folder: str) -> str:
    return "\n".join(file.read_text("utf-8") for file in sorted((ROOT / folder).rglob("*.py")))


def bot_says() -> set[str]:
    """Responses that bot/ names; a name with a value in it stands for all that fit."""
    said = set()
    for formatted, name, value in SAID_BY_THE_BOT.findall(sources("bot")):
        said |= {r for r in RESPONSES if r.startswith(name)} if formatted and value else {name}
    return said - {"utter_action"}  # Rasa's key for a response's name, not a name


# Slots, intents, forms, actions


def test_slots_are_those_of_the_domain() -> None:
    assert values(Slot) == set(DOMAIN["slots"])


def test_articles_are_the_values_of_their_slot() -> None:
    assert set(ARTICLES) == set(DOMAIN["slots"]["article"]["values"])


def test_steps_are_the_values_of_their_slot() -> None:
    assert values(FlowStep) == set(DOMAIN["slots"]["step"]["values"])


def test_forms_are_those_of_the_domain() -> None:
    assert values(Form) == set(DOMAIN["forms"])


def test_what_forms_ask_for_are_slots() -> None:
    asked = {slot for form in DOMAIN["forms"].values() for slot in form["required_slots"]}
    assert asked <= values(Slot)


def test_intents_are_those_of_the_domain_and_the_fallback() -> None:
    domain = set(IMPORTER.get_domain().intents) - {"restart", "back", "session_start"}
    assert values(Intent) | TOPIC_INTENTS == domain


def test_every_intent_has_examples_and_every_example_an_intent() -> None:
    taught = {intent.partition("/")[0] for intent, _ in taught_blocks()}
    assert taught == (values(Intent) | TOPIC_INTENTS) - {"nlu_fallback"} - NOT_LEARNED


def test_an_intent_has_its_examples_in_one_file() -> None:
    taught = Counter(intent for intent, _ in taught_blocks())
    assert [intent for intent, files in taught.items() if files > 1] == []


def test_no_message_is_an_example_of_two_intents() -> None:
    examples: dict[str, set[str]] = defaultdict(set)
    for intent, block in taught_blocks():
        for line in block["examples"].splitlines():
            examples[line.removeprefix("- ").strip().casefold()].add(intent)
    assert {example: intents for example, intents in examples.items() if len(intents) > 1} == {}


def test_actions_are_those_of_the_domain() -> None:
    assert values(ActionName) == set(DOMAIN["actions"]) | BUILT_IN


def test_the_action_server_runs_every_action_of_the_domain_and_no_other() -> None:
    """In a separate process: Rasa's SDK takes every action class that was ever imported, those of tests too."""
    code = (
        "from rasa_sdk.executor import ActionExecutor\n"
        "executor = ActionExecutor()\n"
        "executor.register_package('actions')\n"
        "print(*executor.actions)"
    )
    command = [sys.executable, "-W", "ignore", "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) == set(DOMAIN["actions"])


def test_every_form_is_validated() -> None:
    assert {f"validate_{form}" for form in DOMAIN["forms"]} <= set(DOMAIN["actions"])


def test_entities_are_what_the_patterns_find() -> None:
    words = ("reference", "email", "code_channel", "service", "language", "help_article")
    used = {word for word in words if f'"{word}"' in sources("actions")}
    assert used == set(DOMAIN["entities"])


# Rules and stories


def test_rules_speak_only_of_intents_that_exist() -> None:
    assert told("intent") <= values(Intent) | TOPIC_INTENTS


def test_every_intent_has_a_rule_or_a_story() -> None:
    assert told("intent") == values(Intent) | TOPIC_INTENTS


def test_rules_take_only_actions_that_exist() -> None:
    assert told("action") <= set(DOMAIN["actions"]) | set(DOMAIN["forms"]) | RESPONSES


def test_rules_speak_only_of_slots_and_values_that_exist() -> None:
    was_set = [(name, v) for step in steps() for one in step.get("slot_was_set") or [] for name, v in one.items()]
    allowed: set[tuple[str, str | None]] = {(Slot.ARTICLE.value, article) for article in ARTICLES}
    allowed |= {(Slot.STEP.value, step) for step in values(FlowStep)} | {("requested_slot", None)}
    assert set(was_set) <= allowed


def test_only_slots_that_influence_the_conversation_stand_in_rules() -> None:
    silent = {name for name, slot in DOMAIN["slots"].items() if slot.get("influence_conversation") is False}
    assert not {name for step in steps() for one in step.get("slot_was_set") or [] for name in one} & silent


@pytest.mark.parametrize("kind", ["rule", "story"])
def test_names_of_rules_and_stories_are_different(kind: str) -> None:
    names = Counter(flow[kind] for flow in flows() if kind in flow)
    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize("article", all_topics().articles)
def test_every_article_is_opened_by_a_rule(article: str) -> None:
    assert any({"article": article} in (step.get("slot_was_set") or []) for step in steps())


# Responses


def questions() -> set[str]:
    return {f"utter_ask_{slot}" for form in DOMAIN["forms"].values() for slot in form["required_slots"]}


def test_a_response_stands_in_one_file_only() -> None:
    found = Counter(name for file in yaml_files("nlu") for name in read(file).get("responses") or {})
    assert [name for name, times in found.items() if times > 1] == []


def test_every_slot_that_a_form_asks_for_has_its_question() -> None:
    assert questions() <= RESPONSES


def test_every_response_that_an_action_names_exists() -> None:
    assert values(Utter) <= RESPONSES


def test_every_response_that_the_bot_names_exists() -> None:
    assert bot_says() <= RESPONSES


def test_the_bot_names_what_it_says_in_an_emergency() -> None:
    assert {f"utter_emergency_{kind}" for kind in ("medical", "self_harm", "danger")} <= bot_says()


@pytest.mark.parametrize("response", sorted(RESPONSES))
def test_every_response_is_said_by_somebody(response: str) -> None:
    by_prefix = response.startswith((REMEDY_PREFIX, HELP_PREFIX, FEELING_PREFIX, LANGUAGE_PREFIX))
    assert by_prefix or response in told("action") | values(Utter) | questions() | bot_says()


@pytest.mark.parametrize("response", list(Utter))
def test_every_response_named_for_actions_is_said_by_one(response: Utter) -> None:
    said = "\n".join(f.read_text("utf-8") for f in (ROOT / "actions").glob("*.py") if f.name != "names.py")
    assert re.search(rf"\bUtter\.{response.name}\b", said)


# Remedies


@pytest.mark.parametrize("response", sorted(name for name in RESPONSES if name.startswith(REMEDY_PREFIX)))
def test_every_remedy_is_of_an_article(response: str) -> None:
    match = REMEDY.fullmatch(response)
    assert match is not None
    assert match["article"] in ARTICLES


@pytest.mark.parametrize("article", ARTICLES)
def test_the_remedies_of_an_article_are_numbered_from_one_without_a_gap(article: str) -> None:
    numbers = [remedy.number for remedy in remedies_of(article, RESPONSES)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_article_that_offers_a_remedy_has_one() -> None:
    walked = {
        value
        for flow in flows()
        if {"action": "action_next_remedy"} in flow["steps"]
        for step in flow["steps"]
        for one in step.get("slot_was_set") or []
        for name, value in one.items()
        if name == "article"
    }
    assert walked == {article for article in ARTICLES if remedies_of(article, RESPONSES)}


# Configuration


def dotted_paths() -> list[str]:
    config = read(ROOT / "config.yml")
    names = [component["name"] for kind in ("pipeline", "policies") for component in config[kind]]
    return sorted(name for name in [*names, *read(ROOT / "credentials.yml")] if "." in name)


def test_there_are_dotted_paths_to_import() -> None:
    assert "bot.engine.server.endpoint.EngineEndpoint" in dotted_paths()


@pytest.mark.parametrize("path", dotted_paths())
def test_every_dotted_path_of_the_configuration_imports(path: str) -> None:
    module, _, name = path.rpartition(".")
    assert isinstance(getattr(importlib.import_module(module), name), type)
