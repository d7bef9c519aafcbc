"""How the program was called, so that hints can be typed as they stand."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

_NAME = "massage-screen"


def command(rest: str) -> str:
    """Return what to type for a command, as in `.venv/bin/massage-screen resume`.

    Args:
        rest: What stands after the name of the program.
    """
    return f"{_called()} {rest}"


def _called() -> str:
    path = Path(sys.argv[0])
    if path.name == "__main__.py":  # python -m massage_screen
        return f"{in_shell(sys.orig_argv[0])} -m massage_screen"
    if path.stem != _NAME:  # another program has it in itself
        return _NAME
    found = shutil.which(_NAME)
    if found and Path(found).absolute() == path.absolute():
        return _NAME
    return in_shell(sys.argv[0])


def in_shell(word: str) -> str:
    """Return a word as a shell reads it: in quotes where it would be taken apart."""
    from shlex import quote  # noqa: PLC0415  start-up time: only hints need it

    return quote(word)
