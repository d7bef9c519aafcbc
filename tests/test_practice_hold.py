"""Massage or hold: ordinary clients in short, and both errors told alike."""

from __future__ import annotations

import json
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from massage_screen.pack import Disposition
from massage_screen.practice.cards import CardAnswer
from massage_screen.practice.hold import HOLD, MASSAGE, HoldCard, pick_hold_cards
from massage_screen.presentation.practice.cards import hold_lines, run_lines
from tests.screen import HURRIED, Screen
from tests.shipped import CASES, PACK

NOW = datetime(2026, 1, 5, 10, tzinfo=UTC)
CLIENTS = tuple(case for case in CASES if case.presents)


def picked(seed: int = 1, count: int = 10, **due: datetime) -> tuple[HoldCard, ...]:
    return pick_hold_cards(PACK, CLIENTS, due, NOW, count, seed)


def test_of_ten_clients_massage_is_right_for_six() -> None:
    for seed in range(3):
        counted = Counter(card.answer for card in picked(seed))

        assert counted == {MASSAGE: 6, HOLD: 4}


def test_the_live_rules_say_what_is_right() -> None:
    for card in picked():
        hands_on = Disposition(card.right).hands_on
        assert card.answer == (MASSAGE if hands_on else HOLD)
        assert card.id.endswith("/other") is not hands_on
        assert bool(card.rule) or card.right == "proceed"


def test_the_same_number_picks_the_same_clients_and_another_one_others() -> None:
    assert picked(1) == picked(1)
    assert {card.id for card in picked(1)} != {card.id for card in picked(2)}


def test_a_client_is_told_in_short_and_in_their_own_words() -> None:
    cases = {case.id: case for case in CLIENTS}
    for card in picked():
        case = cases[card.id.split("/")[1]]
        assert card.says[1] == f'"{case.presents}"'
        assert len(card.says) <= 3 + 9
        assert all(case.name not in line and case.id not in line for line in card.says)


def test_whom_both_answers_are_told_of_is_told_alike_on_coming_in() -> None:
    """The one beside comes in with the same words, or the words would give it away."""
    ids = {card.id.removesuffix("/other") for card in picked()}

    assert len(ids) >= 6


def test_what_went_wrong_comes_back_and_what_went_well_waits() -> None:
    first = picked(count=2)
    late = {card.id: NOW - timedelta(days=1) for card in first}
    early = {card.id: NOW + timedelta(days=9) for card in first}

    assert {card.id for card in picked(2, 4, **late)} >= late.keys()
    assert not {card.id for card in picked(2, 4, **early)} & early.keys()


@pytest.mark.parametrize(
    ("right", "chosen", "meant"),
    [
        ("refer", HOLD, "refer"),
        ("refer", MASSAGE, "proceed"),
        ("restrict", MASSAGE, "restrict"),
        ("restrict", HOLD, "postpone"),
    ],
)
def test_an_answer_is_kept_as_the_word_that_it_comes_to(
    right: str, chosen: str, meant: str
) -> None:
    card = msgspec.structs.replace(picked()[0], right=right)

    assert card.meant(chosen) == meant
    answer = CardAnswer(card=card.id, chosen=meant, right=right, at=str(NOW))
    assert answer.well is (chosen == card.answer)
    assert answer.under is (answer.chosen == "proceed")
    assert answer.over is (answer.chosen == "postpone")


def test_a_needless_no_is_told_with_its_cost_and_a_missed_danger_with_its_reason() -> (
    None
):
    cards = picked()
    fine = next(card for card in cards if card.answer == MASSAGE)
    fine = msgspec.structs.replace(fine, looks_like="It has always been so.")
    danger = next(card for card in cards if card.answer == HOLD)

    needless = " ".join(hold_lines(fine, HOLD, PACK))
    missed = " ".join(hold_lines(danger, MASSAGE, PACK))

    assert needless.startswith("No, massage: held back needlessly.")
    assert "No warning, because: It has always been so." in needless
    assert "What it costs: The client goes home without" in needless
    assert missed.startswith("No, hold: a danger was missed.")
    assert f"Why: {danger.why}" in missed
    assert "costs" not in missed
    assert next(hold_lines(fine, MASSAGE, PACK)).startswith("Right: massage.")
    assert next(hold_lines(danger, HOLD, PACK)).startswith("Right: hold.")


def test_both_errors_are_counted_at_the_end() -> None:
    def answer(chosen: str, right: str) -> CardAnswer:
        return CardAnswer(card="c", chosen=chosen, right=right, at=str(NOW))

    lines = list(
        run_lines(
            [
                answer("proceed", "refer"),
                answer("postpone", "restrict"),
                answer("postpone", "proceed"),
                answer("restrict", "restrict"),
            ]
        )
    )

    assert lines == [
        "Right: 1 of 4.",
        "Missed, too mild: 1.",
        "Held back needlessly, or too strict: 2.",
        "These come back first.",
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are of Unix")
@pytest.mark.parametrize("arguments", [(), ("--plain",)])
def test_a_student_decides_and_the_answers_are_kept(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    screen = Screen(
        [*HURRIED, "practise", "--massage-or-hold", "--seed", "1", *arguments],
        tmp_path,
        80,
        60,
        MASSAGE_SCREEN_DATA=str(tmp_path / "kept"),
    )

    plain = bool(arguments)
    for number in (1, 2):
        screen.until(f"Client {number} of 10", "Massage or hold?")
        if plain:
            screen.until_asked("Stop here")
        else:
            screen.until("Keys:")
        screen.send("1\r" if plain else "1")
    screen.until("Client 3 of 10", "Massage or hold?")
    if plain:
        screen.until_asked("Stop here")
    else:
        screen.until("Keys:")
    screen.send("3\r" if plain else "3")
    screen.until_gone()

    (file,) = (tmp_path / "kept" / "cards").glob("*.json")
    kept = json.loads(file.read_text("utf-8"))
    assert len(kept["answers"]) == 2
    assert all(each["card"].startswith("client/") for each in kept["answers"])
    assert "Right: " in screen.written
