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

    The first gives the mildest answer of a question that takes only one, and ticks
    everything in a list of good news. In any list the second may be unsure of the
    rest of it, or of single lines.
    """
    if not question.takes.several:
        return all_of([next(iter(said.values())), then[UNSURE]])
    doubted = _in_doubt(question, said, then)
    if question.reassuring:
        return any_of([_no_longer_told(said, then), doubted])
    doubts = [word for word in said if is_doubt(word)]
    same = [said[word] == then[word] for word in (*_lines(said), *doubts)]
    return any_of([all_of([*same, no(said[UNSURE]), then[UNSURE]]), doubted])


def _no_longer_told(said: Said, then: Said) -> Formula:
    """Return whether all good news was told first, and then some of it is in doubt.

    Either all of the list, or single lines. The doubt of a line that has no variable
    for it is read as no tick.
    """
    ticked = [*(said[line] for line in _lines(said)), no(said[UNSURE])]
    others = [no(then[word]) for word in said if word != UNSURE]
    whole = all_of([*others, then[UNSURE]])
    lines = [
        any_of([then[line], then[doubt_of(line)]])
        for line in _lines(said)
        if doubt_of(line) in said
    ]
    return all_of([*ticked, any_of([whole, all_of([*lines, no(then[UNSURE])])])])


def _in_doubt(question: Question, said: Said, then: Said) -> Formula:
    """Return whether the second doubts lines that the first left, and ticks the same.

    A line whose doubt has no variable is read as a tick, or in a reassuring list as
    none, and so it is here.
    """
    parts = [said[UNSURE] == then[UNSURE]]
    for line in _lines(said):
        if doubt_of(line) in said:
            parts.append(z3.Implies(said[doubt_of(line)], then[doubt_of(line)]))
        if doubt_of(line) in said or question.reassuring:
            parts.append(said[line] == then[line])
        else:
            parts.append(z3.Implies(said[line], then[line]))
    return all_of(parts)


def _lines(said: Said) -> list[str]:
    return [word for word in said if word not in (NONE, UNSURE) and not is_doubt(word)]


ORDERS = {"a worse answer": worse, "unsure": unsure}
