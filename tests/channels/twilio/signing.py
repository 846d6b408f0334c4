"""Twilio's requests, for SMS and WhatsApp."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

from tests.channels.driver import PUBLIC_URL, Request, number
from tests.channels.provider import Given
from tests.channels.twilio.stand_in import ACCOUNT, AUTH_TOKEN, refused

SIGNATURE = ("x-twilio-signature",)


def signed(form: dict[str, Any], channel: str, token: str = AUTH_TOKEN) -> Request:
    form = {str(key): str(value) for key, value in form.items()}
    signature = RequestValidator(token).compute_signature(f"{PUBLIC_URL}/channels/{channel}", form)
    headers = {"content-type": "application/x-www-form-urlencoded", "x-twilio-signature": signature}
    return Request(urlencode(form).encode(), headers)


def form_of(sender: str, receiver: str, body: str, **more: str) -> dict[str, str]:
    sid = f"SM{number():032x}"
    ids = {"MessageSid": sid, "SmsSid": sid, "SmsMessageSid": sid, "AccountSid": ACCOUNT, "ApiVersion": "2010-04-01"}
    ends = {"From": sender, "To": receiver}
    return {**ids, **ends, "Body": body, "NumMedia": "0", "NumSegments": "1", "SmsStatus": "received", **more}


def renumbered(form: Any) -> Any:
    return form | {"MessageSid": f"SM{number():032x}"}


def too_many(wait: int) -> Given:
    return refused(429, 20429, "Too Many Requests", **{"Retry-After": str(wait)})
