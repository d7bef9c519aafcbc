"""What tests are given of an answer, as columns: the bits of `ticks`, in SQL.

Where a line may not be offered, a test has three bits to look at: what is found, what
may be found yet, and, where nothing in the answer counts for sure, all bits, so that
every test of it stays open. A column of a question is NULL while it is open and 0 once
it is hidden.
"""

from __future__ import annotations

from typing import NamedTuple

from massage_screen.batch.sql import (
    FALSE,
    TRUE,
    ZERO,
    Columns,
    Sql,
    all_of,
    any_of,
    bits_of,
    case,
    has,
    is_open,
    is_true,
    lacks,
    masked,
    number,
    put,
)
from massage_screen.coding import NONE_BIT, UNSURE_BIT, Code, Coding

#: All bits of a signed number of 64 bits but its sign.
_ALL = number((1 << 63) - 1)
_ALONE = NONE_BIT | UNSURE_BIT


class Told(NamedTuple):
    """What was said to a question, as bits; NULL without an answer."""

    said: Sql
    doubts: Sql = ZERO

    @property
    def named(self) -> Sql:
        """Return what is ticked or in doubt."""
        return bits_of([self.said, self.doubts])


class Lines(NamedTuple):
    """Which lines are offered, as bits: for sure, and for sure or perhaps."""

    surely: Sql
    perhaps: Sql

    @property
    def unsettled(self) -> Sql:
        """Return the lines of which it is open."""
        return put("({} & ~{})", self.perhaps, self.surely)

    @property
    def some(self) -> Sql:
        """Return whether one is offered; NULL while that is open."""
        one = put("({} <> 0)", self.surely)
        none = put("({} = 0)", self.perhaps)
        return case([(one, TRUE), (none, FALSE)])


class Heard(NamedTuple):
    """An answer as tests read it; see `ticks.Ticks`.

    Attributes:
        held: What tests find, and `held_doubts` which doubts they find.
        may: What they may find yet, and `may_doubts` which doubts.
        left: Lines that were offered and left unticked; `may_left`: and perhaps.
        counts: Whether something in it counts, where the question is asked.
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

    def includes_any(self, wanted: Code) -> Sql:
        """Return whether one of these is in the answer; NULL while that is open."""
        found = any_of(
            [has(self.held, wanted.said), has(self.held_doubts, wanted.doubts)]
        )
        if self.may == ZERO:
            return found
        out = [lacks(self.may, wanted.said), lacks(self.may_doubts, wanted.doubts)]
        return case([(found, TRUE), (all_of(out), FALSE)])

    def includes_all(self, wanted: Code) -> Sql:
        """Return whether all of these are in the answer; NULL while that is open."""
        found = _superset(self.held, self.held_doubts, wanted)
        if self.may == ZERO:
            return found
        possible = _superset(
            bits_of([self.held, self.may]),
            bits_of([self.held_doubts, self.may_doubts]),
            wanted,
        )
        return case([(found, TRUE), (put("(NOT {})", possible), FALSE)])

    def lacks_any(self, wanted: Code) -> Sql:
        """Return whether one was offered and left unticked; NULL while open."""
        found = has(self.left, wanted.said)
        if self.may == ZERO:
            return found
        return case([(found, TRUE), (lacks(self.may_left, wanted.said), FALSE)])


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
    asked: Sql,
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
        asked: Whether it is asked; NULL while that is open.
        lines: Which lines are offered; None where all are.
        reassuring: Whether a tick is good news.
    """
    if lines is None:
        found = _plain(coding, told, asked, reassuring)
    elif coding.several:
        found = _listed(columns, name, coding, told, asked, lines, reassuring)
    else:
        found = _one_of_some(told, asked, lines)
    return Heard(
        *(
            columns.make(f"{prefix}_{name}", part)
            for prefix, part in zip(_PREFIXES, found, strict=True)
        )
    )


_PREFIXES = ("hd", "hq", "md", "mq", "lk", "ml", "ct", "op")


def _gated(asked: Sql, part: Sql) -> Sql:
    """Return something where a question is asked, and 0 where it is not."""
    if asked == TRUE or part == ZERO:
        return part
    return case([(asked, part), (put("(NOT {})", asked), ZERO)])


def _plain(coding: Coding, told: Told, asked: Sql, reassuring: bool) -> Heard:
    """Return what is heard where all lines are offered."""
    held, doubts, left = told.said, told.doubts, ZERO
    if coding.several:
        held = _held(told, reassuring)
        left = _left(coding, told, reassuring, number(coding.lines))
    answered = put("({} IS NOT NULL)", told.said)
    return Heard(
        held=_gated(asked, held),
        held_doubts=_gated(asked, doubts),
        may=ZERO,
        may_doubts=ZERO,
        left=_gated(asked, left),
        may_left=ZERO,
        counts=all_of([is_true(asked), answered]),
        open=all_of([is_true(asked), is_open(told.said)]),
    )


def _held(told: Told, reassuring: bool) -> Sql:
    """Return what tests find; good news that is all in doubt comes to none."""
    if not reassuring:
        return told.named
    return case([(put("({} = 0)", told.said), number(NONE_BIT))], told.said)


def _left(coding: Coding, told: Told, reassuring: bool, among: Sql) -> Sql:
    """Return the lines among some that were left; who is unsure has left none."""
    named = told.said if reassuring else told.named
    left = put(f"({{}} & ~{{}} & {coding.lines})", among, named)
    return left if reassuring else case([(has(told.said, UNSURE_BIT), ZERO)], left)


def _one_of_some(told: Told, asked: Sql, lines: Lines) -> Heard:
    """Return what is heard of a question with one answer, of lines that depend."""
    there = put(f"(({{}} & ({{}} | {UNSURE_BIT})) <> 0)", told.said, lines.surely)
    hidden = put("(NOT {})", asked)
    held = case([(hidden, ZERO), (all_of([asked, there]), told.said)])
    counts = all_of([is_true(asked), is_true(there)])
    return Heard(
        held=held,
        held_doubts=ZERO,
        may=ZERO,
        may_doubts=ZERO,
        left=ZERO,
        may_left=ZERO,
        counts=counts,
        open=all_of([is_true(asked), put("({} IS NOT TRUE)", there)]),
    )


def _listed(
    columns: Columns,
    name: str,
    coding: Coding,
    told: Told,
    asked: Sql,
    lines: Lines,
    reassuring: bool,
) -> Heard:
    """Return what is heard of a list whose lines depend on answers."""
    there = bits_of([lines.surely, number(_ALONE)])
    named = told.said if reassuring else told.named
    held = columns.make(f"hx_{name}", put("({} & {})", named, there))
    may = columns.make(f"mx_{name}", put("({} & {})", named, lines.unsettled))
    doubts = put("({} & {})", told.doubts, lines.surely)
    may_doubts = put("({} & {})", told.doubts, lines.unsettled)
    if reassuring:
        held, may = _none_of(held, may, doubts, may_doubts)
    counts = put("(({} | {}) <> 0)", held, doubts)
    perhaps = put("(({} | {}) <> 0)", may, may_doubts)
    # 2: something counts; 1: it may; 0: the question is hidden; NULL: nothing is heard.
    heard = case([(counts, number(2)), (perhaps, number(1))])
    state = columns.make(f"st_{name}", _gated(asked, heard))
    return Heard(
        held=_where(state, held, held),
        held_doubts=_where(state, doubts, doubts),
        may=_where(state, may, _ALL),
        may_doubts=_where(state, may_doubts, _ALL),
        left=_where(state, _left(coding, told, reassuring, lines.surely), ZERO),
        may_left=_where(state, _left(coding, told, reassuring, lines.unsettled), _ALL),
        counts=is_true(put("({} = 2)", state)),
        open=all_of([is_true(asked), is_open(state)]),
    )


def _none_of(held: Sql, may: Sql, doubts: Sql, may_doubts: Sql) -> tuple[Sql, Sql]:
    """Return the same, with none where good news is in doubt altogether."""
    nothing = put("({} = 0)", held)
    settled = all_of([put("({} <> 0)", doubts), put("({} = 0)", may)])
    something = put("(({} | {} | {}) <> 0)", doubts, may, may_doubts)
    is_none = all_of([nothing, settled])
    may_be = all_of([nothing, put("(NOT {})", settled), something])
    return (
        case([(is_none, number(NONE_BIT))], held),
        case([(may_be, put(f"({{}} | {NONE_BIT})", may))], may),
    )


def _where(state: Sql, counts: Sql, unsettled: Sql) -> Sql:
    """Return one thing where something counts, another where it may, 0 if hidden."""
    return case(
        [
            (put("({} = 2)", state), counts),
            (put("({} = 1)", state), unsettled),
            (put("({} = 0)", state), ZERO),
        ]
    )


def carried(
    coding: Coding, told: Told, heard: Heard, asked: Sql, lines: Lines
) -> Lines:
    """Return which lines of a list are ticked, in doubt, or not known, for another.

    Args:
        coding: How the list is coded.
        told: What was said to it.
        heard: What was heard of it.
        asked: Whether it is asked.
        lines: Which of its lines are offered.
    """
    unsure = has(told.said, UNSURE_BIT)
    named = case([(unsure, number(coding.lines))], masked(told.named, coding.lines))
    known = is_open(heard.held)
    surely = case(
        [(put("({} IS FALSE)", asked), ZERO), (known, ZERO)],
        put("({} & {})", named, lines.surely),
    )
    # What is named may be offered; while nothing counts, all of it may yet be named.
    perhaps = case(
        [
            (put("({} IS FALSE)", asked), ZERO),
            (known, lines.perhaps),
            (heard.counts, put("({} & {})", named, lines.perhaps)),
        ],
        lines.perhaps,
    )
    return Lines(surely, perhaps)


def left_to(
    coding: Coding, told: Told, heard: Heard, asked: Sql, lines: Lines
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
    hidden = put("({} IS FALSE)", asked)
    not_offered = put(f"({coding.lines} & ~{{}})", lines.perhaps)
    unnamed = put(f"({coding.lines} & ~{{}})", told.named)
    surely = case(
        [
            (hidden, every),
            (is_open(heard.held), not_offered),
            (heard.counts, bits_of([not_offered, unnamed])),
        ],
        not_offered,
    )
    named_here = put("({} & {})", told.named, lines.surely)
    perhaps = case(
        [(hidden, every), (is_open(heard.held), every)],
        put(f"({coding.lines} & ~{{}})", named_here),
    )
    return Lines(surely, perhaps)
