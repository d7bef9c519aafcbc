"""Puts Boolean formulas together.

z3's own `And` and `Or` look at the type of every part again each time, which takes
longer here than solving does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

import z3

Formula: TypeAlias = z3.BoolRef
TRUE, FALSE = z3.BoolVal(True), z3.BoolVal(False)


def all_of(parts: Iterable[Formula]) -> Formula:
    """Return whether every part holds; true of none."""
    return _joined(parts, z3.Z3_mk_and, neutral=TRUE, decisive=FALSE)


def any_of(parts: Iterable[Formula]) -> Formula:
    """Return whether some part holds; false of none."""
    return _joined(parts, z3.Z3_mk_or, neutral=FALSE, decisive=TRUE)


def no(part: Formula) -> Formula:
    """Return whether a part does not hold."""
    if part is TRUE:
        return FALSE
    return TRUE if part is FALSE else z3.Not(part)


def some_client(solver: z3.Solver, *formulas: Formula) -> bool:
    """Look for a client for whom these hold as well as what the solver knows.

    They are assumed under a variable: older solvers take nothing else, and what the
    solver learns is kept for the next question.
    """
    assumed = z3.FreshBool("assumed")
    solver.add(z3.Implies(assumed, all_of(formulas)))
    return bool(solver.check(assumed) == z3.sat)


def _joined(
    parts: Iterable[Formula],
    join: Callable[..., Any],
    *,
    neutral: Formula,
    decisive: Formula,
) -> Formula:
    kept = {part.get_id(): part for part in parts if part is not neutral}
    if decisive.get_id() in kept:
        return decisive
    if len(kept) < 2:
        return next(iter(kept.values()), neutral)
    array = (z3.Ast * len(kept))(*(part.ast for part in kept.values()))
    return z3.BoolRef(join(TRUE.ctx_ref(), len(kept), array), TRUE.ctx)
