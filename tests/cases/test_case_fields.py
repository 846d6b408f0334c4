"""A field of a case is declared once; an invented one is then everywhere that it should be."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from copy import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.cases.email import compose
from bot.cases.letter import letter
from bot.cases.settings import CaseSettings
from bot.cases.zendesk import ZendeskSender
from bot.conversations.case_fields import CASE_FIELDS, FOR_AGENTS, CaseField, CaseFields, Place
from bot.conversations.message import Reply
from bot.desk.work.case_panel import panel_of
from bot.storage.cases.reading import case_of
from bot.storage.context import StoreContext
from bot.storage.conversations.inbox import SqlInbox
from bot.storage.database import Database
from bot.storage.migrations.migrate import migrate
from bot.storage.tables.cases import cases
from content.files import ROOT
from tests.bot.building import run
from tests.cases.building import CASE, delivery
from tests.cases.zendesk_stand_in import SETTINGS, ZendeskStandIn
from tests.storage.contexts import context_of
from tests.storage.people import NOW, case, hands_over, later, says

C = "web-1"
DEVICE = CaseField(name="device", label="Phone or computer", shown=FOR_AGENTS | {Place.TICKET}, amendable=True)


def with_device(**more: Any) -> CaseFields:
    return CaseFields([*CASE_FIELDS, replace(DEVICE, **more)])


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(f"sqlite:///{tmp_path / 'store.db'}")
    migrate(made)
    yield made
    made.close()


def handed_over(context: StoreContext, **more: Any) -> SqlInbox:
    inbox = SqlInbox(context)
    run(hands_over(inbox, C, handed=case(**more)))
    return inbox


def data_of(database: Database) -> dict[str, Any]:
    with database.engine.connect() as sql:
        return dict(sql.execute(select(cases.c.data)).scalar_one())


def facts_at_desk(database: Database, fields: CaseFields) -> list[tuple[str, str]]:
    with database.engine.connect() as sql:
        row = sql.execute(select(cases)).one()
    return panel_of(case_of(row), fields, "Problem with something", "").facts


def test_the_desk_shows_it_under_its_label(database: Database) -> None:
    fields = with_device()
    handed_over(context_of(database, fields), device="an old phone")
    assert ("Phone or computer", "an old phone") in facts_at_desk(database, fields)


@pytest.mark.parametrize(("if_empty", "shown"), [("", []), ("not said", ["not said"])])
def test_the_desk_says_or_leaves_out_what_is_not_there(database: Database, if_empty: str, shown: list[str]) -> None:
    fields = with_device(if_empty=if_empty)
    handed_over(context_of(database, fields))
    assert [value for label, value in facts_at_desk(database, fields) if label == "Phone or computer"] == shown


def test_the_letter_has_it() -> None:
    settings = CaseSettings(smtp_host="localhost", email_from="a@example.org", email_to=("b@example.org",))
    message = compose(delivery(device="an old phone"), settings, with_device())
    assert "Phone or computer: an old phone\n" in message.get_body().get_content()  # type: ignore[union-attr]


def test_zendesk_has_it_as_a_field_of_the_ticket_and_in_the_comment() -> None:
    variables = {"ZENDESK_URL": SETTINGS.zendesk_url, "ZENDESK_USER": "agent@example.org", "ZENDESK_TOKEN": "t"}
    read = CaseSettings.read({**variables, "ZENDESK_DEVICE_FIELD": "360003"}, with_device())
    zendesk = ZendeskStandIn()

    async def deliver() -> str:
        settings = replace(SETTINGS, zendesk_fields=read.zendesk_fields)
        sender = ZendeskSender(settings, zendesk, with_device())
        try:
            return await sender.deliver(delivery("zendesk", device="an old phone"))
        finally:
            await sender.close()

    ticket = int(run(deliver()))
    assert zendesk.tickets[ticket]["custom_fields"] == [{"id": 360003, "value": "an old phone"}]
    assert "Phone or computer: an old phone\n" in zendesk.comments[ticket][0]["body"]


@pytest.mark.parametrize(("amendable", "device"), [(True, "a new phone"), (False, "an old phone")])
def test_the_person_can_amend_it_where_that_is_declared(database: Database, amendable: bool, device: str) -> None:
    inbox = handed_over(context_of(database, with_device(amendable=amendable)), device="an old phone")
    number = data_of(database)["case_number"]

    async def corrects() -> None:
        await says(inbox, C, "two")
        message = await inbox.next_pending(C)
        assert message is not None
        data = {"amendment": {"case_number": number, "device": "a new phone"}}
        await inbox.answer(message, NOW, [Reply("Corrected.", data=data)])

    run(corrects())
    assert data_of(database)["device"] == device


@pytest.mark.parametrize("kept", [True, False])
def test_it_outlives_the_conversation_where_that_is_declared(database: Database, kept: bool) -> None:
    inbox = handed_over(context_of(database, with_device(kept=kept)), device="an old phone")
    run(inbox.erase_older(later(days=31), later(days=31)))
    assert ("device" in data_of(database)) is kept


def test_a_field_that_is_not_declared_is_shown_under_its_own_name_and_erased(database: Database) -> None:
    inbox = handed_over(context_of(database), screen_size=["small", 7])
    assert ("Screen size", "small, 7") in facts_at_desk(database, CASE_FIELDS)
    assert "Screen size: small, 7\n" in letter({"case": data_of(database)}).body
    run(inbox.erase_older(later(days=31), later(days=31)))
    assert "screen_size" not in data_of(database)


def test_support_answers_to_the_contact_email_before_the_login_email() -> None:
    assert CASE_FIELDS.addresses(CASE) == ["ann@example.com"]
    assert CASE_FIELDS.addresses({**CASE, "contact_email": "jo@example.com"})[-1] == "jo@example.com"


def test_every_field_of_the_assistants_case_is_declared() -> None:
    tree = ast.parse((ROOT / "actions" / "case.py").read_text("utf-8"))
    (declared,) = (node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Case")
    sent = {
        node.target.id
        for node in declared.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }
    assert sent - {field.name for field in CASE_FIELDS} == set()
