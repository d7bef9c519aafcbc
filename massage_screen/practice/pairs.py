"""Makes a pair of clients on whom a rule decides: one whom it catches, one just beside.

Both differ in one answer, and in what hangs on it, and get another result; without the
rule the first one would get another result too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from massage_screen.answers import NONE, UNSURE, Answers, Value
from massage_screen.decision import Decision, Finding, decide_sheet
from massage_screen.pack import Case, Pack, Question
from massage_screen.practice.contrast import Contrast, finished
from massage_screen.practice.plausible import plausible
from massage_screen.sheet import Sheet, fit_answers

#: What a client says on coming in who was made and not written.
_PRESENTS = "I would like a massage. Ask me what you want to know first."
_LEVEL = 2


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """A client on whom a rule decides, and the one beside.

    Attributes:
        case: The client whom the rule catches, as a practice client.
        contrast: The one answer that makes the other.
    """

    case: Case
    contrast: Contrast


def pairs_of(pack: Pack, rule: str, cases: Sequence[Case]) -> Iterator[Pair]:
    """Go through the pairs that can be made for a rule; none for a note or a floor.

    A note changes no result, and a floor holds for everyone.

    Args:
        pack: The rules.
        rule: The id of one of them.
        cases: Whom to begin with: written practice clients are used before others.
    """
    if not can_decide(pack, rule):
        return
    lesser = _without(pack, rule)
    for case in sorted(cases, key=lambda case: not case.presents):
        answers = fit_answers(pack, case.answers, case.id)
        for contrast in _contrasts(pack, lesser, rule, answers):
            yield Pair(case=_playable(pack, case), contrast=contrast)


def can_decide(pack: Pack, rule: str) -> bool:
    """Say whether a rule can change a result, for one client and not for another."""
    its = pack.rules[rule]
    return its.when is not None and bool(its.disposition or its.restrict)


def _contrasts(
    pack: Pack, lesser: Pack, rule: str, answers: Answers
) -> Iterator[Contrast]:
    here = decide_sheet(Sheet(pack, answers))
    finding = _finding(here, rule)
    if finding is None or not _differ(here, decide_sheet(Sheet(lesser, answers))):
        return
    for question in finding.because:
        before = answers[question]
        for after in _beside(pack.questions[question], before):
            other = finished(pack, answers.with_answer(question, after))
            there = decide_sheet(Sheet(pack, other))
            if not plausible(pack, other) or there.disposition is None:
                continue
            if _finding(there, rule) is None and _differ(here, there):
                yield Contrast(
                    question=question,
                    before=before,
                    after=after,
                    disposition=there.disposition.value,
                    timeframe=there.timeframe,
                )


def _finding(decision: Decision, rule: str) -> Finding | None:
    return next((f for f in decision.findings if f.rule.id == rule), None)


def _differ(one: Decision, other: Decision) -> bool:
    """Say whether two clients would notice that they got different results."""
    return _result(one) != _result(other)


def _result(decision: Decision) -> tuple[object, ...]:
    plan = decision.plan
    fields = {name: getattr(plan, name) for name in plan.__struct_fields__}
    asked = {
        name: frozenset(part)
        if isinstance(part, dict)
        else getattr(part, "value", part)
        for name, part in fields.items()
    }
    caps = {limit.region: limit.pressure_at_most for limit in decision.limits}
    return decision.disposition, decision.timeframe, decision.grid, caps, asked


def _without(pack: Pack, rule: str) -> Pack:
    concerns = tuple(
        msgspec.structs.replace(
            concern, rule=tuple(each for each in concern.rule if each.id != rule)
        )
        for concern in pack.concerns
    )
    return msgspec.structs.replace(pack, concerns=concerns)


def _beside(question: Question, value: Value) -> Iterator[Value]:
    """Go through the answers one tick or one choice away, "not sure" the last."""
    items = [word for word in question.words if word not in (NONE, UNSURE)]
    if isinstance(value, tuple):
        ticked = [item for item in items if item in value]
        for item in ticked:
            yield tuple(i for i in ticked if i != item) or (NONE,)
        for item in items:
            if item not in ticked:
                yield tuple(i for i in items if i in ticked or i == item)
        if UNSURE not in value:
            yield (UNSURE,)
        return
    yield from (item for item in items if item != value)
    if value != UNSURE:
        yield UNSURE


def _playable(pack: Pack, case: Case) -> Case:
    if case.presents:
        return case
    return msgspec.structs.replace(
        case, presents=_PRESENTS, level=_LEVEL, concern=pack.practice.no_concern
    )
