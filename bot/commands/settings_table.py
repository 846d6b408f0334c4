"""`make settings-table`: writes docs/settings.md from the declarations of the settings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from bot.cases.settings import CaseSettings, ticket_fields
from bot.channels.messaging.registry import manifests
from bot.conversations.case_fields import CASE_FIELDS
from bot.desk.settings import DeskSettings
from bot.settings import Settings
from bot.settings.environment import EnvironmentSettings, requirement, variables
from content.files import ROOT

PAGE = ROOT / "docs" / "settings.md"
HEAD = """# Settings

Written by `make settings-table` from the declarations in the code; do not edit it here.

Settings are environment variables. All have safe defaults; an empty variable means the default. The bot does not start
with a value that it cannot use, and says in one sentence which variable is wrong. Secrets appear in no log.
"""


def page() -> str:
    return HEAD + "".join(f"\n## {title}\n{_table(settings)}" for title, settings in _sections())


def _sections() -> Iterator[tuple[str, type[EnvironmentSettings]]]:
    yield "The bot", Settings
    yield "The desk", DeskSettings
    yield "Where cases are sent", CaseSettings
    yield "Custom fields of a Zendesk ticket", ticket_fields(CASE_FIELDS)
    for manifest in manifests():
        yield " and ".join(manifest.titles.values()), manifest.settings


def _table(settings: type[EnvironmentSettings]) -> str:
    rows = "".join(
        f"| `{name}` | {_default(field)} | {_allowed(field)} | {field.description} |\n"
        for name, field in variables(settings).items()
    )
    groups = "".join(
        f"\n{title}: all of {_listed(settings, needed)}, or none of them.\n" for title, needed, _ in settings.together
    )
    return f"| variable | default | allowed | meaning |\n| --- | --- | --- | --- |\n{rows}{groups}"


def _listed(settings: type[EnvironmentSettings], names: tuple[str, ...]) -> str:
    shown = [f"`{settings.model_fields[name].validation_alias}`" for name in names]
    return f"{', '.join(shown[:-1])} and {shown[-1]}"


def _default(field: FieldInfo) -> str:
    value: Any = field.default
    if value in (None, "", (), PydanticUndefined):
        return ""
    if isinstance(value, bool):
        return "`yes`" if value else "`no`"
    if isinstance(value, Path):
        return f"`{value.relative_to(ROOT)}`"
    return f"`{' '.join(value)}`" if isinstance(value, tuple) else f"`{value}`"


def _allowed(field: FieldInfo) -> str:
    return re.sub(r"^(?:be|have|look) ", "", requirement(field))


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
