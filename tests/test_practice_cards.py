"""Cards: what one sign means for today, on the live rules, and when it comes again."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from massage_screen import practice_files
from massage_screen.answers import Answers
from massage_screen.catalogue import load_pack
from massage_screen.cli import app
from massage_screen.pack import Disposition, Pack
from massage_screen.practice.cards import (
    NOTICE,
    CardAnswer,
    CardRun,
    cards_of,
    pick_cards,
    run_of,
)
from massage_screen.practice.schedule import card_schedule
from massage_screen.presentation.practice.cards import answer_lines, run_lines
from massage_screen.sheet import Sheet
from tests.shipped import PACK

CARDS = cards_of(PACK)
NOW = datetime(2026, 1, 5, 10, tzinfo=UTC)


def answer(card: str, chosen: str, day: int = 5, right: str = "") -> CardAnswer:
    at = f"2026-01-{day:02}T10:00:00+00:00"
    return CardAnswer(card=card, chosen=chosen, right=right or CARDS[card].right, at=at)


def run(*answers: CardAnswer) -> CardRun:
    return run_of(PACK, answers, "2026-01-05T10:00:00+00:00")


# What the cards hold


def test_every_warning_sign_has_a_card() -> None:
    first = Sheet(PACK, Answers()).relevance  # what every new client is asked
    missing = [
        f"{question.id}={word}"
        for question in PACK.questions.values()
        if question.gate and first[question.id]
        for word in list(question.words)
        if word not in ("none", "no", question.mildest)
        and not any(name.startswith(f"{question.id}={word}") for name in CARDS)
    ]

    assert missing == []


def test_every_rule_with_a_disposition_has_a_card_that_asks_for_it() -> None:
    for rule in PACK.rules.values():
        if rule.disposition:
            assert CARDS[rule.id].right == rule.disposition
            assert CARDS[rule.id].timeframe == (rule.timeframe or "none")


@pytest.mark.parametrize(
    ("card", "right", "timeframe", "rule"),
    [
        ("artery_signs=speech", "refer", "within_24_hours", "artery_sign_gone"),
        ("head_signs=worst_headache", "emergency", "now", "artery_or_stroke_sign"),
        ("bladder_signs=stream/recent", "emergency", "today", "bladder_change"),
        ("bladder_signs=stream/slow", "refer", "within_24_hours", "sign_slowly_worse"),
        ("bladder_signs=stream/steady", "proceed", "none", ""),
        ("bladder_last=cannot", "emergency", "now", "urine_stuck"),
    ],
)
def test_a_sign_means_what_the_live_rules_make_of_it(
    card: str, right: str, timeframe: str, rule: str
) -> None:
    found = CARDS[card]

    assert (found.right, found.timeframe, found.rule) == (right, timeframe, rule)


def test_being_unsure_is_never_milder_than_the_mildest_sign() -> None:
    for question in PACK.questions.values():
        signs = {
            name: Disposition(card.right).rank
            for name, card in CARDS.items()
            if name.startswith(f"{question.id}=")
        }
        for name, rank in signs.items():
            sign, _, course = name.partition("/")
            if sign.endswith("=unsure"):
                others = [r for n, r in signs.items() if n.partition("/")[2] == course]
                assert rank >= min(others), name


def test_what_makes_hands_stay_on_is_told_in_full() -> None:
    for card in CARDS.values():
        if "=" in card.id and card.right in ("proceed", "restrict"):
            assert "nothing else to tell; age: 18 to 49" in card.says[-1]


def test_a_course_is_told_with_its_sign() -> None:
    asked, said, course = CARDS["bladder_signs=stream/recent"].says

    assert asked.startswith('You ask: "')
    assert said == "The client says yes to: A weak stream."
    assert course == "How it has gone: New or worse in the past 14 days: yes."


def test_a_course_that_a_later_list_asks_for_tells_of_the_lists_above_it_too() -> None:
    course = CARDS["bladder_signs=stream/slow"].says[2]

    assert course.startswith("How it has gone: New or worse in the past 14 days: no;")
    assert course.endswith("; Getting worse over weeks or months: yes.")


def test_a_course_that_one_question_asks_of_the_whole_list_is_told_too(
    tiny: Pack,
) -> None:
    cards = cards_of(tiny)
    courses = tiny.questions["bladder_course"].choices

    for course in courses:
        says = cards[f"bladder_signs=weak_stream/{course.id}"].says
        assert says[2] == f"How it has gone: {course.text}."


# What is told after an answer


def test_after_a_card_it_is_told_whether_it_was_right_and_why() -> None:
    card = CARDS["bladder_signs=stream/recent"]

    told = {
        chosen: list(answer_lines(card, chosen, PACK))
        for chosen in ("emergency", "refer")
    }

    assert told["emergency"][0].startswith("Right: EMERGENCY")
    assert told["refer"][0].startswith("No, REFER is too mild: EMERGENCY")
    assert told["refer"][1].startswith("Why: ")
    assert told["refer"][2].startswith("Source: ")


def test_every_card_has_a_reason_and_a_source_or_a_policy() -> None:
    for card in CARDS.values():
        lines = list(answer_lines(card, "emergency", PACK))
        assert any(line.startswith("Why: ") for line in lines)
        if card.rule:
            assert lines[-1].startswith(("Source: ", "Policy: ")), card.id


def test_more_than_is_needed_is_told_too() -> None:
    card = CARDS["bladder_signs=stream/steady"]

    first, why = answer_lines(card, "emergency", PACK)

    assert first == "No, EMERGENCY is more than is needed: PROCEED."
    assert why.startswith("Why: no rule objects")


def test_a_sitting_is_summed_up_in_counts() -> None:
    card = "bladder_signs=stream/recent"

    lines = list(run_lines([answer(card, "emergency"), answer(card, "proceed")]))

    assert lines == [
        "Right: 1 of 2.",
        "Missed, too mild: 1.",
        "These come back first.",
    ]


# When a card comes again


def test_a_card_that_went_wrong_is_due_before_one_that_went_well() -> None:
    wrong, right = "bladder_last=cannot", "head_signs=worst_headache"

    due = card_schedule([answer(wrong, "proceed"), answer(right, "emergency")])

    assert due[wrong] < due[right]


def test_what_is_due_comes_first_and_what_is_not_due_does_not_come() -> None:
    due = {
        "bladder_last=cannot": NOW - timedelta(days=1),
        "artery_signs=speech": NOW - timedelta(days=2),
        "illness=unsure": NOW + timedelta(days=1),
    }

    names = [card.id for card in pick_cards(CARDS, due, NOW, 10, 1)]

    assert names[:2] == ["artery_signs=speech", "bladder_last=cannot"]
    assert len(names) == 10
    assert "illness=unsure" not in [c.id for c in pick_cards(CARDS, due, NOW, 999, 1)]


def test_the_same_number_gives_the_same_new_cards_of_different_signs() -> None:
    one, again, other = (pick_cards(CARDS, {}, NOW, 10, seed) for seed in (1, 1, 2))

    assert one == again != other
    assert len({card.id.partition("/")[0] for card in one}) == 10
    assert 2 <= sum("=" not in card.id for card in one) <= 5


# Files


def test_a_sitting_is_read_back_as_it_was_kept() -> None:
    path = practice_files.keep_cards(run(answer("bladder_last=cannot", "refer")))

    assert practice_files.read_cards().attempts == (
        (path, run(answer("bladder_last=cannot", "refer"))),
    )
    assert json.loads(path.read_text("utf-8"))["notice"] == NOTICE


@pytest.mark.parametrize(
    "content",
    [
        b"{}",
        practice_files.as_file(run(answer("x", "refer", right="nothing"))),
        practice_files.as_file(run()).replace(b"cards/1", b"cards/9"),
        practice_files.as_file(run()).replace(b"2026-01", b"soon"),
    ],
)
def test_a_broken_sitting_is_named_and_stops_no_other(content: bytes) -> None:
    kept = practice_files.keep_cards(run())
    broken = kept.with_name("aaaa.json")
    broken.write_bytes(content)

    read = practice_files.read_cards()

    assert [path for path, _ in read.attempts] == [kept]
    assert read.broken[0].startswith(f"{broken}: not a sitting with cards")


def test_a_sitting_with_cards_is_refused_by_the_live_screen(tmp_path: Path) -> None:
    file = tmp_path / "cards.json"
    file.write_bytes(practice_files.as_file(run()))

    result = CliRunner().invoke(app, ["assess", str(file)])

    assert result.exit_code == 65
    assert "practice" in result.stderr


def test_deleting_deletes_sittings_too() -> None:
    practice_files.keep_cards(run())

    assert practice_files.delete_kept().gone == 1
    assert practice_files.read_cards().attempts == ()


def test_a_pack_without_age_has_cards(tiny: Pack) -> None:
    cards = cards_of(tiny)

    assert {card.right for card in cards.values()} >= {"emergency", "restrict"}
    assert not any("age:" in line for card in cards.values() for line in card.says)


#: A rule whose words are clauses, on the answers that stop a client.
CLAUSES = (
    "10_bladder.toml",
    'do = "Call now."',
    'do = [{ text = "Call now." }, { text = "Knead the feet.", about = ["feet"] }]',
)


def test_a_card_of_a_sign_says_what_its_client_would_be_told(
    write_pack: Callable[..., Path],
) -> None:
    pack = load_pack(write_pack(CLAUSES))
    cards = cards_of(pack)

    _, sign, *_ = answer_lines(cards["bladder_signs=stuck"], "emergency", pack)
    _, rule, *_ = answer_lines(cards["urine_stuck"], "emergency", pack)

    assert sign == "Why: The client cannot pass urine. Call now."
    assert rule == f"{sign} (For some clients: Knead the feet.)"


# On a terminal


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are of Unix")
@pytest.mark.parametrize(
    ("arguments", "enter"), [((), ""), (("--plain",), "\r")], ids=["menus", "plain"]
)
@pytest.mark.parametrize("columns", [80, 40])
def test_a_student_stops_and_what_was_answered_is_kept(
    tmp_path: Path, arguments: tuple[str, ...], enter: str, columns: int
) -> None:
    from tests.screen import Screen  # noqa: PLC0415  needs a pseudo-terminal

    screen = Screen(
        [sys.executable, "-m", "massage_screen", "practise", "--cards", *arguments],
        tmp_path,
        columns,
        60,
        MASSAGE_SCREEN_DATA=str(tmp_path / "kept"),
    )

    # What is typed before the prompt waits for it is thrown away.
    waits = "Your answer:" if enter else "Ctrl-C stops."
    screen.until("PRACTICE.", "Card 1 of 10", "What does this mean for today?", waits)
    screen.send(f"1{enter}")
    # The same words stand there of the first card; wherever it comes, it stops.
    screen.until("Why:", "Card 2 of 10", "Stop here", waits)
    screen.send("\x03")
    screen.until_gone()

    (file,) = (tmp_path / "kept" / "cards").glob("*.json")
    kept = msgspec.json.decode(file.read_bytes(), type=CardRun)
    assert [each.chosen for each in kept.answers] == ["proceed"]
    assert screen.process.exitstatus == 0


def test_without_a_terminal_no_card_is_put() -> None:
    result = CliRunner().invoke(app, ["practise", "--cards"])

    assert result.exit_code == 2
    assert result.stdout == ""


def test_progress_counts_the_cards_that_are_known() -> None:
    practice_files.keep_cards(
        run(
            answer("bladder_last=cannot", "proceed"),
            answer("bladder_last=cannot", "emergency"),
            answer("head_signs=worst_headache", "refer"),
        )
    )

    shown = CliRunner().invoke(app, ["practise", "--progress"]).stdout
    content = json.loads(
        CliRunner().invoke(app, ["practise", "--progress", "--json"]).stdout
    )

    assert "Cards: right when they last came\n1 of 2 #." in shown
    assert content["cards"] == {"part": 1, "whole": 2}
