"""Turns records on, after saying what they are, and off."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime

from massage_screen.cli.doing.defaults import in_use
from massage_screen.cli.doing.names import type_line
from massage_screen.cli.doing.records.opening import put_right
from massage_screen.cli.output import print_json, say, set_apart, tell
from massage_screen.command import command
from massage_screen.documents.choices import Country
from massage_screen.errors import Interrupted, UnfitRecord
from massage_screen.pack.shelf import span_of
from massage_screen.records.place import records_file, require_private
from massage_screen.records.retention import READ_ON, rules_of
from massage_screen.records.switch import Name, turn_off, turn_on
from massage_screen.text import name_of

#: The name of the form of what `on` and `off` print as JSON.
SCHEMA = "massage-screen/records-state/1"
_WHAT = (
    "Records keep on this computer what a client was asked and what came of it, under"
    " a reference of your own, such as K-117. No names are kept: give none, in no"
    " reason either.",
    "The file is not encrypted, and only your own user may read it. Have the disk"
    " encrypted (FileVault, BitLocker, LUKS). No copy is made by itself: make backups,"
    " and keep them as safe as the file.",
    "Tell clients what is kept and why before you keep it. They may ask for a copy"
    " (records export), a correction (records add), and to be forgotten (records"
    " forget), within the law.",
    "Nothing is ever deleted by itself, and nothing of an interview is kept that you do"
    " not keep with --client or --keep.",
)


def on(keep: str, country: Country | None, who: str, *, json: bool) -> None:
    """Explain records, ask once at a terminal, and turn them on.

    Args:
        keep: How long records are kept, as `10 years`; empty for what was said before.
        country: Whose rules are told.
        who: Who the therapist is; empty for the setting, or what was said before.
        json: Whether to print JSON too.

    Raises:
        UnfitRecord: No such time, or the person did not agree.
        RecordsError: There is a file of records, and it cannot be used.
        NotWritten: It could not be made.
    """
    if keep and span_of(keep) is None:
        raise UnfitRecord(
            '--keep: name a number of days, months or years, as in "10 years".'
        )
    require_private(records_file())
    own = in_use()
    where = country or own.country
    with set_apart(json):
        tell(*_paragraphs(where))
        _agree()
    said: dict[Name, str] = {
        "keep": keep,
        "country": where.value if where else "",
        "who": who or own.therapist or "",
    }
    put_right()
    now = datetime.now().astimezone()
    path = turn_on({name: value for name, value in said.items() if value}, now)
    say(f"Records are on. They are in {name_of(path)}")
    if json:
        print_json({"schema": SCHEMA, "on": True, "file": str(path)})


def off(*, json: bool) -> None:
    """Turn records off; what is kept stays.

    Raises:
        NoRecords: There are none.
        RecordsError: They cannot be used.
        NotWritten: It could not be written.
    """
    put_right()
    path = turn_off(datetime.now().astimezone())
    say(
        f"Records are off. What was kept is still in {name_of(path)}. To delete a"
        f" client: {command('records forget REF')}"
    )
    if json:
        print_json({"schema": SCHEMA, "on": False, "file": str(path)})


def _paragraphs(country: Country | None) -> Iterator[str]:
    yield from _WHAT
    if country is None:
        yield "How long records must be kept differs: --country tells what was found."
        return
    rules = rules_of(country.value)
    if not rules:
        yield f"How long records are kept, {country}: nothing was read."
    for rule in rules:
        yield f"- {rule.where}: {rule.says} (Read {READ_ON}: {rule.source}.)"
    yield "Check with your board or your insurer. Nothing of it is enforced here."


def _agree() -> None:
    """Ask a person at a terminal; whoever calls from a script has asked themselves."""
    if not sys.stdin.isatty():
        return
    typed = type_line("Keep records on this computer? Type yes")
    if typed.casefold() not in ("y", "yes"):
        raise Interrupted("Nothing was turned on.")
