"""How long an interview can be: the search, held against trying every client."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import msgspec
import pytest

from massage_screen.answers import NONE, UNSURE, Answers, Value
from massage_screen.catalogue import load_pack, pack_folder
from massage_screen.condition import Condition
from massage_screen.decision import decide_sheet
from massage_screen.length import Lengths, gate_prompts, longest, nothing_to_tell
from massage_screen.pack import (
    Choice,
    ConcernFile,
    Disposition,
    Fact,
    FactRow,
    Pack,
    Question,
    Section,
)
from massage_screen.sheet import Sheet

TINY = load_pack(Path(__file__).parent / "packs" / "tiny")

FOUND = """
[section]
title = "Signs and diagnoses"

[[question]]
id = "signs"
kind = "any_of"
gate = true
ask = "Signs?"
choices = [{ id = "weak", text = "Weak" }, { id = "stuck", text = "Stuck" }]

[[question]]
id = "course"
kind = "one_of"
gate = true
ask = "Since when?"
choices = [{ id = "old", text = "Old" }, { id = "recent", text = "Recent" }]
when = { question = "signs", includes_any_of = ["weak", "stuck", "unsure"] }

[[question]]
id = "since"
kind = "yes_no"
ask = "Seen since, for the record?"
when = { question = "course", is_any_of = ["recent", "unsure"] }

[[question]]
id = "diagnoses"
kind = "any_of"
ask = "Which of these was found?"
choices = [
  { id = "disc", text = "Disc" },
  { id = "slip", text = "Slip" },
  { id = "break", text = "Break" },
]

[[question]]
id = "disc_leg"
kind = "yes_no"
ask = "Does it reach the leg?"
when = { question = "diagnoses", includes_any_of = ["disc"] }

[[question]]
id = "disc_treated"
kind = "yes_no"
ask = "Treated?"
reassuring = true
when = { question = "disc_leg", is_any_of = ["yes", "unsure"] }

[[question]]
id = "slip_grade"
kind = "number"
ask = "Which grade?"
minimum = 0
maximum = 3
bands = [2, 3]
when = { question = "diagnoses", includes_any_of = ["slip"] }

[[question]]
id = "slip_moves"
kind = "yes_no"
ask = "Does it move?"
when = { question = "slip_grade", at_least = 2 }

[[fact]]
id = "told"
about = "Whether anything was told."
values = ["nothing", "something"]
rows = [
  { is = "nothing", when = { all_of = [
    { question = "signs", includes_any_of = ["none"] },
    { question = "diagnoses", includes_any_of = ["none"] },
  ] } },
]

[[rule]]
id = "recent_sign"
when = { question = "course", is_any_of = ["recent", "unsure"] }
disposition = "emergency"
timeframe = "today"
found = "F"
do = "D"

[[rule]]
id = "broken"
when = { question = "diagnoses", includes_any_of = ["break", "unsure"] }
disposition = "postpone"
timeframe = "until_healed"
found = "F"
do = "D"

[[rule]]
id = "moving_slip"
when = { question = "slip_grade", at_least = 3 }
disposition = "refer"
timeframe = "within_days"
found = "F"
do = "D"

[[rule]]
id = "disc_known"
when = { question = "diagnoses", includes_any_of = ["disc"] }
disposition = "restrict"
found = "F"
do = "D"
restrict = [{ parts = ["lower_back"], cell = "modify" }]
"""
TODAY = """
[section]
title = "Clearance and today"

[[question]]
id = "cleared"
kind = "yes_no"
ask = "Has a clinician cleared massage?"
reassuring = true
when = { fact = "told", is_any_of = ["something"] }

[[question]]
id = "letter"
kind = "any_of"
reassuring = true
ask = "What does the letter say?"
choices = [{ id = "dated", text = "A date" }]
when = { question = "cleared", is_any_of = ["yes"] }

[[question]]
id = "asked_doctor"
kind = "yes_no"
ask = "Was a clinician asked, for the record?"
when = { question = "cleared", is_any_of = ["no", "unsure"] }

[[question]]
id = "asked_when"
kind = "yes_no"
ask = "In this year, for the record?"
when = { question = "cleared", is_any_of = ["no", "unsure"] }

[[question]]
id = "asked_where"
kind = "yes_no"
ask = "At a hospital, for the record?"
when = { question = "cleared", is_any_of = ["no", "unsure"] }

[[question]]
id = "asked_again"
kind = "yes_no"
ask = "Asked again, for the record?"
when = { question = "cleared", is_any_of = ["no", "unsure"] }

[[question]]
id = "pain"
kind = "number"
ask = "Pain?"
minimum = 0
maximum = 1
bands = [1]

[[question]]
id = "pain_place"
kind = "yes_no"
ask = "In one place?"
when = { any_of = [
  { question = "pain", at_least = 1 },
  { question = "pain", is_any_of = ["unsure"] },
] }

[[rule]]
id = "not_cleared"
when = { question = "cleared", is_any_of = ["no", "unsure"] }
disposition = "postpone"
timeframe = "until_cleared"
found = "F"
do = "D"
"""


def pack(*concerns: str) -> Pack:
    limits = msgspec.structs.replace(TINY.about.limits, diagnoses=("diagnoses",))
    return msgspec.structs.replace(
        TINY,
        about=msgspec.structs.replace(TINY.about, limits=limits),
        concerns=tuple(
            msgspec.convert(tomllib.loads(concern), ConcernFile) for concern in concerns
        ),
    )


PACK = pack(FOUND, TODAY)


def every_answer(question: Question) -> Iterator[Value]:
    """Go through every answer that a question takes."""
    if question.kind == "number":
        yield from range(question.minimum or 0, (question.maximum or 0) + 1)
        yield UNSURE
    elif question.kind == "any_of":
        yield (NONE,)
        lines = [word for word in question.words if word != NONE]
        for count in range(1, len(lines) + 1):
            yield from combinations(lines, count)
    else:
        yield from question.words


def most_asked(pack: Pack, diagnoses: int | None, answers: Answers) -> int:
    """Count the most questions that any client is asked, by trying them all."""
    sheet = Sheet(pack, answers)
    if not sheet.open or hands_off(sheet):
        return len(answers)
    question = pack.questions[sheet.open[0]]
    return max(
        most_asked(pack, diagnoses, answers.with_answer(question.id, value))
        for value in every_answer(question)
        if may_say(pack, diagnoses, question, value)
    )


def hands_off(sheet: Sheet) -> bool:
    return decide_sheet(sheet).standing.rank >= Disposition.POSTPONE.rank


def may_say(
    pack: Pack, diagnoses: int | None, question: Question, value: Value
) -> bool:
    if question.id not in pack.about.limits.diagnoses or value == (NONE,):
        return True
    assert isinstance(value, tuple)
    return UNSURE not in value and (diagnoses is None or len(value) <= diagnoses)


@pytest.mark.parametrize("diagnoses", [0, 1, 2])
def test_the_longest_interview_is_what_trying_every_client_finds(
    diagnoses: int,
) -> None:
    found = longest(PACK, diagnoses)

    assert found.questions == most_asked(PACK, diagnoses, Answers())


def test_more_diagnoses_make_it_longer() -> None:
    lengths = [longest(PACK, count).questions for count in (0, 1, 2, 3, None)]

    assert lengths == [7, 9, 11, 11, 11]


@pytest.mark.parametrize("order", [(2, None, 0, 1), (None, 5, 2), (0, None)])
def test_one_search_finds_for_several_numbers_what_each_alone_finds(
    order: tuple[int | None, ...],
) -> None:
    lengths = Lengths(PACK)

    found = [lengths.at_most(count) for count in order]

    assert found == [longest(PACK, count) for count in order]


@pytest.mark.parametrize("diagnoses", [0, 1, 2, None])
def test_the_client_found_is_really_asked_that_many_questions(
    diagnoses: int | None,
) -> None:
    found = longest(PACK, diagnoses)

    answers = Answers()
    for question, value in found.answers.items():
        sheet = Sheet(PACK, answers)
        assert not hands_off(sheet)
        assert sheet.open[0] == question
        answers = answers.with_answer(question, value)
    end = Sheet(PACK, answers)
    assert hands_off(end) or not end.open
    assert len(answers) == found.questions


def test_an_interview_ends_where_postpone_or_worse_stands() -> None:
    nothing_stops = msgspec.structs.replace(
        PACK, concerns=tuple(_without_rules(c) for c in PACK.concerns)
    )

    assert longest(PACK, 0).questions == 7
    assert longest(nothing_stops, 0).questions == 11
    assert most_asked(nothing_stops, 0, Answers()) == 11


def _without_rules(concern: ConcernFile) -> ConcernFile:
    return msgspec.structs.replace(concern, rule=())


def yes_no(name: str, question: str = "", *values: str) -> Question:
    when = Condition(question=question, is_any_of=values) if question else None
    return Question(id=name, kind="yes_no", ask="Q?", when=when)


def choices(*names: str) -> tuple[Choice, ...]:
    return tuple(Choice(name, name) for name in names)


def includes(question: str, *values: str) -> Condition:
    return Condition(question=question, includes_any_of=values)


LATE = Fact(
    id="late",
    about="Whether it is late.",
    values=("early", "late"),
    rows=(FactRow("early", Condition(question="hour", is_any_of=("early",))),),
)
SHAPES: dict[str, tuple[int, tuple[tuple[Question | Fact, ...], ...]]] = {
    "an answer that opens less at first and more in the end": (
        4,
        (
            (
                Question(id="side", kind="one_of", ask="Q?", choices=choices("l", "r")),
                yes_no("left_1", "side", "l"),
                yes_no("left_2", "side", "l"),
                yes_no("right_1", "side", "r"),
                yes_no("right_2", "right_1", "yes"),
                yes_no("right_3", "right_2", "yes"),
            ),
        ),
    ),
    "a number that is not known": (
        2,
        (
            (
                Question(id="hours", kind="number", ask="Q?", minimum=0, maximum=2),
                yes_no("why_not", "hours", UNSURE),
            ),
        ),
    ),
    "several lines of one list": (
        3,
        (
            (
                Question(
                    id="helps", kind="any_of", ask="Q?", choices=choices("x", "y")
                ),
                msgspec.structs.replace(yes_no("how_x"), when=includes("helps", "x")),
                msgspec.structs.replace(yes_no("how_y"), when=includes("helps", "y")),
            ),
        ),
    ),
    "a question opened by a fact": (
        2,
        (
            (
                Question(
                    id="hour", kind="one_of", ask="Q?", choices=choices("early", "late")
                ),
                LATE,
            ),
            (
                msgspec.structs.replace(
                    yes_no("why_late"),
                    when=Condition(fact="late", is_any_of=("late",)),
                ),
            ),
        ),
    ),
}


@pytest.mark.parametrize(("questions", "steps"), SHAPES.values(), ids=SHAPES)
def test_what_makes_an_interview_longer_is_found(
    questions: int, steps: tuple[tuple[Question | Fact, ...], ...]
) -> None:
    shaped = msgspec.structs.replace(
        TINY,
        concerns=tuple(
            ConcernFile(
                Section("T"),
                question=tuple(s for s in some if isinstance(s, Question)),
                fact=tuple(s for s in some if isinstance(s, Fact)),
            )
            for some in steps
        ),
    )

    assert longest(shaped, None).questions == questions
    assert most_asked(shaped, None, Answers()) == questions


def test_the_longest_interview_of_the_tiny_pack() -> None:
    assert longest(TINY, None).questions == most_asked(TINY, None, Answers()) == 4


def test_only_gate_questions_that_everyone_is_asked_count_as_gate_prompts() -> None:
    assert gate_prompts(PACK) == 1
    assert gate_prompts(TINY) == 1
    gate = TODAY.replace('id = "pain"\n', 'id = "pain"\ngate = true\n')
    assert gate_prompts(pack(FOUND, gate)) == 2


def test_a_client_with_nothing_to_tell_is_asked_what_everyone_is() -> None:
    assert nothing_to_tell(PACK) == 3
    assert nothing_to_tell(TINY) == 3


def test_what_a_mild_answer_opens_is_asked_of_a_client_with_nothing_to_tell() -> None:
    opened = TODAY.replace('"pain", at_least = 1', '"pain", below = 1')

    assert nothing_to_tell(pack(FOUND, opened)) == 4


MILDEST = [
    (Question(id="q", kind="yes_no", ask="Q?"), "no"),
    (Question(id="q", kind="yes_no", ask="Q?", reassuring=True), "yes"),
    (Question(id="q", kind="number", ask="Q?", minimum=2, maximum=9), 2),
    (
        Question(
            id="q",
            kind="one_of",
            ask="Q?",
            choices=(Choice("a", "A"), Choice("b", "B")),
        ),
        "a",
    ),
    (
        Question(
            id="q",
            kind="any_of",
            ask="Q?",
            choices=(Choice("a", "A"), Choice("b", "B")),
        ),
        (NONE,),
    ),
    (
        Question(
            id="q",
            kind="any_of",
            ask="Q?",
            reassuring=True,
            choices=(Choice("a", "A"), Choice("b", "B")),
        ),
        ("a", "b"),
    ),
]


@pytest.mark.parametrize(("question", "value"), MILDEST)
def test_the_mildest_answer_is_the_first_and_of_a_letter_all(
    question: Question, value: Value
) -> None:
    assert question.mildest == value
    assert question.accept(list(value) if isinstance(value, tuple) else value) == value


def test_the_pack_that_is_shipped_holds_its_limits() -> None:
    shipped = load_pack(pack_folder())
    limits = shipped.about.limits

    assert gate_prompts(shipped) <= limits.gate
    assert nothing_to_tell(shipped) <= limits.nothing_to_tell <= 34
    assert longest(shipped, 1).questions <= limits.one_diagnosis
    assert limits.diagnoses
