"""What a client is asked who answers alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from massage_screen.alone import asked_alone, settled
from massage_screen.answers import Answers
from massage_screen.catalogue import load_pack
from massage_screen.condition import Condition
from massage_screen.pack import Choice, ConcernFile, Question, Section
from massage_screen.sheet import Sheet
from tests.shipped import PACK
from tests.test_interview import pack

FIRST = Sheet(PACK, Answers())


def test_what_the_therapist_sees_or_a_returning_client_is_asked_is_left_out() -> None:
    asked = [question.id for question in asked_alone(PACK)]
    left = [name for name in PACK.questions if name not in asked]

    assert asked == [name for name in PACK.questions if name in asked]
    assert left
    assert [
        name
        for name in left
        if PACK.questions[name].asked_by != "therapist"
        if FIRST.relevance[name] is not False
    ] == ["agreed_who_when"]


TOLD = Question(
    id="told",
    kind="any_of",
    ask="Which?",
    choices=(Choice("disc", "A disc"), Choice("bone", "A bone")),
)


def carried(name: str, *lines: Choice, **more: Any) -> Question:
    choices = lines or TOLD.choices
    return Question(
        id=name,
        kind="any_of",
        ask="Of which?",
        reassuring=True,
        carries=("told",),
        choices=tuple(msgspec.structs.replace(c, carried_from="told") for c in choices),
        **more,
    )


def therapists(*lines: Choice, **more: Any) -> Question:
    return carried("note", *lines, asked_by="therapist", **more)


WORD = carried("word", except_in=("note",))


@pytest.mark.parametrize(
    ("note", "asked"),
    [
        (therapists(), False),
        (therapists(TOLD.choices[0]), True),  # the other line is left to nobody
        (therapists(when=Condition(question="told", includes_any_of=("disc",))), True),
        (carried("note"), True),  # the client answers it
    ],
)
def test_what_waits_for_the_therapist_in_every_line_is_left_out(
    note: Question, asked: bool
) -> None:
    small = pack(ConcernFile(Section("All"), question=(TOLD, note, WORD)))
    sheets = [
        Sheet(small, Answers({"told": words}))
        for words in (("disc",), ("bone",), ("disc", "bone?"), ("unsure",), ("none",))
    ]

    assert (WORD in asked_alone(small)) is asked
    if not asked:
        assert not any(sheet.relevance["word"] for sheet in sheets)


def test_what_is_known_of_a_new_client_is_settled() -> None:
    known, hidden = "visit", next(n for n, r in FIRST.relevance.items() if r is False)
    asked = asked_alone(PACK)[0].id
    new = Condition(known=known, is_any_of=(FIRST.known[known],))
    old = Condition(known=known, is_any_of=("returning?",))
    never = Condition(question=hidden, is_any_of=("yes",))
    leaf = Condition(question=asked, is_any_of=("x",))

    assert settled(new, FIRST) is True
    assert settled(old, FIRST) is False
    assert settled(never, FIRST) is False
    assert settled(leaf, FIRST) is leaf
    assert settled(Condition(all_of=(new, leaf)), FIRST) is leaf
    assert settled(Condition(any_of=(new, leaf)), FIRST) is True
    assert settled(Condition(any_of=(old, never)), FIRST) is False
    both = Condition(any_of=(leaf, Condition(all_of=(leaf, leaf, new))))
    assert settled(both, FIRST) == Condition(
        any_of=(leaf, Condition(all_of=(leaf, leaf)))
    )


def test_a_pack_without_anything_known_is_asked_whole(grown: Path) -> None:
    pack = load_pack(grown)
    asked = {question.id for question in asked_alone(pack)}

    assert asked <= set(pack.questions)
    assert asked
