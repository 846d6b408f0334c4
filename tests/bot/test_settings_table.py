"""docs/settings.md lists every setting as it is declared."""

from __future__ import annotations

from bot.commands.settings_table import PAGE, page
from bot.settings import Settings
from bot.settings.environment import variables


def test_the_page_is_current() -> None:
    assert PAGE.read_text("utf-8") == page(), "run make settings-table"


def test_it_lists_every_variable_with_its_default_and_bounds() -> None:
    shown = page()
    assert [name for name in variables(Settings) if f"| `{name}` |" not in shown] == []
    assert (
        "| `TOKEN_DAYS` | `7` | a whole number from 1 to 90 | days in which a conversation can be opened again |"
        in shown
    )


def test_every_setting_says_what_it_means() -> None:
    assert [name for name, field in variables(Settings).items() if not field.description] == []
