"""A small pack that uses all that packs can say: proved, asked, printed and decided."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from massage_screen.answers import Answers
from massage_screen.catalogue import load_pack
from massage_screen.cli import app
from massage_screen.compiled import compiled, place_beside, read_compiled
from massage_screen.decision import decide
from massage_screen.library import find_problems, load_cases, load_safety
from massage_screen.pack import Case, Pack
from massage_screen.proof.whole import prove_whole
from massage_screen.sheet import Sheet, fit_answers
from tests import generated
from tests.generated import agrees_with_the_solver, plainly
from tests.naive import Naive


@pytest.fixture(scope="module")
def folder(grown: Path) -> Path:
    return grown


@pytest.fixture(scope="module")
def pack(folder: Path) -> Pack:
    return load_pack(folder)


def test_nothing_is_wrong_with_it_and_it_has_all_that_packs_can_say(
    folder: Path,
) -> None:
    text = "".join(path.read_text("utf-8") for path in folder.rglob("*.toml"))

    assert find_problems(folder) == []
    for each in (
        *("carries", "except", "lacks_any_of", "leave_out", '.*"', '.*?"', '?"]'),
        *("known", "watch", "visit", "see_by", "overdue", "pressure_closes", "grants"),
        *("records_only", "aloud", "open", "asked_by", "shown", "ends_after", "about"),
        *("never_watches", "never_matters", "choice_list", "keeps", "moves"),
        *("private", "either", "ask_client"),
    ):
        assert each in text


def test_every_property_is_proved_and_there_is_no_hole(
    folder: Path, pack: Pack
) -> None:
    proved = prove_whole(pack, load_safety(folder), lambda _: None)

    assert [each.property.id for each in proved.proofs if not each.proved] == []
    assert proved.holes == ()


def test_every_client_gets_the_decision_that_is_written_down(
    folder: Path, pack: Pack
) -> None:
    cases = load_cases(folder, pack)

    assert len(cases) >= 10
    for case in cases:
        decision = decide(pack, fit_answers(pack, case.answers, case.id))
        assert decision.disposition, case.id
        assert decision.disposition.value == case.disposition, case.id
        assert decision.timeframe == case.timeframe, case.id
        assert {*case.findings} <= {f.rule.id for f in decision.findings}, case.id
        for region, cells in case.cells.items():
            for technique, cell in cells.items():
                assert decision.grid[region][technique].value == cell, case.id


def case_of(folder: Path, pack: Pack, name: str) -> Case:
    return next(case for case in load_cases(folder, pack) if case.id == name)


def test_a_watch_is_told_with_its_day_and_a_clause_only_where_it_can_be_done(
    folder: Path, pack: Pack, tmp_path: Path
) -> None:
    case = case_of(folder, pack, "disc_that_is_watched")
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(case.answers), "utf-8")

    arguments = ["assess", str(file), "--questions", str(folder), "--exit-zero"]
    told = json.loads(CliRunner().invoke(app, [*arguments, "--json"]).stdout)
    shown = CliRunner().invoke(app, arguments).stdout

    assert told["see_by"]["weeks"] == 2
    assert told["see_by"]["overdue"] is True
    assert told["decided_on"] == date.today().isoformat()
    assert "note about the disc" in " ".join(shown.split())
    found = {finding["rule"]: finding["do"] for finding in told["findings"]}
    assert found["sore_low_back"] == "Work lightly."


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_engine_solver_and_naive_evaluator_agree(
    folder: Path, pack: Pack, data: st.DataObject
) -> None:
    drawn = Sheet(pack, data.draw(generated.sheets(pack, full=True)))
    answers = Answers(drawn.counts)
    decision, naive = decide(pack, answers), Naive(folder).decide(plainly(answers))

    agrees_with_the_solver(pack, answers)
    assert decision.disposition is not None
    assert decision.disposition.value == naive["disposition"]
    assert {f.rule.id for f in decision.findings if f.rule.id in pack.rules} == (
        naive["findings"]
    )
    for region, row in decision.grid.items():
        assert {t: cell.value for t, cell in row.items()} == naive["grid"][region]


def test_it_is_read_again_from_its_compiled_form(folder: Path, pack: Pack) -> None:
    place = place_beside(folder)
    place.write_bytes(compiled(pack))
    try:
        again = read_compiled(folder)
    finally:
        place.unlink()

    assert again is not None
    assert (again.concerns, again.about) == (pack.concerns, pack.about)


@pytest.mark.parametrize("form", [["--print"], ["--print", "--html"]])
def test_its_paper_form_says_which_lines_to_ask_about(
    form: list[str], folder: Path
) -> None:
    arguments = ["questions", *form, "--questions", str(folder)]

    result = CliRunner().invoke(app, arguments)

    assert result.exit_code == 0, result.output
    text = " ".join(result.stdout.split())
    carried = "Ask only about lines ticked, or not sure, in 3 (bladder_signs)"
    assert f"{carried} or 4 (weak_signs), but not in 6 (recent)." in text
    assert "(only if question" in text


def test_questions_carry_what_a_reader_needs_to_ask_them(folder: Path) -> None:
    arguments = ["questions", "--json", "--questions", str(folder)]
    content = json.loads(CliRunner().invoke(app, arguments).stdout)

    asked = {each["id"]: each for each in content["questions"]}
    assert asked["reason"]["open"] is True
    assert asked["looks"]["mildest"] == ["none"]
    assert asked["leak_kind"]["choices"][1]["aloud"] is False
    assert asked["leak_kind"]["mildest"] == "on_cough"
    assert asked["agreed_told"]["choices"][0]["when"]["question"] == "told_of"
    assert asked["recent"]["choices"][0]["carried_from"] == "bladder_signs"
    assert [each["id"] for each in content["known"]] == ["visit", "watch"]


def test_everything_in_it_can_be_explained(folder: Path, pack: Pack) -> None:
    ledger = ["explain", "--questions", str(folder)]
    for name in (*pack.questions, *pack.facts, *pack.rules, "agreed_for", "visit"):
        assert CliRunner().invoke(app, [*ledger, name]).exit_code == 0, name
    told = CliRunner().invoke(app, [*ledger, "slow"]).stdout
    assert "in bladder_signs or weak_signs, but not in recent." in " ".join(
        told.split()
    )
    told = CliRunner().invoke(app, [*ledger, "agreed_told"]).stdout
    assert "disc is offered when: told_of includes disc or unsure" in told
