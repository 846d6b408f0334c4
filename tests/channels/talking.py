"""People in each messaging channel: what they type and press reaches the bot as their provider would bring it."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import urlencode

import httpx
from slack_sdk.signature import SignatureVerifier
from twilio.request_validator import RequestValidator

from tests.channels.messenger.stand_in import APP_SECRET
from tests.channels.provider import LIMIT, Provider, Seen
from tests.channels.slack.stand_in import SIGNING_SECRET
from tests.channels.sms.stand_in import ACCOUNT, AUTH_TOKEN, SMS, WHATSAPP
from tests.channels.telegram.stand_in import SECRET

PUBLIC_URL = "https://assistant.example.org"
_numbers = count(1)


@dataclass(frozen=True)
class Request:
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


def telegram(update: dict[str, Any], secret: str = SECRET) -> Request:
    headers = {"content-type": "application/json", "x-telegram-bot-api-secret-token": secret}
    return Request(json.dumps(update).encode(), headers)


def slack(body: dict[str, Any], secret: str = SIGNING_SECRET, at: float | None = None) -> Request:
    return slack_signed(json.dumps(body).encode(), "application/json", secret, at)


def slack_form(payload: dict[str, Any], secret: str = SIGNING_SECRET) -> Request:
    body = urlencode({"payload": json.dumps(payload)}).encode()
    return slack_signed(body, "application/x-www-form-urlencoded", secret, None)


def slack_signed(body: bytes, kind: str, secret: str = SIGNING_SECRET, at: float | None = None) -> Request:
    stamp = str(int(time.time() if at is None else at))
    signature = SignatureVerifier(secret).generate_signature(timestamp=stamp, body=body)
    signed = {"x-slack-request-timestamp": stamp, "x-slack-signature": str(signature)}
    return Request(body, {"content-type": kind, **signed})


def messenger(body: dict[str, Any], secret: str = APP_SECRET) -> Request:
    """As Meta documents it; it keeps no library that computes it."""
    return messenger_signed(json.dumps(body).encode(), secret)


def messenger_signed(raw: bytes, secret: str = APP_SECRET) -> Request:
    signature = hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
    return Request(raw, {"content-type": "application/json", "x-hub-signature-256": f"sha256={signature}"})


def twilio(form: dict[str, str], channel: str, token: str = AUTH_TOKEN) -> Request:
    url = f"{PUBLIC_URL}/channels/{channel}"
    signature = RequestValidator(token).compute_signature(url, form)
    headers = {"content-type": "application/x-www-form-urlencoded", "x-twilio-signature": signature}
    return Request(urlencode(form).encode(), headers)


@dataclass
class Person:
    """One person in one channel. `provider` is where what they are sent arrives; `at` the bot's address on loopback."""

    channel: str
    provider: Provider
    at: str
    address: str

    def __post_init__(self) -> None:
        self.read = 0  # messages of the provider that were looked at

    # What they do

    def say(self, text: str) -> httpx.Response:
        return self.post(SAYING[self.channel](self.address, text))

    def press(self, title: str) -> httpx.Response:
        """A button that was offered since they last did something; where there are none, its number."""
        self.wait_for_button(title)
        request = self.offer(title)
        assert request is not None
        return self.post(request)

    def wait_for_button(self, title: str) -> None:
        with self.provider.news:
            assert self.provider.news.wait_for(lambda: self.offer(title), LIMIT), [one.text for one in self.mine][-3:]

    def offer(self, title: str) -> Request | None:
        """What pressing it sends; None where nothing offers it."""
        for seen in reversed([one for one in self.provider.sent[self.read :] if one.address == self.shown_address]):
            for name, token in seen.buttons:
                if name == title:
                    return PRESSING[self.channel](self.address, seen, name, token)
            for line in seen.text.splitlines():
                if line.endswith(f". {title}") and line[:1].isdigit():
                    return SAYING[self.channel](self.address, line.partition(".")[0])
        return None

    def post(self, request: Request) -> httpx.Response:
        self.read = len(self.provider.sent)
        url = f"{self.at}/channels/{self.channel}"
        return httpx.post(url, content=request.body, headers=request.headers, timeout=30, trust_env=False)

    # What they see

    @property
    def mine(self) -> list[Seen]:
        return [seen for seen in self.provider.sent if seen.address == self.shown_address]

    @property
    def shown_address(self) -> str:
        return f"whatsapp:{self.address}" if self.channel == "whatsapp" else self.address

    def wait_for(self, words: str) -> str:
        """The message that came since they last did something."""
        return self.provider.wait_for(words, self.read, self.shown_address).text

    @property
    def since(self) -> str:
        """Everything that came since they last did something."""
        return "\n".join(one.text for one in self.provider.sent[self.read :] if one.address == self.shown_address)


def number() -> int:
    return next(_numbers)


def telegram_text(address: str, text: str) -> Request:
    return telegram({"update_id": number(), "message": telegram_message(address, text=text)})


def telegram_message(address: str, **content: Any) -> dict[str, Any]:
    sender = {"id": int(address), "is_bot": False, "first_name": "Mavis", "language_code": "en"}
    chat = {"id": int(address), "first_name": "Mavis", "type": "private"}
    return {"message_id": number(), "from": sender, "chat": chat, "date": 1780000000, **content}


def telegram_press(address: str, seen: Seen, title: str, token: str) -> Request:
    query = {
        "id": str(number()),
        "from": {"id": int(address), "is_bot": False, "first_name": "Mavis"},
        "message": telegram_message(address, text=seen.text),
        "chat_instance": "1",
        "data": token,
    }
    return telegram({"update_id": number(), "callback_query": query})


def slack_event(event: dict[str, Any]) -> Request:
    outer = {"token": "x", "team_id": "T1", "api_app_id": "A1", "type": "event_callback", "event_time": 1780000000}
    return slack(outer | {"event_id": f"Ev{number():09d}", "event": event})


def slack_text(address: str, text: str) -> Request:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    message = {"type": "message", "user": address, "text": escaped, "ts": f"{number()}.000100", "channel": "D1"}
    return slack_event(message | {"channel_type": "im", "event_ts": "1.0"})


def slack_press(address: str, seen: Seen, title: str, token: str) -> Request:
    action = {"type": "button", "action_id": "choice_0", "block_id": "b", "value": token, "action_ts": f"{number()}.1"}
    action["text"] = {"type": "plain_text", "text": title}  # type: ignore[assignment]
    return slack_form({"type": "block_actions", "user": {"id": address, "team_id": "T1"}, "actions": [action]})


def messenger_event(event: dict[str, Any]) -> Request:
    return messenger({"object": "page", "entry": [{"id": "1001", "time": 1780000000000, "messaging": [event]}]})


def messenger_text(address: str, text: str, **more: Any) -> Request:
    message = {"mid": f"m_{number():080d}", "text": text, **more}
    outer = {"sender": {"id": address}, "recipient": {"id": "1001"}, "timestamp": 1780000000000}
    return messenger_event(outer | {"message": message})


def messenger_press(address: str, seen: Seen, title: str, token: str) -> Request:
    return messenger_text(address, title, quick_reply={"payload": token})


def twilio_form(channel: str, address: str, body: str, **more: str) -> dict[str, str]:
    scheme, ours = ("whatsapp:", WHATSAPP) if channel == "whatsapp" else ("", SMS)
    sid = f"SM{number():032x}"
    ids = {"MessageSid": sid, "SmsSid": sid, "SmsMessageSid": sid, "AccountSid": ACCOUNT, "ApiVersion": "2010-04-01"}
    ends = {"From": f"{scheme}{address}", "To": f"{scheme}{ours}"}
    return {**ids, **ends, "Body": body, "NumMedia": "0", "NumSegments": "1", "SmsStatus": "received", **more}


def sms_text(address: str, text: str) -> Request:
    return twilio(twilio_form("sms", address, text), "sms")


def whatsapp_text(address: str, text: str) -> Request:
    return twilio(twilio_form("whatsapp", address, text, ProfileName="Mavis", WaId=address[1:]), "whatsapp")


def whatsapp_press(address: str, seen: Seen, title: str, token: str) -> Request:
    pressed = {"ButtonText": title, "ButtonPayload": token, "OriginalRepliedMessageSid": seen.receipt}
    return twilio(twilio_form("whatsapp", address, title, MessageType="button", **pressed), "whatsapp")


SAYING: dict[str, Callable[[str, str], Request]] = {
    "telegram": telegram_text,
    "slack": slack_text,
    "messenger": messenger_text,
    "sms": sms_text,
    "whatsapp": whatsapp_text,
}
PRESSING: dict[str, Callable[[str, Seen, str, str], Request]] = {
    "telegram": telegram_press,
    "slack": slack_press,
    "messenger": messenger_press,
    "whatsapp": whatsapp_press,
}
ADDRESSES = {
    "telegram": "700900",
    "slack": "U0MAVIS",
    "messenger": "6543210987654321",
    "sms": "+447700900555",
    "whatsapp": "+447700900556",
}
