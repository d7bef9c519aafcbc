"""How long an answer keeps."""

from __future__ import annotations

import pytest

from massage_screen.pack.shelf import is_shelf_life, still_keeps

DAY = "2026-08-31"


@pytest.mark.parametrize(
    ("keeps", "last", "too_late"),
    [
        ("30 days", "2026-09-30", "2026-10-01"),
        ("1 day", "2026-09-01", "2026-09-02"),
        ("3 months", "2026-11-30", "2026-12-01"),
        ("1 year", "2027-08-31", "2027-09-01"),
    ],
)
def test_an_answer_keeps_up_to_the_last_day_of_its_span(keeps, last, too_late) -> None:
    assert still_keeps(keeps, DAY, last)
    assert not still_keeps(keeps, DAY, too_late)


def test_an_answer_of_the_visit_keeps_not_even_until_the_evening() -> None:
    assert not still_keeps("visit", DAY, DAY)


def test_an_answer_for_ever_keeps_as_long_as_the_calendar_goes() -> None:
    assert still_keeps("ever", DAY, "9999-12-31")
    assert still_keeps("9999 years", DAY, "9999-12-31")


@pytest.mark.parametrize("keeps", ["30 days", "1 year", "ever"])
@pytest.mark.parametrize("given_on", ["", "2026-09-01"])
def test_an_answer_of_no_day_or_of_a_day_to_come_never_keeps(keeps, given_on) -> None:
    assert not still_keeps(keeps, given_on, DAY)


@pytest.mark.parametrize("wrong", ["", "0 days", "90", "a year", "-1 days", "90 days "])
def test_what_names_no_span_is_no_shelf_life(wrong) -> None:
    assert not is_shelf_life(wrong)
