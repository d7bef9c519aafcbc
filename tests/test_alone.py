"""What a client is asked who answers alone."""

from __future__ import annotations

from pathlib import Path

from massage_screen.alone import asked_alone, settled
from massage_screen.answers import Answers
from massage_screen.catalogue import load_pack
from massage_screen.condition import Condition
from massage_screen.sheet import Sheet
from tests.shipped import PACK

FIRST = Sheet(PACK, Answers())


def test_what_the_therapist_sees_or_a_returning_client_is_asked_is_left_out() -> None:
    asked = [question.id for question in asked_alone(PACK)]
    left = [name for name in PACK.questions if name not in asked]

    assert asked == [name for name in PACK.questions if name in asked]
    assert left
    assert all(
        PACK.questions[name].asked_by == "therapist" or FIRST.relevance[name] is False
        for name in left
    )


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
