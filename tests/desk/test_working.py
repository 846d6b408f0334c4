"""The desk over the real bot: what an agent may do with whose conversation, and what is written of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from bot.commands.desk_user import make_link
from bot.conversations.agent import Role
from bot.storage.database import Database, address_of
from tests.desk.reading import Forms
from tests.faults.stubborn_agent import StubbornAgent
from tests.storage.people import audit_entries
from tests.web.fake_engine import FakeEngine
from tests.web.handing_over import hands_over
from tests.web.person import Person
from tests.web.serving import Served, served

HTML = "<script>alert(1)</script><b>bold</b>"


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path, FakeEngine(answers=hands_over)) as running:
        yield running


def agent(bot: Served, login: str = "sam@example.org", role: Role = Role.AGENT) -> StubbornAgent:
    made = StubbornAgent(bot.url)
    name = login.partition("@")[0].title()
    made.join(make_link(bot.settings, login, {"name": name, "role": role}, "root"))
    made.be_there()
    return made


@pytest.fixture
def sam(bot: Served) -> Iterator[StubbornAgent]:
    made = agent(bot)
    yield made
    made.http.close()


@pytest.fixture
def person(bot: Served, sam: StubbornAgent) -> Iterator[Person]:
    """Waits for somebody."""
    made = Person.at(bot.url)
    made.say(f"I want a person {HTML}")
    made.wait_for("You are next.")
    yield made
    made.http.close()


def path(person: Person) -> str:
    return "/desk/conversations/" + person.conversation


def do(who: StubbornAgent, person: Person, operation: str, **given: str) -> httpx.Response:
    """Posts a operation, also one that the page does not offer."""
    page = who.http.get(path(person))
    csrf = Forms(page.text).found["/desk/sign-out"]["csrf"]
    return who.http.post(f"{path(person)}/{operation}", data={"csrf": csrf, **given})


def test_what_people_write_is_text_and_nothing_else(sam: StubbornAgent, person: Person) -> None:
    page = sam.http.get(path(person)).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_an_agent_sees_the_case_and_never_asks_twice(sam: StubbornAgent, person: Person) -> None:
    page = sam.http.get(path(person)).text
    for fact in ("CID7029", "mavis@example.com", "Cannot connect to the GP surgery", "They asked to talk to a person."):
        assert fact in page


def test_an_agent_who_does_not_hold_it_cannot_reply_give_back_or_close(
    bot: Served, sam: StubbornAgent, person: Person, request: pytest.FixtureRequest
) -> None:
    ali = agent(bot, "ali@example.org")
    request.addfinalizer(ali.http.close)
    do(sam, person, "take")
    person.look()
    for operation, given in {
        "reply": {"text": "Hello."},
        "give-back": {"settled": "yes"},
        "close": {"outcome": "settled"},
        "pass": {"to": "anybody"},
        "take": {},
    }.items():
        answer = do(ali, person, operation, **given)
        assert answer.status_code == 422, operation
        assert "There is a problem" in answer.text
    assert person.look() == []


@pytest.mark.parametrize(
    ("operation", "given", "words"),
    [
        ("reply", {"text": "   "}, "Write something first."),
        ("reply", {"text": "x" * 2001}, "too long"),
        ("close", {"outcome": "nonsense"}, "Choose an outcome."),
        ("pass", {"to": "agent:99999"}, "Choose who to pass it to."),
        ("pass", {"to": "agent:x"}, "Choose who to pass it to."),
        ("pass", {"to": "agent:\u00b2"}, "Choose who to pass it to."),
        ("pass", {"to": "agent:99999999999999999999"}, "Choose who to pass it to."),
        ("release", {}, "A supervisor can"),
        ("note", {"text": ""}, "Write something first."),
    ],
)
def test_bad_input_is_told_and_nothing_is_lost(
    sam: StubbornAgent, person: Person, operation: str, given: dict[str, str], words: str
) -> None:
    do(sam, person, "take")
    answer = do(sam, person, operation, **given)
    assert answer.status_code == 422
    assert words in answer.text


def test_a_private_note_that_is_refused_never_stands_where_the_reply_is_written(
    sam: StubbornAgent, person: Person
) -> None:
    do(sam, person, "take")
    page = do(sam, person, "note", text="private " * 300).text
    assert "private private" in page.partition('id="note"')[2]
    assert "private private" not in page.partition('id="note"')[0]


@pytest.mark.parametrize("number", ["", "not a number", "1", "x" * 300])
def test_a_reply_with_a_strange_number_is_sent_all_the_same(sam: StubbornAgent, person: Person, number: str) -> None:
    do(sam, person, "take")
    assert do(sam, person, "reply", text="Hello from Sam.", id=number).status_code == 200
    person.wait_for("Hello from Sam.")


def test_nothing_can_be_written_beside_a_conversation_that_is_not_there(sam: StubbornAgent, person: Person) -> None:
    csrf = Forms(sam.http.get(path(person)).text).found["/desk/sign-out"]["csrf"]
    for operation in ("note", "labels", "take", "reply"):
        answer = sam.http.post(
            f"/desk/conversations/web-nobody/{operation}", data={"csrf": csrf, "text": "x", "labels": "x"}
        )
        assert answer.status_code == 404, operation


def test_a_supervisor_puts_the_conversation_of_an_agent_who_is_gone_back_into_the_queue(
    bot: Served, sam: StubbornAgent, person: Person, request: pytest.FixtureRequest
) -> None:
    kim = agent(bot, "kim@example.org", Role.SUPERVISOR)
    request.addfinalizer(kim.http.close)
    do(sam, person, "take")
    assert "Put it back into the queue" in kim.http.get(path(person)).text
    do(kim, person, "release")
    person.wait_for("Another person from the support team will help you from here.")
    do(kim, person, "take")
    person.wait_for("You are now talking to Kim")


def test_writing_is_shown_only_where_the_agent_holds_the_conversation(
    bot: Served, sam: StubbornAgent, person: Person
) -> None:
    typing = bot.app.state.web.reception.typing
    assert do(sam, person, "typing").status_code == 204
    assert typing.name(person.conversation, "agent") is None
    do(sam, person, "take")
    do(sam, person, "typing")
    assert typing.name(person.conversation, "agent") == "Sam"


def test_a_reminder_from_elsewhere_stands_beside_the_case(bot: Served, sam: StubbornAgent, person: Person) -> None:
    number = sam.http.get(path(person)).text.partition("<h2>Case ")[2].partition("<")[0]
    other = Person.at(bot.url)
    try:
        other.say(f"chase {number} nobody@example.com")
        other.wait_for("I cannot show this case here.")
        assert "not confirmed to be theirs" in sam.http.get(path(person)).text
        assert other.conversation in sam.http.get("/desk?show=open").text
        other.say(f"chase {number} mavis@example.com")
        other.wait_for("This is what you wrote in case")
        assert "I want a person" in other.log[-1]["text"]
    finally:
        other.http.close()


def test_a_secret_in_a_reply_or_a_note_is_hidden(sam: StubbornAgent, person: Person) -> None:
    do(sam, person, "take")
    do(sam, person, "reply", text="You told me your password is hunter2horse")
    do(sam, person, "note", text="their password is hunter2horse")
    assert "hunter2horse" not in str(person.look())
    page = sam.http.get(path(person)).text
    assert "hunter2horse" not in page
    assert "[password removed]" in page


def test_notes_and_labels_are_for_the_team_alone(sam: StubbornAgent, person: Person) -> None:
    do(sam, person, "note", text="Rings on Tuesdays")
    do(sam, person, "labels", labels="urgent, GP, urgent")
    page = sam.http.get(path(person)).text
    assert "Rings on Tuesdays" in page
    assert "GP, urgent" in page
    assert "Rings on Tuesdays" not in str(person.look())
    assert "Cannot connect" in sam.http.get("/desk?q=urgent").text


def test_searching_finds_the_case_by_number_email_and_words(sam: StubbornAgent, person: Person) -> None:
    number = sam.http.get(path(person)).text.partition("<h2>Case ")[2].partition("<")[0]
    for query in (number, "mavis@example.com", "alert(1)"):
        assert path(person) in sam.http.get("/desk", params={"q": query}).text
    for query in ("nobody@example.com", "%", "' OR 1=1 --"):
        assert path(person) not in sam.http.get("/desk", params={"q": query}).text


def test_reads_and_operations_are_audited_without_any_text(bot: Served, sam: StubbornAgent, person: Person) -> None:
    do(sam, person, "take")
    do(sam, person, "reply", text="Hello.")
    sam.http.get(f"{path(person)}/transcript.txt")
    do(sam, person, "give-back", settled="no")
    database = Database(address_of(bot.settings.data_dir))
    try:
        told = audit_entries(database, person.conversation)
    finally:
        database.close()
    assert [what for what in told if what != "read"] == [
        "handed over",
        "taken",
        "replied",
        "downloaded",
        "given back",
    ]
    assert "read" in told


def test_the_transcript_reads_from_top_to_bottom(sam: StubbornAgent, person: Person) -> None:
    do(sam, person, "take")
    do(sam, person, "reply", text="Hello from Sam.")
    answer = sam.http.get(f"{path(person)}/transcript.txt")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.text.index("I want a person") < answer.text.index("Hello from Sam.")


def test_a_deleted_conversation_says_so(sam: StubbornAgent, person: Person) -> None:
    page = path(person)
    person.http.delete("/conversations", headers=person.headers)
    answer = sam.http.get(page)
    assert (answer.status_code, "has been deleted" in answer.text) == (404, True)
    assert "Nobody is waiting." in sam.http.get("/desk").text


def test_without_a_session_nothing_is_shown(bot: Served, person: Person) -> None:
    with httpx.Client(base_url=bot.url, trust_env=False) as nobody:
        for address in ("/desk", path(person), f"{path(person)}/transcript.txt"):
            answer = nobody.get(address)
            assert (answer.status_code, answer.headers["location"].startswith("/desk/sign-in")) == (303, True)
        assert nobody.get("/desk/events").status_code == 401


def test_a_page_of_another_site_can_do_nothing(sam: StubbornAgent, person: Person) -> None:
    page = sam.http.get(path(person))
    csrf = Forms(page.text).found["/desk/sign-out"]["csrf"]
    foreign = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    assert sam.http.post(f"{path(person)}/take", data={"csrf": csrf}, headers=foreign).status_code == 403
    assert sam.http.post(f"{path(person)}/take", data={"csrf": "x" * 64}).status_code == 403


def test_a_case_without_an_agent_is_closed_after_the_email(bot: Served, sam: StubbornAgent, person: Person) -> None:
    person.say("stop waiting")
    person.wait_for("You are not waiting any more.")
    assert path(person) in sam.http.get("/desk?show=open").text
    do(sam, person, "close-case", outcome="settled")
    assert path(person) not in sam.http.get("/desk?show=open").text
    assert path(person) in sam.http.get("/desk?show=closed").text


def test_a_long_reply_arrives_whole_with_its_paragraphs(sam: StubbornAgent, person: Person) -> None:
    do(sam, person, "take")
    words = "\n\n".join(f"Paragraph {number}. " + "x" * 300 for number in range(6))
    assert do(sam, person, "reply", id="00000000-0000-4000-8000-000000000009", text=words).status_code in (200, 303)
    assert person.wait_for("Paragraph 0")["text"] == words


def test_a_part_opened_by_itself_is_audited_as_a_read_once(bot: Served, sam: StubbornAgent, person: Person) -> None:
    for _ in range(3):
        assert sam.http.get(path(person), params={"part": 1}).status_code == 200
    database = Database(address_of(bot.settings.data_dir))
    try:
        assert audit_entries(database, person.conversation).count("read") == 1
    finally:
        database.close()
