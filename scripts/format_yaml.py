"""The project's YAML in its one form: `format_yaml.py --check` lists the files that differ, `--write` rewrites them.

Two spaces for a mapping, a sequence at its parent's column, lines of 120 characters, an empty value is `null`.
Comments, quotes, anchors and literal blocks stay. A file whose meaning would change is refused.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.representer import RoundTripRepresenter

ROOT = Path(__file__).resolve().parent.parent
FILES = (
    "config.yml",
    "domain.yml",
    "credentials.yml",
    "endpoints.yml",
    "data/**/*.yml",
    "tests/**/*.yml",
)
WIDTH = 120


class CannotFormat(ValueError):
    """The file is not YAML, or its one form would not mean the same; the sentence says which."""


class Representer(RoundTripRepresenter):
    """Writes `null`, where ruamel leaves the place empty."""

    def represent_null(self, data: None) -> ScalarNode:
        return self.represent_scalar("tag:yaml.org,2002:null", "null")


Representer.add_representer(type(None), Representer.represent_null)


def files(root: Path) -> Iterator[Path]:
    for pattern in FILES:
        yield from sorted(root.glob(pattern))


def meaning(text: str) -> Any:
    """Raises CannotFormat."""
    try:
        return YAML(typ="safe").load(text)
    except YAMLError as error:
        raise CannotFormat(f"it is not YAML: {error}") from error


def formatted(text: str) -> str:
    """The text in its one form. Raises CannotFormat when the form means something else or is not stable."""
    before = meaning(text)
    if before is None:  # nothing but comments
        return text
    once = written(text)
    if meaning(once) != before:
        raise CannotFormat("its one form would mean something else.")
    if written(once) != once:
        raise CannotFormat("its one form is not stable.")
    return once


def written(text: str) -> str:
    yaml = YAML()
    yaml.Representer = Representer
    yaml.preserve_quotes = True
    yaml.width = WIDTH
    yaml.indent(mapping=2, sequence=2, offset=0)
    stream = io.StringIO()
    yaml.dump(yaml.load(text), stream)
    return "\n".join(line.rstrip() for line in stream.getvalue().rstrip().split("\n")) + "\n"


def differing(root: Path) -> Iterator[tuple[Path, str]]:
    """Files that are not in their one form, with that form. Raises CannotFormat, which then names the file."""
    for file in files(root):
        text = file.read_text(encoding="utf-8")
        try:
            form = formatted(text)
        except CannotFormat as error:
            raise CannotFormat(f"{file.relative_to(root)}: {error}") from error
        if form != text:
            yield file, form


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--check", action="store_true", help="list the files that differ; exit 1 if any does")
    what.add_argument("--write", action="store_true", help="rewrite the files that differ")
    options = parser.parse_args()
    try:
        found = list(differing(ROOT))
    except CannotFormat as error:
        sys.exit(str(error))
    for file, form in found:
        print(file.relative_to(ROOT))
        if options.write:
            file.write_text(form, encoding="utf-8")
    sys.exit(bool(found) and options.check)


if __name__ == "__main__":
    main()
