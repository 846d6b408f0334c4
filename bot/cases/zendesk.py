"""Cases as Zendesk's tickets, over its Ticketing API."""

from __future__ import annotations

import re
from typing import Any

import httpx

from bot.case_settings import CaseSettings
from bot.cases.letter import Letter, known, letter
from bot.conversations.outbox import NotDelivered, NotYet, Parcel, Undeliverable

TIMEOUT = 20.0  # seconds
COMMENT = 60_000  # bytes; Zendesk takes about 65,000
CUT = "\n\n(The rest of the conversation is at the desk.)\n"
PASSES = {408, 409, 429}  # what a later try may not meet: too slow, another change at the same time, too many
TAG = "nhs_login_assistant"
NAME = re.compile(r"[A-Za-z_]{1,40}")


class ZendeskCarrier:
    """The receipt is the ticket's id. `transport` stands in for the network, in tests.

    Zendesk knows the key of an opening again for two hours. A change has no key: after a crash its comment may stand
    twice.
    """

    kind = "zendesk"

    def __init__(self, settings: CaseSettings, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._settings = settings
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

    async def carry(self, parcel: Parcel) -> str:
        """Raises NotDelivered."""
        written, ticket = letter(parcel.body), _ticket_of(parcel)
        case = parcel.body.get("case") or {}
        changes: dict[str, Any] = {"comment": {"body": _comment(written), "public": False}}
        fields = self._custom_fields(case)
        if fields:
            changes["custom_fields"] = fields
        if ticket:
            return await self._send("PUT", f"/tickets/{ticket}.json", changes, {})
        if parcel.body.get("what") == "closed":
            raise Undeliverable("no ticket of this case is known")
        opening = {**changes, **_opening(case, written, parcel.case_number)}
        return await self._send("POST", "/tickets.json", opening, {"idempotency-key": parcel.key})

    def _custom_fields(self, case: Any) -> list[dict[str, Any]]:
        ids = {"reference": self._settings.zendesk_reference_field, "service": self._settings.zendesk_service_field}
        return [{"id": id_, "value": known(case, name)} for name, id_ in ids.items() if id_ and known(case, name)]

    async def _send(self, method: str, path: str, ticket: dict[str, Any], headers: dict[str, str]) -> str:
        try:
            answer = await self._http.request(method, path, json={"ticket": ticket}, headers=headers)
        except httpx.HTTPError as error:
            raise NotYet(f"Zendesk cannot be reached: {type(error).__name__}") from error
        if answer.status_code not in (httpx.codes.OK, httpx.codes.CREATED):
            raise _not_delivered(answer)
        return _id_in(answer)


def _ticket_of(parcel: Parcel) -> str:
    ticket = str(parcel.body.get("ticket") or parcel.earlier)
    return ticket if ticket.isascii() and ticket.isdigit() else ""


def _opening(case: Any, written: Letter, number: str) -> dict[str, Any]:
    """What only a new ticket gets."""
    topic = re.sub(r"[^a-z0-9_]+", "_", known(case, "topic").lower())
    ticket: dict[str, Any] = {"subject": written.subject, "tags": [TAG, *([topic] if topic else [])]}
    number = number or known(case, "case_number")
    if number:
        ticket["external_id"] = number
    email = known(case, "contact_email") or known(case, "login_email")
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
        number = answer.json()["ticket"]["id"]
    except (ValueError, KeyError, TypeError) as error:
        raise NotYet("Zendesk's answer has no ticket") from error
    if type(number) is not int or number <= 0:
        raise NotYet("Zendesk's answer has no ticket's number")
    return str(number)


def _not_delivered(answer: httpx.Response) -> NotDelivered:
    status = answer.status_code
    cause = f"Zendesk answered {status}{_labels(answer)}"
    if status in PASSES or status >= 500:
        wait = answer.headers.get("retry-after", "")
        return NotYet(cause, float(wait[:6]) if wait.isascii() and wait.isdigit() else None)
    return Undeliverable(cause)


def _labels(answer: httpx.Response) -> str:
    """The error's label and the fields that it is about; its sentences may hold what a person wrote."""
    try:
        body = answer.json()
    except ValueError:
        return ""
    if not isinstance(body, dict):
        return ""
    details = body.get("details")
    names = [body.get("error"), *(details if isinstance(details, dict) else ())]
    labels = [name for name in names if isinstance(name, str) and NAME.fullmatch(name)]
    return f" ({', '.join(labels)})" if labels else ""
