"""What was not understood becomes a proposal or is left out: nothing is lost, overwritten or leaked."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from ruamel.yaml import YAML

from bot.conversations.agent import Role
from bot.desk.reports.proposals import example, intents, propose, withdraw
from tests.desk.building import Clock, Office, Person
from tests.desk.reading import Forms
from tests.desk.report_pages import kim, kinds, not_understood, opened

PAGE = "/desk/not-understood"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "proposals"


@pytest.fixture
def here(both: Office, folder: Path) -> Office:
    return opened(both, folder)


def decides(who: Person, number: int, **typed: str) -> httpx.Response:
    return who.browser.submit(who.browser.get(PAGE), f"{PAGE}/{number}", **typed)


def proposed(folder: Path) -> list[dict[str, str]]:
    """Intent and examples of each file."""
    files = sorted(folder.glob("*")) if folder.is_dir() else []
    return [YAML(typ="safe").load(file)["nlu"][0] for file in files]


def test_a_message_becomes_a_proposal_and_leaves_the_list(here: Office, folder: Path) -> None:
    who, number = kim(here), not_understood(here, "where is my code")
    assert (
        "The proposal has been saved." in decides(who, number, intent="greet", text="  Is it: 'a' - \"b\"?\n#1 ").text
    )
    assert proposed(folder) == [{"intent": "greet", "examples": "- Is it: 'a' - \"b\"? 1\n"}]
    assert [file.name[:11] for file in folder.iterdir()] == ["2026-03-02-"]
    assert kinds(here) == ["proposed"]
    assert here.audit_entries()[-1] == (who.login, "example proposed for greet", f"message {number}")
    assert "There are no messages to review." in who.browser.get(PAGE).text


def test_left_out_writes_no_file(here: Office, folder: Path) -> None:
    who, number = kim(here), not_understood(here, "lalala")
    assert "The message has been left out." in decides(who, number, intent="", text="").text
    assert (proposed(folder), kinds(here)) == ([], ["left_out"])
    assert here.audit_entries()[-1][1] == "example left out"


@pytest.mark.parametrize("text", ["", "  \n ", " []{} ", "mavis@example.com", "x " * 101])
def test_what_cannot_be_an_example_is_told_and_stays(here: Office, folder: Path, text: str) -> None:
    who, number = kim(here), not_understood(here, "hello")
    answer = decides(who, number, intent="greet", text=text)
    assert answer.status_code == 422
    assert f'<a href="#text-{number}">' in answer.text
    assert '<option value="greet" selected>' in answer.text
    assert (proposed(folder), kinds(here)) == ([], ["not_understood"])


def test_a_proposal_that_cannot_be_written_leaves_the_message_in_the_list(here: Office, folder: Path) -> None:
    who, number = kim(here), not_understood(here, "hello")
    folder.write_text("in the way")
    assert decides(who, number, intent="greet").status_code == 503
    assert kinds(here) == ["not_understood"]
    assert "example proposed for greet" not in [what for _, what, _ in here.audit_entries()]


def test_the_second_of_two_supervisors_is_told_that_nothing_was_written(here: Office, folder: Path) -> None:
    who, number = kim(here), not_understood(here, "hello")
    page = who.browser.get(PAGE)
    who.browser.submit(page, f"{PAGE}/{number}", intent="greet")
    assert "Nothing was saved" in who.browser.submit(page, f"{PAGE}/{number}", intent="deny", text="other").text
    assert [one["intent"] for one in proposed(folder)] == ["greet"]


def test_what_was_proposed_of_a_conversation_goes_with_it(here: Office, folder: Path) -> None:
    who = kim(here)
    for text, conversation in (("first", "web-1"), ("again", "web-1"), ("other", "web-11")):
        decides(who, not_understood(here, text, conversation), intent="greet")
    withdraw(folder, "web-1")
    assert [one["examples"] for one in proposed(folder)] == ["- other\n"]
    assert not any("web-11" in file.name for file in folder.iterdir())


def test_what_was_half_written_goes_too(folder: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """As when the process is killed just then."""
    monkeypatch.setattr(Path, "unlink", lambda self, missing_ok=False: None)
    propose(folder, "web-1", "greet", "hello", clock.now)
    monkeypatch.undo()
    assert len(list(folder.iterdir())) == 2
    withdraw(folder, "web-1")
    assert list(folder.iterdir()) == []


def test_a_folder_that_cannot_be_read_is_told(folder: Path) -> None:
    folder.write_text("in the way")
    with pytest.raises(NotADirectoryError):
        withdraw(folder, "web-1")


def test_nothing_is_there_to_go(folder: Path) -> None:
    withdraw(folder, "web-1")
    assert not folder.exists()


def test_a_file_is_never_overwritten(folder: Path, clock: Clock) -> None:
    files = {propose(folder, "web-1", "greet", text, clock.now) for text in ("one", "two", "three")}
    assert set(folder.iterdir()) == files
    assert len(proposed(folder)) == 3


@pytest.mark.parametrize("number", ["99999999999999999999", "9" * 5000, "0", "abc", "..%2F..%2Fetc"])
def test_a_number_that_is_none_writes_nothing_anywhere(here: Office, folder: Path, tmp_path: Path, number: str) -> None:
    who = kim(here)
    csrf = Forms(who.browser.get(PAGE).text).found["/desk/sign-out"]["csrf"]
    answer = who.browser.post(f"{PAGE}/{number}", {"csrf": csrf, "intent": "greet", "text": "hello"})
    assert answer.status_code in (200, 404)
    assert "The proposal has been saved." not in answer.text
    assert list(tmp_path.rglob("*.yml")) == []


@pytest.mark.parametrize("intent", ["../../etc/passwd", "greet\n- intent: deny", "nlu_fallback"])
def test_an_intent_that_is_none_of_ours_names_no_file_and_no_intent(here: Office, folder: Path, intent: str) -> None:
    who, number = kim(here), not_understood(here, "hello")
    decides(who, number, intent=intent)
    assert proposed(folder) == []


def test_the_page_hides_addresses_and_shows_text_as_text(here: Office, folder: Path) -> None:
    who, number = kim(here), not_understood(here, 'mavis@example.com "><script>alert(1)</script>')
    page = who.browser.get(PAGE).text
    assert "mavis@" not in page
    assert "<script>" not in page
    decides(who, number, intent="greet")
    assert proposed(folder)[0]["examples"] == '- " script alert 1 /script\n'  # without "[email removed]" too


def test_the_newest_fifty_come_first_and_the_older_ones_after_them(here: Office) -> None:
    who, numbers = kim(here), [not_understood(here, f"message {turn}") for turn in range(52)]
    first = who.browser.get(PAGE).text
    assert _shown(first) == numbers[:1:-1]
    assert f'href="{PAGE}?before={numbers[2]}"' in first
    last = who.browser.get(f"{PAGE}?before={numbers[2]}").text
    assert _shown(last) == [numbers[1], numbers[0]]
    assert "Older messages" not in last


@pytest.mark.parametrize("before", ["²", "99999999999", "9" * 5000, "-1", "x"])
def test_a_strange_place_is_the_first_page(here: Office, before: str) -> None:
    number = not_understood(here, "hello")
    assert _shown(kim(here).browser.get(f"{PAGE}?before={before}").text) == [number]


def test_an_agent_neither_sees_nor_decides(here: Office, folder: Path) -> None:
    sam, number = kim(here, Role.AGENT), not_understood(here, "hello")
    csrf = Forms(sam.browser.get("/desk/account").text).found["/desk/sign-out"]["csrf"]
    assert sam.browser.get(PAGE).status_code == 403
    given = {"csrf": csrf, "intent": "greet", "text": "hello"}
    assert sam.browser.post(f"{PAGE}/{number}", given).status_code == 403
    assert kinds(here) == ["not_understood"]


@pytest.mark.parametrize("csrf", ["", "x" * 64, "é"])
def test_a_form_that_is_not_ours_decides_nothing(here: Office, csrf: str) -> None:
    who, number = kim(here), not_understood(here, "hello")
    assert who.browser.post(f"{PAGE}/{number}", {"csrf": csrf, "intent": "greet"}).status_code == 403
    page = who.browser.get(PAGE)
    who.browser.headers = {"Sec-Fetch-Site": "cross-site"}
    assert who.browser.submit(page, f"{PAGE}/{number}", intent="greet").status_code == 403
    assert kinds(here) == ["not_understood"]


def test_any_characters_make_a_file_that_loads(folder: Path, clock: Clock) -> None:
    for first in range(0, 0x11000, 128):
        text = "a" + "".join(chr(code) for code in range(first, first + 128)) + "z"
        file = propose(folder, f"web-{first}", "greet", text, clock.now)
        assert YAML(typ="safe").load(file)["nlu"][0]["examples"] == f"- {example(text)}\n"


def test_only_intents_that_have_examples_are_offered(tmp_path: Path) -> None:
    (tmp_path / "talk.yml").write_text("nlu:\n- intent: help/scam\n- intent: greet\n- synonym: gp\n")
    assert intents(tmp_path) == ["greet", "help/scam"]


def _shown(page: str) -> list[int]:
    return [int(action.rpartition("/")[2]) for action in Forms(page).found if action.startswith(f"{PAGE}/")]
