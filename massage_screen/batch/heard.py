"""What tests are given of an answer, as columns: the bits of `ticks`, in SQL.

No column is NULL: a database takes several times as long over what may be. Of each
answer stands what is found in it, and what may be found in it yet; where nothing in it
counts for sure, the bit of an open answer is set, and every test of it stays open. A
question that is hidden has no bits.
"""

from __future__ import annotations

from typing import NamedTuple

from massage_screen.batch.sql import (
    EVERY,
    ZERO,
    Columns,
    Sql,
    Truth,
    all_of,
    any_of,
    bits_of,
    common,
    has,
    lacks,
    masked,
    number,
    put,
    spread,
    where,
    without,
)
from massage_screen.coding import NONE_BIT, OPEN_BIT, UNSURE_BIT, Code, Coding

_OPEN = number(OPEN_BIT)
_ALONE = number(NONE_BIT | UNSURE_BIT)


class Told(NamedTuple):
    """What was said to a question, as bits; the open one without an answer."""

    said: Sql
    doubts: Sql = ZERO

    @property
    def named(self) -> Sql:
        """Return what is ticked or in doubt."""
        return bits_of([self.said, self.doubts])


class Gate(NamedTuple):
    """Whether a question is asked: all bits where it is, and none where it is not.

    Attributes:
        surely: Whether it is asked whatever is answered yet.
        perhaps: Whether it is asked, or may be.
    """

    surely: Sql
    perhaps: Sql


OPEN_GATE = Gate(EVERY, EVERY)


class Lines(NamedTuple):
    """Which lines are offered, as bits: for sure, and for sure or perhaps."""

    surely: Sql
    perhaps: Sql

    @property
    def some(self) -> Truth:
        """Return whether one is offered."""
        return Truth(*(put("({} <> 0)", bits) for bits in self))


class Heard(NamedTuple):
    """An answer as tests read it; see `ticks.Ticks`.

    Attributes:
        held: What tests find, or the open bit; `held_doubts`: which doubts they find.
        may: What they find or may find yet, and `may_doubts` which doubts.
        left: Lines that were offered and left unticked; `may_left`: for sure or
            perhaps.
        counts: All bits where something in it counts, as its question is asked.
        open: Whether it is asked and has no answer yet.
    """

    held: Sql
    held_doubts: Sql
    may: Sql
    may_doubts: Sql
    left: Sql
    may_left: Sql
    counts: Sql
    open: Sql

    def includes_any(self, wanted: Code) -> Truth:
        """Return whether one of these is in the answer."""
        return Truth(
            any_of([has(self.held, wanted.said), has(self.held_doubts, wanted.doubts)]),
            any_of(
                [
                    has(self.may, wanted.said | OPEN_BIT),
                    has(self.may_doubts, wanted.doubts),
                ]
            ),
        )

    def includes_all(self, wanted: Code) -> Truth:
        """Return whether all of these are in the answer."""
        found = _superset(self.held, self.held_doubts, wanted)
        possible = _superset(self.may, self.may_doubts, wanted)
        return Truth(found, any_of([possible, has(self.held, OPEN_BIT)]))

    def lacks_any(self, wanted: Code) -> Truth:
        """Return whether one of these was offered and left unticked."""
        possible = has(self.may_left, wanted.said)
        return Truth(
            has(self.left, wanted.said), any_of([possible, has(self.held, OPEN_BIT)])
        )


def _superset(said: Sql, doubts: Sql, wanted: Code) -> Sql:
    parts = [
        put(f"(({{}} & {mask}) = {mask})", bits)
        for bits, mask in zip((said, doubts), wanted, strict=True)
        if mask
    ]
    return all_of(parts)


def hear(
    columns: Columns,
    name: str,
    coding: Coding,
    told: Told,
    asked: Gate,
    lines: Lines | None,
    *,
    reassuring: bool,
) -> Heard:
    """Make the columns of what is heard of one question.

    Args:
        columns: Where they are made.
        name: The question.
        coding: How its answers are coded.
        told: What was said.
        asked: Whether it is asked.
        lines: Which lines are offered; None where all are.
        reassuring: Whether a tick is good news.
    """
    if lines is None:
        found = _plain(columns, name, coding, told, asked, reassuring)
    elif coding.several:
        found = _listed(columns, name, coding, told, asked, lines, reassuring)
    else:
        found = _one_of_some(columns, name, told, asked, lines)
    made = {found.open: found.open}  # it is read once, far on, as what it reads is
    for prefix, part in zip(Heard._fields, found, strict=True):
        if part not in made:
            made[part] = columns.make(f"{prefix}_{name}", part)
    return Heard(*map(made.__getitem__, found))


def _gated(asked: Gate, counts: Sql, part: Sql) -> Sql:
    """Return something where it counts, the open bit while it may, else no bit."""
    return bits_of(
        [common(part, counts), common(without(asked.perhaps, counts), _OPEN)]
    )


def _plain(
    columns: Columns,
    name: str,
    coding: Coding,
    told: Told,
    asked: Gate,
    reassuring: bool,
) -> Heard:
    """Return what is heard where all lines are offered."""
    answered = spread(lacks(told.said, OPEN_BIT))
    counts = columns.make(f"ok_{name}", common(asked.surely, answered))
    held, doubts, left = told.said, told.doubts, ZERO
    if coding.several:
        held = _held(told, reassuring)
        left = common(_left(coding, told, reassuring, number(coding.lines)), counts)
    held = columns.make(f"hg_{name}", _gated(asked, asked.surely, held))
    doubts = common(doubts, asked.surely)
    is_open = has(common(told.said, asked.surely), OPEN_BIT)
    return _settled(held, counts, is_open, doubts, left)


def _settled(
    held: Sql, counts: Sql, is_open: Sql, doubts: Sql = ZERO, left: Sql = ZERO
) -> Heard:
    """Return what is heard where nothing more may be found in an answer yet."""
    return Heard(held, doubts, held, doubts, left, left, counts, is_open)


def _held(told: Told, reassuring: bool) -> Sql:
    """Return what tests find; good news that is all in doubt comes to none."""
    if not reassuring:
        return told.named
    in_doubt = put("({} = 0)", told.said)
    return bits_of([told.said, where(in_doubt, number(NONE_BIT))])


def _left(coding: Coding, told: Told, reassuring: bool, among: Sql) -> Sql:
    """Return the lines among some that were left; who is unsure has left none."""
    named = told.said if reassuring else told.named
    left = without(masked(among, coding.lines), named)
    return left if reassuring else where(lacks(told.said, UNSURE_BIT), left)


def _one_of_some(
    columns: Columns, name: str, told: Told, asked: Gate, lines: Lines
) -> Heard:
    """Return what is heard of a question with one answer, of lines that depend."""
    there = bits_of([lines.surely, number(UNSURE_BIT)])
    found = columns.make(f"hx_{name}", common(told.said, there, asked.surely))
    counts = columns.make(f"ok_{name}", spread(put("({} <> 0)", found)))
    held = columns.make(f"hg_{name}", _gated(asked, counts, found))
    return _settled(held, counts, put("({} <> 0)", without(asked.surely, counts)))


def _listed(
    columns: Columns,
    name: str,
    coding: Coding,
    told: Told,
    asked: Gate,
    lines: Lines,
    reassuring: bool,
) -> Heard:
    """Return what is heard of a list whose lines depend on answers."""
    named = told.said if reassuring else told.named
    held = columns.make(f"hx_{name}", common(named, bits_of([lines.surely, _ALONE])))
    may = columns.make(f"mx_{name}", common(named, bits_of([lines.perhaps, _ALONE])))
    doubts = common(told.doubts, lines.surely)
    may_doubts = common(told.doubts, lines.perhaps)
    something = put("({} <> 0)", bits_of([held, doubts]))
    nothing = put("({} = 0)", bits_of([may, may_doubts]))
    if reassuring:
        held, may = _none_of(held, may, doubts, may_doubts)
    counts = columns.make(f"ok_{name}", common(asked.surely, spread(something)))
    left = _left(coding, told, reassuring, lines.surely)
    may_left = _left(coding, told, reassuring, lines.perhaps)
    return Heard(
        held=_gated(asked, counts, held),
        held_doubts=common(doubts, counts),
        may=_gated(asked, counts, may),
        may_doubts=common(may_doubts, counts),
        left=common(left, counts),
        may_left=common(may_left, counts),
        counts=counts,
        open=all_of([nothing, put("({} <> 0)", asked.surely)]),
    )


def _none_of(held: Sql, may: Sql, doubts: Sql, may_doubts: Sql) -> tuple[Sql, Sql]:
    """Return the same, with none where good news is in doubt altogether.

    It is none for sure where only doubts are found, and nothing may be found yet.
    """
    none = number(NONE_BIT)
    nothing = put("({} = 0)", held)
    settled = all_of([put("({} <> 0)", doubts), put("({} = 0)", may)])
    something = put("({} <> 0)", bits_of([may, may_doubts]))
    return (
        bits_of([held, where(all_of([nothing, settled]), none)]),
        bits_of([may, where(all_of([nothing, something]), none)]),
    )


def carried(
    coding: Coding, told: Told, heard: Heard, asked: Gate, lines: Lines
) -> Lines:
    """Return which lines of a list are ticked, in doubt, or not known, for another.

    Args:
        coding: How the list is coded.
        told: What was said to it.
        heard: What was heard of it.
        asked: Whether it is asked.
        lines: Which of its lines are offered.
    """
    unsure = where(has(told.said, UNSURE_BIT), number(coding.lines))
    named = common(bits_of([told.named, unsure]), heard.counts)
    # While nothing counts, all of what may be offered may yet be named.
    may = bits_of([named, without(asked.perhaps, heard.counts)])
    every = coding.lines
    return Lines(
        masked(common(named, lines.surely), every),
        masked(common(may, lines.perhaps), every),
    )


def left_to(
    coding: Coding, told: Told, heard: Heard, asked: Gate, lines: Lines
) -> Lines:
    """Return which lines of a list are left to another: neither ticked nor in doubt.

    Args:
        coding: How the list is coded.
        told: What was said to it.
        heard: What was heard of it.
        asked: Whether it is asked.
        lines: Which of its lines are offered.
    """
    every = number(coding.lines)
    hidden = without(every, asked.perhaps)
    not_offered = without(every, lines.perhaps)
    unnamed = common(without(every, told.named), heard.counts)
    named_here = common(told.named, lines.surely, heard.counts)
    return Lines(bits_of([not_offered, unnamed, hidden]), without(every, named_here))


__all__ = ["OPEN_GATE", "Gate", "Heard", "Lines", "Told", "carried", "hear", "left_to"]
