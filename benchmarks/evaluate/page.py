"""The report as one page of HTML beside its pictures; it asks nothing of the network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from benchmarks.evaluate.sections import Section

STYLE = """
body { font: 1.1rem/1.5 Arial, sans-serif; color: #212b32; background: #fff; max-width: 60rem; margin: 2rem auto;
  padding: 0 1rem; }
h1, h2 { color: #005eb8; }
table { border-collapse: collapse; margin: 1rem 0; }
caption { text-align: left; font-weight: bold; }
th, td { text-align: left; padding: .25rem 1.5rem .25rem 0; border-bottom: 1px solid #aeb7bd; }
td { text-align: right; font-variant-numeric: tabular-nums; }
img { max-width: 100%; height: auto; }
summary { cursor: pointer; padding: .25rem 0; }
.short { color: #b3261e; font-weight: bold; }
"""


@dataclass(frozen=True)
class Picture:
    """A file in the report's folder, and its content in words for those who do not see it."""

    file: str
    title: str
    alt: str


def write_page(file: Path, sections: Sequence[Section], pictures: Sequence[Picture], short: Sequence[str]) -> None:
    """`short` are the sentences for figures under their floor."""
    body = "\n".join([_verdict(short), *map(_section, sections), _pictures(pictures)])
    title = "What the assistant understands"
    file.write_text(
        f'<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<style>{STYLE}</style>\n</head>\n'
        f"<body>\n<main>\n<h1>{title}</h1>\n{body}\n</main>\n</body>\n</html>\n",
        encoding="utf-8",
    )


def _verdict(short: Sequence[str]) -> str:
    if not short:
        return "<p>Every figure is on the right side of its floor.</p>"
    return f'<ul class="short">{"".join(f"<li>{escape(sentence)}</li>" for sentence in short)}</ul>'


def _section(section: Section) -> str:
    note = f"<p>{escape(section.note)}</p>" if section.note else ""
    lists = "".join(_list(title, texts) for title, texts in section.lists)
    return f"<h2>{escape(section.title)}</h2>\n{note}{_table(section)}{lists}"


def _table(section: Section) -> str:
    if not section.rows:
        return "<p>None.</p>"
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in section.head)
    rows = "\n".join(_row(row) for row in section.rows)
    return (
        f"<table>\n<caption>{escape(section.title)}</caption>\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{rows}\n</tbody>\n</table>\n"
    )


def _row(row: Sequence[str]) -> str:
    cells = "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
    return f'<tr><th scope="row">{escape(row[0])}</th>{cells}</tr>'


def _list(title: str, texts: Sequence[str]) -> str:
    items = "".join(f"<li>{escape(text)}</li>" for text in texts)
    return f"<details>\n<summary>{escape(title)} ({len(texts)})</summary>\n<ul>{items}</ul>\n</details>\n"


def _pictures(pictures: Sequence[Picture]) -> str:
    shown = (
        f'<h2>{escape(picture.title)}</h2>\n<img src="{picture.file}" alt="{escape(picture.alt)}">'
        for picture in pictures
    )
    return "\n".join(shown)
