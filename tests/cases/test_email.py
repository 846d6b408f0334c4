"""A case is sent by SMTP to a real server on this machine; whatever the server does has its consequence."""

from __future__ import annotations

import asyncio
import re
import socket
from copy import replace
from email.message import EmailMessage
from typing import Any

import pytest

from bot.cases.email import EmailSender, compose
from bot.cases.settings import CaseSettings
from bot.conversations.outbox import Delivery, NotDelivered, NotYet, Undeliverable
from tests.bot.building import run
from tests.cases.building import CASE, TRANSCRIPT, delivery
from tests.cases.certificate import trusted
from tests.cases.mail_server import PASSWORD, Babbling, Mailbox, Silent, SupportMessageStep, served

FROM, TO = "assistant@example.org", ("support@example.org", "team@example.org")
SETTINGS = CaseSettings(smtp_host="127.0.0.1", smtp_security="none", email_from=FROM, email_to=TO)
LOGIN = replace(SETTINGS, smtp_host="localhost", smtp_security="starttls", smtp_user="bot", smtp_password=PASSWORD)
BCC = "one\r\nBcc: eve@example.com\r\n\r\n.\r\nRCPT TO:<eve@example.com>"


def deliver(
    mailbox: Mailbox, *deliveries: Delivery, settings: CaseSettings = SETTINGS, tls: Any = None, **options: Any
) -> list[str]:
    """`tls` is from the first byte on; `options` are the server's."""
    return run(served(lambda: mailbox.server(**options), settings, *(deliveries or (delivery(),)), tls=tls))


def failure(mailbox: Mailbox, settings: CaseSettings = SETTINGS, **options: Any) -> NotDelivered:
    with pytest.raises(NotDelivered) as caught:
        deliver(mailbox, settings=settings, **options)
    return caught.value


def body_of(message: EmailMessage) -> str:
    body = message.get_body()
    assert isinstance(body, EmailMessage)
    return str(body.get_content())


# Yes


def test_a_case_arrives_with_its_conversation() -> None:
    mailbox = Mailbox()
    receipts = deliver(mailbox)
    ((sender, receivers, message),) = mailbox.got
    assert (sender, receivers, message["To"]) == (FROM, list(TO), ", ".join(TO))
    assert message["Subject"] == "NHS login case K7M-4PQ: missing security code"
    assert message["Date"] == "Tue, 02 Jun 2026 13:00:00 +0000"
    assert receipts == [message["Message-ID"]]
    (conversation,) = message.iter_attachments()
    assert CASE["summary"] in body_of(message)
    assert conversation.get_content().splitlines() == TRANSCRIPT
    assert conversation.get_filename() == "conversation.txt"


def test_words_of_every_script_arrive_as_they_were_written() -> None:
    mailbox, words = Mailbox(), "zażółć 🙂 ਸਤ ਸ੍ਰੀ ਅਕਾਲ " + "long " * 500 + "\n.\n.."
    deliver(mailbox, delivery(words=[words], topic="zażółć_🙂"))
    message = mailbox.got[0][2]
    assert f"- {words}".replace("\n", "\r\n    ") in body_of(message)
    assert message["Subject"].endswith(": zażółć 🙂")


def test_a_case_without_a_conversation_has_no_attachment() -> None:
    mailbox, made = Mailbox(), delivery()
    deliver(mailbox, replace(made, body={**made.body, "transcript": []}))
    assert not mailbox.got[0][2].is_multipart()


def test_the_same_delivery_is_the_same_message_and_another_is_not() -> None:
    mailbox, other = Mailbox(), replace(delivery(), id=8)
    first, again, third = deliver(mailbox, delivery(), delivery(), other)
    assert first == again != third
    assert compose(delivery(), SETTINGS)["Date"] == compose(delivery(), SETTINGS)["Date"]


def test_a_later_message_follows_the_first_one_of_its_case() -> None:
    first = compose(delivery(), SETTINGS)["Message-ID"]
    later = compose(delivery(what="amended", earlier=first), SETTINGS)
    assert (later["In-Reply-To"], later["References"]) == (first, first)
    assert compose(delivery(earlier="<a@b>\r\nBcc: eve@example.com"), SETTINGS)["References"] is None


@pytest.mark.parametrize("name", ["case_number", "topic", "reference", "login_email", "contact_email", "service"])
def test_nothing_that_a_person_writes_adds_a_header_or_an_address(name: str) -> None:
    mailbox = Mailbox()
    deliver(mailbox, delivery(words=[BCC], **{name: BCC}), replace(delivery(), body={"what": BCC, "transcript": [BCC]}))
    for _, receivers, message in mailbox.got:
        assert receivers == list(TO)
        assert message["Bcc"] is None
        assert len(message["Subject"].splitlines()) == 1


def test_a_bad_goodbye_undoes_nothing() -> None:
    mailbox = Mailbox({"QUIT": "500 What"})
    deliver(mailbox)
    assert len(mailbox.got) == 1


def test_one_address_of_two_is_enough(caplog: pytest.LogCaptureFixture) -> None:
    mailbox = Mailbox({TO[1]: f"550 5.1.1 {TO[1]} is unknown"})
    deliver(mailbox)
    assert mailbox.got[0][1] == [TO[0]]
    assert caplog.messages == ["The mail server refused 1 of 2 addresses"]


# Security


def test_what_needs_starttls_goes_encrypted_and_logs_in() -> None:
    mailbox = Mailbox()
    deliver(mailbox, settings=LOGIN, tls_context=trusted(), require_starttls=True)
    assert (len(mailbox.got), mailbox.logins) == (1, [b"bot"])


def test_tls_from_the_first_byte_on_works_too() -> None:
    mailbox = Mailbox()
    deliver(mailbox, settings=replace(LOGIN, smtp_security="tls", smtp_user=""), tls=trusted())
    assert len(mailbox.got) == 1


def test_nothing_is_sent_where_starttls_is_not_offered() -> None:
    mailbox = Mailbox()
    assert "does not offer" in str(failure(mailbox, LOGIN, auth_require_tls=False))
    assert (mailbox.got, mailbox.logins) == ([], [])


def test_nothing_is_sent_to_whom_is_not_trusted() -> None:
    mailbox = Mailbox()
    error = failure(mailbox, replace(LOGIN, smtp_host="127.0.0.1"), tls_context=trusted())  # its name is localhost
    assert str(error) == "the mail server cannot be used: SSLCertVerificationError"
    assert (type(error), mailbox.got, mailbox.logins) == (NotYet, [], [])


def test_with_a_wrong_password_it_is_tried_until_the_operator_has_changed_it() -> None:
    error = failure(Mailbox(), replace(LOGIN, smtp_password="old"), tls_context=trusted())
    assert str(error) == "the mail server answered 535 5.7.8 (SMTPAuthenticationError)"
    assert isinstance(error, NotYet)


# No, not now, and nonsense


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize(("code", "kind"), [("451 4.3.0", NotYet), ("554 5.7.1", Undeliverable)])
def test_a_refusal_has_its_code_but_nobodys_address(command: str, code: str, kind: type[NotDelivered]) -> None:
    error = failure(Mailbox({command: f"{code} <ann@example.com> no"}))
    assert type(error) is kind
    assert re.fullmatch(rf"the mail server answered {re.escape(code)} \([\w ]+\)", str(error))


def test_one_address_that_may_work_later_is_worth_another_try() -> None:
    assert isinstance(failure(Mailbox({TO[0]: "550 no", TO[1]: "450 busy"})), NotYet)


def test_a_server_that_is_not_there_is_tried_again() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))  # and nobody listens
        settings = replace(SETTINGS, smtp_port=free.getsockname()[1])
        with pytest.raises(NotYet, match="ConnectionRefusedError"):
            run(EmailSender(settings).deliver(delivery()))


@pytest.mark.parametrize("protocol", [Silent, Babbling, SupportMessageStep])
def test_a_server_that_speaks_no_smtp_is_tried_again(protocol: type[asyncio.Protocol]) -> None:
    with pytest.raises(NotYet):
        run(served(protocol, SETTINGS, delivery(), timeout=0.2))
