"""What rules make of the answers, as columns: `decision`, in SQL.

A rule that is open may hold yet. Below POSTPONE nothing may be open; from there on only
what can make the result more urgent, as hands stay off whatever else is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from massage_screen.batch.limits import Limits
from massage_screen.batch.meaning import Meaning
from massage_screen.batch.sql import (
    FALSE,
    NULL,
    TRUE,
    ZERO,
    Columns,
    Sql,
    Way,
    all_of,
    any_of,
    case,
    is_open,
    is_true,
    number,
    put,
    text,
)
from massage_screen.decision import NOTHING_LEFT_TO_DO
from massage_screen.pack import Disposition, Pack, Rule, urgency

#: What stands between the names of a list.
BETWEEN = ";"
#: Between the texts of what a client is seen for, which are sentences of a kind.
BETWEEN_TEXTS = "; "
#: So many names are looked at together: most are not there.
_TOGETHER = 16
_OFF = (Disposition.EMERGENCY, Disposition.REFER, Disposition.POSTPONE)


class Judged:
    """The columns of the result of one pack."""

    def __init__(self, meaning: Meaning) -> None:
        """Make the columns."""
        self._meaning, self._columns = meaning, meaning.columns
        self._pack = pack = meaning.pack
        self._truths: dict[str, Sql] = {
            rule.id: TRUE
            if rule.when is None
            else self._columns.make(f"r_{rule.id}", meaning.holds(rule.when))
            for rule in pack.rules.values()
        }
        self._limits = Limits(meaning, self._truths)
        self._groups = self._by_frame()
        self._complete = self._make("complete", self._is_complete())
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
        names = self._by_rank({d: text(d.value) for d in Disposition})
        yield "disposition", case([(self._given, names)])
        yield "standing", names
        yield "timeframe", self._frame
        yield "complete", self._complete
        yield "headline", self._headline()
        yield "findings", listed(self._findings())
        yield "unsure", self._questions("unsure")
        yield "unanswered", self._unanswered()
        yield "set_aside", self._questions("set_aside")
        yield "lines_set_aside", listed(self._words_set_aside())
        yield from self._see_by()
        yield from self._regions()

    def _make(self, name: str, part: Sql) -> Sql:
        return self._columns.make(f"j_{name}", part)

    def _by_frame(self) -> dict[tuple[Disposition, str], Sql]:
        """Make a column for the rules of each disposition and timeframe."""
        rules: dict[tuple[Disposition, str], list[Sql]] = {}
        for rule in self._pack.rules.values():
            key = (rule.ranks_as, rule.timeframe)
            rules.setdefault(key, []).append(self._truths[rule.id])
        return {
            key: self._make(f"group{n}", any_of(truths))
            for n, (key, truths) in enumerate(rules.items())
        }

    def _levels(self) -> Iterator[Sql]:
        """Go through what keeps hands off, the most urgent first."""
        levels: dict[tuple[int, int], list[Sql]] = {}
        for rule in self._pack.rules.values():
            if not rule.ranks_as.hands_on:
                group = self._groups[rule.ranks_as, rule.timeframe]
                levels.setdefault(urgency(rule), []).append(group)
        for _, groups in sorted(levels.items(), reverse=True):
            yield any_of(groups)

    def _reaches(self, disposition: Disposition) -> Sql:
        """Return whether a rule of this disposition holds."""
        groups = (g for (d, _), g in self._groups.items() if d is disposition)
        return is_true(any_of(groups))

    def _is_complete(self) -> Sql:
        """Return whether nothing must be asked any more."""
        ways: list[Way] = []
        for level in self._levels():
            ways += [(level, TRUE), (is_open(level), FALSE)]
        off = any_of(map(self._reaches, _OFF))
        questions = self._pack.questions.values()
        left = (self._meaning.heard[q.id].open for q in questions if not q.records_only)
        nothing_open = put("(NOT {})", self._make("left", any_of(left)))
        return case([(off, case(ways, TRUE))], nothing_open)

    def _worst_found(self) -> Sql:
        """Return the rank of the worst that was found."""
        scale = reversed(tuple(Disposition))
        return case([(self._reaches(d), number(d.rank)) for d in scale], ZERO)

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
                    (self._groups.get((disposition, frame), FALSE), text(frame))
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

    def _findings(self) -> Iterator[tuple[str, Sql]]:
        """Go through the rules, the most urgent first, as findings are told."""
        yield NOTHING_LEFT_TO_DO, self._nothing_left
        for rule in _most_urgent_first(self._pack):
            yield rule.id, self._truths[rule.id]

    def _questions(self, what: str) -> Sql:
        of = getattr(self._meaning, what)
        return listed((q.id, of(q)) for q in self._pack.questions.values())

    def _unanswered(self) -> Sql:
        heard = self._meaning.heard
        return listed((name, heard[name].open) for name in self._pack.questions)

    def _words_set_aside(self) -> Iterator[tuple[str, Sql]]:
        for question in self._pack.questions.values():
            for word, gone in self._meaning.words_set_aside(question):
                yield f"{question.id}.{word}", gone

    def _see_by(self) -> Iterator[tuple[str, Sql]]:
        """Go through the columns of by when a clinician is to see the client."""
        asking = [r for r in _most_urgent_first(self._pack) if r.see_by is not None]
        asking.sort(key=lambda rule: rule.see_by or 0)
        weeks = case([(self._truths[r.id], number(r.see_by or 0)) for r in asking])
        told: dict[str, list[Sql]] = {}
        texts = []
        for rule in asking:
            truth = self._truths[rule.id]
            earlier = told.setdefault(rule.see_for, [])
            again = is_true(any_of(earlier))
            texts.append((rule.see_for, all_of([truth, put("(NOT {})", again)])))
            earlier.append(truth)
        due = [self._truths[r.id] for r in asking if r.overdue is not None]
        yield "see_by_weeks", case([(self._hands_on, weeks)])
        what_for = listed(texts, BETWEEN_TEXTS)
        yield "see_by_for", case([(self._hands_on, what_for)], text(""))
        overdue = is_true(any_of(due))
        yield "see_by_overdue", all_of([self._hands_on, overdue])

    def _regions(self) -> Iterator[tuple[str, Sql]]:
        closed = number((1 << len(self._pack.techniques)) - 1)
        for region, here in self._limits.regions.items():
            yield f"region_{region}", case([(self._hands_on, here)], closed)


def _most_urgent_first(pack: Pack) -> Sequence[Rule]:
    return sorted(pack.rules.values(), key=urgency, reverse=True)


def listed(names: Iterable[tuple[str, Sql]], between: str = BETWEEN) -> Sql:
    """Return the names of what is true, as one text; "" where nothing is.

    Args:
        names: Names, each with whether it is there.
        between: What stands between two names.
    """
    pairs = [pair for pair in names if pair[1] != FALSE]
    parts = []
    for at in range(0, len(pairs), _TOGETHER):
        group = pairs[at : at + _TOGETHER]
        here = [case([(when, text(name))]) for name, when in group]
        some = any_of(when for _, when in group)
        parts.append(case([(some, _with(between, here))]))
    while len(parts) > _TOGETHER:  # some databases take 100 arguments at most
        parts = [
            put("NULLIF({}, {})", _with(between, parts[at : at + _TOGETHER]), text(""))
            for at in range(0, len(parts), _TOGETHER)
        ]
    return _with(between, parts) if parts else text("")


def _with(between: str, parts: Sequence[Sql]) -> Sql:
    return put(f"concat_ws({', '.join(['{}'] * (len(parts) + 1))})", text(between), *parts)
