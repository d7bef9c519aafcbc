"""`check`: looks for problems in a pack, proves it, compares it with an older one."""

from __future__ import annotations

from typing import Annotated

import typer

from massage_screen.cli.failures import ExitCode
from massage_screen.cli.options import Color, ColorOption, JsonOption, QuestionsOption
from massage_screen.cli.output import say

RecordsOption = Annotated[
    str | None,
    typer.Option(
        "--records",
        metavar="FILE",
        help="With --against: count these records under both, as batch reads them.",
    ),
]


def check(
    folder: Annotated[
        str | None, typer.Argument(metavar="[FOLDER]", help="Folder of the pack.")
    ] = None,
    questions: QuestionsOption = None,
    json: JsonOption = False,
    color: ColorOption = Color.AUTO,
    prove: Annotated[
        bool,
        typer.Option("--prove", help="Prove safety.toml and look for holes; slow."),
    ] = False,
    against: Annotated[
        str | None,
        typer.Option("--against", metavar="DIR", help="Compare with an older version."),
    ] = None,
    records: RecordsOption = None,
) -> None:
    """Look for problems in a pack, and count what is in it.

    Example: massage-screen check questions/spine --prove
    """
    from massage_screen.cli.doing import check  # noqa: PLC0415  start-up time

    if against is not None and prove:
        say("Give --prove or --against, not both.")
        raise typer.Exit(ExitCode.USAGE)
    if records is not None and against is None:
        say("Give --records together with --against.")
        raise typer.Exit(ExitCode.USAGE)
    place = questions if folder is None else folder
    if against is not None:
        check.compare_packs(against, place, records=records, json=json, color=color)
    elif not check.check_pack(place, json=json, color=color, prove=prove):
        raise typer.Exit(ExitCode.PACK)
