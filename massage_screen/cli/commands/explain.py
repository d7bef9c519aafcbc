"""`explain`: shows what stands behind any id of a pack."""

from __future__ import annotations

from typing import Annotated

import typer

from massage_screen.cli.files import load_named
from massage_screen.cli.options import Color, ColorOption, JsonOption, QuestionsOption
from massage_screen.cli.output import console, print_json, printing


def explain(
    wanted: Annotated[str, typer.Argument(metavar="ID", help="Any id of the pack.")],
    questions: QuestionsOption = None,
    json: JsonOption = False,
    color: ColorOption = Color.AUTO,
) -> None:
    """Explain a rule, question, fact, source, claim, technique, region or support.

    Example: massage-screen explain lumbar
    """
    from massage_screen.catalogue import (  # noqa: PLC0415  start-up time
        load_claims,
        pack_folder,
    )
    from massage_screen.presentation import meaning  # noqa: PLC0415  start-up time

    pack = load_named(questions)
    ledger = load_claims(pack_folder(questions), pack)
    with printing():
        if json:
            print_json(meaning.meaning_as_json(pack, ledger, wanted))
        else:
            meaning.show_meaning(pack, ledger, wanted, console(color))
