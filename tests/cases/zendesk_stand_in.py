"""Zendesk's Ticketing API as its public documentation has it, on no network. It checks what it gets more strictly:
the real one ignores what it does not know, so that a slip of the pen would go unseen.

https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/ and …/ticketing/introduction/#idempotency
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from bot.cases.settings import CaseSettings
from bot.cases.zendesk import ZendeskSender
from bot.conversations.outbox import Delivery
from tests.bot.building import run

URL, USER, TOKEN = "https://example.zendesk.com", "agent@example.org", "t0ken"
SETTINGS = CaseSettings(zendesk_url=URL, zendesk_user=USER, zendesk_token=TOKEN)
PATH = re.compile(r"/api/v2/tickets(?:/(\d+))?\.json")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
ON_CHANGE = {"comment", "custom_fields"}
ON_OPENING = ON_CHANGE | {"subject", "tags", "external_id", "requester", "via_followup_source_id"}


class Invalid(Exception):
    """What a ticket's field must not be; the text is its name and what is wrong with it."""


@dataclass
class ZendeskStandIn(httpx.AsyncBaseTransport):
    """`answers` are given first, before anything is looked at; those that are errors are raised."""

    answers: list[httpx.Response | Exception] = field(default_factory=list)
    tickets: dict[int, dict[str, Any]] = field(default_factory=dict)
    comments: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    closed: set[int] = field(default_factory=set)
    lose_answer: bool = False  # the next one is worked on, but its answer never arrives
    _by_key: dict[str, tuple[bytes, httpx.Response]] = field(default_factory=dict)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.answers:
            answer = self.answers.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer
        answer = self._answer(request, await request.aread())
        if self.lose_answer:
            self.lose_answer = False
            raise httpx.ReadTimeout("it took too long", request=request)
        return answer

    def _answer(self, request: httpx.Request, body: bytes) -> httpx.Response:
        path = PATH.fullmatch(request.url.path)
        if request.headers.get("authorization") != f"Basic {b64encode(f'{USER}/token:{TOKEN}'.encode()).decode()}":
            return httpx.Response(401, json={"error": "Couldn't authenticate you"})
        if request.headers["accept"] != "application/json":
            return httpx.Response(406, text="Not Acceptable")
        if path and not path[1] and request.method == "GET":
            return self._list(request.url.params.get("external_id"))
        if request.headers.get("content-type") != "application/json":
            return httpx.Response(415, text="Unsupported Media Type")
        if path is None or request.method != ("PUT" if path[1] else "POST"):
            return httpx.Response(404, json={"error": "InvalidEndpoint", "description": "Not found"})
        try:
            return self._change(int(path[1]), json.loads(body)) if path[1] else self._open(request, body)
        except Invalid as error:
            name, _, wrong = str(error).partition(" ")
            details = {name: [{"description": f"{name.title()}: {wrong}"}]}
            return httpx.Response(
                422, json={"error": "RecordInvalid", "description": "Record validation errors", "details": details}
            )

    def _open(self, request: httpx.Request, body: bytes) -> httpx.Response:
        key = request.headers["idempotency-key"]
        if len(key) > 255:
            raise Invalid("idempotency_key is too long")
        if key in self._by_key:
            before, answer = self._by_key[key]
            if before == body:
                return httpx.Response(201, content=answer.content, headers={"x-idempotency-lookup": "hit"})
            return httpx.Response(400, json={"error": "IdempotentRequestError", "description": "Parameters differ"})
        ticket = checked(json.loads(body), ON_OPENING)
        if ticket.get("via_followup_source_id") not in {None, *self.closed}:
            raise Invalid("via_followup_source_id is not a closed ticket")
        number = 35_000 + len(self.tickets)
        self._keep(number, ticket)
        answer = httpx.Response(
            201, json={"ticket": {**ticket, "id": number}}, headers={"x-idempotency-lookup": "miss"}
        )
        self._by_key[key] = (body, answer)
        return answer

    def _list(self, external_id: str | None) -> httpx.Response:
        """All of them where no external id is asked for."""
        asked = {n: one for n, one in self.tickets.items() if external_id in (None, one.get("external_id"))}
        shown = [
            {"external_id": None, **one, "id": number, "status": "closed" if number in self.closed else "open"}
            for number, one in asked.items()
        ]
        return httpx.Response(200, json={"tickets": shown, "count": len(shown), "next_page": None})

    def _change(self, number: int, body: Any) -> httpx.Response:
        if number not in self.tickets:
            return httpx.Response(404, json={"error": "RecordNotFound", "description": "Not found"})
        if number in self.closed:
            raise Invalid("status closed prevents ticket update")
        self._keep(number, checked(body, ON_CHANGE))
        return httpx.Response(200, json={"ticket": {**self.tickets[number], "id": number}, "audit": {}})

    def _keep(self, number: int, ticket: dict[str, Any]) -> None:
        self.comments.setdefault(number, []).append(ticket.pop("comment"))
        self.tickets.setdefault(number, {}).update(ticket)


def deliver(zendesk: ZendeskStandIn, *deliveries: Delivery, settings: CaseSettings = SETTINGS) -> list[str]:
    """The receipts."""

    async def all_of_them() -> list[str]:
        sender = ZendeskSender(settings, zendesk)
        try:
            return [await sender.deliver(one) for one in deliveries]
        finally:
            await sender.close()

    return run(all_of_them())


def checked(body: Any, allowed: set[str]) -> dict[str, Any]:
    """The ticket. Raises Invalid."""
    if not isinstance(body, dict) or set(body) != {"ticket"} or not set(body["ticket"]) <= allowed:
        raise Invalid("base is not a ticket of known fields")
    ticket: dict[str, Any] = body["ticket"]
    comment = ticket.get("comment") or {}
    _text(comment, "body", 65_535)
    if set(comment) != {"body", "public"} or comment["public"] is not False:
        raise Invalid("comment must say that it is private")
    if "subject" in allowed:
        _text(ticket, "subject", 150)
    if "external_id" in ticket:
        _text(ticket, "external_id", 255)
    if "requester" in ticket:
        _requester(ticket["requester"])
    if not all(re.fullmatch(r"[a-z0-9_-]{1,80}", tag) for tag in ticket.get("tags", [])):
        raise Invalid("tags have characters that tags cannot have")
    if not all(set(one) == {"id", "value"} and type(one["id"]) is int for one in ticket.get("custom_fields", [])):
        raise Invalid("custom_fields must be numbers and values")
    return ticket


def _requester(requester: Mapping[str, Any]) -> None:
    _text(requester, "name", 255)
    if set(requester) != {"name", "email"} or not EMAIL.fullmatch(requester["email"]):
        raise Invalid("requester Email: is not properly formatted")


def _text(of: Mapping[str, Any], name: str, longest: int) -> None:
    value = of.get(name)
    if not isinstance(value, str) or not value.strip() or len(value.encode()) > longest:
        raise Invalid(f"{name} must be a text of at most {longest} bytes")
