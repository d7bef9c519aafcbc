"""The limits at a glance: each region once, and as the grid has it."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massage_screen.decision import decide
from massage_screen.glance import glance, regions_in_words, techniques_in_words
from massage_screen.pack import Cell
from tests.shipped import CASES, PACK

HANDS_ON = [case for case in CASES if case.disposition in ("proceed", "restrict")]


def test_every_region_stands_in_one_row_and_as_the_grid_has_it() -> None:
    levels = set()
    for case in HANDS_ON:
        decision = decide(PACK, case.answers)
        found = glance(decision, PACK)
        caps = {limit.region: limit.pressure_at_most for limit in decision.limits}
        grid = decision.grid

        rows = [found.closed, *found.levels.values(), found.open]
        assert Counter(r for row in rows for r in row) == Counter([*PACK.regions])
        assert all({*grid[r].values()} == {Cell.AVOID} for r in found.closed), case.id
        assert all({*grid[r].values()} != {Cell.AVOID} for r in found.open), case.id
        assert all(caps.get(region) is None for region in found.open), case.id
        for cap, regions in found.levels.items():
            assert all(caps[region] == cap for region in regions), case.id
            assert all({*grid[r].values()} != {Cell.AVOID} for r in regions), case.id
        levels.update(found.levels)
    assert levels == {2, 3}


def test_every_closed_cell_is_told_by_its_row_its_pressure_or_by_name() -> None:
    for case in HANDS_ON:
        decision = decide(PACK, case.answers)
        found, grid = glance(decision, PACK), decision.grid
        told = {
            (r, t)
            for each in found.left_out
            for r in each.regions
            for t in each.techniques
        }
        told |= {(r, t) for r in PACK.regions for t in found.everywhere}
        told |= {(r, t) for r in found.closed for t in PACK.techniques}
        for cap, regions in found.levels.items():
            told |= {(r, t) for r in regions for t in PACK.closed_at[cap]}

        shut = {(r, t) for r in grid for t in grid[r] if grid[r][t] is Cell.AVOID}
        assert told == shut, case.id


def test_where_no_cap_holds_every_milder_form_is_told_by_name() -> None:
    told_at_all = 0
    for case in HANDS_ON:
        decision = decide(PACK, case.answers)
        found, grid = glance(decision, PACK), decision.grid
        told = {
            (r, t)
            for each in found.milder
            for r in each.regions
            for t in each.techniques
        }
        told_at_all += len(told)

        milder = {
            (r, t) for r in found.open for t in grid[r] if grid[r][t] is Cell.MODIFY
        }
        assert milder <= told, case.id
        assert all(grid[r][t] is not Cell.ALLOW for r, t in told), case.id
        for each in found.milder:
            usual = [Cell.ALLOW in grid[region].values() for region in each.regions]
            assert each.whole is not any(usual), case.id
    assert told_at_all


def test_where_hands_stay_off_all_is_closed() -> None:
    case = next(case for case in CASES if case.disposition == "refer")

    found = glance(decide(PACK, case.answers), PACK)

    assert found.closed == tuple(PACK.regions)
    assert not [*found.levels, *found.open, *found.left_out, *found.milder]


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


def test_every_technique_and_every_region_have_one_word() -> None:
    assert regions_in_words(PACK.regions, PACK) == "everywhere"
    assert techniques_in_words(PACK.techniques, PACK) == "every technique"
