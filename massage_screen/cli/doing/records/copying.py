"""Looks whether records are whole, copies them, and puts a copy in their place."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import typer

from massage_screen.cli.doing.records.opening import opened_here, put_right
from massage_screen.cli.failures import ExitCode
from massage_screen.cli.output import PROGRAM, print_json, say, tell
from massage_screen.command import command
from massage_screen.records import copies
from massage_screen.records.checking import decided_otherwise, found
from massage_screen.text import name_of

#: The name of the form of `records check --json`, and of a copy made or restored.
SCHEMA, COPY_SCHEMA = "massage-screen/records-check/1", "massage-screen/records-copy/1"


def check(*, json: bool) -> None:
    """Look for damage, for changes, and for what would be decided otherwise now.

    Raises:
        NoRecords, RecordsError: There are no records, or they cannot be opened.
        Exit: Something is damaged or was changed.
    """
    with opened_here() as database:
        problems = list(found(database))
        otherwise = list(decided_otherwise(database, PROGRAM))
    if json:
        print_json({"schema": SCHEMA, "problems": problems, "otherwise": otherwise})
    else:
        tell(*problems, *otherwise)
        if not problems:
            tell("Nothing is damaged, and nothing was changed.")
    if problems:
        say(
            "Nothing was put right. To put a backup in the place of the records:"
            f" {command('records restore FILE')}"
        )
        raise typer.Exit(ExitCode.ANSWERS)


def backup(file: str, *, force: bool, json: bool) -> None:
    """Write a copy of all records.

    Raises:
        NoRecords, RecordsError: There are no records, or they cannot be used.
        NotWritten: The file is in the way, or could not be written.
    """
    path = Path(file)
    put_right()
    count = copies.backup(path, datetime.now().astimezone(), force=force)
    say(
        f"Written: {name_of(path)}, records: {count}. It is not encrypted: keep it as"
        " safe as the records, and on another disk."
    )
    if json:
        print_json({"schema": COPY_SCHEMA, "file": str(path), "records": count})


def restore(file: str, *, force: bool, json: bool) -> None:
    """Put a copy in the place of the records.

    Raises:
        RecordsError: The copy is damaged, changed or none. Nothing was replaced.
        NotWritten: The records are newer, or it could not be written.
    """
    path = Path(file)
    done = copies.restore(path, datetime.now().astimezone(), force=force)
    say(f"Restored from {name_of(path)}, records: {done.records}.")
    if done.aside:
        say(
            f"Those from before are in {name_of(done.aside)}. Delete it when you do not"
            " need it."
        )
    if done.came_back:
        say(
            "Clients who had been forgotten are back in it. Forget them again:"
            f" {', '.join(done.came_back)}"
        )
    if json:
        came = list(done.came_back)
        print_json(
            {
                "schema": COPY_SCHEMA,
                "file": str(path),
                "records": done.records,
                "aside": str(done.aside) if done.aside else None,
                "came_back": came,
            }
        )
