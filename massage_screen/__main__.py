"""Starts the program; a lone `--version` is answered without loading anything else."""

from __future__ import annotations

import sys

from massage_screen import __version__


def main() -> None:
    """Run the command line."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"massage-screen {__version__}\n")
        return
    from massage_screen.cli import run  # noqa: PLC0415  start-up time of --version

    run()


if __name__ == "__main__":
    main()
