"""Saves a decision where the person at the terminal asks for it, under a free name."""

from __future__ import annotations

import os

from massage_screen.cli.doing.document import write_decision
from massage_screen.screened import Screened


def save(client: Screened) -> str:
    """Write the decision into the folder in use, and return the name of its file.

    The name has the day and no name of a person; no file is replaced.

    Raises:
        NotWritten: It could not be written.
    """
    name = _free(f"{client.decided_on}-decision" if client.decided_on else "decision")
    write_decision(name, client, force=False)
    return name


def _free(stem: str) -> str:
    name, number = f"{stem}.json", 1
    while os.path.lexists(name):
        number += 1
        name = f"{stem}-{number}.json"
    return name
