"""What SMS and WhatsApp share: Twilio's webhooks and its Messages API. https://www.twilio.com/docs/messaging

Signatures and sending are Twilio's own library's.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

from requests import RequestException
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from bot.channels.messaging.channel import (
    Answer,
    Callback,
    InvalidSignature,
    Reading,
    Unreadable,
    Webhook,
    address_inside,
)
from bot.channels.messaging.json_api import seconds
from bot.channels.messaging.wording import Wording
from bot.channels.twilio.settings import TwilioSettings
from bot.conversations.incoming import Choice, Command, Incoming
from bot.conversations.outbox import NotDelivered, NotYet, Undeliverable
from bot.http.thread_pool import ThreadPool
from bot.safety import examine

T = TypeVar("T")
MOST_FIELDS = 100
PLACE = re.compile(r"[0-9]{1,2}")  # what our own buttons send; those of other templates are words
DOCUMENT = "pdf|docx?|xlsx?|pptx?|odt|ods|rtf|txt|csv|zip|pages|jpe?g|png|heic|mp4|mov"
FILE_NAME = re.compile(rf"[^\n@]{{1,200}}\.(?:{DOCUMENT})", re.IGNORECASE)
NOT_ARRIVED = {"failed", "undelivered"}
KINDS = {"image": "picture", "video": "video", "audio": "voice", "text": "file", "application": "file"}
logging.getLogger("twilio").setLevel(logging.WARNING)  # below, it writes whole requests into the log


class TwilioChannel:
    """The subclass sets `name` and the command words; `scheme` is the prefix of its addresses at Twilio."""

    name = ""
    scheme = ""
    methods: Sequence[str] = ("POST",)
    at_once = 4
    wishes: dict[str, Command]

    def __init__(self, settings: TwilioSettings, sender: str, wording: Wording, webhook_url: str) -> None:
        self._settings = settings
        self._sender = sender
        self._wording = wording
        self._url = webhook_url
        self._threads = ThreadPool(self.at_once, self.name)
        self._signed = RequestValidator(settings.auth_token)
        self.client = Client(settings.account, settings.auth_token, http_client=_Http(timeout=settings.timeout))
        if settings.api:
            self.client.api.base_url = settings.api

    def read(self, webhook: Webhook) -> Reading:
        form = self._signed_form(webhook)
        if "MessageStatus" in form and "Body" not in form:
            return self._status(form)
        sender = address_inside(form, "From").removeprefix(self.scheme)
        message_id = address_inside(form, "MessageSid")
        text, unopened = form.get("Body") or None, _kind_of(form)
        if PLACE.fullmatch(form.get("ButtonPayload", "")):
            return self._chosen(sender, message_id, form)
        if text is None and not unopened:
            text = ""
        if unopened == "file" and self.scheme and _is_file_name(text or ""):
            text = None  # WhatsApp puts it there
        command = self._command(form)
        said = Incoming(self.name, sender, message_id, text, unopened=unopened, command=command)
        return Reading((said,), answer=NOTHING)

    def _signed_form(self, webhook: Webhook) -> dict[str, str]:
        """Checks the signature, which covers the address and the form's fields, before using any field."""
        try:
            form = dict(parse_qsl(webhook.body.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_FIELDS))
            good = self._signed.validate(webhook.url, form, webhook.headers.get("x-twilio-signature", ""))
        except ValueError:
            good = False
        if not good:
            raise InvalidSignature("the signature is wrong, or PUBLIC_URL is not the address that Twilio has")
        if form.get("AccountSid") != self._settings.account:
            raise Unreadable("it is for another account")
        return form

    def _command(self, form: dict[str, str]) -> Command:
        """Returns the command that Twilio detected, otherwise the one the text itself is."""
        noticed = form.get("OptOutType", "").lower()
        if noticed in ("stop", "start", "help"):
            return Command(noticed)
        return self.wishes.get(form.get("Body", "").strip(" .!\n").casefold(), Command.NONE)

    def _chosen(self, sender: str, message_id: str, form: dict[str, str]) -> Reading:
        receipt = form.get("OriginalRepliedMessageSid", "")
        choice = Choice(int(form["ButtonPayload"]), form.get("ButtonText", ""), receipt)
        return Reading((Incoming(self.name, sender, message_id, choice=choice),), answer=NOTHING)

    def _status(self, form: dict[str, str]) -> Reading:
        status = form["MessageStatus"]
        if status not in NOT_ARRIVED:
            return Reading(answer=NOTHING)
        code = form.get("ErrorCode", "")
        cause = f"Twilio: {status} (error {code if code.isascii() and code.isdigit() else 'unknown'})"
        return Reading(callback=(Callback(address_inside(form, "MessageSid"), cause),), answer=NOTHING)

    async def deliver(self, address: str, **message: Any) -> str:
        """Sends a message; returns its Sid. Raises NotDelivered."""
        by_service = self._sender.startswith("MG")
        name = "messaging_service_sid" if by_service else "from_"
        sender = {name: self._sender if by_service else f"{self.scheme}{self._sender}"}
        sent = await self.ask(
            lambda: self.client.messages.create(
                to=f"{self.scheme}{address}", status_callback=self._url, **sender, **message
            )
        )
        if not sent.sid:
            raise NotYet("Twilio's answer has no message")
        return str(sent.sid)

    async def ask(self, do: Callable[[], T]) -> T:
        """Raises NotDelivered."""
        try:
            return await self._threads.run(do)
        except TwilioRestException as error:
            raise _not_delivered(error.status, error.code) from None
        except RequestException as error:
            raise NotYet(f"Twilio cannot be reached: {type(error).__name__}") from None
        except (TwilioException, ValueError, KeyError, TypeError, AttributeError) as error:  # it trusts what it gets
            raise NotYet(f"Twilio answered nonsense: {type(error).__name__}") from None

    def tell(self, words: Sequence[str]) -> Answer | None:
        said = "".join(f"<Message>{escape(text)}</Message>" for text in words)
        return Answer(f'<?xml version="1.0" encoding="UTF-8"?><Response>{said}</Response>', "text/xml")

    async def check(self) -> list[str]:
        try:
            account = await self.ask(lambda: self.client.api.v2010.accounts(self._settings.account).fetch())
        except NotDelivered as error:
            return [f"TWILIO_ACCOUNT or TWILIO_AUTH_TOKEN is not taken: {error}."]
        status = str(getattr(account.status, "value", account.status))
        return [] if status == "active" else [f"The account at Twilio is {status}."]

    async def connect(self) -> str:
        return f"In Twilio's console put {self._url} as the webhook for incoming messages, with POST."

    async def close(self) -> None:
        self._threads.close()


NOTHING = Answer("<Response/>", "text/xml")


class _Http(TwilioHttpClient):
    """Raises NotYet with the time to wait where Twilio says that it is too much: its errors do not keep the header."""

    def request(self, *given: Any, **named: Any) -> Response:
        answer = super().request(*given, **named)
        if answer.status_code == 429:
            wait = {name.lower(): value for name, value in dict(answer.headers or {}).items()}.get("retry-after")
            raise NotYet("Twilio answered 429", seconds(wait))
        return answer


def _is_file_name(text: str) -> bool:
    """Returns whether the text is only a file name; a possible cry for help never counts as one."""
    return bool(FILE_NAME.fullmatch(text)) and not examine(text).emergency


def _kind_of(form: dict[str, str]) -> str:
    if form.get("Latitude"):
        return "place"
    if form.get("NumMedia", "0") in ("", "0"):
        return ""
    kind = form.get("MediaContentType0", "").lower()
    if kind in ("text/vcard", "text/x-vcard"):
        return "contact"
    return "sticker" if kind == "image/webp" else KINDS.get(kind.partition("/")[0], "other")


def _not_delivered(status: int, code: int | None) -> NotDelivered:
    """The code says what is wrong: https://www.twilio.com/docs/api/errors"""
    cause = f"Twilio answered {status} (error {code or 'unknown'})"
    if status in (401, 403, 408, 409) or status >= 500:  # for the operator to mend, or it passes
        return NotYet(cause)
    return Undeliverable(cause)
