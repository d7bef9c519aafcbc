"""Keeps what a client was screened to, and finds it again at the next visit.

What is kept is never changed; `entry` says what may be added. One screening with all
that belongs to it is kept as a whole or not at all.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import msgspec

from massage_screen.command import command
from massage_screen.errors import NoSuchRecord, RecordsError
from massage_screen.pack.wording_hash import wording_hash
from massage_screen.records.chain import is_sealed, log, stamp
from massage_screen.records.client import reference
from massage_screen.records.database import Database, Row, opened
from massage_screen.records.edition import Edition, edition_of, is_kept
from massage_screen.records.entry import Entry, Kind
from massage_screen.records.switch import require_on, setting
from massage_screen.text import nearest

if TYPE_CHECKING:  # start-up time: before an interview a record is only read
    from massage_screen.screened import Screened

#: Where the answers came from: asked anew, or begun with what was brought along.
Source = Literal["asked", "filled", "record", "fhir", "code"]
_ID = 8
_DAY = len("2027-01-31")
_NEAREST = 3
_ID_OR_BEGINNING = re.compile("[0-9a-f]{4,16}")


class Given(msgspec.Struct, frozen=True):
    """An answer with its days, as `2027-01-31`.

    Attributes:
        value: As in a file of answers.
        given_on: When the client said it; confirming it does not move this day.
        confirmed_on: When it was last said or confirmed.
    """

    value: Any
    given_on: str
    confirmed_on: str


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of one screening.

    Attributes:
        id: 16 hexadecimal digits at random.
        ref: The therapist's own reference of the client.
        at: When it was kept: local time with its offset.
        pack: The edition that it was decided with.
        answers: Those that counted, by question id.
        hashes: What each question asked then, see `wording_hash`.
        word: As `RESTRICT`, `POSTPONE (stopped early)` or `INCOMPLETE`.
        decision: `massage-screen/decision/1`, as it was shown.
        entries: What was added since, the oldest first.
    """

    id: str
    ref: str
    at: str
    program: str
    pack: Edition
    source: Source
    answers: Mapping[str, Given]
    hashes: Mapping[str, str]
    word: str
    timeframe: str
    complete: bool
    decision: Mapping[str, Any]
    entries: tuple[Entry, ...] = ()

    @property
    def day(self) -> str:
        """Return the day of the screening, as `2027-01-31`."""
        return self.at[:_DAY]

    def of_kind(self, kind: Kind) -> tuple[Entry, ...]:
        """Return what was added of one kind, the oldest first: `reply`, `document`."""
        return tuple(entry for entry in self.entries if entry.kind == kind)

    @property
    def overridden(self) -> str:
        """Return the word that the therapist decided instead, or nothing."""
        words = [entry.body["word"] for entry in self.of_kind("override")]
        return str(words[-1]) if words else ""


class Added(msgspec.Struct, frozen=True):
    """What came of keeping a screening.

    Attributes:
        id: The id of its record.
        first: Whether it is the client's first.
        clock_set_back: Whether something was kept at a later moment already, so that
            the clock of this computer, or of that day, is wrong.
        repaired: What had to be put right, as a sentence; or nothing.
    """

    id: str
    first: bool
    clock_set_back: bool
    repaired: str = ""


# Keeping


class Ready(NamedTuple):
    """That something can be kept.

    Attributes:
        ref: The reference of the client.
        repaired: What had to be put right, as a sentence; or nothing.
    """

    ref: str
    repaired: str


def ready(typed: str) -> Ready:
    """Return the reference of a client for whom something can be kept.

    To be asked before an interview, so that nobody answers for nothing. That every page
    of the file is whole is looked at when the result is kept.

    Args:
        typed: What the therapist typed for it.

    Raises:
        UnfitRecord: It is no reference.
        NoRecords: Records are off.
        RecordsError: Their file cannot be used.
    """
    ref = reference(typed)
    with opened(whole=False) as database:
        require_on(database)
        return Ready(ref, database.repaired)


def keep(
    client: Screened,
    ref: str,
    folder: Path,
    now: datetime,
    *,
    decision: Mapping[str, Any],
    source: Source = "asked",
) -> Added:
    """Keep what a client was screened to; it is on the disk when this returns.

    Args:
        client: Who was screened.
        ref: The reference of the client.
        folder: Where the files of the pack are that it was decided with.
        now: This moment, with its offset.
        decision: `massage-screen/decision/1` as it was shown, see `published`.
        source: Where the answers came from.

    Raises:
        UnfitRecord: It is no reference.
        NoRecords, RecordsError: Records are off, or their file cannot be used.
        NotWritten: It could not be written, or the files of the pack were changed.
    """
    ref = reference(ref)
    with opened() as database, database.writing():
        require_on(database)
        earlier, back = _newest(database, ref), _is_set_back(database, now)
        begin = {"id": os.urandom(_ID).hex(), "client": ref, "at": stamp(now)}
        columns = begin | _columns(client, earlier, stamp(now)[:_DAY], source)
        columns["decision"] = _as_text(decision)
        if not is_kept(database, client.pack.digest):
            database.add("pack", **edition_of(client.pack, folder)._asdict())
        if earlier is None:
            database.add("client", ref=ref, since=columns["at"])
        seq = log(database, now, "added", columns["id"], [*columns.values()])
        database.add("screening", seq=seq, **columns)
        return Added(columns["id"], earlier is None, back, database.repaired)


def _is_set_back(database: Database, now: datetime) -> bool:
    last = database.row("SELECT at FROM screening ORDER BY seq DESC LIMIT 1")
    return last is not None and (datetime.fromisoformat(last["at"]) > now.astimezone())


def _columns(
    client: Screened, earlier: Record | None, today: str, source: Source
) -> dict[str, Any]:
    """Return what is kept of a screening itself, in the order of `SEALED`."""
    return {
        "program": client.program,
        "digest": client.pack.digest,
        "source": source,
        "answers": _as_text(_given(client, earlier, today)),
        "question_hashes": _as_text(_hashes(client)),
        "word": client.word,
        "timeframe": client.decision.timeframe,
        "complete": int(client.decision.complete),
    }


def _given(
    client: Screened, earlier: Record | None, today: str
) -> dict[str, dict[str, Any]]:
    """Return the answers with their days; one that was confirmed keeps its first.

    What is asked anew at each visit was given today, also where it is the same.
    """
    brought, questions = client.brought, client.pack.questions
    before = earlier.answers if earlier else {}
    confirmed = brought.confirmed if brought else ()
    given: dict[str, dict[str, Any]] = {}
    for name, value in client.sheet.counts.items():
        first = today
        asked = questions.get(name)
        if name in confirmed and asked and asked.may_be_confirmed(value):
            same = name in before and _plain(before[name].value) == _plain(value)
            of_file = (brought and brought.given_on) or today
            first = before[name].given_on if same else of_file
        given[name] = {"value": value, "given_on": first, "confirmed_on": today}
    return given


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _hashes(client: Screened) -> dict[str, str]:
    questions = client.pack.questions
    asked = (questions[name] for name in client.sheet.counts if name in questions)
    return {question.id: wording_hash(question) for question in asked}


def _as_text(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=True, separators=(",", ":"))


def add(record: str, kind: Kind, body: Mapping[str, Any], now: datetime) -> str:
    """Add an entry to a record, and return its id.

    Args:
        record: The id of the record.
        kind: What is added.
        body: What it says, made by the function of that name in `entry`.
        now: This moment, with its offset.

    Raises:
        NoSuchRecord: There is no such record.
        NoRecords, RecordsError, NotWritten: As of `keep`.
    """
    with opened() as database, database.writing():
        record = str(require_record(database, record)["id"])
        columns = {
            "id": os.urandom(_ID).hex(),
            "screening": record,
            "at": stamp(now),
            "kind": kind,
            "who": setting(database, "who"),
            "body": _as_text(body),
        }
        seq = log(database, now, kind, record, [*columns.values()])
        database.add("entry", seq=seq, **columns)
        return columns["id"]


# Finding it again


def newest(ref: str, now: datetime) -> Record | None:
    """Return the newest record of a client, and log that it was looked at.

    The newest is the one that was kept last, whatever the clock said. It is held
    against its own seal; the rest of the file is not read, as somebody waits.

    Args:
        ref: The reference of the client.
        now: This moment, with its offset.

    Returns:
        None for a client of whom nothing is kept.

    Raises:
        UnfitRecord: It is no reference.
        NoRecords: Records are off.
        RecordsError: Their file cannot be used, or the record was changed.
        NotWritten: The look could not be logged.
    """
    ref = reference(ref)
    with opened(whole=False) as database, database.writing():
        require_on(database)
        row = _newest_row(database, ref)
        if row is None:
            return None
        if not is_sealed(database, "screening", row):
            raise _changed(row)
        log(database, now, "brought", row["id"])
        return _read(database, row)


def _changed(row: Row) -> RecordsError:
    return RecordsError(
        f"The last record of this client, {row['id']}, was changed since it was kept,"
        f" and is not brought along. To look for more: {command('records check')} To"
        f" screen without it: {command('screen --keep REF')}"
    )


def require_client(database: Database, ref: str) -> None:
    """Refuse a client of whom nothing is kept.

    Raises:
        NoSuchRecord: Nothing is; the message has the three references most like it.
    """
    known = [row["ref"] for row in database.rows("SELECT ref FROM client")]
    if ref not in known:
        like = nearest(ref, known, _NEAREST)
        most = f" Most like it: {', '.join(like)}." if like else ""
        raise NoSuchRecord(f"Nothing is kept of a client with that reference.{most}")


def record_of(database: Database, record: str) -> Record:
    """Return the record of an id.

    Raises:
        NoSuchRecord: There is none.
    """
    return _read(database, require_record(database, record))


def records_of(database: Database, ref: str) -> list[Record]:
    """Return all records of a client, the oldest first; none of an unknown one."""
    rows = database.rows(f"{_SCREENING} WHERE client = ? ORDER BY s.seq", ref)
    return [_read(database, row) for row in rows]


def all_records(database: Database) -> Iterable[Record]:
    """Go through all records, the oldest first."""
    for row in database.rows("SELECT id FROM screening ORDER BY seq"):
        yield record_of(database, row["id"])


_SCREENING = (
    "SELECT s.*, p.id AS pack_id, p.version, p.files FROM screening s"
    " JOIN pack p ON p.digest = s.digest"
)


def _newest(database: Database, ref: str) -> Record | None:
    row = _newest_row(database, ref)
    return _read(database, row) if row else None


def _newest_row(database: Database, ref: str) -> Row | None:
    return database.row(
        f"{_SCREENING} WHERE client = ? ORDER BY s.seq DESC LIMIT 1", ref
    )


def require_record(database: Database, record: str) -> Row:
    """Return the row of a record.

    Args:
        database: The file of records.
        record: Its id, or at least the first four signs of it.

    Raises:
        NoSuchRecord: There is none of that id, or more than one begins so.
    """
    begins = record.casefold()
    rows = (
        database.rows(f"{_SCREENING} WHERE s.id GLOB ? LIMIT 2", f"{begins}*")
        if _ID_OR_BEGINNING.fullmatch(begins)
        else []
    )
    if len(rows) == 1:
        return rows[0]
    what = "More than one record begins so" if rows else "There is no record of that id"
    raise NoSuchRecord(
        f"{what}. All of them, with their ids: {command('records list')}"
    )


def _read(database: Database, row: Row) -> Record:
    answers: dict[str, Any] = json.loads(row["answers"])
    added = database.rows(
        "SELECT id, at, kind, who, body FROM entry WHERE screening = ? ORDER BY seq",
        row["id"],
    )
    return Record(
        id=row["id"],
        ref=row["client"],
        at=row["at"],
        program=row["program"],
        pack=Edition(row["pack_id"], row["version"], row["digest"], row["files"]),
        source=row["source"],
        answers={name: Given(**given) for name, given in answers.items()},
        hashes=json.loads(row["question_hashes"]),
        word=row["word"],
        timeframe=row["timeframe"],
        complete=bool(row["complete"]),
        decision=json.loads(row["decision"]),
        entries=tuple(Entry(**{**e, "body": json.loads(e["body"])}) for e in added),
    )
