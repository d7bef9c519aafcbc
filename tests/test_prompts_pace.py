"""What comes sooner than a person can have read or pressed it."""

from __future__ import annotations

import pytest

from massage_screen.answers import Value
from massage_screen.pack import Choice, Question
from massage_screen.prompts.kinds import menu_for
from massage_screen.prompts.menu import Menu, Wording
from massage_screen.prompts.pace import (
    PAUSE,
    Denial,
    Held,
    Pace,
    denial_of,
    in_short,
    trace_of,
    words_aloud,
)

SIGNS = Question(
    id="signs",
    kind="any_of",
    gate=True,
    ask="Does any of this fit?",
    choices=(
        Choice("start", "Hard to start, or you must push"),
        Choice("stream", "A weak stream"),
        Choice("old", "Only when coughing", aloud=False),
    ),
)
CALF = Question(
    id="calf", kind="yes_no", gate=True, ask="Is one calf sore?", topic="Calf or leg"
)


class Hand:
    """A clock that stands still until a test moves it, in seconds."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Hand:
    return Hand()


def asked(
    question: Question, clock: Hand, *, preset: Value | None = None, locked: bool = True
) -> Menu:
    pace = Pace(clock, locked)
    denial = denial_of(question, question.ask, pace, known=preset is not None)
    menu = menu_for(question, Wording(question.ask), preset, denial)
    menu.show(24, 80)
    return menu


def press(menu: Menu, *keys: str) -> Value | None:
    for key in keys:
        menu.press(key, 24, 80)
    return menu.answer


def said(menu: Menu) -> str:
    return " ".join(text for line in menu.show(24, 80) for _, text in line)


# How long "no" waits

#: 15 words are read aloud of the list, and 4 of the other: a second for 7.5 of them.
WAITS = [(SIGNS, 15 / 7.5), (CALF, 4 / 7.5)]


@pytest.mark.parametrize(("question", "wait"), WAITS)
@pytest.mark.parametrize("keys", [["n"], ["up", "up", " "]])
def test_no_is_taken_only_once_the_question_can_have_been_read(
    clock: Hand, question: Question, wait: float, keys: list[str]
) -> None:
    if question is CALF:
        keys = ["n"] if keys == ["n"] else ["down", "down", "c-m"]
    menu = asked(question, clock)
    clock.now += wait - 0.01
    assert press(menu, *keys) is None
    assert "Read it first" in said(menu)

    clock.now += PAUSE
    assert press(menu, keys[-1]) in ("no", ("none",))


@pytest.mark.parametrize(("question", "no"), [(SIGNS, ("none",)), (CALF, "no")])
def test_without_the_reading_lock_no_is_taken_at_once(
    clock: Hand, question: Question, no: Value
) -> None:
    assert press(asked(question, clock, locked=False), "n") == no


def test_what_is_no_denial_waits_for_nothing(clock: Hand) -> None:
    assert press(asked(SIGNS, clock), "1", "c-m") == ("start",)
    assert press(asked(SIGNS, clock), "u") == ("unsure",)
    assert press(asked(CALF, clock), "y") == "yes"


@pytest.mark.parametrize("question", [SIGNS, CALF])
def test_what_was_answered_before_waits_for_nothing(
    clock: Hand, question: Question
) -> None:
    preset: Value = ("none",) if question is SIGNS else "no"

    assert press(asked(question, clock, preset=preset), "n") == preset
    assert press(asked(question, clock, preset=preset), "c-m") == preset


def test_the_time_begins_when_the_question_is_on_the_screen(clock: Hand) -> None:
    denial = Denial("None", 15, clock)
    clock.now += 60

    denial.shown()

    assert not denial.may_be_said()


def test_a_key_that_is_held_down_from_too_early_on_is_never_taken(clock: Hand) -> None:
    menu = asked(SIGNS, clock)

    for _ in range(300):
        clock.now += 0.033
        assert press(menu, "n") is None
    clock.now += PAUSE

    assert press(menu, "n") == ("none",)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, 5 + 7 + 3),
        ({"open": True}, 5),
        ({"aloud": False}, 0),
    ],
)
def test_only_words_that_are_read_aloud_count(
    changed: dict[str, bool], words: int
) -> None:
    question = Question(
        id="q",
        kind="any_of",
        gate=True,
        ask=SIGNS.ask,
        choices=SIGNS.choices,
        **changed,
    )

    assert words_aloud(question, question.ask) == words


# A key held down from one question to the next


def test_the_key_that_answered_is_nothing_until_it_pauses(clock: Hand) -> None:
    held = Held(clock)
    held.answered("n")
    clock.now += 0.66  # most keyboards wait so long before they repeat
    for _ in range(100):
        assert held.goes_on("n")
        clock.now += 0.033

    clock.now += PAUSE

    assert not held.goes_on("n")
    assert not held.goes_on("n")


def test_another_key_ends_it_and_is_heard_at_once(clock: Hand) -> None:
    held = Held(clock)
    held.answered("n")

    assert not held.goes_on("y")
    assert not held.goes_on("n")


def test_before_the_first_answer_no_key_is_held(clock: Hand) -> None:
    assert not Held(clock).goes_on("n")


# What a "no" leaves behind


def test_a_denied_list_leaves_its_lines_in_short_words() -> None:
    assert trace_of(SIGNS) == "None: hard to start, weak stream, only when coughing"
    assert trace_of(CALF) == "No: calf or leg"


def test_of_signs_told_before_only_what_was_asked_of_them_is_denied() -> None:
    recent = Question(
        id="recent",
        kind="any_of",
        gate=True,
        ask="Which of these is new?",
        topic="New or worse",
        choices=(Choice("start", "Hard to start", carried_from="signs"),),
    )

    assert trace_of(recent) == "None: new or worse"


@pytest.mark.parametrize(
    ("line", "short"),
    [
        ("TB, now or ever", "TB"),
        ("A numb face", "numb face"),
        ("Leaks, or you must rush", "leaks"),
        ("Sight lost, double or blurred", "sight lost"),
        ("The thighs (front)", "thighs"),
    ],
)
def test_a_line_in_short_words(line: str, short: str) -> None:
    assert in_short(line) == short


def test_only_a_denial_leaves_a_trace(clock: Hand) -> None:
    denied, ticked = asked(CALF, clock, preset="no"), asked(SIGNS, clock)
    press(denied, "n")
    press(ticked, "1", "c-m")

    assert denied.trace == "No: calf or leg"
    assert ticked.trace == ""
