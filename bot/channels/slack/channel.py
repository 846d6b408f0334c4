"""Slack, by its Events API and Block Kit: https://docs.slack.dev/apis/events-api/

Signatures and sending are Slack's own library's. It answers in direct messages only, also to who mentions it elsewhere.
"""

from __future__ import annotations

import hashlib
import html
import http.client
import json
import math
import re
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import parse_qs

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.signature import Clock, SignatureVerifier

from bot.channels.messaging.channel import (
    Answer,
    InvalidSignature,
    Part,
    Reading,
    Unreadable,
    Webhook,
    address_inside,
    inside,
    json_of,
    list_inside,
    text_inside,
)
from bot.channels.messaging.json_api import seconds
from bot.channels.messaging.splitting import split
from bot.channels.messaging.wording import Wording
from bot.channels.slack.settings import SlackSettings
from bot.conversations.entry import Entry
from bot.conversations.incoming import Incoming
from bot.conversations.outbox import NotDelivered, NotYet, Undeliverable
from bot.http.thread_pool import ThreadPool

LONGEST = 3000  # characters of a section's text
LONGEST_TITLE = 75  # of a button
SPOKEN = {"", "file_share", "me_message", "thread_broadcast"}  # subtypes in which a person says something
LINK = re.compile(r"<(?:mailto:|tel:)?([^|>]+)(?:\|([^>]+))?>")
MENTION = re.compile(r"<@[A-Z0-9]+(?:\|[^>]*)?>\s*")
SCOPES = {"chat:write", "im:history", "app_mentions:read"}
# What a later try, or an operator's hand, can mend; everything else is wrong with the message or the person.
PASSES = {
    "ratelimited",
    "rate_limited",
    "internal_error",
    "fatal_error",
    "service_unavailable",
    "request_timeout",
    "team_added_to_org",
    "org_login_required",
    "accesslimited",
    "invalid_auth",
    "not_authed",
    "token_expired",
    "token_revoked",
    "account_inactive",
    "missing_scope",
}

# The network, or an answer that is none: the library trusts what it gets.
UNREACHABLE = (OSError, http.client.HTTPException, SlackClientError, ValueError, AttributeError, TypeError)
WORD = re.compile(r"[a-z_]{1,60}")


class Slack:
    name = "slack"
    methods: Sequence[str] = ("POST",)
    at_once = 4

    def __init__(self, settings: SlackSettings, wording: Wording, webhook_url: str, clock: Clock | None = None) -> None:
        self._wording = wording
        self._url = webhook_url
        self._threads = ThreadPool(self.at_once, self.name)
        self._signed = SignatureVerifier(settings.signing_secret, clock or Clock())
        # No retries here: the outbox retries and keeps the count of attempts.
        address = f"{settings.api}/api/"
        self._client = WebClient(settings.token, address, timeout=math.ceil(settings.timeout), retry_handlers=[])

    def read(self, webhook: Webhook) -> Reading:
        self._check_signature(webhook)
        if webhook.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            return self._pressed(_form(webhook))
        body = json_of(webhook)
        if body.get("type") == "url_verification":
            return Reading(answer=Answer(text_inside(body, "challenge")))
        if body.get("type") != "event_callback":
            return Reading()
        return self._happened(address_inside(body, "event_id"), body.get("event"))

    def _check_signature(self, webhook: Webhook) -> None:
        try:
            good = self._signed.is_valid_request(webhook.body, dict(webhook.headers))
        except (ValueError, TypeError, OverflowError):  # no time, no text, a signature beyond ASCII
            good = False
        if not good:
            raise InvalidSignature("the signature is wrong or older than five minutes")

    def _happened(self, message_id: str, event: Any) -> Reading:
        kind = text_inside(event, "type")
        if inside(event, "bot_id") or inside(event, "message", "bot_id"):
            return Reading()  # what we said ourselves
        if kind == "app_mention":
            return self._said(message_id, event)
        if kind != "message" or text_inside(event, "channel_type") != "im":
            return Reading()
        if text_inside(event, "subtype") == "message_changed":
            after = inside(event, "message")
            if text_inside(after, "subtype") not in SPOKEN:
                return Reading()  # "This message was deleted."
            if text_inside(after, "text") == text_inside(event, "previous_message", "text"):
                return Reading()  # Slack showed a link
            return self._said(message_id, after)
        if text_inside(event, "subtype") not in SPOKEN:
            return Reading()
        return self._said(message_id, event)

    def _said(self, message_id: str, said_by: Any) -> Reading:
        unopened, said = _kind_of(list_inside(said_by, "files")), plain(text_inside(said_by, "text")).strip()
        words = None if unopened and not said else said
        return Reading((Incoming(self.name, address_inside(said_by, "user"), message_id, words, unopened=unopened),))

    def _pressed(self, form: dict[str, list[str]]) -> Reading:
        try:
            payload = json.loads(form["payload"][0])
        except (KeyError, ValueError, RecursionError):
            raise Unreadable("the form has no payload") from None
        actions = list_inside(payload, "actions")
        if text_inside(payload, "type") != "block_actions" or not actions:
            return Reading()
        button, address = text_inside(actions[0], "value"), address_inside(payload, "user", "id")
        pressed = f"{address} {text_inside(actions[0], 'action_ts')} {button}"
        message_id = hashlib.sha256(pressed.encode("utf-8", "replace")).hexdigest()[:40]
        return Reading((Incoming(self.name, address, message_id, button=button),) if button else ())

    def parts(self, entry: Entry) -> Sequence[Part]:
        label = self._wording.label(entry)
        texts = split(entry.text, LONGEST)
        made: list[Part] = []
        for place, text in enumerate(texts):
            blocks: list[dict[str, Any]] = []
            if label and place == 0:
                blocks.append({"type": "context", "elements": [{"type": "plain_text", "text": label, "emoji": False}]})
            blocks.append({"type": "section", "text": {"type": "plain_text", "text": text, "emoji": False}})
            made.append({"text": html.escape(text, quote=False), "blocks": blocks})
        if entry.buttons:
            made[-1]["blocks"].append({"type": "actions", "elements": _buttons(entry)})
        return made

    async def send(self, address: str, part: Part) -> str:
        """Sends a direct message to the person; Slack accepts a user's id as the channel."""
        sent = await self._ask(
            lambda: self._client.chat_postMessage(
                channel=address, text=part["text"], blocks=part["blocks"], unfurl_links=False, unfurl_media=False
            )
        )
        if not text_inside(sent, "ts"):
            raise NotYet("Slack's answer has no message")
        return f"{text_inside(sent, 'channel')}:{text_inside(sent, 'ts')}"

    async def _ask(self, do: Callable[[], Any]) -> Any:
        try:
            return (await self._threads.run(do)).data
        except SlackApiError as error:
            raise _not_delivered(error) from None
        except UNREACHABLE as error:
            raise NotYet(f"Slack cannot be reached: {type(error).__name__}") from None

    def tell(self, words: Sequence[str]) -> Answer | None:
        return None

    async def check(self) -> list[str]:
        try:
            answer = await self._threads.run(self._client.auth_test)
        except SlackApiError as error:
            return [f"SLACK_TOKEN is not taken: {_not_delivered(error)}."]
        except UNREACHABLE as error:
            raise NotYet(f"Slack cannot be reached: {type(error).__name__}") from None
        given = {name.lower(): value for name, value in answer.headers.items()}.get("x-oauth-scopes", "")
        missing = sorted(SCOPES - {scope.strip() for scope in str(given).split(",")})
        return [f"The app has no scope {scope}: add it under OAuth & Permissions." for scope in missing]

    async def connect(self) -> str:
        return f"In the app's settings put {self._url} under Event Subscriptions and under Interactivity."

    async def close(self) -> None:
        self._threads.close()


def plain(text: str) -> str:
    """Replaces Slack's markup of links and mentions with what the person typed."""
    shown = LINK.sub(lambda found: found[2] or found[1], MENTION.sub("", text))
    return html.unescape(shown)


def _form(webhook: Webhook) -> dict[str, list[str]]:
    try:
        return parse_qs(webhook.body.decode("ascii"), max_num_fields=20)
    except ValueError:
        raise Unreadable("the body is no form") from None


def _kind_of(files: list[Any]) -> str:
    if not files:
        return ""
    kind = text_inside(files[0], "mimetype").partition("/")[0]
    return {"image": "picture", "video": "video", "audio": "voice"}.get(kind, "file")


def _buttons(entry: Entry) -> list[dict[str, Any]]:
    return [
        {
            "type": "button",
            "action_id": f"choice_{place}",
            "text": {"type": "plain_text", "text": button.title[:LONGEST_TITLE], "emoji": False},
            "value": button.token,
        }
        for place, button in enumerate(entry.buttons)
    ]


def _not_delivered(error: SlackApiError) -> NotDelivered:
    answer: Any = error.response
    status = int(getattr(answer, "status_code", 0) or 0)
    data = getattr(answer, "data", None)
    said = text_inside(data, "error")
    word = said if WORD.fullmatch(said) else ""
    cause = f"Slack answered {status} ({word or 'nonsense'})"
    if word in PASSES or status >= 429 or not word:
        headers = {name.lower(): value for name, value in (getattr(answer, "headers", None) or {}).items()}
        return NotYet(cause, seconds(headers.get("retry-after")))
    return Undeliverable(cause)
