"""The audit's page: for admins, newest first, filtered, and as unchangeable as the rows it shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from bot.conversations.agent import Role
from bot.conversations.refusals import Unavailable
from bot.storage.audit import add_audit_entry
from bot.storage.tables.audit import audit
from tests.desk.building import Office
from tests.desk.report_pages import kim, opened

PAGE = "/desk/audit"


@pytest.fixture
def here(both: Office, tmp_path: Path) -> Office:
    return opened(both, tmp_path / "proposals")


def done(office: Office, what: str, who: str = "sam", conversation: str | None = None) -> None:
    office.found(lambda sql: add_audit_entry(sql, office.clock.now, who, what, conversation, "details"))


def shown(page: str) -> list[str]:
    """What was done, in the page's order."""
    return re.findall(r"<tr><td>[^<]*</td><td>[^<]*</td><td>([^<]*)</td>", page)


@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR])
def test_only_an_admin_reads_it(here: Office, role: Role) -> None:
    assert kim(here, role).browser.get(PAGE).status_code == 403


def test_the_newest_stands_first_and_reading_is_written_in_it(here: Office) -> None:
    admin = kim(here, Role.ADMIN)
    done(here, "taken")
    assert shown(admin.browser.get(PAGE).text) == ["taken", "signed in"]
    assert here.audit_entries()[-1] == (admin.login, "audit read", "")
    assert shown(admin.browser.get(PAGE).text)[0] == "audit read"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("who=SAM", ["given back", "taken"]),
        ("what=give", ["given back"]),
        ("conversation=web-1", ["taken"]),
        ("who=sam&what=taken", ["taken"]),
        ("who=%25", []),
        ("who=_", []),
        ("who='%20OR%201=1%20--", []),
    ],
)
def test_it_is_filtered(here: Office, query: str, expected: list[str]) -> None:
    admin = kim(here, Role.ADMIN)
    done(here, "taken", conversation="web-1")
    done(here, "given back", conversation="web-2")
    page = admin.browser.get(f"{PAGE}?{query}").text
    assert shown(page) == expected
    assert ("Nothing was found." in page) == (not expected)


@pytest.mark.parametrize("query", ["who=%00", "before=%C2%B2", "before=99999999999", "before=x", "what=" + "x" * 5000])
def test_a_strange_question_is_answered(here: Office, query: str) -> None:
    assert kim(here, Role.ADMIN).browser.get(f"{PAGE}?{query}").status_code == 200


def test_a_hundred_stand_on_a_page_and_the_way_on_keeps_the_filter(here: Office) -> None:
    admin = kim(here, Role.ADMIN)
    for turn in range(102):
        done(here, f"operation {turn}", who="sam & co")
    first = admin.browser.get(f"{PAGE}?who=sam+%26+co").text
    assert shown(first) == [f"operation {turn}" for turn in range(101, 1, -1)]
    (way,) = re.findall(r'href="(/desk/audit\?[^"]*)">Older', first)
    last = admin.browser.get(way.replace("&amp;", "&")).text
    assert shown(last) == ["operation 1", "operation 0"]
    assert "Older entries" not in last


def test_exactly_a_hundred_have_no_older_ones(here: Office) -> None:
    admin = kim(here, Role.ADMIN)
    for turn in range(100):
        done(here, f"operation {turn}")
    assert "Older entries" not in admin.browser.get(f"{PAGE}?who=sam").text


def test_what_stands_in_it_is_text(here: Office) -> None:
    admin = kim(here, Role.ADMIN)
    done(here, "<b>x</b>", who="<script>", conversation='"><img src=x>')
    page = admin.browser.get(f'{PAGE}?who=<script>&what="><b>').text + admin.browser.get(PAGE).text
    assert [tag for tag in ("<script>", "<img", "<b>") if tag in page] == []


def test_nothing_changes_or_removes_a_row(here: Office) -> None:
    admin = kim(here, Role.ADMIN)
    before = here.audit()
    for change in (update(audit).values(who="nobody"), delete(audit)):
        with pytest.raises(Unavailable):
            here.found(lambda sql, change=change: sql.execute(change))
    for method in (admin.browser.post, lambda path, data: admin.browser.post(f"{path}/1", data)):
        assert method(PAGE, {}).status_code in (404, 405)
    assert here.audit() == before
