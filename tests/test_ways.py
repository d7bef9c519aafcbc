"""From which result to which records go between two versions of a pack."""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from pathlib import Path

import pytest
from typer.testing import CliRunner

from massage_screen.answers import Answers
from massage_screen.catalogue import load_pack
from massage_screen.cli import ExitCode, app
from massage_screen.cli.doing.batch import Clock
from massage_screen.comparison.ways import (
    INCOMPLETE,
    Ways,
    caution_of,
    direction_of,
    result_of,
    reworked_in,
)
from massage_screen.decision import decide
from massage_screen.errors import NotWritten, TooLittleMemory
from tests.batches import drawn, in_words
from tests.conftest import SUNBURN, TINY

#: The older version says less of who passes no urine, and asks one thing more.
OLDER = (
    ('timeframe = "now"', 'timeframe = "today"'),
    ("", SUNBURN),
)


@pytest.fixture
def older(write_pack):
    return write_pack(*(("10_bladder.toml", *edit) for edit in OLDER))


@pytest.fixture
def run(older, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")

    def run(file: Path, *more: str):
        words = ["check", TINY, "--against", older, "--records", file, *more]
        return CliRunner().invoke(app, list(map(str, words)))

    return run


def written(file: Path, rows) -> Path:
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return file


FINE = {"bladder_signs": ["none"], "pain_now": 3, "moves_freely": "yes"}


def test_what_is_counted_is_counted_once_for_each_client_and_by_rule():
    ways = Ways()
    ways.count(("refer", "proceed"), ["a", "b"], ["b", "c"], ["b", "x"], 3)
    ways.count(("proceed", "proceed"), ["a"], ["c"], [], 2)
    other = Ways()
    other.count(("refer", "proceed"), ["a"], [], [])

    ways.add(other)

    way = ("refer", "proceed")
    assert ways.ways == {way: 4, ("proceed", "proceed"): 2}
    assert (ways.same, ways.changed) == (2, [way])
    assert (ways.no_longer, ways.newly) == ({way: {"a": 4}}, {way: {"c": 3}})
    assert ways.reworked == {way: {"b": 3}}


@pytest.mark.parametrize(
    ("before", "now", "direction"),
    [
        ("emergency/now", "emergency/today", "less cautious"),
        ("proceed", "restrict", "more cautious"),
        ("postpone/until_settled", "postpone/until_cleared", "as cautious"),
    ],
)
def test_less_is_told_from_more_cautious(before, now, direction):
    assert direction_of(caution_of(before), caution_of(now)) == direction


def test_records_come_to_the_ways_that_decide_finds_one_by_one(tmp_path, older, run):
    pytest.importorskip("duckdb")
    old, new = load_pack(older), load_pack(TINY)
    sheets = list(drawn(old, seed=5, count=300))
    rows = [{"id": f"r{n}", **words(old, s)} for n, s in enumerate(sheets)]

    found = json.loads(run(written(tmp_path / "in.jsonl", rows), "--json").stdout)

    expected: Counter[tuple[str, str]] = Counter()
    newly: Counter[str] = Counter()
    for sheet in sheets:
        before = decide(old, sheet)
        now = decide(new, Answers({q: v for q, v in sheet.items() if q != "sunburn"}))
        expected[word(before), word(now)] += 1
        if word(before) != word(now):
            held = {finding.rule.id for finding in before.findings}
            newly.update({f.rule.id for f in now.findings} - held)
    told = {(way["old"], way["new"]): way["rows"] for way in found["ways"]}
    assert told == {way: n for way, n in expected.items() if way[0] != way[1]}
    assert found["unchanged"] == sum(
        n for way, n in expected.items() if way[0] == way[1]
    )
    assert found["decided"] == {"old": 300, "new": 300, "both": 300}
    assert any(INCOMPLETE in way for way in told)
    counted: Counter[str] = Counter()
    for way in found["ways"]:
        counted.update(way["rules"]["newly"])
    assert counted == newly
    assert {
        r for way in found["ways"] for r in way["rules"]["reworked"]
    } == reworked_in(old, new)
    ranks = ["less cautious", "more cautious", "as cautious", INCOMPLETE]
    order = [ranks.index(way["direction"]) for way in found["ways"]]
    assert order == sorted(order)


def words(pack, sheet):
    """Return answers as JSON lines hold them: numbers as numbers."""
    row = in_words(pack, sheet)
    return {q: sheet[q] if isinstance(sheet[q], int | float) else row[q] for q in row}


def word(decision):
    if decision.disposition is None:
        return INCOMPLETE
    return result_of(decision.disposition, decision.timeframe)


def test_the_page_says_what_is_less_cautious_first_and_by_which_rules(tmp_path, run):
    pytest.importorskip("duckdb")
    file = tmp_path / "in.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        out = csv.DictWriter(stream, ["id", *FINE, "sunburn"])
        out.writeheader()
        out.writerow({"id": "anna", **FINE, "bladder_signs": "none", "sunburn": "yes"})
        stuck = {**FINE, "bladder_signs": "stuck", "moves_freely": "unsure"}
        out.writerow({"id": "bert", **stuck, "sunburn": "no"})
        out.writerow({"id": "cleo", **stuck, "sunburn": "oops"})
        out.writerow({"id": "cleo2", **FINE, "bladder_signs": "wet", "sunburn": "no"})

    found = run(file)

    text = " ".join(found.stdout.split())
    assert found.exit_code == 0, found.output
    assert (
        "4 records. Decided before: 2, now: 3, both times: 2. With another result: 2."
        in text
    )
    assert "before: 1 unknown word (bladder_signs), 1 unknown word (sunburn)." in text
    assert "Not decided now: 1 unknown word (bladder_signs)." in text
    assert "Without a column before, so unanswered: 1 of 5 questions." in text
    assert "Without a column now, so unanswered: 1 of 4 questions." in text
    assert text.endswith("Asked otherwise - sunburn: question removed")
    less, more = text.index("Less cautious: 1 record "), text.index("More cautious: 1")
    assert less < text.index("- no longer hold: sunburnt 1") < more
    assert more < text.index("- ask for another result: urine_stuck 1")
    for told in ("anna", "bert", "cleo", "oops", "wet"):
        assert told not in found.output


def test_json_says_of_each_version_what_has_no_column_and_what_is_asked(tmp_path, run):
    pytest.importorskip("duckdb")
    file = written(tmp_path / "in.jsonl", [{"id": "a", **FINE}])

    found = json.loads(run(file, "--json").stdout)

    assert found["without_column"] == {
        "old": ["bladder_course", "sunburn"],
        "new": ["bladder_course"],
    }
    assert found["asked"] == [{"id": "sunburn", "what": "question removed"}]


def test_a_decision_without_a_finding_has_no_rules():
    joined = pytest.importorskip("massage_screen.batch.joined")

    assert joined._result(None, "none", "").rules == ()
    assert joined._result("refer", "none", "a;b").rules == ("a", "b")


def test_which_of_the_packs_has_problems_is_said(tmp_path, older, run):
    pytest.importorskip("duckdb")
    (older / "pack.toml").write_text("", "utf-8")

    found = run(written(tmp_path / "in.jsonl", [{"id": "a", **FINE}]))

    assert (found.exit_code, found.stdout) == (ExitCode.PACK, "")
    assert f"In {older}:" in found.stderr


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (TooLittleMemory("Give more with --memory."), 2, "split the file"),
        (NotWritten("old.parquet"), 73, "TMPDIR names another folder"),
        (OSError("old.parquet"), 73, "TMPDIR names another folder"),
    ],
    ids=["memory", "disk", "folder"],
)
def test_what_is_short_is_said_as_this_command_can_mend_it(
    error, code, said, tmp_path, run, monkeypatch
):
    joined = pytest.importorskip("massage_screen.batch.joined")
    wiped = []

    def fail(*_):
        raise error

    monkeypatch.setattr(joined, "run", fail)
    monkeypatch.setattr(Clock, "wipe", lambda _self: wiped.append(1))

    found = run(written(tmp_path / "in.jsonl", [{"id": "a", **FINE}]))

    assert (found.exit_code, found.stdout) == (code, "")
    assert said in " ".join(found.stderr.split())
    assert "old.parquet" not in found.stderr
    assert "--memory" not in found.stderr
    assert len(wiped) == 1


def test_the_clock_does_not_begin_anew_with_the_second_version(
    tmp_path, run, monkeypatch
):
    pytest.importorskip("duckdb")
    shown: list[float] = []
    monkeypatch.setattr(Clock, "show", lambda _self, seconds: shown.append(seconds))

    run(written(tmp_path / "in.jsonl", [{"id": "a", **FINE}]))

    assert len(shown) > 1
    assert shown == sorted(set(shown))


def test_a_column_that_neither_knows_is_refused_and_one_of_either_is_not(
    tmp_path, older, run
):
    pytest.importorskip("duckdb")
    fine = written(tmp_path / "in.jsonl", [{"id": "a", **FINE, "sunburn": "no"}])
    wrong = written(tmp_path / "wrong.jsonl", [{"id": "a", **FINE, "sunbrun": "no"}])

    refused = run(wrong)
    turned = ["check", older, "--against", TINY, "--records", fine]

    assert run(fine).exit_code == 0
    assert CliRunner().invoke(app, list(map(str, turned))).exit_code == 0
    assert refused.exit_code == ExitCode.ANSWERS
    assert "'sunbrun': the pack has no such question. " in refused.stderr
    assert "sunburn" in refused.stderr
    assert refused.stdout == ""


def test_records_need_an_older_version_a_file_and_the_database(
    tmp_path, run, monkeypatch
):
    alone = CliRunner().invoke(app, ["check", str(TINY), "--records", "x.csv"])
    assert (alone.exit_code, alone.stdout) == (ExitCode.USAGE, "")
    assert "--against" in alone.stderr
    pytest.importorskip("duckdb")
    assert run(tmp_path / "nowhere.csv").exit_code == 66
    for name in ("duck", "joined"):
        monkeypatch.delitem(sys.modules, f"massage_screen.batch.{name}", raising=False)
    monkeypatch.delattr("massage_screen.batch.joined", raising=False)
    monkeypatch.setitem(sys.modules, "duckdb", None)

    refused = run(tmp_path / "nowhere.csv")

    assert refused.exit_code == ExitCode.USAGE
    assert "pip install duckdb" in refused.stderr


def test_records_need_no_solver_and_leave_nothing_behind(tmp_path, run, monkeypatch):
    pytest.importorskip("duckdb")
    monkeypatch.setitem(sys.modules, "z3", None)
    kept = tmp_path / "kept"
    kept.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(kept))

    found = run(written(tmp_path / "in.jsonl", [{"id": "a", **FINE, "sunburn": "no"}]))

    assert found.exit_code == 0
    assert list(kept.iterdir()) == []
