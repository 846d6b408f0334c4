"""A case becomes a ticket, and what is added to it a private comment; whatever Zendesk answers has its consequence."""

from __future__ import annotations

import re
from copy import replace
from typing import Any

import httpx
import pytest

from bot.conversations.outbox import Delivery, NotDelivered, NotYet, Undeliverable
from tests.cases.building import CASE, delivery
from tests.cases.zendesk_stand_in import SETTINGS, ZendeskStandIn, deliver

WITH_FIELDS = replace(SETTINGS, zendesk_fields={"reference": 360001, "service": 360002})
TICKET = 35_000


def opening(**case: Any) -> Delivery:
    return delivery("zendesk", **case)


def change(what: str = "amended", ticket: int | str | None = TICKET, earlier: str = "") -> Delivery:
    made = delivery("zendesk", what, earlier)
    return replace(made, id=8, body={**made.body, "ticket": ticket})


def failure(answer: httpx.Response | Exception, of: Delivery | None = None) -> NotDelivered:
    with pytest.raises(NotDelivered) as caught:
        deliver(ZendeskStandIn([answer]), of or opening())
    return caught.value


# Yes


def test_a_case_becomes_a_ticket() -> None:
    zendesk = ZendeskStandIn()
    assert deliver(zendesk, opening()) == [str(TICKET)]
    assert zendesk.tickets == {
        TICKET: {
            "subject": "NHS login case K7M-4PQ: missing security code",
            "tags": ["nhs_login_assistant", "missing_security_code"],
            "external_id": "K7M-4PQ",
            "requester": {"name": "ann@example.com", "email": "ann@example.com"},
        }
    }
    assert CASE["summary"] in zendesk.comments[TICKET][0]["body"]
    assert "14:01 Assistant: Check your spam folder." in zendesk.comments[TICKET][0]["body"]


def test_reference_and_service_go_into_their_fields() -> None:
    zendesk = ZendeskStandIn()
    deliver(zendesk, opening(), settings=WITH_FIELDS)
    fields = [{"id": 360001, "value": "CID2014"}, {"id": 360002, "value": "NHS App"}]
    assert zendesk.tickets[TICKET]["custom_fields"] == fields


def test_what_the_person_has_not_got_is_left_out() -> None:
    zendesk = ZendeskStandIn()
    nothing = opening(reference="no reference", service=None, login_email="not given")
    deliver(zendesk, nothing, settings=WITH_FIELDS)
    assert set(zendesk.tickets[TICKET]) == {"subject", "tags", "external_id"}


def test_the_mailbox_that_the_person_can_read_is_the_requesters() -> None:
    zendesk = ZendeskStandIn()
    deliver(zendesk, opening(contact_email="ann2@example.com"))
    assert zendesk.tickets[TICKET]["requester"]["email"] == "ann2@example.com"


@pytest.mark.parametrize("case", [{}, dict.fromkeys(CASE), {"topic": "A / strange\ntopic"}, {"words": ["ż" * 50_000]}])
def test_any_case_makes_a_ticket(case: dict[str, Any]) -> None:
    made = opening()
    assert deliver(ZendeskStandIn(), replace(made, body={**made.body, "case": case})) == [str(TICKET)]


def test_a_long_conversation_is_cut_and_says_so() -> None:
    zendesk, made = ZendeskStandIn(), opening()
    deliver(zendesk, replace(made, body={**made.body, "transcript": ["zażółć " * 200] * 100}))
    assert zendesk.comments[TICKET][0]["body"].endswith("(The rest of the conversation is at the desk.)\n")


@pytest.mark.parametrize("what", ["amended", "closed"])
@pytest.mark.parametrize(("ticket", "earlier"), [(TICKET, ""), (str(TICKET), ""), (None, str(TICKET))])
def test_a_change_is_a_private_comment(what: str, ticket: int | str | None, earlier: str) -> None:
    zendesk = ZendeskStandIn()
    assert deliver(zendesk, opening(), change(what, ticket, earlier)) == [str(TICKET)] * 2
    assert [one["public"] for one in zendesk.comments[TICKET]] == [False, False]
    assert zendesk.comments[TICKET][1]["body"].startswith(f"Case K7M-4PQ was {what}.")


def test_an_amendment_brings_the_fields_up_to_date() -> None:
    zendesk, amended = ZendeskStandIn(), change()
    amended = replace(amended, body={**amended.body, "case": {**CASE, "reference": "CID2099"}})
    deliver(zendesk, opening(), amended, settings=WITH_FIELDS)
    assert zendesk.tickets[TICKET]["custom_fields"][0]["value"] == "CID2099"


@pytest.mark.parametrize("what", ["amended", "closed"])
def test_a_change_finds_the_ticket_of_its_case_where_its_receipt_is_not_kept_any_more(what: str) -> None:
    zendesk = ZendeskStandIn(tickets={1: {}, 2: {"external_id": "ABC-DEF"}})
    assert deliver(zendesk, opening()) == ["35002"]
    assert deliver(zendesk, change(what, None)) == ["35002"]
    assert [len(zendesk.comments.get(number, ())) for number in zendesk.tickets] == [0, 0, 2]


@pytest.mark.parametrize("status", ["open", "closed"])
def test_no_other_cases_ticket_and_no_closed_one_is_taken_for_it(status: str) -> None:
    other = {"id": 1, "external_id": "ABC-DEF" if status == "open" else "K7M-4PQ", "status": status}
    zendesk = ZendeskStandIn([httpx.Response(200, json={"tickets": [other]})])
    assert deliver(zendesk, change(ticket=None)) == [str(TICKET)]


@pytest.mark.parametrize("ticket", [None, "../users/1", "no number"])
def test_an_amendment_without_a_known_ticket_makes_one(ticket: str | None) -> None:
    zendesk = ZendeskStandIn()
    assert deliver(zendesk, change(ticket=ticket)) == [str(TICKET)]
    assert "(amended)" in zendesk.tickets[TICKET]["subject"]


def test_a_closing_without_a_known_ticket_makes_none() -> None:
    zendesk = ZendeskStandIn()
    with pytest.raises(Undeliverable, match="no ticket"):
        deliver(zendesk, change("closed", None))
    assert zendesk.tickets == {}


def test_a_second_try_after_a_lost_answer_makes_no_second_ticket() -> None:
    zendesk = ZendeskStandIn(lose_answer=True)
    with pytest.raises(NotYet):
        deliver(zendesk, opening())
    assert deliver(zendesk, opening()) == [str(TICKET)]
    assert len(zendesk.tickets) == len(zendesk.comments[TICKET]) == 1


# No


def test_with_a_wrong_token_it_is_tried_until_the_operator_has_changed_it() -> None:
    with pytest.raises(NotYet, match="401"):
        deliver(ZendeskStandIn(), opening(), settings=replace(SETTINGS, zendesk_token="old"))


@pytest.mark.parametrize("status", [301, 400, 404, 422])
def test_a_refusal_is_for_good(status: int) -> None:
    assert isinstance(failure(httpx.Response(status, text="no")), Undeliverable)


@pytest.mark.parametrize(("what", "there"), [("amended", False), ("closed", True)])
def test_a_ticket_that_is_gone_takes_no_comment_and_a_closed_one_no_closing(what: str, there: bool) -> None:
    zendesk = ZendeskStandIn(tickets={TICKET: {}} if there else {}, closed={TICKET})
    with pytest.raises(Undeliverable, match=r"404 \(RecordNotFound\)|422 \(RecordInvalid, status\)"):
        deliver(zendesk, change(what))


def test_a_closed_ticket_is_followed_by_one_that_takes_what_comes_later() -> None:
    zendesk = ZendeskStandIn()
    deliver(zendesk, opening())
    zendesk.closed.add(TICKET)
    assert deliver(zendesk, change()) == [str(TICKET + 1)]
    assert zendesk.tickets[TICKET + 1]["via_followup_source_id"] == TICKET
    assert deliver(zendesk, replace(change(), id=9), replace(change("closed"), id=10)) == [str(TICKET + 1)] * 2
    assert [len(zendesk.comments[number]) for number in (TICKET, TICKET + 1)] == [1, 3]


def test_the_cause_names_fields_but_nobodys_words() -> None:
    with pytest.raises(Undeliverable) as caught:
        deliver(ZendeskStandIn(), opening(login_email="ann@nowhere"))
    assert str(caught.value) == "Zendesk answered 422 (RecordInvalid, requester)"


# Not now


@pytest.mark.parametrize(
    ("header", "seconds"), [("93", 93), (None, None), ("soon", None), ("-5", None), ("9" * 400, 999999)]
)
def test_too_many_requests_wait_as_long_as_zendesk_says(header: str | None, seconds: float | None) -> None:
    error = failure(httpx.Response(429, headers={"retry-after": header} if header else {}))
    assert (type(error), error.retry_after) == (NotYet, seconds)


@pytest.mark.parametrize("status", [409, 500, 502, 503])
def test_a_fault_of_zendesk_is_tried_again(status: int) -> None:
    error = failure(httpx.Response(status, text="<html>ann@example.com"))
    assert isinstance(error, NotYet)
    assert str(error) == f"Zendesk answered {status}"


@pytest.mark.parametrize("error", [httpx.ReadTimeout("slow"), httpx.ConnectTimeout("slow"), httpx.ConnectError("no")])
def test_what_cannot_be_reached_is_tried_again(error: httpx.HTTPError) -> None:
    assert str(failure(error)) == f"Zendesk cannot be reached: {type(error).__name__}"


NO_ID = ["3", '{"id": null}', '{"id": true}', '{"id": "35000"}', '{"id": -1}']
NONSENSE = [b"", b"\xff", b"<html>", b"[]", b"{}", *(f'{{"ticket": {ticket}}}'.encode() for ticket in NO_ID)]
MINE = '"external_id": "K7M-4PQ", "status": "open"'
NO_LIST = [b"", b"<html>", b"{}", b'{"tickets": 3}', b'{"tickets": [3]}', f'{{"tickets": [{{{MINE}}}]}}'.encode()]


@pytest.mark.parametrize(
    ("content", "of"),
    [*((content, opening()) for content in NONSENSE), *((content, change(ticket=None)) for content in NO_LIST)],
)
def test_nonsense_is_tried_again_with_its_cause(content: bytes, of: Delivery) -> None:
    error = failure(httpx.Response(200, content=content), of)
    assert isinstance(error, NotYet)
    assert re.match("Zendesk's answer has no (list of )?ticket", str(error))
