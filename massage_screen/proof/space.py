"""How many answer sheets a pack makes possible."""

from __future__ import annotations

from math import prod

from massage_screen.pack import Pack, Question
from massage_screen.proof.encoding import words


def answer_space(pack: Pack) -> int:
    """Return how many ways there are to answer every question of a pack.

    Each with every value of what the program knows.

    There are no more clients than that: where a question is not asked, several ways
    are one client. Numbers count by the stretches between the thresholds of rules.
    """
    known = prod(len(each.values) for each in pack.known.values())
    return known * prod(map(_answers, pack.questions.values()))


def _answers(question: Question) -> int:
    if not question.takes.several:
        return len(words(question))
    # Each line ticked, in doubt or neither, and the rest unsure or not; where none of
    # that is said, "none".
    return 2 * int(3 ** len(question.choices))
