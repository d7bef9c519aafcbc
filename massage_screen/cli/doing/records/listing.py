"""Lists records and clients: in lines, as JSON, or as a table for spreadsheets."""

from __future__ import annotations

import csv as tables
import io
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime

import typer

from massage_screen.cli.doing.records.opening import opened_here
from massage_screen.cli.output import print_json, say
from massage_screen.command import command
from massage_screen.day import is_day, later
from massage_screen.errors import UnfitRecord
from massage_screen.records.client import reference
from massage_screen.records.copies import backups
from massage_screen.records.database import Database
from massage_screen.records.listing import Due, Listed, due, listed
from massage_screen.records.record import require_client
from massage_screen.records.switch import are_on, setting
from massage_screen.text import width_of, wrapped

#: The names of the forms of `records list --json`, and with `--due`.
SCHEMA, DUE_SCHEMA = "massage-screen/records/1", "massage-screen/records-due/1"
_DAYS_WITHOUT_BACKUP = 30
_DAY = len("2027-01-31")
#: A spreadsheet would work out what begins with one of these.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def show(client: str | None, since: str, *, due: bool, csv: bool, json: bool) -> None:
    """List records, or the clients whose time is over.

    Args:
        client: The reference of a client; None for all.
        since: A day, as `2027-01-31`; empty for all.
        due: Whether to list clients whose time is over in place of records.
        csv: Whether to print a table for spreadsheets.
        json: Whether to print JSON.

    Raises:
        UnfitRecord: No such day, or no reference; or two forms at once.
        NoSuchRecord: Nothing is kept of that client.
        NoRecords, RecordsError: There are no records, or they cannot be used.
    """
    if csv and json:
        raise UnfitRecord("--csv and --json: name one of them.")
    if since and not is_day(since):
        raise UnfitRecord("--since: name a day, as 2027-01-31.")
    ref = "" if client is None else reference(client)
    with opened_here() as database:
        if ref:
            require_client(database, ref)
        if due:
            _show_due(database, csv=csv, json=json)
        else:
            _show_listed(database, listed(database, ref, since), csv=csv, json=json)
        _remind(database)


def _show_listed(
    database: Database, records: Sequence[Listed], *, csv: bool, json: bool
) -> None:
    if csv:
        typer.echo(as_csv(Listed._fields, records), nl=False)
    elif json:
        print_json(
            {
                "schema": SCHEMA,
                "on": are_on(database),
                "records": [record._asdict() for record in records],
            }
        )
    else:
        _print(map(_in_line, records), "Nothing is kept yet.")


def _in_line(record: Listed) -> str:
    word = f"{record.word} {record.timeframe.replace('_', ' ')}".rstrip()
    decided = f", decided {record.override}" if record.override else ""
    day = record.at[:_DAY]
    return f"{day}  {record.client}  {word}{decided}  {record.pack}  {record.id}"


def _show_due(database: Database, *, csv: bool, json: bool) -> None:
    if not setting(database, "keep"):
        raise UnfitRecord(
            "--due: nobody said how long records are kept. Say it:"
            f' {command("records on --keep")} "10 years"'
        )
    clients = due(database, date.today().isoformat())
    if csv:
        typer.echo(as_csv(Due._fields, clients), nl=False)
    elif json:
        found = [client._asdict() for client in clients]
        print_json({"schema": DUE_SCHEMA, "clients": found})
    else:
        lines = (
            f"{each.client}  last {each.last}  kept until {each.until}  records:"
            f" {each.records}"
            for each in clients
        )
        _print(lines, "Nobody's time is over.")


def as_csv(names: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return rows as RFC 4180 has it; nothing in it is worked out by a spreadsheet."""
    text = io.StringIO()
    table = tables.writer(text, lineterminator="\r\n")
    table.writerow(names)
    table.writerows([_harmless(str(value)) for value in row] for row in rows)
    return text.getvalue()


def _harmless(value: str) -> str:
    return f"'{value}" if value.startswith(_FORMULA) else value


def _print(lines: Iterable[str], otherwise: str) -> None:
    width = width_of(sys.stdout)
    fitted = [line if len(line) <= width else wrapped(line, width) for line in lines]
    typer.echo("\n".join(fitted) or otherwise)


def _remind(database: Database) -> None:
    """Say what a therapist should know of records as a whole, on standard error."""
    if not are_on(database):
        say(f"Records are off: nothing more is kept. {command('records on')}")
    made = backups(database)
    if database.row("SELECT 1 FROM screening") is None:
        return
    how = f"Make one: {command('records backup FILE')}"
    if not made:
        say(f"There is no backup. {how}")
        return
    last = datetime.fromisoformat(made[-1][0]).date().isoformat()
    if later(last, days=_DAYS_WITHOUT_BACKUP) < date.today().isoformat():
        say(f"The last backup is of {last}. {how}")
