"""Shows a record, with what was added to it, and what it would come to today."""

from __future__ import annotations

import json as as_text
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import msgspec
import typer

from massage_screen.cli import output
from massage_screen.cli.doing.files import load_named
from massage_screen.cli.doing.records.opening import opened_here
from massage_screen.cli.options import Color
from massage_screen.cli.output import PROGRAM, print_json, say, tell
from massage_screen.day import day_in_words
from massage_screen.errors import ScreenError
from massage_screen.pack import Pack
from massage_screen.presentation.card import show_card
from massage_screen.presentation.published import published
from massage_screen.records.again import Again, decided_again
from massage_screen.records.chain import log, seal
from massage_screen.records.edition import read_edition
from massage_screen.records.entry import Entry
from massage_screen.records.line import record_line
from massage_screen.records.record import Record, record_of
from massage_screen.screened import Screened, read_screened

#: The name of the form of `records show --json`, and of a file of `records export`.
SCHEMA = "massage-screen/record/1"


def show(
    record: str, questions: str | None, color: Color, *, again: bool, json: bool
) -> None:
    """Show a record; with `again`, also what its answers come to with today's pack.

    Args:
        record: Its id, or the beginning of it.
        questions: The folder of the pack of today; None for the one that is shipped.
        color: When to use colour.
        again: Whether to decide it with today's pack too.
        json: Whether to print JSON in its place.

    Raises:
        NoSuchRecord: There is none.
        NoRecords, RecordsError: There are no records, or they cannot be used.
        NotWritten: That it was looked at could not be logged.
    """
    found = looked_at(record)
    pack = load_named(questions)
    today = decided_again(found, pack, PROGRAM) if again else None
    if json:
        print_json(record_as_json(found) | (_again_as_json(today) if today else {}))
        return
    tell(_head(found))
    _show_decision(found, pack, color)
    tell(*map(entry_in_words, found.entries))
    if today:
        _show_again(found, today, pack, color)


def show_line(record: str) -> None:
    """Print a record as one line that can be pasted into another program."""
    found = looked_at(record)
    with opened_here() as database:
        typer.echo(record_line(found, seal(database, found.id)))


def looked_at(record: str) -> Record:
    """Return a record, and log that it was looked at."""
    with opened_here() as database:
        found = record_of(database, record)
        with database.writing():
            log(database, datetime.now().astimezone(), "shown", found.id)
    return found


def record_as_json(record: Record) -> dict[str, Any]:
    """Return `massage-screen/record/1`, without the files of the pack."""
    content: dict[str, Any] = msgspec.to_builtins(
        msgspec.structs.replace(record, pack=record.pack._replace(files=b""))
    )
    edition = record.pack
    content["pack"] = {
        "id": edition.id,
        "version": edition.version,
        "digest": edition.digest,
    }
    return {"schema": SCHEMA, **content}


def as_screened(record: Record, pack: Pack | None = None) -> Screened | None:
    """Return what was screened, worked out again; None where it would be otherwise.

    Args:
        record: What was kept.
        pack: A pack that is at hand, used where it is the same edition.
    """
    try:
        if pack is None or pack.digest != record.pack.digest:
            pack = read_edition(record.pack)
        data = as_text.dumps(record.decision).encode()
        return read_screened(data, f"record {record.id}", pack, record.program)
    except (ScreenError, ValueError):
        return None


def entry_in_words(entry: Entry) -> str:
    """Return an entry as a sentence, with its day and who made it."""
    who = f", {entry.who}" if entry.who else ""
    return f"{entry.at[:16].replace('T', ' ')}{who}: {_BODY[entry.kind](entry.body)}"


_BODY = {
    "override": lambda body: f"decided {body['word']}. {body['reason']}",
    "amendment": lambda body: f"amendment. {body['text']}",
    "session": lambda body: f"session. {body['text']}",
    "document": lambda body: f"page made: {body['document']} ({body['digest'][:15]})",
    "reply": lambda body: f"a doctor's reply on {', '.join(body['answers'])}",
    "minor": lambda body: f"comes of age in {body['until']}",
}


def _head(record: Record) -> str:
    pack = record.pack
    return (
        f"{day_in_words(record.day)}, client {record.ref}, {pack.id} {pack.version},"
        f" record {record.id}"
    )


def _show_decision(record: Record, pack: Pack, color: Color) -> None:
    client = as_screened(record, pack)
    if client is not None:
        show_card(client, output.console(color), date.today())
        return
    tell(*_as_it_stands(record))
    say("This program would decide otherwise now. What stands above was shown then.")


def _as_it_stands(record: Record) -> Iterator[str]:
    decision = record.decision
    yield f"{record.word}  {decision.get('headline', '')}"
    for finding in decision.get("findings", ()):
        yield f"- {finding['found']} {finding['do']}"
    if note := decision.get("note_line"):
        yield f"Note  {note}"


def _show_again(record: Record, again: Again, pack: Pack, color: Color) -> None:
    edition = f"{pack.about.id} {pack.about.version}"
    if again.screened is None:
        tell("", f"With {edition} of today it cannot be decided:")
        tell(*(f"- {name}: {why}" for name, why in again.missing.items()))
        return
    word = again.screened.word
    card = published(again.screened, date.today())["card"]
    if word == record.word and as_text.loads(as_text.dumps(card)) == (
        record.decision.get("card")
    ):
        tell("", f"With {edition} of today: the same.")
        return
    same = "the same word" if word == record.word else f"then {record.word}, now {word}"
    tell("", f"With {edition} of today: {same}.")
    show_card(again.screened, output.console(color), date.today())


def _again_as_json(again: Again) -> dict[str, Any]:
    client = again.screened
    return {
        "again": published(client, date.today()) if client else None,
        "missing": again.missing,
    }
