"""The conversation without JavaScript."""

from __future__ import annotations

import json

import pytest

from tests.widget.building import FORM, FakeReception, client, started

OTHER = "00000000-0000-4000-8000-000000000002"


@pytest.fixture
def reception() -> FakeReception:
    return FakeReception()


def test_looking_opens_no_conversation(reception: FakeReception) -> None:
    assert "Start the chat" in client(reception).get("/").text
    assert reception.conversations == {}


def test_starting_twice_with_one_form_opens_one(reception: FakeReception) -> None:
    page = client(reception)
    for _ in range(2):
        page.cookies.clear()
        answer = page.post("/start", data={"id": FORM}, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/#latest")
    assert len(reception.conversations) == 1


def test_the_cookie_is_for_the_server_alone(reception: FakeReception) -> None:
    safe = client(reception, "https://testserver").post("/start", data={"id": FORM}, follow_redirects=False)
    plain = client(reception).post("/start", data={"id": OTHER}, follow_redirects=False)
    for part in ("conversation=", "HttpOnly", "Path=/", "SameSite=strict"):
        assert part in safe.headers["set-cookie"]
    assert "Secure" in safe.headers["set-cookie"]
    assert "Secure" not in plain.headers["set-cookie"]


def test_the_token_is_given_to_the_script_of_the_page_alone(reception: FakeReception) -> None:
    page = started(reception)
    block = f'id="token">{json.dumps(page.cookies["conversation"])}</script>'
    assert block in page.get("/").text
    for path in ("/widget", "/privacy", "/delete", "/demonstration"):
        assert page.cookies["conversation"] not in page.get(path).text
    reception.conversations.clear()
    assert 'id="token"' not in page.get("/").text
    page.cookies.set("conversation", "invalid")
    assert "invalid" not in page.get("/").text


def test_a_message_sent_twice_is_taken_once(reception: FakeReception) -> None:
    page = started(reception)
    for _ in range(2):
        assert "Heard." in page.post("/send", data={"id": OTHER, "text": "I am locked out"}).text
    assert reception.said() == ["I am locked out"]


def test_a_first_message_sent_twice_without_a_cookie_is_taken_once(reception: FakeReception) -> None:
    page = client(reception)
    for _ in range(2):
        page.cookies.clear()
        page.post("/send", data={"id": OTHER, "text": "Hello"})
    assert reception.said() == ["Hello"]


def test_what_was_typed_goes_along_when_a_person_is_asked_for(reception: FakeReception) -> None:
    started(reception).post("/send", data={"id": OTHER, "text": "Help me", "button": "talk_to_a_person"})
    assert reception.said() == ["Help me", "[talk_to_a_person]"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
    ],
)
@pytest.mark.parametrize("path", ["/start", "/send", "/end", "/delete"])
def test_a_form_from_another_site_is_refused(reception: FakeReception, path: str, headers: dict[str, str]) -> None:
    page = started(reception)
    answer = page.post(path, data={"id": OTHER, "text": "Hello"}, headers=headers)
    assert answer.status_code == 403
    assert reception.said() == []
    assert (len(reception.conversations), reception.ended) == (1, set())


@pytest.mark.parametrize(
    ("origin", "status"), [("http://testserver", 200), ("http://evil.example", 403), ("null", 403)]
)
def test_an_older_browser_is_known_by_its_origin(reception: FakeReception, origin: str, status: int) -> None:
    page = client(reception)
    del page.headers["Sec-Fetch-Site"]
    assert page.post("/start", data={"id": FORM}, headers={"Origin": origin}).status_code == status
    assert page.post("/start", data={"id": FORM}).status_code == 403


def test_an_error_stands_at_the_form_and_keeps_what_was_typed(reception: FakeReception) -> None:
    typed = "<i>" + "x" * 1000
    answer = started(reception).post("/send", data={"id": OTHER, "text": typed})
    assert answer.status_code == 422
    for part in ("nhsuk-error-summary", "too long", "&lt;i&gt;xxx", f'value="{OTHER}"', "<title>Error: "):
        assert part in answer.text


def test_an_empty_message_is_an_error(reception: FakeReception) -> None:
    assert started(reception).post("/send", data={"id": OTHER, "text": " \r\n"}).status_code == 422


def test_a_bad_cookie_keeps_what_was_typed_and_goes_on_in_a_new_conversation(reception: FakeReception) -> None:
    page = client(reception)
    page.cookies.set("conversation", "invalid")
    answer = page.post("/send", data={"id": OTHER, "text": "My words"})
    assert answer.status_code == 401
    assert "My words" in answer.text
    assert reception.conversations == {}
    page.post("/send", data={"id": OTHER, "text": "My words", "new": "yes"})
    assert reception.said() == ["My words"]


def test_a_message_cannot_bring_markup(reception: FakeReception) -> None:
    text = started(reception).get("/").text
    assert "&lt;b&gt;medical&lt;/b&gt;" in text
    assert '<a href="https://111.nhs.uk" target="_blank" rel="noopener noreferrer">' in text


def test_a_late_answer_is_told_in_words(reception: FakeReception) -> None:
    reception.slow = True
    text = started(reception).post("/send", data={"id": OTHER, "text": "Hello"}).text
    assert "There is no reply yet." in text
    assert "Check for new messages" in text


def test_only_the_latest_buttons_are_offered(reception: FakeReception) -> None:
    page = started(reception)
    assert page.post("/send", data={"id": OTHER, "text": "Hello"}).text.count('value="token-yes"') == 1
    reception.slow = True
    assert 'value="token-yes"' not in page.post("/send", data={"id": FORM, "text": "Again"}).text


def test_an_ended_conversation_can_be_read_and_a_new_one_started(reception: FakeReception) -> None:
    page = started(reception)
    text = page.post("/end", data={}).text
    assert "This conversation has ended." in text
    assert "Start a new conversation" in text
    page.post("/start", data={"id": OTHER})
    assert len(reception.conversations) == 2


def test_deleting_asks_first_and_forgets_the_cookie(reception: FakeReception) -> None:
    page = started(reception)
    assert "Yes, delete it" in page.get("/delete").text
    assert len(reception.conversations) == 1
    assert "The conversation has been deleted." in page.post("/delete", data={}).text
    assert (reception.conversations, "conversation" in page.cookies) == ({}, False)


def test_the_transcript_is_a_text_file(reception: FakeReception) -> None:
    answer = started(reception).get("/transcript")
    assert "attachment" in answer.headers["content-disposition"]
    assert "Robin, automated assistant, 2 January, 3:04pm\nHello." in answer.text


def test_where_the_store_fails_what_was_typed_stays(reception: FakeReception) -> None:
    page = started(reception)
    reception.broken = True
    answer = page.post("/send", data={"id": OTHER, "text": "My words"})
    assert answer.status_code == 503
    assert "My words" in answer.text
    assert page.get("/").status_code == 200
