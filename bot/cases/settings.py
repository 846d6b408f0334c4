"""Where cases go: email, Zendesk, both or neither; read once from the environment. The README lists the settings."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.conversations.case_fields import CASE_FIELDS, CaseFields, Place
from bot.settings import SettingError

EMAIL = ("SMTP_HOST", "CASE_EMAIL_FROM", "CASE_EMAIL_TO")
SMTP_LOGIN = ("SMTP_USER", "SMTP_PASSWORD")
ZENDESK = ("ZENDESK_URL", "ZENDESK_USER", "ZENDESK_TOKEN")
NAMES = (*EMAIL, *SMTP_LOGIN, "SMTP_PORT", "SMTP_SECURITY", *ZENDESK)
PORTS = {"starttls": 587, "tls": 465, "none": 25}  # by SMTP_SECURITY
HERE = {"localhost", "127.0.0.1", "::1"}
HOST = re.compile(r"[A-Za-z0-9.-]+|[0-9A-Fa-f:]+")
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
URL = re.compile(r"https://[A-Za-z0-9.-]+(?::\d{1,5})?/?|http://(?:localhost|127\.0\.0\.1)(?::\d{1,5})?/?")


@dataclass(frozen=True)
class CaseSettings:
    """`smtp_security`: with starttls and tls nothing is ever sent in the clear. An empty host or URL is off."""

    smtp_host: str = ""
    smtp_port: int = 587
    smtp_security: str = "starttls"  # or tls, none
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    email_from: str = ""
    email_to: tuple[str, ...] = ()
    zendesk_url: str = ""
    zendesk_user: str = ""
    zendesk_token: str = field(default="", repr=False)
    zendesk_fields: Mapping[str, int] = field(
        default_factory=dict
    )  # ids of custom fields, by the name of the case's field

    @property
    def kinds(self) -> tuple[str, ...]:
        """Of the senders that take cases: each gets a delivery of its own."""
        return (("email",) if self.smtp_host else ()) + (("zendesk",) if self.zendesk_url else ())

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ, fields: CaseFields = CASE_FIELDS) -> CaseSettings:
        """Raises SettingError with a sentence."""
        ticket_fields = {one.name: f"ZENDESK_{one.name.upper()}_FIELD" for one in fields if Place.TICKET in one.shown}
        given = {name: environment.get(name) or "" for name in (*NAMES, *ticket_fields.values())}
        _all_or_none(given, EMAIL, "Email for cases", SMTP_LOGIN)
        _all_or_none(given, SMTP_LOGIN, "The login to SMTP")
        _all_or_none(given, ZENDESK, "Zendesk", tuple(ticket_fields.values()))
        security = _security(given)
        return cls(
            smtp_host=_like(given, "SMTP_HOST", HOST, "mail.example.org"),
            smtp_port=_number(given, "SMTP_PORT", 65535) or PORTS[security],
            smtp_security=security,
            smtp_user=_ascii(given, "SMTP_USER"),
            smtp_password=_ascii(given, "SMTP_PASSWORD"),
            email_from=_like(given, "CASE_EMAIL_FROM", ADDRESS, "assistant@example.org"),
            email_to=_addresses(given["CASE_EMAIL_TO"]),
            zendesk_url=_like(given, "ZENDESK_URL", URL, "https://example.zendesk.com").rstrip("/"),
            zendesk_user=_like(given, "ZENDESK_USER", ADDRESS, "agent@example.org"),
            zendesk_token=given["ZENDESK_TOKEN"],
            zendesk_fields={
                name: id_ for name, variable in ticket_fields.items() if (id_ := _number(given, variable, 2**63 - 1))
            },
        )


def _all_or_none(given: Mapping[str, str], names: Sequence[str], what: str, with_them: Sequence[str] = ()) -> None:
    """`with_them` are of no use without `names`."""
    missing = [name for name in names if not given[name]]
    if missing and any(given[name] for name in (*names, *with_them)):
        raise SettingError(f"{what} is half set up: {' and '.join(missing)} must be set too.")


def _ascii(given: Mapping[str, str], name: str) -> str:
    if not given[name].isascii():  # the standard library's SMTP sends no other
        raise SettingError(f"{name} must have only the characters of ASCII.")  # it may be the password
    return given[name]


def _security(given: Mapping[str, str]) -> str:
    value = given["SMTP_SECURITY"] or "starttls"
    if value not in PORTS:
        raise SettingError(f"SMTP_SECURITY is {value!r}, but it must be starttls, tls or none.")
    if value == "none" and given["SMTP_USER"] and given["SMTP_HOST"] not in HERE:
        raise SettingError("SMTP_SECURITY is none, but SMTP_PASSWORD must not be sent in the clear to another machine.")
    return value


def _like(given: Mapping[str, str], name: str, pattern: re.Pattern[str], example: str) -> str:
    if given[name] and not pattern.fullmatch(given[name]):
        raise SettingError(f"{name} is {given[name]!r}, but it must look like {example}.")
    return given[name]


def _addresses(value: str) -> tuple[str, ...]:
    addresses = tuple(value.replace(",", " ").split())
    for address in addresses:
        if not ADDRESS.fullmatch(address):
            raise SettingError(f"CASE_EMAIL_TO holds {address!r}, but each must look like support@example.org.")
    return addresses


def _number(given: Mapping[str, str], name: str, most: int) -> int | None:
    value = given[name]
    if value and not (value.isascii() and value.isdigit() and 0 < int(value[:20]) <= most):
        raise SettingError(f"{name} is {value!r}, but it must be a whole number from 1 to {most}.")
    return int(value) if value else None
