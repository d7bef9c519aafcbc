"""Days of the calendar, without a clock."""

from __future__ import annotations

import pytest

from massage_screen.day import day_in_words, is_day, later, weeks_after


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("2028-02-29", True),
        ("2027-02-29", False),
        ("2027-13-01", False),
        ("20270131", False),
        ("2027-W01-1", False),
        ("31.1.2027", False),
        ("", False),
    ],
)
def test_a_day_is_one_of_the_calendar_written_in_one_way(text, is_one) -> None:
    assert is_day(text) is is_one


@pytest.mark.parametrize(
    ("day", "weeks", "then"),
    [
        ("2026-11-28", 2, "2026-12-12"),
        ("2028-02-22", 1, "2028-02-29"),
        ("2026-12-31", 52, "2027-12-30"),
        ("9999-12-31", 1, ""),
    ],
)
def test_weeks_are_counted_from_a_day(day, weeks, then) -> None:
    assert weeks_after(day, weeks) == then


@pytest.mark.parametrize(
    ("day", "months", "days", "then"),
    [
        ("2026-11-30", 3, 0, "2027-02-28"),
        ("2026-12-05", 12, 0, "2027-12-05"),
        ("2028-02-29", 12, 1, "2029-03-01"),
        ("2026-11-28", 0, 5, "2026-12-03"),
        ("9999-11-30", 0, 31, "9999-12-31"),
        ("9999-11-30", 2, 0, ""),
    ],
)
def test_a_later_day_is_no_longer_than_its_month(day, months, days, then) -> None:
    assert later(day, months=months, days=days) == then


def test_a_day_in_words_names_its_month() -> None:
    assert day_in_words("2027-01-31") == "31 January 2027"
    assert day_in_words("2026-12-01") == "1 December 2026"
