"""Puts Boolean formulas together.

z3's own `And` and `Or` look at the type of every part again each time, which takes
longer here than solving does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

import z3

Formula: TypeAlias = z3.BoolRef
TRUE, FALSE = z3.BoolVal(True), z3.BoolVal(False)
_ONE, _ZERO = z3.BitVecVal(1, 1), z3.BitVecVal(0, 1)
#: A solver that is asked once may rewrite what it is told, which halves its time.
_ONCE = ("simplify", "propagate-values", "card2bv", "sat")
#: What a solver gives as its reason when Ctrl-C was pressed.
_INTERRUPTED = "interrupted from keyboard"


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
    return bool(answer_of(solver, assumed) == z3.sat)


def answer_of(solver: z3.Solver, *assumed: Formula) -> z3.CheckSatResult:
    """Return what a solver makes of all that it knows, and of what is assumed.

    It takes an interruption for itself and says that it knows nothing; which is neither
    a proof nor a reason to go on.

    Raises:
        KeyboardInterrupt: The person interrupted it.
    """
    found = solver.check(*assumed)
    if found == z3.unknown and solver.reason_unknown() == _INTERRUPTED:
        raise KeyboardInterrupt
    return found


def solver_asked_once() -> z3.Solver:
    """Return a solver for one question; it may rewrite what it is told."""
    return z3.Then(*_ONCE).solver()


def one_client(*formulas: Formula) -> z3.ModelRef | None:
    """Return a client for whom all of these hold; None is the proof of no client.

    Raises:
        AssertionError: The solver gave up, so that nothing is known.
    """
    solver = solver_asked_once()
    solver.add(*formulas)
    found = answer_of(solver)
    if found == z3.unknown:
        raise AssertionError(f"the solver gave up: {solver.reason_unknown()}")
    return solver.model() if found == z3.sat else None


def as_bits(formulas: Sequence[Formula]) -> z3.BitVecRef:
    """Put formulas into one term, so that a client is read in one step."""
    return z3.Concat(*(z3.If(each, _ONE, _ZERO) for each in (FALSE, FALSE, *formulas)))


def read_bits(model: z3.ModelRef, bits: z3.BitVecRef) -> list[bool]:
    """Return which of the formulas in a term hold for a client, in their order."""
    told = model.eval(bits, True).as_long()
    return [bit == "1" for bit in f"{told:0{bits.size()}b}"[2:]]


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
