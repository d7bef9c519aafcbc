"""The log of what was done with records, in which each row seals the one before.

A row has a hash over itself and over the hash of the row before it, and over the hash
of what was kept then, made with a salt of its own. Who forgets a record deletes its
salt: the chain holds, and the few answers that are possible cannot be tried out
against it. A later change shows to everybody who wrote an earlier hash down.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from datetime import datetime

from massage_screen.records.database import Database, Row

_SALT = 16
_FIRST = "0" * 64
#: The columns of what is kept that a hash is made over, by table.
SEALED = {
    "screening": (
        "id, client, at, program, digest, source, answers, question_hashes, word,"
        " timeframe, complete, decision"
    ),
    "entry": "id, screening, at, kind, who, body",
}


def stamp(now: datetime) -> str:
    """Return a moment as it is kept: local time with its offset, to the second."""
    return now.astimezone().isoformat(timespec="seconds")


def log(
    database: Database, now: datetime, did: str, what: str, kept: Sequence[object] = ()
) -> int:
    """Add a row to the log, within `writing`, and return its number.

    Args:
        database: The file of records.
        now: This moment, with its offset.
        did: What was done, in one word.
        what: To what: the id of a record, or what has no client in it.
        kept: What is kept with it, in the order of `SEALED`.
    """
    last = database.row("SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1")
    seq, before = (last["seq"] + 1, last["hash"]) if last else (1, _FIRST)
    salt = os.urandom(_SALT)
    content = _sealed(salt, kept) if kept else ""
    row = (seq, stamp(now), did, what, content, before)
    names = ("seq", "at", "did", "what", "content", "before")
    database.add("log", **dict(zip(names, row, strict=True)), hash=_hash_of(b"", row))
    if kept:
        database.add("salt", seq=seq, salt=salt)
    return int(seq)


def is_sealed(database: Database, table: str, row: Row) -> bool:
    """Say whether a row is as it was when it was kept; the rest is not looked at.

    Args:
        database: The file of records.
        table: One of `SEALED`.
        row: With the columns of that table and `seq`.
    """
    found = database.row(
        "SELECT content, salt FROM log JOIN salt USING (seq) WHERE seq = ?", row["seq"]
    )
    kept = [row[name.strip()] for name in SEALED[table].split(",")]
    return found is not None and found["content"] == _sealed(found["salt"], kept)


def seal(database: Database, record: str) -> str:
    """Return the hash that sealed a record when it was kept; nothing if there is none.

    Who wrote it down can show later that nothing before it was changed.
    """
    row = database.row(
        "SELECT hash FROM log JOIN screening USING (seq) WHERE id = ?", record
    )
    return str(row["hash"]) if row else ""


def broken(database: Database) -> Iterator[str]:
    """Go through what does not fit the log, each in a sentence without an answer."""
    before, expected = _FIRST, 1
    contents: dict[int, str] = {}
    for row in database.rows("SELECT * FROM log ORDER BY seq"):
        columns = ("seq", "at", "did", "what", "content", "before")
        fits = row["hash"] == _hash_of(b"", [row[name] for name in columns])
        if not fits or row["before"] != before or row["seq"] != expected:
            yield f"Row {row['seq']} of the log was changed, or one before it is gone."
        before, expected = row["hash"], row["seq"] + 1
        contents[row["seq"]] = row["content"]
    salts = {r["seq"]: r["salt"] for r in database.rows("SELECT * FROM salt")}
    for table, columns_of in SEALED.items():
        for row in database.rows(f"SELECT seq, {columns_of} FROM {table}"):
            salt = salts.pop(row["seq"], None)
            if salt is None or contents.get(row["seq"]) != _sealed(salt, _but_seq(row)):
                yield f"The {table} {row['id']} was changed since it was kept."
    for seq in salts:
        yield f"What row {seq} of the log speaks of is gone, and was not forgotten."


def _but_seq(row: Row) -> list[object]:
    return [value for name, value in row.items() if name != "seq"]


def _sealed(salt: bytes, kept: Sequence[object]) -> str:
    return _hash_of(salt, kept)


def _hash_of(salt: bytes, values: Sequence[object]) -> str:
    content = json.dumps(list(values), ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(salt + content.encode()).hexdigest()
