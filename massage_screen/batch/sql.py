"""Pieces of SQL that know which columns they read, and the columns made of them.

Text is put together here and nowhere else: values are quoted, and every operation
stands in brackets, as the databases do not agree on which goes first. What is written
is the same for all of them but for the few functions of a `Dialect`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple


class Sql(NamedTuple):
    """A piece of SQL, and the columns that it reads."""

    text: str
    reads: frozenset[str] = frozenset()


#: A piece with what it gives where it applies; see `case`.
Way = tuple[Sql, Sql]

TRUE, FALSE, NULL, ZERO = Sql("TRUE"), Sql("FALSE"), Sql("NULL"), Sql("0")
#: All bits there are, also of longer numbers.
EVERY = Sql("(-1)")


def column(name: str) -> Sql:
    """Return a column by its name."""
    return Sql(quoted(name), frozenset({name}))


def quoted(name: str) -> str:
    """Return the name of a column; a dialect with other quotes replaces these."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> Sql:
    """Return a text."""
    return Sql("'" + value.replace("'", "''") + "'")


def number(value: int) -> Sql:
    """Return a whole number of 64 bits."""
    return Sql(str(value))


def put(pattern: str, *parts: Sql) -> Sql:
    """Return a pattern with parts in the place of its `{}`."""
    reads = frozenset[str]().union(*(part.reads for part in parts))
    return Sql(pattern.format(*(part.text for part in parts)), reads)


def joined(operator: str, parts: Sequence[Sql]) -> Sql:
    """Return parts with an operator between them, in brackets."""
    if len(parts) == 1:
        return parts[0]
    reads = frozenset[str]().union(*(part.reads for part in parts))
    return Sql(f"({f' {operator} '.join(part.text for part in parts)})", reads)


def all_of(parts: Iterable[Sql]) -> Sql:
    """Return whether all hold; false goes before open."""
    kept = [part for part in dict.fromkeys(parts) if part != TRUE]
    if FALSE in kept:
        return FALSE
    return joined("AND", kept) if kept else TRUE


def any_of(parts: Iterable[Sql]) -> Sql:
    """Return whether one holds; true goes before open."""
    kept = [part for part in dict.fromkeys(parts) if part != FALSE]
    if TRUE in kept:
        return TRUE
    return joined("OR", kept) if kept else FALSE


def bits_of(parts: Iterable[Sql]) -> Sql:
    """Return the bits of all of these together."""
    kept = [part for part in parts if part != ZERO]
    return joined("|", kept) if kept else ZERO


def masked(bits: Sql, mask: int) -> Sql:
    """Return the bits that are among those of a mask."""
    return put(f"({{}} & {mask})", bits) if mask else ZERO


def has(bits: Sql, mask: int) -> Sql:
    """Return whether one bit of a mask is set."""
    return put(f"(({{}} & {mask}) <> 0)", bits) if mask else FALSE


def lacks(bits: Sql, mask: int) -> Sql:
    """Return whether no bit of a mask is set."""
    return put(f"(({{}} & {mask}) = 0)", bits) if mask else TRUE


def shifted(bits: Sql, places: int) -> Sql:
    """Return bits moved to higher places, or to lower ones by less than none."""
    if not places:
        return bits
    sign = "<<" if places > 0 else ">>"  # of 64 bits: a small constant has 32
    return put(f"(CAST({{}} AS BIGINT) {sign} {abs(places)})", bits)


def case(ways: Iterable[Way], otherwise: Sql = NULL) -> Sql:
    """Return what the first condition gives that is true; an open one is passed by."""
    kept: list[Way] = []
    for way in ways:
        if way[0] == TRUE:
            otherwise = way[1]
            break
        if way[0] != FALSE:
            kept.append(way)
    if not kept:
        return otherwise
    inside = " ".join(f"WHEN {when.text} THEN {then.text}" for when, then in kept)
    reads = otherwise.reads.union(*(when.reads | then.reads for when, then in kept))
    return Sql(f"(CASE {inside} ELSE {otherwise.text} END)", reads)


def is_open(part: Sql) -> Sql:
    """Return whether something is not known, so that it never is open itself."""
    return put("({} IS NULL)", part)


def is_not(part: Sql) -> Sql:
    """Return the opposite."""
    if part in (TRUE, FALSE):
        return FALSE if part == TRUE else TRUE
    return put("(NOT {})", part)


def spread(truth: Sql) -> Sql:
    """Return all bits where something is true, and none where it is false."""
    if truth in (TRUE, FALSE):
        return EVERY if truth == TRUE else ZERO
    return put("(-CAST({} AS INT))", truth)


def common(*parts: Sql) -> Sql:
    """Return the bits that all of these have."""
    kept = [part for part in parts if part != EVERY]
    if ZERO in kept:
        return ZERO
    return joined("&", kept) if kept else EVERY


def long(bits: Sql) -> Sql:
    """Return bits as a number of 64, which is not done anew where each is read."""
    return put("CAST({} AS BIGINT)", bits)


def where(truth: Sql, bits: Sql) -> Sql:
    """Return bits where something is true, and none where it is false."""
    return common(spread(truth), bits)


def without(bits: Sql, gone: Sql) -> Sql:
    """Return bits but for those that are gone."""
    if gone == ZERO or bits == ZERO:
        return bits
    return ZERO if gone == EVERY else put("({} & ~{})", bits, gone)


class Truth(NamedTuple):
    """Whether something holds, as two conditions that are never NULL.

    A database takes several times as long over what may be NULL.

    Attributes:
        surely: Whether it holds whatever is answered yet.
        perhaps: Whether it holds or may hold.
    """

    surely: Sql
    perhaps: Sql


ALWAYS, NEVER = Truth(TRUE, TRUE), Truth(FALSE, FALSE)


def both(truths: Iterable[Truth]) -> Truth:
    """Return whether all of these hold."""
    found = list(truths)
    return Truth(all_of(t.surely for t in found), all_of(t.perhaps for t in found))


def either(truths: Iterable[Truth]) -> Truth:
    """Return whether one of these holds."""
    found = list(truths)
    return Truth(any_of(t.surely for t in found), any_of(t.perhaps for t in found))


#: A column is made of what is longer than so many characters: each one more is handed
#: on from step to step, and each step takes time to plan.
SHORT = 40
#: So many flags stand in one number.
_FLAGS = 30


class Columns:
    """Columns by name, each made from those before it.

    The steps of a statement follow from that: a column stands in the first step in
    which all that it reads is there, and is handed on as long as another reads it.
    """

    def __init__(self, given: Iterable[str]) -> None:
        """Start from the columns of a table."""
        self._depth = dict.fromkeys(given, 0)
        self._made: dict[str, Sql] = {}

    def make(self, name: str, part: Sql, short: int = SHORT) -> Sql:
        """Make a column, unless what it says is so short that it can be said again.

        Returns:
            What stands for it where it is read.
        """
        if not part.reads or len(part.text) <= short or part.text == _only(part.reads):
            return part
        if name in self._depth:
            raise ValueError(f"there are two columns {name}")
        self._made[name] = part
        self._depth[name] = 1 + self.depth(part)
        return column(name)

    def depth(self, part: Sql) -> int:
        """Return the first step after which all that a piece reads is there."""
        return max(map(self._depth.__getitem__, part.reads), default=0)

    def above(self, given: Iterable[str]) -> Columns:
        """Return what follows from some columns alone, as if a table gave these."""
        found = Columns(given)
        for name, part in self._made.items():
            if name not in found._depth and part.reads <= found._depth.keys():
                found._made[name] = part
                found._depth[name] = 1 + found.depth(part)
        return found

    def has(self, part: Sql) -> bool:
        """Return whether all that a piece reads is there."""
        return part.reads <= self._depth.keys()

    def read_by(self, wanted: Mapping[str, Sql]) -> list[str]:
        """Return the columns of the table from which wanted ones follow."""
        return [name for name in self._needed(wanted) if name not in self._made]

    def steps(
        self, source: str, wanted: Mapping[str, Sql], of: str = "step"
    ) -> list[tuple[str, str]]:
        """Return the steps that make the wanted columns, as (name, SELECT).

        Args:
            source: The table that the first step reads.
            wanted: The columns of the last step.
            of: What the names of the steps begin with.
        """
        needed = self._needed(wanted)
        deepest = max(self._depth[name] for name in needed)
        last = dict.fromkeys(needed, 0)
        for name in needed:
            for read in self._reads(name):
                last[read] = max(last[read], self._depth[name])
        for read in frozenset[str]().union(*(part.reads for part in wanted.values())):
            last[read] = deepest + 1
        found, before = [], source
        for step in range(1, deepest + 1):
            there = [n for n in needed if self._depth[n] <= step < last[n]]
            shown = (
                f"{self._made[n].text} AS {quoted(n)}"
                if self._depth[n] == step
                else quoted(n)
                for n in there
            )
            found.append((f"{of}_{step}", _select(shown, before)))
            before = f"{of}_{step}"
        shown = (f"{part.text} AS {quoted(name)}" for name, part in wanted.items())
        return [*found, (f"{of}_last", _select(shown, before))]

    def _needed(self, wanted: Mapping[str, Sql]) -> list[str]:
        """Return the columns that something wanted hangs on, in the order of making."""
        found: set[str] = set()
        queue = [name for part in wanted.values() for name in part.reads]
        while queue:
            name = queue.pop()
            if name not in found:
                found.add(name)
                queue += self._reads(name)
        return [name for name in self._depth if name in found]

    def _reads(self, name: str) -> frozenset[str]:
        made = self._made.get(name)
        return made.reads if made else frozenset()


#: Makes bits of those of a column, and of which flag has which of them.
Made = Callable[[Sql, Sequence[tuple[str, int]]], Sql]


class Flags:
    """What is true and what is not, as bits of a few columns.

    One test asks for any of many, and one column says what to list.
    """

    def __init__(
        self,
        columns: Columns,
        called: str,
        flags: Mapping[str, Sql],
        like: Flags | None = None,
    ) -> None:
        """Make the columns.

        Args:
            columns: Where they are made.
            called: What their names begin with.
            flags: Conditions by name, of which none is NULL, in the order in which
                they are listed.
            like: Flags of the same names, in whose places they are put.
        """
        kept = [name for name, when in flags.items() if when != FALSE]
        if like is not None:
            kept = list(like._place)
        self._place: dict[str, tuple[int, int]] = {}
        self._packs: list[Sql] = []
        for at in range(0, len(kept), _FLAGS):
            bits = {name: 1 << n for n, name in enumerate(kept[at : at + _FLAGS])}
            made = bits_of(where(flags[n], number(bit)) for n, bit in bits.items())
            number_of_pack = len(self._packs)
            self._packs.append(columns.make(f"{called}{number_of_pack}", made, 0))
            self._place |= {n: (number_of_pack, bit) for n, bit in bits.items()}

    def made_of(self, columns: Columns, called: str, made: Made) -> Flags:
        """Make flags in the same places.

        Args:
            columns: Where they are made.
            called: What their names begin with.
            made: Makes the bits of a column.
        """
        found = Flags(columns, called, {})
        found._place = self._place
        for n, (pack, group) in enumerate(self.packs()):
            found._packs.append(columns.make(f"{called}{n}", made(pack, group), 0))
        return found

    def packs(self) -> Iterator[tuple[Sql, list[tuple[str, int]]]]:
        """Go through the columns, each with the flags in it and their bits."""
        for number_of_pack, pack in enumerate(self._packs):
            places = self._place.items()
            yield pack, [(n, bit) for n, (at, bit) in places if at == number_of_pack]

    def some(self, names: Iterable[str]) -> Sql:
        """Return whether one of these is set; it is never open."""
        masks: dict[int, int] = {}
        for name in names:
            if name in self._place:
                pack, bit = self._place[name]
                masks[pack] = masks.get(pack, 0) | bit
        return any_of(has(self._packs[pack], mask) for pack, mask in masks.items())


def _only(reads: frozenset[str]) -> str:
    """Return the one column that is read, or the first of them."""
    return quoted(next(iter(reads)))


def _select(shown: Iterable[str], source: str) -> str:
    return f"SELECT {', '.join(shown)} FROM {source}"
