"""`resume`: takes up an interview that was broken off."""

from __future__ import annotations

from typing import Annotated

import typer

from massage_screen.cli.options import (
    Color,
    ColorOption,
    DecisionOption,
    DetailsOption,
    ExitZeroOption,
    ForceOption,
    JsonOption,
    Keeping,
    KeepOption,
    LanguageOption,
    PlainOption,
    QuestionsOption,
    ReadingLockOption,
    Showing,
)


def resume(
    questions: QuestionsOption = None,
    json: JsonOption = False,
    details: DetailsOption = False,
    color: ColorOption = Color.AUTO,
    exit_zero: ExitZeroOption = False,
    decision: DecisionOption = None,
    force: ForceOption = False,
    discard: Annotated[
        bool,
        typer.Option("--discard", help="Delete kept answers instead."),
    ] = False,
    plain: PlainOption = None,
    reading_lock: ReadingLockOption = None,
    keep: KeepOption = None,
    language: LanguageOption = None,
) -> None:
    """Take up an interview that was broken off.

    Example: massage-screen resume
    """
    from massage_screen.cli.doing import resume  # noqa: PLC0415  start-up time

    showing = Showing(
        json,
        color,
        plain,
        exit_zero,
        decision,
        force,
        details=details,
        reading_lock=reading_lock,
        record=None if keep is None else Keeping(keep, questions),
        language=language,
    )
    if discard:
        resume.delete_kept(showing)
    else:
        resume.resume(questions, showing)
