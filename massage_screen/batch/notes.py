"""The note of a client, and what limits a massage, from codes.

Texts with days, places and sentences are not written in SQL. The statement says which
rules they follow from; few clients differ in that, so that each text is made once, by
what makes it for one client.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from massage_screen.answers import Value
from massage_screen.batch.meaning import Meaning
from massage_screen.batch.sql import (
    ZERO,
    Flags,
    Sql,
    Way,
    bits_of,
    case,
    column,
    common,
    masked,
    number,
    put,
    spread,
    where,
)
from massage_screen.coding import Code
from massage_screen.decision import Limit, Merged, see_by_of
from massage_screen.note_line import Noted, line_of
from massage_screen.pack import Cell, Disposition

#: What the names of its columns begin with.
CALLED = "n_"
_STANDING, _GIVEN, _REASON, _CLAUSES = (
    CALLED + name for name in ("standing", "given", "reason", "clauses")
)
#: Stands for the reason that is no rule of the pack: nothing is left to do.
_NOTHING_LEFT = -1


class Notes:
    """The columns from which notes follow, and the notes.

    Attributes:
        codes: The columns, by name, but for the clauses.
        told: Which clauses the most urgent rule tells that may be a reason, as bits;
            they follow from answers, and not from which rules hold.
        clauses: The column of those that count.
    """

    def __init__(
        self,
        meaning: Meaning,
        holding: Flags,
        *,
        standing: Sql,
        given: Sql,
        hands_on: Sql,
        nothing_left: Sql,
        ones: str,
    ) -> None:
        """Make the columns.

        Args:
            meaning: What the answers mean.
            holding: The rules that hold, the most urgent first.
            standing: The rank of the worst that was found.
            given: Whether there is a result.
            hands_on: Whether there is massage.
            nothing_left: Whether limits leave nothing to do.
            ones: How many bits are set, in the dialect.
        """
        self._meaning, self._pack = meaning, meaning.pack
        self._holding = holding
        self._order = [name for _, group in holding.packs() for name, _ in group]
        self._lists = self._named_by_rules()
        self.codes: dict[str, Sql] = {
            _STANDING: standing,
            _GIVEN: put("CAST({} AS INT)", given),
        }
        left = [(hands_on, ZERO), (nothing_left, number(_NOTHING_LEFT))]
        first = meaning.columns.make(f"{CALLED}first", self._first(ones), 0)
        self.codes[_REASON] = case(left, first)
        for name, part in (*self._asking(), *self._named()):
            self.codes[name] = common(spread(hands_on), part)
        self.told = meaning.columns.make(f"{CALLED}told", self._clauses(first), 0)
        is_told = put("({} > 0)", column(_REASON))
        self.clauses = {_CLAUSES: case([(is_told, self.told)], ZERO)}

    def note(self, row: Mapping[str, int], today: str) -> tuple[str, tuple[Limit, ...]]:
        """Return the note of a row of codes, and the limits by region.

        Args:
            row: The codes, by name.
            today: The day of the decision, as `2027-01-31`.
        """
        ranks = {each.rank: each for each in Disposition}
        standing, given = ranks[row[_STANDING]], bool(row[_GIVEN])
        word = standing.name if given else "INCOMPLETE"
        if given and standing.hands_on:
            told = self._limited(row, today, word)
        else:
            told = self._stopped(row, today, word, given)
        return line_of(told), told.limits

    def _limited(self, row: Mapping[str, int], today: str, word: str) -> Noted:
        """Return what the note of a massage tells."""
        holding = {
            name
            for number_of_pack, (_, group) in enumerate(self._holding.packs())
            for name, bit in group
            if row.get(f"{CALLED}asks{number_of_pack}", 0) & bit
        }
        rules = [rule for rule in self._pack.rules.values() if rule.id in holding]
        visible = {name: self._value(name, row) for name in self._lists}
        merged, see_by = Merged(self._pack, visible.get, rules), see_by_of(rules)
        minutes = merged.plan.minutes_at_most
        return Noted(
            pack=self._pack,
            decided_on=today,
            word=word,
            hands_on=True,
            grid=merged.grid,
            limits=merged.limits,
            positions=tuple(merged.plan.positions_avoid),
            minutes=minutes.value if minutes else None,
            weeks=see_by.weeks if see_by else None,
        )

    def _stopped(
        self, row: Mapping[str, int], today: str, word: str, given: bool
    ) -> Noted:
        """Return what the note tells where there is no massage, or no result."""
        frame, found = self._reason(row)
        closed = dict.fromkeys(self._pack.techniques, Cell.AVOID)
        return Noted(
            pack=self._pack,
            decided_on=today,
            word=word,
            hands_on=False,
            grid=dict.fromkeys(self._pack.regions, closed),
            frame=frame if given else "",
            found=found,
        )

    def _reason(self, row: Mapping[str, int]) -> tuple[str, str]:
        """Return how soon the first reason asks for, and what was found."""
        place = row[_REASON]
        if not place:
            return "", ""
        if place == _NOTHING_LEFT:
            built_in = self._pack.about.nothing_left_to_do
            return built_in.timeframe, built_in.found
        rule = self._pack.rules[self._order[place - 1]]
        if isinstance(rule.found, str):
            return rule.timeframe, rule.found
        # A clause on cells says nothing here, as all are closed.
        said = (
            clause.text
            for n, clause in enumerate(rule.found)
            if not (clause.about or clause.techniques)
            and (clause.when is None or row[_CLAUSES] >> n & 1)
        )
        return rule.timeframe, " ".join(said)

    def _first(self, ones: str) -> Sql:
        """Return the place of the most urgent rule that is a reason, from 1; or 0."""
        ways: list[Way] = []
        before = 0
        for pack, group in self._holding.packs():
            reasons = sum(bit for n, bit in group if self._is_reason(n))
            found = masked(pack, reasons)
            lowest = put("({} & -{})", found, found)
            place = put(
                f"(CAST({ones} AS INT) + {before})",
                put("({} | ({} - 1))", lowest, lowest),
            )
            if reasons:
                ways.append((put("({} <> 0)", found), place))
            before += len(group)
        return case(ways, ZERO)

    def _is_reason(self, name: str) -> bool:
        return self._pack.rules[name].ranks_as.rank >= Disposition.RESTRICT.rank

    def _clauses(self, reason: Sql) -> Sql:
        """Return which clauses the first reason tells, as bits."""
        ways: list[Way] = []
        for place, name in enumerate(self._order, 1):
            found = self._pack.rules[name].found
            if not isinstance(found, str):
                bits = bits_of(
                    where(self._meaning.holds(clause.when).surely, number(1 << n))
                    for n, clause in enumerate(found)
                    if clause.when is not None
                )
                if bits != ZERO:
                    ways.append((put(f"({{}} = {place})", reason), bits))
        return case(ways, ZERO)

    def _asking(self) -> Iterator[tuple[str, Sql]]:
        """Go through the rules that hold and ask for something, as bits."""
        for number_of_pack, (pack, group) in enumerate(self._holding.packs()):
            asking = sum(bit for name, bit in group if self._asks(name))
            if asking:
                yield f"{CALLED}asks{number_of_pack}", masked(pack, asking)

    def _asks(self, name: str) -> bool:
        rule = self._pack.rules[name]
        return bool(rule.restrict) or rule.see_by is not None

    def _named_by_rules(self) -> Sequence[str]:
        """Return the lists whose lines are regions that rules speak of."""
        restrictions = (r for rule in self._pack.rules.values() for r in rule.restrict)
        named = (r.regions_named_in or r.regions_not_named_in for r in restrictions)
        return sorted({*named} - {""})

    def _named(self) -> Iterator[tuple[str, Sql]]:
        """Go through what these lists name, ticked and in doubt, where it counts."""
        for name in self._lists:
            told = self._meaning.named(name)
            for what, bits in zip(Code._fields, told, strict=True):
                yield f"{CALLED}{what}_{name}", bits

    def _value(self, name: str, row: Mapping[str, int]) -> Value:
        """Return what a list names, in its stored form."""
        said, doubts = (row.get(f"{CALLED}{what}_{name}", 0) for what in Code._fields)
        return self._meaning.coded[name].value(Code(said, doubts))
