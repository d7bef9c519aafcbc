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
from massage_screen.cli.result import Showing, conclude


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
    """Decide from answers in a file. Never asks.

    Example: massage-screen assess answers.json --json
    """
    from massage_screen.answers import read_answers  # noqa: PLC0415  start-up time
    from massage_screen.sheet import fit_answers  # noqa: PLC0415  start-up time

    pack = load_named(questions)
    require_free(decision, force)
    data, name = read_file(file)
    answers = fit_answers(pack, read_answers(data, name), name)
    showing = Showing(json, color, bool(plain), exit_zero, decision, force)
    conclude(pack, answers, showing)
