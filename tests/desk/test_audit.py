"""Everything about accounts is in the audit, and no secret of anybody."""

from __future__ import annotations

from datetime import UTC, datetime

import pyotp

from bot.conversations.agent import Role
from tests.desk.building import PASSWORD, Office
from tests.desk.reading import Forms, recovery_codes, typed_key

NEW, TYPED_BY_MISTAKE = "four other good words", "correct horse staple"


def test_the_audit_tells_all_and_holds_no_secret(both: Office) -> None:
    admin = both.person("ada@example.org", Role.ADMIN).signs_in()
    secrets = [PASSWORD, NEW, TYPED_BY_MISTAKE, admin.secret, admin.browser.cookies["desk"]]
    made = {"login": "kim@example.org", "name": "Kim", "role": "agent"}
    page = admin.browser.submit(admin.browser.get("/desk/people"), "/desk/people", **made)
    token = page.text.partition("/desk/join/")[2][:43]
    browser = both.browser()
    page = browser.submit(browser.get(f"/desk/join/{token}"), f"/desk/join/{token}", password=NEW, again=NEW)
    sealed = Forms(page.text).found[f"/desk/join/{token}/second-factor"]["sealed"]
    code = pyotp.TOTP(typed_key(page)).at(both.clock.now)
    done = browser.submit(page, f"/desk/join/{token}/second-factor", code=code)
    secrets += [token, sealed, typed_key(page), *recovery_codes(done), browser.cookies["desk"]]
    page = browser.get("/desk/account")
    browser.submit(page, "/desk/account/password", current=NEW, password=PASSWORD, again=PASSWORD)
    secrets.append(browser.cookies["desk"])
    browser.submit(browser.get("/desk/account"), "/desk/sign-out")
    browser.post("/desk/sign-in", {"login": TYPED_BY_MISTAKE, "password": ""})
    browser.post("/desk/sign-in", {"login": "kim@example.org", "password": TYPED_BY_MISTAKE})
    assert both.audit_entries() == [
        ("ada@example.org", "signed in", "password and code"),
        ("ada@example.org", "account made", "kim@example.org, agent"),
        ("kim@example.org", "joined", "new password and second factor"),
        ("kim@example.org", "password changed", ""),
        ("kim@example.org", "signed out", ""),
        ("unknown", "sign-in failed", "no such account"),
        ("kim@example.org", "sign-in failed", "wrong password"),
    ]
    assert [secret for secret in secrets if secret in str(both.audit())] == []


def test_each_row_says_when(both: Office) -> None:
    both.person().signs_in()
    assert [(row.at, row.conversation) for row in both.audit()] == [(datetime(2026, 3, 2, 9, tzinfo=UTC), None)]
