"""Compares two versions of a pack, and shows which clients change."""

from __future__ import annotations

from pathlib import Path

from massage_screen.catalogue import load_pack, pack_folder
from massage_screen.cli import output
from massage_screen.errors import PackError
from massage_screen.pack import Pack
from massage_screen.proof.solver import require_solver
from massage_screen.text import name_of


def compare_packs(against: str, folder: Path, *, json: bool, color: str) -> None:
    """Show what changes for clients from an older version to this one.

    Raises:
        NoSolver: The solver is not installed.
        NoSuchFile: There is no folder of the older version.
        PackError: One of the packs has problems.
    """
    require_solver()
    from massage_screen.comparison.difference import compare  # noqa: PLC0415  z3
    from massage_screen.presentation import difference  # noqa: PLC0415  z3

    old = _load(pack_folder(against, option="--against"))
    new = _load(folder)
    found = compare(old, new)
    if json:
        output.print_json(difference.difference_as_json(found, old, new))
    else:
        difference.show_difference(found, old, new, output.console(color))


def _load(folder: Path) -> Pack:
    """Return a pack; say which of the two it is when it has problems."""
    try:
        return load_pack(folder)
    except PackError:
        output.say(f"In {name_of(folder)}:")
        raise
