"""What answers mean under a pack, as columns: the reading of `sheet`, in SQL.

Which questions are asked, which lines are offered, what is heard of each answer, and
which values each fact may have: each from what stands above it in the pack.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import groupby

from massage_screen.batch.heard import (
    OPEN_GATE,
    Gate,
    Heard,
    Lines,
    Told,
    carried,
    hear,
    left_to,
)
from massage_screen.batch.sql import (
    ALWAYS,
    FALSE,
    NEVER,
    ZERO,
    Columns,
    Sql,
    Truth,
    bits_of,
    both,
    column,
    common,
    either,
    has,
    joined,
    lacks,
    masked,
    number,
    put,
    shifted,
    spread,
    where,
    without,
)
from massage_screen.coding import OPEN_BIT, UNSURE_BIT, Coding
from massage_screen.condition import Condition
from massage_screen.pack import Fact, FactRow, Pack, Question

#: What stands before the name of a question in the columns of what was told.
SAID, DOUBTS = "tk_", "td_"


class Meaning:
    """The columns of one pack.

    Attributes:
        asked: Whether each question is asked.
        heard: What tests are given of each.
        told: What was said to each.
        lines: Which lines of each are offered, where that depends on answers.
    """

    def __init__(
        self, pack: Pack, coded: Mapping[str, Coding], columns: Columns
    ) -> None:
        """Make the columns of everything in the pack, in its order."""
        self.pack, self.coded, self.columns = pack, coded, columns
        self.told: dict[str, Told] = {}
        self.asked: dict[str, Gate] = {}
        self.heard: dict[str, Heard] = {}
        self.lines: dict[str, Lines] = {}
        self._facts: dict[str, Sql] = {}
        self._carried: dict[str, Lines] = {}
        self._left: dict[str, Lines] = {}
        self._named: dict[str, Told] = {}
        for step in pack.steps():
            if isinstance(step, Fact):
                self._facts[step.id] = self._fact(step)
            else:
                self._question(step)

    def holds(self, condition: Condition) -> Truth:
        """Return whether a condition holds."""
        if condition.all_of is not None:
            return both(map(self.holds, condition.all_of))
        if condition.any_of is not None:
            return either(map(self.holds, condition.any_of))
        if condition.fact is not None:
            return self._fact_is(condition)
        if condition.known is not None:
            coding = self.coded[condition.known]
            mask = coding.mask(condition.is_any_of or ()).said
            found = has(column(SAID + condition.known), mask)
            return Truth(found, found)
        name = condition.question or ""
        wanted, heard = self.coded[name].looked_for(condition), self.heard[name]
        if condition.includes_all_of is not None:
            return heard.includes_all(wanted)
        if condition.lacks_any_of is not None:
            return heard.lacks_any(wanted)
        return heard.includes_any(wanted)

    def unsure(self, question: Question) -> Sql:
        """Return whether an answer that counts is, or contains, "not sure"."""
        told, lines = self.told[question.id], self.lines.get(question.id)
        doubts = told.doubts
        if lines is not None:
            doubts = common(doubts, lines.surely)
        said = bits_of([masked(told.said, UNSURE_BIT), doubts])
        return put("({} <> 0)", common(said, self.heard[question.id].counts))

    def set_aside(self, question: Question) -> Sql:
        """Return whether an answer does not count: its question is not asked."""
        asked, told = self.asked[question.id], self.told[question.id]
        if asked == OPEN_GATE:
            return FALSE
        return lacks(bits_of([told.said, asked.perhaps]), OPEN_BIT)

    def lines_set_aside(self, question: Question) -> Told | None:
        """Make the columns of the words that do not count while others do, as bits.

        Returns:
            None where all lines are always offered.
        """
        lines, told = self.lines.get(question.id), self.told[question.id]
        if lines is None:
            return None
        gone = without(number(self.coded[question.id].lines), lines.perhaps)
        asked = self.asked[question.id].surely
        said, doubts = (common(bits, asked, gone) for bits in told)
        return Told(
            self.columns.make(f"gs_{question.id}", said),
            self.columns.make(f"gd_{question.id}", doubts),
        )

    def names(self, question: str, word: str, *, doubts: bool) -> Sql:
        """Return whether an answer that counts names a line.

        Args:
            question: A list.
            word: The line.
            doubts: Whether one in doubt is named too.
        """
        told = self.named(question)
        bits = told.named if doubts else told.said
        return has(bits, self.coded[question].own.get(word, 0))

    def named(self, question: str) -> Told:
        """Return the lines of a list that an answer names which counts, as bits."""
        if question not in self._named:
            told, lines = self.told[question], self.lines.get(question)
            counts, own = self.heard[question].counts, self.coded[question].lines
            there = counts if lines is None else common(counts, lines.surely)
            said, doubts = (masked(common(bits, there), own) for bits in told)
            self._named[question] = Told(
                self.columns.make(f"ns_{question}", said, 0),
                self.columns.make(f"nd_{question}", doubts, 0),
            )
        return self._named[question]

    @property
    def places(self) -> Iterator[Sql]:
        """Go through the lines that were asked for by `named`, as bits."""
        yield from (bits for told in self._named.values() for bits in told)

    def _question(self, question: Question) -> None:
        name, coding = question.id, self.coded[question.id]
        doubts = column(DOUBTS + name) if coding.several else ZERO
        self.told[name] = told = Told(column(SAID + name), doubts)
        when = ALWAYS if question.when is None else self.holds(question.when)
        lines = None
        if question.depends:
            lines = self.lines[name] = self._offered(question)
            when = both([when, lines.some])
        asked = self.asked[name] = self._gate(name, when)
        self.heard[name] = hear(
            self.columns,
            name,
            coding,
            told,
            asked,
            lines,
            reassuring=question.reassuring,
        )

    def _gate(self, name: str, when: Truth) -> Gate:
        """Make the columns of whether a question is asked."""
        surely = self.columns.make(f"as_{name}", spread(when.surely), 0)
        if when.perhaps == when.surely:
            return Gate(surely, surely)
        return Gate(surely, self.columns.make(f"ap_{name}", spread(when.perhaps), 0))

    def _offered(self, question: Question) -> Lines:
        """Make the columns of which lines of a question are offered."""
        limits = [
            *self._by_conditions(question),
            *self._by_carrying(question),
            *(self._by_leaving(question, other) for other in question.except_in),
        ]
        parts = ([limit[n] for limit in limits] for n in (0, 1))
        surely, perhaps = (joined("&", part) for part in parts)
        return Lines(
            self.columns.make(f"sy_{question.id}", surely),
            self.columns.make(f"sp_{question.id}", perhaps),
        )

    def _by_conditions(self, question: Question) -> Iterator[Lines]:
        """Return which lines are offered by their own conditions."""
        bits = self.coded[question.id].own
        when: dict[Condition, int] = {}
        free = 0
        for line in question.choices:
            if line.when is None:
                free |= bits[line.id]
            else:
                when[line.when] = when.get(line.when, 0) | bits[line.id]
        if not when:
            return
        surely, perhaps = [number(free)], [number(free)]
        for condition, mask in when.items():
            holds = self.holds(condition)
            surely.append(where(holds.surely, number(mask)))
            perhaps.append(where(holds.perhaps, number(mask)))
        yield Lines(bits_of(surely), bits_of(perhaps))

    def _by_carrying(self, question: Question) -> Iterator[Lines]:
        """Return which lines are offered by what they are carried from."""
        sources = {choice.carried_from for choice in question.choices} - {""}
        if not sources:
            return
        bits = self.coded[question.id].own
        free = sum(bits[c.id] for c in question.choices if not c.carried_from)
        surely, perhaps = [number(free)], [number(free)]
        for source in sorted(sources):
            lines = (c.id for c in question.choices if c.carried_from == source)
            there = self._carried_from(source)
            for places, mask in self._moves(source, question.id, lines):
                surely.append(shifted(masked(there.surely, mask), places))
                perhaps.append(shifted(masked(there.perhaps, mask), places))
        yield Lines(bits_of(surely), bits_of(perhaps))

    def _by_leaving(self, question: Question, other: str) -> Lines:
        """Return which lines are offered by what another list leaves."""
        bits, there = self.coded[question.id].own, self.coded[other].own
        free = sum(bit for word, bit in bits.items() if word not in there)
        left = self._left_by(other)
        surely, perhaps = [number(free)], [number(free)]
        for places, mask in self._moves(other, question.id, filter(there.get, bits)):
            surely.append(shifted(masked(left.surely, mask), places))
            perhaps.append(shifted(masked(left.perhaps, mask), places))
        return Lines(bits_of(surely), bits_of(perhaps))

    def _moves(
        self, source: str, target: str, lines: Iterator[str]
    ) -> Iterator[tuple[int, int]]:
        """Go through how far bits move between two lists, and which ones."""
        masks: dict[int, int] = {}
        for line in lines:
            there, here = self.coded[source].own[line], self.coded[target].own[line]
            places = here.bit_length() - there.bit_length()
            masks[places] = masks.get(places, 0) | there
        yield from masks.items()

    def _carried_from(self, name: str) -> Lines:
        if name not in self._carried:
            self._carried[name] = self._shared(name, "cy", carried)
        return self._carried[name]

    def _left_by(self, name: str) -> Lines:
        if name not in self._left:
            self._left[name] = self._shared(name, "ly", left_to)
        return self._left[name]

    def _shared(self, name: str, prefix: str, of: Callable[..., Lines]) -> Lines:
        """Make the columns of what other lists read of this one."""
        coding = self.coded[name]
        every = number(coding.lines)
        lines = self.lines.get(name, Lines(every, every))
        found = of(coding, self.told[name], self.heard[name], self.asked[name], lines)
        return Lines(
            self.columns.make(f"{prefix}_{name}", found.surely),
            self.columns.make(f"{prefix[0]}p_{name}", found.perhaps),
        )

    def _fact(self, fact: Fact) -> Sql:
        """Make the column of the values that a fact may have, as bits.

        A plain CASE would fall through an open row to a value that the row may yet
        keep away.
        """
        bits = self._bits(fact)
        found = number(bits[fact.values[-1]])
        for value, rows in reversed([*_runs(fact)]):
            holds = either(self.holds(row.when) for row in rows)
            here = where(holds.perhaps, number(bits[value]))
            found = bits_of([here, without(found, spread(holds.surely))])
        return self.columns.make(f"fv_{fact.id}", found)

    def _bits(self, fact: Fact) -> Mapping[str, int]:
        return {value: 1 << n for n, value in enumerate(fact.values)}

    def _fact_is(self, condition: Condition) -> Truth:
        fact = self.pack.facts[condition.fact or ""]
        bits, values = self._bits(fact), self._facts[fact.id]
        wanted = {*(condition.is_any_of or ())} & bits.keys()
        inside = sum(bits[value] for value in wanted)
        outside = sum(bits.values()) - inside
        if not inside:
            return NEVER
        return Truth(lacks(values, outside), has(values, inside))


def _runs(fact: Fact) -> Iterator[tuple[str, list[FactRow]]]:
    """Go through rows one after the other that give the same value."""
    for value, rows in groupby(fact.rows, key=lambda row: row.value):
        yield value, list(rows)
