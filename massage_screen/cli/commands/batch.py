"""`batch`: decides from many records at once."""

from __future__ import annotations

from typing import Annotated

import typer

from massage_screen.cli.options import (
    Color,
    ColorOption,
    ForceOption,
    JsonOption,
    QuestionsOption,
)


def batch(
    file: Annotated[
        str,
        typer.Argument(
            metavar="IN", help="Records: a file in CSV, JSON lines or Parquet."
        ),
    ],
    target: Annotated[
        str,
        typer.Option("--to", metavar="OUT", help="Decisions, in the form of its name."),
    ],
    rejected: Annotated[
        str | None,
        typer.Option(
            "--rejected", metavar="FILE", help="The rows not decided, each with why."
        ),
    ] = None,
    cells: Annotated[
        str | None,
        typer.Option(
            "--cells", metavar="FILE", help="What each technique may do, spelt out."
        ),
    ] = None,
    threads: Annotated[
        int, typer.Option("--threads", min=1, max=256, help="How many work on it.")
    ] = 1,
    memory: Annotated[
        str, typer.Option("--memory", metavar="SIZE", help="At most, as 2GB or 500MB.")
    ] = "2GB",
    required: Annotated[
        bool,
        typer.Option(
            "--required", help="Also say which questions must still be asked; slower."
        ),
    ] = False,
    force: ForceOption = False,
    questions: QuestionsOption = None,
    json: JsonOption = False,
    color: ColorOption = Color.AUTO,  # noqa: ARG001  every command takes it
) -> None:
    """Decide many records: one a row, with an id and a column for each question.

    Example: massage-screen batch records.csv --to decisions.csv --rejected rejected.csv
    """
    from massage_screen.cli.doing import batch as doing  # noqa: PLC0415  start-up time

    order = doing.Wanted(
        file, target, rejected, cells, threads, memory, force, required
    )
    doing.batch(order, questions, json=json)
