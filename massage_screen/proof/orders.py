"""When one answer is worse than another: the two orders of `never_lowers`."""

from __future__ import annotations

from collections.abc import Mapping

import z3

from massage_screen.answers import NONE, UNSURE
from massage_screen.pack import Question
from massage_screen.proof.formula import Formula, all_of, any_of, no

#: The variables of the answers of one question.
Said = Mapping[str, Formula]


def worse(question: Question, said: Said, then: Said) -> Formula:
    """Return whether the second answer is worse than, or the same as, the first."""
    if question.takes.several:
        more = [
            z3.Implies(then[word], said[word])
            if question.reassuring
            else z3.Implies(said[word], then[word])
            for word in _lines(said)
        ]
        return all_of([*more, said[UNSURE] == then[UNSURE]])
    scale = [word for word in said if word != UNSURE]
    no_better = [
        z3.Implies(then[word], any_of([said[w] for w in scale[: place + 1]]))
        for place, word in enumerate(scale)
    ]
    return all_of([*no_better, no(said[UNSURE]), no(then[UNSURE])])


def unsure(question: Question, said: Said, then: Said) -> Formula:
    """Return whether the second client is unsure where the first is not.

    Elsewhere in a list they tick the same. The first gives the mildest answer of a
    question that takes only one.
    """
    if not question.takes.several:
        return all_of([next(iter(said.values())), then[UNSURE]])
    if question.reassuring:
        ticked = [said[word] for word in _lines(said)]
        others = [no(then[word]) for word in said if word != UNSURE]
        return all_of([*ticked, no(said[UNSURE]), *others, then[UNSURE]])
    same = [said[word] == then[word] for word in _lines(said)]
    return all_of([*same, no(said[UNSURE]), then[UNSURE]])


def _lines(said: Said) -> list[str]:
    return [word for word in said if word not in (NONE, UNSURE)]


ORDERS = {"a worse answer": worse, "unsure": unsure}
