"""Days of the calendar, written as `2027-01-31`; none of them is asked of a clock."""

from __future__ import annotations

import datetime
from collections.abc import Sequence


def is_day(text: str) -> bool:
    """Say whether text is a day of the calendar, written as `2027-01-31`."""
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def weeks_after(day: str, weeks: int) -> str:
    """Return the day so many weeks after a day, or nothing past the last year.

    Args:
        day: A day of the calendar, as `2027-01-31`.
        weeks: How many weeks.
    """
    return later(day, days=_DAYS_OF_A_WEEK * weeks)


def later(day: str, *, days: int = 0, months: int = 0) -> str:
    """Return a later day, or nothing past the last year.

    Where a month is too short for the day, it is the last of that month.

    Args:
        day: A day of the calendar, as `2027-01-31`.
        months: How many months later, counted before the days.
        days: How many days later.
    """
    then = datetime.date.fromisoformat(day)
    count = then.year * _MONTHS_OF_A_YEAR + then.month - 1 + months
    try:
        first = _first_of_month(count)
        last = _first_of_month(count + 1) - datetime.timedelta(1)
        day_of_month = datetime.timedelta(then.day - 1)
        return (min(first + day_of_month, last) + datetime.timedelta(days)).isoformat()
    except (OverflowError, ValueError):
        return ""


def day_number(day: str) -> int:
    """Return how many days a day is after 1 January 1970.

    Args:
        day: A day of the calendar, as `2027-01-31`.
    """
    return datetime.date.fromisoformat(day).toordinal() - _FIRST


def day_of_number(number: int) -> str:
    """Return the day that is so many days after 1 January 1970, as `2027-01-31`."""
    return datetime.date.fromordinal(number + _FIRST).isoformat()


_FIRST = datetime.date(1970, 1, 1).toordinal()


def _first_of_month(count: int) -> datetime.date:
    year, month = divmod(count, _MONTHS_OF_A_YEAR)
    return datetime.date(year, month + 1, 1)


def day_in_words(
    day: str, months: Sequence[str] = (), form: str = "{day} {month} {year}"
) -> str:
    """Return a day with the name of its month, as `31 January 2027`.

    The order of day and month differs between countries; a name tells them apart.

    Args:
        day: A day of the calendar, as `2027-01-31`.
        months: The names of the twelve months; English ones without them.
        form: How the three stand together.
    """
    then = datetime.date.fromisoformat(day)
    month = (months or MONTHS)[then.month - 1]
    return form.format(day=then.day, month=month, year=then.year)


_DAYS_OF_A_WEEK, _MONTHS_OF_A_YEAR = 7, 12
#: Not from the locale, which would change with the computer.
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
