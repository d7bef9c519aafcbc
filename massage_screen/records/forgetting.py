"""Deletes all that is kept of a client, and leaves in the log that it was done."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from massage_screen.errors import UnfitRecord
from massage_screen.records.chain import log
from massage_screen.records.database import Database
from massage_screen.records.entry import text_of
from massage_screen.records.record import require_client
from massage_screen.records.switch import setting


class Forgotten(NamedTuple):
    """What is gone."""

    records: int
    entries: int


def forget(database: Database, ref: str, reason: str, now: datetime) -> Forgotten:
    """Delete a client, with records, entries and the salts of their seals.

    The log keeps how many there were, their ids, when, by whom and why, and never the
    reference or an answer. Without the salts nobody can try answers against it.

    Args:
        database: The file of records.
        ref: The reference, as `reference` returns it.
        reason: Why, without the reference in it; may be empty.
        now: This moment, with its offset.

    Raises:
        NoSuchRecord: Nothing is kept of such a client.
        UnfitRecord: The reason names the client, or cannot be kept.
    """
    if ref in reason.casefold():
        raise UnfitRecord("The reason stays in the log: it must not name the client.")
    why = text_of(reason, "Forgetting", "a reason") if reason else "no reason given"
    with database.writing():
        require_client(database, ref)
        ids = _ids(database, "screening WHERE client = ?", ref)
        marks = f"({', '.join('?' * len(ids))})"
        entries = _ids(database, f"entry WHERE screening IN {marks}", *ids)
        for table, key in (("entry", "screening"), ("screening", "id")):
            of_client = f"FROM {table} WHERE {key} IN {marks}"
            database.run(
                f"DELETE FROM salt WHERE seq IN (SELECT seq {of_client})", *ids
            )
            database.run(f"DELETE {of_client}", *ids)
        database.run("DELETE FROM client WHERE ref = ?", ref)
        who = setting(database, "who") or "the therapist"
        what = f"{len(ids)} records by {who}: {why}. Ids: {' '.join(ids)}"
        log(database, now, "forgotten", what)
    database.run("VACUUM")
    return Forgotten(len(ids), len(entries))


def _ids(database: Database, where: str, *values: str) -> list[str]:
    rows = database.rows(f"SELECT id FROM {where} ORDER BY seq", *values)
    return [row["id"] for row in rows]
