"""The four kinds of question: which answers each takes, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Literal, Protocol, TypeVar, get_args

import msgspec

from massage_screen.answers import (
    NO,
    NONE,
    UNSURE,
    YES,
    Value,
    doubt_of,
    is_doubt,
    line_of,
)
from massage_screen.condition import TESTS_OF_LINES, Condition
from massage_screen.pack.table import Id, Table, Text

#: What a pack calls them.
WordOfKind = Literal["yes_no", "one_of", "any_of", "number"]
T = TypeVar("T")


class Choice(Table):
    """A permitted answer.

    Attributes:
        when: When the line is offered; always without it.
        carried_from: The question in which the line must be ticked or in doubt to be
            offered here; filled in for a question that `carries`, never written.
        aloud: Whether it is read out; else it is only shown.
        ends_after: Questions after which the interview may stop early, where this is
            ticked or in doubt and massage is put off.
    """

    id: Id
    text: Text
    when: Condition | None = None
    carried_from: str = ""
    aloud: bool = True
    ends_after: tuple[Id, ...] = ()


class Asked(Protocol):
    """What a kind reads of a question."""

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Return the choices, mildest first."""

    @property
    def none(self) -> str:
        """Return the words of the answer that stands alone."""

    @property
    def reassuring(self) -> bool:
        """Say whether more ticks, or yes, are milder."""

    @property
    def minimum(self) -> int | None:
        """Return the smallest number."""

    @property
    def maximum(self) -> int | None:
        """Return the largest number."""

    @property
    def bands(self) -> tuple[int, ...]:
        """Return the thresholds at which a condition may cut."""

    @property
    def words(self) -> Mapping[str, str]:
        """Return the text of each answer."""


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """What a kind of question takes as an answer. Nothing here has a default.

    Attributes:
        several: Whether several lines can be ticked; the answer is then a list.
        counts: Whether the answer is a number.
        yes_or_no: Whether its lines are yes and no, words of the program.
        fewest_choices: How many choices it needs; with 0 it takes none.
        fields: The fields of a question that not every kind takes, and it does.
        tests: How a condition may test its answer.
        one_change: Whether it takes one change at most.
        words: Return the text of each answer but "not sure", mildest first.
        mildest: Return the answer of somebody with nothing to tell.
        accept: Return an answer but "not sure" in its stored form; raise ValueError
            with what would fit.
        told_apart: Go through answers, one for each that a condition can tell from
            the others; of a list each line alone.
    """

    several: bool
    counts: bool
    yes_or_no: bool
    fewest_choices: int
    fields: frozenset[str]
    tests: tuple[str, ...]
    one_change: bool
    words: Callable[[Asked], dict[str, str]]
    mildest: Callable[[Asked], Value]
    accept: Callable[[Asked, object], Value]
    told_apart: Callable[[Asked], Iterator[Value]]

    @property
    def one_word(self) -> bool:
        """Say whether the answer is one of its words."""
        return not (self.several or self.counts)

    @property
    def unsure(self) -> Value:
        """Return the answer "not sure" in its stored form."""
        return (UNSURE,) if self.several else UNSURE


def _choices(asked: Asked) -> dict[str, str]:
    return {choice.id: choice.text for choice in asked.choices}


def _choices_or_none(asked: Asked) -> dict[str, str]:
    return _choices(asked) | {NONE: asked.none}


def _yes_and_no(asked: Asked) -> dict[str, str]:
    mildest_first = (YES, NO) if asked.reassuring else (NO, YES)
    return {word: word.capitalize() for word in mildest_first}


def _nothing(_: Asked) -> dict[str, str]:
    return {}


def _first(asked: Asked) -> Value:
    return next(iter(asked.words))


def _no_sign(asked: Asked) -> Value:
    return tuple(_choices(asked)) if asked.reassuring else (NONE,)


def _least(asked: Asked) -> Value:
    return asked.minimum or 0


def _a_word(asked: Asked, raw: object) -> Value:
    if not isinstance(raw, str) or raw not in asked.words:
        raise ValueError(f"must be one of {_listed(asked.words)}")
    return raw


def _a_list(asked: Asked, raw: object) -> Value:
    if not isinstance(raw, list | tuple):
        raise ValueError(f"must be a list of {_listed(asked.words)}")
    if not raw:
        raise ValueError(
            'is an empty list. Write ["none"] when none applies, or "unsure"'
        )
    for item in raw:
        if not isinstance(item, str) or not _fits(asked, item):
            raise ValueError(f"may only hold {_listed(asked.words)}")
    if NONE in raw and len(raw) > 1:
        raise ValueError('has "none" beside other answers; "none" stands alone')
    if len({line_of(item) for item in raw}) < len(raw):
        raise ValueError("names the same answer twice")
    order = tuple(asked.words)
    return tuple(sorted(raw, key=lambda item: order.index(line_of(item))))


def _fits(asked: Asked, item: str) -> bool:
    line = line_of(item)
    alone = is_doubt(item) and line in (NONE, UNSURE)  # there is no doubt of these
    return line in asked.words and item in (line, doubt_of(line)) and not alone


def _a_number(asked: Asked, raw: object) -> Value:
    low, high = asked.minimum, asked.maximum
    span = f"from {low} to {high}"
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise ValueError(f"must be a number {span}, or 'unsure'")
    fits = (low is None or raw >= low) and (high is None or raw <= high)
    if not fits:  # nor does "not a number", of which every comparison is false
        raise ValueError(f"must be {span}, or 'unsure'")
    return raw


def _listed(words: Mapping[str, str]) -> str:
    return ", ".join(repr(word) for word in words)


def _each_word(asked: Asked) -> Iterator[Value]:
    yield from asked.words


def _each_line(asked: Asked) -> Iterator[Value]:
    yield from ((word,) for word in asked.words)


def _each_stretch(asked: Asked) -> Iterator[Value]:
    """Go through the low end of each stretch between the thresholds."""
    yield from sorted({asked.minimum or 0, *asked.bands})
    yield UNSURE


#: The kinds by their words; who adds one learns here what it must know.
KINDS: Mapping[str, Kind] = {
    "yes_no": Kind(
        several=False,
        counts=False,
        yes_or_no=True,
        fewest_choices=0,
        fields=frozenset({"ends_after", "reassuring"}),
        tests=("is_any_of",),
        one_change=False,
        words=_yes_and_no,
        mildest=_first,
        accept=_a_word,
        told_apart=_each_word,
    ),
    "one_of": Kind(
        several=False,
        counts=False,
        yes_or_no=False,
        fewest_choices=2,
        fields=frozenset({"leave_out", "open", "shown"}),
        tests=("is_any_of",),
        one_change=False,
        words=_choices,
        mildest=_first,
        accept=_a_word,
        told_apart=_each_word,
    ),
    "any_of": Kind(
        several=True,
        counts=False,
        yes_or_no=False,
        fewest_choices=1,
        fields=frozenset(
            {"none", "open", "reassuring", "carries", "except_in", "leave_out"}
        ),
        tests=TESTS_OF_LINES,
        one_change=True,
        words=_choices_or_none,
        mildest=_no_sign,
        accept=_a_list,
        told_apart=_each_line,
    ),
    "number": Kind(
        several=False,
        counts=True,
        yes_or_no=False,
        fewest_choices=0,
        fields=frozenset({"unit", "minimum", "maximum", "bands"}),
        tests=("at_least", "below", "is_any_of"),
        one_change=True,
        words=_nothing,
        mildest=_least,
        accept=_a_number,
        told_apart=_each_stretch,
    ),
}


def for_each_kind(table: Mapping[str, T]) -> Mapping[str, T]:
    """Return a table that has something for each kind of question.

    Raises:
        KeyError: A kind is missing, so that it would be forgotten in silence, or
            there is no such kind.
    """
    if table.keys() != KINDS.keys():
        strange = ", ".join(sorted(table.keys() ^ KINDS.keys()))
        raise KeyError(f"not one entry for each kind of question: {strange}")
    return table


for_each_kind(dict.fromkeys(get_args(WordOfKind)))
