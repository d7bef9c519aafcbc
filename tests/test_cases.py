"""The clinical tests: each case gets the decision that its file says it must get."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec
import pytest

from massage_screen.answers import UNSURE
from massage_screen.decision import (
    NOTHING_LEFT_TO_DO,
    Decision,
    decide_sheet,
    regions_of,
)
from massage_screen.library import load_claims
from massage_screen.pack import Case, Cell, Pack, Rule
from massage_screen.plan import Most, Plan
from massage_screen.sheet import Sheet, fit_answers
from tests.shipped import CASES, FILES, FOLDER, PACK, cases_by_file, check_each

APART = [file for file in FILES if file.stem.endswith("_apart")]
#: A pressure up to which nothing of the group `strong` can be done, of 5.
LIGHT = 2
STRONG = PACK.technique_groups["strong"]
#: Characters of a line of a case file, prose aside.
PROSE = r"(name|story|presents|looks_like) = "
LONGEST_LINE = 120


BY_ID = {case.id: case for case in CASES}


@cache
def sheet_of(case_id: str) -> Sheet:
    case = BY_ID[case_id]
    return Sheet(PACK, fit_answers(PACK, case.answers, case.id))


@cache
def decision_of(case_id: str) -> Decision:
    return decide_sheet(sheet_of(case_id))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_case_gets_its_decision(file: Path) -> None:
    check_each(cases_by_file()[file], gets_its_decision)


def test_every_case_stands_in_one_of_the_files() -> None:
    assert sorted(case.id for some in cases_by_file().values() for case in some) == (
        sorted(case.id for case in CASES)
    )


def gets_its_decision(case: Case) -> None:
    decision = decision_of(case.id)

    fired = [finding.rule.id for finding in decision.findings]
    assert decision.disposition is not None, f"not finished: {decision.required}"
    assert (case.disposition, case.timeframe) == (
        decision.disposition.value,
        decision.timeframe,
    ), fired
    assert set(case.findings) <= set(fired), fired
    assert not set(case.not_findings) & set(fired), fired
    for region, row in case.cells.items():
        for technique, cell in row.items():
            assert cell == decision.grid[region][technique].value, (region, technique)
    caps = {limit.region: limit.pressure_at_most for limit in decision.limits}
    assert {**case.pressure} == {region: caps.get(region) for region in case.pressure}
    plan = decision.plan
    assert set(case.positions_avoid) <= plan.positions_avoid.keys()
    assert set(case.movements_avoid) <= plan.movements_avoid.keys()
    assert set(case.supports) <= plan.supports.keys()
    assert set(case.stop_on) <= plan.stop_on.keys()
    for expected, most in (
        (case.minutes_at_most, plan.minutes_at_most),
        (case.check_in_every, plan.check_in_every),
    ):
        assert expected is None or (most and most.value) == expected
    weeks = decision.see_by and decision.see_by.weeks
    assert case.see_by in (None, weeks)


def test_where_pressure_must_stay_light_no_strong_technique_is_left() -> None:
    assert [
        (case.id, limit.region)
        for case in CASES
        for limit in decision_of(case.id).limits
        if limit.pressure_at_most
        and limit.pressure_at_most <= LIGHT
        and {decision_of(case.id).grid[limit.region][each] for each in STRONG}
        != {Cell.AVOID}
    ] == []


def test_a_rule_that_keeps_pressure_light_leaves_strong_techniques_out_itself() -> None:
    assert [
        (case.id, finding.rule.id)
        for case in CASES
        for finding in decision_of(case.id).findings
        if not leaves_strong_work_out(finding.rule, sheet_of(case.id))
    ] == []


def leaves_strong_work_out(rule: Rule, sheet: Sheet) -> bool:
    """Say whether a rule closes strong techniques wherever it keeps pressure light."""
    light, left_out = set(), set()
    for each in rule.restrict:
        regions = regions_of(sheet, each)
        if each.pressure_at_most and each.pressure_at_most <= LIGHT:
            light |= {(region, t) for region in regions for t in STRONG}
        if each.cell == "avoid":
            groups = each.techniques or PACK.techniques
            named = [t for group in groups for t in PACK.technique_groups[group]]
            left_out |= {(region, t) for region in regions for t in named}
    return light <= left_out


def test_the_age_in_a_story_is_the_age_that_is_answered() -> None:
    for case in CASES:
        told = re.match(r"[^.]*?, (\d\d),", case.story)
        answered = case.answers.get("age", UNSURE)
        if told and answered != UNSURE:
            years = int(told.group(1))
            band = (
                "under_18"
                if years < 18
                else "under_50"
                if years < 50
                else "over_65"
                if years > 65
                else "from_50_to_65"
            )
            assert answered == band, case.id


def test_every_case_answers_what_is_asked_and_nothing_else() -> None:
    for case in CASES:
        decision = decision_of(case.id)

        assert (decision.required, decision.set_aside) == ((), ()), case.id


@cache
def without(pack: Pack, rule_id: str) -> Pack:
    """Return the pack with one rule taken out."""
    concerns = tuple(
        msgspec.structs.replace(
            concern, rule=tuple(r for r in concern.rule if r.id != rule_id)
        )
        for concern in pack.concerns
    )
    return Pack(
        about=pack.about,
        concerns=concerns,
        references=pack.references,
        digest=pack.digest,
    )


def outcome(decision: Decision) -> tuple[object, ...]:
    """Return what a client would notice: word, time, cells, caps and the plan."""
    caps = {limit.region: limit.pressure_at_most for limit in decision.limits}
    return (
        decision.disposition,
        decision.timeframe,
        decision.grid,
        caps,
        planned(decision.plan),
    )


def planned(plan: Plan) -> dict[str, object]:
    """Return what a plan asks for, without the rules that ask."""
    asked = {field: getattr(plan, field) for field in plan.__struct_fields__}
    return {
        field: part.value if isinstance(part, Most) else frozenset(part or ())
        for field, part in asked.items()
    }


@cache
def decides(rule_id: str, case_id: str) -> bool:
    """Say whether a case would get another result without the rule.

    A rule with neither disposition nor restriction is a note: there it is enough
    that it is found. Findings of the same disposition and time do not hide a rule
    that alone of its disposition names what was found.
    """
    decision = decision_of(case_id)
    rule = PACK.rules[rule_id]
    if rule_id not in {finding.rule.id for finding in decision.findings}:
        return False
    if rule.disposition is None and not rule.restrict:
        return True
    lesser = decide_sheet(Sheet(without(PACK, rule_id), sheet_of(case_id).answers))
    return outcome(decision) != outcome(lesser)


@cache
def cases_by_rule() -> dict[str, list[str]]:
    found = defaultdict(list)
    for case in CASES:
        for finding in decision_of(case.id).findings:
            found[finding.rule.id].append(case.id)
    return found


def test_some_case_is_decided_by_each_rule() -> None:
    fired = cases_by_rule()

    undecided = {
        rule_id: fired[rule_id]
        for rule_id in PACK.rules
        if not any(decides(rule_id, case_id) for case_id in fired[rule_id])
    }

    assert not undecided, f"{undecided}"


FOR_THE_RECORD = {q.id for q in PACK.questions.values() if q.records_only}


def differences(one: str, other: str) -> int:
    """Count the questions that both clients answered, but differently.

    What is for the record only decides nothing, so it sets no two clients apart.
    """
    a, b = sheet_of(one).visible, sheet_of(other).visible
    both = (a.keys() & b.keys()) - FOR_THE_RECORD
    return sum(a[question] != b[question] for question in both)


def has_a_case_beside_it(rule_id: str) -> bool:
    fired = set(cases_by_rule()[rule_id])
    beside = {case.id for case in CASES} - fired
    return any(
        differences(one, other) == 1
        for one in sorted(fired)
        for other in sorted(beside)
    )


def test_a_case_just_beside_each_rule_is_not_caught_by_it() -> None:
    conditional = [rule.id for rule in PACK.rules.values() if rule.when is not None]
    without_one = [each for each in conditional if not has_a_case_beside_it(each)]

    assert not without_one, f"{without_one}"


@pytest.mark.parametrize("file", APART, ids=lambda file: file.stem)
def test_a_client_one_answer_apart_stands_with_a_rule_that_they_are_about(
    file: Path,
) -> None:
    concern = FOLDER / f"{file.stem.removesuffix('_apart')}.toml"
    own = {rule["id"] for rule in tomllib.loads(concern.read_text("utf-8"))["rule"]}

    elsewhere = [
        case["id"]
        for case in tomllib.loads(file.read_text("utf-8"))["case"]
        if own.isdisjoint([*case["findings"], *case.get("not_findings", [])])
    ]

    assert not elsewhere


def long_lines(text: str) -> Iterator[str]:
    """Go through the lines of a case file that are too long and no prose."""
    table = ""
    for line in text.splitlines():
        if re.match(r"\[{1,2}case", line):
            table = line
        prose = table == "[case.voice]" or re.match(PROSE, line)
        if len(line) > LONGEST_LINE and not prose:
            yield line


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_line_that_is_no_prose_can_be_read_without_scrolling(file: Path) -> None:
    assert not list(long_lines(file.read_text("utf-8")))


def stories() -> list[dict[str, object]]:
    """Return the clients as they were written, without those one answer apart.

    Those are made to be near another client, and most of them cross into a no.
    """
    return [
        case
        for file in FILES
        if file not in APART
        for case in tomllib.loads(file.read_text("utf-8"))["case"]
    ]


def test_there_are_enough_clients_and_enough_of_them_get_massage() -> None:
    told = stories()
    hands_on = [case for case in told if case["disposition"] in ("proceed", "restrict")]

    assert len(told) >= 150
    assert len(hands_on) >= 0.4 * len(told)


def two_deciding_cases(rule_id: str) -> list[str]:
    """Return two different cases whose client a rule decides, or fewer."""
    found: list[str] = []
    for case_id in cases_by_rule()[rule_id]:
        written = case_id.split("/")[0]
        if len(found) < 2 and written not in found and decides(rule_id, case_id):
            found.append(written)
    return found


def test_two_clients_or_more_are_decided_by_each_rule() -> None:
    deciding = [rule.id for rule in PACK.rules.values() if rule.disposition]
    found = {rule_id: two_deciding_cases(rule_id) for rule_id in deciding}

    too_few = {rule_id: some for rule_id, some in found.items() if len(some) < 2}
    assert not too_few, f"{too_few}"


def test_all_ten_traps_of_naive_screens_are_cases() -> None:
    assert {case.trap for case in CASES if case.trap} == set(range(1, 11))


def test_a_case_names_each_movement_support_and_sign_that_a_rule_asks_for() -> None:
    asked = [one for rule in PACK.rules.values() for one in rule.restrict]

    for field in ("movements_avoid", "supports", "stop_on"):
        named = {item for case in CASES for item in getattr(case, field)}
        assert named == {item for one in asked for item in getattr(one, field)}


def test_every_movement_and_support_is_asked_for_by_a_rule() -> None:
    asked = [one for rule in PACK.rules.values() for one in rule.restrict]

    assert {m for one in asked for m in one.movements_avoid} == set(PACK.movements)
    assert {s for one in asked for s in one.supports} == set(PACK.supports)


def test_every_contradiction_of_the_articles_is_settled_by_a_case() -> None:
    known = {each.id for each in load_claims(FOLDER, PACK).contradiction}

    assert {each for case in CASES for each in case.settles} == known


def test_when_the_limits_leave_nothing_massage_is_postponed() -> None:
    assert any(
        NOTHING_LEFT_TO_DO in case.findings and case.disposition == "postpone"
        for case in CASES
    )
