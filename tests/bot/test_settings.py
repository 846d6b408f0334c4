"""Settings come from the environment; each has a safe default, and a wrong one is told by its name."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import SettingError, Settings
from content.files import ROOT


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
    assert (settings.bot_port, settings.engine_port, settings.actions_port) == (1, 2, 65535)
    assert (settings.data_dir, settings.engine_token, settings.engine_timeout) == (tmp_path, "secret", 0.5)
    assert (settings.assistant_name, settings.support_link) == ("Robin", "https://example.org")


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
    with pytest.raises(SettingError, match=rf"^{name} is .*must be a whole number from 1 to 65535\.$"):
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


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"SECRET_KEY": "hunter2"}, "SECRET_KEY must have at least 32 characters."),
        ({"DATABASE_URL": "mysql://bot:hunter2@x"}, "DATABASE_URL must begin with postgresql:// or sqlite:///."),
        (
            {"EMBED_ORIGINS": "'self' ftp://x.org"},
            "EMBED_ORIGINS contains 'ftp://x.org', but each must look like https://www.example.org.",
        ),
        ({"METRICS_OPEN": "true"}, "METRICS_OPEN is 'true', but it must be yes or no."),
        ({"TOKEN_DAYS": "91"}, "TOKEN_DAYS is '91', but it must be a whole number from 1 to 90."),
        ({"DESK_HOURS": "9-5"}, "DESK_HOURS: '9-5' is not understood: write for example Mon-Fri 08:00-18:00."),
    ],
)
def test_an_error_is_one_sentence_that_names_the_variable_and_shows_no_secret(
    given: dict[str, str], sentence: str
) -> None:
    with pytest.raises(SettingError) as caught:
        Settings.read(given)
    assert str(caught.value) == sentence


def test_a_secret_is_not_shown() -> None:
    settings = Settings.read({"SECRET_KEY": "hunter2" * 5, "DATABASE_URL": "postgresql://bot:hunter2@x/y"})
    assert "hunter2" not in repr(settings)


def test_a_refused_value_is_shown_only_in_part() -> None:
    with pytest.raises(SettingError) as caught:
        Settings.read({"BOT_PORT": "9" * 5000})
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    "address",
    ["https://chat.example.org", "https://chat.example.org:8443", "http://127.0.0.1:8000", "http://localhost:80"],
)
def test_the_public_address_is_https_or_on_this_machine(address: str) -> None:
    assert Settings.read({"PUBLIC_URL": address}).address == address
    assert Settings.read({"PUBLIC_URL": f"{address}/"}).address == address


@pytest.mark.parametrize(
    "address",
    ["chat.example.org", "http://chat.example.org", "https://chat.example.org/path", "javascript:alert(1)"],
)
def test_another_public_address_is_refused(address: str) -> None:
    with pytest.raises(SettingError, match=r"^PUBLIC_URL is .* but it must look like https://chat\.example\.org, "):
        Settings.read({"PUBLIC_URL": address})


def test_without_a_public_address_it_is_the_bots_own_port() -> None:
    assert Settings.read({"BOT_PORT": "9000"}).address == "http://127.0.0.1:9000"


def test_the_constructor_looks_at_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_PORT", "9000")
    assert Settings().bot_port == 8000
    assert Settings.read().bot_port == 9000


def test_only_declared_variables_are_read() -> None:
    assert Settings.read({"bot_port": "9000", "Bot_Port": "9001"}).bot_port == 8000
