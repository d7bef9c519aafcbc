"""What an answer to a list comes to: which lines count, and which were left unticked.

Whether a line is offered at all may be open; what is not offered does not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from massage_screen.answers import NONE, UNSURE, is_doubt, line_of

#: Whether each line is offered; None while that is open. One that is absent is.
Offered = Mapping[str, bool | None]


class Ticks(msgspec.Struct, frozen=True):
    """A list answer as tests read it.

    Attributes:
        held: What tests find in it: `none`, `unsure`, a line with a tick or a doubt
            (in a reassuring list with a tick), and the doubt itself.
        perhaps: What they find in it if its line turns out to be offered.
        lacked: Lines that were offered and left unticked.
        perhaps_lacked: Lines left unticked that may not be offered.
        counts: Whether something in it counts, so that it is an answer for sure.
        in_doubt: Whether what counts in it holds `unsure` or a doubt.
    """

    held: frozenset[str]
    perhaps: frozenset[str]
    lacked: frozenset[str]
    perhaps_lacked: frozenset[str]
    counts: bool
    in_doubt: bool

    def includes_any(self, wanted: tuple[str, ...]) -> bool | None:
        """Say whether one of these is in the answer; None while that is open."""
        if not self.held.isdisjoint(wanted):
            return True
        if self.counts and self.perhaps.isdisjoint(wanted):
            return False  # most often; so it is said without another call
        return None

    def includes_all(self, wanted: tuple[str, ...]) -> bool | None:
        """Say whether all of these are in the answer; None while that is open."""
        if self.held.issuperset(wanted):
            return True
        return self._false_unless((self.held | self.perhaps).issuperset(wanted))

    def lacks_any(self, lines: tuple[str, ...]) -> bool | None:
        """Say whether one of these was offered and left; None while that is open."""
        if self.counts and not self.lacked.isdisjoint(lines):
            return True
        return self._false_unless(not self.perhaps_lacked.isdisjoint(lines))

    def _false_unless(self, possible: bool) -> bool | None:
        return None if possible or not self.counts else False


def ticks_of(
    words: tuple[str, ...], lines: Iterable[str], offered: Offered, reassuring: bool
) -> Ticks:
    """Return what a list answer comes to.

    In a reassuring list a tick is good news, so a line in doubt counts as unticked,
    and doubts alone count as `none`. In any other it counts as ticked, and who is
    unsure of the rest has left no line of it.

    Args:
        words: The answer in its stored form.
        lines: All lines of the question.
        offered: Which of them are offered.
        reassuring: Whether a tick is good news.
    """
    held = _found(words, offered, True, reassuring)
    perhaps = _found(words, offered, None, reassuring)
    if reassuring and all(map(is_doubt, held)) and (held or perhaps):
        settled = held and all(map(is_doubt, perhaps))
        (held if settled else perhaps).add(NONE)
    named = {line_of(w) for w in words if not (reassuring and is_doubt(w))}
    knows = reassuring or UNSURE not in words
    left = [line for line in lines if knows and line not in named]
    return Ticks(
        held=frozenset(held),
        perhaps=frozenset(perhaps),
        lacked=frozenset(line for line in left if offered.get(line, True)),
        perhaps_lacked=frozenset(x for x in left if offered.get(x, True) is None),
        counts=bool(held),
        in_doubt=any(word == UNSURE or is_doubt(word) for word in held),
    )


def _found(
    words: tuple[str, ...], offered: Offered, state: bool | None, reassuring: bool
) -> set[str]:
    """Return what tests find in the words whose lines are offered, or may be."""
    found: set[str] = set()
    for word in words:
        if offered.get(line_of(word), True) is state:
            found |= {word} if reassuring else {word, line_of(word)}
    return found
