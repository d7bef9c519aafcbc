"""An index over conditions: which of them what was heard may make true, or open.

Most conditions are false for most clients, and one test is enough to say so: what it
looks for was not heard. From each condition some tests are taken of which one at least
must find what it looks for; until one does, the condition is false, and nobody need
look. It is the first layer of a Rete network, and changes no result.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from massage_screen.condition import HIDDEN, Condition, Heard
from massage_screen.ticks import Ticks

#: A word heard of a question, or a value of a fact or of what the program knows.
#: `_ANY` stands for every answer.
Clue = tuple[str, str]
_ANY = ""
#: How much less a clue tells that is heard of somebody well too.
_USUAL = 50


class Clues:
    """Which conditions to look at, for what was heard.

    A condition is known by `id`: what it is made of need not be gone through again,
    and it stays as long as its pack.

    Attributes:
        all: Every condition of the index; each is false until it is woken.
    """

    def __init__(
        self, conditions: Iterable[Condition], usual: Collection[Clue]
    ) -> None:
        """Choose the clues of every condition.

        Args:
            conditions: Those of a pack, each kept as long as the index.
            usual: What is heard of most clients, and so tells little.
        """
        waking: dict[str, dict[str, set[int]]] = {}
        for condition in conditions:
            for name, word in _clues(condition, usual):
                by_word = waking.setdefault(name, {_ANY: set()})
                by_word.setdefault(word, set()).add(id(condition))
        for by_word in waking.values():
            for ids in by_word.values():
                ids |= by_word[_ANY]
        self._waking = waking
        self._of_name = {
            name: set[int]().union(*by_word.values())
            for name, by_word in waking.items()
        }
        self.all = frozenset[int]().union(*self._of_name.values())

    def wake(self, asleep: set[int], name: str, heard: Heard | None) -> None:
        """Take away the conditions to look at now that an answer was heard.

        Args:
            asleep: Those that nothing heard before makes true or leaves open.
            name: A question, or what the program knows.
            heard: As a condition is given it; None while it is open.
        """
        by_word = self._waking.get(name)
        if by_word is None:
            return
        if isinstance(heard, str):
            if heard != HIDDEN:
                asleep -= by_word.get(heard) or by_word[_ANY]
        elif isinstance(heard, Ticks) and heard.counts:
            for word in heard.held:
                asleep -= by_word.get(word) or by_word[_ANY]
            for word in heard.perhaps:
                asleep -= by_word.get(word) or by_word[_ANY]
        elif heard is None or isinstance(heard, Ticks):
            asleep -= self._of_name[name]
        else:
            asleep -= by_word[_ANY]

    def wake_by_values(
        self, asleep: set[int], name: str, values: Collection[str]
    ) -> None:
        """Take away the conditions to look at once a fact may have these values.

        Args:
            asleep: As for `wake`.
            name: A fact.
            values: Those that it may still have.
        """
        by_word = self._waking.get(name)
        if by_word is not None:
            for value in values:
                asleep -= by_word.get(value) or by_word[_ANY]


def _clues(condition: Condition, usual: Collection[Clue]) -> frozenset[Clue]:
    """Return clues of which one is heard whenever a condition is not false."""
    if condition.any_of is not None:
        parts = (_clues(part, usual) for part in condition.any_of)
        return frozenset[Clue]().union(*parts)
    if condition.all_of is not None:
        return min(
            (_clues(part, usual) for part in condition.all_of),
            key=lambda clues: _tell(clues, usual),
        )
    name = condition.question or condition.fact or condition.known or ""
    if condition.includes_all_of is not None:  # any one of them must be there
        each = ((name, word) for word in condition.includes_all_of)
        return frozenset({min(each, key=lambda one: (one in usual, one))})
    words = condition.is_any_of or condition.includes_any_of or (_ANY,)
    return frozenset((name, word) for word in words)


def _tell(clues: frozenset[Clue], usual: Collection[Clue]) -> int:
    """Return about how often one of these is heard: the less, the more it tells."""
    return sum(_USUAL if t[1] == _ANY or t in usual else 1 for t in clues)
