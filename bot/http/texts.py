"""Reads the texts of the pages from bot/widget/texts/, and prepares the templates that show them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from content.live import Live

WIDGET = Path(__file__).resolve().parents[1] / "widget"
STATIC = WIDGET / "static"
LINK = re.compile(
    r"(?P<web>https://[^\s<>\"']+)"
    r"|(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<bare>(?<![\w@.])(?:[a-z0-9-]+\.)+nhs\.uk(?![\w-])(?:/[^\s<>\"']*)?)",
    re.IGNORECASE,
)
CALL = re.compile(rf"{LINK.pattern}|\b(?P<call>999|111|116 123|0808 2000 247|0800 1111)\b", re.IGNORECASE)
Texts = dict[str, Any]


def _read() -> dict[str, Texts]:
    files = sorted((WIDGET / "texts").glob("*.json"))
    return {file.stem: json.loads(file.read_text("utf-8")) for file in files}


_texts = Live(_read)


def read_texts(language: str = "en") -> Texts:
    """Returns the texts in a language, English if it has none. Callers must not change them."""
    every = _texts()
    return every.get(language, every["en"])


def fill(text: str, **values: object) -> str:
    """Replaces the {names} that have values; other braces are kept."""
    return re.sub(r"{(\w+)}", lambda found: str(values.get(found[1], found[0])), text)


def linked(text: str, new_tab: str, *, emergency: bool = False) -> Markup:
    """Returns the text with its web and email addresses as links; in an emergency also the phone numbers."""
    parts, end = [], 0
    for found in (CALL if emergency else LINK).finditer(text):
        shown = found[0].rstrip(".,;:!?)]")
        parts += [escape(text[end : found.start()]), _link(str(found.lastgroup), shown, new_tab)]
        end = found.start() + len(shown)
    return Markup("").join([*parts, escape(text[end:])])


def _link(kind: str, shown: str, new_tab: str) -> Markup:
    if kind == "mail":
        return Markup('<a href="mailto:{0}">{0}</a>').format(shown)
    if kind == "call":
        return Markup('<a href="tel:{}">{}</a>').format(shown.replace(" ", ""), shown)
    address = shown if kind == "web" else f"https://{shown}"
    hidden = Markup('<span class="nhsuk-u-visually-hidden"> {}</span>').format(new_tab)
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}{}</a>').format(address, shown, hidden)


def templates() -> Environment:
    loader = FileSystemLoader(WIDGET / "templates")
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    made.filters["fill"] = fill
    return made
