"""Lists practice clients: how hard, what about, and how they begin. No answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from massage_screen.pack import Case
from massage_screen.presentation.console import Console
from massage_screen.presentation.page import Page
from massage_screen.text import cut_to

#: So many signs of what a client says first stand in a row, with its number, level and
#: family on one line of 80.
_FIRST_WORDS = 55

Numbered = Sequence[tuple[int, Case]]


def show_list(clients: Numbered, console: Console) -> None:
    """Show a row for each client."""
    page = Page(console)
    page.paragraph("PRACTICE. Invented clients.", role="heading")
    page.paragraph(
        "Number, level (1 clear to 3 easily missed), cue family, first words."
    )
    for number, case in clients:
        family = (case.concern or "").replace("_", " ")
        lead = f"{number:>3}  {case.level}  {family:<13}  "
        page.paragraph(cut_to(case.presents, _FIRST_WORDS), lead=lead)
    page.paragraph("Meet one by its number: --case 12", role="heading")


def list_as_json(clients: Numbered) -> dict[str, Any]:
    """Return the clients with their ids, which attempts name too."""
    return {
        "notice": "PRACTICE. All clients are invented.",
        "clients": [
            {
                "client": number,
                "case": case.id,
                "level": case.level,
                "concern": case.concern,
                "presents": case.presents,
            }
            for number, case in clients
        ],
    }
