"""What a student is shown after an attempt: a screen, then details on request."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

import msgspec
import pytest

from massage_screen.pack import Case, ExpertsDiffer
from massage_screen.practice.attempt import Choice, PlanChoice, attempt_of
from massage_screen.practice.client import Client, client_of
from massage_screen.practice.contrast import contrast_case, telling_contrast
from massage_screen.practice.debrief import Debrief, debrief_of, heard_alarm
from massage_screen.practice.reference import Also
from massage_screen.practice.scoring import score
from massage_screen.presentation.page import console_for
from massage_screen.presentation.practice.debrief import (
    certainty,
    details_of,
    show_debrief,
    show_detail,
)
from tests.debriefs import GOLDEN, written
from tests.shipped import CASES as ALL_CASES
from tests.shipped import PACK, reference_for
from tests.worked import attempt

CASES = {case.id: case for case in ALL_CASES}
NUMB = CASES["no_bladder_problem_but_no_feeling"]
USUAL = CASES["ordinary_back_pain"]
GRADED = CASES["severe_lumbar_stenosis_cleared"]
NO_LIMITS = PlanChoice(closed={}, pressure={}, positions=())


def told(case: Case, asked: Sequence[str], **fields: Any) -> tuple[Debrief, Client]:
    values: dict[str, Any] = {
        "worry": "the back",
        "confidence": 85,
        "disposition": "proceed",
        "timeframe": "none",
        "plan": None,
        "seconds": 300,
        "overran": False,
    }
    client = client_of(PACK, case, 5)
    choice = Choice(asked=tuple(asked), **{**values, **fields})
    measure = (
        reference_for(client.answers, case.experts_differ),
        heard_alarm(PACK, client, choice.asked),
    )
    made = attempt_of(PACK, client, choice, measure, at="2026-01-05", minutes=None)
    return debrief_of(PACK, client, made, score(made)), client


def page(debrief: Debrief, columns: int = 80) -> str:
    stream = io.StringIO()
    console = console_for(stream, "never")
    console.width = columns
    show_debrief(debrief, PACK, console)
    return stream.getvalue()


def detail(which: str, debrief: Debrief, client: Client) -> str:
    stream = io.StringIO()
    show_detail(which, debrief, client, PACK, console_for(stream, "never"))
    return stream.getvalue()


def in_a_row(text: str) -> str:
    return " ".join(text.split())


def test_the_debrief_of_every_practice_client_is_as_it_was() -> None:
    assert GOLDEN.read_text("utf-8") == written(), (
        "Read what has changed with `python -m tests.debriefs` and `git diff`."
    )


def test_the_debrief_tells_in_order_what_a_student_must_know() -> None:
    debrief, _ = told(NUMB, ["saddle_signs"])

    text = in_a_row(page(debrief))

    steps = (
        "PRACTICE. This client is invented.",
        "Result: not yet",
        "You: PROCEED; 85 percent sure",
        'What worried you: "the back"',
        "The live screen: EMERGENCY, today, at once. (saddle_or_bowel_change)",
        "Missed: A sign of the lowest nerves may be new. Feeling between the legs",
        "Not asked: New or worse in the past 14 days",
        "Why it matters:",
        "Source: GIRFT2023",
        "Decided too soon: 16 of 17 warning signs",
        "Best next question: after your question 1, New or worse",
        "Scores, each by itself: cues 0 of 1",
        "One thing to practise:",
        "PRACTICE. This client is invented.",
    )
    places = [text.find(step) for step in steps]
    assert -1 not in places, dict(zip(steps, places, strict=True))
    assert places[:-1] == sorted(places[:-1])


def test_massage_with_a_date_is_told_with_the_date() -> None:
    case = CASES["little_finger_on_the_phone"]
    dated, _ = told(case, ["feeling_signs"], disposition="restrict")
    undated, _ = told(USUAL, ["age"], disposition="restrict")

    assert dated.see_by is not None
    weeks = f"With a date: See a clinician within {dated.see_by.weeks} weeks: "
    assert weeks in in_a_row(page(dated))
    assert "With a date" not in page(undated)


def test_a_cue_that_was_acted_on_is_not_called_missed() -> None:
    """It was heard of, and not asked to its end; who goes on with massage missed it."""
    found = "A sign of the lowest nerves may be new."
    acted, client = told(NUMB, ["saddle_signs"], disposition="emergency")
    went_on, _ = told(NUMB, ["saddle_signs"], disposition="restrict")
    by_luck, _ = told(NUMB, ["age"], disposition="emergency")

    assert f"Asked about only in part: {found}" in in_a_row(page(acted))
    assert f"Asked about only in part: {found}" in in_a_row(
        detail("cues", acted, client)
    )
    assert f"Missed: {found}" in in_a_row(page(went_on))
    assert f"Missed: {found}" in in_a_row(page(by_luck))
    assert "missed_cue" in acted.scores.errors


def test_a_question_has_its_lines_where_it_asks_nothing_without_them() -> None:
    gate = [q.id for q in PACK.questions.values() if q.gate and q.id != "chest_signs"]
    debrief, client = told(USUAL, gate)

    for text in (page(debrief), detail("questions", debrief, client)):
        assert (
            "Chest: In the past week, pain in chest, jaw, arm, shoulder or upper back:"
            " When you climbed stairs or hurried; With sweat" in in_a_row(text)
        )


PLAYERS = {
    "nothing asked": ([], "proceed"),
    "signs only": ([q.id for q in PACK.questions.values() if q.gate], "refer"),
}


@pytest.mark.parametrize("player", PLAYERS)
def test_the_debrief_of_every_client_fits_about_a_screen(player: str) -> None:
    asked, disposition = PLAYERS[player]
    lengths = {
        case.id: page(told(case, asked, disposition=disposition)[0]).count("\n")
        for case in CASES.values()
        if case.presents
    }

    assert max(lengths.values()) <= 40, max(lengths, key=lambda case: lengths[case])
    assert sorted(lengths.values())[len(lengths) // 2] <= 25


def test_the_answer_of_the_live_screen_names_its_rule_and_sources() -> None:
    asked = ["saddle_signs", "recent"]

    text = in_a_row(page(told(NUMB, asked, disposition="emergency")[0]))

    assert "(saddle_or_bowel_change; GIRFT2023, BmjBpCes, Backes)" in text


# Holding back without need


def test_a_needless_no_is_told_what_it_costs_as_plainly_as_a_missed_sign() -> None:
    case = msgspec.structs.replace(USUAL, looks_like="It aches, as it always has.")
    text = in_a_row(page(told(case, [], disposition="emergency")[0]))

    steps = (
        "Held back needlessly: Massage was right for this client today.",
        "No warning, because: It aches, as it always has.",
        "What it costs: The client spends hours in emergency care",
        "Could have had: every region.",
        "Source: EMERGENCY is kept for what cannot wait",
    )
    places = [text.find(step) for step in steps]
    assert -1 not in places, dict(zip(steps, places, strict=True))
    assert places == sorted(places)


@pytest.mark.parametrize("disposition", ["postpone", "refer", "emergency"])
def test_every_needless_no_has_its_own_cost_with_where_that_comes_from(
    disposition: str,
) -> None:
    held = told(USUAL, [], disposition=disposition)[0].held_back

    assert held is not None
    assert held.kind == "held"
    assert held.costs
    assert held.references or held.policy
    assert set(held.lost) == set(PACK.regions)


def test_a_limit_without_a_reason_is_told_what_it_costs() -> None:
    plan = PlanChoice(closed={"feet": ("swedish",)}, pressure={}, positions=())
    debrief, _ = told(USUAL, [], plan=plan)

    assert debrief.held_back is not None
    assert (debrief.held_back.kind, debrief.held_back.lost) == ("limited", ("feet",))
    text = in_a_row(page(debrief))
    assert "Limited needlessly: No finding asks for some of your limits." in text
    assert "Could have had: Feet." in text


def test_a_look_alike_is_told_once() -> None:
    case = msgspec.structs.replace(USUAL, looks_like="It aches, as it always has.")
    gate = reference_for(client_of(PACK, case, 5).answers).gate
    plan = PlanChoice(closed={"feet": ("swedish",)}, pressure={}, positions=())
    debrief, _ = told(case, gate, plan=plan)

    assert debrief.held_back is not None
    assert page(debrief).count("It aches, as it always has.") == 1


def test_one_of_a_kind_is_told_in_the_singular() -> None:
    plan = PlanChoice(closed={}, pressure={"posterior_neck": 4}, positions=())
    debrief, _ = told(CASES["little_finger_on_the_phone"], [], plan=plan)

    assert " 1 region too strong" in in_a_row(page(debrief))


def test_the_story_says_that_age_and_sex_were_drawn() -> None:
    text = in_a_row(detail("about", *told(USUAL, [])))

    assert f"of another age and sex): {USUAL.story}" in text


def test_who_is_sent_on_further_than_needed_has_lost_no_massage() -> None:
    debrief, _ = told(GRADED, [], disposition="emergency")

    assert debrief.held_back is not None
    assert (debrief.held_back.kind, debrief.held_back.lost) == ("urgent", ())
    assert "Sent on too urgently" in in_a_row(page(debrief))


def test_who_may_have_something_to_find_is_not_said_to_have_nothing() -> None:
    case = CASES["bruises_with_no_cause"]
    debrief, _ = told(case, [], disposition="refer", timeframe="within_days")

    assert debrief.held_back is not None
    assert (debrief.held_back.kind, debrief.held_back.costs) == ("urgent", "")
    text = in_a_row(page(debrief))
    assert "Sent on too urgently: No finding asks for so much." in text
    assert "nothing to find" not in text


def test_what_was_right_or_too_mild_is_not_called_needless() -> None:
    for case, disposition in ((NUMB, "emergency"), (NUMB, "refer"), (USUAL, "proceed")):
        debrief, _ = told(case, [], disposition=disposition)
        assert debrief.held_back is None
        assert "needlessly" not in page(debrief)


def test_who_sees_through_a_look_alike_is_told_what_it_was() -> None:
    case = msgspec.structs.replace(USUAL, looks_like="It aches, as it always has.")
    gate = reference_for(client_of(PACK, case, 5).answers).gate
    right, _ = told(case, gate)
    guessed, _ = told(case, [])
    wrong, _ = told(case, gate, disposition="refer", timeframe="within_days")

    line = "Rightly not held back: It aches, as it always has."
    assert line in in_a_row(page(right))
    assert line not in in_a_row(page(guessed))
    assert line not in in_a_row(page(wrong))


@pytest.mark.parametrize(
    ("right", "percent", "words"),
    [
        (True, 80, "sure, and right"),
        (True, 50, "right, and could be surer"),
        (True, 49, "right, but unsure"),
        (False, 80, "sure, but wrong"),
        (False, 79, "wrong, and rather sure"),
        (False, 50, "wrong, and rightly not sure"),
    ],
)
def test_how_sure_a_student_was_is_told_in_words(
    right: bool, percent: int, words: str
) -> None:
    assert certainty(right, percent) == words


def test_no_score_is_a_bare_number() -> None:
    debrief, client = told(USUAL, ["age"])
    text = page(debrief) + detail("scores", debrief, client)

    assert "(0 is best" not in text
    assert not re.search(r"\b[01]\.\d\d\b", text)
    assert "what you asked was to the point, but much was left out" in in_a_row(text)


def test_a_plan_is_told_in_short_and_cell_by_cell_on_request() -> None:
    plan = PlanChoice(
        closed={"feet": ("swedish",)}, pressure={}, positions=("prone", "seated")
    )
    debrief, client = told(USUAL, [], plan=plan)

    assert "3 left out without a reason" in in_a_row(page(debrief))
    text = detail("plan", debrief, client)
    assert "No reason to leave out: Feet: Swedish gliding." in text
    assert text.startswith("\nPRACTICE. ")


@pytest.mark.parametrize("case", [NUMB, USUAL], ids=["numb", "usual"])
def test_every_detail_is_a_page_of_its_own(case: Case) -> None:
    debrief, client = told(case, ["age"], plan=NO_LIMITS)

    for which, words in details_of(debrief):
        lines = detail(which, debrief, client).strip().splitlines()
        assert lines[0] == f"PRACTICE. {words}"
        assert len(lines) > 1, which


def test_what_was_not_asked_is_told_with_the_answer() -> None:
    debrief, client = told(NUMB, ["saddle_signs"])

    text = in_a_row(detail("questions", debrief, client))

    assert NUMB.voice["recent"] in text
    assert NUMB.voice["saddle_signs"] not in text


def test_a_client_whom_no_clinician_has_read_says_so() -> None:
    debrief, client = told(NUMB, [])

    assert "No clinician has reviewed this client." in detail("about", debrief, client)


def test_a_client_whom_a_clinician_has_read_names_them_and_the_day() -> None:
    case = msgspec.structs.replace(
        NUMB, author="A. Writer", reviewed_by="B. Reader, GP", reviewed_on="2026-01-05"
    )

    text = detail("about", *told(case, []))

    assert "Written by: A. Writer." in text
    assert "Reviewed by: B. Reader, GP, 2026-01-05." in text


def test_no_client_of_the_pack_claims_a_review_that_did_not_take_place() -> None:
    """Take a client out of here when a clinician has truly read it."""
    for case in CASES.values():
        review = (case.reviewed_by, case.reviewed_on, case.experts_differ)

        assert review == ("", None, None), case.id


# Where experts differ

DIFFER = ExpertsDiffer(
    disposition="restrict", because="Two guidelines let careful work go on."
)


def test_where_experts_differ_both_answers_score_and_it_is_told_why() -> None:
    case = msgspec.structs.replace(GRADED, experts_differ=DIFFER)
    asked = reference_for(client_of(PACK, case, 5).answers).relevant

    one, _ = told(case, asked, disposition="restrict", plan=NO_LIMITS)
    other, _ = told(case, asked, disposition="postpone", timeframe=case.timeframe)
    neither, _ = told(case, asked, disposition="proceed")

    assert [d.scores.advice for d in (one, other, neither)] == [
        "right",
        "right",
        "under",
    ]
    assert (one.scores.result, one.scores.plan_holds) == ("met", None)
    assert "RESTRICT is right as well. Two guidelines" in in_a_row(page(one))


def test_the_timeframe_of_the_other_answer_is_its_own() -> None:
    also = Also(disposition="refer", timeframe="within_days", because="B.")
    made = attempt()
    reference = msgspec.structs.replace(
        made.reference, disposition="refer", timeframe="within_24_hours", also=also
    )

    def timeframe(chosen: str) -> str | None:
        choice = msgspec.structs.replace(
            made.choice, disposition="refer", timeframe=chosen
        )
        return score(
            msgspec.structs.replace(made, choice=choice, reference=reference)
        ).timeframe

    assert [
        timeframe(chosen)
        for chosen in ("within_24_hours", "within_days", "within_2_weeks")
    ] == ["right", "right", "late"]


def test_an_emergency_has_no_second_answer_whatever_a_file_says() -> None:
    made = attempt()
    also = Also(disposition="proceed", timeframe="none", because="B.")
    scores = score(
        msgspec.structs.replace(
            made,
            choice=msgspec.structs.replace(made.choice, disposition="proceed"),
            reference=msgspec.structs.replace(made.reference, also=also),
        )
    )

    assert (scores.advice, scores.result) == ("under", "not yet")


def test_a_contrast_client_takes_over_no_review() -> None:
    case = msgspec.structs.replace(
        GRADED, experts_differ=DIFFER, reviewed_by="B.", reviewed_on="2026-01-05"
    )
    pair = telling_contrast(PACK, case, client_of(PACK, case, 1).answers)
    assert pair is not None

    other = contrast_case(PACK, case, pair)

    assert (other.reviewed_by, other.reviewed_on, other.experts_differ) == (
        "",
        None,
        None,
    )
