"""Every page of the accounts, shown once."""

from __future__ import annotations

import httpx

from bot.conversations.agent import Role
from bot.desk.accounts import administration as accounts
from tests.desk.building import PASSWORD, Office, Person

Shown = dict[str, httpx.Response]
PAGES = ["sign-in", "sign-in error", "code", "code error", "join", "join error", "set up", "account", "account error"]
PAGES += ["codes", "people", "people error", "person", "disabled", "link", "told"]


def before_sign_in(office: Office) -> Shown:
    sam = office.person()
    token = office.found(lambda sql: accounts.make(sql, "ada", office.clock.now, "kim", "Kim <Hall>", Role.AGENT))
    path, browser = f"/desk/join/{token}", office.browser()
    join = browser.get(path)
    return {
        "sign-in": browser.get("/desk/sign-in"),
        "sign-in error": sam.gives_password("wrong wrong wrong"),
        "code": sam.gives_password(),
        "code error": sam.gives_code("12"),
        "join": join,
        "join error": browser.submit(join, path, password="short"),
        "set up": browser.submit(join, path, password=PASSWORD, again=PASSWORD),
        "told": browser.get("/desk/join/made-up"),
    }


def after_sign_in(office: Office) -> Shown:
    admin = office.person("ada@example.org", Role.ADMIN).signs_in()
    other = office.person("lee@example.org")
    person, path = admin.browser.get(f"/desk/people/{other.id}"), f"/desk/people/{other.id}"
    account = admin.browser.get("/desk/account")
    people = admin.browser.get("/desk/people")
    return {
        "account": account,
        "account error": admin.browser.submit(account, "/desk/account", name=""),
        "codes": admin.browser.submit(account, "/desk/account/recovery-codes", current_for_codes=PASSWORD),
        "people": people,
        "people error": admin.browser.submit(people, "/desk/people", login=""),
        "person": person,
        "link": admin.browser.submit(person, f"{path}/link"),
        "disabled": disabled(admin, person, path),
    }


def disabled(admin: Person, person: httpx.Response, path: str) -> httpx.Response:
    admin.browser.submit(person, f"{path}/disable")
    return admin.browser.get(path)
