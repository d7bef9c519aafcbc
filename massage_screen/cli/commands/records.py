"""`records`: keeps what clients were screened to, for therapists who turn it on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated

import typer

from massage_screen.cli.options import (
    Color,
    ColorOption,
    ForceOption,
    JsonOption,
    QuestionsOption,
)
from massage_screen.documents.choices import Country

HELP = "Keep what clients were screened to on this computer; off until you turn it on."

_Client = Annotated[
    str | None, typer.Option("--client", metavar="REF", help="Of one client alone.")
]
_Id = Annotated[
    str, typer.Argument(metavar="ID", help="Of the record, or its first 4 signs.")
]
_Reason = Annotated[
    str, typer.Option("--reason", metavar="TEXT", help="Why; no names.")
]


def on(
    keep: Annotated[
        str,
        typer.Option("--keep", metavar="TIME", help="How long, as '10 years'."),
    ] = "",
    country: Annotated[
        Country | None,
        typer.Option("--country", help="Whose rules on keeping are shown."),
    ] = None,
    who: Annotated[
        str,
        typer.Option("--who", metavar="TEXT", help="You, as it stands in records."),
    ] = "",
    questions: QuestionsOption = None,  # noqa: ARG001  every command takes it
    json: JsonOption = False,
    color: ColorOption = Color.AUTO,  # noqa: ARG001  every command takes it
) -> None:
    """Say what records are, ask once, and keep them from now on.

    Example: massage-screen records on --keep "10 years" --country ca
    """
    from massage_screen.cli.doing.records import switch  # noqa: PLC0415  start-up time

    switch.on(keep, country, who, json=json)


def off(
    questions: QuestionsOption = None,  # noqa: ARG001  every command takes it
    json: JsonOption = False,
    color: ColorOption = Color.AUTO,  # noqa: ARG001  every command takes it
) -> None:
    """Keep nothing more; what is kept stays.

    Example: massage-screen records off
    """
    from massage_screen.cli.doing.records import switch  # noqa: PLC0415  start-up time

    switch.off(json=json)


def list_records(
    client: _Client = None,
    since: Annotated[
        str,
        typer.Option("--since", metavar="DATE", help="Not before, as 2027-01-31."),
    ] = "",
    due: Annotated[
        bool, typer.Option("--due", help="Clients whose time of keeping is over.")
    ] = False,
    csv: Annotated[
        bool, typer.Option("--csv", help="Print a table for spreadsheets.")
    ] = False,
    questions: QuestionsOption = None,  # noqa: ARG001  every command takes it
    json: JsonOption = False,
    color: ColorOption = Color.AUTO,  # noqa: ARG001  every command takes it
) -> None:
    """List records, the newest first.

    Example: massage-screen records list --client K-117
    """
    from massage_screen.cli.doing.records import listing  # noqa: PLC0415  start-up

    listing.show(client, since, due=due, csv=csv, json=json)


def show(
    record: _Id,
    again: Annotated[
        bool, typer.Option("--again", help="Decide it with the pack of today too.")
    ] = False,
    line: Annotated[
        bool, typer.Option("--line", help="One line for another program, in ASCII.")
    ] = False,
    questions: QuestionsOption = None,
    json: JsonOption = False,
    color: ColorOption = Color.AUTO,
) -> None:
    """Show a record with what was added to it.

    Example: massage-screen records show 3f2a --again
    """
    from massage_screen.cli.doing.records import showing  # noqa: PLC0415  start-up

    if line:
        showing.show_line(record)
    else:
        showing.show(record, questions, color, again=again, json=json)


def add(
    record: _Id,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help="override, amendment, session, document, reply or minor.",
        ),
    ],
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WORDS]...",
            help="The new word; a text; a file; the month of coming of age.",
        ),
    ] = None,
    reason: _Reason = "",
    questions: QuestionsOption = None,
    json: JsonOption = False,
    color: ColorOption = Color.AUTO,  # noqa: ARG001  every command takes it
) -> None:
    """Add to a record; nothing in it is ever changed.

    Example: massage-screen records add 3f2a override POSTPONE --reason "in pain"
    """
    from massage_screen.cli.doing.records import adding  # noqa: PLC0415  start-up time

    adding.add(record, kind, words or [], reason, questions, json=json)


def export(
    to: Annotated[
        str, typer.Option("--to", metavar="DIR", help="The folder for the files.")
    ],
    client: _Client = None,
    questions: QuestionsOption = None,
    json: JsonOption = False,
    color: ColorOption = Color.AUTO,  # noqa: ARG001  every command takes it
) -> None:
    """Write all that is kept of a client, or of all, into a folder.

    Example: massage-screen records export --client K-117 --to K-117
    """
    from massage_screen.cli.doing.records import exporting  # noqa: PLC0415  start-up

    exporting.export(client, to, questions, json=json)


def forget(
    client: Annotated[str, typer.Argument(metavar="REF", help="Which client.")],
    reason: _Reason = "",
    questions: QuestionsOption = None,  # noqa: ARG001  every command takes it
    json: JsonOption = False,
    color: ColorOption = Color.AUTO,  # noqa: ARG001  every command takes it
) -> None:
    """Delete all that is kept of a client, after you typed the reference once more.

    Example: massage-screen records forget K-117 --reason "client asked"
    """
    from massage_screen.cli.doing.records import forgetting  # noqa: PLC0415  start-up

    forgetting.forget(client, reason, json=json)


def check(
    questions: QuestionsOption = None,  # noqa: ARG001  every command takes it
    json: JsonOption = False,
    color: ColorOption = Color.AUTO,  # noqa: ARG001  every command takes it
) -> None:
    """Look for damage, for changes, and for what would be decided otherwise now.

    Example: massage-screen records check
    """
    from massage_screen.cli.doing.records import copying  # noqa: PLC0415  start-up

    copying.check(json=json)


def backup(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The file to write.")],
    force: ForceOption = False,
    questions: QuestionsOption = None,  # noqa: ARG001  every command takes it
    json: JsonOption = False,
    color: ColorOption = Color.AUTO,  # noqa: ARG001  every command takes it
) -> None:
    """Write a copy of all records to a file.

    Example: massage-screen records backup records-2027-01-31.db
    """
    from massage_screen.cli.doing.records import copying  # noqa: PLC0415  start-up

    copying.backup(file, force=force, json=json)


def restore(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The copy to use.")],
    force: Annotated[
        bool, typer.Option("--force", help="Also in the place of newer records.")
    ] = False,
    questions: QuestionsOption = None,  # noqa: ARG001  every command takes it
    json: JsonOption = False,
    color: ColorOption = Color.AUTO,  # noqa: ARG001  every command takes it
) -> None:
    """Put a copy in the place of the records; those from before are set aside.

    Example: massage-screen records restore records-2027-01-31.db
    """
    from massage_screen.cli.doing.records import copying  # noqa: PLC0415  start-up

    copying.restore(file, force=force, json=json)


#: What stands behind `records`, in the order of its help.
ACTIONS: Mapping[str, Callable[..., None]] = {
    "on": on,
    "off": off,
    "list": list_records,
    "show": show,
    "add": add,
    "export": export,
    "forget": forget,
    "check": check,
    "backup": backup,
    "restore": restore,
}
