"""Days of the calendar, without a clock."""

from __future__ import annotations

import pytest

from massage_screen.day import day_in_words, is_day, weeks_after


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


def test_a_day_in_words_names_its_month() -> None:
    assert day_in_words("2027-01-31") == "31 January 2027"
    assert day_in_words("2026-12-01") == "1 December 2026"
