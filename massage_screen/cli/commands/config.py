"""`config`: shows what is set, sets it, and takes it out."""

from __future__ import annotations

from typing import Annotated

import typer

from massage_screen.cli.options import Color, ColorOption, JsonOption, QuestionsOption


def config(
    action: Annotated[
        str, typer.Argument(metavar="[set|unset]", help="Without it, all is shown.")
    ] = "",
    name: Annotated[
        str, typer.Argument(metavar="[NAME]", help="The setting, as in country.")
    ] = "",
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[VALUE]...", help="With set: its value, as in us."),
    ] = None,
    questions: QuestionsOption = None,  # noqa: ARG001  every command takes it
    json: JsonOption = False,
    color: ColorOption = Color.AUTO,  # noqa: ARG001  every command takes it
) -> None:
    """Show what is set: country, paper, folder for pages, your name and number.

    Example: massage-screen config set country us
    """
    from massage_screen.cli.doing.config import (  # noqa: PLC0415  start-up time
        change,
        show,
    )

    if action:
        change(action, name, words or [], json=json)
    else:
        show(json=json)
