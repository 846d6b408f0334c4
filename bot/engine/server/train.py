"""Trains a model into a file: `python -m bot.engine.server.train --out FILE`, in the engine's Python.

As `rasa train` with the same components, but without Rasa's cache, whose fingerprints take longer than what they save,
and starting from what the training before has left in `--warm`. Plain `rasa train` gives an equally good model.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import shutil
import tarfile
import tempfile
from pathlib import Path
from typing import Any

import structlog

from bot.encoder.session import checked_hash
from bot.engine.rasa_patches.without_tensorflow import leave_out_tensorflow
from bot.engine.server.training_graph import CHECKS, DIALOGUE, TOKENS, without, without_dialogue

COMPRESSION = 0  # the file is mostly numbers that hardly become smaller
KEEPING = {
    "bot.nlu.sentence_encoder.SentenceEncoder": "keep_in",
    "bot.nlu.topic_classifier.TopicClassifier": "start_from",
}


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--warm", type=Path, help="what trainings leave for the next; without it, from nothing")
    return parser.parse_args()


class Training:
    """One training. `warm` is a folder; with None, it starts from nothing and leaves nothing."""

    def __init__(self, warm: Path | None) -> None:
        from rasa.engine.recipes.recipe import Recipe
        from rasa.shared.data import TrainingType

        from bot.nlu.importer import TopicImporter, WithRetrievalIntents

        self.importer = WithRetrievalIntents(TopicImporter("config.yml", "domain.yml", ["data"]))
        config = self.importer.get_config()
        self._warm = warm / checked_hash(Path("models/encoder"))[:12] if warm else None
        config = {**config, "pipeline": [{**one, **self._keeping(one["name"])} for one in config["pipeline"]]}
        recipe = Recipe.recipe_for_name(config.get("recipe"))
        self.configuration = recipe.graph_config_for_recipe(config, {}, TrainingType.BOTH)

    def _keeping(self, component: str) -> dict[str, str]:
        """The folder that a component keeps things in."""
        return {KEEPING[component]: str(self._warm)} if self._warm and component in KEEPING else {}

    def run(self, out: Path) -> None:
        """Raises what Rasa raises where data, domain or configuration are wrong."""
        with tempfile.TemporaryDirectory() as folder:
            components = Path(folder)
            learned = self._dialogue_folder()
            known = learned is not None and learned.is_dir()
            self._train(components, known)
            if learned is not None and known:
                shutil.copytree(learned, components, dirs_exist_ok=True)
            elif learned is not None:
                _keep_dialogue(components, learned)
            _pack(components, self.configuration, self.importer.get_domain(), out)

    def _train(self, components: Path, dialogue_known: bool) -> None:
        from rasa.engine.graph import ExecutionContext
        from rasa.engine.runner.dask import DaskGraphRunner
        from rasa.engine.storage.local_model_storage import LocalModelStorage
        from rasa.engine.validation import validate

        schema = without(self.configuration.train_schema, TOKENS)
        if dialogue_known:
            schema = without_dialogue(without(schema, CHECKS))
        else:
            validate(self.configuration)
        context = ExecutionContext(graph_schema=self.configuration.train_schema)
        runner = DaskGraphRunner.create(schema, LocalModelStorage(components), context)
        runner.run(inputs={"__importer__": self.importer})

    def _dialogue_folder(self) -> Path | None:
        """Returns the folder for what is learned from these stories, rules and domain, without responses."""
        if self._warm is None:
            return None
        import rasa

        domain = {key: value for key, value in self.importer.get_domain().as_dict().items() if key != "responses"}
        stories = self.importer.get_stories().fingerprint()
        config = self.importer.get_config()
        parts = [rasa.__version__, json.dumps(domain, sort_keys=True), stories, json.dumps(config, sort_keys=True)]
        return self._warm / f"dialogue-{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:16]}"


def _keep_dialogue(components: Path, folder: Path) -> None:
    """The policies, for the next training; older ones go."""
    for old in folder.parent.glob("dialogue-*"):
        shutil.rmtree(old)
    for name in DIALOGUE:
        shutil.copytree(components / name, folder / name)


def _pack(components: Path, configuration: Any, domain: Any, out: Path) -> None:
    """Packs like Rasa's model storage, but with less compression, which would take longer than training."""
    from rasa.engine.storage.local_model_storage import (
        MODEL_ARCHIVE_COMPONENTS_DIR,
        MODEL_ARCHIVE_METADATA_FILE,
        LocalModelStorage,
    )

    with tempfile.TemporaryDirectory() as folder:
        metadata = LocalModelStorage._create_model_metadata(domain, configuration)
        LocalModelStorage._persist_metadata(metadata, Path(folder))
        with tarfile.open(out, "w:gz", compresslevel=COMPRESSION) as tar:
            tar.add(Path(folder) / MODEL_ARCHIVE_METADATA_FILE, arcname=MODEL_ARCHIVE_METADATA_FILE)
            tar.add(components, arcname=MODEL_ARCHIVE_COMPONENTS_DIR)


def main() -> None:
    logging.basicConfig(level=logging.WARNING)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    chosen = options()
    leave_out_tensorflow(None)
    Training(chosen.warm).run(chosen.out)


if __name__ == "__main__":
    main()
