"""The desk's settings come from the environment; a wrong or half one is told by its name."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk.settings import DeskSettings
from bot.settings import SettingError

OIDC = {
    "DESK_OIDC_ISSUER": "https://login.example.org/staff/",
    "DESK_OIDC_CLIENT_ID": "desk",
    "DESK_OIDC_CLIENT_SECRET": "secret",
}


def test_an_empty_environment_is_enough() -> None:
    assert DeskSettings.read({}) == DeskSettings(
        "http://127.0.0.1:8000", timedelta(hours=12), timedelta(hours=1), "", "", "", "your organisation"
    )
    assert DeskSettings.read({"BOT_PORT": "9000"}).public_url == "http://127.0.0.1:9000"
    assert DeskSettings.read(dict.fromkeys([*OIDC, "PUBLIC_URL", "DESK_SESSION_HOURS"], "")) == DeskSettings.read({})


def test_every_setting_can_be_set() -> None:
    given = {"PUBLIC_URL": "https://chat.example.org/", "DESK_SESSION_HOURS": "8", "DESK_IDLE_MINUTES": "15"}
    settings = DeskSettings.read({**given, **OIDC, "DESK_OIDC_NAME": "Example Trust"})
    times = (timedelta(hours=8), timedelta(minutes=15))
    provider = ("https://login.example.org/staff/", "desk", "secret", "Example Trust")
    assert settings == DeskSettings("https://chat.example.org", *times, *provider)
    assert settings.link("token") == "https://chat.example.org/desk/join/token"
    assert "secret" not in repr(settings).replace("oidc_client_secret", "")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DESK_SESSION_HOURS", "0"),
        ("DESK_SESSION_HOURS", "169"),
        ("DESK_SESSION_HOURS", "twelve"),
        ("DESK_IDLE_MINUTES", "4"),
        ("DESK_IDLE_MINUTES", "-60"),
        ("DESK_IDLE_MINUTES", "٦٠"),
        ("PUBLIC_URL", "chat.example.org"),
        ("PUBLIC_URL", "https://chat.example.org/path"),
        ("PUBLIC_URL", "javascript:alert(1)"),
        ("DESK_OIDC_ISSUER", "http://login.example.org"),
        ("DESK_OIDC_ISSUER", "login.example.org"),
        ("DESK_OIDC_ISSUER", "https://login.example.org?x=1"),
    ],
)
def test_a_wrong_value_is_told_by_its_name(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=name):
        DeskSettings.read({**OIDC, name: value})


@pytest.mark.parametrize("missing", OIDC)
def test_half_an_openid_provider_is_told(missing: str) -> None:
    with pytest.raises(SettingError, match=f"half set up: {missing} must be set too"):
        DeskSettings.read({**OIDC, missing: ""})


@pytest.mark.parametrize("address", ["http://localhost:8080/realms/x", "http://127.0.0.1:9000"])
def test_a_provider_on_this_machine_may_speak_plain_http(address: str) -> None:
    assert DeskSettings.read({**OIDC, "DESK_OIDC_ISSUER": address}).oidc_issuer == address
