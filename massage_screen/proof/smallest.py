"""Finds the client with the least to tell, so that a counterexample can be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import z3

from massage_screen.answers import NONE, UNSURE, is_doubt
from massage_screen.proof.encoding import Encoding, Formula
from massage_screen.proof.formula import all_of, no, some_client


def smallest(encoding: Encoding, solver: z3.Solver, *others: Encoding) -> z3.ModelRef:
    """Return the client with the fewest answers that are not the mildest.

    Among those, one with the fewest lines ticked, and then with the fewest doubts:
    a sign that is named can be read more easily. The solver must have found that
    there is one; what it knows is tightened to clients as small.

    Args:
        encoding: The client.
        solver: It knows what makes the client one who is looked for.
        others: The same client with other answers, which should be few as well.
    """
    sides = (encoding, *others)
    _fewest(solver, [told for side in sides for told in _told(side)])
    _fewest(solver, [line for side in sides for line in ticked_lines(side)])
    return _fewest(solver, [doubt for side in sides for doubt in _doubts(side)])


def _fewest(solver: z3.Solver, formulas: Sequence[Formula]) -> z3.ModelRef:
    """Return a client for whom as few as possible of the formulas hold."""
    weighted = [(formula, 1) for formula in formulas]
    for most in range(len(weighted) + 1):
        few = z3.PbLe(weighted, most)
        if some_client(solver, few):
            model = solver.model()
            solver.add(few)
            return model
    raise AssertionError("the solver found a client and then lost it")


def _told(side: Encoding) -> Iterator[Formula]:
    for name, given in side.known.items():
        yield no(given[side.pack.known[name].absent])
    for question in side.pack.questions.values():
        yield no(side.is_mildest(question))


def ticked_lines(side: Encoding) -> Iterator[Formula]:
    """Go through the lines of checklists: whether each is ticked for the worse."""
    for question in side.pack.questions.values():
        if question.takes.several:
            for word in side.said[question.id]:
                said = side.has(question.id, word)
                if word != NONE and not (question.reassuring and is_doubt(word)):
                    ticked_is_mild = question.reassuring and word != UNSURE
                    worse = no(said) if ticked_is_mild else said
                    yield all_of([side.relevant[question.id], worse])


def _doubts(side: Encoding) -> Iterator[Formula]:
    for question, said in side.said.items():
        for word in said:
            if word == UNSURE or is_doubt(word):
                yield all_of([side.relevant[question], side.has(question, word)])
