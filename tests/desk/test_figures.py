"""The page of figures and its CSV: for whom, what they show, and that nothing in them runs."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from bot.conversations.agent import Role
from bot.desk.reports.figures_csv import csv_of
from bot.storage.reports.figures import Figures
from bot.storage.tables.handovers import handovers
from tests.desk.building import Office
from tests.desk.reading import Elements
from tests.desk.report_pages import kim, opened, row

PAGE, CSV = "/desk/figures", "/desk/figures.csv"


@pytest.fixture
def here(both: Office, tmp_path: Path) -> Office:
    return opened(both, tmp_path / "proposals")


def handed(office: Office, **more: str) -> None:
    usual = {"conversation": "web-1", "reason": "asked", "topic": "gp_connection"}
    row(office.database, handovers, **{**usual, "queued_at": office.clock.now, **more})


def test_an_empty_store_says_that_there_is_no_data(here: Office) -> None:
    page = kim(here).browser.get(PAGE)
    assert page.status_code == 200
    assert "No data yet" in page.text
    assert "<svg" not in page.text
    assert kim(here, Role.ADMIN).browser.get(CSV).status_code == 200


@pytest.mark.parametrize("address", [PAGE, CSV])
def test_an_agent_does_not_see_them(here: Office, address: str) -> None:
    assert kim(here, Role.AGENT).browser.get(address).status_code == 403


@pytest.mark.parametrize("address", [PAGE, CSV])
def test_without_a_session_one_signs_in_first(here: Office, address: str) -> None:
    answer = here.browser().get(address, follow=False)
    assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/desk/sign-in")


def test_each_table_has_bars_with_a_name_and_no_styles(here: Office) -> None:
    handed(here)
    text = kim(here).browser.get(PAGE).text
    page = Elements(text)
    plots = page.named("svg")
    assert len(plots) == len(page.named("table")) > 0
    assert all(given["role"] == "img" and given["width"] == "100%" for given in plots)
    assert set(" ".join(given["aria-labelledby"] for given in plots).split()) <= set(page.ids())
    assert len(page.ids()) == len(set(page.ids()))
    assert [given for _, given in page.all if "style" in given] == []
    assert "Cannot connect to the GP surgery: They asked to talk to a person." in text


def test_a_bar_is_as_long_as_its_part_of_the_longest(here: Office) -> None:
    for topic in ("gp_connection", "gp_connection", "nhs_number"):
        handed(here, topic=topic)
    plot = kim(here).browser.get(PAGE).text.partition('"topics-title topics-desc"')[2].partition("</svg>")[0]
    assert re.findall(r'<rect [^>]*width="(\d+)%"', plot) == ["100", "50"]


def test_what_rules_name_is_text_and_nothing_else(here: Office) -> None:
    handed(here, topic="<script>alert(1)</script>", reason='"><img src=x>')
    page = kim(here).browser.get(PAGE).text
    assert "<script>" not in page
    assert "<img" not in page


@pytest.mark.parametrize("days", ["0", "2", "-1", "abc", "", "²", "\u0667", "7' OR 1", "9" * 5000])
def test_a_strange_number_of_days_is_a_week(here: Office, days: str) -> None:
    who = kim(here)
    assert "last 7 days" in who.browser.get(f"{PAGE}?days={days}").text
    assert 'filename="figures-7-days.csv"' in who.browser.get(f"{CSV}?days={days}").headers["content-disposition"]


def test_an_export_is_in_the_audit_and_not_kept(here: Office) -> None:
    answer = kim(here).browser.get(f"{CSV}?days=30")
    assert here.audit_entries()[-1] == ("supervisor@example.org", "figures of 30 days exported", "")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_runs_as_a_formula(start: str) -> None:
    found = Figures(0, None, None, None, None, topics={f'{start}cmd|"/c calc"!A1': 1})
    cells = [cell for line in csv.reader(io.StringIO(csv_of(found), newline="")) for cell in line]
    assert f'\'{start}cmd|"/c calc"!A1' in cells
    assert [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r")] == []
