"""What must hold for every answer sheet, whatever the pack's rules say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from massage_screen.answers import NONE, UNSURE, Answers, Value, doubt_of, line_of
from massage_screen.decision import Decision, decide, decide_sheet
from massage_screen.history import History
from massage_screen.interview import (
    Accept,
    Answered,
    GoOn,
    ReadBack,
    Review,
    Step,
    Turn,
    conduct,
    next_question,
)
from massage_screen.pack import SAYINGS, Question, urgency
from massage_screen.screened import plan_as_json
from massage_screen.sheet import Sheet, fit_answers
from tests.naive import Naive
from tests.shipped import CASES, FOLDER, PACK

NAIVE = Naive(FOLDER)
#: The lists of a plan, with what an item is called in its JSON.
LISTS = {
    "positions_avoid": "position",
    "movements_avoid": "movement",
    "supports": "support",
    "stop_on": "text",
}
SHEETS = settings(
    max_examples=70,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
#: Fewer sheets where each is decided again after every answer.
STEPS = settings(SHEETS, max_examples=35)


def values_of(question: Question) -> st.SearchStrategy[Value]:
    """Draw an answer, mild ones often, so that most of the interview is reached."""
    words = list(question.words)
    if question.kind == "number":
        low, high = question.minimum or 0, question.maximum or 0
        edges = [edge + step for edge in question.bands for step in (-1, 0)]
        return st.one_of(
            st.sampled_from([*edges, low, high, UNSURE]), st.integers(low, high)
        )
    if question.kind != "any_of":
        return st.one_of(st.just(words[0]), st.sampled_from(words))
    lines = [word for word in words if word != NONE]
    said = [*lines, *(doubt_of(line) for line in lines if line != UNSURE)]
    ticked = st.lists(st.sampled_from(said), min_size=1, max_size=4, unique_by=line_of)
    some = ticked.map(question.accept)
    every = tuple(word for word in lines if word != UNSURE)
    return st.one_of(st.just((NONE,)), st.just((NONE,)), st.just(every), some)


def complete(draw: st.DrawFn, start: Answers) -> Answers:
    """Answer every relevant question that is still open."""
    sheet = Sheet(PACK, start)
    while sheet.open:
        question = PACK.questions[sheet.open[0]]
        sheet = sheet.with_answer(question.id, draw(values_of(question)))
    return sheet.answers


@st.composite
def sheets(draw: st.DrawFn) -> Answers:
    """Draw a complete sheet, starting from some answers of a written case."""
    case = draw(st.sampled_from(CASES))
    kept = draw(st.integers(0, len(case.answers)))
    given_ = fit_answers(PACK, case.answers, case.id)
    return complete(draw, Answers(dict(list(given_.items())[:kept])))


def known_of(answers: Answers) -> Answers:
    """Return what the program knows of a client before it asks."""
    return Answers({name: answers[name] for name in PACK.known if name in answers})


def told(answers: Answers) -> list[str]:
    """Return the questions that a client answered."""
    return [name for name in answers if name in PACK.questions]


def result(decision: Decision) -> tuple[object, ...]:
    return (
        decision.disposition,
        decision.timeframe,
        {finding.rule.id for finding in decision.findings},
        decision.grid,
        decision.limits,
        decision.plan,
    )


def plan_of(decision: Decision) -> dict[str, Any]:
    """Return the session plan without the order of rules."""
    plan = plan_as_json(decision.plan)
    for key, name in LISTS.items():
        plan[key] = {item[name]: set(item["rules"]) for item in plan[key]}
    for key in ("minutes_at_most", "check_in_every"):
        if plan[key]:
            plan[key] = (plan[key]["value"], set(plan[key]["rules"]))
    if plan["pressure_at_most"]:
        plan["pressure_at_most"] = plan["pressure_at_most"]["value"]
    return plan


def urgency_of(decision: Decision) -> tuple[int, int]:
    return max((urgency(f.rule) for f in decision.findings), default=(0, 0))


def raw(answers: Iterable[tuple[str, Value]]) -> dict[str, Any]:
    return {q: list(v) if isinstance(v, tuple) else v for q, v in answers}


@SHEETS
@given(data=st.data(), answers=sheets())
def test_the_order_of_answering_and_answering_again_do_not_matter(
    data: st.DataObject, answers: Answers
) -> None:
    order = data.draw(st.permutations(told(answers)))
    changed = data.draw(st.lists(st.sampled_from(order), max_size=5))

    again = known_of(answers)
    for question in changed:
        other = data.draw(values_of(PACK.questions[question]))
        again = again.with_answer(question, other)
    for question in order:
        again = again.with_answer(question, answers[question])

    assert result(decide(PACK, again)) == result(decide(PACK, answers))


@SHEETS
@given(data=st.data(), answers=sheets())
def test_an_answer_set_aside_never_counts(
    data: st.DataObject, answers: Answers
) -> None:
    hidden = [q for q, shown in Sheet(PACK, answers).relevance.items() if not shown]
    ghosts = answers
    for question in hidden:
        ghost = data.draw(values_of(PACK.questions[question]))
        ghosts = ghosts.with_answer(question, ghost)

    assert result(decide(PACK, ghosts)) == result(decide(PACK, answers))
    assert set(decide(PACK, ghosts).set_aside) == set(hidden)


@SHEETS
@given(data=st.data(), answers=sheets())
def test_a_sheet_with_an_answer_changed_is_the_sheet_made_anew(
    data: st.DataObject, answers: Answers
) -> None:
    order = data.draw(st.permutations(told(answers)))
    sheet = Sheet(PACK, answers)

    for question in order[:12]:
        value = data.draw(values_of(PACK.questions[question]))
        sheet = sheet.with_answer(question, value)

    anew = Sheet(PACK, sheet.answers)
    assert sheet.relevance == anew.relevance
    assert sheet.facts == anew.facts
    assert sheet.offered == anew.offered
    assert decide_sheet(sheet) == decide_sheet(anew)


@STEPS
@given(data=st.data(), answers=sheets())
def test_a_finding_once_shown_stays_whatever_else_is_answered(
    data: st.DataObject, answers: Answers
) -> None:
    order = data.draw(st.permutations(told(answers)))
    sheet = Sheet(PACK, known_of(answers))
    shown: set[str] = set()
    for question in order:
        sheet = sheet.with_answer(question, answers[question])
        found = {finding.rule.id for finding in decide_sheet(sheet).findings}
        assert shown <= found
        shown = found


@SHEETS
@given(data=st.data(), answers=sheets())
def test_a_gate_sign_never_lowers_the_result(
    data: st.DataObject, answers: Answers
) -> None:
    sheet = Sheet(PACK, answers)
    asked = [sheet.as_offered(PACK.questions[q]) for q in sheet.visible]
    clear = [each for each in asked if each.gate and _is_clear(each, answers)]
    if not clear:
        return
    question = data.draw(st.sampled_from(clear))
    signs = [v for v in question.words if v not in (NONE, next(iter(question.words)))]
    sign = data.draw(st.sampled_from(signs))
    value: Value = (sign,) if question.kind == "any_of" else sign
    worse = complete(data.draw, answers.with_answer(question.id, value))

    assert urgency_of(decide(PACK, worse)) >= urgency_of(decide(PACK, answers))


def _is_clear(question: Question, answers: Answers) -> bool:
    mildest = next(iter(question.words))
    return answers[question.id] == ((NONE,) if question.kind == "any_of" else mildest)


@STEPS
@given(answers=sheets())
def test_the_answers_that_a_finding_names_are_enough_for_it(answers: Answers) -> None:
    sheet = Sheet(PACK, answers)

    for finding in decide_sheet(sheet).findings:
        when = finding.rule.when
        if when is not None:
            known = with_what_opens_it(sheet, set(finding.because))
            alone = known_of(answers)
            for question in known:
                alone = alone.with_answer(question, answers[question])
            assert Sheet(PACK, alone).holds(when)


def with_what_opens_it(sheet: Sheet, questions: set[str]) -> set[str]:
    """Add the questions whose answers are the reason that these are asked.

    And those that say which of their lines are offered.
    """
    left = list(questions)
    while left:
        question = PACK.questions[left.pop()]
        opens = sheet.because(question.when) if question.when else frozenset()
        fresh = (opens | what_offers_lines(sheet, question)) - questions
        questions |= fresh
        left += fresh
    return questions


def what_offers_lines(sheet: Sheet, question: Question) -> set[str]:
    """Return the lists that a list carries or leaves out, and what its lines read."""
    read = [line.when for line in question.choices if line.when]
    read += [PACK.questions[name].when for name in question.read_by_lines]
    tests = [test for when in read if when for test in PACK.tests_in(when)]
    names = {test.question for test in tests} | question.read_by_lines
    return names & sheet.visible.keys()


@SHEETS
@given(answers=sheets())
def test_a_naive_second_evaluator_agrees(answers: Answers) -> None:
    decision, naive = decide(PACK, answers), NAIVE.decide(raw(answers.items()))

    assert decision.disposition is not None
    assert decision.disposition.value == naive["disposition"]
    if naive["urgency"]:
        assert decision.timeframe == naive["urgency"]
    found = {finding.rule.id for finding in decision.findings}
    assert found - {"nothing_left_to_do"} == naive["findings"]
    for finding in decision.findings:
        if finding.rule.id in naive["findings"]:
            words = [naive["words"][finding.rule.id, key] for key in SAYINGS]
            assert [finding.found, finding.do, finding.tell] == words
    grid = {r: {t: c.value for t, c in row.items()} for r, row in decision.grid.items()}
    assert grid == naive["grid"]
    caps = {x.region: x.pressure_at_most for x in decision.limits if x.pressure_at_most}
    assert caps == naive["caps"]
    assert plan_of(decision) == naive["plan"]


def test_the_naive_evaluator_agrees_on_every_finished_case() -> None:
    for case in CASES:
        sheet = Sheet(PACK, Answers(case.answers))
        while sheet.open:
            question = PACK.questions[sheet.open[0]]
            sheet = sheet.with_answer(question.id, question.mildest)

        naive = NAIVE.decide(raw(sheet.answers.items()))

        assert naive["disposition"] == case.disposition, case.id


class Scripted:
    """An asker that answers from a sheet and goes on when it is told to."""

    def __init__(self, answers: Answers, *, goes_on: bool) -> None:
        self.answers = answers
        self.goes_on = goes_on
        self.asked: list[str] = []

    def ask(self, turn: Turn) -> Step:
        assert turn.question.id not in self.asked
        self.asked.append(turn.question.id)
        return Answered(self.answers[turn.question.id])

    def act(self, decision: Decision) -> Step:
        return GoOn() if self.goes_on else Accept()

    def read_back(self, read_back: ReadBack) -> Step:
        return GoOn()

    def review(self, review: Review) -> Step:
        return GoOn() if self.goes_on and review.left else Accept()

    def leave(self) -> bool:
        raise AssertionError("nobody asked to leave")

    def tell(self, text: str) -> None:
        raise AssertionError(text)


@STEPS
@given(answers=sheets())
def test_the_interview_ends_and_asks_nothing_twice(answers: Answers) -> None:
    asker = Scripted(answers, goes_on=True)

    said = conduct(PACK, asker, History(known_of(answers)))

    assert asker.asked == told(said)
    assert result(decide(PACK, said)) == result(decide(PACK, answers))


@STEPS
@given(answers=sheets())
def test_stopping_when_nothing_can_change_gives_the_same_disposition(
    answers: Answers,
) -> None:
    sheet = Sheet(PACK, known_of(answers))
    while (question := next_question(sheet, decide_sheet(sheet))) is not None:
        sheet = sheet.with_answer(question.id, answers[question.id])

    early, late = decide(PACK, sheet.answers), decide(PACK, answers)

    assert early.complete
    assert early.disposition == late.disposition
    assert urgency_of(early) == urgency_of(late)
    assert early.grid == late.grid


@STEPS
@given(data=st.data(), answers=sheets())
def test_before_the_end_nothing_milder_than_the_result_is_ever_given(
    data: st.DataObject, answers: Answers
) -> None:
    late = decide(PACK, answers)
    sheet = Sheet(PACK, known_of(answers))
    for question in data.draw(st.permutations(told(answers))):
        sheet = sheet.with_answer(question, answers[question])
        early = decide_sheet(sheet)
        if early.disposition is not None:
            assert urgency_of(early) <= urgency_of(late)
            assert early.disposition == late.disposition
