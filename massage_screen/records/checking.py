"""Looks for what is wrong with what is kept, and changes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator

from massage_screen.errors import ScreenError
from massage_screen.pack import Pack
from massage_screen.records import chain
from massage_screen.records.database import Database
from massage_screen.records.edition import editions, read_edition
from massage_screen.records.record import Record, all_records
from massage_screen.screened import read_screened


def found(database: Database) -> Iterator[str]:
    """Go through what is damaged or was changed, each in a sentence without answers.

    With any of it, a file is not put in the place of another.
    """
    pages = [line for line in database.pragma("integrity_check") if line != "ok"]
    if pages:
        yield f"Pages of the file are damaged: {len(pages)}."
    orphans = database.pragma("foreign_key_check")
    if orphans:
        yield f"Rows that belong to nothing: {len(orphans)}."
    yield from chain.broken(database)
    for edition in editions(database):
        try:
            edition.unpacked()
        except ValueError as error:
            yield f"The pack {edition.id} {edition.version}: {error}."


def decided_otherwise(database: Database, program: str) -> Iterator[str]:
    """Go through records whose decision this program would not make from its own pack.

    The program changed since, or the record was. What was shown then stands.

    Args:
        database: The file of records.
        program: The name and version of this program.
    """
    packs: dict[str, Pack | None] = {}
    for edition in editions(database):
        try:
            packs[edition.digest] = read_edition(edition)
        except (ScreenError, ValueError):
            packs[edition.digest] = None
            yield (
                f"The pack {edition.id} {edition.version} is not read by this program"
                " any more, so its records cannot be worked out again."
            )
    for record in all_records(database):
        pack = packs[record.pack.digest]
        if pack is not None and not _follows(record, pack, program):
            yield f"The record {record.id} of {record.day} would be decided otherwise."


def _follows(record: Record, pack: Pack, program: str) -> bool:
    data = json.dumps(record.decision).encode()
    try:
        read_screened(data, f"record {record.id}", pack, program)
    except ScreenError:
        return False
    return True
