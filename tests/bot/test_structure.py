"""The arrows between the folders run one way, so that each part can be read and changed alone."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WITH_RASA = ("bot/nlu/", "bot/engine/server/", "bot/engine/rasa_patches/", "actions/")
MOST_ENTRIES = 18


def sources(*folders: str) -> list[Path]:
    return sorted(file for folder in folders for file in (ROOT / folder).rglob("*.py"))


def module_of(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(file: Path) -> Iterator[str]:
    """Every module that a file imports, those inside functions too."""
    package = module_of(file) if file.name == "__init__.py" else module_of(file).rpartition(".")[0]
    for node in ast.walk(ast.parse(file.read_text("utf-8"), str(file))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{module}.{alias.name}" if node.level else module for alias in node.names)


def inside(module: str, packages: Iterable[str]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def strangers(folder: str, allowed: Iterable[str]) -> list[str]:
    """What the files of a folder import beside the standard library and what is allowed."""
    return [
        f"{file.relative_to(ROOT)} imports {module}"
        for file in sources(folder)
        for module in imports(file)
        if module.split(".")[0] not in sys.stdlib_module_names and not inside(module, allowed)
    ]


def test_imports_are_found_wherever_they_stand() -> None:
    file = ROOT / "bot" / "engine" / "rasa_patches" / "repairs.py"
    assert "rasa.core.actions.action" in set(imports(file))


@pytest.mark.parametrize(("folder", "other"), [("bot", "actions"), ("actions", "bot")])
def test_bot_and_actions_never_import_each_other(folder: str, other: str) -> None:
    assert [f for f in sources(folder) for module in imports(f) if inside(module, [other])] == []


def test_the_core_imports_only_safety_and_the_standard_library() -> None:
    """And case numbers, which the actions draw too: their alphabet must not be written twice. That module is pure."""
    assert strangers("bot/conversations", ["bot.conversations", "bot.safety", "content.case_numbers"]) == []


def test_case_numbers_import_only_the_standard_library() -> None:
    found = {module.split(".")[0] for module in imports(ROOT / "content" / "case_numbers.py")}
    assert found <= sys.stdlib_module_names


def test_safety_imports_only_itself_the_encoder_and_edit_distances() -> None:
    """Its training alone uses scikit-learn and SciPy, in the engine's Python."""
    found = strangers("bot/safety", ["bot.safety", "bot.encoder", "numpy", "rapidfuzz"])
    assert [line for line in found if not line.startswith("bot/safety/train_second_opinion.py imports s")] == []


def test_the_encoder_imports_nothing_of_ours() -> None:
    libraries = ["bot.encoder", "numpy", "onnx", "onnxruntime", "safetensors", "tokenizers"]
    assert strangers("bot/encoder", libraries) == []


def test_nothing_outside_a_channels_folder_imports_it() -> None:
    folders = [file.parent for file in sources("bot/channels") if file.name == "settings.py"]
    channels = [module_of(folder / "__init__.py") for folder in folders if folder.name != "messaging"]
    assert channels
    found = [
        f"{module_of(file)} imports {module}"
        for file in sources("bot")
        for module in imports(file)
        if inside(module, channels) and module.split(".")[:3] != module_of(file).split(".")[:3]
    ]
    assert found == []


def test_rasa_is_imported_only_by_the_engines_own_files() -> None:
    found = [
        f"{file.relative_to(ROOT)} imports {module}"
        for file in sources("actions", "bot", "content")
        for module in imports(file)
        if inside(module, ["rasa", "rasa_sdk"]) and not str(file.relative_to(ROOT)).startswith(WITH_RASA)
    ]
    assert found == []


def test_the_bot_never_imports_what_runs_in_the_engines_python() -> None:
    engine = ["bot.nlu", "bot.engine.server", "bot.engine.rasa_patches"]
    found = [
        f"{file.relative_to(ROOT)} imports {module}"
        for file in sources("bot")
        for module in imports(file)
        if inside(module, engine) and not str(file.relative_to(ROOT)).startswith(WITH_RASA)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("folder", "forbidden"),
    [
        ("bot/storage", ["bot.desk", "bot.channels", "bot.http", "bot.cases"]),
        ("bot/desk", ["bot.channels"]),
        ("bot/channels", ["bot.desk"]),
        ("bot/http", ["bot.channels", "bot.desk", "bot.storage"]),
    ],
)
def test_arrows_between_the_folders_of_the_bot_run_one_way(folder: str, forbidden: list[str]) -> None:
    found = [
        f"{file.relative_to(ROOT)} imports {module}"
        for file in sources(folder)
        for module in imports(file)
        if inside(module, forbidden)
    ]
    assert found == []


def test_the_top_of_the_bot_fits_one_look() -> None:
    entries = {file.relative_to(ROOT / "bot").parts[0] for file in sources("bot")} - {"__init__.py"}
    assert len(entries) <= MOST_ENTRIES, sorted(entries)


def test_no_module_imports_itself_in_a_circle() -> None:
    names = {module_of(file): file for file in sources("actions", "bot", "content")}
    arrows = {name: {module for module in imports(file) if module in names} for name, file in names.items()}
    TopologicalSorter(arrows).prepare()  # raises CycleError with the circle


def test_every_file_says_what_it_is_for() -> None:
    files = [file for file in sources("actions", "bot", "content") if file.stat().st_size]
    assert [file for file in files if not ast.get_docstring(ast.parse(file.read_text("utf-8")))] == []


def test_every_package_of_the_bot_is_a_package() -> None:
    folders = {file.parent for file in sources("actions", "bot", "content")}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []


def test_every_package_of_the_store_says_in_one_line_what_it_is_for() -> None:
    packages = [file for file in sources("bot/storage") if file.name == "__init__.py"]
    assert [file for file in packages if len(file.read_text("utf-8").splitlines()) != 1] == []
    assert all(ast.get_docstring(ast.parse(file.read_text("utf-8"))) for file in packages)


def test_make_test_runs_every_folder_of_tests() -> None:
    folders = {file.parent.relative_to(ROOT).parts[1] for file in (ROOT / "tests").rglob("test_*.py")}
    run = set(re.findall(r"\btests/(\w+)", (ROOT / "scripts" / "test.sh").read_text("utf-8")))
    assert folders - run == {"faults"}  # make test-faults
