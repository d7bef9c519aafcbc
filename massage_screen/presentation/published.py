"""The published form of a decision: what files and `--json` hold."""

from __future__ import annotations

from datetime import date
from typing import Any

from massage_screen.note_line import note_line
from massage_screen.presentation.card import card_as_json
from massage_screen.screened import Screened, as_json


def published(client: Screened, today: date) -> dict[str, Any]:
    """Return `massage-screen/decision/1` whole, with the card and the note.

    Args:
        client: What was decided, from which answers, and why.
        today: The day to hold the pack's review date against.
    """
    said = {"note_line": note_line(client), "card": card_as_json(client, today)}
    return as_json(client) | said
