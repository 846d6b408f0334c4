"""An agent's own account: name, password, recovery codes."""

from __future__ import annotations

import httpx
import pytest

from bot.storage.agents import accounts as agents
from bot.storage.agents import links as agent_links
from tests.desk.building import PASSWORD, Office, Person
from tests.desk.reading import recovery_codes

NEW = "four other good words"


def changes_password(sam: Person, current: str = PASSWORD, password: str = NEW, again: str = NEW) -> httpx.Response:
    page = sam.browser.get("/desk/account")
    typed = {"current": current, "password": password, "again": again}
    return sam.browser.submit(page, "/desk/account/password", **typed)


def test_the_public_reads_the_name_that_an_agent_chose(both: Office) -> None:
    sam = both.person().signs_in()
    page = sam.browser.submit(sam.browser.get("/desk/account"), "/desk/account", name="  Sam\u200b  O. ")
    assert "The public will now see your new name." in page.text
    assert both.account(sam.login).name == "Sam O."
    assert both.audit_entries()[-1] == ("sam@example.org", "name changed", "to Sam O.")


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "x" * 61])
def test_a_name_that_cannot_be_read_is_told_at_its_field(office: Office, sam: Person, name: str) -> None:
    page = sam.signs_in().browser.submit(sam.browser.get("/desk/account"), "/desk/account", name=name)
    assert (page.status_code, office.account(sam.login).name) == (422, "Sam")
    assert '<a href="#name">' in page.text


def test_a_name_cannot_bring_markup(office: Office, sam: Person) -> None:
    page = sam.signs_in().browser.submit(sam.browser.get("/desk/account"), "/desk/account", name="<b>Sam</b>")
    assert "<b>Sam" not in page.text
    assert "&lt;b&gt;Sam" in page.text


def test_a_new_password_ends_every_other_session(both: Office) -> None:
    sam = both.person().signs_in()
    other = sam.at_another_browser().signs_in()
    before = sam.browser.cookies["desk"]
    assert "You have changed your password." in changes_password(sam).text
    assert (sam.is_in(), other.is_in()) == (True, False)
    assert sam.browser.cookies["desk"] != before
    assert other.gives_password().status_code == 422
    assert other.gives_password(NEW).status_code == 200


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"current": "wrong wrong wrong"}, "current"),
        ({"password": "short", "again": "short"}, "password"),
        ({"again": "another"}, "again"),
        ({"password": "sam@example.org", "again": "sam@example.org"}, "password"),
    ],
)
def test_a_password_is_changed_only_by_who_knows_it(
    office: Office, sam: Person, typed: dict[str, str], field: str
) -> None:
    page = changes_password(sam.signs_in(), **typed)
    assert page.status_code == 422
    assert f'<a href="#{field}">' in page.text
    assert sam.at_another_browser().signs_in().is_in()


def test_guessing_the_current_password_locks_the_account(office: Office, sam: Person) -> None:
    sam.signs_in()
    for _ in range(5):
        changes_password(sam, current="wrong wrong wrong")
    assert changes_password(sam).status_code == 422
    assert ("sam@example.org", "locked", "for 15 minutes") in office.audit_entries()


def test_new_recovery_codes_replace_the_ones_before(both: Office) -> None:
    sam = both.person().signs_in()
    both.found(lambda sql: agent_links.replace_codes(sql, sam.id, ["before"]))
    page = sam.browser.get("/desk/account")
    assert "You have 1 unused recovery code." in page.text
    shown = sam.browser.submit(page, "/desk/account/recovery-codes", current_for_codes=PASSWORD)
    assert len(recovery_codes(shown)) == 10
    assert not both.found(lambda sql: agent_links.use_code(sql, sam.id, "before", both.clock.now))
    other = sam.at_another_browser()
    other.gives_password()
    assert other.gives_code(recovery_codes(shown)[0]).status_code == 200
    assert "You have 9 unused recovery codes." in sam.browser.get("/desk/account").text


def test_new_recovery_codes_ask_for_the_password(office: Office, sam: Person) -> None:
    page = sam.signs_in().browser.get("/desk/account")
    answer = sam.browser.submit(page, "/desk/account/recovery-codes", current_for_codes="wrong wrong wrong")
    assert (answer.status_code, recovery_codes(answer)) == (422, [])


def test_who_has_no_password_is_not_asked_for_one(office: Office, sam: Person) -> None:
    sam.signs_in()
    office.found(lambda sql: agents.change(sql, sam.id, password_hash=None))
    assert "Current password" not in sam.browser.get("/desk/account").text
