"""`explain`: shows what stands behind any id of a pack."""

from __future__ import annotations

from typing import Annotated

import typer

from massage_screen.cli.options import Color, ColorOption, JsonOption, QuestionsOption


def explain(
    wanted: Annotated[str, typer.Argument(metavar="ID", help="Any id of the pack.")],
    questions: QuestionsOption = None,
    json: JsonOption = False,
    color: ColorOption = Color.AUTO,
) -> None:
    """Explain a rule, question, fact, source, claim, technique, region or support.

    Example: massage-screen explain lumbar
    """
    from massage_screen.cli.doing.explain import explain  # noqa: PLC0415  start-up

    explain(wanted, questions, json=json, color=color)
