"""How long an answer may be shown for confirmation, in place of being asked anew."""

from __future__ import annotations

import re
from typing import NamedTuple

from massage_screen.day import later

VISIT_ONLY, EVER = "visit", "ever"
_SPAN = re.compile("([1-9][0-9]{0,3}) (day|month|year)s?")
_MONTHS_OF_A_YEAR = 12


class Span(NamedTuple):
    """A number of days or of months, one of them nought."""

    days: int
    months: int


def span_of(keeps: str) -> Span | None:
    """Return how long `keeps` says; None where it names no number.

    Args:
        keeps: What a question says, such as "90 days", "3 months" or "1 year".
    """
    said = _SPAN.fullmatch(keeps)
    if said is None:
        return None
    number, unit = int(said[1]), said[2]
    if unit == "day":
        return Span(number, 0)
    return Span(0, number if unit == "month" else number * _MONTHS_OF_A_YEAR)


def is_shelf_life(keeps: str) -> bool:
    """Say whether `keeps` has a form that the program reads."""
    return keeps in (VISIT_ONLY, EVER) or span_of(keeps) is not None


def still_keeps(keeps: str, given_on: str, today: str) -> bool:
    """Say whether an answer may still be shown for confirmation.

    Args:
        keeps: What its question says.
        given_on: The day of the answer, as `2027-01-31`; empty where nobody knows it.
        today: The day of today.
    """
    if not given_on or given_on > today or keeps == VISIT_ONLY:
        return False
    span = span_of(keeps)
    if span is None:
        return keeps == EVER
    last = later(given_on, days=span.days, months=span.months)
    return not last or today <= last
