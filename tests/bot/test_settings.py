"""Settings come from the environment; each has a safe default, and a wrong one is told by its name."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import ROOT, SettingError, Settings


def test_an_empty_environment_is_enough() -> None:
    settings = Settings.read({})
    assert (settings.bot_port, settings.engine_port, settings.actions_port) == (8000, 5005, 5055)
    assert settings.data_dir == ROOT / "var"
    assert settings.assistant_name == "the NHS login assistant"
    assert settings.support_link == "https://help.login.nhs.uk/contact"
    assert settings.engine_timeout == 30


def test_every_setting_can_be_set(tmp_path: Path) -> None:
    settings = Settings.read(
        {
            "BOT_PORT": "1",
            "ENGINE_PORT": "2",
            "ACTIONS_PORT": "65535",
            "DATA_DIR": str(tmp_path),
            "ASSISTANT_NAME": "Robin",
            "SUPPORT_LINK": "https://example.org",
            "ENGINE_TOKEN": "secret",
            "ENGINE_TIMEOUT": "0.5",
        }
    )
    assert settings == Settings(1, 2, 65535, tmp_path, "Robin", "https://example.org", "secret", 0.5)


@pytest.mark.parametrize("name", ["BOT_PORT", "DATA_DIR", "ASSISTANT_NAME", "ENGINE_TIMEOUT", "SUPPORT_LINK"])
def test_an_empty_variable_means_the_default(name: str) -> None:
    default, empty = Settings.read({"ENGINE_TOKEN": "x"}), Settings.read({"ENGINE_TOKEN": "x", name: ""})
    assert default == empty


def test_a_folder_is_made_absolute() -> None:
    assert Settings.read({"DATA_DIR": "somewhere"}).data_dir.is_absolute()


def test_without_a_token_a_fresh_one_is_made_each_time() -> None:
    one, other = Settings.read({}).engine_token, Settings.read({}).engine_token
    assert one != other
    assert len(one) >= 32


@pytest.mark.parametrize("name", ["BOT_PORT", "ENGINE_PORT", "ACTIONS_PORT"])
@pytest.mark.parametrize("value", ["0", "65536", "-1", "80.5", "web", " 80", "\u0661\u0662", "\u00b2"])
def test_a_wrong_port_is_told_by_its_name(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=rf"^{name} is .*must be a port from 1 to 65535\.$"):
        Settings.read({name: value})


@pytest.mark.parametrize("value", ["0", "-1", "3600", "soon", "nan", "inf"])
def test_a_wrong_time_limit_is_told_by_its_name(value: str) -> None:
    with pytest.raises(SettingError, match=r"^ENGINE_TIMEOUT is .*between 0 and 3600\.$"):
        Settings.read({"ENGINE_TIMEOUT": value})


@given(st.text())
def test_any_port_is_a_port_or_a_setting_error(value: str) -> None:
    try:
        port = Settings.read({"BOT_PORT": value}).bot_port
    except SettingError:
        return
    assert 0 < port < 65536
