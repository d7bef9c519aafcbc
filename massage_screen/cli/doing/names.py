"""Asks at the terminal for what stands on a page, and in the name of its file."""

from __future__ import annotations

import sys
from collections.abc import Mapping

import typer

from massage_screen.cli.output import advise, say
from massage_screen.documents.naming import REFERENCE_IS, is_reference
from massage_screen.errors import Interrupted, UnfitDocument
from massage_screen.text import clean

#: A longer name or address is cut, in characters.
_LONGEST = 100
#: The name of the line for it on the pages that have one.
REFERENCE = "reference"


def ask_names(labels: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
    """Ask for what goes on the page; without a terminal a line stays blank.

    What is typed goes on the page and nowhere else.

    Args:
        labels: The lines of the page, by their names.
        known: What is known for some of them; these are not asked for.

    Raises:
        Interrupted: The person stopped.
    """
    names = {name: known[name] for name in labels if known.get(name)}
    asked = {name: label for name, label in labels.items() if name not in names}
    if not _has_terminal():
        return names
    own = [f"{labels[n]}: {word}" for n, word in names.items() if n != REFERENCE]
    if own:
        advise(f"From your settings: {'; '.join(own)}.")
    if not asked:
        return names
    advise(
        "For the page; nothing of it is kept. Enter leaves a line to fill in by hand."
    )
    for name, label in asked.items():
        names[name] = type_line(label)[:_LONGEST]
    return names


def ask_reference() -> str:
    """Ask what the therapist calls the client in names of files; empty for nothing.

    Raises:
        Interrupted: The person stopped.
    """
    if not _has_terminal():
        return ""
    advise(
        "For the name of the file: your own reference of the client, as in A17. Not a"
        " name. Enter for none."
    )
    while True:
        typed = type_line("Reference")
        if not typed or is_reference(typed):
            return typed
        say(f"A reference has {REFERENCE_IS}. Enter for none.")


def require_reference(word: str) -> None:
    """Refuse a reference that cannot stand in the name of a file.

    Raises:
        UnfitDocument: It cannot. The message does not repeat it: it may be a name.
    """
    if not is_reference(word):
        raise UnfitDocument(
            f"--reference: stands in the name of the file, so it has {REFERENCE_IS},"
            " as in A17. Never give a name."
        )


def _has_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def type_line(label: str) -> str:
    """Put a line to type behind a label; return what was typed.

    Raises:
        Interrupted: The person stopped, or the terminal went away.
    """
    typer.echo(f"{label}: ", nl=False, err=True)
    try:
        typed = sys.stdin.readline()
    except KeyboardInterrupt:
        typed = ""
    if not typed:
        raise Interrupted("\nStopped. Nothing was written.")
    return clean(typed.strip())
