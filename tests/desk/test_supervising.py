"""Figures, proposals of examples and the audit: right numbers, for the right roles, and nothing that runs or leaks."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from sqlalchemy import insert, select

from bot.conversations.agent import Role
from bot.desk.reports.proposals import example, intents
from bot.storage.database import Database, address_of
from bot.storage.tables.assistant_records import assistant_records
from bot.storage.tables.audit import audit
from tests.desk.test_working import agent, do
from tests.faults.stubborn_agent import StubbornAgent
from tests.web.fake_engine import FakeEngine
from tests.web.handing_over import hands_over as handing
from tests.web.person import Person
from tests.web.serving import Served, served

WORDS = "my mavis@example.com wibbles =1+1 [x](y) <b>bold</b>"


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path, FakeEngine(answers=handing)) as running:
        yield running


@pytest.fixture
def database(bot: Served) -> Iterator[Database]:
    made = Database(address_of(bot.settings.data_dir))
    yield made
    made.close()


@pytest.fixture
def admin(bot: Served) -> Iterator[StubbornAgent]:
    made = agent(bot, "ann@example.org", Role.ADMIN)
    yield made
    made.http.close()


@pytest.fixture
def person(bot: Served, admin: StubbornAgent) -> Iterator[Person]:
    made = Person.at(bot.url)
    made.say("I want a person")
    made.wait_for("You are next.")
    yield made
    made.http.close()


def noted(database: Database, person: Person, kind: str, **data: object) -> int:
    row = {"conversation": person.conversation, "kind": kind, "at": datetime(2099, 1, 1, tzinfo=UTC)}
    made = database.write_now(
        lambda sql: sql.execute(insert(assistant_records).values(**row, data=data)).inserted_primary_key
    )
    return int(made[0])


def table(who: StubbornAgent) -> dict[tuple[str, str], str]:
    answer = who.http.get("/desk/figures.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    return {(figure, name): value for figure, name, value in csv.reader(io.StringIO(answer.text))}


@pytest.mark.parametrize("address", ["/desk/figures", "/desk/figures.csv", "/desk/not-understood", "/desk/audit"])
def test_an_agent_sees_none_of_it(bot: Served, address: str) -> None:
    sam = agent(bot)
    assert sam.http.get(address).status_code == 403
    sam.http.close()


def test_a_supervisor_does_not_read_the_audit(bot: Served) -> None:
    kim = agent(bot, "kim@example.org", Role.SUPERVISOR)
    assert kim.http.get("/desk/figures").status_code == 200
    assert kim.http.get("/desk/audit").status_code == 403
    kim.http.close()


def test_without_data_the_figures_say_so(admin: StubbornAgent) -> None:
    page = admin.http.get("/desk/figures").text
    assert "No data yet" in page
    assert "nobody is waiting" in page


def test_the_figures_count_what_happened(admin: StubbornAgent, person: Person, database: Database) -> None:
    assert table(admin)["waiting", ""] == "1"
    do(admin, person, "take")
    do(admin, person, "reply", text="Hello.")
    do(admin, person, "give-back", settled="yes")
    noted(database, person, "feedback", rating="good", words=None)
    noted(database, person, "not_understood", text=WORDS, ranking=["greet"])
    found = table(admin)
    assert found["waiting", ""] == "0"
    assert found["ends", "given_back"] == "1"
    assert found["outcomes", "settled"] == "1"
    assert found["reasons", "asked"] == "1"
    assert found["topics", "gp_connection"] == "1"
    assert found["ratings", "good"] == "1"
    assert found["not_understood", ""] == "1"
    assert found["solved_rate", ""] == "0.0"
    assert float(found["first_answer", ""]) >= 0
    page = admin.http.get("/desk/figures?days=30").text
    assert "Cannot connect to the GP surgery" in page
    assert "<svg" in page


def test_a_message_becomes_a_proposal_for_designers(
    admin: StubbornAgent, person: Person, database: Database, bot: Served
) -> None:
    number = noted(database, person, "not_understood", text=WORDS, ranking=["nlu_fallback", "greet"])
    page = admin.http.get("/desk/not-understood")
    assert "mavis@example.com" not in page.text
    assert "<b>bold</b>" not in page.text
    action = f"/desk/not-understood/{number}"
    admin.submit(page, action, text=WORDS, intent="report_gp_connection")
    (file,) = (bot.settings.data_dir / "proposals").glob("*.yml")
    proposal = YAML(typ="safe").load(file)
    assert proposal["nlu"][0]["intent"] == "report_gp_connection"
    assert proposal["nlu"][0]["examples"] == "- my wibbles =1+1 x y b bold /b\n"
    assert action not in admin.http.get("/desk/not-understood").text


def test_without_an_intent_it_is_left_out(
    admin: StubbornAgent, person: Person, database: Database, bot: Served
) -> None:
    number = noted(database, person, "not_understood", text=WORDS, ranking=[])
    page = admin.http.get("/desk/not-understood")
    admin.submit(page, f"/desk/not-understood/{number}", intent="../../etc/passwd")
    assert not (bot.settings.data_dir / "proposals").exists()
    assert "There are no messages to review." in admin.http.get("/desk/not-understood").text


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("- a\n- b", "a - b"),
        ("[x](y){z}|", "x y z"),
        ("my password is hunter2horse", "my password is password removed"),
        ("  ", ""),
        ("x" * 500, "x" * 200),
    ],
)
def test_an_example_is_one_safe_line(text: str, safe: str) -> None:
    assert example(text) == safe


def test_only_intents_with_examples_are_offered() -> None:
    assert "report_gp_connection" in intents()
    assert "nlu_fallback" not in intents()


def test_the_audit_is_filtered_and_reading_it_is_written_in_it(admin: StubbornAgent, database: Database) -> None:
    page = admin.http.get("/desk/audit", params={"who": "ann@", "what": "available"}).text
    assert "<td>available</td>" in page
    assert "searched" not in page
    with database.engine.connect() as sql:
        assert "audit read" in sql.execute(select(audit.c.what)).scalars().all()


@pytest.mark.parametrize("days", ["0", "abc", "9999", "-1", "7' OR 1"])
def test_a_strange_number_of_days_is_a_week(admin: StubbornAgent, days: str) -> None:
    assert "last 7 days" in admin.http.get("/desk/figures", params={"days": days}).text
