"""The limits at a glance: each region once, and as the grid has it."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massage_screen.decision import decide
from massage_screen.glance import (
    OPEN,
    WITH_CARE,
    glance,
    regions_in_words,
    techniques_in_words,
)
from massage_screen.pack import Cell
from tests.shipped import CASES, PACK

HANDS_ON = [case for case in CASES if case.disposition in ("proceed", "restrict")]


def test_every_region_stands_in_one_row_and_as_the_grid_has_it() -> None:
    seen = set()
    for case in HANDS_ON:
        decision = decide(PACK, case.answers)
        found = glance(decision, PACK)
        caps = {limit.region: limit.pressure_at_most for limit in decision.limits}

        rows = [found.closed, *found.levels.values()]
        assert Counter(r for row in rows for r in row) == Counter(list(PACK.regions)), (
            case.id
        )
        for region in found.closed:
            assert set(decision.grid[region].values()) == {Cell.AVOID}, case.id
        for level, regions in found.levels.items():
            seen.add(level)
            for region in regions:
                cells = set(decision.grid[region].values())
                assert cells != {Cell.AVOID}, case.id
                if isinstance(level, int):
                    assert caps[region] == level, case.id
                else:
                    assert caps.get(region) is None, case.id
                    assert (Cell.MODIFY in cells) is (level == WITH_CARE), case.id
    assert seen == {2, 3, WITH_CARE, OPEN}


def test_what_is_left_out_is_every_closed_cell_that_the_pressure_does_not_close() -> (
    None
):
    for case in HANDS_ON:
        decision = decide(PACK, case.answers)
        found = glance(decision, PACK)
        named = {
            (region, technique)
            for left in found.left_out
            for region in left.regions
            for technique in left.techniques
        }
        named |= {(r, t) for r in PACK.regions for t in found.everywhere}
        for level, regions in found.levels.items():
            closed = PACK.closed_at[level] if isinstance(level, int) else ()
            named |= {(r, t) for r in regions for t in closed}
        named |= {(r, t) for r in found.closed for t in PACK.techniques}

        grid = decision.grid
        shut = {(r, t) for r in grid for t in grid[r] if grid[r][t] is Cell.AVOID}
        assert named == shut, case.id


@given(st.sets(st.sampled_from(sorted(PACK.regions)), min_size=1))
def test_the_words_name_each_region_once(some: set[str]) -> None:
    chosen = [region for region in PACK.regions if region in some]
    words = regions_in_words(chosen, PACK)

    names = words.split(", ")
    assert len(set(names)) == len(names)
    covered: list[str] = []
    for name in names:
        groups = [g for g in PACK.about.region_group if g.text == name]
        singles = [r for r in PACK.regions.values() if r.name == name]
        if name == "everywhere":
            covered += PACK.regions
        else:
            covered += groups[0].regions if groups else [singles[0].id]
    assert sorted(covered) == sorted(chosen)


@pytest.mark.parametrize(
    ("regions", "words"),
    [
        (["upper_thoracic", "mid_lower_thoracic", "lumbar", "sacrum"], "whole back"),
        (["lumbar", "sacrum"], "low back, base of spine"),
        (["posterior_neck", "feet"], "back of neck, feet"),
    ],
)
def test_a_group_goes_by_its_name_when_it_is_whole(
    regions: list[str], words: str
) -> None:
    assert regions_in_words(regions, PACK) == words


def test_techniques_of_a_whole_group_go_by_its_name() -> None:
    strong = PACK.technique_groups["strong"]

    assert techniques_in_words([*strong, "heat"], PACK) == "strong work, heat"
    assert techniques_in_words(strong[:2], PACK) == "deep, trigger points"
