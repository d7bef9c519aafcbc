"""What typed lines mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massage_screen.interview import Accept, Back, GoOn, GoTo, Quit, ToReview
from massage_screen.pack import Choice, Question
from massage_screen.prompts.entry import (
    Mistyped,
    answer_of,
    how_to_answer,
    plainly,
    step_of,
    yes_no_unsure,
)
from tests.unknown_keys import UNKNOWN


def choices(count):
    return tuple(Choice(f"c{n}", f"Choice {n}") for n in range(1, count + 1))


YES_NO = Question(id="moves", kind="yes_no", ask="?")
REASSURING = Question(id="fine", kind="yes_no", ask="?", reassuring=True)
ONE_OF = Question(id="course", kind="one_of", ask="?", choices=choices(3))
ANY_OF = Question(id="signs", kind="any_of", ask="?", choices=choices(5))
LONG = Question(id="regions", kind="any_of", ask="?", choices=choices(14))
NUMBER = Question(id="pain", kind="number", ask="?", minimum=0, maximum=10)
QUESTIONS = [YES_NO, REASSURING, ONE_OF, ANY_OF, LONG, NUMBER]


@pytest.mark.parametrize(
    ("question", "typed", "answer"),
    [
        (YES_NO, "y", "yes"),
        (YES_NO, "Yes", "yes"),
        (YES_NO, "1", "yes"),
        (YES_NO, "n", "no"),
        (YES_NO, "2", "no"),
        (YES_NO, "3", "unsure"),
        (YES_NO, " U ", "unsure"),
        (REASSURING, "1", "yes"),
        (REASSURING, "n", "no"),
        (ONE_OF, "1", "c1"),
        (ONE_OF, "3", "c3"),
        (ONE_OF, "4", "unsure"),
        (ONE_OF, "not  sure", "unsure"),
        (ANY_OF, "1 3 5", ("c1", "c3", "c5")),
        (ANY_OF, "5,3, 1", ("c1", "c3", "c5")),
        (ANY_OF, "1;1;2", ("c1", "c2")),
        (ANY_OF, "none", ("none",)),
        (ANY_OF, "no", ("none",)),
        (ANY_OF, "0", ("none",)),
        (ANY_OF, "6", ("none",)),
        (ANY_OF, "unsure", ("unsure",)),
        (ANY_OF, "u", ("unsure",)),
        (ANY_OF, "2 u", ("c2", "unsure")),
        (ANY_OF, "2 7", ("c2", "unsure")),
        (LONG, "13", ("c13",)),
        (LONG, "1 3", ("c1", "c3")),
        (NUMBER, "7", 7),
        (NUMBER, "0", 0),
        (NUMBER, "u", "unsure"),
    ],
)
def test_a_typed_line_is_an_answer(question, typed, answer):
    assert answer_of(question, plainly(typed)) == answer


@pytest.mark.parametrize(
    ("question", "typed"),
    [
        (YES_NO, "4"),
        (YES_NO, "0"),
        (YES_NO, "yes no"),
        (ONE_OF, "0"),
        (ONE_OF, "5"),
        (ONE_OF, "1 2"),
        (ONE_OF, "y"),
        (ONE_OF, "none"),
        (ONE_OF, "c1"),
        (ANY_OF, "1 0"),
        (ANY_OF, "0 1"),
        (ANY_OF, "6 u"),
        (ANY_OF, "1 6"),
        (ANY_OF, "8"),
        (ANY_OF, "13"),
        (ANY_OF, "1-3"),
        (ANY_OF, "1.3"),
        (ANY_OF, "y"),
        (ANY_OF, ","),
        (ANY_OF, ""),
        (ANY_OF, "\u0661"),
        (NUMBER, "11"),
        (NUMBER, "-1"),
        (NUMBER, "7.5"),
        (NUMBER, "7 8"),
        (NUMBER, "seven"),
        (NUMBER, "9" * 5000),
        (NUMBER, ""),
    ],
)
def test_a_line_that_does_not_fit_is_no_answer(question, typed):
    with pytest.raises(Mistyped) as caught:
        answer_of(question, plainly(typed))

    assert len(str(caught.value)) < 250
    assert "Type" in str(caught.value)


@given(st.sampled_from(QUESTIONS), st.text(max_size=12))
def test_whatever_is_typed_is_an_accepted_answer_or_mistyped(question, typed):
    try:
        answer = answer_of(question, plainly(typed))
    except Mistyped:
        return
    assert question.accept(answer) == answer


@given(
    st.sampled_from(QUESTIONS),
    st.sampled_from(["1", "2", "1 2", "y", "n", "u", "none", ""]),
    st.sampled_from(
        [*UNKNOWN.values(), "\x1bOq", *map(chr, range(0x1C, 0x20)), "\x85"]
    ),
    st.booleans(),
)
def test_a_line_with_a_key_or_a_reply_in_it_is_no_answer(question, line, strange, last):
    typed = plainly(f"{line}{strange}" if last else f"{strange}{line}")

    with pytest.raises(Mistyped):
        answer_of(question, typed)
    assert step_of(typed, ["pain", "signs"]) is None
    assert yes_no_unsure(typed) is None


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_what_to_type_names_not_sure(question):
    assert "u for not sure" in how_to_answer(question)


@pytest.mark.parametrize(
    ("typed", "step"),
    [
        ("b", Back()),
        ("back", Back()),
        ("v", ToReview()),
        ("review", ToReview()),
        ("q", Quit()),
        ("quit", Quit()),
        ("a", Accept()),
        ("g", GoOn()),
        ("go signs", GoTo("signs")),
        ("go to signs", GoTo("signs")),
        ("signs", GoTo("signs")),
        ("go 2", GoTo("signs")),
        ("go 9", GoTo("9")),
        ("go 0", GoTo("0")),
        ("go nowhere", GoTo("nowhere")),
        ("1", None),
        ("nowhere", None),
        ("", None),
    ],
)
def test_a_typed_word_is_a_step(typed, step):
    assert step_of(typed, ["pain", "signs"]) == step


@pytest.mark.parametrize("word", ["none", "unsure", "no", "y", "b", "e", "h"])
def test_a_word_that_answers_is_no_name_of_a_question(word):
    assert not isinstance(step_of(word, [word]), GoTo)
    assert step_of(f"go {word}", [word]) == GoTo(word)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("y", "yes"), ("no", "no"), ("u", "unsure"), ("", None), ("1", None)],
)
def test_one_line_of_a_checklist_is_answered_with_a_letter(typed, answer):
    assert yes_no_unsure(typed) == answer


@pytest.mark.parametrize("typed", ["6?", "1 7?"])
def test_there_is_no_doubt_of_the_lines_that_say_none_and_not_sure(typed):
    with pytest.raises(Mistyped, match="not sure cannot be said of that line") as told:
        answer_of(ANY_OF, typed)

    assert "'c1'" not in str(told.value)
