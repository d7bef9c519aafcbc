"""How much the solver may work before it gives up, so that every search ends.

It is counted in the steps of the solver and not in seconds: the same search gives up at
the same place on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence

import z3

from massage_screen.proof.formula import Formula, answer_of, solver_asked_once


class GaveUp(Exception):
    """The solver worked as much as it may, and nothing is known."""


class Effort:
    """A solver that works no more than it may, for one question and for all of them.

    Attributes:
        left: How many steps it may still take.
    """

    def __init__(self, each: int, in_all: int) -> None:
        """Begin with nothing done.

        Args:
            each: How many steps of the solver one question may take.
            in_all: How many all questions together may take.
        """
        self._each, self.left = each, in_all

    def client(
        self, known: Sequence[Formula], *formulas: Formula
    ) -> z3.ModelRef | None:
        """Return a client for whom all of these hold; None is the proof of no client.

        Raises:
            GaveUp: It would take more steps than are left, so nothing is known.
        """
        if self.left <= 0:
            raise GaveUp
        # A solver that keeps what it learned takes many times as long in a large pack.
        solver = solver_asked_once()
        before = _steps(solver)
        solver.set("rlimit", min(self._each, self.left))
        solver.add(*known, *formulas)
        found = answer_of(solver)
        self.left -= _steps(solver) - before
        if found == z3.unknown:
            raise GaveUp
        return solver.model() if found == z3.sat else None


def _steps(solver: z3.Solver) -> int:
    """Return how many steps were taken so far, by whatever solver."""
    counted = solver.statistics()
    if "rlimit count" not in counted.keys():  # noqa: SIM118  it is no dict
        return 0  # the first question of all
    return int(counted.get_key_value("rlimit count"))
