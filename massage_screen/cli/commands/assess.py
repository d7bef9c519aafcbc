"""`assess`: decides from answers in a file."""

from __future__ import annotations

from typing import Annotated

import typer

from massage_screen.cli.files import load_named, read_file, require_free
from massage_screen.cli.options import (
    Color,
    ColorOption,
    DecisionOption,
    ExitZeroOption,
    ForceOption,
    JsonOption,
    PlainOption,
    QuestionsOption,
)
from massage_screen.cli.output import PROGRAM


def assess(
    file: Annotated[
        str,
        typer.Argument(metavar="FILE", help="Answers in JSON or TOML; - for stdin."),
    ],
    questions: QuestionsOption = None,
    json: JsonOption = False,
    color: ColorOption = Color.AUTO,
    exit_zero: ExitZeroOption = False,
    plain: PlainOption = None,
    decision: DecisionOption = None,
    force: ForceOption = False,
) -> None:
    """Decide from answers in a file, or show a decision again. Never asks.

    Example: massage-screen assess answers.json --json
    """
    from massage_screen.cli.result import Showing, conclude  # noqa: PLC0415  start-up time
    from massage_screen.screened import read_client  # noqa: PLC0415  start-up time

    pack = load_named(questions)
    require_free(decision, force)
    data, name = read_file(file)
    client = read_client(data, name, pack, PROGRAM)
    showing = Showing(json, color, bool(plain), exit_zero, decision, force)
    conclude(client, showing)
