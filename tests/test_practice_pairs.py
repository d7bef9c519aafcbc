"""Pairs of clients on whom a rule decides: for every rule, plausible, by base rates."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from massage_screen.decision import decide
from massage_screen.errors import UnknownId
from massage_screen.pack import Case
from massage_screen.practice.client import client_of
from massage_screen.practice.contrast import contrast_case
from massage_screen.practice.pairs import can_decide, pairs_of
from massage_screen.practice.picking import Wanted, pick_case
from massage_screen.practice.plausible import how_usual, per_thousand, plausible
from massage_screen.sheet import fit_answers
from tests.shipped import CASES, PACK

DECIDING = [rule for rule in PACK.rules if can_decide(PACK, rule)]


def caught(case: Case) -> set[str]:
    """Return the rules that catch a client."""
    answers = fit_answers(PACK, case.answers, case.id)
    return {finding.rule.id for finding in decide(PACK, answers).findings}


@cache
def caught_by() -> dict[str, list[Case]]:
    found: dict[str, list[Case]] = {}
    for case in CASES:
        for rule in caught(case):
            found.setdefault(rule, []).append(case)
    return found


@pytest.mark.parametrize("rule", DECIDING)
def test_every_rule_decides_one_side_of_a_pair(rule: str) -> None:
    pair = next(pairs_of(PACK, rule, caught_by()[rule]), None)

    assert pair is not None
    assert pair.case.presents
    other = contrast_case(PACK, pair.case, pair.contrast)
    assert rule in caught(pair.case)
    assert rule not in caught(other)
    one, two = (client_of(PACK, each, 1).answers for each in (pair.case, other))
    otherwise = {q for q in one if q in two and one[q] != two[q]}
    assert otherwise - hang_on(pair.contrast.question) == {pair.contrast.question}
    assert plausible(PACK, one)
    assert plausible(PACK, two)
    decision = decide(PACK, two)
    assert decision.disposition is not None
    assert (decision.disposition.value, decision.timeframe) == (
        other.disposition,
        other.timeframe,
    )


def hang_on(question: str) -> set[str]:
    """Return the lists whose lines hang on this answer."""
    lists: set[str] = set()
    for each in PACK.questions.values():
        read = [line.when for line in each.choices if line.when]
        tests = [test for when in read for test in PACK.tests_in(when)]
        if {question, *lists} & {*each.read_by_lines, *(t.question for t in tests)}:
            lists.add(each.id)
    return lists


def test_only_notes_and_what_holds_for_everyone_have_no_pair() -> None:
    without = set(PACK.rules) - set(DECIDING)

    for rule in (PACK.rules[name] for name in without):
        a_note = rule.disposition is None and not rule.restrict
        assert a_note or rule.when is None
    assert "manipulation_is_out_of_scope" in without
    assert list(pairs_of(PACK, "manipulation_is_out_of_scope", CASES[:3])) == []


def test_a_rule_that_changes_nothing_decides_no_pair() -> None:
    """Whom an emergency already stops, a milder rule does not decide on."""
    case = next(c for c in CASES if c.id == "letter_and_a_new_weak_leg")
    milder = caught(case) - {"weak_or_unsteady"}

    assert milder
    for rule in milder:
        if can_decide(PACK, rule) and PACK.rules[rule].disposition == "restrict":
            assert list(pairs_of(PACK, rule, [case])) == []


# Base rates


def test_a_base_rate_holds_whatever_the_client_is_like() -> None:
    """The middle one of those that hang on nothing else, of warning signs only."""
    assert per_thousand(PACK, "bladder_signs")["leak"] == 15
    assert per_thousand(PACK, "swollen_limb") == {"yes": 13.5}
    assert per_thousand(PACK, "swollen_kind") == {}
    assert per_thousand(PACK, "recent") == {}
    assert per_thousand(PACK, "age") == {}


def test_of_several_answers_the_rarest_counts() -> None:
    leak = per_thousand(PACK, "bladder_signs")["leak"]

    assert how_usual(PACK, "bladder_signs", ("leak",)) == leak
    assert how_usual(PACK, "bladder_signs", ("full", "leak")) < leak
    assert how_usual(PACK, "weak_legs", ("cannot_walk",)) > 0


def test_what_is_usual_is_met_more_often_than_what_is_rare() -> None:
    usual = next(c for c in CASES if c.id == "ordinary_back_pain")
    drawn = Counter(
        pick_case(PACK, (usual,), Wanted(contrast=True), seed).id for seed in range(40)
    )

    weights = {name: how_usual(PACK, *changed(name)) for name in drawn}
    most, least = max(weights.values()), min(weights.values())
    assert most > least
    common = sum(n for name, n in drawn.items() if weights[name] == most)
    rare = sum(n for name, n in drawn.items() if weights[name] == least)
    assert common > rare


def changed(name: str) -> tuple[str, tuple[str, ...]]:
    question, _, answer = name.partition("/")[2].partition("=")
    return question, (answer,)


# Picking


@pytest.mark.parametrize("rule", ["sign_not_explained", "saddle_or_bowel_change"])
def test_a_rule_can_be_asked_for_and_does_not_always_hold(rule: str) -> None:
    cases = tuple(caught_by()[rule][:4])

    picked = [pick_case(PACK, cases, Wanted(rule=rule), seed) for seed in range(12)]

    assert {rule in caught(case) for case in picked} == {True, False}
    assert all(case.presents for case in picked)


def test_a_rule_that_does_not_exist_names_the_nearest() -> None:
    with pytest.raises(UnknownId, match="Did you mean 'bladder_change'"):
        pick_case(PACK, CASES, Wanted(rule="bladder_chang"), 1)


def test_a_rule_that_holds_for_everyone_is_refused_with_the_reason() -> None:
    wanted = Wanted(rule="manipulation_is_out_of_scope")

    with pytest.raises(UnknownId, match="holds for everyone"):
        pick_case(PACK, CASES, wanted, 1)


def test_of_ten_drawn_by_chance_the_results_are_mixed() -> None:
    drawn = [pick_case(PACK, CASES, Wanted(), seed) for seed in range(300)]
    share = {word: n / 300 for word, n in Counter(c.disposition for c in drawn).items()}
    look_alikes = [
        case
        for case in drawn
        if case.disposition in ("proceed", "restrict") and case.level != 1
    ]

    for word, of_ten in {
        "emergency": 2,
        "refer": 2,
        "postpone": 2,
        "restrict": 3,
        "proceed": 1,
    }.items():
        assert abs(share[word] - of_ten / 10) < 0.07, share
    assert len(look_alikes) >= 0.3 * 300
