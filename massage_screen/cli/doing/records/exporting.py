"""Writes all that is kept of a client into a folder, to be read and handed over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from json import dumps
from pathlib import Path

from massage_screen.cli.doing.defaults import defaults
from massage_screen.cli.doing.document import printed_at
from massage_screen.cli.doing.files import load_named
from massage_screen.cli.doing.records.listing import as_csv
from massage_screen.cli.doing.records.opening import opened_here
from massage_screen.cli.doing.records.showing import as_screened, record_as_json
from massage_screen.cli.output import print_json, say
from massage_screen.documents.choices import Form, Kind
from massage_screen.documents.country import local_words
from massage_screen.documents.kinds import make_document
from massage_screen.documents.page import written
from massage_screen.documents.parts import Setting
from massage_screen.errors import NotWritten
from massage_screen.pack import Pack
from massage_screen.records.chain import log
from massage_screen.records.client import reference
from massage_screen.records.listing import Listed, listed
from massage_screen.records.record import (
    Record,
    all_records,
    records_of,
    require_client,
)
from massage_screen.storage import reason_of, require_free, write_for_person
from massage_screen.text import name_of

#: The name of the form of `records export --json`.
SCHEMA = "massage-screen/records-export/1"


def export(client: str | None, to: str, questions: str | None, *, json: bool) -> None:
    """Write each record as JSON and as a note, and a table of all of them.

    Args:
        client: The reference of a client; None for all.
        to: The folder, which is made where there is none.
        questions: The folder of the pack of today, by which notes are made faster.
        json: Whether to print JSON too.

    Raises:
        UnfitRecord: It is no reference.
        NoSuchRecord: Nothing is kept of that client.
        NoRecords, RecordsError: There are no records, or they cannot be used.
        NotWritten: No folder is named, a file is in the way, or could not be written.
    """
    ref = "" if client is None else reference(client)
    if not to.strip():
        raise NotWritten("--to names no folder, so nothing was written.")
    folder, pack = Path(to), load_named(questions)
    with opened_here() as database:
        if ref:
            require_client(database, ref)
        records = records_of(database, ref) if ref else list(all_records(database))
        lines = listed(database, ref)
        names = _write(records, lines, folder, pack)
        now = datetime.now().astimezone()
        with database.writing():
            for record in records:
                log(database, now, "exported", record.id)
    say(
        f"Written: {len(names)} files in {name_of(folder)}. They are not encrypted:"
        " keep them as safe as the records, or delete them."
    )
    if json:
        print_json({"schema": SCHEMA, "folder": str(folder), "files": names})


def _write(
    records: Sequence[Record], lines: Sequence[Listed], folder: Path, pack: Pack
) -> list[str]:
    """Write all files, none of which may be there; return their names."""
    files = dict(_files(records, pack))
    files["records.csv"] = as_csv(Listed._fields, lines)
    for name in files:
        require_free(folder / name, force=False)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise NotWritten(
            f"{name_of(folder)}: could not be made: {reason_of(error)}."
        ) from None
    for name, text in files.items():
        write_for_person(folder / name, text.encode(), force=False)
    return list(files)


def _files(records: Sequence[Record], pack: Pack) -> Iterator[tuple[str, str]]:
    packs: dict[str, Pack] = {pack.digest: pack}
    for record in records:
        stem = f"{record.day}-{record.ref}-{record.id}"
        yield f"{stem}.json", f"{dumps(record_as_json(record), indent=2)}\n"
        client = as_screened(record, packs.get(record.pack.digest))
        if client is None:
            say(f"Record {record.id}: no note, it would be decided otherwise now.")
            continue
        packs[record.pack.digest] = client.pack
        own = defaults()
        setting = Setting(printed_at(), local_words(own.country))
        names = {"reference": record.ref, "override": _override(record)}
        page = make_document(Kind.NOTE, client, names, setting)
        yield f"{stem}-note.html", written(page, Form.HTML, own.paper)


def _override(record: Record) -> str:
    """Return what the therapist decided in place of the program, with the reason."""
    made = record.of_kind("override")
    return f"{made[-1].body['word']}. {made[-1].body['reason']}" if made else ""
