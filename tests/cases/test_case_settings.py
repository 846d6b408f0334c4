"""Cases go nowhere by default; what is half set up is told by its name."""

from __future__ import annotations

import pytest

from bot.cases.settings import CaseSettings
from bot.settings import SettingError

EMAIL = {
    "SMTP_HOST": "mail.example.org",
    "CASE_EMAIL_FROM": "assistant@example.org",
    "CASE_EMAIL_TO": "a@example.org, b@example.org",
}
ZENDESK = {
    "ZENDESK_URL": "https://example.zendesk.com/",
    "ZENDESK_USER": "agent@example.org",
    "ZENDESK_TOKEN": "t0ken",
}
LOGIN = {"SMTP_USER": "assistant", "SMTP_PASSWORD": "s3cret"}


def test_by_default_cases_go_nowhere() -> None:
    assert CaseSettings.read({}) == CaseSettings()
    assert CaseSettings().kinds == ()
    assert CaseSettings.read(dict.fromkeys([*EMAIL, *ZENDESK, *LOGIN, "SMTP_PORT"], "")) == CaseSettings()


def test_each_way_is_on_where_it_is_set_up() -> None:
    assert CaseSettings.read(EMAIL).kinds == ("email",)
    assert CaseSettings.read(ZENDESK).kinds == ("zendesk",)
    assert CaseSettings.read({**EMAIL, **ZENDESK}).kinds == ("email", "zendesk")


def test_every_setting_can_be_set() -> None:
    more = {
        "SMTP_PORT": "2525",
        "SMTP_SECURITY": "tls",
        "ZENDESK_REFERENCE_FIELD": "360001",
        "ZENDESK_SERVICE_FIELD": "2",
    }
    settings = CaseSettings.read({**EMAIL, **ZENDESK, **LOGIN, **more})
    assert (settings.smtp_host, settings.port, settings.smtp_security) == ("mail.example.org", 2525, "tls")
    assert (settings.smtp_user, settings.smtp_password) == ("assistant", "s3cret")
    assert settings.email_from == "assistant@example.org"
    assert settings.email_to == ("a@example.org", "b@example.org")
    assert (settings.zendesk_url, settings.zendesk_user) == ("https://example.zendesk.com", "agent@example.org")
    assert settings.zendesk_token == "t0ken"
    assert settings.zendesk_fields == {"reference": 360001, "service": 2}


def test_secrets_are_not_shown() -> None:
    shown = repr(CaseSettings.read({**EMAIL, **ZENDESK, **LOGIN}))
    assert "s3cret" not in shown
    assert "t0ken" not in shown


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_the_port_follows_the_security(security: str, port: int) -> None:
    assert CaseSettings.read({**EMAIL, "SMTP_SECURITY": security}).port == port


@pytest.mark.parametrize("missing", [*EMAIL, *ZENDESK, *LOGIN])
def test_half_a_way_is_told(missing: str) -> None:
    with pytest.raises(SettingError, match=f"half set up: {missing} must be set too"):
        CaseSettings.read({**EMAIL, **ZENDESK, **LOGIN, missing: ""})


@pytest.mark.parametrize("alone", [LOGIN, {"ZENDESK_SERVICE_FIELD": "1"}])
def test_what_is_of_no_use_alone_is_told(alone: dict[str, str]) -> None:
    with pytest.raises(SettingError, match="half set up"):
        CaseSettings.read(alone)


def test_a_password_never_goes_in_the_clear_to_another_machine() -> None:
    clear = {**EMAIL, **LOGIN, "SMTP_SECURITY": "none"}
    with pytest.raises(SettingError, match="in the clear"):
        CaseSettings.read(clear)
    assert CaseSettings.read({**clear, "SMTP_HOST": "localhost"}).smtp_security == "none"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SMTP_HOST", "mail.example.org:25"),
        ("SMTP_PORT", "0"),
        ("SMTP_PORT", "65536"),
        ("SMTP_PORT", "٢٥"),
        ("SMTP_SECURITY", "ssl"),
        ("SMTP_USER", "assistaęt"),
        ("SMTP_PASSWORD", "zażółć"),
        ("CASE_EMAIL_FROM", "Assistant <assistant@example.org>"),
        ("CASE_EMAIL_FROM", "assistant@example.org\nBcc: eve@example.org"),
        ("CASE_EMAIL_TO", "a@example.org, b"),
        ("ZENDESK_URL", "http://example.zendesk.com"),
        ("ZENDESK_URL", "https://example.zendesk.com/api/v2"),
        ("ZENDESK_USER", "agent@example.org/token"),
        ("ZENDESK_REFERENCE_FIELD", "reference"),
        ("ZENDESK_SERVICE_FIELD", "9" * 5000),
    ],
)
def test_a_wrong_value_is_told_by_its_name(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=rf"^{name} .*must [a-z]+ .+\.$"):
        CaseSettings.read({**EMAIL, **ZENDESK, **LOGIN, name: value})
