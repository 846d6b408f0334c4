"""Sessions end by themselves, and with the account."""

from __future__ import annotations

from bot.desk.accounts import administration as accounts
from bot.desk.settings import DeskSettings
from bot.storage.database import Database
from tests.desk.building import Office, Person


def test_a_session_ends_an_hour_after_the_last_request(both: Office) -> None:
    sam = both.person().signs_in()
    assert sam.is_in()
    for _ in range(4):
        both.clock.passes(minutes=59)
        assert sam.is_in()
    both.clock.passes(minutes=60)
    assert not sam.is_in()


def test_a_session_ends_twelve_hours_after_the_sign_in(both: Office) -> None:
    sam = both.person().signs_in()
    for _ in range(23):
        both.clock.passes(minutes=30)
        assert sam.is_in()
    both.clock.passes(minutes=30)
    assert not sam.is_in()
    assert "Your session has ended. Sign in again." in sam.browser.get("/desk").text


def test_both_limits_are_settings(sqlite: Database) -> None:
    office = Office(sqlite, DeskSettings(session_hours=1, idle_minutes=5))
    sam = office.person().signs_in()
    office.clock.passes(minutes=5)
    assert not sam.is_in()


def test_what_a_script_asks_by_itself_does_not_keep_a_session_alive(office: Office, sam: Person) -> None:
    sam.signs_in()
    for _ in range(3):
        office.clock.passes(minutes=19)
        assert sam.browser.get("/desk/news").status_code == 200
    office.clock.passes(minutes=5)
    answer = sam.browser.get("/desk/news")
    assert (answer.status_code, answer.json()["detail"]) == (401, "Sign in again.")


def test_a_disabled_account_is_out_at_once(both: Office) -> None:
    sam = both.person().signs_in()
    account = both.account(sam.login)
    both.found(lambda sql: accounts.disable(sql, "ada", both.clock.now, account))
    assert not sam.is_in()
    assert sam.gives_password().status_code == 422
    both.found(lambda sql: accounts.enable(sql, "ada", both.clock.now, account))
    assert not sam.is_in()
    assert sam.signs_in().is_in()


def test_each_browser_has_a_session_of_its_own(office: Office, sam: Person) -> None:
    sam.signs_in()
    other = sam.at_another_browser().signs_in()
    sam.browser.submit(sam.browser.get("/desk/account"), "/desk/sign-out")
    assert (sam.is_in(), other.is_in()) == (False, True)


def test_the_store_keeps_no_token_that_opens_anything(both: Office) -> None:
    sam = both.person().signs_in()
    kept = both.found(lambda sql: sql.exec_driver_sql("SELECT * FROM agent_sessions").all())
    assert kept
    assert sam.browser.cookies["desk"] not in str(kept)


def test_old_sessions_are_cleared_away(office: Office, sam: Person) -> None:
    sam.signs_in()
    office.clock.passes(days=9)
    sam.signs_in()
    assert office.found(lambda sql: sql.exec_driver_sql("SELECT count(*) FROM agent_sessions").scalar()) == 1
