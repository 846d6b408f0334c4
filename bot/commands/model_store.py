"""The trained models: artefacts named by their digest, the last five kept, one of them in use.

`models/store/<name>.tar.gz` is a model, `<name>.json` says what it is. `models/in_use.json` names the one that was
chosen to run, and `models/nhs-login.tar.gz` is a link to the one that runs, for Rasa's own commands.
A model that a running service uses is never removed: the service holds a lease.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

KEPT = 5
STORE = "store"
LINK = "nhs-login.tar.gz"
NAME_LENGTH = 12  # characters of the digest


class NoSuchModel(LookupError):
    """There is no model of that name; the sentence lists the ones there are."""


@dataclass(frozen=True)
class Model:
    """`sources` is the digest of its training sources; `figures` are what `make evaluate` measured."""

    name: str
    file: Path
    trained_at: str  # ISO 8601, UTC
    sources: str
    started_from: str = ""  # the model whose weights were the start; empty: from nothing
    figures: dict[str, float] = field(default_factory=dict)


class ModelStore:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._store = folder / STORE
        self._leases = folder / "leases"
        self._in_use = folder / "in_use.json"

    def models(self) -> list[Model]:
        """Returns the models, newest first."""
        files = [file for file in self._store.glob("*.json") if file.with_suffix(".tar.gz").is_file()]
        return sorted(map(_read, files), key=lambda model: model.trained_at, reverse=True)

    def named(self, name: str) -> Model:
        """Raises NoSuchModel."""
        for model in self.models():
            if model.name == name:
                return model
        kept = ", ".join(model.name for model in self.models()) or "none"
        raise NoSuchModel(f"There is no model {name}. Kept models: {kept}.")

    def of_sources(self, digest: str) -> Model | None:
        """Returns the newest model trained from these sources."""
        return next((model for model in self.models() if model.sources == digest), None)

    def newest(self) -> Model | None:
        return next(iter(self.models()), None)

    @property
    def chosen(self) -> Model | None:
        """Returns the model chosen with `make use-model`; None if the newest is used."""
        try:
            return self.named(json.loads(self._in_use.read_text("utf-8"))["name"])
        except (FileNotFoundError, NoSuchModel):
            return None

    def choose(self, name: str | None) -> None:
        """Sets the model to run; None means always the one of the current sources. Raises NoSuchModel."""
        if name is None:
            self._in_use.unlink(missing_ok=True)
        else:
            _write(self._in_use, {"name": self.named(name).name})
        self._link()

    def add(self, file: Path, sources: str, started_from: str = "") -> Model:
        """Moves a trained file into the store, named by its digest. Removes old models except KEPT and those in use."""
        name = _digest(file)[:NAME_LENGTH]
        self._store.mkdir(parents=True, exist_ok=True)
        kept = self._store / f"{name}.tar.gz"
        file.replace(kept)
        model = Model(name, kept, datetime.now(timezone.utc).isoformat(timespec="seconds"), sources, started_from)
        self._describe(model)
        self._link()
        self._remove_old()
        return model

    def record(self, name: str, figures: dict[str, float]) -> None:
        """Stores a model's measured figures. Raises NoSuchModel."""
        model = self.named(name)
        self._describe(Model(**{**model.__dict__, "figures": {**model.figures, **figures}}))

    def _describe(self, model: Model) -> None:
        about = {key: value for key, value in asdict(model).items() if key != "file"}
        _write(self._store / f"{model.name}.json", about)

    def _link(self) -> None:
        running = self.chosen or self.newest()
        if running is None:
            return
        new = self._folder / f"{LINK}.new"
        new.unlink(missing_ok=True)
        new.symlink_to(running.file.relative_to(self._folder))
        new.replace(self._folder / LINK)

    def _remove_old(self) -> None:
        leased = {file.read_text("utf-8") for file in self._leases.glob("*") if _is_alive(int(file.name))}
        chosen = self.chosen
        for model in self.models()[KEPT:]:
            if model.name not in leased and (chosen is None or chosen.name != model.name):
                model.file.unlink(missing_ok=True)
                (self._store / f"{model.name}.json").unlink(missing_ok=True)

    @contextlib.contextmanager
    def lease(self, file: Path) -> Iterator[None]:
        """Prevents the model from being removed while this process uses it."""
        self._leases.mkdir(parents=True, exist_ok=True)
        lease = self._leases / str(os.getpid())
        lease.write_text(file.name.removesuffix(".tar.gz"), "utf-8")
        try:
            yield
        finally:
            lease.unlink(missing_ok=True)


def _read(file: Path) -> Model:
    about: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return Model(file=file.with_suffix(".tar.gz"), **about)


def _write(file: Path, content: dict[str, Any]) -> None:
    new = file.with_suffix(".new")
    new.write_text(json.dumps(content, indent=1), "utf-8")
    new.replace(file)


def _digest(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def model_lease(model: Path) -> contextlib.AbstractContextManager[None]:
    """Returns a lease on a model of a store; a model from elsewhere needs none."""
    if model.parent.name != STORE:
        return contextlib.nullcontext()
    return ModelStore(model.parent.parent).lease(model)
