"""Says what to do when the solver is not installed; imports nothing else of it."""

from __future__ import annotations

import importlib.util
import shlex
import sys
from importlib.metadata import PackageNotFoundError, requires

from massage_screen.errors import NoSolver


def require_solver() -> None:
    """Make sure that the solver can be loaded.

    Raises:
        NoSolver: It cannot; the message says how to install it.
    """
    try:
        import z3  # noqa: F401, PLC0415  the one way to know whether it loads
    except ImportError:
        raise NoSolver(
            "The proof needs the solver z3, which is not installed.\n"
            f"Install it with: {_how(_wanted())}\n"
            "Everything else works without it."
        ) from None


def _wanted() -> str:
    """Return the solver with its lower bound, as the extra `prove` asks for it."""
    try:
        declared = requires("massage-screen") or []
    except PackageNotFoundError:  # run from a folder, without being installed
        declared = []
    named = [each.partition(";")[0].strip() for each in declared]
    return next((each for each in named if each.startswith("z3")), "z3-solver")


def _how(wanted: str) -> str:
    """Return the line for this installation; one by uv or pipx may have no pip."""
    if importlib.util.find_spec("pip"):
        return f"{shlex.quote(sys.executable)} -m pip install '{wanted}'"
    return (
        f"pipx inject massage-screen '{wanted}', or uv tool install --with '{wanted}' ."
    )
