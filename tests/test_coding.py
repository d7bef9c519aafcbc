"""Answers as bits: nothing that a condition can tell apart is lost."""

from __future__ import annotations

import random

import msgspec
import pytest

from massage_screen.answers import NONE, UNSURE, doubt_of
from massage_screen.coding import MOST_WORDS, NONE_BIT, UNSURE_BIT, codings
from massage_screen.condition import Condition
from massage_screen.errors import PackError
from massage_screen.pack import Choice
from tests import batches
from tests.shipped import CASES, PACK

CODED = codings(PACK)


def test_every_answer_of_every_case_comes_back_as_it_was():
    lost = [
        (case.id, name)
        for case in CASES
        for name, value in case.answers.items()
        if CODED[name].low is None and _back(name, value) != value
    ]

    assert lost == []


def _back(name, value):
    return CODED[name].value(CODED[name].code(value))


def test_drawn_answers_with_doubts_come_back_as_they_were():
    rng = random.Random(3)
    lists = [q for q in PACK.questions.values() if q.takes.several]
    drawn = [(q.id, batches._value(q, rng)) for q in lists for _ in range(20)]

    assert any(doubt_of(q.choices[0].id) in value for q in lists for _, value in drawn)
    assert [pair for pair in drawn if _back(*pair) != pair[1]] == []


def test_a_number_comes_back_as_the_low_end_of_its_stretch():
    numbers = [q for q in PACK.questions.values() if q.takes.counts]
    for question in numbers:
        coding = CODED[question.id]
        for value in range(question.minimum, question.maximum + 1):
            low = max(c for c in (coding.low, *coding.cuts) if c <= value)
            assert _back(question.id, value) == low
            assert coding.code(value + 0.5) == coding.code(value)
        assert _back(question.id, UNSURE) == UNSURE
    assert numbers


@pytest.mark.parametrize("cut", ["at_least", "below"])
def test_a_test_of_a_number_looks_for_the_stretches_that_pass(cut):
    coding = CODED["pain_strength"]
    (edge,) = coding.cuts
    wanted = coding.looked_for(Condition(question="pain_strength", **{cut: edge}))

    for value in range(11):
        passes = value >= edge if cut == "at_least" else value < edge
        assert bool(coding.code(value).said & wanted.said) is passes
    assert not coding.code(UNSURE).said & wanted.said


def test_no_two_words_share_a_bit_and_none_and_unsure_are_where_all_expect_them():
    for coding in CODED.values():
        bits = list(coding.bits.values())
        assert len({*bits}) == len(bits)
        assert all(bit.bit_count() == 1 and bit < 1 << 63 for bit in bits)
        if coding.several:
            assert coding.bits[NONE] == NONE_BIT
        if UNSURE in coding.bits:
            assert coding.bits[UNSURE] == UNSURE_BIT


def test_a_strange_word_has_no_bit():
    assert CODED["saddle_signs"].mask(["no_such_word", "nor_this?"]) == (0, 0)


def test_a_question_with_too_many_lines_is_refused(tiny):
    replace = msgspec.structs.replace
    concern = next(c for c in tiny.concerns if any(q.takes.several for q in c.question))
    question = next(q for q in concern.question if q.takes.several)
    lines = tuple(Choice(id=f"l{n}", text="L") for n in range(MOST_WORDS + 1))
    long = replace(concern, question=(replace(question, choices=lines),))

    with pytest.raises(PackError, match=f"{question.id}: has more than {MOST_WORDS}"):
        codings(replace(tiny, concerns=(long,)))
