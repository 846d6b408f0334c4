"""What stands before every page: the session, the role, and that a form is one of ours."""

from __future__ import annotations

import httpx
import pytest

from bot.conversations.agent import Role
from bot.desk.visit import local
from tests.desk.building import PASSWORD, SITE, Office, Person
from tests.desk.reading import Forms

FORMS = ["/desk/sign-out", "/desk/account", "/desk/account/password", "/desk/people", "/desk/people/1/disable"]
BEFORE = ["/desk/sign-in", "/desk/join/made-up", "/desk/join/made-up/second-factor"]


def csrf(person: Person) -> str:
    return Forms(person.browser.get("/desk/account").text).found["/desk/account"]["csrf"]


def state(office: Office) -> object:
    look = "SELECT login, name, role, disabled_at, password_hash FROM agents ORDER BY id"
    return office.found(lambda sql: sql.exec_driver_sql(look).all())


@pytest.mark.parametrize("path", ["/desk", "/desk/account", "/desk/people", "/desk/people/1", "/desk/figures"])
def test_nobody_sees_a_page_without_signing_in(office: Office, path: str) -> None:
    answer = office.browser().get(path, follow=False)
    assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/desk/sign-in")


@pytest.mark.parametrize("path", FORMS)
def test_a_form_without_its_hidden_value_is_refused(office: Office, admin: Person, path: str) -> None:
    admin.signs_in()
    before = state(office)
    for given in ({}, {"csrf": ""}, {"csrf": "0" * 64}, {"csrf": "é"}):
        answer = admin.browser.post(path, {"name": "Mallory", **given})
        assert (answer.status_code, state(office)) == (403, before)
    assert admin.is_in()


@pytest.mark.parametrize("path", FORMS)
def test_the_hidden_value_of_another_session_is_refused(office: Office, admin: Person, path: str) -> None:
    others = [admin.at_another_browser().signs_in(), office.person("eve@example.org").signs_in()]
    admin.signs_in()
    before = state(office)
    for other in others:
        answer = admin.browser.post(path, {"name": "Mallory", "csrf": csrf(other)})
        assert (answer.status_code, state(office)) == (403, before)
    assert admin.is_in()


def test_the_hidden_value_of_the_half_session_is_worthless_afterwards(office: Office, sam: Person) -> None:
    sam.gives_password()
    half = Forms(sam.browser.get("/desk/second-factor").text).found["/desk/second-factor"]["csrf"]
    sam.gives_code()
    assert sam.browser.post("/desk/account", {"name": "Mallory", "csrf": half}).status_code == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
@pytest.mark.parametrize("path", FORMS)
def test_a_form_of_another_site_is_refused(office: Office, admin: Person, path: str, site: str) -> None:
    given = {"name": "Mallory", "csrf": csrf(admin.signs_in())}
    before = state(office)
    assert admin.browser.post(path, given, Sec_Fetch_Site=site).status_code == 403
    assert (admin.is_in(), state(office)) == (True, before)


@pytest.mark.parametrize("path", BEFORE)
def test_before_the_sign_in_too(office: Office, sam: Person, path: str) -> None:
    given = {"login": sam.login, "password": PASSWORD}
    answer = office.browser().post(path, given, Sec_Fetch_Site="cross-site")
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(("origin", "status"), [(SITE, 200), ("http://evil.example", 403), ("null", 403)])
def test_an_older_browser_is_known_by_its_origin(office: Office, sam: Person, origin: str, status: int) -> None:
    del sam.browser.headers["Sec-Fetch-Site"]
    given = {"login": sam.login, "password": PASSWORD}
    assert sam.browser.post("/desk/sign-in", given, Origin=origin).status_code == status
    assert office.browser().post("/desk/sign-in", given, Sec_Fetch_Site="").status_code == 403


@pytest.mark.parametrize(
    ("role", "figures", "people"), [("agent", 403, 403), ("supervisor", 200, 403), ("admin", 200, 200)]
)
def test_a_role_opens_what_it_includes(office: Office, role: str, figures: int, people: int) -> None:
    sam = office.person(role=Role(role)).signs_in()
    assert sam.browser.get("/desk/figures").status_code == figures
    for path in ("/desk/people", f"/desk/people/{sam.id}"):
        assert sam.browser.get(path).status_code == people


@pytest.mark.parametrize("path", ["", "/1", "/1/disable", "/1/enable", "/1/link"])
def test_an_agent_changes_nobody(office: Office, sam: Person, path: str) -> None:
    given = {"csrf": csrf(sam.signs_in()), "role": "admin", "name": "Sam", "capacity": "4"}
    before = state(office)
    assert (sam.browser.post(f"/desk/people{path}", given).status_code, state(office)) == (403, before)


def test_a_changed_role_holds_from_the_next_request_on(office: Office, admin: Person) -> None:
    admin.signs_in()
    office.found(lambda sql: sql.exec_driver_sql("UPDATE agents SET role = 'agent'"))
    assert admin.browser.get("/desk/people").status_code == 403


@pytest.mark.parametrize(
    "following",
    [
        "https://evil.example/desk",
        "//evil.example/desk",
        "/\\evil.example",
        "/desk\\..\\evil",
        "/desk/../evil",
        "/desk/%0d%0aSet-Cookie:x",
        "/desk/\r\nx",
        "/deskevil",
        "/",
        "/desk//evil.example",
        "/desk@evil.example",
        "javascript:alert(1)",
        "/desk/sign-in",
        "/desk/sign-out",
        "/desk/oidc",
        "/desk/x?next=//evil.example",
        "/desk/" + "x" * 300,
        "",
    ],
)
def test_the_sign_in_never_leads_elsewhere(office: Office, sam: Person, following: str) -> None:
    assert local(following) == "/desk"
    given = {"login": sam.login, "password": PASSWORD, "next": following}
    sam.browser.post("/desk/sign-in", given)
    page = Forms(sam.browser.get("/desk/second-factor").text).found["/desk/second-factor"]
    answer = sam.browser.post("/desk/second-factor", page | {"code": sam.code(), "next": following}, follow=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk")


@pytest.mark.parametrize("following", ["/desk", "/desk/people/7", "/desk/web-1?after=3&show=mine", "/desk/a.b~c/d%20e"])
def test_pages_of_the_desk_can_be_gone_on_to(following: str) -> None:
    assert local(following) == following


def test_what_cannot_be_read_is_told_on_a_page(office: Office, sam: Person) -> None:
    sam.signs_in()
    fields = {f"field{number}": "x" for number in range(20)}
    assert sam.browser.post("/desk/account", fields).status_code == 422
    assert office.browser().post("/desk/sign-in", fields).status_code == 422


def test_a_script_gets_no_page(office: Office, sam: Person) -> None:
    answer = office.browser().get("/desk/news")
    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")
    sam.signs_in()
    assert sam.browser.post("/desk/news", {}).json()["status"] == 403
    assert sam.browser.post("/desk/news", {"csrf": csrf(sam)}).status_code == 200


def test_where_the_store_fails_a_page_says_so(office: Office, sam: Person) -> None:
    sam.signs_in()
    office.found(lambda sql: sql.exec_driver_sql("DROP TABLE agent_sessions"))
    answers: list[httpx.Response] = [sam.browser.get("/desk"), sam.browser.get("/desk/sign-in")]
    for answer in answers:
        assert answer.status_code == 503
        assert "Something went wrong on our side" in answer.text
    assert sam.browser.get("/desk/news").json()["status"] == 503
