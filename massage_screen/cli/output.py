"""Prints: data on standard output, messages on standard error."""

from __future__ import annotations

import contextlib
import sys
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

import typer

from massage_screen import __version__
from massage_screen.text import clean_message, lines_of, width_of, wrapped

if TYPE_CHECKING:
    from massage_screen.presentation.console import Console

#: What a decision and a page say of the program that made them.
PROGRAM = f"massage-screen {__version__}"


def console(color: str, plain: bool = False) -> Console:
    """Return the console that stands for standard output."""
    from massage_screen.presentation.page import console_for  # noqa: PLC0415  rich

    return console_for(sys.stdout, color, plain)


def set_apart(json: bool) -> AbstractContextManager[object]:
    """Leave standard output to the JSON, where that is wanted: the rest goes beside."""
    return contextlib.redirect_stdout(sys.stderr) if json else contextlib.nullcontext()


def print_json(content: dict[str, Any]) -> None:
    """Print JSON in ASCII, so that no encoding and no terminal can spoil it."""
    from json import dumps  # noqa: PLC0415  start-up time

    typer.echo(dumps(content, indent=2))


def tell(*paragraphs: str) -> None:
    """Print paragraphs without rich, which is not loaded before there is a result."""
    for text in paragraphs:
        typer.echo(wrapped(text, width_of(sys.stdout)))


def advise(*paragraphs: str) -> None:
    """Print paragraphs on standard error, fitted to its width."""
    for text in paragraphs:
        typer.echo(wrapped(text, width_of(sys.stderr)), err=True)


def say(message: str) -> None:
    """Print a message on standard error; on a terminal, no word of it is cut in two."""
    if sys.stderr.isatty():
        width = width_of(sys.stderr)
        broken = (lines_of(line, width) for line in message.split("\n"))
        message = "\n".join(line for lines in broken for line in lines)
    typer.echo(clean_message(message), err=True)
