"""Sends cases as tickets to Zendesk's Ticketing API."""

from __future__ import annotations

import math
import re
from typing import Any

import httpx

from bot.cases.letter import Letter, case_value, letter
from bot.cases.settings import CaseSettings
from bot.conversations.case_fields import CASE_FIELDS, CaseFields, Place
from bot.conversations.outbox import Delivery, NotDelivered, NotYet, Undeliverable

TIMEOUT = 20.0  # seconds
COMMENT = 60_000  # bytes; Zendesk takes about 65,000
CUT = "\n\n(The rest of the conversation is at the desk.)\n"
# What a later try may not meet: a token that the operator changes, too slow, another change at the same time, too many.
PASSES = {401, 403, 408, 409, 429}
CHANGES = {"amended", "closed"}
TAG = "nhs_login_assistant"
NAME = re.compile(r"[A-Za-z_]{1,40}")


class _TicketClosed(Undeliverable):
    """The ticket accepts no more comments; a follow-up ticket is needed."""


class ZendeskSender:
    """The receipt is the ticket's id. Tests replace the network with `transport`.

    Zendesk remembers the key of a new ticket for two hours. A comment has no key, so after a crash it can appear twice.
    """

    kind = "zendesk"
    at_once = 1
    first_pause = 5.0
    longest_closed = math.inf  # it is about the account

    def __init__(
        self,
        settings: CaseSettings,
        transport: httpx.AsyncBaseTransport | None = None,
        fields: CaseFields = CASE_FIELDS,
    ) -> None:
        self._settings = settings
        self._fields = fields
        self._http = httpx.AsyncClient(
            base_url=f"{settings.zendesk_url}/api/v2",
            auth=(f"{settings.zendesk_user}/token", settings.zendesk_token),
            headers={"accept": "application/json"},
            timeout=TIMEOUT,
            transport=transport,
            trust_env=False,
        )

    async def close(self) -> None:
        await self._http.aclose()

    async def deliver(self, delivery: Delivery) -> str:
        """Raises NotDelivered."""
        written = letter(delivery.body, self._fields)
        what, case = delivery.body.get("what"), delivery.body.get("case") or {}
        number, ticket = delivery.case_number or case_value(case, "case_number"), _ticket_of(delivery)
        if not ticket and what in CHANGES:
            ticket = await self._found(number)
        changes: dict[str, Any] = {"comment": {"body": _comment(written), "public": False}}
        if custom := self._custom_fields(case):
            changes["custom_fields"] = custom
        following: dict[str, Any] = {}
        if ticket:
            try:
                return await self._changed(ticket, changes)
            except _TicketClosed:
                if other := await self._found(number):
                    return await self._changed(other, changes)
                if what == "closed":
                    raise
                following = {"via_followup_source_id": int(ticket)}
        elif what == "closed":
            raise Undeliverable("no ticket of this case is known")
        opening = {"ticket": {**changes, **_opening(case, self._email(case), written, number), **following}}
        key = {"idempotency-key": delivery.key}
        return _id_in(await self._ask("POST", "/tickets.json", json=opening, headers=key))

    async def _changed(self, ticket: str, changes: dict[str, Any]) -> str:
        return _id_in(await self._ask("PUT", f"/tickets/{ticket}.json", json={"ticket": changes}))

    async def _found(self, number: str) -> str:
        """Looks up the ticket of a case whose receipt is no longer stored; returns an empty string if there is none."""
        if not number:
            return ""
        return _ticket_in(await self._ask("GET", "/tickets.json", params={"external_id": number}), number)

    def _custom_fields(self, case: Any) -> list[dict[str, Any]]:
        ids = self._settings.zendesk_fields
        values = {field.name: case_value(case, field.name) for field in self._fields.shown(case, Place.TICKET)}
        return [{"id": ids[name], "value": value} for name, value in values.items() if name in ids and value]

    def _email(self, case: Any) -> str:
        """Returns the address that support answers to; empty if it is unknown."""
        addresses = [case_value(case, field.name) for field in self._fields if field.is_address]
        return next((one for one in reversed(addresses) if one), "")

    async def _ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        try:
            answer = await self._http.request(method, path, **more)
        except httpx.HTTPError as error:
            raise NotYet(f"Zendesk cannot be reached: {type(error).__name__}") from error
        if answer.status_code not in (httpx.codes.OK, httpx.codes.CREATED):
            raise _not_delivered(answer)
        return answer


def _ticket_of(delivery: Delivery) -> str:
    ticket = str(delivery.body.get("ticket") or delivery.first_receipt)
    return ticket if ticket.isascii() and ticket.isdigit() else ""


def _opening(case: Any, email: str, written: Letter, number: str) -> dict[str, Any]:
    """Returns the fields that only a new ticket has."""
    topic = re.sub(r"[^a-z0-9_]+", "_", case_value(case, "topic").lower())
    ticket: dict[str, Any] = {"subject": written.subject, "tags": [TAG, *([topic] if topic else [])]}
    if number:
        ticket["external_id"] = number
    if "@" in email:
        ticket["requester"] = {"name": email, "email": email}  # we know no other name
    return ticket


def _comment(written: Letter) -> str:
    text = f"{written.body}\n{written.transcript}" if written.transcript else written.body
    if len(text.encode()) <= COMMENT:
        return text
    return text.encode()[: COMMENT - len(CUT)].decode(errors="ignore") + CUT


def _id_in(answer: httpx.Response) -> str:
    try:
        return _id(answer.json()["ticket"]["id"])
    except (ValueError, KeyError, TypeError) as error:
        raise NotYet("Zendesk's answer has no ticket") from error


def _ticket_in(answer: httpx.Response, number: str) -> str:
    """The first that is this case's, as nobody else may read of it, and is not closed, as those take no comment."""
    try:
        tickets = answer.json()["tickets"]
        mine = [one["id"] for one in tickets if one["external_id"] == number and one["status"] != "closed"]
        return _id(mine[0]) if mine else ""
    except (ValueError, KeyError, TypeError) as error:
        raise NotYet("Zendesk's answer has no list of tickets") from error


def _id(value: object) -> str:
    """Raises TypeError."""
    if type(value) is not int or value <= 0:
        raise TypeError
    return str(value)


def _not_delivered(answer: httpx.Response) -> NotDelivered:
    status = answer.status_code
    labels = _labels(answer)
    cause = f"Zendesk answered {status}" + (f" ({', '.join(labels)})" if labels else "")
    if status in PASSES or status >= 500:
        wait = answer.headers.get("retry-after", "")
        return NotYet(cause, float(wait[:6]) if wait.isascii() and wait.isdigit() else None)
    return (_TicketClosed if "status" in labels else Undeliverable)(cause)


def _labels(answer: httpx.Response) -> list[str]:
    """Returns the error's label and the fields it concerns; its sentences can quote the person."""
    try:
        body = answer.json()
    except ValueError:
        return []
    if not isinstance(body, dict):
        return []
    details = body.get("details")
    names = [body.get("error"), *(details if isinstance(details, dict) else ())]
    return [name for name in names if isinstance(name, str) and NAME.fullmatch(name)]
