"""Days of the calendar, written as `2027-01-31`; none of them is asked of a clock."""

from __future__ import annotations

import datetime


def is_day(text: str) -> bool:
    """Say whether text is a day of the calendar, written as `2027-01-31`."""
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
