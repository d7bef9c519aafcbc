"""What was not woken is false: nobody need look at it."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massage_screen.answers import Answers
from massage_screen.clues import Clues
from massage_screen.coding import conditions_of
from massage_screen.condition import HIDDEN, Condition, Heard, leaves
from massage_screen.pack import Pack
from massage_screen.sheet import Sheet
from massage_screen.ticks import ticks_of
from tests import generated
from tests.generated import pack_of
from tests.interpreted import holds
from tests.shipped import CASES, PACK
from tests.test_generated import DRAWN

COLD = Condition(question="weather", is_any_of=("cold", "wet"))
SORE = Condition(question="signs", includes_any_of=("sore",))
BOTH = Condition(question="signs", includes_all_of=("sore", "numb"))
LEFT = Condition(question="signs", lacks_any_of=("fit",))
OLD = Condition(question="age", at_least=70)
RARE = Condition(all_of=(OLD, SORE))


def asleep_and_not_false(pack: Pack, answers: Answers) -> list[Condition]:
    sheet = Sheet(pack, answers)

    return [
        condition
        for condition in conditions_of(pack)
        if id(condition) in sheet.asleep
        and holds(condition, sheet._heard, sheet.facts) is not False
    ]


@DRAWN
@given(st.data())
def test_what_is_asleep_is_false_for_every_pack_and_sheet(data: st.DataObject) -> None:
    pack = pack_of(data.draw(generated.files()))
    answers = data.draw(generated.sheets(pack))

    assert asleep_and_not_false(pack, answers) == []


@pytest.mark.parametrize("part", [0, 1])
def test_what_is_asleep_is_false_for_the_clients_of_the_cases(part: int) -> None:
    for case in CASES[part::40]:
        answers = dict(list(case.answers.items())[: None if part else -9])

        assert asleep_and_not_false(PACK, Answers(answers)) == [], case.id


def test_most_conditions_of_the_pack_sleep_for_most_clients() -> None:
    found = [
        len(Sheet(PACK, Answers(case.answers)).asleep) / len(PACK.clues.all)
        for case in CASES[::40]
    ]

    assert sorted(found)[len(found) // 2] > 0.6


@pytest.mark.parametrize("copied", [deepcopy, lambda s: pickle.loads(pickle.dumps(s))])
def test_a_copy_of_a_sheet_knows_the_conditions_of_its_own_pack(
    copied: Callable[[Sheet], Sheet],
) -> None:
    sheet = Sheet(PACK, Answers(CASES[0].answers))

    again = copied(sheet)

    assert again.pack is not PACK
    assert again.asleep
    assert again.asleep <= again.pack.clues.all
    assert (again.facts, again.relevance) == (sheet.facts, sheet.relevance)


def woken(condition: Condition, name: str, heard: Heard | None) -> bool:
    asleep = {id(condition)}
    usual = {("signs", "none"), ("age", "")}
    Clues([condition], usual).wake(asleep, name, heard)
    return not asleep


def test_a_word_wakes_the_conditions_that_name_it() -> None:
    assert woken(COLD, "weather", "wet")
    assert not woken(COLD, "weather", "warm")
    assert not woken(COLD, "mood", "wet")


def test_what_is_open_wakes_and_what_is_hidden_does_not() -> None:
    assert woken(COLD, "weather", None)
    assert not woken(COLD, "weather", HIDDEN)


def test_a_tick_a_doubt_and_a_line_that_may_be_offered_wake() -> None:
    def signs(*words: str, **offered: bool | None) -> Heard:
        return ticks_of(words, ("sore", "numb", "fit"), offered, reassuring=False)

    assert woken(SORE, "signs", signs("sore"))
    assert woken(SORE, "signs", signs("sore?"))
    assert woken(SORE, "signs", signs("sore", "numb", sore=None))
    assert woken(SORE, "signs", signs("sore", sore=None))
    assert not woken(SORE, "signs", signs("numb"))
    assert not woken(SORE, "signs", signs("none"))
    assert woken(BOTH, "signs", signs("numb", "sore"))
    assert woken(LEFT, "signs", signs("none"))


def test_of_several_tests_it_waits_for_the_one_that_tells_most() -> None:
    assert not woken(RARE, "age", 80)
    assert woken(OLD, "age", 80)
    assert {leaf.question for leaf in leaves(RARE)} == {"age", "signs"}
