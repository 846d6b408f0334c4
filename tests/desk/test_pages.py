"""Every page of the accounts: its policy, and what people with and without scripts, mice or eyes need."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from bot.desk.pages import DESK
from bot.desk.routes import account_routes
from bot.desk.settings import DeskSettings
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.migrations.migrate import migrate
from tests.desk.building import PASSWORD, Office
from tests.desk.reading import Elements
from tests.desk.showing import PAGES, Shown, after_sign_in, before_sign_in


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """Every page once."""
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('desk') / 'conversations.db'}")
    migrate(database)
    try:
        return {**before_sign_in(Office(database)), **after_sign_in(Office(database))}
    finally:
        database.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_a_strict_policy_and_is_not_kept(shown: Shown, name: str) -> None:
    headers = shown[name].headers
    assert headers["content-security-policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_works_without_scripts_and_loads_nothing_from_elsewhere(shown: Shown, name: str) -> None:
    page = Elements(shown[name].text)
    assert page.named("script", "style", "iframe") == []
    assert [given for _, given in page.all if any(key.startswith("on") or key == "style" for key in given)] == []
    loaded = [given.get("href") or given["src"] for given in page.named("link", "img")]
    assert [address for address in loaded if not address.startswith(("/static/", "/desk/static/", "data:"))] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_one_title_one_heading_and_a_way_past_its_head(shown: Shown, name: str) -> None:
    text = shown[name].text
    page = Elements(text)
    assert len(page.named("h1")) == 1
    assert page.named("html") == [{"lang": "en"}]
    heading = re.findall(r"<h1>([^<]+)</h1>", text)[0]
    title = re.findall(r"<title>([^<]+)</title>", text)[0]
    assert title.removeprefix("Error: ").startswith(heading.partition(" for ")[0])
    assert page.named("a")[0] == {"class": "nhsuk-skip-link", "href": "#main"}
    assert "main" in page.ids()
    assert len(page.ids()) == len(set(page.ids()))


@pytest.mark.parametrize("name", PAGES)
def test_every_input_has_a_label_and_can_be_pasted_into(shown: Shown, name: str) -> None:
    page = Elements(shown[name].text)
    labels = {given["for"] for given in page.named("label")}
    inputs = [
        given for given in page.named("input", "select") if given.get("type") != "hidden" and "hidden" not in given
    ]
    assert {given["id"] for given in inputs} == labels
    for given in inputs:
        assert set(given.get("aria-describedby", "").split()) <= set(page.ids())
        assert given["id"] == "role" or given["autocomplete"]
        assert "maxlength" not in given


@pytest.mark.parametrize("name", PAGES)
def test_an_error_is_announced_and_leads_to_its_field(shown: Shown, name: str) -> None:
    answer = shown[name]
    page = Elements(answer.text)
    alerts = [given for _, given in page.all if given.get("role") == "alert"]
    wrong = [given["id"] for given in page.named("input", "select") if given.get("aria-invalid") == "true"]
    if not name.endswith("error"):
        assert (alerts, wrong) == ([], [])
        return
    assert answer.status_code == 422
    assert "<title>Error: " in answer.text
    assert len(alerts) == 1
    targets = [given["href"][1:] for given in page.named("a") if given["href"].startswith("#")][1:]
    assert targets == wrong
    assert all(f"{field}-error" in page.ids() for field in wrong)


@pytest.mark.parametrize(
    ("name", "field", "purpose"),
    [
        ("sign-in", "login", "username"),
        ("sign-in", "password", "current-password"),
        ("code", "code", "one-time-code"),
        ("join", "login", "username"),
        ("join", "password", "new-password"),
        ("join", "again", "new-password"),
        ("set up", "code", "one-time-code"),
        ("account", "current", "current-password"),
        ("account", "password", "new-password"),
    ],
)
def test_a_password_manager_knows_what_each_field_is_for(shown: Shown, name: str, field: str, purpose: str) -> None:
    found = {given["id"]: given for given in Elements(shown[name].text).named("input") if "id" in given}
    assert found[field]["autocomplete"] == purpose


@pytest.mark.parametrize("name", PAGES)
def test_every_form_after_the_sign_in_carries_the_hidden_value(shown: Shown, name: str) -> None:
    for form in re.findall(r'<form[^>]*method="post".*?</form>', shown[name].text, re.DOTALL):
        before = re.search(r'action="/desk/(sign-in|join)', form)
        assert bool(before) is not ('name="csrf"' in form)


def test_a_password_is_never_written_back(shown: Shown) -> None:
    for answer in shown.values():
        assert PASSWORD not in answer.text
        assert "wrong wrong wrong" not in answer.text


def test_a_name_cannot_bring_markup(shown: Shown) -> None:
    assert "Hello Kim &lt;Hall&gt;." in shown["join"].text


def test_the_picture_has_words(shown: Shown) -> None:
    (picture,) = Elements(shown["set up"].text).named("img")
    assert picture["alt"].startswith("A QR code for your authenticator app.")


def test_the_style_is_served(office: Office) -> None:
    answer = office.browser().get("/desk/static/desk.css")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/css; charset=utf-8")
    assert re.findall(r"https?:|@import|url\(", answer.text) == []


def test_every_template_is_one_that_a_page_uses() -> None:
    source = "".join(file.read_text("utf-8") for file in [*DESK.rglob("*.py"), *DESK.glob("templates/*.html")])
    assert [file.name for file in DESK.glob("templates/*.html") if f'"{file.name}"' not in source] == []


def test_the_developers_entrance_takes_the_bots_own_settings(office: Office) -> None:
    build: Callable[..., object] = account_routes
    routes = build(office.database, Settings.read({}), DeskSettings(), b"key", office.clock)
    assert {getattr(route, "path", "") for route in routes} >= {"/desk/sign-in", "/desk/account", "/desk/people"}
