"""Twilio's Messages API and Content API as https://www.twilio.com/docs/messaging/api and .../content have them."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from typing import Any

from bot.channels.twilio.settings import TwilioSettings
from tests.channels.provider import Asked, Given, Provider, Seen

ACCOUNT, AUTH_TOKEN = "AC" + "0" * 32, "5f3b1c0d9e8a7f6b5c4d3e2f1a0b9c8d"
SMS, WHATSAPP = "+447700900123", "+447700900124"
PHONE = re.compile(r"(whatsapp:)?\+[1-9]\d{6,14}")
FIELDS = {"To", "From", "Body", "StatusCallback", "ContentSid", "ContentVariables", "MessagingServiceSid"}


class TwilioStandIn(Provider):
    """`stopped` are numbers that wrote STOP: Twilio sends them nothing."""

    prefix = "/twilio"

    def __init__(self) -> None:
        super().__init__()
        self.stopped: set[str] = set()
        self.templates: dict[str, dict[str, Any]] = {}
        self.status = "active"
        self.sms_url = ""

    @staticmethod
    def settings(url: str, **more: Any) -> TwilioSettings:
        return TwilioSettings(
            account=ACCOUNT, auth_token=AUTH_TOKEN, sms_from=SMS, whatsapp_from=WHATSAPP, api=f"{url}/twilio", **more
        )

    def answer(self, asked: Asked) -> Given:
        key = b64encode(f"{ACCOUNT}:{AUTH_TOKEN}".encode()).decode()
        if asked.headers.get("authorization") != f"Basic {key}":
            return refused(401, 20003, "Authenticate")
        if asked.path.startswith("/v1/Content"):
            return self._content(asked)
        account = f"/2010-04-01/Accounts/{ACCOUNT}"
        if asked.path == f"{account}.json":
            return Given(200, {"sid": ACCOUNT, "status": self.status, "type": "Full"})
        if asked.path.startswith(f"{account}/IncomingPhoneNumbers"):
            return self._numbers(asked)
        if asked.path == f"{account}/Messages.json" and asked.method == "POST":
            return self._send(asked.form)
        return refused(404, 20404, "The requested resource was not found")

    def _send(self, given: dict[str, str]) -> Given:
        to = given.get("To", "")
        if set(given) - FIELDS or not PHONE.fullmatch(to):
            return refused(400, 21211, "Invalid 'To' Phone Number")
        if given.get("From") not in (SMS, f"whatsapp:{WHATSAPP}"):
            return refused(400, 21606, "The From phone number is not a valid message-capable Twilio number")
        if to in self.stopped:
            return refused(400, 21610, "Attempt to send to unsubscribed recipient")
        text, buttons = given.get("Body", ""), ()
        if "ContentSid" in given:
            if given["ContentSid"] not in self.templates or not to.startswith("whatsapp:"):
                return refused(400, 21655, "The ContentSid is invalid")
            reply = self.templates[given["ContentSid"]]["types"]["twilio/quick-reply"]
            if re.search(r"[\n\t]| {5}", json.loads(given["ContentVariables"])["1"]):
                return refused(400, 21656, "The ContentVariables Parameter is invalid")
            text = reply["body"].replace("{{1}}", json.loads(given["ContentVariables"])["1"])
            buttons = tuple((one["title"], one["id"]) for one in reply["actions"])
            if len(text) > 1024 or len(buttons) > 3:
                return refused(400, 63013, "Channel policy violation")
        if not 0 < len(text) <= 1600:
            return refused(400, 21617, "The concatenated message body exceeds the 1600 character limit")
        sid = f"SM{len(self.sent):032x}"
        self.sent.append(Seen(to, text, buttons, sid))
        return Given(201, {"sid": sid, "status": "queued", "to": to, "body": text, "error_code": None})

    def _content(self, asked: Asked) -> Given:
        if asked.method == "GET":
            found = [{"sid": sid, **one} for sid, one in self.templates.items()]
            return Given(200, {"contents": found, "meta": {"next_page_url": None, "page": 0, "key": "contents"}})
        given = asked.json
        reply = given["types"]["twilio/quick-reply"]
        fits = all(0 < len(one["title"]) <= 20 and len(one["id"]) <= 200 for one in reply["actions"])
        if asked.headers.get("content-type") != "application/json" or not fits or not 0 < len(reply["body"]) <= 1024:
            return refused(400, 20001, "Invalid content")
        sid = f"HX{len(self.templates):032x}"
        self.templates[sid] = given
        return Given(201, {"sid": sid, **given})

    def _numbers(self, asked: Asked) -> Given:
        if asked.method == "POST":
            self.sms_url = asked.form["SmsUrl"]
        number = {"sid": "PN" + "0" * 32, "account_sid": ACCOUNT, "phone_number": SMS, "sms_url": self.sms_url}
        if asked.method == "POST":
            return Given(200, number)
        there = [number] if asked.query.get("PhoneNumber") == SMS else []
        return Given(200, {"incoming_phone_numbers": there, "page": 0, "page_size": 1, "next_page_uri": None})


def refused(status: int, code: int, message: str, **headers: str) -> Given:
    return Given(status, {"code": code, "message": message, "status": status}, headers)
