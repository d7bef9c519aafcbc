"""Starts the program; a lone `--version` is answered without loading anything else."""

from __future__ import annotations

import atexit
import gc
import sys

from massage_screen import __version__, streams

#: What `pyproject.toml` asks for; an installer refuses an older Python by itself.
_PYTHON = (3, 11)


def main() -> None:
    """Run the command line."""
    streams.prepare()
    if sys.version_info < _PYTHON:
        this = ".".join(map(str, sys.version_info[:2]))
        sys.stderr.write(
            f"massage-screen needs Python 3.11 or later; this is {this}.\n"
        )
        raise SystemExit(2)
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"massage-screen {__version__}\n")
        return
    from massage_screen.interruption import stop_at_once  # noqa: PLC0415  --version

    stop_at_once()
    _collect_less()
    from massage_screen.cli import run  # noqa: PLC0415  start-up time of --version

    run()


def _collect_less() -> None:
    """Look for garbage in cycles only now and then, and not when all ends anyway.

    Looking through everything that was imported took an eighth of the time of a
    command (measured).
    """
    gc.set_threshold(100_000, 50, 50)
    atexit.register(gc.freeze)


if __name__ == "__main__":
    main()
