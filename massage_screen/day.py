"""Days of the calendar, written as `2027-01-31`; none of them is asked of a clock."""

from __future__ import annotations

import datetime


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
    try:
        then = datetime.date.fromisoformat(day) + datetime.timedelta(weeks=weeks)
    except OverflowError:
        return ""
    return then.isoformat()


def day_in_words(day: str) -> str:
    """Return a day with the name of its month, as `31 January 2027`.

    The order of day and month differs between countries; a name tells them apart.
    """
    then = datetime.date.fromisoformat(day)
    return f"{then.day} {_MONTHS[then.month - 1]} {then.year}"


#: Not from the locale, which would change with the computer.
_MONTHS = (
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
