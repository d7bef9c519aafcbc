"""A tally of a real practice, and the rates of the model moved to it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from bench.population.counts import RESULTS
from bench.population.drawing import Draw, draw
from bench.population.fitting import TALLY, fit
from bench.population.rates import load_rates
from bench.population.report import tally_lines
from bench.population.tally import (
    RESULT,
    Row,
    TallyError,
    read,
    tally_of,
    traits,
    written,
)
from massage_screen.answers import Answers
from massage_screen.catalogue import pack_folder
from massage_screen.pack import Practice
from massage_screen.screened import Screened, as_json, screened
from massage_screen.stopping import asked_first
from tests.shipped import CASES, PACK

RATES = load_rates()
HEADING = "question,answer,clients,of\n"
DRAWN = 60


def some_cases(count: int) -> list[Screened]:
    return [screened(PACK, case.answers, "") for case in CASES[:count]]


def test_a_tally_counts_results_lines_and_doubt_by_those_asked() -> None:
    clients = some_cases(40)
    rows = {(row.question, row.answer): row for row in tally_of(clients, PACK, RATES)}

    decided = [c for c in clients if c.decision.disposition is not None]
    assert sum(rows[RESULT, result].clients for result in RESULTS) == len(decided)
    asked = [c for c in clients if "bladder_signs" in c.sheet.counts]
    assert rows["bladder_signs", "leak"].of == len(asked)
    assert rows["bladder_signs", "leak"].clients == sum(
        "leak" in c.sheet.counts["bladder_signs"]
        or "leak?" in c.sheet.counts["bladder_signs"]
        for c in asked
    )
    assert rows["pain", "new"] == Row("pain", "new", 0, 0)


def test_a_doubt_of_a_line_is_that_line_and_not_sure() -> None:
    client = screened(PACK, Answers({"bladder_signs": ("leak?",)}), "")
    rows = {(row.question, row.answer): row for row in tally_of([client], PACK, RATES)}

    assert rows["bladder_signs", "leak"] == Row("bladder_signs", "leak", 1, 1)
    assert rows["bladder_signs", "unsure"].clients == 1


def test_who_was_stopped_early_was_held_back_and_who_broke_off_has_no_result() -> None:
    broken_off = screened(PACK, Answers({"answering": "not_today"}), "")
    ill = broken_off
    while asked := asked_first(ill.sheet, ill.decision):
        sheet = ill.sheet.with_answer(asked[0], PACK.questions[asked[0]].mildest)
        ill = screened(PACK, sheet.answers, "")
    clients = [ill, broken_off]
    rows = {(row.question, row.answer): row for row in tally_of(clients, PACK, RATES)}

    assert ill.stopped_early
    assert {rows[RESULT, result].of for result in RESULTS} == {1}
    assert rows[RESULT, "postpone"].clients == 1
    assert rows["answering", "not_today"].of == 2


def test_a_client_who_returns_is_not_counted() -> None:
    client = screened(PACK, Answers({"visit": "returning", "age": "under_50"}), "")

    assert all(row.of == 0 for row in tally_of([client], PACK, RATES))


def test_a_carried_line_is_counted_by_those_to_whom_it_was_offered() -> None:
    answers = {"bladder_signs": ("leak",), "recent": ("none",), "slow": ("none",)}
    client = screened(PACK, Answers({**answers, "gone": ("none",)}), "")
    rows = {(row.question, row.answer): row for row in tally_of([client], PACK, RATES)}

    assert rows["recent", "leak"].of == 1
    assert rows["recent", "stream"].of == 0


def test_a_tally_is_read_back() -> None:
    rows = tally_of(some_cases(20), PACK, RATES)

    assert read(written(rows), PACK, RATES) == [row for row in rows if row.of]


def test_the_page_on_counting_names_rows_that_there_are() -> None:
    page = Path(__file__).parents[1] / "docs" / "study" / "counting.md"
    table = [x for x in page.read_text("utf-8").splitlines() if x.startswith("| ")]
    named = set(re.findall(r"`(\w+),(\w+)`", "\n".join(table)))
    rows = {(row.question, row.answer) for row in tally_of([], PACK, RATES)}

    assert len(named) > len(RESULTS)
    assert named <= rows


def test_a_spreadsheet_may_add_a_mark_and_empty_lines() -> None:
    text = "\ufeff" + HEADING + "\nage, over_65 ,3,10\n,,,\n"

    assert read(text, PACK, RATES) == [Row("age", "over_65", 3, 10)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1: the heading must be question,answer,clients,of"),
        ("age,over_65,3,10\n", "line 1: the heading must be"),
        (HEADING, "nothing was counted"),
        (HEADING + "age,over_65,0,0\n", "nothing was counted"),
        (HEADING + "age,over_65,3\n", "line 2: 3 cells, where 4 belong"),
        (HEADING + "age,over_65,3.5,10\n", "line 2: clients and of must be whole"),
        (HEADING + "age,over_65,-1,10\n", "line 2: clients and of must be whole"),
        (HEADING + "age,over_65,²,10\n", "line 2: clients and of must be whole"),
        (HEADING + f"age,over_65,{'0' * 5000}3,10\n", "line 2: clients and of must"),
        (HEADING + f"age,{'x' * 200_000},3,10\n", "line 2: field larger than"),
        (HEADING + "age,over_65,11,10\n", "line 2: 11 clients of 10"),
        (HEADING + "age,over_64,1,10\n", "line 2: age has no answer 'over_64'"),
        (HEADING + "ages,over_65,1,10\n", "line 2: nothing that can be counted is"),
        (HEADING + "serious,clot,1,10\n", "line 2: nothing that can be counted is"),
        (HEADING + "age,over_65,1,9\nage,over_65,1,9\n", "line 3: age, over_65: twice"),
    ],
)
def test_a_row_that_does_not_fit_is_named(text: str, message: str) -> None:
    with pytest.raises(TallyError, match=message.replace("?", "[?]")):
        read(text, PACK, RATES)


def test_only_what_is_seen_can_be_counted_beside_answers() -> None:
    assert set(traits(RATES)) == {"kind", "pain"}


def test_rates_are_moved_to_what_was_counted_and_others_stay() -> None:
    rows = [
        Row("age", "over_65", 60, 120),
        Row("feeling_signs", "one_arm", 30, 120),
        Row("bladder_signs", "unsure", 24, 120),
        Row("felt", "pain", 12, 120),
        Row("result", "postpone", 12, 120),
    ]
    moved, found = fit(RATES, PACK, rows, 1, DRAWN)
    lines = list(tally_lines(found, rows))

    for each in found[:3]:
        low, high = each.interval
        assert each.before is not None
        assert each.after is not None
        assert not low <= each.before <= high, "a row that says nothing"
        assert low <= each.after <= high, each
    ours = [rate for _, rate in moved.labelled() if rate.source == TALLY]
    assert ours
    assert not any(rate.assumption for rate in ours)
    assert assumptions(moved) < assumptions(RATES)
    assert all(0 <= rate.low <= rate.middle <= rate.high <= 1 for rate in ours)
    names = {row.question for row in rows}
    now = {chance.of: chance for chance in moved.chance}
    assert all(now[c.of] == c for c in RATES.chance if c.of not in names)
    assert "12/120" in lines[1]
    assert [line for line in lines if line.endswith("NOT REACHED")] == [lines[5]]
    assert lines[5].startswith("felt: pain")


def assumptions(rates: Practice) -> int:
    return sum(rate.assumption for _, rate in rates.labelled())


def test_a_line_that_nobody_drawn_was_asked_is_said() -> None:
    _, found = fit(RATES, PACK, [Row("recent", "leak", 1, 2)], 1, 3)

    assert "not asked to not asked   NOT REACHED" in list(tally_lines(found, []))[1]


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bench.population", *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[1],
    )


def test_decisions_of_a_folder_make_a_tally_without_a_client(tmp_path: Path) -> None:
    for number, client in enumerate(some_cases(3)):
        file, decision = tmp_path / f"K-{number}.json", as_json(client)
        exported = {"schema": "massage-screen/record/1", "decision": decision}
        file.write_text(json.dumps(exported if number else decision), "utf-8")
    (tmp_path / "other.json").write_text("{}", "utf-8")
    (tmp_path / "deep.json").write_text("[" * 100_000, "utf-8")

    done = run("--count", str(tmp_path))

    assert done.returncode == 0
    assert "K-" not in done.stdout
    rows = read(done.stdout, PACK, RATES)
    assert rows == [row for row in tally_of(some_cases(3), PACK, RATES) if row.of]
    assert done.stderr.count("left out: other.json") == 1
    assert done.stderr.count("left out: deep.json") == 1


def test_a_folder_or_tally_that_is_not_there_is_said(tmp_path: Path) -> None:
    for words in (("--count", str(tmp_path / "x")), ("--tally", str(tmp_path / "x"))):
        done = run(*words)
        assert done.returncode == 1
        assert len(done.stderr.splitlines()) == 1
    assert run("--tally", "x", "--write").returncode == 2


def test_the_model_can_be_drawn_with_other_rates() -> None:
    rare = tuple(
        msgspec.structs.replace(t, rates=t.rates[-1:]) if t.id == "kind" else t
        for t in RATES.trait
    )
    rates = msgspec.structs.replace(RATES, trait=rare)
    plan = Draw(folder=pack_folder(), seed=1, clients=12, rates=rates)

    assert {kind for of, kind, _ in draw(plan).traits if of == "kind"} == {"well"}
