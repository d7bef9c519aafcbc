"""What an answer to a list comes to, while it is open which lines are offered."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massage_screen.answers import NONE, UNSURE, doubt_of, is_doubt
from massage_screen.ticks import Ticks, ticks_of

LINES = ("leak", "slow", "numb")
SAID = st.sets(st.sampled_from([*LINES, UNSURE]), max_size=4)
OFFERED = st.fixed_dictionaries(
    {line: st.sampled_from([True, False, None]) for line in LINES}
)
TESTS = ("includes_any", "includes_all", "lacks_any")
WORDS = st.lists(
    st.sampled_from([*LINES, *map(doubt_of, LINES), NONE, UNSURE]),
    min_size=1,
    max_size=3,
).map(tuple)


@st.composite
def answers(draw: st.DrawFn) -> tuple[str, ...]:
    states = {line: draw(st.sampled_from(["", line, doubt_of(line)])) for line in LINES}
    said = [*filter(None, states.values()), *([UNSURE] if draw(st.booleans()) else [])]
    return tuple(said) or (NONE,)


def read(
    words: tuple[str, ...],
    offered: Mapping[str, bool | None] | None = None,
    *,
    reassuring: bool = False,
) -> Ticks:
    return ticks_of(words, LINES, offered or {}, reassuring)


def test_a_doubt_counts_as_a_tick() -> None:
    ticks = read(("leak?",))

    assert ticks.includes_any(("leak",)) is True
    assert ticks.includes_any(("leak?",)) is True
    assert ticks.includes_any((UNSURE, NONE, "slow")) is False
    assert ticks.lacks_any(("leak",)) is False
    assert ticks.lacks_any(("slow",)) is True


def test_a_doubt_of_good_news_counts_as_none() -> None:
    ticks = read(("leak?",), reassuring=True)

    assert ticks.includes_any(("leak",)) is False
    assert ticks.includes_any(("leak?",)) is True
    assert ticks.includes_any((NONE,)) is True
    assert ticks.includes_any((UNSURE,)) is False
    assert ticks.lacks_any(("leak",)) is True


def test_who_is_unsure_of_the_rest_has_left_no_line_but_of_good_news_every_one() -> (
    None
):
    assert read(("leak", UNSURE)).lacks_any(("slow",)) is False
    assert read((UNSURE,), reassuring=True).lacks_any(("slow",)) is True


def test_what_is_not_offered_does_not_count() -> None:
    ticks = read(("leak", "slow"), {"leak": False})

    assert ticks.includes_any(("leak",)) is False
    assert ticks.includes_all(("leak", "slow")) is False
    assert ticks.lacks_any(("leak",)) is False
    assert ticks.counts


def test_nothing_is_said_of_a_line_that_may_be_offered() -> None:
    ticks = read(("leak",), {"leak": None})

    assert not ticks.counts
    assert ticks.includes_any(("leak",)) is None
    assert ticks.includes_any(("slow",)) is None
    assert ticks.lacks_any(("slow",)) is None


@pytest.mark.parametrize("reassuring", [False, True])
@given(words=answers(), offered=OFFERED, wanted=WORDS)
def test_what_is_open_is_settled_either_way_and_what_is_settled_stays(
    reassuring: bool,
    words: tuple[str, ...],
    offered: Mapping[str, bool | None],
    wanted: tuple[str, ...],
) -> None:
    unknown = [line for line in LINES if offered[line] is None]
    settled = [
        read(
            words,
            {**offered, **dict(zip(unknown, each, strict=True))},
            reassuring=reassuring,
        )
        for each in product((True, False), repeat=len(unknown))
    ]
    now = read(words, offered, reassuring=reassuring)

    for test in TESTS:
        said = getattr(now, test)(wanted)
        later = {
            getattr(each, test)(wanted) if each.counts else None for each in settled
        }
        assert said is None or later == {said}


@given(words=answers(), wanted=WORDS, line=st.sampled_from(LINES))
def test_a_doubt_finds_no_less_than_the_line_left_unticked(
    words: tuple[str, ...], wanted: tuple[str, ...], line: str
) -> None:
    without = tuple(w for w in words if w not in (line, doubt_of(line))) or (NONE,)
    doubted = (*(w for w in without if w != NONE), doubt_of(line))

    if NONE not in wanted and read(without).includes_any(wanted):
        assert read(doubted).includes_any(wanted)
    calmed, left = (read(w, reassuring=True) for w in (doubted, without))
    lines = tuple(word for word in wanted if not is_doubt(word))
    assert calmed.includes_any(lines) is left.includes_any(lines)
    assert calmed.lacks_any(lines) is left.lacks_any(lines)
