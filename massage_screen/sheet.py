"""What a set of answers means under a pack.

Which questions are relevant, which answers count, which are set aside, what the
facts are, and which questions a condition still waits for. Pure: a sheet is a
function of (pack, answers).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from massage_screen.answers import Answers, Value, is_unsure
from massage_screen.condition import HIDDEN, Condition, holds
from massage_screen.errors import AnswersError
from massage_screen.pack import Fact, Pack, Question
from massage_screen.text import did_you_mean, first_lines, quoted

#: Ids of questions, or values of a fact.
_Names = frozenset[str]


class Sheet:
    """Answers read under a pack, question by question in the order of asking."""

    def __init__(self, pack: Pack, answers: Answers) -> None:
        """Work out relevance and facts, each from what stands above it."""
        self.pack = pack
        self.answers = answers
        self.relevance: dict[str, bool | None] = {}
        self.facts: dict[str, frozenset[str]] = {}
        self._work_out(pack.steps())

    def changed(self, answers: Answers, stale: Iterable[Question | Fact]) -> Sheet:
        """Return the sheet of other answers, and work out no more than is stale.

        Args:
            answers: The answers then.
            stale: What hangs on an answer that differs, in the order of the pack.
        """
        sheet = Sheet.__new__(Sheet)
        sheet.pack, sheet.answers = self.pack, answers
        sheet.relevance, sheet.facts = dict(self.relevance), dict(self.facts)
        sheet._work_out(stale)
        return sheet

    def _work_out(self, steps: Iterable[Question | Fact]) -> None:
        for step in steps:
            if isinstance(step, Fact):
                self.facts[step.id] = self._possible_values(step)
            else:
                self.relevance[step.id] = (
                    True if step.when is None else self.holds(step.when)
                )

    @cached_property
    def visible(self) -> Mapping[str, Value]:
        """Return the answers that count, in the order of asking."""
        return {
            question: self.answers[question]
            for question, relevant in self.relevance.items()
            if relevant and question in self.answers
        }

    @cached_property
    def open(self) -> tuple[str, ...]:
        """Return the relevant questions that have no answer yet, in order."""
        return tuple(
            question
            for question, relevant in self.relevance.items()
            if relevant and question not in self.answers
        )

    @cached_property
    def set_aside(self) -> tuple[str, ...]:
        """Return the questions whose answers do not count: they are not asked."""
        return tuple(
            question
            for question, relevant in self.relevance.items()
            if relevant is False and question in self.answers
        )

    @cached_property
    def unsure(self) -> tuple[str, ...]:
        """Return the questions whose answer is, or contains, `unsure`."""
        return tuple(q for q, value in self.visible.items() if is_unsure(value))

    def holds(self, condition: Condition) -> bool | None:
        """Say whether a condition holds here; None while it is open."""
        return holds(condition, self._look, self.facts.__getitem__)

    def waits_for(self, condition: Condition) -> frozenset[str]:
        """Return the questions to ask next that may settle an open condition."""
        if self.holds(condition) is not None:
            return frozenset()
        parts = condition.all_of or condition.any_of
        if parts is not None:
            return frozenset().union(*map(self.waits_for, parts))
        if condition.fact is not None:
            rows = self._rows_in_play(self.pack.facts[condition.fact])
            return frozenset().union(*(self.waits_for(when) for _, when in rows))
        question = condition.question or ""
        if self.relevance[question]:
            return frozenset({question})
        when = self.pack.questions[question].when
        return frozenset() if when is None else self.waits_for(when)

    def because(self, condition: Condition) -> frozenset[str]:
        """Return the questions whose answers alone make a true condition hold.

        Of several reasons it is a short one: one true part of `any_of` is enough.
        Why these questions are asked at all is no part of it.
        """
        return self._reason(condition, True, frozenset())

    def _look(self, question: str) -> Value | None:
        relevant = self.relevance[question]
        if relevant is False:
            return HIDDEN
        return self.answers.get(question) if relevant else None

    def _rows_in_play(self, fact: Fact) -> Iterator[tuple[str, Condition]]:
        """Go through the rows that may win: the open ones before one that holds."""
        for row in fact.rows:
            truth = self.holds(row.when)
            if truth is not False:
                yield row.value, row.when
            if truth:
                return

    def _possible_values(self, fact: Fact) -> frozenset[str]:
        rows = list(self._rows_in_play(fact))
        values = {value for value, _ in rows}
        settled = bool(rows) and self.holds(rows[-1][1]) is True
        return frozenset(values if settled else values | {fact.values[-1]})

    def _reason(self, condition: Condition, holds: bool, known: _Names) -> _Names:
        """Return whose answers make a condition hold, or keep it from holding.

        Of several reasons, the one that adds the fewest questions to the known.
        """
        parts = condition.all_of or condition.any_of
        if parts is not None:
            if (condition.all_of is not None) is holds:
                return self._reason_of_all(parts, holds, known)
            enough = [part for part in parts if self.holds(part) is holds]
            reasons = [self._reason(part, holds, known) for part in enough]
            return min(reasons, key=lambda reason: len(reason - known))
        if condition.fact is not None:
            fact = self.pack.facts[condition.fact]
            named = frozenset(condition.is_any_of or ())
            values = named if holds else frozenset(fact.values) - named
            return self._reason_of_fact(fact, values, known)
        question = condition.question or ""
        when = self.pack.questions[question].when
        if self.relevance[question] is False and when is not None:
            return self._reason(when, False, known)
        return frozenset({question})

    def _reason_of_all(
        self, parts: Iterable[Condition], holds: bool, known: _Names
    ) -> _Names:
        reason: _Names = frozenset()
        for part in parts:
            reason |= self._reason(part, holds, known | reason)
        return reason

    def _reason_of_fact(self, fact: Fact, values: _Names, known: _Names) -> _Names:
        """Return whose answers make a fact one of these values.

        They keep every row from holding that gives another value: all such rows,
        when the last value is among these, or those above a row that holds.
        """
        reasons: list[_Names] = []
        kept_out: _Names = frozenset()
        for row in fact.rows:
            truth, other = self.holds(row.when), row.value not in values
            if other and truth is not False:
                break
            before = known | kept_out
            if truth:
                reasons.append(kept_out | self._reason(row.when, True, before))
            elif other:
                kept_out |= self._reason(row.when, False, before)
        else:
            if fact.values[-1] in values:
                reasons.append(kept_out)
        return min(reasons, key=lambda reason: len(reason - known))


def fit_answers(pack: Pack, raw: Mapping[str, object], name: str) -> Answers:
    """Return raw answers in their stored form, when all of them fit the pack.

    Raises:
        AnswersError: An unknown question, or an answer that its question does not
            take; the message names each place and what would fit.
    """
    values: dict[str, Value] = {}
    wrong: list[tuple[str, str]] = []
    for question, value in raw.items():
        if question not in pack.questions:
            wrong.append((question, ""))
            continue
        try:
            values[question] = pack.questions[question].accept(value)
        except ValueError as error:
            wrong.append((question, f" {error}."))
    if wrong:
        lines = (
            f"{name}, {quoted(question)}{reason or _unknown(question, pack)}"
            for question, reason in wrong
        )
        raise AnswersError("\n".join(first_lines(lines, len(wrong))))
    return Answers(values)


def _unknown(question: str, pack: Pack) -> str:
    hint = did_you_mean(question, pack.questions)
    return f": the pack has no such question. {hint}".rstrip()
