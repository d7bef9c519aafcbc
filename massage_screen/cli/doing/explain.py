"""Shows what stands behind any id of a pack."""

from __future__ import annotations

from massage_screen.catalogue import pack_folder
from massage_screen.cli.doing.files import load_named
from massage_screen.cli.output import console, print_json
from massage_screen.library import load_claims
from massage_screen.presentation.meaning import meaning_as_json, show_meaning


def explain(wanted: str, questions: str | None, *, json: bool, color: str) -> None:
    """Show what an id means.

    Raises:
        UnknownId: Nothing has this id.
    """
    pack = load_named(questions)
    ledger = load_claims(pack_folder(questions), pack)
    if json:
        print_json(meaning_as_json(pack, ledger, wanted))
    else:
        show_meaning(pack, ledger, wanted, console(color))
