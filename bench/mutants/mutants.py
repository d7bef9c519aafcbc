"""Every mutant of a pack, in the order of the pack."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from bench.mutants.conditions import wrong_conditions
from bench.mutants.lines import wrong_lines
from bench.mutants.mutant import (
    CONDITIONS,
    DISPOSITIONS,
    FACTS,
    RESTRICTIONS,
    Mutant,
)
from bench.mutants.restrictions import wrong_closings, wrong_restrictions
from massage_screen.pack import (
    Disposition,
    Fact,
    FactRow,
    Pack,
    PressureCloses,
    Question,
    Rule,
)


def mutants_of(pack: Pack) -> Iterator[Mutant]:
    """Go through every mutant of a pack."""
    for question in pack.questions.values():
        yield from _of_question(question)
    for fact in pack.facts.values():
        yield from _of_fact(fact)
    for rule in pack.rules.values():
        yield from _of_disposition(rule, pack)
        yield from _of_condition(rule)
        yield from _of_restrictions(rule)
        yield from _of_see_by(rule)
    for closing in pack.about.pressure_closes:
        yield from _of_closing(closing)


def _of_question(question: Question) -> Iterator[Mutant]:
    for kind, what, when in wrong_conditions(question.when) if question.when else ():
        new = replace(question, when=when)
        yield Mutant(CONDITIONS, kind, question.id, what, question, new)
    for kind, what, wrong in wrong_lines(question):
        yield Mutant(CONDITIONS, kind, question.id, what, question, wrong)


def _of_condition(rule: Rule) -> Iterator[Mutant]:
    if rule.when is None:
        return
    for kind, what, when in wrong_conditions(rule.when):
        new = replace(rule, when=when)
        yield Mutant(CONDITIONS, kind, rule.id, what, rule, new)


def _of_disposition(rule: Rule, pack: Pack) -> Iterator[Mutant]:
    yield Mutant(DISPOSITIONS, "rule dropped", rule.id, "", rule, None)
    if rule.disposition is None:
        return
    milder = tuple(Disposition)[rule.ranks_as.rank - 1]
    frames = _frames(pack, milder)
    new = replace(
        rule,
        disposition=None if milder is Disposition.PROCEED else milder.value,
        timeframe=frames[0] if frames else "",
    )
    what = f"{milder.value} for {rule.disposition}"
    yield Mutant(DISPOSITIONS, "disposition milder", rule.id, what, rule, new)
    frames = _frames(pack, rule.ranks_as)
    later = frames[frames.index(rule.timeframe) + 1 :] if rule.timeframe else ()
    if later:
        new = replace(rule, timeframe=later[0])
        what = f"{later[0]} for {rule.timeframe}"
        yield Mutant(DISPOSITIONS, "timeframe later", rule.id, what, rule, new)


def _frames(pack: Pack, disposition: Disposition) -> tuple[str, ...]:
    """Return the timeframes of a disposition, the most urgent first."""
    frames = pack.about.timeframe
    return tuple(f.id for f in frames if f.disposition == disposition.value)


def _of_restrictions(rule: Rule) -> Iterator[Mutant]:
    for place, asked in enumerate(rule.restrict):
        for kind, what, wrong in wrong_restrictions(asked):
            kept = (wrong,) if wrong is not None else ()
            rest = (*rule.restrict[:place], *kept, *rule.restrict[place + 1 :])
            new = replace(rule, restrict=rest)
            where = f"restriction {place + 1} {what}".rstrip()
            yield Mutant(RESTRICTIONS, kind, rule.id, where, rule, new)


def _of_closing(closing: PressureCloses) -> Iterator[Mutant]:
    for kind, what, new in wrong_closings(closing):
        where = f"at most {closing.at_most} {what}".rstrip()
        yield Mutant(RESTRICTIONS, kind, "pressure_closes", where, closing, new)


def _of_see_by(rule: Rule) -> Iterator[Mutant]:
    if rule.see_by is None:
        return
    none = replace(rule, see_by=None, see_for="", overdue=None)
    yield Mutant(RESTRICTIONS, "see_by dropped", rule.id, "", rule, none)
    later = replace(rule, see_by=rule.see_by + 1)
    what = f"{later.see_by} weeks"
    yield Mutant(RESTRICTIONS, "see_by later", rule.id, what, rule, later)


def _of_fact(fact: Fact) -> Iterator[Mutant]:
    for place, row in enumerate(fact.rows):
        for kind, what, rows in _wrong_rows(fact, place):
            name = f"row {place + 1} ({row.value}) {what}".rstrip()
            new = replace(fact, rows=rows)
            yield Mutant(FACTS, kind, fact.id, name, fact, new)


def _wrong_rows(
    fact: Fact, place: int
) -> Iterator[tuple[str, str, tuple[FactRow, ...]]]:
    before, row, after = fact.rows[:place], fact.rows[place], fact.rows[place + 1 :]
    yield "row dropped", "", (*before, *after)
    if after:
        yield "rows swapped", "", (*before, after[0], row, *after[1:])
    at = fact.values.index(row.value)
    other = fact.values[at + 1 if at + 1 < len(fact.values) else at - 1]
    yield "other value", other, (*before, replace(row, value=other), *after)
    for kind, what, when in wrong_conditions(row.when):
        yield kind, what, (*before, replace(row, when=when), *after)
