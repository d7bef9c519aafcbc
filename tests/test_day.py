"""Days of the calendar, without a clock."""

from __future__ import annotations

import pytest

from massage_screen.day import is_day


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
