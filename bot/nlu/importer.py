"""Rasa importer (named in config.yml): completes the domain and the rules from what the topics declare.

Derived, so that nobody writes it twice: the intents (every one that has examples), the values of the slot `article`,
and the rules of an article that no story or rule in `data/stories/` mentions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.importer import ResponsesSyncImporter
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import cached_method

from bot.nlu.generated_rules import rules_for
from content.files import read_data
from content.topics import NLU, read_topics

WITHOUT_TOPIC = ("unknown_reference", "human")  # articles of a reference that is not known, and of a wish for a person


class TopicImporter(RasaFileImporter):
    """Reads YAML with a C parser and without Rasa's schema check, which `make check` does: loading takes a tenth."""

    @cached_method
    def get_domain(self) -> Domain:
        domain: Domain = super().get_domain()
        return domain.merge(Domain.from_dict(derived_domain(self._nlu_files)))

    @cached_method
    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        written = super().get_stories(exclusion_percentage)
        flows = [flow for file in self._story_files for flow in flows_in(read_data(Path(file)))]
        rules = rules_for(read_topics(self._folder), set(articles_in(flows)), set(intents_in(flows)))
        if not rules:
            return written
        reader = YAMLStoryReader(self.get_domain(), "the rules of topics without a story")
        steps = reader.read_from_parsed_yaml({"version": "3.1", "rules": rules})
        return StoryGraph([*written.story_steps, *steps])

    @cached_method
    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        return read_nlu([Path(file) for file in self._nlu_files])

    @property
    def _folder(self) -> Path:
        """The folder of the topics: the one that holds most of the training data."""
        folders = [Path(file).parent for file in self._nlu_files]
        return min(folders, key=lambda folder: len(folder.parts)) if folders else NLU


class WithRetrievalIntents(ResponsesSyncImporter):
    """Completes the domain with `help/...`; the training data has their responses already, so nothing is merged."""

    @cached_method
    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        return self._importer.get_nlu_data(language)


def read_nlu(files: Iterable[Path]) -> TrainingData:
    """Reads examples and responses. Leaves out the declarations of topics, which are not learned from."""
    reader, responses = RasaYAMLReader(), dict[str, Any]()
    for file in files:
        content = read_data(file) or {}
        reader.filename = str(file)
        reader._parse_nlu([{key: item[key] for key in item if key != "metadata"} for item in content.get("nlu") or []])
        responses |= content.get("responses") or {}
    found = (reader.training_examples, reader.entity_synonyms, reader.regex_features, reader.lookup_tables)
    return TrainingData(*found, responses=responses)


def derived_domain(nlu_files: list[str]) -> dict[str, Any]:
    """Returns intents and the values of the slot `article`, as a domain that Rasa merges with domain.yml."""
    items = [item for file in nlu_files for item in (read_data(Path(file)) or {}).get("nlu") or []]
    intents = dict.fromkeys(str(item["intent"]).partition("/")[0] for item in items if "intent" in item)
    folder = min((Path(file).parent for file in nlu_files), key=lambda path: len(path.parts), default=NLU)
    article = {
        "type": "categorical",
        "values": [*read_topics(folder).articles, *WITHOUT_TOPIC],
        "mappings": [{"type": "custom"}],
    }
    return {
        "version": "3.1",
        "intents": [{intent: {"use_entities": []}} for intent in intents],
        "slots": {"article": article},
    }


def flows_in(content: Any) -> Iterator[dict[str, Any]]:
    """The rules and stories of a file."""
    for kind in ("rules", "stories"):
        yield from (content or {}).get(kind) or []


def articles_in(flows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Returns the articles that rules and stories continue from."""
    for flow in flows:
        for step in flow.get("steps") or []:
            yield from (slot["article"] for slot in step.get("slot_was_set") or [] if "article" in slot)


def intents_in(flows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Returns the intents that a rule handles, including those inside an `or`."""
    for flow in flows:
        for step in flow.get("steps") or []:
            yield from (one["intent"] for one in step.get("or", [step]) if "intent" in one and "rule" in flow)
