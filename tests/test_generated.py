"""What must hold for every pack and every sheet, whatever hangs on what."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from massage_screen.answers import Answers, doubt_of
from massage_screen.condition import Condition
from massage_screen.decision import decide
from massage_screen.pack import Pack
from massage_screen.sheet import Sheet
from tests import generated
from tests.generated import agrees_with_the_solver, pack_of, plainly
from tests.naive import Naive

DRAWN = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def truths(pack: Pack, answers: Answers) -> dict[str, object]:
    """Return all that is settled on a sheet."""
    sheet = Sheet(pack, answers)
    said = {f"asked {q}": relevant for q, relevant in sheet.relevance.items()}
    for question, offered in sheet.offered.items():
        said |= {f"line {question}.{line}": there for line, there in offered.items()}
    for rule in pack.rules.values():
        said[f"rule {rule.id}"] = sheet.holds(rule.when) if rule.when else True
    return {name: truth for name, truth in said.items() if truth is not None}


@DRAWN
@given(st.data())
def test_what_is_settled_stays_so_as_more_is_answered(data: st.DataObject) -> None:
    pack = pack_of(data.draw(generated.files()))
    later = data.draw(generated.sheets(pack))
    # What the program knows, it knows from the start.
    kept = {q for q in later if q in pack.known or data.draw(st.booleans())}
    sooner = Answers({q: v for q, v in later.items() if q in kept})

    before, after = truths(pack, sooner), truths(pack, later)

    assert before.items() <= after.items()
    facts = Sheet(pack, sooner).facts
    assert all(Sheet(pack, later).facts[name] <= facts[name] for name in facts)
    found = [{f.rule.id for f in decide(pack, a).findings} for a in (sooner, later)]
    assert found[0] - {"nothing_left_to_do"} <= found[1]


@DRAWN
@given(st.data())
def test_the_order_in_which_answers_were_given_never_matters(
    data: st.DataObject,
) -> None:
    pack = pack_of(data.draw(generated.files()))
    answers = data.draw(generated.sheets(pack))

    other = Answers(dict(reversed(list(answers.items()))))

    assert decide(pack, other) == decide(pack, answers)


@DRAWN
@given(st.data())
def test_what_is_set_aside_never_counts_not_even_a_single_line(
    data: st.DataObject,
) -> None:
    pack = pack_of(data.draw(generated.files()))
    answers = data.draw(generated.sheets(pack, full=True))
    sheet = Sheet(pack, answers)

    counting = Answers(sheet.counts)
    kept = decide(pack, counting)
    whole = decide(pack, answers)

    assert not kept.set_aside
    assert not kept.lines_set_aside
    assert truths(pack, answers) == truths(pack, counting)
    for part in ("complete", "disposition", "findings", "grid", "limits", "plan"):
        assert getattr(kept, part) == getattr(whole, part)


@DRAWN
@given(st.data())
def test_a_doubt_is_never_milder_than_the_line_left_unticked(
    data: st.DataObject,
) -> None:
    pack = pack_of(data.draw(generated.files(plain=True)))
    answers = data.draw(generated.sheets(pack, full=True))
    doubted = [
        (question, word)
        for question, value in answers.items()
        if isinstance(value, tuple)
        for word in value
        if word.endswith("?") and len(value) > 1
    ]
    for question, word in doubted:
        value = tuple(each for each in answers[question] if each != word)
        without = decide(pack, answers.with_answer(question, value))
        found = {finding.rule.id for finding in without.findings}
        assert found <= {finding.rule.id for finding in decide(pack, answers).findings}


@DRAWN
@given(st.data())
def test_what_was_not_asked_is_never_denied(data: st.DataObject) -> None:
    pack = pack_of(data.draw(generated.files()))
    sheet = Sheet(pack, data.draw(generated.sheets(pack)))

    for question in pack.questions.values():
        for choice in question.choices if question.takes.several else ():
            test = Condition(question=question.id, lacks_any_of=(choice.id,))
            if sheet.holds(test):
                assert sheet.relevance[question.id]
                assert sheet.offered.get(question.id, {}).get(choice.id, True)
                said = sheet.visible[question.id]
                assert isinstance(said, tuple)
                assert choice.id not in said
                assert question.reassuring or doubt_of(choice.id) not in said


@DRAWN
@given(st.data())
def test_the_solver_says_what_the_engine_says(data: st.DataObject) -> None:
    pack = pack_of(data.draw(generated.files()))
    drawn = Sheet(pack, data.draw(generated.sheets(pack, full=True)))
    answers = Answers(drawn.counts)
    agrees_with_the_solver(pack, answers)


@DRAWN
@given(st.data())
def test_the_naive_evaluator_agrees(data: st.DataObject) -> None:
    files = data.draw(generated.files())
    pack = pack_of(files)
    answers = data.draw(generated.sheets(pack, full=True))
    naive = Naive.of(generated.WORLD, files)

    seen, facts, whole = naive.read(plainly(answers))
    decision = decide(pack, answers)

    assert whole
    assert seen == plainly(Sheet(pack, answers).visible)
    assert {f: {facts[f]} for f in pack.facts} == Sheet(pack, answers).facts
    said = naive.decide(plainly(answers))
    assert decision.disposition is not None
    assert said["disposition"] == decision.disposition.value
    assert said["findings"] == {
        f.rule.id for f in decision.findings if f.rule.id in pack.rules
    }
    assert said["grid"] == {
        region: {technique: cell.value for technique, cell in row.items()}
        for region, row in decision.grid.items()
    }
