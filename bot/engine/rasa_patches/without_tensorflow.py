"""Keeps TensorFlow out of the engine's process: Rasa imports it everywhere, and our model uses it nowhere.

Saves about a third of the start and 280 MB. The names that Rasa's unused components need at import stand for nothing;
a model with a component of TensorFlow is refused this, and loads the real one.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
import tarfile
import types
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

PACKAGES = {"tensorflow", "tensorflow_hub", "tensorflow_text", "tensorflow_addons", "keras", "jax"}
USERS = (b"DIETClassifier", b"TEDPolicy", b"ResponseSelector", b"ConveRT", b"LanguageModelFeaturizer")


class _NothingType(type):
    """Every attribute, call, item and base class is nothing again; a decorator gives back what it decorates."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Nothing

    def __call__(cls, *values: Any, **named: Any) -> Any:
        if cls is not Nothing:
            return super().__call__(*values, **named)
        return values[0] if len(values) == 1 and callable(values[0]) and not named else Nothing

    def __getitem__(cls, key: object) -> Any:
        return Nothing

    def __or__(cls, other: object) -> Any:
        return Nothing

    __ror__ = __or__

    def __iter__(cls) -> Iterator[Any]:
        return iter(())

    def __len__(cls) -> int:
        return 0


class Nothing(metaclass=_NothingType):
    """Stands for whatever a package would have held."""


class AbsentModule(types.ModuleType):
    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__path__: list[str] = []
        self.__version__ = "2.12.0"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Nothing


class AbsentPackages(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(
        self, name: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name.partition(".")[0] not in PACKAGES:
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        return AbsentModule(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        """There is nothing to run."""


def needs_tensorflow(model: Path) -> bool:
    """Whether the model's graph names a component that computes with TensorFlow."""
    with tarfile.open(model) as archive:
        for member in archive:
            if member.name.endswith("metadata.json"):
                stream = archive.extractfile(member)
                metadata = stream.read() if stream else b""
                return any(user in metadata for user in USERS)
    return True


def leave_out_tensorflow(model: Path | None) -> bool:
    """Before Rasa is imported; whether it was left out."""
    if (model is not None and needs_tensorflow(model)) or "tensorflow" in sys.modules:
        return False
    sys.meta_path.insert(0, AbsentPackages())
    return True
