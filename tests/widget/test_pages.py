"""Every page, its policy, and what it loads."""

from __future__ import annotations

import gzip
import json
import re

import pytest

from bot.http.texts import WIDGET, linked
from tests.widget.building import FakeReception, client

PAGES = ["/", "/widget", "/privacy", "/accessibility", "/demonstration", "/delete"]
MOST_GZIPPED = 30 * 1024  # bytes of HTML, scripts and styles
ASSETS = sorted([*WIDGET.glob("static/*"), *WIDGET.glob("templates/*")])


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_a_strict_policy(path: str) -> None:
    policy = client(FakeReception()).get(path).headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "base-uri 'none'" in policy


def test_only_the_panel_can_be_framed() -> None:
    page = client(FakeReception())
    assert "frame-ancestors 'self' http://localhost:*" in page.get("/widget").headers["content-security-policy"]
    assert "frame-ancestors 'none'" in page.get("/").headers["content-security-policy"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_inline_script_style_or_handler(path: str) -> None:
    text = client(FakeReception()).get(path).text
    scripts = re.findall(r"<script([^>]*)>([^<]*)", text)
    assert all(not body.strip() or 'type="application/json"' in start for start, body in scripts)
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:", text) == []


@pytest.mark.parametrize("path", [path for path in PAGES if path != "/demonstration"])
def test_a_page_loads_nothing_from_elsewhere(path: str) -> None:
    text = client(FakeReception()).get(path).text
    loaded = re.findall(r'<(?:script|link|img|iframe)[^>]*(?:src|href)="([^"]*)"', text)
    assert [address for address in loaded if not address.startswith(("/static/", "data:"))] == []


@pytest.mark.parametrize(
    "file", [file for file in ASSETS if file.suffix in {".js", ".css"}], ids=lambda file: file.name
)
def test_an_asset_names_no_address_outside(file: object) -> None:
    assert re.findall(r"https?://[a-z0-9]", str(WIDGET.joinpath(str(file)).read_text("utf-8"))) == []


def test_text_goes_in_as_text_only() -> None:
    for file in WIDGET.glob("static/*.js"):
        assert (
            re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", file.read_text("utf-8")) == []
        )


def test_the_page_with_all_it_loads_is_small() -> None:
    page = client(FakeReception())
    html = page.get("/").text
    assets = {*re.findall(r'"(/static/[^"]+)"', html)}
    parts = [html.encode(), *(page.get(asset).content for asset in assets)]
    assert len(assets) > 10
    assert sum(len(gzip.compress(part)) for part in parts) < MOST_GZIPPED


def test_every_module_is_loaded_at_once() -> None:
    html = client(FakeReception()).get("/").text
    modules = {file.name for file in WIDGET.glob("static/*.js")} - {"widget.js"}
    assert modules == set(re.findall(r'/static/([a-z]+\.js)"', html))


def test_static_files_have_a_type_and_are_asked_for_again() -> None:
    page = client(FakeReception())
    script, styles = page.get("/static/chat.js"), page.get("/static/chat.css")
    assert script.headers["content-type"].startswith("text/javascript")
    assert styles.headers["content-type"].startswith("text/css")
    assert (script.headers["cache-control"], bool(script.headers["etag"])) == ("no-cache", True)


def test_the_launcher_has_its_texts_and_may_be_loaded_by_any_site() -> None:
    page = client(FakeReception())
    answer = page.get("/widget.js")
    assert json.dumps("Help with NHS login") in answer.text
    assert "/* texts */" not in answer.text
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert page.get("/widget.js", headers={"If-None-Match": answer.headers["etag"]}).status_code == 304


def test_the_demonstration_embeds_the_widget_of_another_origin() -> None:
    answer = client(FakeReception(), "http://localhost:8000").get("/demonstration")
    assert '<script src="http://127.0.0.1:8000/widget.js" async></script>' in answer.text
    assert "frame-src http://127.0.0.1:8000;" in answer.headers["content-security-policy"]


def test_an_incident_is_told_on_the_page() -> None:
    reception = FakeReception()
    reception.incident = "NHS login is <slow> today."
    assert "NHS login is &lt;slow&gt; today." in client(reception).get("/").text


def test_our_styles_know_no_left_or_right() -> None:
    physical = r"(?:margin|padding|border)-(?:left|right)|[\s{;](?:left|right):|text-align: (?:left|right)|float:"
    for file in WIDGET.glob("styles/*.scss"):
        assert re.findall(physical, file.read_text("utf-8")) == [], file.name


def test_the_lock_names_no_registry() -> None:
    assert "http" not in (WIDGET / "package-lock.json").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Go to 111.nhs.uk.", ["https://111.nhs.uk"]),
        ("See https://example.org/a?b=1&c=2, please", ["https://example.org/a?b=1&amp;c=2"]),
        ("from noreply@login.nhs.uk today", ["mailto:noreply@login.nhs.uk"]),
        ("not nhs.uk.example.org, javascript:alert(1) or http://a.org", []),
        ('https://a.org/"onclick="x', ["https://a.org/"]),
    ],
)
def test_addresses_become_links(text: str, links: list[str]) -> None:
    assert re.findall(r'href="([^"]*)"', linked(text, "(opens in a new tab)")) == links


def test_numbers_to_call_become_links_in_an_emergency_only() -> None:
    text = "Call 999, 0800 1111 or 116 123. Go to 111.nhs.uk or call 111. Code 1999 or 0800 11112."
    called = ["tel:999", "tel:08001111", "tel:116123", "https://111.nhs.uk", "tel:111"]
    assert re.findall(r'href="([^"]*)"', linked(text, "", emergency=True)) == called
    assert re.findall(r'href="([^"]*)"', linked(text, "")) == ["https://111.nhs.uk"]
