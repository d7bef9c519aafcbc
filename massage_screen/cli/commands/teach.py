"""`teach`: what those who teach need: clients looked at, and a class summed up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Annotated

import typer

from massage_screen.cli.failures import ExitCode
from massage_screen.cli.options import (
    Color,
    ColorOption,
    JsonOption,
    QuestionsOption,
)

HELP = "For teachers: look at practice clients, and sum up a class."


def lint(
    cases: Annotated[
        str, typer.Argument(metavar="CASES", help="A file or folder of cases.")
    ],
    questions: QuestionsOption = None,
    json: JsonOption = False,
    color: ColorOption = Color.AUTO,  # noqa: ARG001  every command takes it
) -> None:
    """Look at practice clients: do they play, and is the set fair?

    Example: massage-screen teach lint questions/spine/cases
    """
    if not _doing().lint_cases(questions, cases, json=json):
        raise typer.Exit(ExitCode.ANSWERS)


def preview(
    client: Annotated[
        str,
        typer.Argument(metavar="CLIENT", help="Its id, or number in practise --list."),
    ],
    questions: QuestionsOption = None,
    json: JsonOption = False,
    color: ColorOption = Color.AUTO,
    seed: Annotated[
        int, typer.Option(help="The same number gives the same client.")
    ] = 0,
) -> None:
    """Show a practice client in full, with what must come out.

    Example: massage-screen teach preview ordinary_back_pain
    """
    _doing().show_preview(questions, client, seed, json=json, color=color)


def classes(
    folder: Annotated[
        str,
        typer.Argument(metavar="DIR", help="With a folder of attempts per student."),
    ],
    questions: QuestionsOption = None,  # noqa: ARG001  every command takes it
    json: JsonOption = False,
    color: ColorOption = Color.AUTO,
    csv: Annotated[bool, typer.Option("--csv", help="As CSV.")] = False,
) -> None:
    """Sum up the attempts of a class, without names.

    Example: massage-screen teach classes class-2026
    """
    _doing().show_class(folder, json=json, csv=csv, color=color)


def _doing() -> ModuleType:
    from massage_screen.cli.doing import teach  # noqa: PLC0415  start-up time

    return teach


#: What stands behind `teach`, in the order of its help.
ACTIONS: Mapping[str, Callable[..., None]] = {
    "lint": lint,
    "preview": preview,
    "classes": classes,
}
