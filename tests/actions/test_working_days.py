"""Two working days are Monday to Friday without England's bank holidays, after the day first seen."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.working_days import has_passed, is_working_day, spoken, two_working_days_end


@pytest.mark.parametrize(
    ("first_seen", "end"),
    [
        pytest.param(date(2026, 6, 1), date(2026, 6, 3), id="Monday to Wednesday"),
        pytest.param(date(2026, 6, 4), date(2026, 6, 8), id="Thursday over a weekend"),
        pytest.param(date(2026, 6, 5), date(2026, 6, 9), id="Friday over a weekend"),
        pytest.param(date(2026, 6, 6), date(2026, 6, 9), id="Saturday"),
        pytest.param(date(2026, 6, 7), date(2026, 6, 9), id="Sunday"),
        pytest.param(date(2026, 4, 2), date(2026, 4, 8), id="before Easter"),
        pytest.param(date(2026, 4, 3), date(2026, 4, 8), id="on Good Friday"),
        pytest.param(date(2026, 4, 30), date(2026, 5, 5), id="before the early May bank holiday"),
        pytest.param(date(2026, 5, 22), date(2026, 5, 27), id="before the spring bank holiday"),
        pytest.param(date(2026, 8, 28), date(2026, 9, 2), id="before the summer bank holiday"),
        pytest.param(date(2026, 12, 24), date(2026, 12, 30), id="Christmas with Boxing Day on a Saturday"),
        pytest.param(date(2025, 12, 31), date(2026, 1, 5), id="New Year"),
        pytest.param(date(2027, 12, 24), date(2027, 12, 30), id="Christmas on a Saturday"),
        pytest.param(date(2022, 6, 1), date(2022, 6, 7), id="Jubilee"),
        pytest.param(date(2023, 5, 5), date(2023, 5, 10), id="Coronation"),
        pytest.param(date(2022, 9, 16), date(2022, 9, 21), id="State funeral"),
    ],
)
def test_weekends_and_bank_holidays_do_not_count(first_seen: date, end: date) -> None:
    assert two_working_days_end(first_seen) == end


def test_a_bank_holiday_of_scotland_alone_is_a_working_day() -> None:
    assert is_working_day(date(2026, 8, 3))
    assert is_working_day(date(2026, 11, 30))


@pytest.mark.parametrize(
    ("today", "passed"), [(date(2026, 6, 2), False), (date(2026, 6, 3), False), (date(2026, 6, 4), True)]
)
def test_they_have_passed_only_when_the_second_day_is_over(today: date, passed: bool) -> None:
    assert has_passed(date(2026, 6, 1), today) is passed


def test_a_date_is_said_with_its_day_and_month_in_words() -> None:
    assert spoken(date(2026, 6, 4)) == "Thursday 4 June 2026"


@given(st.dates(date(2000, 1, 1), date(2040, 12, 1)))
def test_the_end_is_a_working_day_with_one_other_before_it(first_seen: date) -> None:
    end = two_working_days_end(first_seen)
    between = [first_seen + timedelta(days=n) for n in range(1, (end - first_seen).days)]
    assert is_working_day(end)
    assert sum(map(is_working_day, between)) == 1
    assert (end - first_seen).days <= 8
