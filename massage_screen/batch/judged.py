"""What rules make of the answers, as columns: `decision`, in SQL.

A rule that is open may hold yet. Below POSTPONE nothing may be open; from there on only
what can make the result more urgent, as hands stay off whatever else is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from massage_screen.answers import DOUBT
from massage_screen.batch.limits import Limits
from massage_screen.batch.meaning import Meaning
from massage_screen.batch.notes import Notes
from massage_screen.batch.sql import (
    ALWAYS,
    FALSE,
    NULL,
    TRUE,
    ZERO,
    Flags,
    Sql,
    Truth,
    Way,
    all_of,
    any_of,
    bits_of,
    case,
    has,
    number,
    put,
    text,
)
from massage_screen.batch.texts import Texts, in_groups, joined_texts
from massage_screen.batch.waits import Waits
from massage_screen.decision import NOTHING_LEFT_TO_DO
from massage_screen.pack import Disposition, Pack, Question, Rule, urgency

#: Between the texts of what a client is seen for, which are sentences of a kind.
BETWEEN_TEXTS = "; "
_OFF = (Disposition.EMERGENCY, Disposition.REFER, Disposition.POSTPONE)


class Judged:
    """The columns of the result of one pack."""

    def __init__(self, meaning: Meaning, texts: Texts, *, required: bool) -> None:
        """Make the columns.

        Args:
            meaning: What the answers mean.
            texts: Where texts are made.
            required: Whether it is said which questions must still be asked.
        """
        self._meaning, self._columns = meaning, meaning.columns
        self._texts = texts
        self._pack = pack = meaning.pack
        truths: dict[str, Truth] = {
            rule.id: ALWAYS if rule.when is None else meaning.holds(rule.when)
            for rule in _most_urgent_first(pack)
        }
        surely = {name: truth.surely for name, truth in truths.items()}
        perhaps = {name: truth.perhaps for name, truth in truths.items()}
        self._possible = self._flags("rp_", perhaps)
        self._holding = Flags(self._columns, "rs_", surely, self._possible)
        self._limits = Limits(meaning, self._holding)
        heard = meaning.heard.items()
        self._open = self._flags("qo_", {name: each.open for name, each in heard})
        self._required = self._must_be_asked() if required else None
        self._complete = self._columns.make("j_complete", self._is_complete(), 0)
        self._found = self._make("found", self._worst_found())
        nothing_left = all_of(
            [
                self._complete,
                put(f"({{}} = {Disposition.RESTRICT.rank})", self._found),
                self._limits.all_closed,
            ]
        )
        self._nothing_left = self._make("nothing_left", nothing_left)
        postponed = [(self._nothing_left, number(Disposition.POSTPONE.rank))]
        self._standing = self._make("standing", case(postponed, self._found))
        emergency = put(f"({{}} = {Disposition.EMERGENCY.rank})", self._standing)
        self._given = self._make("given", any_of([self._complete, emergency]))
        hands_on = put(f"({{}} < {Disposition.POSTPONE.rank})", self._standing)
        self._hands_on = self._make("hands_on", all_of([self._given, hands_on]))
        self._frame = self._make("frame", self._timeframe())

    def result(self) -> Iterator[tuple[str, Sql]]:
        """Go through the columns of a decision, by name, in their order."""
        words = self._by_rank({d: text(d.value) for d in Disposition})
        yield "disposition", case([(self._given, words)])
        yield "standing", words
        yield "timeframe", self._frame
        yield "complete", self._complete
        yield "headline", self._headline()
        yield "findings", self._findings()
        yield "unsure", self._questions("qu_", self._meaning.unsure)
        names = {name: name for name in self._pack.questions}
        yield "unanswered", self._texts.listed("open_", self._open, names)
        if self._required is not None:
            yield "required", self._texts.listed("must_", self._required, names)
        yield "set_aside", self._questions("qs_", self._meaning.set_aside)
        yield "lines_set_aside", self._lines_set_aside()
        yield from self._see_by()
        yield from self._regions()

    def grounds(self) -> frozenset[str]:
        """Return the columns from which all follows but lists of questions and clauses.

        Few clients differ in them: in 100,000 sheets a few thousand are different.
        """
        parts = [pack for pack, _ in self._holding.packs()]
        parts += [self._complete, *self._meaning.places]
        return frozenset[str]().union(*(part.reads for part in parts))

    def notes(self, ones: str) -> Notes:
        """Make the columns that notes follow from.

        Args:
            ones: How many bits are set, in the dialect.
        """
        return Notes(
            self._meaning,
            self._holding,
            standing=self._standing,
            given=self._given,
            hands_on=self._hands_on,
            nothing_left=self._nothing_left,
            ones=ones,
        )

    def _make(self, name: str, part: Sql) -> Sql:
        return self._columns.make(f"j_{name}", part)

    def _rules(self, disposition: Disposition, *frames: str) -> Sql:
        """Return whether a rule of this disposition holds, in one of these timeframes.

        Without any, in whichever.
        """
        return self._holding.some(
            rule.id
            for rule in self._pack.rules.values()
            if rule.ranks_as is disposition and (not frames or rule.timeframe in frames)
        )

    def _levels(self) -> Iterator[Sequence[str]]:
        """Go through the rules that keep hands off by urgency, the highest first."""
        levels: dict[tuple[int, int], list[str]] = {}
        for rule in self._pack.rules.values():
            if not rule.ranks_as.hands_on:
                levels.setdefault(urgency(rule), []).append(rule.id)
        yield from (names for _, names in sorted(levels.items(), reverse=True))

    def _must_be_asked(self) -> Flags:
        """Return which of the open questions must be asked."""
        flags = (self._holding, self._possible, self._open)
        return Waits(self._meaning, *flags).required

    def _is_complete(self) -> Sql:
        """Return whether nothing must be asked any more."""
        ways: list[Way] = []
        for level in self._levels():
            ways.append((self._holding.some(level), TRUE))
            ways.append((self._possible.some(level), FALSE))
        off = any_of(map(self._rules, _OFF))
        questions = self._pack.questions.values()
        left = self._open.some(q.id for q in questions if not q.records_only)
        return case([(off, case(ways, TRUE))], put("(NOT {})", left))

    def _worst_found(self) -> Sql:
        """Return the rank of the worst that was found."""
        scale = reversed(tuple(Disposition))
        return case([(self._rules(d), number(d.rank)) for d in scale], ZERO)

    def _by_rank(self, values: Mapping[Disposition, Sql]) -> Sql:
        return case(
            [
                (put(f"({{}} = {d.rank})", self._standing), value)
                for d, value in values.items()
            ]
        )

    def _timeframe(self) -> Sql:
        """Return how soon: of the findings of the result, the first in the pack."""
        built_in = self._pack.about.nothing_left_to_do.timeframe
        by_rank = {
            disposition: case(
                [
                    (self._rules(disposition, frame), text(frame))
                    for frame in self._pack.timeframes
                ],
                text("none"),
            )
            for disposition in Disposition
        }
        left = (self._nothing_left, text(built_in))
        return case([left, (self._given, self._by_rank(by_rank))], text("none"))

    def _headline(self) -> Sql:
        said = self._pack.about.headlines
        by_frame = case(
            [
                (put("({} = {})", self._frame, text(frame.id)), text(frame.headline))
                for frame in self._pack.timeframes.values()
            ]
        )
        by_rank = {
            Disposition.PROCEED: text(said.proceed),
            Disposition.RESTRICT: text(said.restrict),
            **dict.fromkeys(_OFF, by_frame),
        }
        return case([(self._given, self._by_rank(by_rank))], text(said.incomplete))

    def _findings(self) -> Sql:
        """Return the rules that hold, the most urgent first, as findings are told."""
        first = case([(self._nothing_left, text(NOTHING_LEFT_TO_DO))])
        names = {name: name for name in self._pack.rules}
        return Texts(apart=False).listed("", self._holding, names, first)

    def _flags(self, called: str, flags: Mapping[str, Sql]) -> Flags:
        return Flags(self._columns, called, flags)

    def _questions(self, called: str, of: Callable[[Question], Sql]) -> Sql:
        """Return the questions of which something is so."""
        flags = {name: of(q) for name, q in self._pack.questions.items()}
        made, names = self._flags(called, flags), {name: name for name in flags}
        return self._texts.listed(f"{called}in_words_", made, names)

    def _lines_set_aside(self) -> Sql:
        """Return the words that do not count, each behind its question."""
        parts = []
        for question in self._pack.questions.values():
            gone = self._meaning.lines_set_aside(question)
            if gone is None:
                continue
            words = [
                case([(has(bits, bit), text(f"{question.id}.{word}{mark}"))])
                for word, bit in self._meaning.coded[question.id].own.items()
                for bits, mark in zip(gone, ("", DOUBT), strict=True)
                if bits != ZERO
            ]
            some = put("({} <> 0)", bits_of(gone))
            said = case([(some, in_groups(words))])
            parts.append(self._texts.of(f"gone_{question.id}", said))
        return in_groups(parts)

    def _see_by(self) -> Iterator[tuple[str, Sql]]:
        """Go through the columns of by when a clinician is to see the client."""
        asking = [r for r in _most_urgent_first(self._pack) if r.see_by is not None]
        asking.sort(key=lambda rule: rule.see_by or 0)
        weeks = case(
            [(self._holding.some([r.id]), number(r.see_by or 0)) for r in asking]
        )
        told: dict[str, list[str]] = {}
        parts = []
        for rule in asking:
            earlier = told.setdefault(rule.see_for, [])
            again = (self._holding.some(earlier), NULL)
            here = (self._holding.some([rule.id]), text(rule.see_for))
            parts.append(case([again, here]))
            earlier.append(rule.id)
        overdue = self._holding.some(r.id for r in asking if r.overdue is not None)
        yield "see_by_weeks", case([(self._hands_on, weeks)])
        what_for = joined_texts(BETWEEN_TEXTS, parts) if parts else text("")
        yield "see_by_for", case([(self._hands_on, what_for)], text(""))
        yield "see_by_overdue", all_of([self._hands_on, overdue])

    def _regions(self) -> Iterator[tuple[str, Sql]]:
        closed = number((1 << len(self._pack.techniques)) - 1)
        for region, here in self._limits.regions.items():
            yield f"region_{region}", case([(self._hands_on, here)], closed)


def _most_urgent_first(pack: Pack) -> Sequence[Rule]:
    return sorted(pack.rules.values(), key=urgency, reverse=True)
