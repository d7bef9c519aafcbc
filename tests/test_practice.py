"""Practice: what a student hears, how an attempt is scored, and what is told after.

The worked examples give every number that a score is made of, so that it can be done
again by hand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from massage_screen.answers import Answers
from massage_screen.decision import decide
from massage_screen.errors import Interrupted, UnknownId
from massage_screen.pack import Case, Disposition
from massage_screen.practice.attempt import (
    NOTICE,
    Attempt,
    Choice,
    PlanChoice,
    attempt_of,
)
from massage_screen.practice.client import (
    CASE_DOES_NOT_SAY,
    DOES_NOT_APPLY,
    Client,
    client_of,
)
from massage_screen.practice.contrast import contrast_case, contrasts, most_telling
from massage_screen.practice.debrief import debrief_of, heard_alarm
from massage_screen.practice.meant import find_questions
from massage_screen.practice.picking import Wanted, pick_case
from massage_screen.practice.plausible import plausible
from massage_screen.practice.progress import Count, progress_of
from massage_screen.practice.reference import (
    Cue,
    Reference,
    always_closed,
    reference_of,
)
from massage_screen.practice.schedule import before_its_day, schedule
from massage_screen.practice.scoring import ERRORS, SURE, Scores, score
from massage_screen.practice.station import MEANINGS, Clock, Station
from massage_screen.practice.variant import variant_of
from massage_screen.presentation.practice.attempt import ERROR_WORDS, PRACTISE_WORDS
from massage_screen.sheet import fit_answers
from tests.shipped import CASES as ALL_CASES
from tests.shipped import PACK, check_each, reference_for

CASES = {case.id: case for case in ALL_CASES}


def practice_case(case_id: str, **fields: Any) -> Case:
    """Return a case of the pack as a practice client with few words."""
    words: dict[str, Any] = {
        "presents": "My back aches, and I would like a massage.",
        "voice": {},
        "level": 1,
        "concern": "bladder_bowel",
    }
    return msgspec.structs.replace(CASES[case_id], **{**words, **fields})


#: How long an example takes hangs on the machine.
UNTIMED = settings(deadline=None)
#: No feeling when wiping, recent: EMERGENCY today.
DULL = practice_case(
    "paper_feels_dull",
    voice={"saddle_signs": "Well, the paper feels dull on one side."},
)
USUAL = practice_case("ordinary_back_pain", concern="ordinary")


class Student:
    """An examiner that plays a student: lines to type, then what to choose."""

    def __init__(
        self,
        typed: Sequence[str],
        chosen: Sequence[str] = (),
        ticked: Sequence[tuple[str, ...]] = (),
    ) -> None:
        self.typed, self.chosen, self.ticked = [*typed], [*chosen], [*ticked]
        self.told: list[str] = []
        self.order: list[str] = []

    def say(self, text: str) -> None:
        self.told.append(text)

    def hear(self, prompt: str) -> str:
        self.order.append(prompt)
        return self.typed.pop(0)

    def choose(self, text: str, options: Sequence[tuple[str, str]]) -> str:
        self.order.append(text)
        if text == "Do you mean this?":
            return options[0][0]
        assert self.chosen[0] in dict(options), (text, self.chosen[0])
        return self.chosen.pop(0)

    def tick(self, text: str, options: Sequence[tuple[str, str]]) -> tuple[str, ...]:
        self.order.append(text)
        return self.ticked.pop(0) if self.ticked else ()


def played(case: Case, student: Student, clock: Clock | None = None) -> Choice:
    clock = clock or Clock(lambda: 60.0)
    return Station(PACK, client_of(PACK, case, 1), student, clock).run()


def made(case: Case, choice: Choice) -> tuple[Client, Attempt, Scores]:
    client = client_of(PACK, case, 1)
    measure = (
        reference_for(client.answers),
        heard_alarm(PACK, client, choice.asked),
    )
    attempt = attempt_of(
        PACK, client, choice, measure, at="2026-01-05T10:00:00+00:00", minutes=None
    )
    return client, attempt, score(attempt)


def choice_of(asked: Sequence[str], disposition: str, **fields: Any) -> Choice:
    values: dict[str, Any] = {
        "worry": "the numb feeling",
        "confidence": 70,
        "timeframe": "none",
        "plan": None,
        "seconds": 300,
        "overran": False,
    }
    return Choice(asked=tuple(asked), disposition=disposition, **{**values, **fields})


# What the client says


def test_the_client_answers_in_their_own_words() -> None:
    client = client_of(PACK, DULL, 1)

    assert (
        client.says(PACK, "saddle_signs") == "Well, the paper feels dull on one side."
    )


def test_an_answer_without_a_voice_is_said_in_the_words_of_its_choice() -> None:
    case = msgspec.structs.replace(DULL, voice={})
    client = client_of(PACK, case, 1)

    assert "wiping or sitting feels odd" in client.says(PACK, "saddle_signs")
    assert client.says(PACK, "bladder_signs") == client.variant.no


def test_where_the_pack_has_plain_words_for_an_answer_these_are_said() -> None:
    client = client_of(PACK, DULL, 1)

    assert client.says(PACK, "recent") == (
        "The odd feeling when I wipe or sit, in the past two weeks."
    )
    assert client.says(PACK, "felt") == "It is a pain, yes."
    assert client.says(PACK, "where") == "My low back."


def test_a_line_without_a_name_of_its_own_is_said_in_the_words_of_its_choice() -> None:
    nameless = msgspec.structs.replace(PACK.practice, named={})
    pack = msgspec.structs.replace(PACK, practice=nameless)

    said = client_of(pack, DULL, 1).says(pack, "recent")

    assert "wiping or sitting feels odd" in said


def test_words_of_a_form_are_told_from_words_of_a_client() -> None:
    client = client_of(PACK, DULL, 1)
    nameless = msgspec.structs.replace(PACK.practice, named={})
    pack = msgspec.structs.replace(PACK, practice=nameless)

    assert client.has_words(PACK, "saddle_signs")  # a voice of the case
    assert client.has_words(PACK, "recent")  # plain words of the pack, for a line
    assert client.has_words(PACK, "felt")
    assert not client.has_words(pack, "recent")
    assert not client.has_words(PACK, "bladder_signs")


def test_the_client_says_when_a_question_does_not_apply() -> None:
    assert client_of(PACK, DULL, 1).says(PACK, "cancer_state") == DOES_NOT_APPLY


def test_what_a_case_does_not_say_is_not_made_up() -> None:
    answers = {k: v for k, v in DULL.answers.items() if k != "relief_today"}
    client = client_of(PACK, msgspec.structs.replace(DULL, answers=answers), 1)

    assert client.says(PACK, "relief_today") == CASE_DOES_NOT_SAY


def test_being_unsure_about_the_rest_is_said() -> None:
    answers = {**DULL.answers, "saddle_signs": ["saddle", "unsure"]}
    case = msgspec.structs.replace(DULL, answers=answers, voice={})

    said = client_of(PACK, case, 1).says(PACK, "saddle_signs")

    assert "numb or odd feeling between the legs" in said
    assert said.endswith("About the rest I am not sure.")


# Variants


@UNTIMED
@given(st.integers())
def test_the_same_number_gives_the_same_variant(seed: int) -> None:
    assert variant_of(PACK, DULL, seed) == variant_of(PACK, DULL, seed)


@UNTIMED
@given(st.integers(0, 10_000))
def test_a_variant_mixes_the_questions_and_loses_none(seed: int) -> None:
    assert sorted(variant_of(PACK, DULL, seed).order) == sorted(PACK.questions)


def test_different_numbers_give_different_orders_and_words() -> None:
    variants = [variant_of(PACK, DULL, seed) for seed in range(30)]

    assert len({variant.order for variant in variants}) == 30
    assert len({variant.no for variant in variants}) > 1
    assert len({variant.introduction for variant in variants}) > 5


@UNTIMED
@given(st.integers(0, 10_000))
def test_a_variant_never_contradicts_the_age_of_the_case(seed: int) -> None:
    case = msgspec.structs.replace(USUAL, answers={**USUAL.answers, "age": "over_65"})

    years = int(variant_of(PACK, case, seed).introduction.rpartition(" ")[2])

    assert years > 65


def test_a_client_who_speaks_of_a_pregnancy_is_a_woman() -> None:
    case = practice_case(
        "pregnant_in_week_17",
        presents="My back aches since I am pregnant.",
        story="Ana sees her midwife on Monday. She sleeps well.",
    )

    found = {variant_of(PACK, case, seed).introduction[:7] for seed in range(20)}

    assert found == {"a woman"}


@UNTIMED
@given(st.integers(0, 10_000))
def test_small_talk_grows_with_the_level_and_changes_no_fact(seed: int) -> None:
    cases = [msgspec.structs.replace(DULL, level=level) for level in (1, 2, 3)]
    clients = [client_of(PACK, case, seed) for case in cases]

    assert [len(client.variant.remarks) for client in clients] == [0, 1, 2]
    for question in PACK.questions:
        assert len({client.says(PACK, question) for client in clients}) == 1


@pytest.mark.parametrize("remark", PACK.practice.small_talk)
def test_small_talk_is_about_nothing_that_is_asked_of_the_client(remark: str) -> None:
    """Who speaks of "I" speaks of nothing that a question finds; others may ail."""
    about_others = r"(my (neighbour|aunt|boss)|the man next door|a friend)\b"

    others = re.match(about_others, remark, re.IGNORECASE)
    assert others or find_questions(PACK, remark).questions == ()


def test_who_cannot_speak_for_themselves_makes_no_small_talk() -> None:
    case = practice_case("drink_at_lunch", level=3)

    assert variant_of(PACK, case, 1).remarks == {}


def test_small_talk_is_heard_at_its_place() -> None:
    case = msgspec.structs.replace(DULL, level=3)
    remarks = client_of(PACK, case, 1).variant.remarks
    student = Student(["age", "illness", "swollen_limb", "bladder_signs", "age", "q"])

    with pytest.raises(Interrupted):
        played(case, student)

    heard = [
        n for n, remark in remarks.items() if f'Client: "{remark}"' in student.told
    ]
    assert heard == [n for n in remarks if n <= 4]


# The station


def test_what_is_not_asked_stays_hidden_until_the_debrief() -> None:
    student = Student(["decide", "nothing", "50"], ["refer", "within_days"])

    played(DULL, student)

    told = " ".join(student.told)
    assert "dull" not in told
    assert DULL.id not in told
    assert DULL.name not in told


def test_worry_and_confidence_come_before_any_menu_of_dispositions() -> None:
    student = Student(["decide", "legs", "50%"], ["emergency", "today"])

    choice = played(DULL, student)

    assert [step.split("?")[0] for step in student.order] == [
        "You: ",
        "What worries you",
        "0 to 100 percent: ",
        "What do you do",
        "How soon",
    ]
    assert (choice.worry, choice.confidence) == ("legs", 50)


def test_a_question_counts_once_however_often_it_is_asked() -> None:
    typed = ["saddle_signs", "saddle_signs", "said", "decide", "numb", "90"]

    choice = played(DULL, Student(typed, ["emergency", "today"]))

    assert choice.asked == ("saddle_signs",)


def test_a_question_can_be_chosen_from_the_list() -> None:
    title = PACK.section_of["age"].title
    titles = list(dict.fromkeys(PACK.section_of[q].title for q in PACK.questions))
    section = str(titles.index(title) + 1)
    student = Student(["list", "d", "x", "5"], [section, "age", "refer", "within_days"])

    assert played(DULL, student).asked == ("age",)


def test_going_back_from_the_list_asks_nothing() -> None:
    student = Student(
        ["list", "operation", "gibberish", "", "d", "x", "5"],
        ["none_of_these", "none_of_these", "refer", "within_days"],
    )

    assert played(DULL, student).asked == ()


def test_quitting_scores_nothing() -> None:
    with pytest.raises(Interrupted, match="Nothing was scored"):
        played(DULL, Student(["quit"]))


@pytest.mark.parametrize("wrong", ["", "101", "-1", "seven", "²"])
def test_a_confidence_that_is_no_percentage_is_asked_again(wrong: str) -> None:
    student = Student(["d", "x", wrong, "40"], ["emergency", "now"])

    assert played(DULL, student).confidence == 40


def test_an_empty_worry_is_asked_again() -> None:
    assert played(DULL, Student(["d", "", "x", "4"], ["emergency", "now"])).worry == "x"


def test_the_scale_is_that_of_the_live_screen() -> None:
    assert list(MEANINGS) == [disposition.value for disposition in Disposition]


def test_when_the_time_is_over_the_student_decides_with_what_was_heard() -> None:
    student = Student(["age", "illness", "x", "5"], ["emergency", "today"])
    seconds = {0: 0.0, 1: 70.0}  # by the lines typed so far

    choice = played(
        DULL, student, Clock(lambda: seconds.get(len(student.order), 600.0), 10)
    )

    assert choice.overran
    assert choice.asked == ("age",)
    assert choice.seconds == 600
    assert "You have 10 minutes." in student.told
    assert student.order[:2] == ["You (10 min left): ", "You (9 min left): "]


def test_a_plan_says_what_is_closed_how_strong_and_in_which_position() -> None:
    student = Student(
        ["d", "x", "5"],
        ["restrict", "4", "2"],
        [("lumbar",), ("heat",), ("feet",), ("swedish",), ("thighs_legs",), ("prone",)],
    )

    plan = played(USUAL, student).plan

    assert plan is not None
    floor = always_closed(PACK)
    everything = {t for t in PACK.techniques if ("lumbar", t) not in floor}
    assert set(plan.closed["lumbar"]) == everything
    assert plan.closed["feet"] == ("swedish", "heat")
    assert plan.closed["abdomen"] == ("heat",)
    assert "lumbar" not in plan.pressure
    assert plan.pressure["thighs_legs"] == 2
    assert plan.pressure["feet"] == 4
    assert plan.positions == ("prone",)


def test_a_go_ahead_without_limits_needs_one_word() -> None:
    plan = played(USUAL, Student(["d", "x", "5"], ["proceed", "no"])).plan

    assert plan is not None
    assert (plan.closed, plan.positions) == ({}, ())
    assert plan.pressure == dict.fromkeys(PACK.regions, 5)


def test_a_go_ahead_may_have_limits() -> None:
    student = Student(["d", "x", "5"], ["proceed", "yes", "3"], [(), (), (), (), ()])

    plan = played(USUAL, student).plan

    assert plan is not None
    assert set(plan.pressure.values()) == {3}


def test_a_checklist_is_read_out_the_first_time_only() -> None:
    student = Student(
        ["age", "illness", "swollen_limb", "saddle_signs", "saddle_signs", "quit"]
    )

    with pytest.raises(Interrupted):
        played(USUAL, student)

    item = PACK.questions["saddle_signs"].choices[0].text
    assert sum(item in told for told in student.told) == 1


def test_a_student_may_do_without_the_reminder() -> None:
    student = Student(["quit"])
    client = client_of(PACK, DULL, 1)

    with pytest.raises(Interrupted):
        Station(PACK, client, student, Clock(lambda: 0.0), reminder=False).run()

    assert not [line for line in student.told if "Warning signs come first" in line]


# The reference


@pytest.mark.parametrize("case_id", ["paper_feels_dull", "ordinary_back_pain"])
def test_the_reference_is_the_decision_of_the_live_screen(case_id: str) -> None:
    answers = fit_answers(PACK, CASES[case_id].answers, case_id)

    reference, decision = reference_of(PACK, answers), decide(PACK, answers)

    assert decision.disposition is not None
    assert reference.disposition == decision.disposition.value
    assert reference.timeframe == decision.timeframe
    assert {cue.rule for cue in reference.cues} == {
        f.rule.id
        for f in decision.findings
        if f.rule.ranks_as.rank >= Disposition.POSTPONE.rank
    }


def test_what_no_client_gets_is_no_part_of_a_plan() -> None:
    floor = always_closed(PACK)
    answers = fit_answers(PACK, USUAL.answers, USUAL.id)

    reference = reference_of(PACK, answers)

    assert ("lumbar", "manipulation") in floor
    assert not [t for row in reference.closed.values() for t in row if "manip" in t]


# Scores, worked by hand

#: A client with two cues, four gate questions, and six questions that are needed.
WORKED = Reference(
    disposition="emergency",
    timeframe="today",
    rule="r_one",
    gate=("g1", "g2", "g3", "g4"),
    relevant=("g1", "g2", "g3", "g4", "h1", "h2"),
    cues=(Cue("r_one", "emergency", ("g1", "g2")), Cue("r_two", "refer", ("h1",))),
    closed={},
    free={},
    pressure={},
    positions=(),
)
LIMITED = msgspec.structs.replace(
    WORKED,
    disposition="restrict",
    timeframe="none",
    cues=(),
    closed={"lumbar": ("deep_tissue", "heat")},
    free={"feet": ("swedish", "heat")},
    pressure={"lumbar": 2},
    positions=("prone",),
)


def worked(
    choice: Choice, reference: Reference = WORKED, alarm: bool = False
) -> Scores:
    _, attempt, _ = made(DULL, choice)
    return score(msgspec.structs.replace(attempt, reference=reference, alarm=alarm))


def test_the_shares_of_a_worked_example() -> None:
    scores = worked(choice_of(["g1", "h1", "x1", "g3", "x2"], "refer", confidence=90))

    assert (scores.found, scores.cues, scores.cue_sensitivity) == (1, 2, 1 / 2)
    assert (scores.fitting, scores.asked, scores.precision) == (3, 5, 3 / 5)
    assert (scores.relevant, scores.thoroughness) == (6, 3 / 6)
    assert scores.interview == pytest.approx(2 * 0.6 * 0.5 / (0.6 + 0.5))
    assert scores.gate_completeness == 2 / 4
    assert scores.premature
    assert (scores.advice, scores.timeframe) == ("under", None)
    assert scores.brier == pytest.approx(0.81)
    assert scores.errors == (
        "under_call",
        "missed_cue",
        "premature_closure",
        "too_sure",
    )
    assert scores.result == "not yet"


def test_all_right_is_met() -> None:
    asked = ["g1", "g2", "g3", "g4", "h1", "h2"]

    scores = worked(choice_of(asked, "emergency", timeframe="today", confidence=100))

    assert (scores.interview, scores.gate_completeness) == (1, 1)
    assert (scores.brier, scores.timeframe, scores.errors) == (0, "right", ())
    assert scores.result == "met"


@pytest.mark.parametrize("chosen", ["proceed", "restrict", "postpone", "refer"])
def test_an_emergency_that_is_under_called_is_not_yet_whatever_else_is_right(
    chosen: str,
) -> None:
    asked = ["g1", "g2", "g3", "g4", "h1", "h2"]

    assert worked(choice_of(asked, chosen, confidence=0)).result == "not yet"


@pytest.mark.parametrize(
    ("right", "chosen", "result"),
    [
        ("refer", "proceed", "not yet"),
        ("postpone", "restrict", "not yet"),
        ("refer", "postpone", "on the way"),
        ("restrict", "proceed", "on the way"),
    ],
)
def test_massage_for_a_client_who_must_not_be_massaged_is_not_yet(
    right: str, chosen: str, result: str
) -> None:
    choice = choice_of(["g1", "g2", "g3", "g4", "h1", "h2"], chosen, confidence=0)

    reference = msgspec.structs.replace(WORKED, disposition=right)
    assert worked(choice, reference).result == result


def test_another_error_is_on_the_way() -> None:
    asked = ["g1", "g2", "g3", "h1"]

    scores = worked(choice_of(asked, "emergency", timeframe="now"))

    assert scores.errors == ("premature_closure", "early")
    assert scores.result == "on the way"


def test_stopping_at_an_emergency_is_no_premature_closure() -> None:
    choice = choice_of(["g1", "g2", "h1"], "emergency", timeframe="today")

    assert worked(choice).premature
    assert not worked(choice, alarm=True).premature


def test_calling_an_emergency_for_today_when_it_is_now_is_late() -> None:
    now = msgspec.structs.replace(WORKED, timeframe="now")
    choice = choice_of(WORKED.relevant, "emergency", timeframe="today")

    assert worked(choice, now).errors == ("late",)


def test_stricter_than_needed_is_an_error_too() -> None:
    scores = worked(choice_of(WORKED.relevant, "refer"), LIMITED)

    assert (scores.advice, scores.errors) == ("over", ("over_call",))
    assert (scores.plan, scores.plan_holds) == (None, None)


def test_a_client_without_cues_has_no_cue_sensitivity() -> None:
    assert worked(choice_of([], "restrict"), LIMITED).cue_sensitivity is None
    assert worked(choice_of([], "restrict"), LIMITED).precision is None
    assert worked(choice_of([], "restrict"), LIMITED).interview is None


def test_a_plan_is_compared_cell_by_cell() -> None:
    plan = PlanChoice(
        closed={"lumbar": ("heat",), "feet": ("swedish",), "abdomen": ("heat",)},
        pressure={"lumbar": 3, "feet": 5},
        positions=("seated",),
    )

    scores = worked(choice_of(WORKED.relevant, "restrict", plan=plan), LIMITED)

    assert scores.plan is not None
    assert scores.plan.forbidden == (("lumbar", "deep_tissue"),)
    assert scores.plan.too_strong == (("lumbar", 3, 2),)
    assert scores.plan.positions == ("prone",)
    assert scores.plan.needless == (("feet", "swedish"),)
    assert scores.plan.needless_positions == ("seated",)
    assert scores.plan_holds is False
    assert scores.plan_coverage == pytest.approx(1 / 4)  # of 2 cells, 1 cap, 1 position


def test_a_plan_that_keeps_every_limit_and_no_more_holds() -> None:
    plan = PlanChoice(
        closed={"lumbar": ("deep_tissue", "heat")},
        pressure={"lumbar": 2},
        positions=("prone",),
    )

    scores = worked(choice_of(WORKED.relevant, "restrict", plan=plan), LIMITED)

    assert (scores.plan_holds, scores.plan_coverage, scores.errors) == (True, 1, ())


def test_hands_on_where_hands_must_stay_off_is_no_plan_that_holds() -> None:
    plan = PlanChoice(closed={}, pressure={}, positions=())

    scores = worked(choice_of(WORKED.relevant, "restrict", plan=plan))

    assert (scores.plan, scores.plan_holds) == (None, False)


def test_every_score_comes_from_the_attempt_file_alone() -> None:
    asked = ["bladder_signs", "saddle_signs", "recent", "age"]
    _, attempt, scores = made(DULL, choice_of(asked, "emergency", timeframe="today"))

    again = msgspec.json.decode(msgspec.json.encode(attempt), type=Attempt)

    reference = again.reference
    assert reference.cues == (
        Cue("saddle_or_bowel_change", "emergency", ("saddle_signs", "recent")),
    )
    assert score(again) == scores
    assert scores.cue_sensitivity == 1
    assert scores.precision == len(set(asked) & set(reference.relevant)) / 4
    assert again.alarm
    assert again.notice == NOTICE


# Every practice client of the pack

PRACTICE = [case for case in CASES.values() if case.presents]


def test_the_pack_has_practice_clients() -> None:
    assert PRACTICE


def test_who_asks_what_is_needed_and_decides_as_the_rules_do_meets_it() -> None:
    check_each(PRACTICE, is_met_by_who_asks_what_is_needed)


def is_met_by_who_asks_what_is_needed(case: Case) -> None:
    reference = reference_for(client_of(PACK, case, 1).answers)
    plan = PlanChoice(
        closed=reference.closed,
        pressure=reference.pressure,
        positions=reference.positions,
    )
    choice = choice_of(
        reference.relevant,
        case.disposition,
        timeframe=case.timeframe,
        plan=plan if case.hands_on else None,
    )

    _, _, scores = made(case, choice)

    assert (scores.result, scores.errors, scores.interview) == ("met", (), 1)


def test_who_asks_nothing_and_goes_ahead_never_meets_it() -> None:
    check_each(PRACTICE, is_not_met_by_who_asks_nothing)


def is_not_met_by_who_asks_nothing(case: Case) -> None:
    plan = PlanChoice(closed={}, pressure={}, positions=())

    _, _, scores = made(case, choice_of([], "proceed", plan=plan))

    open_to_massage = case.disposition in ("proceed", "restrict")
    assert scores.premature
    assert scores.result == ("on the way" if open_to_massage else "not yet")
    assert scores.found == 0


# The debrief


def test_the_debrief_says_what_was_missed_and_why_it_matters() -> None:
    choice = choice_of(["saddle_signs"], "proceed")
    client, attempt, scores = made(DULL, choice)

    debrief = debrief_of(PACK, client, attempt, scores)

    (cue,) = debrief.cues
    assert not cue.found
    assert cue.missing == (("recent", client.says(PACK, "recent")),)
    assert cue.rule.references
    assert debrief.practise == "under_call"


def test_the_best_next_question_follows_the_answer_that_called_for_it() -> None:
    gate = reference_of(PACK, client_of(PACK, DULL, 1).answers).gate
    asked = [q for q in gate if q != "recent"]
    client, attempt, scores = made(DULL, choice_of(asked, "refer"))

    best = debrief_of(PACK, client, attempt, scores).best_next

    assert best is not None
    carry = [q for q in asked if q in PACK.questions["recent"].read_by_lines]
    assert "saddle_signs" in carry
    assert (best.question, best.after) == ("recent", carry[-1])
    assert best.number == asked.index(carry[-1]) + 1


def test_a_sign_that_all_are_asked_about_belongs_before_the_decision() -> None:
    client = client_of(PACK, USUAL, 1)
    gate = reference_of(PACK, client.answers).gate
    reads = {
        each
        for when in PACK.questions[gate[0]].conditions
        for each in PACK.questions_in(when)
    }
    assert reads & {*client.answers}
    client, attempt, scores = made(USUAL, choice_of([*reads, "else"], "proceed"))

    best = debrief_of(PACK, client, attempt, scores).best_next

    assert best is not None
    assert (best.question, best.after, best.number) == (gate[0], "", 0)


def test_without_an_important_gap_there_is_no_best_next_question() -> None:
    asked = reference_of(PACK, client_of(PACK, DULL, 1).answers).relevant
    client, attempt, scores = made(
        DULL, choice_of(asked, "emergency", timeframe="today")
    )

    debrief = debrief_of(PACK, client, attempt, scores)

    assert debrief.best_next is None
    assert debrief.gate_missing == ()
    assert debrief.practise == ""


def test_every_kind_of_error_has_words_and_one_thing_to_practise() -> None:
    assert set(ERROR_WORDS) == set(PRACTISE_WORDS) == set(ERRORS)
    assert SURE == 80


# Contrast pairs


@pytest.mark.parametrize("case", [DULL, USUAL], ids=["dull", "usual"])
def test_a_contrast_differs_in_one_answer_and_ends_differently(case: Case) -> None:
    answers = client_of(PACK, case, 1).answers

    found = list(contrasts(PACK, answers))

    assert found
    for pair in found:
        other = answers.with_answer(pair.question, pair.after)
        there = decide(PACK, other)
        assert there.complete
        assert there.disposition is not None
        assert there.disposition.value == pair.disposition != case.disposition


def test_the_other_client_of_a_pair_is_a_case_that_the_rules_agree_with() -> None:
    answers = client_of(PACK, DULL, 1).answers
    pair = most_telling(PACK, DULL, list(contrasts(PACK, answers)))[0]

    other = contrast_case(PACK, DULL, pair)

    decision = decide(PACK, client_of(PACK, other, 1).answers)
    assert decision.disposition is not None
    assert decision.disposition.value == other.disposition
    assert decision.set_aside == ()
    assert pair.question not in other.voice


def test_the_client_beside_has_the_number_of_the_client_as_written() -> None:
    """So a class can meet the one and then the other."""
    for level in (1, 2, 3):
        first = pick_case(PACK, ALL_CASES, Wanted(level=level), 2026)
        beside = pick_case(PACK, ALL_CASES, Wanted(level=level, contrast=True), 2026)

        assert beside.id.startswith(f"{first.id}/")
        assert beside.presents == first.presents
        assert beside.disposition != first.disposition


def test_who_denies_new_neck_pain_once_does_not_tell_of_it_elsewhere() -> None:
    ill = Answers({"illness_spine": "no", "new_neck_pain": ("plain",)})

    assert not plausible(PACK, ill)
    assert plausible(PACK, ill.with_answer("illness_spine", "yes"))
    assert plausible(PACK, ill.with_answer("new_neck_pain", ("headache",)))


def test_answers_that_do_not_occur_together_make_no_client() -> None:
    odd = fit_answers(PACK, {"reason": ["pain"], "felt": "neither"}, "pain and none")

    assert not plausible(PACK, odd)
    assert plausible(PACK, odd.with_answer("felt", "pain"))


# Picking


def test_the_same_number_picks_the_same_client() -> None:
    cases = (DULL, USUAL)

    picked = [pick_case(PACK, cases, Wanted(), seed).id for seed in range(20)]

    assert picked == [pick_case(PACK, cases, Wanted(), seed).id for seed in range(20)]
    assert set(picked) == {DULL.id, USUAL.id}


def test_a_case_without_presents_is_no_practice_client() -> None:
    with pytest.raises(UnknownId, match="no practice client called 'paper_feels_dul'"):
        pick_case(PACK, tuple(CASES.values())[:3], Wanted(case="paper_feels_dul"), 1)


def test_level_and_family_narrow_the_choice() -> None:
    cases = (DULL, USUAL)

    assert pick_case(PACK, cases, Wanted(concern="ordinary"), 1) is USUAL
    with pytest.raises(UnknownId, match="No practice client fits"):
        pick_case(PACK, cases, Wanted(level=3), 1)


def test_a_contrast_client_ends_differently() -> None:
    picked = pick_case(PACK, (DULL,), Wanted(contrast=True), 1)

    assert picked.id != DULL.id
    assert picked.disposition != DULL.disposition


@pytest.mark.parametrize("seed", range(5))
def test_a_contrast_changes_a_warning_sign_where_it_can(seed: int) -> None:
    picked = pick_case(PACK, (USUAL,), Wanted(contrast=True), seed)

    question = picked.id.partition("/")[2].partition("=")[0]
    assert PACK.questions[question].gate


def test_what_is_due_is_picked_first() -> None:
    _, wrong, bad = made(DULL, choice_of([], "proceed"))
    gate = reference_of(PACK, client_of(PACK, USUAL, 1).answers).relevant
    _, right, good = made(USUAL, choice_of(gate, "proceed"))

    picked = pick_case(
        PACK, (DULL, USUAL), Wanted(due=True), 1, [(right, good), (wrong, bad)]
    )

    assert picked is DULL


def test_a_rule_that_is_due_and_has_no_written_client_gets_one_made() -> None:
    _, attempt, scores = made(DULL, choice_of([], "proceed"))
    reference = msgspec.structs.replace(attempt.reference, rule="sign_not_explained")
    due = msgspec.structs.replace(attempt, reference=reference)
    cases = (*(c for c in CASES.values() if not c.presents), USUAL)

    picked = pick_case(PACK, cases, Wanted(due=True), 1, [(due, scores)])

    answers = client_of(PACK, picked, 1).answers
    assert "sign_not_explained" in {f.rule.id for f in decide(PACK, answers).findings}


# Schedule and progress


def later(attempt: Attempt, day: int) -> Attempt:
    return msgspec.structs.replace(attempt, at=f"2026-01-{day:02}T10:00:00+00:00")


def test_who_comes_before_anything_is_due_is_told_so() -> None:
    asked = reference_of(PACK, client_of(PACK, DULL, 1).answers).relevant
    _, right, good = made(DULL, choice_of(asked, "emergency", timeframe="today"))
    twice = [(later(right, day), good) for day in (1, 2)]

    early = before_its_day(twice, datetime(2026, 1, 2, 11, tzinfo=UTC))

    assert re.fullmatch(
        r"Nothing is due today\. What is due first, on 2026-01-0\d, comes already\.",
        early,
    )
    assert before_its_day(twice, datetime(2026, 2, 1, tzinfo=UTC)) == ""
    assert "no attempt yet" in before_its_day([], datetime(2026, 2, 1, tzinfo=UTC))


def test_what_is_due_in_a_minute_is_due_today() -> None:
    """Who practises again at once is not told that today is another day."""
    _, wrong, bad = made(DULL, choice_of([], "proceed"))

    at_once = datetime(2026, 1, 1, 10, tzinfo=UTC)

    assert before_its_day([(later(wrong, 1), bad)], at_once) == ""


def test_a_rule_that_went_wrong_is_due_before_one_that_went_well() -> None:
    _, wrong, bad = made(DULL, choice_of([], "proceed"))
    asked = reference_of(PACK, client_of(PACK, DULL, 1).answers).relevant
    _, right, good = made(DULL, choice_of(asked, "emergency", timeframe="today"))
    other = msgspec.structs.replace(
        right, reference=msgspec.structs.replace(right.reference, rule="r_other")
    )

    due = [d for d in schedule([(wrong, bad), (other, good)]) if not d.is_error]

    assert [d.what for d in due] == ["saddle_or_bowel_change", "r_other"]


def test_each_good_answer_puts_the_rule_off_for_longer() -> None:
    asked = reference_of(PACK, client_of(PACK, DULL, 1).answers).relevant
    _, attempt, scores = made(DULL, choice_of(asked, "emergency", timeframe="today"))
    days = (1, 2, 6, 25)

    dues = [
        schedule([(later(attempt, day), scores) for day in days[:n]])[0].at
        for n in (1, 2, 3, 4)
    ]

    gaps = [
        due - datetime(2026, 1, day, 10, tzinfo=UTC)
        for due, day in zip(dues, days, strict=True)
    ]
    assert gaps == sorted(gaps)
    assert gaps[-1].days > gaps[0].days


def test_an_error_that_was_made_is_scheduled_by_itself() -> None:
    _, attempt, scores = made(DULL, choice_of([], "proceed"))

    errors = {due.what for due in schedule([(attempt, scores)]) if due.is_error}

    assert errors == set(scores.errors)


def test_shares_are_given_from_ten_attempts_on() -> None:
    assert Count(9, 9).interval is None
    low, high = Count(8, 10).interval or (0, 0)
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)  # Wilson, by hand


def test_progress_counts_by_family_and_error() -> None:
    asked = reference_of(PACK, client_of(PACK, DULL, 1).answers).relevant
    _, right, good = made(DULL, choice_of(asked, "emergency", timeframe="today"))
    _, wrong, bad = made(DULL, choice_of(asked, "refer", confidence=20))
    _, over, worse = made(USUAL, choice_of([], "refer", confidence=20))

    progress = progress_of([(right, good), (wrong, bad), (over, worse)])

    assert progress.families == {"bladder_bowel": Count(1, 2), "ordinary": Count(0, 1)}
    assert progress.safety_of_advice == Count(2, 3)
    assert progress.over_triage == Count(1, 3)
    assert progress.leaning == Count(1, 2)
    assert progress.calibration == pytest.approx((0.3**2 + 0.2**2 + 0.2**2) / 3)
    assert progress.errors["under_call"] == 1


def test_the_same_error_in_three_of_the_last_ten_is_a_habit() -> None:
    _, attempt, scores = made(DULL, choice_of([], "proceed"))
    asked = reference_of(PACK, client_of(PACK, DULL, 1).answers).relevant
    right = made(DULL, choice_of(asked, "emergency", timeframe="today"))[1:]

    def habits(*scored: tuple[Attempt, Scores]) -> tuple[str, ...]:
        return progress_of(scored).habits

    wrong = (attempt, scores)
    assert habits(wrong, wrong) == ()
    assert "premature_closure" in habits(wrong, wrong, wrong)
    assert habits(*[wrong] * 3, *[right] * 8) == ()


def test_no_attempts_show_nothing() -> None:
    progress = progress_of([])

    assert (progress.attempts, progress.calibration, progress.habits) == (0, None, ())
    assert schedule([]) == ()
