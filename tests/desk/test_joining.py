"""The one-time link: password, second factor and recovery codes, all at once or not at all."""

from __future__ import annotations

import httpx
import pyotp
import pytest

from bot.conversations.agent import Role
from bot.desk.accounts import administration as accounts
from tests.desk.building import PASSWORD, Browser, Office, Person
from tests.desk.reading import Forms, recovery_codes, typed_key


def invited(office: Office, login: str = "kim@example.org") -> str:
    """The path of the link."""
    token = office.found(lambda sql: accounts.make(sql, "ada", office.clock.now, login, "Kim Hall", Role.AGENT))
    return f"/desk/join/{token}"


def chooses(browser: Browser, path: str, password: str = PASSWORD, again: str = PASSWORD) -> httpx.Response:
    return browser.submit(browser.get(path), path, password=password, again=again)


def confirms(office: Office, browser: Browser, page: httpx.Response, code: str = "") -> httpx.Response:
    (action,) = Forms(page.text).found
    return browser.submit(page, action, code=code or pyotp.TOTP(typed_key(page)).at(office.clock.now))


def test_a_link_leads_to_password_second_factor_and_recovery_codes(both: Office) -> None:
    path, browser = invited(both), both.browser()
    assert "Hello Kim Hall." in browser.get(path).text
    page = chooses(browser, path)
    assert 'src="data:image/svg+xml' in page.text
    done = confirms(both, browser, page)
    codes = recovery_codes(done)
    assert (len(codes), len(set(codes))) == (10, 10)
    assert "I have saved them" in done.text
    assert browser.get("/desk").text == "Home of kim@example.org"
    assert both.audit_entries()[-1] == ("kim@example.org", "joined", "new password and second factor")


def test_what_was_set_lets_in(office: Office) -> None:
    path, browser = invited(office), office.browser()
    page = chooses(browser, path)
    codes = recovery_codes(confirms(office, browser, page))
    account = office.account("kim@example.org")
    kim = Person(office, account.id, account.login, typed_key(page), office.browser())
    office.clock.passes(minutes=1)
    kim.signs_in()
    other = kim.at_another_browser()
    other.gives_password()
    assert other.gives_code(codes[3]).text == "Home of kim@example.org"


def test_the_code_that_confirmed_does_not_sign_in_again(office: Office) -> None:
    path, browser = invited(office), office.browser()
    page = chooses(browser, path)
    confirms(office, browser, page)
    account = office.account("kim@example.org")
    kim = Person(office, account.id, account.login, typed_key(page), office.browser())
    kim.gives_password()
    assert kim.gives_code().status_code == 422


def test_a_link_holds_once(both: Office) -> None:
    path, browser = invited(both), both.browser()
    page = chooses(browser, path)
    confirms(both, browser, page)
    late = both.browser()
    for answer in (late.get(path), late.post(path, {"password": PASSWORD}), confirms(both, late, page)):
        assert answer.status_code == 410
        assert "no longer works" in answer.text
    assert "desk" not in late.cookies


def test_looking_at_a_link_does_not_use_it(office: Office) -> None:
    path = invited(office)
    for _ in range(3):
        assert office.browser().get(path).status_code == 200
    assert chooses(office.browser(), path).status_code == 200


def test_a_link_holds_for_a_day(office: Office) -> None:
    path = invited(office)
    office.clock.passes(hours=23, minutes=59)
    assert office.browser().get(path).status_code == 200
    office.clock.passes(minutes=1)
    assert office.browser().get(path).status_code == 410


def test_a_new_link_ends_the_one_before(office: Office) -> None:
    path = invited(office)
    account = office.account("kim@example.org")
    token = office.found(lambda sql: accounts.invite(sql, "ada", office.clock.now, account))
    assert office.browser().get(path).status_code == 410
    assert office.browser().get(f"/desk/join/{token}").status_code == 200


def test_a_made_up_link_opens_nothing(office: Office) -> None:
    assert office.browser().get("/desk/join/made-up").status_code == 410


def test_a_link_left_half_way_changes_nothing(office: Office, sam: Person) -> None:
    account = office.account(sam.login)
    token = office.found(lambda sql: accounts.invite(sql, "ada", office.clock.now, account))
    chooses(office.browser(), f"/desk/join/{token}", "another long one", "another long one")
    sam.signs_in()
    assert office.browser().get(f"/desk/join/{token}").status_code == 200


def test_a_used_link_replaces_everything_and_ends_the_sessions(office: Office, sam: Person) -> None:
    sam.signs_in()
    account = office.account(sam.login)
    token = office.found(lambda sql: accounts.invite(sql, "ada", office.clock.now, account))
    browser = office.browser()
    page = chooses(browser, f"/desk/join/{token}", "another long one", "another long one")
    assert recovery_codes(confirms(office, browser, page))
    assert not sam.is_in()
    assert sam.gives_password().status_code == 422
    sam.gives_password("another long one")
    assert sam.gives_code().status_code == 422


@pytest.mark.parametrize(
    ("password", "again", "sentence"),
    [
        ("short", "short", "at least 12 characters"),
        ("x" * 201, "x" * 201, "at most 200 characters"),
        (PASSWORD, PASSWORD + "!", "not the same"),
        ("kim@example.org", "kim@example.org", "must not be your login"),
        ("Password1234", "Password1234", "easy to guess"),
    ],
)
def test_a_bad_password_is_told_at_its_field(office: Office, password: str, again: str, sentence: str) -> None:
    answer = chooses(office.browser(), invited(office), password, again)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "<title>Error: " in answer.text
    assert f'value="{password}"' not in answer.text.replace('value="kim@example.org"', "", 1)


def test_a_wrong_code_asks_again_for_the_same_key(office: Office) -> None:
    path, browser = invited(office), office.browser()
    page = chooses(browser, path)
    again = confirms(office, browser, page, "not a code")
    assert again.status_code == 422
    assert typed_key(again) == typed_key(page)
    assert recovery_codes(confirms(office, browser, again))


def test_the_second_step_has_to_come_within_an_hour(office: Office) -> None:
    path, browser = invited(office), office.browser()
    page = chooses(browser, path)
    office.clock.passes(hours=2)
    assert "You took too long" in confirms(office, browser, page).text


def test_what_was_sealed_for_one_link_is_worthless_for_another(office: Office) -> None:
    path, other = invited(office), invited(office, "lee@example.org")
    page = chooses(office.browser(), path)
    given = Forms(page.text).found[f"{path}/second-factor"] | {"code": pyotp.TOTP(typed_key(page)).at(office.clock.now)}
    assert "You took too long" in office.browser().post(f"{other}/second-factor", given).text
    assert office.account("lee@example.org").password_hash is None


@pytest.mark.parametrize("sealed", ["", "made-up", "gAAAAAB"])
def test_invalid_sealed_values_are_refused(office: Office, sealed: str) -> None:
    answer = office.browser().post(f"{invited(office)}/second-factor", {"sealed": sealed, "code": "123456"})
    assert answer.status_code == 422


def test_a_form_of_another_site_sets_no_password(office: Office) -> None:
    path = invited(office)
    given = {"password": PASSWORD, "again": PASSWORD}
    assert office.browser().post(path, given, Sec_Fetch_Site="cross-site").status_code == 403
