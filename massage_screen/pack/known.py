"""What the program knows of a client, so that nobody is asked."""

from __future__ import annotations

from collections.abc import Mapping

from massage_screen.day import is_day
from massage_screen.pack.table import Id, Table
from massage_screen.text import quoted

VISIT, WATCH = "visit", "watch"
#: In place of the day of a watch: nobody knows it, so it counts as past.
UNKNOWN = "unknown"


class Known(Table, kw_only=True):
    """One value of several that the program gives; nobody can be unsure of it.

    Attributes:
        values: What it can be, mildest first.
        absent: What it is where a file says nothing of it.
    """

    id: Id
    values: tuple[Id, ...]
    absent: Id

    def accept(self, raw: object) -> str:
        """Return a value in its stored form.

        Raises:
            ValueError: It is none of the values; the message says what would fit.
        """
        if not isinstance(raw, str) or raw not in self.values:
            raise ValueError(f"must be one of {', '.join(map(quoted, self.values))}")
        return raw


#: All that the program knows; a pack declares what it reads, exactly like this.
KNOWN: Mapping[str, Known] = {
    VISIT: Known(id=VISIT, values=("returning", "first"), absent="first"),
    WATCH: Known(id=WATCH, values=("none", "open", "past"), absent="none"),
}
#: What each value says of a client, in words that a person can check.
SAYS: Mapping[tuple[str, str], str] = {
    (VISIT, "returning"): "the client was screened here before",
    (VISIT, "first"): "the client is new here",
    (WATCH, "none"): "no clinician was to see the client by a set day",
    (WATCH, "open"): "a clinician is to see the client by a day that is still to come",
    (WATCH, "past"): "the day by which a clinician was to see the client has passed",
}


def watch_on(raw: object, today: str) -> object:
    """Return what a watch `{ rule, until }` is today; all else as it was given.

    Args:
        raw: What an answers file holds.
        today: The day of today, as `2027-01-31`.

    Raises:
        ValueError: It is a table of another form; the message says which would fit.
    """
    if not isinstance(raw, dict):
        return raw
    until = raw.get("until", UNKNOWN)
    if raw.keys() - {"rule", "until"} or not isinstance(raw.get("rule"), str):
        raise ValueError("must be a value, or a table of 'rule' and 'until'")
    if until == UNKNOWN:
        return "past"
    if not isinstance(until, str) or not is_day(until):
        raise ValueError('has an \'until\' that is neither "2027-01-31" nor "unknown"')
    return "past" if until < today else "open"
