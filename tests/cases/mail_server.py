"""A real SMTP server on this machine, and some that speak no SMTP."""

from __future__ import annotations

import asyncio
import email
import email.policy
import socket
import ssl
from collections.abc import Callable
from copy import replace
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from bot.cases.email import EmailSender
from bot.cases.settings import CaseSettings
from bot.conversations.outbox import Delivery
from tests.cases.certificate import trusting

PASSWORD = "s3cret"


@dataclass
class Mailbox:
    """`says` are answers to commands and addresses, in place of yes; the methods have aiosmtpd's names."""

    says: dict[str, str] = field(default_factory=dict)
    got: list[tuple[str, list[str], EmailMessage]] = field(default_factory=list)
    logins: list[bytes] = field(default_factory=list)

    def server(self, **options: Any) -> asyncio.BaseProtocol:
        made: asyncio.BaseProtocol = SMTP(self, hostname="mail.example.org", authenticator=self.login, **options)
        return made

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        envelope.mail_from = address
        return self.says.get("MAIL", "250 OK")

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        answer = self.says.get(address) or self.says.get("RCPT", "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if "DATA" not in self.says:
            message = email.message_from_bytes(envelope.content, policy=email.policy.default)
            self.got.append((envelope.mail_from, envelope.rcpt_tos, message))
        return self.says.get("DATA", "250 OK")

    async def handle_QUIT(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        return self.says.get("QUIT", "221 Bye")

    def login(self, server: Any, session: Any, envelope: Any, mechanism: str, data: LoginPassword) -> AuthResult:
        self.logins.append(data.login)
        return AuthResult(success=data.password == PASSWORD.encode(), handled=False)


class Silent(asyncio.Protocol):
    """Takes connections and never says a word."""


class Babbling(asyncio.Protocol):
    """Speaks no SMTP."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.write(b"\xff\x00 hello\r\n" * 3)


class SupportMessageStep(asyncio.Protocol):
    """Goes away at once."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.close()


async def served(
    protocol: Callable[[], asyncio.BaseProtocol],
    settings: CaseSettings,
    *deliveries: Delivery,
    tls: ssl.SSLContext | None = None,
    timeout: float = 10,  # seconds
) -> list[str]:
    """The receipts of deliveries, carried to a server that listens for as long on a free port."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(protocol, settings.smtp_host, 0, family=socket.AF_INET, ssl=tls)
    try:
        port = server.sockets[0].getsockname()[1]
        sender = EmailSender(replace(settings, smtp_port=port), timeout, trusting())
        return [await sender.deliver(one) for one in deliveries]
    finally:
        server.close()
        server.close_clients()
