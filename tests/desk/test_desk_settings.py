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
    settings = DeskSettings.read({})
    assert (settings.longest, settings.idle) == (timedelta(hours=12), timedelta(hours=1))
    assert (settings.oidc_issuer, settings.oidc_name) == ("", "your organisation")
    assert DeskSettings.read(dict.fromkeys([*OIDC, "DESK_SESSION_HOURS"], "")) == settings


def test_every_setting_can_be_set() -> None:
    given = {"DESK_SESSION_HOURS": "8", "DESK_IDLE_MINUTES": "15"}
    settings = DeskSettings.read({**given, **OIDC, "DESK_OIDC_NAME": "Example Trust"})
    assert (settings.longest, settings.idle) == (timedelta(hours=8), timedelta(minutes=15))
    assert (settings.oidc_issuer, settings.oidc_client_id) == ("https://login.example.org/staff/", "desk")
    assert (settings.oidc_client_secret, settings.oidc_name) == ("secret", "Example Trust")
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
        ("DESK_OIDC_ISSUER", "http://login.example.org"),
        ("DESK_OIDC_ISSUER", "login.example.org"),
        ("DESK_OIDC_ISSUER", "https://login.example.org?x=1"),
    ],
)
def test_a_wrong_value_is_told_by_its_name(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=rf"^{name} is .*, but it must [a-z]+ .+\.$"):
        DeskSettings.read({**OIDC, name: value})


@pytest.mark.parametrize("missing", OIDC)
def test_half_an_openid_provider_is_told(missing: str) -> None:
    with pytest.raises(SettingError, match=f"half set up: {missing} must be set too"):
        DeskSettings.read({**OIDC, missing: ""})


@pytest.mark.parametrize("address", ["http://localhost:8080/realms/x", "http://127.0.0.1:9000"])
def test_a_provider_on_this_machine_may_speak_plain_http(address: str) -> None:
    assert DeskSettings.read({**OIDC, "DESK_OIDC_ISSUER": address}).oidc_issuer == address
