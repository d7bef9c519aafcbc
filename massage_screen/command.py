"""How the program was called, so that hints can be typed as they stand."""

from __future__ import annotations

import shlex
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
        return f"{shlex.quote(sys.orig_argv[0])} -m massage_screen"
    if path.stem != _NAME:  # another program has it in itself
        return _NAME
    found = shutil.which(_NAME)
    if found and Path(found).absolute() == path.absolute():
        return _NAME
    return shlex.quote(sys.argv[0])
