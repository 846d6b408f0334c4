"""Where cases are sent: email, Zendesk, both or neither. docs/settings.md lists the settings."""

from __future__ import annotations

import functools
import os
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import StringConstraints, create_model, model_validator

from bot.conversations.case_fields import CASE_FIELDS, CaseFields, Place
from bot.settings.environment import (
    ORIGIN,
    EnvironmentSettings,
    SettingError,
    SettingsGroup,
    Several,
    Url,
    Whole,
    secret,
    setting,
)

PORTS = {"starttls": 587, "tls": 465, "none": 25}  # by SMTP_SECURITY
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
HOST = r"[A-Za-z0-9.-]+|[0-9A-Fa-f:]+"
EMAIL = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*"
LARGEST_ID = 2**63 - 1

Emails = Annotated[tuple[Annotated[str, StringConstraints(pattern=f"^(?:{EMAIL})$")], ...], Several]


class CaseSettings(EnvironmentSettings):
    """Where cases are sent. With `starttls` or `tls` nothing is sent unencrypted. An empty host or URL means off."""

    together = (
        SettingsGroup("Email for cases", ("smtp_host", "email_from", "email_to"), ("smtp_user", "smtp_password")),
        SettingsGroup("The login to SMTP", ("smtp_user", "smtp_password")),
        SettingsGroup(
            "Zendesk",
            ("zendesk_url", "zendesk_user", "zendesk_token"),
            ("zendesk_fields",),
        ),
    )

    smtp_host: str = setting("SMTP_HOST", "", "mail server for cases", pattern=HOST, must="look like mail.example.org")
    smtp_port: Whole | None = setting(
        "SMTP_PORT", None, "its port; by default 587, 465 or 25, by the security", ge=1, le=65535
    )
    smtp_security: Literal["starttls", "tls", "none"] = setting("SMTP_SECURITY", "starttls", "how mail is encrypted")
    # The standard library's SMTP sends only ASCII.
    smtp_user: str = setting(
        "SMTP_USER", "", "login at the mail server", pattern=r"[\x20-\x7e]+", must="have only ASCII characters"
    )
    smtp_password: str = secret(
        "SMTP_PASSWORD", "its password", pattern=r"[\x20-\x7e]+", must="have only ASCII characters"
    )
    email_from: str = setting(
        "CASE_EMAIL_FROM", "", "sender of the emails", pattern=EMAIL, must="look like assistant@example.org"
    )
    email_to: Emails = setting(
        "CASE_EMAIL_TO", (), "their recipients, with commas between", must="look like support@example.org"
    )
    zendesk_url: Url = setting(
        "ZENDESK_URL", "", "your Zendesk", pattern=f"{ORIGIN}/?", must="look like https://example.zendesk.com"
    )
    zendesk_user: str = setting(
        "ZENDESK_USER", "", "agent of Zendesk who writes the tickets", pattern=EMAIL, must="look like agent@example.org"
    )
    zendesk_token: str = secret("ZENDESK_TOKEN", "API token of Zendesk")
    zendesk_fields: Mapping[str, int] = {}  # ids of custom fields, by the name of the case's field; see ticket_fields

    @property
    def kinds(self) -> tuple[str, ...]:
        """Returns the kinds of the senders of cases; each gets a separate delivery."""
        return (("email",) if self.smtp_host else ()) + (("zendesk",) if self.zendesk_url else ())

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ, fields: CaseFields = CASE_FIELDS, **given: Any) -> Self:
        ids = ticket_fields(fields).read(environment).model_dump(exclude_none=True)
        return super().read(environment, **({"zendesk_fields": ids} if ids else {}), **given)

    @property
    def port(self) -> int:
        """Returns the port of the mail server."""
        return self.smtp_port or PORTS[self.smtp_security]

    @model_validator(mode="after")
    def _never_in_the_clear(self) -> Self:
        if self.smtp_security == "none" and self.smtp_user and self.smtp_host not in LOOPBACK:
            raise SettingError(
                "SMTP_SECURITY is none, but SMTP_PASSWORD must not be sent in the clear to another machine."
            )
        return self


@functools.cache
def ticket_fields(fields: CaseFields) -> type[EnvironmentSettings]:
    """Reads `ZENDESK_<NAME>_FIELD` for each case field that a ticket has; the id is None if it is not set."""
    declared: dict[str, Any] = {
        field.name: (
            Whole | None,
            setting(
                f"ZENDESK_{field.name.upper()}_FIELD",
                None,
                f"id of the custom field for the case's field `{field.name}`",
                ge=1,
                le=LARGEST_ID,
            ),
        )
        for field in fields
        if Place.TICKET in field.shown
    }
    return create_model("TicketFields", __base__=EnvironmentSettings, **declared)
