"""When one answer is worse than another: the two orders of `never_lowers`."""

from __future__ import annotations

from collections.abc import Mapping

import z3

from massage_screen.answers import NONE, UNSURE, doubt_of, is_doubt
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
        same = [said[word] == then[word] for word in said if is_doubt(word)]
        return all_of([*more, *same, said[UNSURE] == then[UNSURE]])
    scale = [word for word in said if word != UNSURE]
    no_better = [
        z3.Implies(then[word], any_of([said[w] for w in scale[: place + 1]]))
        for place, word in enumerate(scale)
    ]
    return all_of([*no_better, no(said[UNSURE]), no(then[UNSURE])])


def unsure(question: Question, said: Said, then: Said) -> Formula:
    """Return whether the second client is unsure where the first is not.

    In a list it is the rest of the list, or single lines; elsewhere they tick the same.
    The first gives the mildest answer of a question that takes only one.
    """
    if not question.takes.several:
        return all_of([next(iter(said.values())), then[UNSURE]])
    doubted = _in_doubt(question, said, then)
    doubts = [word for word in said if is_doubt(word)]
    if question.reassuring:
        ticked = [said[word] for word in _lines(said)]
        others = [no(then[word]) for word in said if word != UNSURE]
        whole = all_of([*ticked, no(said[UNSURE]), *others, then[UNSURE]])
        return any_of([whole, doubted])
    same = [said[word] == then[word] for word in (*_lines(said), *doubts)]
    return any_of([all_of([*same, no(said[UNSURE]), then[UNSURE]]), doubted])


def _in_doubt(question: Question, said: Said, then: Said) -> Formula:
    """Return whether the second doubts more lines, and ticks the same else.

    A line whose doubt has no variable is read as a tick, or in a reassuring list as
    none, and so it is here.
    """
    parts = [said[UNSURE] == then[UNSURE]]
    for line in _lines(said):
        doubt = doubt_of(line)
        if doubt in said:
            parts.append(z3.Implies(said[doubt], then[doubt]))
            parts.append(z3.Implies(then[line], said[line]))
            kept = [then[line], then[doubt]] if question.reassuring else [then[line]]
            parts.append(z3.Implies(said[line], any_of(kept)))
        elif question.reassuring:
            parts.append(z3.Implies(then[line], said[line]))
        else:
            parts.append(z3.Implies(said[line], then[line]))
    return all_of(parts)


def _lines(said: Said) -> list[str]:
    return [word for word in said if word not in (NONE, UNSURE) and not is_doubt(word)]


ORDERS = {"a worse answer": worse, "unsure": unsure}
