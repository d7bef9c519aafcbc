"""What many attempts show: who makes the same mistake ten times is told so in words."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

import msgspec
import pytest
from typer.testing import CliRunner

from massage_screen import practice_files
from massage_screen.cli import app
from massage_screen.practice.attempt import Attempt, Choice, PlanChoice, attempt_of
from massage_screen.practice.cards import CardAnswer
from massage_screen.practice.client import client_of
from massage_screen.practice.debrief import heard_alarm
from massage_screen.practice.picking import Wanted, pick_case
from massage_screen.practice.progress import Count, cards_wrong, progress_of
from massage_screen.practice.reference import reference_of
from massage_screen.practice.scoring import score
from massage_screen.presentation.page import console_for
from massage_screen.presentation.practice.progress import both_errors, show_habits
from tests.shipped import CASES, PACK


def played(count: int, leaves_out: tuple[str, ...]) -> Iterator[Attempt]:
    """Go through attempts of a student who is right but leaves these questions out."""
    for seed in range(count):
        client = client_of(PACK, pick_case(PACK, CASES, Wanted(), seed), seed)
        right = reference_of(PACK, client.answers)
        asked = tuple(q for q in right.relevant if not q.startswith(leaves_out))
        plan = PlanChoice(
            closed=right.closed, pressure=right.pressure, positions=right.positions
        )
        choice = Choice(
            asked=asked,
            worry="w",
            confidence=80,
            disposition=right.disposition,
            timeframe=right.timeframe,
            plan=plan if right.hands_on else None,
            seconds=60,
            overran=False,
        )
        measure = right, heard_alarm(PACK, client, asked)
        at = f"2026-01-{seed + 1:02}T10:00:00+00:00"
        yield attempt_of(PACK, client, choice, measure, at=at, minutes=None)


def shown(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["practise", "--progress", *arguments])
    assert result.exit_code == 0
    return " ".join(result.stdout.split())


def test_who_never_asks_about_bladder_and_bowel_is_told_so() -> None:
    for attempt in played(10, ("bladder", "saddle")):
        practice_files.keep(attempt)

    text = shown()

    content = json.loads(shown("--json"))
    counted = content["left_out"]["bladder_signs"]
    assert counted["part"] == counted["whole"] >= 7
    assert set(content["left_out"]) == {
        "bladder_last",
        "bladder_signs",
        "saddle_signs",
    }
    assert "A habit to work on" in text
    assert (
        "Warning signs that you keep leaving out:"
        f" {PACK.questions['bladder_last'].topic} ({counted['part']} of"
        f" {counted['part']} interviews); {PACK.questions['bladder_signs'].topic}"
    ) in text
    assert "of your last 10 attempts: decided before the warning signs were" in text


def test_a_debrief_names_the_first_of_many_signs_and_counts_the_others() -> None:
    attempts = [(each, score(each)) for each in played(10, ("",))]
    progress = progress_of(attempts)
    few, all_of_them = io.StringIO(), io.StringIO()

    show_habits(progress, PACK, console_for(few, "never"), most=3)
    show_habits(progress, PACK, console_for(all_of_them, "never"))

    many = len(progress.left_out)
    assert many > 3
    assert few.getvalue().count(" interviews)") == 3
    assert f"; and {many - 3} more." in " ".join(few.getvalue().split())
    whole = " ".join(all_of_them.getvalue().split())
    assert whole.count(" interviews)") == many
    assert " more." not in whole


def test_who_asks_all_has_no_habit() -> None:
    for attempt in played(4, ("nothing",)):
        practice_files.keep(attempt)

    assert "habit" not in shown()


def test_whoever_heard_an_emergency_has_left_nothing_out() -> None:
    scored = [(each, score(each)) for each in played(10, ("swollen",))]
    stopped = [(each, scores) for each, scores in scored if each.alarm]

    assert stopped
    assert progress_of(stopped).left_out == {}
    rest = len(scored) - len(stopped)
    assert progress_of(scored).left_out == {"swollen_limb": Count(rest, rest)}


@pytest.mark.parametrize(("count", "bar"), [(4, "####"), (30, "#" * 20)])
def test_the_picture_of_a_family_never_grows_wider_than_a_line(
    count: int, bar: str
) -> None:
    (attempt,) = played(1, ("nothing",))
    for _ in range(count):
        practice_files.keep(attempt)

    assert f"{count} of {count} " in shown()
    assert f" {bar} " in shown()
    assert f"#{bar}" not in shown()


def test_both_errors_are_shown_each_of_the_clients_that_it_can_be_made_on() -> None:
    attempts = list(played(12, ("nothing",)))
    away = [each for each in attempts if not each.reference.hands_on]
    right = [each for each in attempts if each.reference.hands_on]
    assert away
    assert right

    def choosing(attempt: Attempt, word: str) -> Attempt:
        choice = msgspec.structs.replace(attempt.choice, disposition=word, plan=None)
        return msgspec.structs.replace(attempt, choice=choice)

    wrong = [choosing(each, "proceed") for each in away[:1]]
    wrong += [choosing(each, "refer") for each in right[:2]]
    for attempt in [*wrong, *away[1:], *right[2:]]:
        practice_files.keep(attempt)

    content, text = json.loads(shown("--json")), shown()
    assert content["missed"] == {"part": 1, "whole": len(away)}
    assert content["held_back"] == {"part": 2, "whole": len(right)}
    assert f"Missed: 1 of {len(away)} clients" in text
    assert f"Needlessly held back: 2 of {len(right)} clients" in text


def test_without_attempts_no_error_is_counted() -> None:
    progress = progress_of([])

    assert (progress.missed, progress.held_back) == (Count(0, 0), Count(0, 0))
    assert list(both_errors(progress.missed, progress.held_back)) == []


@pytest.mark.parametrize(
    ("confidence", "right", "words"),
    [
        (90, True, "it fits how often you are right"),
        (60, True, "it fits now and then"),
        (90, False, "it does not fit: what you are sure of is often wrong"),
    ],
)
def test_how_sure_a_student_is_is_shown_in_words(
    confidence: int, right: bool, words: str
) -> None:
    (attempt,) = played(1, ("nothing",))
    word = attempt.reference.disposition
    other = "postpone" if word != "postpone" else "refer"
    choice = msgspec.structs.replace(
        attempt.choice, confidence=confidence, disposition=word if right else other
    )
    practice_files.keep(msgspec.structs.replace(attempt, choice=choice))

    assert f"How sure you are: {words}." in shown()
    assert "0 is best" not in shown()


def test_cards_show_both_errors_too() -> None:
    def answer(card: str, chosen: str) -> CardAnswer:
        return CardAnswer(card=card, chosen=chosen, right="refer", at="2026-01-05")

    answers = [answer("a", "proceed"), answer("b", "emergency"), answer("c", "refer")]

    assert cards_wrong(answers) == (Count(1, 3), Count(1, 3))
    assert cards_wrong([*answers, answer("a", "refer")]) == (Count(0, 3), Count(1, 3))
