"""Too many wrong passwords or codes lock an account for a while; nobody learns who has one."""

from __future__ import annotations

import re

from bot.desk.desk import FAILURES_AN_HOUR
from bot.storage.agents import accounts as agents
from tests.desk.building import PASSWORD, Browser, Office, Person


def fails(person: Person, times: int) -> None:
    for _ in range(times):
        assert person.gives_password("wrong wrong wrong").status_code == 422


def test_five_wrong_passwords_lock_the_account(both: Office) -> None:
    sam = both.person()
    fails(sam, 5)
    assert sam.gives_password().status_code == 422
    assert ("sam@example.org", "locked", "for 15 minutes") in both.audit_entries()
    assert both.audit_entries()[-1] == ("sam@example.org", "sign-in failed", "password, locked")


def test_four_wrong_passwords_do_not(office: Office, sam: Person) -> None:
    fails(sam, 4)
    assert sam.signs_in().is_in()


def test_the_lock_ends_after_fifteen_minutes(both: Office) -> None:
    sam = both.person()
    fails(sam, 5)
    both.clock.passes(minutes=14, seconds=59)
    assert sam.gives_password().status_code == 422
    both.clock.passes(seconds=1)
    assert sam.signs_in().is_in()


def test_a_sign_in_in_full_forgets_the_wrong_ones(office: Office, sam: Person) -> None:
    fails(sam, 4)
    sam.signs_in()
    fails(sam.at_another_browser(), 4)
    assert sam.at_another_browser().signs_in().is_in()


def test_the_right_password_alone_does_not_forget_wrong_codes(office: Office, sam: Person) -> None:
    for _ in range(4):
        sam.gives_password()
        sam.gives_code("000-000")
    sam.gives_password()
    assert "Wait 15 minutes" in sam.gives_code("000-000").text
    assert sam.gives_password().status_code == 422


def test_wrong_codes_lock_too_and_end_the_session(both: Office) -> None:
    sam = both.person()
    sam.gives_password()
    for _ in range(4):
        assert "This code is not correct" in sam.gives_code("12-34").text
    assert "too many wrong codes" in sam.gives_code("12-34").text
    assert "desk" not in sam.browser.cookies
    assert ("sam@example.org", "locked", "for 15 minutes") in both.audit_entries()


def test_a_right_code_is_refused_while_the_lock_holds(office: Office, sam: Person) -> None:
    sam.gives_password()
    fails(sam.at_another_browser(), 5)
    assert "too many wrong codes" in sam.gives_code().text
    assert not sam.is_in()


def body(browser: Browser, login: str, password: str) -> str:
    answer = browser.post("/desk/sign-in", {"login": login, "password": password})
    assert answer.status_code == 422
    return re.sub(re.escape(login), "LOGIN", answer.text)


def test_an_unknown_a_known_a_locked_and_a_disabled_account_look_the_same(office: Office, sam: Person) -> None:
    kim, lee = office.person("kim@example.org"), office.person("lee@example.org")
    fails(kim, 5)
    office.found(lambda sql: agents.change(sql, lee.id, disabled_at=office.clock.now))
    seen = {
        body(office.browser(), "nobody@example.org", PASSWORD),
        body(office.browser(), sam.login, "wrong wrong wrong"),
        body(office.browser(), kim.login, PASSWORD),
        body(office.browser(), lee.login, PASSWORD),
    }
    assert len(seen) == 1


def test_an_account_that_nobody_joined_has_no_password(office: Office, sam: Person) -> None:
    office.found(lambda sql: sql.exec_driver_sql("UPDATE agents SET password_hash = NULL"))
    for password in ("", PASSWORD):
        assert sam.gives_password(password).status_code == 422


def test_an_address_of_the_network_has_only_so_many_wrong_tries(office: Office, sam: Person) -> None:
    browser = office.browser()
    for number in range(FAILURES_AN_HOUR):
        body(browser, f"nobody{number}@example.org", PASSWORD)
    answer = browser.post("/desk/sign-in", {"login": sam.login, "password": PASSWORD})
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "3600")
    assert "too many attempts" in answer.text
    office.clock.passes(hours=1)
    assert sam.signs_in().is_in()
