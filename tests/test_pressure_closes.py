"""What a low cap on pressure closes, from the pack to the page."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from typer.testing import CliRunner

from bench.mutants.mutant import Mutant
from bench.mutants.mutants import mutants_of
from bench.mutants.trial import CASE, Trial
from massage_screen.answers import Answers
from massage_screen.catalogue import load_pack
from massage_screen.cli import app
from massage_screen.comparison.difference import compare
from massage_screen.decision import NOTHING_LEFT_TO_DO, decide
from massage_screen.documents.regions import closing as findings_closing
from massage_screen.pack import (
    Cell,
    Disposition,
    Pack,
    PressureCloses,
    Restriction,
    Rule,
)
from massage_screen.practice.reference import always_closed
from massage_screen.presentation.difference import show_difference
from massage_screen.presentation.page import console_for
from massage_screen.presentation.words import restriction_in_words
from massage_screen.proof import holes
from massage_screen.proof.holes import find_holes
from massage_screen.proof.matters_replay import happenings
from massage_screen.screened import screened
from tests.naive import Naive
from tests.shipped import FOLDER, PACK
from tests.test_decision import TECHNIQUES, TINY, decided, fires, ids, limits, pack
from tests.test_proof_encoding import FEW, Model, engine_says, rare_sheets
from tests.test_proof_holes import WHOLE
from tests.test_proof_properties import everyone
from tests.test_properties import raw, sheets

WritePack = Callable[..., Path]
STRONG = ("deep_tissue", "trigger_point", "friction", "percussion")
CLOSES = (
    PressureCloses(at_most=1, techniques=("petrissage", "moving")),
    PressureCloses(at_most=2, techniques=("strong", "friction")),
    PressureCloses(at_most=3, techniques=("percussion",)),
)
TABLE = '\n[[pressure_closes]]\nat_most = 2\ntechniques = ["strong"]\n'
FEET = ("feet",)


def with_closing(of: Pack, *closes: PressureCloses) -> Pack:
    about = msgspec.structs.replace(of.about, pressure_closes=closes or CLOSES)
    return msgspec.structs.replace(of, about=about)


def closing(*rules: Rule) -> Pack:
    return with_closing(pack(*rules))


def capped(name: str, cap: int, regions: tuple[str, ...] = FEET) -> Rule:
    return limits(name, Restriction(regions=regions, pressure_at_most=cap))


@pytest.mark.parametrize(
    ("cap", "closed"),
    [
        (1, {*STRONG, "petrissage", "stretching", "mobilisation", "passive_rotation"}),
        (2, set(STRONG)),
        (3, {"percussion"}),
        (4, set()),
    ],
)
def test_a_cap_closes_all_that_needs_more_pressure_in_its_region_only(
    cap: int, closed: set[str]
) -> None:
    grid = decided(closing(capped("light", cap)), a="yes").grid

    assert {t for t in TECHNIQUES if grid["feet"][t] is Cell.AVOID} == closed
    assert set(grid["lumbar"].values()) == {Cell.ALLOW}


def test_the_lowest_cap_closes_whatever_gave_it() -> None:
    note = fires("note", restrict=(Restriction(everywhere=True, pressure_at_most=2),))

    grid = decided(closing(capped("some", 4), note), a="yes").grid

    assert grid["feet"]["friction"] is Cell.AVOID
    assert grid["feet"]["petrissage"] is Cell.ALLOW


def test_a_cap_that_leaves_no_technique_leaves_nothing_to_do() -> None:
    all_of_it = PressureCloses(at_most=2, techniques=TECHNIQUES)
    everywhere = limits("light", Restriction(everywhere=True, pressure_at_most=2))

    decision = decided(with_closing(pack(everywhere), all_of_it), a="yes")

    assert decision.disposition is Disposition.POSTPONE
    assert NOTHING_LEFT_TO_DO in ids(decision)


def test_a_pack_without_such_a_table_closes_nothing_by_a_cap() -> None:
    grid = decided(pack(capped("light", 1)), a="yes").grid

    assert set(grid["feet"].values()) == {Cell.ALLOW}


def test_a_region_that_a_cap_closes_stands_beside_the_finding_that_gave_it() -> None:
    rest = tuple(t for t in TECHNIQUES if t not in {*STRONG, "heat"})
    closed = with_closing(
        pack(
            limits("b_higher", Restriction(regions=FEET, pressure_at_most=2)),
            limits("c_lowest", Restriction(regions=FEET, pressure_at_most=1)),
        ),
        PressureCloses(at_most=2, techniques=(*STRONG, *rest, "heat")),
    )

    client = screened(closed, Answers({"a": "yes"}), "test")

    assert [f.rule.id for f in findings_closing(client, "feet")] == ["c_lowest"]


def test_what_a_floor_closes_by_its_cap_is_closed_to_everyone() -> None:
    floor = fires(
        "floor",
        when=None,
        restrict=(Restriction(regions=FEET, pressure_at_most=2),),
    )

    assert always_closed(closing(floor)) == {("feet", t) for t in STRONG}


# ------------------------------------------------------------------ the solver


#: A table with which a moderate cap leaves nothing.
ALL_AT_THREE = (PressureCloses(at_most=3, techniques=TECHNIQUES),)


@cache
def model(*closes: PressureCloses) -> Model:
    return Model(with_closing(PACK, *closes))


@pytest.mark.parametrize(
    ("drawn", "closes"),
    [(sheets, CLOSES), (rare_sheets, CLOSES), (sheets, ALL_AT_THREE)],
)
def test_solver_engine_and_naive_evaluator_close_the_same_cells(drawn, closes) -> None:
    naive = Naive(FOLDER)
    naive.about["pressure_closes"] = msgspec.to_builtins(closes)
    closing_pack = model(*closes).encoding.pack

    @FEW
    @given(client=drawn())
    def held(client: Answers) -> None:
        decision = decide(closing_pack, client)
        plain = naive.decide(raw(client.items()))
        expected = engine_says(client, closing_pack)
        said = model(*closes).says(client)

        assert {name: said[name] for name in expected} == expected
        for region, row in decision.grid.items():
            cells = {technique: cell.value for technique, cell in row.items()}
            assert plain["grid"][region] == cells
        assert plain["disposition"] == decision.standing.value

    held()


def test_a_restriction_that_its_own_cap_makes_needless_is_a_hole(
    write_pack: WritePack,
) -> None:
    folder = write_pack(WHOLE, ("pack.toml", "", TABLE))

    assert [str(hole) for hole in find_holes(load_pack(folder))] == [
        "bladder_old: restriction 2 is never the strictest for anyone"
    ]


def test_the_search_for_holes_shows_what_asking_everyone_shows(
    write_pack: WritePack,
) -> None:
    milder = (
        "10_bladder.toml",
        'techniques = ["strong"], cell = "avoid" }]',
        'techniques = ["strong", "heat"], cell = "modify" }]',
    )
    folder = write_pack(WHOLE, milder, ("pack.toml", "", TABLE))
    closing_pack = load_pack(folder)
    search = holes._Search(closing_pack)
    list(search.holes())
    shown = {
        one
        for client in everyone(closing_pack)
        for one in happenings(closing_pack, client)
    }

    assert search.shown == shown


# ------------------------------------------------------------- words and mutants


def test_a_restriction_says_what_its_cap_closes() -> None:
    asked = Restriction(regions=FEET, pressure_at_most=2)

    assert restriction_in_words(asked, with_closing(TINY)).endswith(
        "; avoid at this pressure Deep tissue, Trigger point pressure, Friction, "
        "Percussion and massage devices"
    )
    assert "avoid" not in restriction_in_words(asked, TINY)


def run(*arguments: str) -> str:
    return " ".join(CliRunner().invoke(app, [*arguments]).output.split())


def test_explain_names_the_cap_and_its_rules_for_a_technique(
    write_pack: WritePack,
) -> None:
    folder = str(write_pack(("pack.toml", "", TABLE)))

    technique = run("explain", "friction", "--questions", folder)

    assert "a cap on pressure of 2 of 5 or less: it closes it" in technique
    assert "rule bladder_old: Old bladder change." in technique
    assert "avoid at this pressure Deep tissue" in run(
        "explain", "bladder_old", "--questions", folder
    )


def test_the_plan_names_what_a_cap_closes_beside_the_finding_that_gave_it(
    write_pack: WritePack, tmp_path: Path
) -> None:
    folder = str(write_pack(("pack.toml", "", TABLE)))
    answers = tmp_path / "answers.toml"
    answers.write_text(
        'bladder_signs = ["weak_stream"]\nbladder_course = "settled_examined"\n'
        'pain_now = 1\nmoves_freely = "yes"\n'
    )

    told = run("assess", str(answers), "--details", "--questions", folder)

    assert (
        "Avoid at this pressure: Deep tissue, Trigger point pressure, Friction, "
        "Percussion and massage devices Because of: bladder_old" in told
    )


def test_a_table_that_changes_is_the_reason_that_a_comparison_gives(
    write_pack: WritePack, capsys: pytest.CaptureFixture[str]
) -> None:
    old = load_pack(write_pack())
    table = TABLE.replace("strong", "stretching")
    new = load_pack(write_pack(("pack.toml", "", table)))

    found = compare(old, new)
    show_difference(found, old, new, console_for(sys.stdout))

    changed = {place for change in found.changes for place in change.places}
    assert {technique for _, technique in changed} == {"stretching"}
    assert "a cap of 2 of 5 closed nothing, and now closes Stretching." in " ".join(
        capsys.readouterr().out.split()
    )


def closings(of: Pack) -> dict[tuple[str, str], Mutant]:
    return {(m.kind, m.what): m for m in mutants_of(of) if m.item == "pressure_closes"}


def test_a_table_is_dropped_and_its_cap_moved_both_ways() -> None:
    made = closings(with_closing(TINY, CLOSES[0]))

    assert made.keys() == {
        ("closing cap dropped", "at most 1"),
        ("closing cap moved", "at most 1 to 2"),
        ("technique dropped", "at most 1 petrissage"),
        ("technique dropped", "at most 1 moving"),
    }
    dropped = made["closing cap dropped", "at most 1"]
    assert dropped.applied(with_closing(TINY, CLOSES[0])).about.pressure_closes == ()


def test_a_case_notices_that_a_table_is_gone(write_pack: WritePack) -> None:
    edit = ("pack.toml", "", TABLE.replace("strong", "stretching"))
    mild = 'swedish = "modify"'
    case = ("cases/clients.toml", mild, f'{mild}, stretching = "avoid"')
    trial = Trial(write_pack(edit, case))

    outcomes = {
        mutant.kind: trial.verdict(number).outcome
        for number, mutant in enumerate(trial.mutants)
        if mutant.item == "pressure_closes"
    }

    assert outcomes["closing cap dropped"] == CASE
