"""Rules applied to answers: what is decided, why, and what stays allowed."""

from __future__ import annotations

import json
from itertools import permutations, product
from pathlib import Path
from typing import Any

import msgspec
import pytest

from massage_screen.answers import UNSURE, Answers, Value
from massage_screen.catalogue import load_pack
from massage_screen.condition import Condition
from massage_screen.decision import (
    NOTHING_LEFT_TO_DO,
    Decision,
    decide,
    regions_of,
)
from massage_screen.pack import (
    Cell,
    Choice,
    ConcernFile,
    Disposition,
    Fact,
    FactRow,
    Pack,
    Question,
    Restriction,
    Rule,
    Section,
)
from massage_screen.plan import Most, Plan
from massage_screen.screened import as_json, screened
from massage_screen.sheet import Sheet

TINY = load_pack(Path(__file__).parent / "packs" / "tiny")
REGIONS = tuple(TINY.regions)
TECHNIQUES = tuple(TINY.techniques)
STRONG = {"deep_tissue", "trigger_point", "friction", "percussion"}
#: A timeframe that each disposition takes, mildest disposition first.
FRAMES = {
    "proceed": "",
    "restrict": "",
    "postpone": "until_settled",
    "refer": "within_days",
    "emergency": "today",
}
EVERYTHING = Restriction(everywhere=True, cell="avoid")
LIGHT = Restriction(regions=("feet",), pressure_at_most=2)
PLANNED = Restriction(
    positions_avoid=("prone",),
    movements_avoid=("twisting",),
    supports=("warm_blanket",),
    minutes_at_most=30,
    check_in_every=5,
    stop_on=("Legs jump.",),
)


def yes_no(name: str, when: Condition | None = None) -> Question:
    return Question(id=name, kind="yes_no", ask=f"{name}?", when=when)


A, B, C = yes_no("a"), yes_no("b"), yes_no("c")
LETTER = Question(
    id="letter",
    kind="any_of",
    ask="What does the letter name?",
    choices=tuple(Choice(r.id, r.text) for r in TINY.about.region),
)


def said(question: str, *values: str) -> Condition:
    return Condition(question=question, is_any_of=values or ("yes",))


A_IS_YES = said("a")


def fires(
    name: str,
    disposition: Any = None,
    timeframe: str | None = None,
    *,
    when: Condition | None = A_IS_YES,
    restrict: tuple[Restriction, ...] = (),
) -> Rule:
    if timeframe is None:
        timeframe = FRAMES[disposition or "proceed"]
    return Rule(
        id=name,
        when=when,
        disposition=disposition,
        timeframe=timeframe,
        found=f"{name} was found.",
        do=f"Do as {name} says.",
        restrict=restrict,
    )


def limits(name: str, *restrict: Restriction, when: Condition | None = None) -> Rule:
    return fires(name, "restrict", when=when or A_IS_YES, restrict=restrict)


def pack(
    *rules: Rule,
    questions: tuple[Question, ...] = (A,),
    facts: tuple[Fact, ...] = (),
) -> Pack:
    concern = ConcernFile(Section("T"), question=questions, fact=facts, rule=rules)
    return msgspec.structs.replace(TINY, concerns=(concern,))


def decided(pack_: Pack, **answers: Value) -> Decision:
    return decide(pack_, Answers(answers))


def ids(decision: Decision) -> list[str]:
    return [finding.rule.id for finding in decision.findings]


def cells(decision: Decision, wanted: Cell) -> set[tuple[str, str]]:
    return {
        (region, technique)
        for region, row in decision.grid.items()
        for technique, cell in row.items()
        if cell is wanted
    }


def is_closed(decision: Decision) -> bool:
    return cells(decision, Cell.AVOID) == set(product(REGIONS, TECHNIQUES))


# ------------------------------------------------------------- the worst finding


def test_a_client_on_whom_no_rule_fires_may_be_massaged() -> None:
    decision = decided(pack(fires("sign", "emergency")), a="no")

    assert decision.disposition is Disposition.PROCEED
    assert (decision.complete, decision.timeframe) == (True, "none")
    assert decision.findings == ()
    assert decision.headline == TINY.about.headlines.proceed


def test_a_note_is_a_finding_and_changes_no_result() -> None:
    decision = decided(pack(fires("note")), a="yes")

    assert ids(decision) == ["note"]
    assert decision.disposition is Disposition.PROCEED


@pytest.mark.parametrize(("one", "other"), list(product(list(FRAMES)[1:], repeat=2)))
def test_the_worst_finding_decides_and_stands_first(one: str, other: str) -> None:
    light = Restriction(parts=("neck",), cell="modify")
    rules = (
        fires("one", one, restrict=(light,)),
        fires("other", other, restrict=(light,)),
    )
    worst = max(one, other, key=list(FRAMES).index)

    decision = decided(pack(*rules), a="yes")

    assert decision.disposition is decision.standing is Disposition(worst)
    assert decision.timeframe == (FRAMES[worst] or "none")
    assert decision.findings[0].rule.disposition == worst
    assert sorted(ids(decision)) == ["one", "other"]


def test_mild_findings_do_not_add_up() -> None:
    light = Restriction(parts=("neck",), cell="modify")
    many = [limits(f"mild_{number}", light) for number in range(20)]

    assert decided(pack(*many), a="yes").disposition is Disposition.RESTRICT


@pytest.mark.parametrize(
    ("disposition", "urgent_first"),
    [
        ("emergency", ("now", "today")),
        ("refer", ("within_24_hours", "within_days", "within_2_weeks")),
    ],
)
def test_the_timeframe_is_the_most_urgent_of_that_disposition(
    disposition: str, urgent_first: tuple[str, ...]
) -> None:
    for frames in permutations(urgent_first):
        rules = [fires(f"in_{frame}", disposition, frame) for frame in frames]

        decision = decided(pack(*rules), a="yes")

        assert decision.timeframe == urgent_first[0]
        assert ids(decision) == [f"in_{frame}" for frame in urgent_first]
        assert decision.headline == TINY.timeframes[urgent_first[0]].headline


def test_the_timeframe_of_a_milder_finding_is_not_taken() -> None:
    rules = (
        fires("waits", "postpone", "until_healed"),
        fires("soon", "refer", "within_24_hours"),
        fires("goes", "emergency", "today"),
    )

    assert decided(pack(*rules), a="yes").timeframe == "today"
    assert decided(pack(*rules[:2]), a="yes").timeframe == "within_24_hours"
    assert decided(pack(*rules[:1]), a="yes").timeframe == "until_healed"
    mildest_first = msgspec.structs.replace(
        TINY.about,
        timeframe=tuple(
            sorted(TINY.about.timeframe, key=lambda t: t.disposition != "postpone")
        ),
    )
    turned = msgspec.structs.replace(pack(*rules), about=mildest_first)
    assert decided(turned, a="yes").timeframe == "today"


def test_of_two_waits_the_pack_says_which_comes_first() -> None:
    healed = fires("broken", "postpone", "until_healed")
    assessed = fires("unseen", "postpone", "until_assessed")

    for order in permutations((healed, assessed)):
        decision = decided(pack(*order), a="yes")

        assert decision.timeframe == "until_assessed"
        assert decision.headline == TINY.timeframes["until_assessed"].headline


def test_the_file_order_of_rules_never_matters() -> None:
    rules = (
        limits("neck", Restriction(parts=("neck",), cell="modify", pressure_at_most=3)),
        limits("throat", Restriction(regions=("anterior_neck",), cell="avoid")),
        limits("light", Restriction(everywhere=True, pressure_at_most=2)),
        limits("face_down", Restriction(positions_avoid=("prone",))),
    )
    worse = (
        fires("days", "refer", "within_days"),
        fires("sooner", "refer", "within_24_hours"),
    )
    first, first_worse = decided(pack(*rules), a="yes"), decided(pack(*worse), a="yes")

    for order in permutations(rules):
        decision = decided(pack(*order), a="yes")
        assert decision.disposition is Disposition.RESTRICT
        assert decision.grid == first.grid
        assert sorted(ids(decision)) == sorted(ids(first))
        assert [(x.region, x.pressure_at_most) for x in decision.limits] == [
            (x.region, x.pressure_at_most) for x in first.limits
        ]
        assert decision.positions_avoid == first.positions_avoid
    swapped = decided(pack(*reversed(worse)), a="yes")
    assert swapped.timeframe == first_worse.timeframe == "within_24_hours"


# ---------------------------------------------------------------- restrictions


def test_what_no_restriction_names_stays_allowed() -> None:
    only = limits("only", Restriction(regions=("feet",), cell="avoid"))

    decision = decided(pack(only), a="yes")

    assert cells(decision, Cell.AVOID) == set(product(["feet"], TECHNIQUES))
    assert cells(decision, Cell.MODIFY) == set()
    assert decision.headline == TINY.about.headlines.restrict


def test_of_two_cells_the_stricter_stays_whichever_comes_first() -> None:
    avoid = Restriction(regions=("feet",), techniques=("heat",), cell="avoid")
    modify = Restriction(regions=("feet",), cell="modify")

    for order in permutations((avoid, modify)):
        inside_one_rule = decided(pack(limits("one", *order)), a="yes")
        rules = [limits(f"rule_{n}", asked) for n, asked in enumerate(order)]
        over_two_rules = decided(pack(*rules), a="yes")
        for decision in (inside_one_rule, over_two_rules):
            assert decision.grid["feet"]["heat"] is Cell.AVOID
            assert decision.grid["feet"]["swedish"] is Cell.MODIFY
            assert decision.grid["lumbar"]["heat"] is Cell.ALLOW


def test_a_group_of_techniques_stands_for_its_members() -> None:
    group = Restriction(
        regions=("lumbar",), techniques=("strong", "heat"), cell="avoid"
    )

    decision = decided(pack(limits("strong_and_heat", group)), a="yes")

    assert cells(decision, Cell.AVOID) == {
        ("lumbar", technique) for technique in STRONG | {"heat"}
    }


def test_the_lowest_cap_of_a_region_stays() -> None:
    rules = (
        limits("three", Restriction(regions=("feet", "lumbar"), pressure_at_most=3)),
        limits("one", Restriction(regions=("feet",), pressure_at_most=1)),
        limits("two", Restriction(everywhere=True, pressure_at_most=2)),
    )

    caps = {
        limit.region: (limit.pressure_at_most, set(limit.rules))
        for limit in decided(pack(*rules), a="yes").limits
    }

    assert caps["feet"] == (1, {"three", "one", "two"})
    assert caps["lumbar"] == (2, {"three", "two"})
    assert caps["head_face"] == (2, {"two"})
    assert set(caps) == set(REGIONS)


def test_notes_are_all_kept_and_each_once() -> None:
    rules = (
        limits("one", Restriction(regions=("feet",), note="Slowly.")),
        limits("two", Restriction(regions=("feet",), note="No twisting.")),
        limits("three", Restriction(regions=("feet",), note="Slowly.")),
    )

    (limit,) = decided(pack(*rules), a="yes").limits

    assert (limit.region, limit.pressure_at_most) == ("feet", None)
    assert limit.note == "Slowly. No twisting."
    assert limit.rules == ("one", "two", "three")


def test_a_region_with_neither_cap_nor_note_has_no_limit() -> None:
    closed = limits("closed", Restriction(regions=("feet",), cell="avoid"))

    assert decided(pack(closed), a="yes").limits == ()


def test_positions_to_avoid_name_every_rule_that_asks() -> None:
    rules = (
        limits("one", Restriction(positions_avoid=("prone", "supine"))),
        limits("two", Restriction(positions_avoid=("prone",))),
        limits("off", Restriction(positions_avoid=("seated",)), when=said("a", "no")),
    )

    decision = decided(pack(*rules), a="yes")

    assert decision.positions_avoid == {"prone": ("one", "two"), "supine": ("one",)}
    assert cells(decision, Cell.ALLOW) == set(product(REGIONS, TECHNIQUES))


def test_a_note_restricts_without_changing_the_result() -> None:
    note = fires("note", restrict=(Restriction(regions=("feet",), cell="avoid"),))

    decision = decided(pack(note), a="yes")

    assert decision.disposition is Disposition.PROCEED
    assert decision.grid["feet"]["heat"] is Cell.AVOID


def test_a_rule_without_a_condition_counts_for_everyone() -> None:
    floor = fires(
        "floor",
        when=None,
        restrict=(
            Restriction(everywhere=True, techniques=("manipulation",), cell="avoid"),
        ),
    )

    decision = decided(pack(floor), a="no")

    assert cells(decision, Cell.AVOID) == set(product(REGIONS, ["manipulation"]))
    assert decision.findings[0].because == {}


PLACES = [
    (Restriction(everywhere=True), set(REGIONS)),
    (Restriction(regions=("feet", "lumbar")), {"feet", "lumbar"}),
    (Restriction(parts=("lower_back",)), {"lumbar", "sacrum"}),
    (
        Restriction(parts=("lower_back",), with_neighbours=True),
        {"lumbar", "sacrum", "mid_lower_thoracic", "gluteal_hip", "abdomen"},
    ),
    (
        Restriction(parts=("lower_back", "neck"), regions=("feet",)),
        {"lumbar", "sacrum", "anterior_neck", "posterior_neck", "feet"},
    ),
    (Restriction(regions_named_in="letter"), {"lumbar", "feet"}),
    (Restriction(regions_not_named_in="letter"), set(REGIONS) - {"lumbar", "feet"}),
    (Restriction(everywhere=True, regions_named_in="letter"), {"lumbar", "feet"}),
    (Restriction(parts=("lower_back",), regions_named_in="letter"), {"lumbar"}),
    (Restriction(parts=("lower_back",), regions_not_named_in="letter"), {"sacrum"}),
    (
        Restriction(
            parts=("lower_back",), with_neighbours=True, regions_not_named_in="letter"
        ),
        {"sacrum", "mid_lower_thoracic", "gluteal_hip", "abdomen"},
    ),
    (
        Restriction(regions=("feet", "sacrum"), regions_not_named_in="letter"),
        {"sacrum"},
    ),
    (Restriction(regions=("sacrum",), regions_named_in="letter"), set()),
    (PLANNED, set()),
]


@pytest.mark.parametrize(("restriction", "regions"), PLACES)
def test_a_restriction_speaks_of_the_place_it_names(
    restriction: Restriction, regions: set[str]
) -> None:
    sheet = Sheet(pack(questions=(LETTER,)), Answers({"letter": ("lumbar", "feet")}))

    assert set(regions_of(sheet, restriction)) == regions


def test_a_region_in_doubt_is_named_where_that_closes_and_not_where_it_opens() -> None:
    sheet = Sheet(pack(questions=(LETTER,)), Answers({"letter": ("lumbar?",)}))

    inside = regions_of(sheet, Restriction(regions_named_in="letter"))
    outside = regions_of(sheet, Restriction(regions_not_named_in="letter"))

    assert (inside, set(outside)) == (("lumbar",), set(REGIONS))


def test_a_line_that_is_no_region_is_no_place() -> None:
    more = (*LETTER.choices, Choice("whole_leg", "It runs down the leg"))
    letter = msgspec.structs.replace(LETTER, choices=more)
    answers = Answers({"letter": ("lumbar", "whole_leg")})

    sheet = Sheet(pack(questions=(letter,)), answers)

    assert set(regions_of(sheet, Restriction(regions_named_in="letter"))) == {"lumbar"}


@pytest.mark.parametrize("answer", [(UNSURE,), ("none",)])
def test_a_letter_that_names_no_region_opens_none(answer: Value) -> None:
    outside = Restriction(regions_not_named_in="letter", cell="avoid")
    rule = limits("letter_only", outside, when=said("a", "yes"))

    decision = decided(pack(rule, questions=(A, LETTER)), a="yes", letter=answer)

    assert is_closed(decision)


def test_a_letter_that_is_not_asked_for_opens_no_region() -> None:
    letter = msgspec.structs.replace(LETTER, when=said("a", "no"))
    outside = Restriction(parts=("neck",), regions_not_named_in="letter", cell="avoid")
    rule = limits("letter_only", outside)

    decision = decided(
        pack(rule, questions=(A, letter)), a="yes", letter=("anterior_neck",)
    )

    assert decision.grid["anterior_neck"]["heat"] is Cell.AVOID
    assert decision.set_aside == ("letter",)


# -------------------------------------------------------------------- the grid


@pytest.mark.parametrize("disposition", list(FRAMES))
@pytest.mark.parametrize("answers", [{}, {"a": "yes"}])
def test_the_grid_is_always_every_region_by_every_technique(
    disposition: str, answers: dict[str, Value]
) -> None:
    light = (Restriction(parts=("neck",), cell="modify"),)
    rule = fires(
        "rule",
        None if disposition == "proceed" else disposition,
        FRAMES[disposition],
        restrict=light,
    )

    grid = decide(pack(rule), Answers(answers)).grid

    assert tuple(grid) == REGIONS
    assert {tuple(row) for row in grid.values()} == {TECHNIQUES}


@pytest.mark.parametrize("disposition", ["postpone", "refer", "emergency"])
def test_from_postpone_on_every_cell_is_closed_and_no_limit_is_given(
    disposition: str,
) -> None:
    rules = (fires("worse", disposition), limits("light", LIGHT, PLANNED))

    decision = decided(pack(*rules), a="yes")

    assert is_closed(decision)
    assert decision.limits == ()
    assert decision.plan == Plan()


def test_while_incomplete_every_cell_is_closed_and_no_limit_is_given() -> None:
    rule = limits("light", LIGHT, PLANNED)

    decision = decided(pack(rule, questions=(A, B)), a="yes")

    assert not decision.complete
    assert is_closed(decision)
    assert decision.limits == ()
    assert decision.plan == Plan()


def test_a_plan_belongs_to_no_region_and_closes_no_cell() -> None:
    decision = decided(pack(limits("planned", PLANNED)), a="yes")

    assert cells(decision, Cell.ALLOW) == set(product(REGIONS, TECHNIQUES))
    assert decision.limits == ()
    assert decision.disposition is Disposition.RESTRICT
    assert decision.plan == Plan(
        positions_avoid={"prone": ("planned",)},
        movements_avoid={"twisting": ("planned",)},
        supports={"warm_blanket": ("planned",)},
        minutes_at_most=Most(30, ("planned",)),
        check_in_every=Most(5, ("planned",)),
        stop_on={"Legs jump.": ("planned",)},
    )


def test_the_cap_for_anywhere_leaves_out_regions_that_are_closed() -> None:
    rest = tuple(region for region in REGIONS if region != "feet")
    capped = limits("capped", Restriction(regions=rest, pressure_at_most=2))
    feet = limits("feet_closed", Restriction(regions=("feet",), cell="avoid"))

    def anywhere(*rules: Rule) -> Most | None:
        return decided(pack(*rules), a="yes").plan.pressure_at_most

    assert anywhere(capped) is None
    assert anywhere(capped, feet) == Most(2, ("capped",))


# ----------------------------------------------------------- nothing left to do


def test_limits_that_leave_nothing_postpone_with_the_finding_of_the_pack() -> None:
    rules = (
        limits("above", Restriction(regions=REGIONS[:6], cell="avoid")),
        limits("below", Restriction(regions=REGIONS[6:], cell="avoid")),
    )
    text = TINY.about.nothing_left_to_do

    decision = decided(pack(*rules), a="yes")

    assert decision.disposition is decision.standing is Disposition.POSTPONE
    assert decision.timeframe == text.timeframe == "until_cleared"
    assert decision.headline == TINY.timeframes["until_cleared"].headline
    assert sorted(ids(decision)[1:]) == ["above", "below"]
    built_in = decision.findings[0].rule
    assert built_in.id == NOTHING_LEFT_TO_DO
    assert (built_in.found, built_in.do, built_in.tell) == (
        text.found,
        text.do,
        text.tell,
    )


@pytest.mark.parametrize("cell", ["modify", None])
def test_one_open_cell_is_something_left_to_do(cell: Any) -> None:
    but_heat = tuple(t for t in TECHNIQUES if t != "heat")
    rules = (
        limits("but_feet", Restriction(regions=REGIONS[:-1], cell="avoid")),
        limits(
            "but_heat",
            Restriction(regions=("feet",), techniques=but_heat, cell="avoid"),
        ),
        limits("warm", Restriction(regions=("feet",), cell=cell, pressure_at_most=1)),
    )

    decision = decided(pack(*rules), a="yes")

    assert decision.disposition is Disposition.RESTRICT
    assert decision.grid["feet"]["heat"] is Cell(cell or "allow")
    assert NOTHING_LEFT_TO_DO not in ids(decision)


@pytest.mark.parametrize(
    "rules",
    [
        (fires("note", restrict=(EVERYTHING,)),),
        (limits("all", EVERYTHING), fires("other", "refer")),
    ],
)
def test_only_restrict_becomes_postpone(rules: tuple[Rule, ...]) -> None:
    decision = decided(pack(*rules), a="yes")

    assert NOTHING_LEFT_TO_DO not in ids(decision)
    assert decision.disposition is not Disposition.POSTPONE


def test_nothing_is_called_left_to_do_before_all_is_answered() -> None:
    decision = decided(pack(limits("all", EVERYTHING), questions=(A, B)), a="yes")

    assert ids(decision) == ["all"]
    assert decision.disposition is None
    assert decision.required == ("b",)


# ----------------------------------------------------------------- incomplete


@pytest.mark.parametrize("disposition", [None, "restrict", "postpone", "refer"])
def test_while_something_can_raise_it_nothing_milder_than_emergency_is_given(
    disposition: str | None,
) -> None:
    rules = (
        fires("so_far", disposition),
        fires("worse", "emergency", when=said("b")),
    )

    decision = decided(pack(*rules, questions=(A, B)), a="yes")

    assert decision.disposition is None
    assert not decision.complete
    assert decision.standing is Disposition(disposition or "proceed")
    assert decision.timeframe == "none"
    assert decision.headline == TINY.about.headlines.incomplete
    assert ids(decision) == ["so_far"]


def test_no_answer_at_all_is_never_a_go_ahead() -> None:
    decision = decided(pack(fires("sign", "emergency")))

    assert decision.disposition is None
    assert decision.required == ("a",)


def test_an_emergency_is_given_though_it_may_still_become_more_urgent() -> None:
    rules = (
        fires("today", "emergency", "today"),
        fires("now", "emergency", "now", when=said("b")),
    )

    decision = decided(pack(*rules, questions=(A, B, C)), a="yes")

    assert decision.disposition is Disposition.EMERGENCY
    assert not decision.complete
    assert decision.timeframe == "today"
    assert decision.headline == TINY.timeframes["today"].headline
    assert is_closed(decision)
    assert (decision.required, decision.optional) == (("b",), ("c",))


# --------------------------------------------------------- required and optional


COURSE = yes_no("course", when=said("b"))
#: Answer `a` sets what stands; `b`, its course and `c` can make it worse, or not.
OPEN_QUESTIONS = (A, B, COURSE, C)


@pytest.mark.parametrize("disposition", [None, "restrict"])
def test_below_postpone_everything_relevant_is_required(
    disposition: str | None,
) -> None:
    so_far = fires("so_far", disposition)

    decision = decided(pack(so_far, questions=OPEN_QUESTIONS), a="yes", b="no")

    assert decision.required == ("c",)
    assert decision.optional == ()
    assert not decision.complete


REQUIRED = [
    # what stands, what another rule would give, whether it must be asked
    (("postpone", "until_settled"), ("restrict", ""), False),
    (("postpone", "until_settled"), ("postpone", "until_healed"), False),
    (("postpone", "until_settled"), ("refer", "within_2_weeks"), True),
    (("refer", "within_days"), ("postpone", "until_healed"), False),
    (("refer", "within_days"), ("refer", "within_2_weeks"), False),
    (("refer", "within_days"), ("refer", "within_days"), False),
    (("refer", "within_days"), ("refer", "within_24_hours"), True),
    (("refer", "within_days"), ("emergency", "today"), True),
    (("emergency", "today"), ("refer", "within_24_hours"), False),
    (("emergency", "today"), ("emergency", "today"), False),
    (("emergency", "today"), ("emergency", "now"), True),
    (("emergency", "now"), ("emergency", "now"), False),
]


@pytest.mark.parametrize(("stands", "other", "must"), REQUIRED)
def test_from_postpone_on_only_what_can_raise_it_is_required(
    stands: tuple[str, str], other: tuple[str, str], must: bool
) -> None:
    rules = (
        fires("stands", *stands),
        fires("milder"),
        fires("other", *other, when=said("c")),
        fires("note", when=said("b")),
    )

    decision = decided(pack(*rules, questions=OPEN_QUESTIONS), a="yes")

    assert decision.required == (("c",) if must else ())
    assert decision.optional == (("b",) if must else ("b", "c"))
    assert decision.complete is not must
    given = decision.complete or stands[0] == "emergency"
    assert decision.disposition is (Disposition(stands[0]) if given else None)


def test_what_leads_to_a_question_that_can_raise_it_is_required() -> None:
    rules = (
        fires("stands", "refer"),
        fires("worse", "emergency", when=said("course")),
    )
    followed = pack(*rules, questions=OPEN_QUESTIONS)

    assert decided(followed, a="yes").required == ("b",)
    assert decided(followed, a="yes", b="yes").required == ("course",)
    assert decided(followed, a="yes", b="no").required == ()
    assert decided(followed, a="yes", b="yes").optional == ("c",)


def test_a_restriction_is_not_asked_out_once_hands_stay_off() -> None:
    rules = (
        fires("stands", "postpone"),
        limits("light", EVERYTHING, when=said("b")),
    )

    decision = decided(pack(*rules, questions=(A, B)), a="yes")

    assert decision.complete
    assert decision.disposition is Disposition.POSTPONE
    assert decision.optional == ("b",)


# --------------------------------------------------------- unsure and set aside


def test_being_unsure_is_never_milder_than_no() -> None:
    rule = fires("sign", "refer", when=said("a", "yes", UNSURE))

    unsure, no = decided(pack(rule), a=UNSURE), decided(pack(rule), a="no")

    assert unsure.disposition is Disposition.REFER
    assert no.disposition is Disposition.PROCEED
    assert (unsure.unsure, no.unsure) == (("a",), ())


def test_unsure_answers_are_listed_alone_and_inside_lists() -> None:
    both = pack(questions=(A, B, LETTER))

    decision = decided(both, letter=("feet", UNSURE), b="no", a=UNSURE)

    assert decision.unsure == ("a", "letter")


def test_an_answer_to_a_question_that_is_not_asked_does_not_count() -> None:
    rules = (fires("worse", "emergency", when=said("course")),)
    followed = pack(*rules, questions=(B, COURSE))

    decision = decided(followed, b="no", course="yes")

    assert decision.set_aside == ("course",)
    assert decision.disposition is Disposition.PROCEED
    assert decided(followed, b="yes", course="yes").disposition is Disposition.EMERGENCY


# --------------------------------------------------------------------- reasons


def test_a_finding_names_the_answers_that_made_it_and_no_others() -> None:
    either = Condition(any_of=(said("a"), said("b")))
    both = Condition(all_of=(said("a"), said("c", "no")))
    rules = (fires("either", when=either), fires("both", when=both))

    decision = decided(pack(*rules, questions=(A, B, C)), c="no", b="no", a="yes")

    because = {finding.rule.id: finding.because for finding in decision.findings}
    assert because == {"either": {"a": "yes"}, "both": {"a": "yes", "c": "no"}}
    assert list(because["both"]) == ["a", "c"]


def test_the_reason_goes_through_facts_to_the_answers() -> None:
    cleared = Fact(
        id="cleared",
        about="Clearance.",
        values=("none_needed", "given", "missing"),
        rows=(
            FactRow("none_needed", said("a", "no")),
            FactRow(
                "given",
                Condition(
                    all_of=(
                        said("b"),
                        Condition(question="letter", includes_any_of=("feet",)),
                    )
                ),
            ),
        ),
    )
    may = Fact(
        id="may",
        about="Whether hands may go on.",
        values=("yes", "no"),
        rows=(
            FactRow(
                "yes", Condition(fact="cleared", is_any_of=("none_needed", "given"))
            ),
        ),
    )
    rules = (
        fires("open", when=Condition(fact="may", is_any_of=("yes",))),
        fires("shut", "refer", when=Condition(fact="may", is_any_of=("no",))),
    )
    layered = pack(*rules, questions=(A, B, LETTER, C), facts=(cleared, may))

    def reason(**answers: Value) -> tuple[str, object]:
        (finding,) = decided(layered, c="yes", **answers).findings
        return finding.rule.id, finding.because

    assert reason(a="no", b="no", letter=("none",)) == ("open", {"a": "no"})
    assert reason(a="yes", b="yes", letter=("feet",)) == (
        "open",
        {"b": "yes", "letter": ("feet",)},
    )
    assert reason(a="yes", b="no", letter=("feet",)) == (
        "shut",
        {"a": "yes", "b": "no"},
    )


# ------------------------------------------------------------------------ JSON


COURSE_OF_A = yes_no("course", when=said("a"))


def test_the_json_of_a_limited_massage_is_whole() -> None:
    rule = msgspec.structs.replace(
        limits(
            "light",
            Restriction(
                regions=("feet",),
                techniques=("heat",),
                cell="modify",
                pressure_at_most=2,
                note="Slowly.",
                positions_avoid=("prone",),
            ),
            when=Condition(question="letter", includes_any_of=("feet",)),
        ),
        references=("GIRFT2023",),
    )
    letter_last = pack(rule, questions=(A, COURSE_OF_A, LETTER))
    answers = {"a": "no", "course": "yes", "letter": ("feet", UNSURE)}

    said_ = as_json(screened(letter_last, Answers(answers), "program 1"))

    allowed: dict[str, dict[str, str]] = {
        region: dict.fromkeys(TECHNIQUES, "allow") for region in REGIONS
    }
    allowed["feet"]["heat"] = "modify"
    assert json.loads(json.dumps(said_)) == {
        "schema": "massage-screen/decision/1",
        "complete": True,
        "disposition": "restrict",
        "standing": "restrict",
        "stopped_early": False,
        "timeframe": "none",
        "headline": TINY.about.headlines.restrict,
        "findings": [
            {
                "rule": "light",
                "disposition": "restrict",
                "timeframe": "none",
                "found": "light was found.",
                "do": "Do as light says.",
                "because": [{"question": "letter", "answer": ["feet", UNSURE]}],
                "references": ["GIRFT2023"],
            }
        ],
        "grid": allowed,
        "limits": [
            {
                "region": "feet",
                "pressure_at_most": 2,
                "note": "Slowly.",
                "rules": ["light"],
            }
        ],
        "positions_avoid": {"prone": ["light"]},
        "plan": {
            "pressure_at_most": None,
            "positions_avoid": [{"position": "prone", "rules": ["light"]}],
            "movements_avoid": [],
            "supports": [],
            "minutes_at_most": None,
            "check_in_every": None,
            "stop_on": [],
        },
        "unsure": ["letter"],
        "unanswered": [],
        "set_aside": ["course"],
        "lines_set_aside": {},
        "opens": [],
        "next_question": None,
        "pack": {
            "id": "tiny",
            "version": TINY.about.version,
            "digest": TINY.digest,
            "review_by": TINY.about.review_by,
        },
        "program": "program 1",
        "decided_on": None,
        "see_by": None,
        "would_change": [],
        "ask": [],
        "answers": {"a": "no", "letter": ["feet", "unsure"]},
    }


def test_the_json_of_an_unfinished_sheet_has_no_disposition() -> None:
    rules = (
        fires("so_far", "refer"),
        fires("worse", "emergency", when=said("c")),
    )
    open_ = pack(*rules, questions=(A, B, C))

    said_ = as_json(screened(open_, Answers({"a": "yes"}), "program 1"))

    assert (said_["complete"], said_["disposition"]) == (False, None)
    assert (said_["timeframe"], said_["limits"]) == ("none", [])
    assert said_["findings"][0]["disposition"] == "refer"
    assert said_["findings"][0]["timeframe"] == "within_days"
    assert said_["unanswered"] == ["c", "b"]
    assert said_["next_question"] == "c"
    assert {cell for row in said_["grid"].values() for cell in row.values()} == {
        "avoid"
    }


def test_the_json_of_a_note_has_no_disposition_of_its_own() -> None:
    noted = pack(fires("note"))

    said_ = as_json(screened(noted, Answers({"a": "yes"}), "program 1"))

    assert said_["disposition"] == "proceed"
    assert said_["findings"][0]["disposition"] is None
    assert said_["findings"][0]["timeframe"] == "none"
