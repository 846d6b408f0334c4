"""What the documents name exists: files, commands and pages of decisions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from content.files import ROOT
from content.topics import read_topics

DECISIONS = ROOT / "docs" / "adr"
GENERATED = {"docs/conversations.md", "docs/every_article.md"}  # what people and the assistant said
DOCUMENTS = [
    file
    for pattern in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/*.md", "docs/adr/*.md", "bot/**/*.md")
    for file in sorted(ROOT.glob(pattern))
    if str(file.relative_to(ROOT)) not in GENERATED
]
# Examples of what a reader would add, and folders that appear when the product runs.
INVENTED = ("expired_link", "print_letter", "models/", "var/", "<", "NNNN")
TOP = ("actions", "benchmarks", "bot", "content", "data", "docs", "requirements", "scripts", "tests", ".github")
NAME = re.compile(r"[\w-]+\.(?:py|md|ya?ml|toml|txt|sh|js|css|html)")
IN_BACKTICKS = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)#\s]+)")


def all_of(pages: list[Path]) -> list[object]:
    return [pytest.param(page, id=str(page.relative_to(ROOT))) for page in pages]


def paths(text: str) -> set[str]:
    """Those in backticks that look like files or folders of the project."""
    found = {word.split("::")[0] for code in IN_BACKTICKS.findall(text) for word in code.split()}
    ours = {path for path in found if path.split("/")[0] in TOP and "/" in path}
    return {path for path in ours | set(filter(NAME.fullmatch, found)) if not any(one in path for one in INVENTED)}


def exists(path: str) -> bool:
    """A name without a folder may be anywhere in the project."""
    places = [""] if "/" in path else ["", *(f"{folder}/**/" for folder in TOP)]
    return any(any(ROOT.glob(place + path.rstrip("/"))) for place in places)


def links(text: str) -> set[str]:
    return {link for link in LINK.findall(text) if not re.match(r"[a-z]+:", link)}


def commands(text: str) -> set[str]:
    """The targets of every `make` in code, several to a command too."""
    code = [*IN_BACKTICKS.findall(text), *re.findall(r"^make .*$", text, re.MULTILINE)]
    made = [found[1] for one in code if (found := re.match(r"make ((?:[a-z -])+)(?![A-Za-z=])", one.split("#")[0]))]
    return {word for one in made for word in one.split() if not word.startswith("-")}


@pytest.mark.parametrize("page", all_of(DOCUMENTS))
def test_every_path_that_a_page_names_exists(page: Path) -> None:
    missing = {path for path in paths(page.read_text("utf-8")) if not exists(path)}
    assert missing == set()


@pytest.mark.parametrize("page", all_of(DOCUMENTS))
def test_every_link_of_a_page_leads_to_a_file(page: Path) -> None:
    missing = {link for link in links(page.read_text("utf-8")) if not (page.parent / link).exists()}
    assert missing == set()


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize("page", all_of(DOCUMENTS))
def test_every_command_that_a_page_names_exists(page: Path) -> None:
    assert commands(page.read_text("utf-8")) - targets() == set()


def test_the_readme_names_every_command() -> None:
    assert targets() - commands((ROOT / "README.md").read_text("utf-8")) == set()


def test_commands_are_found_wherever_they_stand() -> None:
    text = "run `make -s chat < FILE`, `make a-table b-table`\n```sh\nmake run     # prints\n```\n`make use NAME=x`"
    assert commands(text) == {"chat", "a-table", "b-table", "run", "use"}


def decisions() -> list[Path]:
    return sorted(DECISIONS.glob("[0-9]*.md"))


@pytest.mark.parametrize("page", all_of(decisions()))
def test_a_decision_has_a_date_a_status_and_its_three_parts(page: Path) -> None:
    text = page.read_text("utf-8")
    assert re.match(rf"# {page.name[:4]}: .+\n\nDate: \d{{4}}-\d\d-\d\d\. Status: .+\.\n", text)
    assert re.findall("^## (.*)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]


def test_decisions_are_numbered_in_turn_and_listed() -> None:
    names = [page.name for page in decisions()]
    assert [name[:4] for name in names] == [f"{number:04}" for number in range(1, len(names) + 1)]
    listed = re.findall(r"\]\((\d{4}[^)]*)\)", (DECISIONS / "README.md").read_text("utf-8"))
    assert listed == names


def test_the_topic_in_contributing_can_be_read(tmp_path: Path) -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.DOTALL)
    (tmp_path / "expired_link.yml").write_text(next(block for block in blocks if "report_expired_link" in block))
    assert list(read_topics(tmp_path).by_name) == ["expired_link"]
