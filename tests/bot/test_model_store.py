"""The store of models: named by their digest, the last five kept, and none removed that somebody uses."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.commands.model_store import KEPT, Model, ModelStore, NoSuchModel
from bot.commands.models import table, use


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path)


def add(store: ModelStore, tmp_path: Path, content: str, sources: str = "s") -> Model:
    file = tmp_path / "new.tar.gz"
    file.write_text(content)
    return store.add(file, sources)


def filled(store: ModelStore, tmp_path: Path, count: int) -> list[Model]:
    """The oldest first."""
    models = []
    for number in range(count):
        model = add(store, tmp_path, f"model {number}")
        about = tmp_path / "store" / f"{model.name}.json"
        about.write_text(about.read_text().replace(model.trained_at, f"2026-01-01T00:00:{number:02}+00:00"))
        models.append(model)
    return models


def names(store: ModelStore) -> set[str]:
    return {model.name for model in store.models()}


def test_a_model_is_named_by_its_digest(store: ModelStore, tmp_path: Path) -> None:
    one = add(store, tmp_path, "a model")
    again = add(store, tmp_path, "a model")
    assert one.name == again.name
    assert one.file.read_text() == "a model"


def test_rasas_own_commands_find_the_model_that_runs(store: ModelStore, tmp_path: Path) -> None:
    older, newer = filled(store, tmp_path, 2)
    link = tmp_path / "nhs-login.tar.gz"
    store.choose(older.name)
    assert link.resolve() == older.file.resolve()
    store.choose(None)
    assert link.resolve() == newer.file.resolve()


def test_the_last_five_are_kept(store: ModelStore, tmp_path: Path) -> None:
    models = filled(store, tmp_path, KEPT + 2)
    assert names(store) == {model.name for model in models[2:]}


def test_a_model_in_use_is_kept(store: ModelStore, tmp_path: Path) -> None:
    (first,) = filled(store, tmp_path, 1)
    with store.lease(first.file):
        filled(store, tmp_path, KEPT + 3)
        assert first.name in names(store)


def test_the_lease_of_a_process_that_ended_keeps_nothing(store: ModelStore, tmp_path: Path) -> None:
    (first,) = filled(store, tmp_path, 1)
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    (tmp_path / "leases").mkdir()
    (tmp_path / "leases" / str(child)).write_text(first.name)
    filled(store, tmp_path, KEPT + 2)
    assert first.name not in names(store)


def test_the_chosen_model_is_kept(store: ModelStore, tmp_path: Path) -> None:
    (first,) = filled(store, tmp_path, 1)
    use(store, first.name)
    filled(store, tmp_path, KEPT + 3)
    assert store.chosen is not None
    assert store.chosen.name == first.name


def test_latest_takes_the_choice_back(store: ModelStore, tmp_path: Path) -> None:
    (first,) = filled(store, tmp_path, 1)
    use(store, first.name)
    use(store, "latest")
    assert store.chosen is None


def test_an_unknown_name_is_refused_with_those_that_are_kept(store: ModelStore, tmp_path: Path) -> None:
    (first,) = filled(store, tmp_path, 1)
    with pytest.raises(NoSuchModel, match=first.name):
        use(store, "0123456789ab")


def test_the_newest_model_of_the_same_sources_is_found(store: ModelStore, tmp_path: Path) -> None:
    add(store, tmp_path, "one", "other sources")
    wanted = add(store, tmp_path, "two", "these sources")
    found = store.of_sources("these sources")
    assert found is not None
    assert found.name == wanted.name


def test_the_list_shows_date_figures_and_the_choice(store: ModelStore, tmp_path: Path) -> None:
    first, second = filled(store, tmp_path, 2)
    store.record(first.name, {"accuracy": 0.951})
    use(store, first.name)
    newer, older = table(store).splitlines()
    assert newer.startswith(f"  {second.name}")
    assert "not evaluated" in newer
    assert older.startswith(f"* {first.name}  2026-01-01")
    assert "accuracy 0.951" in older


def test_an_empty_store_says_what_to_do(store: ModelStore) -> None:
    assert "make train" in table(store)
