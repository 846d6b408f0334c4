"""Meta's Graph API as https://developers.facebook.com/docs/messenger-platform/reference/send-api has it."""

from __future__ import annotations

from typing import Any

from bot.channels.messenger.settings import MessengerSettings
from tests.channels.provider import Asked, Given, Provider, Seen

TOKEN, APP_SECRET, VERIFY_TOKEN = "EAAtest", "0123456789abcdef0123456789abcdef", "verify-me_0123456789"
TYPES = {"RESPONSE", "UPDATE", "MESSAGE_TAG", "UTILITY"}


class MessengerStandIn(Provider):
    """`gone` are people to whom nothing may be sent any more."""

    prefix = "/graph"

    def __init__(self) -> None:
        super().__init__()
        self.gone: set[str] = set()
        self.fields = ["messages", "messaging_postbacks"]

    @staticmethod
    def settings(url: str, **more: Any) -> MessengerSettings:
        return MessengerSettings(
            token=TOKEN, app_secret=APP_SECRET, verify_token=VERIFY_TOKEN, api=f"{url}/graph/v24.0", **more
        )

    def answer(self, asked: Asked) -> Given:
        if asked.headers.get("authorization") != f"Bearer {TOKEN}":
            return refused(190, "Invalid OAuth access token", 401)
        if asked.path == "/v24.0/me":
            return Given(200, {"id": "1001", "name": "NHS login help"})
        if asked.path == "/v24.0/me/subscribed_apps":
            return Given(200, {"data": [{"id": "1", "subscribed_fields": self.fields}]})
        if asked.path != "/v24.0/me/messages" or asked.method != "POST":
            return refused(100, "Unsupported request", 404)
        return self._send(asked.json)

    def _send(self, given: dict[str, Any]) -> Given:
        person, message = given.get("recipient", {}).get("id", ""), given.get("message", {})
        if given.get("messaging_type") not in TYPES or set(given) - {"recipient", "messaging_type", "message"}:
            return refused(100, "Invalid parameter")
        if not person.isdigit():
            return refused(100, "No matching user found")
        if person in self.gone:
            return refused(551, "This person isn't available right now.")
        text, replies = message.get("text", ""), message.get("quick_replies", [])
        if not 0 < len(text) <= 2000 or len(replies) > 13 or set(message) - {"text", "quick_replies"}:
            return refused(100, "Length of param message[text] must be less than or equal to 2000")
        for one in replies:
            if one["content_type"] != "text" or not 0 < len(one["title"]) <= 20 or len(one["payload"]) > 1000:
                return refused(100, "Invalid quick reply")
        number = f"m_{len(self.sent):040d}"
        self.sent.append(Seen(person, text, tuple((one["title"], one["payload"]) for one in replies), number))
        return Given(200, {"recipient_id": person, "message_id": number})


def refused(code: int, message: str, status: int = 400, **headers: str) -> Given:
    error = {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "A"}
    return Given(status, {"error": error}, headers)
