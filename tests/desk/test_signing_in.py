"""Signing in with a password and a second factor, and signing out."""

from __future__ import annotations

import httpx
import pytest

from bot.desk.accounts.second_factor import hash_of
from bot.storage.agents import accounts as agents
from bot.storage.agents import links as agent_links
from tests.desk.building import PASSWORD, Office, Person

RECOVERY = "ABCD-EFGH-JKMN-PQRS"


def with_recovery_code(office: Office, sam: Person) -> None:
    office.found(lambda sql: agent_links.replace_codes(sql, sam.id, [hash_of(RECOVERY), hash_of("other")]))


def test_a_password_and_a_code_let_in(both: Office) -> None:
    sam = both.person()
    assert "authenticator app" in sam.gives_password().text
    assert sam.gives_code().text == "Home of sam@example.org"
    assert ("sam@example.org", "signed in", "password and code") in both.audit_entries()


def test_the_login_may_be_typed_in_capitals(office: Office, sam: Person) -> None:
    page = sam.browser.get("/desk/sign-in")
    answer = sam.browser.submit(page, "/desk/sign-in", login=" SAM@example.org", password=PASSWORD)
    assert "Enter a code" in answer.text


def test_a_password_alone_opens_nothing(office: Office, sam: Person) -> None:
    sam.gives_password()
    answer = sam.browser.get("/desk/account", follow=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/second-factor?next=%2Fdesk%2Faccount")


def test_a_code_is_used_once(both: Office) -> None:
    sam = both.person()
    code = sam.code()
    sam.gives_password()
    sam.gives_code(code)
    other = sam.at_another_browser()
    other.gives_password()
    answer = other.gives_code(code)
    assert (answer.status_code, other.is_in()) == (422, False)
    assert "it has been used before" in answer.text
    both.clock.passes(seconds=30)
    assert other.gives_code().status_code == 200


@pytest.mark.parametrize(("seconds", "status"), [(-30, 200), (30, 200), (-90, 422), (90, 422)])
def test_a_clock_may_be_one_step_early_or_late(office: Office, sam: Person, seconds: int, status: int) -> None:
    sam.gives_password()
    office.clock.passes(seconds=seconds)
    code = sam.code()
    office.clock.passes(seconds=-seconds)
    assert sam.gives_code(code).status_code == status


def test_a_recovery_code_lets_in_once(both: Office) -> None:
    sam = both.person()
    with_recovery_code(both, sam)
    sam.gives_password()
    assert sam.gives_code("abcd efgh jkmn pqrs").text == "Home of sam@example.org"
    assert ("sam@example.org", "signed in", "password and recovery code, 1 left") in both.audit_entries()
    other = sam.at_another_browser()
    other.gives_password()
    assert (other.gives_code(RECOVERY).status_code, other.is_in()) == (422, False)


def test_a_recovery_code_of_somebody_else_does_not_let_in(office: Office, sam: Person) -> None:
    with_recovery_code(office, sam)
    kim = office.person("kim@example.org")
    kim.gives_password()
    assert (kim.gives_code(RECOVERY).status_code, kim.is_in()) == (422, False)


def test_the_second_factor_has_to_come_within_ten_minutes(office: Office, sam: Person) -> None:
    sam.gives_password()
    office.clock.passes(minutes=11)
    assert "Your session has ended" in sam.browser.get("/desk/second-factor").text


def test_where_the_secret_key_is_another_one_no_code_fits(
    office: Office, sam: Person, caplog: pytest.LogCaptureFixture
) -> None:
    with_recovery_code(office, sam)
    sealed = office.account(sam.login).totp_secret
    office.found(lambda sql: agents.change(sql, sam.id, totp_secret=f"{sealed[:-4]}AAAA"))
    sam.gives_password()
    assert sam.gives_code().status_code == 422
    assert "the bot's secret key is another one now" in caplog.text
    assert sam.gives_code(RECOVERY).status_code == 200


def test_signing_out_ends_the_session_for_the_server_too(office: Office, sam: Person) -> None:
    sam.signs_in()
    token = sam.browser.cookies["desk"]
    answer = sam.browser.submit(sam.browser.get("/desk/account"), "/desk/sign-out")
    assert "You have signed out." in answer.text
    assert "desk" not in sam.browser.cookies
    sam.browser.cookies.set("desk", token, domain="testserver.local", path="/desk")
    assert not sam.is_in()


def test_the_token_is_another_one_after_each_step(office: Office, sam: Person) -> None:
    sam.gives_password()
    half = sam.browser.cookies["desk"]
    sam.gives_code()
    assert sam.browser.cookies["desk"] != half
    other = sam.at_another_browser()
    other.browser.cookies.set("desk", half, domain="testserver.local", path="/desk")
    assert not other.is_in()


def test_who_is_signed_in_is_not_asked_again(office: Office, sam: Person) -> None:
    sam.signs_in()
    assert sam.browser.get("/desk/sign-in").text == "Home of sam@example.org"
    assert sam.browser.get("/desk/second-factor").text == "Home of sam@example.org"


def test_the_sign_in_goes_on_to_the_page_that_was_wanted(office: Office, sam: Person) -> None:
    page = sam.browser.get("/desk/account")
    page = sam.browser.submit(page, "/desk/sign-in", login=sam.login, password=PASSWORD)
    page = sam.browser.submit(page, "/desk/second-factor", code=sam.code())
    assert page.url.path == "/desk/account"


def flags(answer: httpx.Response) -> str:
    return str(answer.headers["set-cookie"])


@pytest.mark.parametrize(("site", "secure"), [("https://testserver", True), ("http://testserver", False)])
def test_the_cookie_is_for_the_server_and_the_desk_alone(office: Office, sam: Person, site: str, secure: bool) -> None:
    browser = office.browser(site)
    given = {"login": sam.login, "password": PASSWORD}
    cookie = flags(browser.post("/desk/sign-in", given, follow=False))
    for part in ("desk=", "HttpOnly", "Path=/desk", "SameSite=strict"):
        assert part in cookie
    assert ("Secure" in cookie) is secure
    assert "Max-Age" not in cookie
