"""Deletes a client, once the reference was typed again."""

from __future__ import annotations

from datetime import date, datetime

from massage_screen.cli.doing.names import type_line
from massage_screen.cli.doing.records.opening import opened_here
from massage_screen.cli.output import print_json, say
from massage_screen.errors import UnfitRecord
from massage_screen.records.client import reference
from massage_screen.records.copies import backups, set_aside
from massage_screen.records.forgetting import forget as forget_client
from massage_screen.records.listing import kept_until
from massage_screen.records.record import require_client
from massage_screen.text import name_of

#: The name of the form of `records forget --json`.
SCHEMA = "massage-screen/records-forgotten/1"


def forget(client: str, reason: str, *, json: bool) -> None:
    """Delete all that is kept of a client.

    Args:
        client: The reference of the client.
        reason: Why; it stays in the log.
        json: Whether to print JSON too.

    Raises:
        UnfitRecord: It is no reference, or another was typed the second time.
        NoSuchRecord: Nothing is kept of that client.
        Interrupted: Nothing was typed.
        NoRecords, RecordsError, NotWritten: There are no records, or they cannot be
            used or written.
    """
    ref = reference(client)
    with opened_here() as database:
        require_client(database, ref)
        until = kept_until(database, ref)
    if until >= date.today().isoformat():
        say(f"Warning: these records were to be kept until {until}.")
    say("This deletes all that is kept of this client. It cannot be taken back.")
    if type_line("Type the reference again").casefold() != ref:
        raise UnfitRecord("That is another reference. Nothing was deleted.")
    with opened_here() as database:
        gone = forget_client(database, ref, reason, datetime.now().astimezone())
        copies = [where for _, where in backups(database)]
    copies += [str(path) for path in set_aside()]
    say(f"Deleted: {gone.records} records, {gone.entries} entries.")
    say(
        "Not reached: what you exported or printed, and what a disk keeps of deleted"
        " files."
    )
    if copies:
        say("Nor these copies, as far as they are still there:")
        for name in dict.fromkeys(copies):
            say(f"  {name_of(name)}")
    if json:
        print_json({"schema": SCHEMA, **gone._asdict(), "copies": copies})
