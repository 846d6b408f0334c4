"""The accounts of the desk, as admins see and change them."""

from __future__ import annotations

import re

import httpx
import pytest

from bot.conversations.agent import Role
from tests.desk.building import Office, Person


def makes(admin: Person, **typed: str) -> httpx.Response:
    given = {"login": "Kim@example.org", "name": "Kim", "role": "supervisor", "team": "Evenings", "capacity": "3"}
    return admin.browser.submit(admin.browser.get("/desk/people"), "/desk/people", **{**given, **typed})


def link_in(page: httpx.Response) -> str:
    """Its path."""
    found = re.search(r'value="http://testserver(/desk/join/[\w-]{43})"', page.text)
    assert found is not None
    return found[1]


def presses(admin: Person, other: int, what: str, **typed: str) -> httpx.Response:
    path = f"/desk/people/{other}"
    return admin.browser.submit(admin.browser.get(path), path + what, **typed)


def test_an_admin_makes_an_account_and_gets_its_link(both: Office) -> None:
    admin = both.person("ada@example.org", Role.ADMIN).signs_in()
    link = link_in(makes(admin))
    assert "Hello Kim." in both.browser().get(link).text
    made = both.account("kim@example.org")
    assert (made.name, made.role, made.team, made.capacity) == ("Kim", "supervisor", "Evenings", 3)
    assert both.audit_entries()[-1] == ("ada@example.org", "account made", "kim@example.org, supervisor")
    assert "has not joined yet" in admin.browser.get("/desk/people").text


def test_a_login_stands_for_one_account(office: Office, admin: Person) -> None:
    admin.signs_in()
    answer = makes(admin, login="ADA@example.org")
    assert answer.status_code == 422
    assert "There is already an account with this login." in answer.text
    assert 'value="ADA@example.org"' in answer.text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("login", ""),
        ("login", "two words"),
        ("login", "<script>"),
        ("login", "x" * 81),
        ("name", ""),
        ("role", "king"),
        ("team", "x" * 41),
        ("capacity", "0"),
        ("capacity", "51"),
        ("capacity", "-1"),
        ("capacity", "many"),
        ("capacity", "٣"),
    ],
)
def test_what_cannot_be_read_is_told_at_its_field(office: Office, admin: Person, field: str, value: str) -> None:
    admin.signs_in()
    answer = makes(admin, **{field: value})
    assert answer.status_code == 422
    assert f'<a href="#{field}">' in answer.text
    assert f'id="{field}-error"' in answer.text
    assert office.account("kim@example.org") is None


def test_an_admin_changes_role_team_and_capacity(both: Office) -> None:
    admin, sam = both.person("ada@example.org", Role.ADMIN).signs_in(), both.person()
    typed = {"name": "Sam", "role": "supervisor", "team": "Nights", "capacity": "9"}
    assert "The account has been changed." in presses(admin, sam.id, "", **typed).text
    account = both.account(sam.login)
    assert (account.role, account.team, account.capacity) == ("supervisor", "Nights", 9)
    told = "sam@example.org: role 'agent' to 'supervisor', team '' to 'Nights', capacity 4 to 9"
    assert both.audit_entries()[-1] == ("ada@example.org", "account changed", told)


def test_nothing_is_written_where_nothing_changes(office: Office, admin: Person, sam: Person) -> None:
    admin.signs_in()
    before = office.audit_entries()
    presses(admin, sam.id, "", role="agent")
    assert office.audit_entries() == before


def test_a_bad_value_changes_nothing(office: Office, admin: Person, sam: Person) -> None:
    answer = presses(admin.signs_in(), sam.id, "", role="supervisor", capacity="none")
    assert (answer.status_code, office.account(sam.login).role) == (422, "agent")
    assert 'value="none"' in answer.text


def test_an_admin_disables_and_enables_an_account(both: Office) -> None:
    admin, sam = both.person("ada@example.org", Role.ADMIN).signs_in(), both.person().signs_in()
    presses(admin, sam.id, "/disable")
    assert (sam.is_in(), sam.gives_password().status_code) == (False, 422)
    presses(admin, sam.id, "/enable")
    assert sam.signs_in().is_in()
    done = [(who, what) for who, what, _ in both.audit_entries() if what.startswith("account")]
    assert done == [("ada@example.org", "account disabled"), ("ada@example.org", "account enabled")]


def test_a_disabled_account_is_available_no_more_and_its_links_end(office: Office, admin: Person) -> None:
    admin.signs_in()
    link = link_in(makes(admin))
    presses(admin, office.account("kim@example.org").id, "/disable")
    assert office.browser().get(link).status_code == 410
    presses(admin, office.account("kim@example.org").id, "/enable")
    assert office.browser().get(link).status_code == 410


def test_an_admin_gives_a_new_link_for_a_lost_phone(office: Office, admin: Person, sam: Person) -> None:
    page = presses(admin.signs_in(), sam.id, "/link")
    assert "Hello Sam." in office.browser().get(link_in(page)).text
    assert office.audit_entries()[-1] == ("ada@example.org", "link made", "sam@example.org")


def test_no_admin_locks_themselves_out(office: Office, admin: Person) -> None:
    admin.signs_in()
    assert "You cannot change your own role." in presses(admin, admin.id, "", role="agent").text
    assert "You cannot disable your own account." in presses(admin, admin.id, "/disable").text
    assert presses(admin, admin.id, "", team="Nights", role="admin").status_code == 200
    assert office.account(admin.login).role == "admin"


@pytest.mark.parametrize("path", ["", "/disable", "/enable", "/link"])
def test_an_account_that_is_not_there_is_told(office: Office, admin: Person, path: str) -> None:
    page = admin.signs_in().browser.get("/desk/people")
    assert admin.browser.get("/desk/people/999").status_code == 404
    csrf = re.findall(r'name="csrf" value="(\w+)"', page.text)[0]
    assert admin.browser.post(f"/desk/people/999{path}", {"csrf": csrf}).status_code == 404


def test_the_list_says_who_is_locked_and_who_is_disabled(office: Office, admin: Person, sam: Person) -> None:
    admin.signs_in()
    for _ in range(5):
        sam.gives_password("wrong wrong wrong")
    presses(admin, office.person("kim@example.org").id, "/disable")
    text = admin.browser.get("/desk/people").text
    assert "locked for a few minutes" in text
    assert "disabled" in text
