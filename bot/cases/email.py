"""Sends cases by email, over SMTP."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math
import re
import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from bot.cases.letter import letter
from bot.cases.settings import CaseSettings
from bot.conversations.case_fields import CASE_FIELDS, CaseFields
from bot.conversations.outbox import Delivery, NotDelivered, NotYet, Undeliverable

logger = logging.getLogger(__name__)
TIMEOUT = 20.0  # seconds for each answer of the mail server
MESSAGE_ID = re.compile(r"<[A-Za-z0-9.]+@[A-Za-z0-9.-]+>")
CREDENTIALS = {530, 534, 535, 538}  # RFC 4954: for the operator to mend
ENHANCED_CODE = re.compile(rb"[245]\.\d{1,3}\.\d{1,3}\b")


class EmailSender:
    """The receipt is the Message-ID, which is the same at each attempt. Tests replace the TLS context `tls`."""

    kind = "email"
    at_once = 1
    first_pause = 5.0
    longest_closed = math.inf  # it is about the account

    def __init__(
        self,
        settings: CaseSettings,
        timeout: float = TIMEOUT,
        tls: ssl.SSLContext | None = None,
        fields: CaseFields = CASE_FIELDS,
    ) -> None:
        self._settings = settings
        self._fields = fields
        self._timeout = timeout
        self._tls = tls or ssl.create_default_context()

    async def close(self) -> None:
        """Does nothing: each delivery opens a separate connection."""

    async def deliver(self, delivery: Delivery) -> str:
        """Raises NotDelivered."""
        message = compose(delivery, self._settings, self._fields)
        await asyncio.to_thread(self._send, message)
        return str(message["Message-ID"])

    def _send(self, message: EmailMessage) -> None:
        try:
            smtp = self._connected()
            try:
                self._introduced(smtp)
                refused = smtp.send_message(message, self._settings.email_from, self._settings.email_to)
            finally:
                with contextlib.suppress(OSError, smtplib.SMTPException):  # a bad goodbye undoes nothing
                    smtp.quit()
                smtp.close()
        except (OSError, smtplib.SMTPException) as error:
            raise _not_delivered(error) from error
        if refused:
            logger.warning("The mail server refused %d of %d addresses", len(refused), len(self._settings.email_to))

    def _connected(self) -> smtplib.SMTP:
        host, port = self._settings.smtp_host, self._settings.port
        if self._settings.smtp_security == "tls":
            return smtplib.SMTP_SSL(host, port, timeout=self._timeout, context=self._tls)
        return smtplib.SMTP(host, port, timeout=self._timeout)

    def _introduced(self, smtp: smtplib.SMTP) -> None:
        if self._settings.smtp_security == "starttls":
            smtp.starttls(context=self._tls)  # raises where it is not offered: nothing goes in the clear
        if self._settings.smtp_user:
            smtp.login(self._settings.smtp_user, self._settings.smtp_password)


def compose(delivery: Delivery, settings: CaseSettings, fields: CaseFields = CASE_FIELDS) -> EmailMessage:
    """Builds the message; the same delivery gives the same message at each attempt."""
    written = letter(delivery.body, fields)
    message = EmailMessage(policy=SMTP)
    message["From"] = settings.email_from
    message["To"] = ", ".join(settings.email_to)
    message["Subject"] = written.subject
    message["Date"] = format_datetime(delivery.created_at)
    message["Message-ID"] = f"<{delivery.key}@{settings.email_from.rpartition('@')[2]}>"
    if MESSAGE_ID.fullmatch(delivery.first_receipt):  # mail programs show a case's messages together
        message["In-Reply-To"] = message["References"] = delivery.first_receipt
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no automatic answers, please
    message.set_content(written.body, cte="quoted-printable")
    if written.transcript:
        message.add_attachment(written.transcript, cte="quoted-printable", filename="conversation.txt")
    return message


def _not_delivered(error: OSError | smtplib.SMTPException) -> NotDelivered:
    """Keeps only codes and kinds of errors, since the texts of mail servers can contain addresses."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers = list(error.recipients.values())
        code, said = next((answer for answer in answers if answer[0] < 500), answers[0])
        return _answered("to the address", code, said)
    if isinstance(error, smtplib.SMTPResponseException):
        return _answered(type(error).__name__, error.smtp_code, error.smtp_error)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return NotYet("the mail server does not offer the STARTTLS or login that is set up")
    return NotYet(f"the mail server cannot be used: {type(error).__name__}")


def _answered(what: str, code: int, said: bytes | str) -> NotDelivered:
    enhanced = ENHANCED_CODE.match(said if isinstance(said, bytes) else said.encode())
    more = f" {enhanced.group().decode()}" if enhanced else ""
    kind = Undeliverable if 500 <= code < 600 and code not in CREDENTIALS else NotYet
    return kind(f"the mail server answered {code}{more} ({what})")
