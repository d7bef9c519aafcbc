"""Says what to do when the solver is not installed; imports nothing else of it."""

from __future__ import annotations

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
            'Install it with: pip install "massage-screen[prove]"\n'
            "Everything else works without it."
        ) from None
