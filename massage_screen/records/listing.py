"""Lists records in one line each, and the clients whose time of keeping is over."""

from __future__ import annotations

import json
from typing import NamedTuple

from massage_screen.day import later
from massage_screen.pack.shelf import span_of
from massage_screen.records.database import Database
from massage_screen.records.switch import setting

_DAY = len("2027-01-31")


class Listed(NamedTuple):
    """One record.

    Attributes:
        at: When it was kept: local time with its offset.
        timeframe: How soon, by the id of the pack; empty without one.
        override: The word that the therapist decided instead, or nothing.
        pack: Its id and version.
    """

    id: str
    client: str
    at: str
    word: str
    timeframe: str
    override: str
    pack: str


class Due(NamedTuple):
    """A client whose records have been kept for as long as was said.

    Attributes:
        last: The day of the last entry.
        until: The day until which they were to be kept.
        records: How many there are.
    """

    client: str
    last: str
    until: str
    records: int


def listed(database: Database, client: str = "", since: str = "") -> list[Listed]:
    """Return the records, the newest first.

    Args:
        database: The file of records.
        client: The reference of a client; without one, of all.
        since: A day, as `2027-01-31`; nothing older is listed.
    """
    rows = database.rows(
        "SELECT s.id, s.client, s.at, s.word, s.timeframe, p.id AS pack, p.version,"
        " (SELECT body FROM entry WHERE screening = s.id AND kind = 'override'"
        "  ORDER BY seq DESC LIMIT 1) AS override"
        " FROM screening s JOIN pack p ON p.digest = s.digest"
        " WHERE ? IN ('', s.client) AND s.at >= ? ORDER BY s.seq DESC",
        client,
        since,
    )
    return [
        Listed(
            row["id"],
            row["client"],
            row["at"],
            row["word"],
            row["timeframe"] if row["timeframe"] != "none" else "",
            json.loads(row["override"])["word"] if row["override"] else "",
            f"{row['pack']} {row['version']}",
        )
        for row in rows
    ]


def due(database: Database, today: str) -> list[Due]:
    """Return the clients whose time is over, the longest over first.

    Nothing is deleted because of it.

    Args:
        database: The file of records.
        today: The day of today, as `2027-01-31`.
    """
    found = [
        Due(row["client"], row["last"][:_DAY], until, row["records"])
        for row in database.rows(_CLIENTS)
        if (until := _until(database, row["client"], row["last"][:_DAY]))
        and until < today
    ]
    return sorted(found, key=lambda each: each.until)


def kept_until(database: Database, client: str) -> str:
    """Return until which day a client's records were to be kept; nothing if unsaid."""
    row = database.row(f"SELECT last FROM ({_CLIENTS}) WHERE client = ?", client)
    return _until(database, client, row["last"][:_DAY]) if row else ""


#: An entry that is younger than the screening is the last one.
_CLIENTS = (
    "SELECT s.client, count(DISTINCT s.id) AS records,"
    " max(max(s.at), coalesce(max(e.at), '')) AS last"
    " FROM screening s LEFT JOIN entry e ON e.screening = s.id GROUP BY s.client"
)


def _until(database: Database, client: str, last: str) -> str:
    span = span_of(setting(database, "keep"))
    if span is None:
        return ""
    row = database.row(
        "SELECT body FROM entry e JOIN screening s ON s.id = e.screening"
        " WHERE kind = 'minor' AND client = ? ORDER BY e.seq DESC LIMIT 1",
        client,
    )
    # Kept from the end of that month: the day is not known, and longer is safer.
    of_age = later(f"{json.loads(row['body'])['until']}-01", months=1) if row else ""
    return later(max(last, of_age), days=span.days, months=span.months)
