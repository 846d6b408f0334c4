"""`make models` lists the trained models; `make use-model NAME=…` selects one, `NAME=latest` the newest."""

from __future__ import annotations

import argparse
import sys

from bot.commands.model_store import Model, ModelStore, NoSuchModel
from bot.commands.train import store

LATEST = "latest"


def table(models: ModelStore) -> str:
    """Returns a line for each model, newest first; `*` marks the chosen one."""
    chosen = models.chosen
    lines = [_line(model, model == chosen) for model in models.models()]
    return "\n".join(lines) or "There is no trained model yet: run `make train`."


def _line(model: Model, is_chosen: bool) -> str:
    figures = "  ".join(f"{name} {value:g}" for name, value in model.figures.items()) or "not evaluated"
    start = f"started from {model.started_from}" if model.started_from else "from nothing"
    return f"{'*' if is_chosen else ' '} {model.name}  {model.trained_at}  {start:26}  {figures}"


def use(models: ModelStore, name: str) -> str:
    """Selects the model to run; returns a sentence for the operator. Raises NoSuchModel."""
    models.choose(None if name == LATEST else name)
    if name == LATEST:
        return "The model of the present data is used from now on. Run `make reload` where a service runs."
    return f"The model {name} is used from now on. Run `make reload` where a service runs."


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("use", nargs="?", help="the name of a model, or `latest`")
    name = parser.parse_args().use
    try:
        print(use(store(), name) if name else table(store()))
    except NoSuchModel as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
