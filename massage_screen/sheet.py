"""What a set of answers means under a pack.

Which questions are relevant, which of their lines are offered, which answers count,
which are set aside, what the facts are, and which questions a condition still waits
for. Pure: a sheet is a function of (pack, answers).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property

import msgspec

from massage_screen.answers import (
    NONE,
    UNSURE,
    Answers,
    Value,
    doubt_of,
    line_of,
)
from massage_screen.condition import HIDDEN, Condition, Heard
from massage_screen.errors import AnswersError
from massage_screen.pack import Choice, Fact, Pack, Question
from massage_screen.text import did_you_mean, first_lines, quoted
from massage_screen.ticks import Offered, Ticks

#: Ids of questions, or values of a fact.
_Names = frozenset[str]
_DENIED = (NONE,)
_NO_LINES: Mapping[str, Choice] = {}


class Sheet:
    """Answers read under a pack, question by question in the order of asking.

    Attributes:
        known: What the program knows of the client, by id; never open, never asked.
        asleep: The conditions, by `id`, that nothing heard makes true or leaves open.
    """

    def __init__(self, pack: Pack, answers: Answers) -> None:
        """Work out relevance and facts, each from what stands above it."""
        self.pack = pack
        self.answers = answers
        self.known = {k: str(answers.get(k, it.absent)) for k, it in pack.known.items()}
        self.relevance: dict[str, bool | None] = dict(pack.none_asked)
        self.facts: dict[str, frozenset[str]] = dict(pack.facts_at_worst)
        #: The lines of each question that has lines which depend on answers.
        self.offered: dict[str, Offered] = {}
        self._heard: dict[str, Heard | None] = {**pack.all_hidden, **self.known}
        #: The lines that others carry on from a list, and those that they may.
        self._carried: dict[str, Offered] = {}
        self._waited: dict[str, _Names] = {}
        self.asleep = set(pack.clues.all)
        for name, value in self.known.items():
            pack.clues.wake(self.asleep, name, value)
        self._work_out(pack.steps())

    def __reduce__(self) -> tuple[type[Sheet], tuple[Pack, Answers]]:
        """Have a copy worked out anew: its conditions have other ids."""
        return Sheet, (self.pack, self.answers)

    def changed(self, answers: Answers, stale: Iterable[Question | Fact]) -> Sheet:
        """Return the sheet of other answers, and work out no more than is stale.

        Args:
            answers: The answers then.
            stale: What hangs on an answer that differs, in the order of the pack.
        """
        sheet = Sheet.__new__(Sheet)
        sheet.pack, sheet.answers, sheet.known = self.pack, answers, self.known
        sheet.relevance, sheet.facts = dict(self.relevance), dict(self.facts)
        sheet.offered, sheet._heard = dict(self.offered), dict(self._heard)
        sheet._carried, sheet._waited = dict(self._carried), {}
        sheet.asleep = set(self.asleep)
        sheet._work_out(stale)
        return sheet

    def with_answer(self, question: str, value: Value) -> Sheet:
        """Return the sheet with the answer to one question added or changed."""
        answers = self.answers.with_answer(question, value)
        return self.changed(answers, self.pack.hanging_on(question))

    def _work_out(self, steps: Iterable[Question | Fact]) -> None:
        """Read steps; one that is asleep stays what it is when nothing was heard."""
        clues, asleep, facts = self.pack.clues, self.asleep, self.facts
        heard, carried = self._heard, self.pack.carried
        for step in steps:
            name = step.id
            if isinstance(step, Fact):
                if not step.looks_at <= asleep:
                    facts[name] = self._possible_values(step)
                clues.wake_by_values(asleep, name, facts[name])
            elif id(step.when) not in asleep or step.depends:
                heard[name] = self._hear(step)
                clues.wake(asleep, name, heard[name])
                if name in carried:
                    self._carry(step)

    def _hear(self, question: Question) -> Heard | None:
        """Return what conditions are given of an answer; see `condition.Heard`.

        Whether it is asked, and which of its lines are offered, is kept.
        """
        relevant: bool | None = True
        offered: Offered | None = None
        if question.when is not None:
            relevant = self.holds(question.when)
        if question.depends:
            offered = self.offered[question.id] = self._offered(question)
            there = offered is not question.none_offered and _some(offered.values())
            relevant = _both(relevant, there)
        self.relevance[question.id] = relevant
        if not relevant:
            return HIDDEN if relevant is False else None
        value = self.answers.get(question.id)
        if isinstance(value, tuple):
            ticks = question.ticks(value, offered)
            return ticks if ticks.counts or ticks.perhaps else None
        if offered is None or value is None or value == UNSURE:
            return value
        return value if offered[str(value)] else None

    def _carry(self, question: Question) -> None:
        """Keep which lines of a list others carry on, or may; mostly there is none."""
        carried = self._lines_carried(question, self._heard[question.id])
        if carried:
            self._carried[question.id] = carried
        else:
            self._carried.pop(question.id, None)

    @cached_property
    def visible(self) -> Mapping[str, Value]:
        """Return the answers that count, in the order of asking."""
        return {
            question: self._what_counts(question)
            for question, relevant in self.relevance.items()
            if relevant and self._is_answered(question)
        }

    def counted(self, question: str) -> Value | None:
        """Return what counts of one answer; None where nothing does."""
        if self.relevance[question] and self._is_answered(question):
            return self._what_counts(question)
        return None

    @property
    def counts(self) -> Mapping[str, Value]:
        """Return all that a decision is made from: what is known, and the answers."""
        return {**self.pack.known_in(self.answers), **self.visible}

    @cached_property
    def _asked(self) -> list[str]:
        """Return the questions that are relevant, in order."""
        return [question for question, asked in self.relevance.items() if asked]

    @cached_property
    def open(self) -> tuple[str, ...]:
        """Return the relevant questions that have no answer yet, in order.

        An answer of which nothing is left is none: all that was ticked is no longer
        offered.
        """
        heard = self._heard
        return tuple([q for q in self._asked if heard[q] is None])

    @cached_property
    def set_aside(self) -> tuple[str, ...]:
        """Return the questions whose answers do not count: they are not asked."""
        aside = {q for q in self.answers if self.relevance.get(q) is False}
        return tuple(q for q in self.relevance if q in aside) if aside else ()

    @cached_property
    def lines_set_aside(self) -> Mapping[str, tuple[str, ...]]:
        """Return the lines that were ticked and do not count: they are not offered."""
        found = {}
        for question, offered in self.offered.items():
            if self.relevance[question] and question in self.answers:
                words = _words(self.answers[question])
                gone = tuple(w for w in words if offered.get(line_of(w)) is False)
                if gone:
                    found[question] = gone
        return found

    def as_offered(self, question: Question) -> Question:
        """Return a question without the lines that are not offered here."""
        offered = self.offered.get(question.id)
        if offered is None or all(offered.values()):
            return question
        kept = tuple(c for c in question.choices if offered[c.id] is not False)
        shown = tuple(c for c in question.shown if offered[c] is not False)
        return msgspec.structs.replace(question, choices=kept, shown=shown)

    def mildest(self, question: Question) -> Value:
        """Return the answer here of somebody with nothing to tell."""
        return self.as_offered(question).mildest

    @cached_property
    def unsure(self) -> tuple[str, ...]:
        """Return the questions whose answer is, or contains, `unsure`."""
        heard = self._heard
        return tuple([q for q in self._asked if _is_in_doubt(heard[q])])

    def holds(self, condition: Condition) -> bool | None:
        """Say whether a condition holds here; None while it is open."""
        if id(condition) in self.asleep:
            return False
        return condition.holds(self._heard, self.facts)

    def waits_for(self, condition: Condition) -> frozenset[str]:
        """Return the questions to ask next that may settle an open condition."""
        if self.holds(condition) is not None:
            return frozenset()
        parts = condition.all_of or condition.any_of
        if parts is not None:
            return frozenset().union(*map(self.waits_for, parts))
        if condition.fact is not None:
            return self._waits_for_fact(condition.fact)
        return self.waits_for_answer(condition.question or "")

    def _waits_for_fact(self, name: str) -> _Names:
        if name not in self._waited:
            rows = self._rows_in_play(self.pack.facts[name])
            found = frozenset[str]().union(*(self.waits_for(when) for _, when in rows))
            self._waited[name] = found
        return self._waited[name]

    def waits_for_answer(self, name: str) -> _Names:
        """Return the questions to ask next that may settle what an answer comes to."""
        # Each line of a carried list leads to the lists above it: looked at once, or
        # some lists of many lines one above the other take hours.
        if name not in self._waited:
            self._waited[name] = self._find_waited(name)
        return self._waited[name]

    def _find_waited(self, name: str) -> _Names:
        question, relevant = self.pack.questions[name], self.relevance[name]
        if relevant is False:
            return frozenset()
        if relevant is None and question.when and self.holds(question.when) is None:
            return self.waits_for(question.when)
        wanted = frozenset({name} if relevant and self._heard[name] is None else ())
        offered = self.offered.get(name, {})
        unsettled = [
            line for line in question.choices if offered.get(line.id, True) is None
        ]
        for line in unsettled:
            wanted |= self.waits_for(line.when) if line.when else frozenset()
            sources = {line.carried_from, *question.except_in} - {""}
            wanted = wanted.union(*map(self.waits_for_answer, sources))
        return wanted

    def because(self, condition: Condition) -> frozenset[str]:
        """Return the questions whose answers alone make a true condition hold.

        Of several reasons it is a short one: one true part of `any_of` is enough.
        Why these questions are asked at all is no part of it.
        """
        return self._reason(condition, True, frozenset())

    def _is_answered(self, question: str) -> bool:
        """Say whether something that was said counts for sure."""
        heard = self._heard[question]
        return heard.counts if isinstance(heard, Ticks) else heard is not None

    def _offered(self, question: Question) -> Offered:
        """Return whether each line is offered; of what is carried, look at no other."""
        found: dict[str, bool | None] = {}
        for line in question.own_lines:
            if id(line.when) not in self.asleep:
                found[line.id] = self._offers(question, line, True)
        for source, carried in self._carried.items():
            lines = question.lines_carried.get(source, _NO_LINES)
            for name in carried.keys() & lines.keys():
                found[name] = self._offers(question, lines[name], carried[name])
        return {**question.none_offered, **found} if found else question.none_offered

    def _offers(
        self, question: Question, line: Choice, carried: bool | None
    ) -> bool | None:
        """Say whether a line is offered; None while that is open."""
        offered = carried
        if line.when is not None:
            offered = _both(offered, self.holds(line.when))
        for other in question.except_in:
            if offered is False:
                break
            offered = _both(offered, self._leaves(other, line.id))
        return offered

    def _lines_carried(self, question: Question, heard: Heard | None) -> Offered:
        """Return the lines that were ticked or in doubt, or are where the rest is.

        None of those of which that is open; what is not in it was denied.
        """
        if heard == HIDDEN:
            return {}
        words = _words(self.answers[question.id]) if isinstance(heard, Ticks) else ()
        if words == _DENIED:
            return {}
        offered = self.offered.get(question.id, {})
        there = {line: offered.get(line, True) for line in question.words}
        there = {line: state for line, state in there.items() if state is not False}
        if UNSURE in words:
            return there
        named = {x: there[x] for x in map(line_of, words) if x in there}
        counts = isinstance(heard, Ticks) and heard.counts
        return named if counts else {**dict.fromkeys(there), **named}

    def _leaves(self, other: str, line: str) -> bool | None:
        """Say whether a line is neither ticked nor in doubt in another list."""
        heard = self._heard[other]
        offered = self.offered.get(other, {}).get(line, True)
        unknown = line not in self.pack.questions[other].words
        if unknown or heard == HIDDEN or offered is False:
            return True
        if not isinstance(heard, Ticks):
            return None
        if _is_named(line, _words(self.answers[other])):
            return False if offered else None
        return True if heard.counts else None

    def _what_counts(self, question: str) -> Value:
        value, offered = self.answers[question], self.offered.get(question)
        if offered is None or not isinstance(value, tuple):
            return value
        return tuple(word for word in value if offered.get(line_of(word), True))

    def _rows_in_play(self, fact: Fact) -> Iterator[tuple[str, Condition]]:
        """Go through the rows that may win: the open ones before one that holds."""
        for row in fact.rows:
            truth = self.holds(row.when)
            if truth is not False:
                yield row.value, row.when
            if truth:
                return

    def _possible_values(self, fact: Fact) -> frozenset[str]:
        perhaps: set[str] = set()
        for row in fact.rows:
            when = row.when
            if id(when) in self.asleep:
                continue
            truth = when.holds(self._heard, self.facts)
            if truth:
                return fact.alone[row.value] | perhaps
            if truth is None:
                perhaps.add(row.value)
        return fact.at_worst | perhaps

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
        if condition.known is not None:
            return frozenset()
        return self._reason_of_answer(condition.question or "", known)

    def _reason_of_answer(self, name: str, known: _Names) -> _Names:
        """Return whose answers make a test of an answer true or false."""
        question = self.pack.questions[name]
        if self.relevance[name] is not False:
            return frozenset({name})
        if question.when is not None and self.holds(question.when) is False:
            return self._reason(question.when, False, known)
        lines = (line.when for line in question.choices if line.when is not None)
        above = question.read_by_lines.union(*map(self.pack.questions_in, lines))
        return self._reason_of_all_answers(above, known)

    def _reason_of_all_answers(self, names: Iterable[str], known: _Names) -> _Names:
        """Return whose answers say what these come to, hidden ones among them."""
        return frozenset[str]().union(
            *(self._reason_of_answer(n, known) for n in names)
        )

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


def _both(one: bool | None, other: bool | None) -> bool | None:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def _is_in_doubt(heard: Heard | None) -> bool:
    return heard.in_doubt if isinstance(heard, Ticks) else heard == UNSURE


def _some(states: Collection[bool | None]) -> bool | None:
    if True in states:
        return True
    return None if None in states else False


def _words(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (str(value),)


def _is_named(line: str, words: tuple[str, ...]) -> bool:
    return line in words or doubt_of(line) in words


def fit_answers(pack: Pack, raw: Mapping[str, object], name: str) -> Answers:
    """Return raw answers in their stored form, when all of them fit the pack.

    Raises:
        AnswersError: An unknown question, or an answer that its question does not
            take; the message names each place and what would fit.
    """
    values: dict[str, Value] = {}
    wrong: list[tuple[str, str]] = []
    for question, value in raw.items():
        if question not in pack.in_answers:
            wrong.append((question, ""))
            continue
        try:
            values[question] = pack.in_answers[question].accept(value)
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
    hint = did_you_mean(question, pack.in_answers)
    return f": the pack has no such question. {hint}".rstrip()
