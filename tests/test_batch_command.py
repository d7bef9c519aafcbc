"""Files of records: each row is decided, or rejected with its reason."""

from __future__ import annotations

import contextlib
import csv
import errno
import json
import os
import re
import signal
import stat
import sys
from pathlib import Path
from threading import Event, Timer

import pytest
from typer.testing import CliRunner

from massage_screen.answers import Answers
from massage_screen.batch.records import Form, form_of
from massage_screen.catalogue import load_pack
from massage_screen.cli import ExitCode, app
from massage_screen.cli.doing import batch as doing
from massage_screen.decision import decide
from massage_screen.errors import AnswersError
from massage_screen.interruption import raised, stop_at_once
from tests.batches import by_decide
from tests.conftest import TINY
from tests.screen import Screen
from tests.shipped import PACK

duckdb = pytest.importorskip("duckdb", reason="the extra 'batch' is not installed")
duck = pytest.importorskip("massage_screen.batch.duck")

USING = (TINY.parents[2] / "docs/using.md").read_text("utf-8")
FINE = {"bladder_signs": ["none"], "pain_now": 3, "moves_freely": "yes"}
HEADING = "id,bladder_signs,bladder_course,pain_now,moves_freely\n"


@pytest.fixture(autouse=True)
def _tiny_pack(monkeypatch):
    monkeypatch.setenv("MASSAGE_SCREEN_QUESTIONS", str(TINY))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("MASSAGE_SCREEN_DEBUG", raising=False)


@pytest.fixture
def run(tmp_path):
    def run(file: Path | str, *more: str):
        words = ["batch", str(file), "--to", str(tmp_path / "out.csv"), *more]
        return CliRunner().invoke(app, words)

    return run


@pytest.fixture
def lines(tmp_path):
    def lines(*rows):
        file = tmp_path / "in.jsonl"
        file.write_text("".join(json.dumps(row) + "\n" for row in rows))
        return file

    return lines


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def reasons(tmp_path):
    return [row["reason"] for row in rows_of(tmp_path / "rejected.csv")]


def test_the_ten_rows_of_the_guide_come_to_seven_decisions_and_three_reasons(
    tmp_path, run, monkeypatch
):
    monkeypatch.delenv("MASSAGE_SCREEN_QUESTIONS")
    (text,) = re.findall(r"^```csv\n(id,.*?)^```$", USING, re.MULTILINE | re.DOTALL)
    (tmp_path / "records.csv").write_text(text)

    found = run(
        tmp_path / "records.csv", "--rejected", str(tmp_path / "rejected.csv"), "--json"
    )

    assert found.exit_code == ExitCode.ANSWERS
    counts = json.loads(found.stdout)
    assert (counts["rows"], sum(counts["decided"].values())) == (10, 7)
    rejected = rows_of(tmp_path / "rejected.csv")
    shown = "".join(",".join(row.values()) + "\n" for row in rejected)
    assert f"id,row,question,reason\n{shown}" in USING
    assert len(rejected) == 3
    names = ("id", "disposition", "standing", "timeframe", "complete")
    decided = [[row[name] for name in names] for row in rows_of(tmp_path / "out.csv")]
    assert "\n".join(map(",".join, [names, *decided])) in USING
    assert {row["pack_digest"] for row in rows_of(tmp_path / "out.csv")} == {
        PACK.digest
    }


BAD = {
    "a strange word": ({"bladder_signs": ["typo"]}, "unknown word"),
    "beside none": ({"bladder_signs": ["none", "typo"]}, "none beside others"),
    "none and a sign": ({"bladder_signs": ["none", "stuck"]}, "none beside others"),
    "an empty list": ({"bladder_signs": []}, "empty list"),
    "twice": ({"bladder_signs": ["stuck", "stuck"]}, "repeated word"),
    "ticked and in doubt": ({"bladder_signs": ["stuck", "stuck?"]}, "repeated word"),
    "a doubt of none": ({"bladder_signs": ["none?"]}, "unknown word"),
    "a list as a word": ({"bladder_signs": "stuck"}, "wrong type"),
    "a number as a list": ({"bladder_signs": 1}, "wrong type"),
    "a number in a list": ({"bladder_signs": [1]}, "wrong type"),
    "nothing in a list": ({"bladder_signs": ["stuck", None]}, "wrong type"),
    "a strange choice": ({"bladder_course": "typo"}, "unknown word"),
    "a choice as a list": ({"bladder_course": ["recent"]}, "wrong type"),
    "a choice as a number": ({"moves_freely": 1}, "wrong type"),
    "true for yes": ({"moves_freely": True}, "wrong type"),
    "too large": ({"pain_now": 11}, "number out of range"),
    "too small": ({"pain_now": -0.5}, "number out of range"),
    "a number as text": ({"pain_now": "5"}, "wrong type"),
    "a list as a number": ({"pain_now": [5]}, "wrong type"),
    "no number": ({"pain_now": 1e400}, "wrong type"),
    "no id": ({"id": None}, "no id"),
    "an empty id": ({"id": ""}, "no id"),
    "a list as id": ({"id": ["x"]}, "no id"),
}


@pytest.mark.parametrize("bad", BAD)
def test_what_assess_refuses_is_rejected_with_its_reason(bad, lines, run, tmp_path):
    wrong, reason = BAD[bad]
    file = lines({"id": "fine", **FINE}, {"id": "bad", **FINE, **wrong})

    found = run(file, "--rejected", str(tmp_path / "rejected.csv"))

    assert found.exit_code == ExitCode.ANSWERS, found.output
    assert reasons(tmp_path) == [reason]
    assert [row["id"] for row in rows_of(tmp_path / "out.csv")] == ["fine"]
    if "id" not in wrong:
        (tmp_path / "one.json").write_text(json.dumps(FINE | wrong))
        alone = CliRunner().invoke(app, ["assess", str(tmp_path / "one.json")])
        assert alone.exit_code == ExitCode.ANSWERS


GOOD = [
    FINE,
    {},
    {"bladder_signs": "unsure"},
    {"bladder_signs": ["unsure"], "bladder_course": "unsure", "pain_now": "unsure"},
    {"bladder_signs": ["stuck?", "weak_stream"]},
    FINE | {"pain_now": 6.5},
    FINE | {"given_on": "2027-01-31"},
]


def test_what_assess_takes_is_decided_the_same(lines, run, tiny, tmp_path):
    numbered = [{"id": number, **row} for number, row in enumerate(GOOD)]

    found = run(lines(*numbered))

    assert found.exit_code == 0, found.output
    for sheet, row in zip(GOOD, rows_of(tmp_path / "out.csv"), strict=True):
        told = {
            name: tiny.questions[name].accept(value)
            for name, value in sheet.items()
            if name in tiny.questions
        }
        expected = by_decide(tiny, Answers(told))
        for name in ("disposition", "standing", "findings", "headline"):
            assert row[name] == (expected[name] or "")


def test_rows_of_one_id_are_all_rejected(lines, run, tmp_path):
    file = lines({"id": "a", **FINE}, {"id": "b", **FINE}, {"id": "a", **FINE})

    run(file, "--rejected", str(tmp_path / "rejected.csv"))

    found = rows_of(tmp_path / "rejected.csv")
    assert [(r["id"], r["row"], r["reason"]) for r in found] == [
        ("a", "1", "repeated id"),
        ("a", "3", "repeated id"),
    ]


def test_a_visit_and_a_watch_are_taken_as_by_assess(lines, run, tmp_path, monkeypatch):
    monkeypatch.delenv("MASSAGE_SCREEN_QUESTIONS")
    monkeypatch.setattr(doing, "today", lambda: "2027-06-01")
    watches = [
        "open",
        {"rule": "r", "until": "2027-01-31"},
        {"rule": "r", "until": "2027-06-01"},
        {"rule": "r", "until": "unknown"},
        {"rule": "r"},
        {"rule": "r", "until": "2027-02-30"},
        {"rule": "r", "untl": "2027-01-31"},
        {"until": "2027-01-31"},
        "typo",
    ]
    rows = [
        {"id": number, "visit": "returning", "watch": watch}
        for number, watch in enumerate(watches)
    ]

    run(lines(*rows), "--rejected", str(tmp_path / "rejected.csv"))

    assert reasons(tmp_path) == ["wrong type"] * 3 + ["unknown word"]
    overdue = [row["standing"] == "refer" for row in rows_of(tmp_path / "out.csv")]
    assert overdue == [
        by_decide(PACK, Answers({"visit": "returning", "watch": watch}))["standing"]
        == "refer"
        for watch in ("open", "past", "open", "past", "past")
    ]


@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".parquet"])
def test_each_form_is_read_and_written_and_says_the_same(ending, tmp_path):
    rows = [("a", ["none"], 3, "yes"), ("b", ["stuck?"], None, None)]
    con = duckdb.connect()
    con.execute(
        "CREATE TABLE t (id TEXT, bladder_signs TEXT[], pain_now DOUBLE,"
        " moves_freely TEXT)"
    )
    con.executemany("INSERT INTO t VALUES (?, ?, ?, ?)", rows)
    listed = "* REPLACE (array_to_string(bladder_signs, ';') AS bladder_signs)"
    chosen = listed if ending == ".csv" else "*"
    con.execute(f"COPY (SELECT {chosen} FROM t) TO '{tmp_path}/in{ending}'")
    out, cells = (tmp_path / f"{name}{ending}" for name in ("out", "cells"))

    found = CliRunner().invoke(
        app,
        ["batch", f"{tmp_path}/in{ending}", "--to", str(out), "--cells", str(cells)],
    )

    assert found.exit_code == 0, found.output
    read = con.execute(
        f"SELECT id, disposition, findings FROM '{out}' ORDER BY id"
    ).fetchall()
    assert [row[:2] for row in read] == [("a", "proceed"), ("b", "emergency")]
    closed = con.execute(
        f"SELECT COUNT(*) FROM '{cells}' WHERE id = 'b' AND traction = 'avoid'"
    ).fetchone()
    assert (
        closed
        == con.execute(f"SELECT COUNT(*) FROM '{cells}' WHERE id = 'b'").fetchone()
    )
    assert stat.S_IMODE(out.stat().st_mode) == 0o600 or sys.platform == "win32"


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("bladder_signs,pain_now", "has no column 'id'"),
        ("id,bladder_sign", "Did you mean 'bladder_signs'?"),
        ("id,id", "stands there twice"),
        ("id,schema", "Nothing is decided from it"),
        ("id,case", "Nothing is decided from it"),
        ("", "has no heading"),
    ],
)
def test_a_file_with_other_columns_is_refused_before_the_first_row(
    heading, said, run, tmp_path
):
    (tmp_path / "in.csv").write_text(heading + "\nsecret,secret\n")

    found = run(tmp_path / "in.csv")

    assert found.exit_code == ExitCode.ANSWERS
    assert said in found.stderr
    assert "secret" not in found.output
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("in.csv", HEADING + "a,none,,3,yes\nb,secret\n", "line 3: has not as many"),
        ("in.csv", HEADING + 'a,"secret,,3,yes\n', "not valid CSV"),
        ("in.csv", HEADING.encode() + b"secret,\xe9,,,\n", "line 2: not UTF-8"),
        ("in.jsonl", '{"id": 1}\n{"id": "secret"\n', "line 2: not valid JSON"),
        ("in.jsonl", '{"id": 1}\n["secret"]\n', "row 2: is no table"),
        ("in.jsonl", '{"id": 1, "id": "secret"}\n', "row 1: has a key twice"),
        ("in.jsonl", '{"schema": "massage-screen/attempt/1"}\n', "Nothing is decided"),
        ("in.parquet", "secret", "no Parquet file"),
        ("in.json", "{}", "must end in one of"),
    ],
)
def test_a_file_that_cannot_be_read_says_where_and_not_what(
    name, content, said, run, tmp_path
):
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())

    found = run(file)

    assert found.exit_code == ExitCode.ANSWERS, found.output
    assert said in found.stderr
    assert "secret" not in found.output
    assert sorted(path.name for path in tmp_path.iterdir()) == [name]


def test_a_column_of_parquet_that_is_no_answer_is_refused(run, tmp_path):
    duckdb.sql(
        f"COPY (SELECT 'a' AS id, true AS moves_freely) TO '{tmp_path}/in.parquet'"
    )

    found = run(tmp_path / "in.parquet")

    assert found.exit_code == ExitCode.ANSWERS
    assert "'moves_freely': holds BOOLEAN" in found.stderr


def test_questions_without_a_column_are_named_once(run, tmp_path):
    (tmp_path / "in.csv").write_text("id,pain_now\na,3\nb,4\n")

    found = run(tmp_path / "in.csv")

    assert found.stderr.count("bladder_signs") == 1
    assert [row["disposition"] for row in rows_of(tmp_path / "out.csv")] == ["", ""]


def test_a_file_that_is_there_stays_without_force(run, lines, tmp_path):
    (tmp_path / "out.csv").write_text("mine")
    file = lines({"id": "a", **FINE})

    assert run(file).exit_code == ExitCode.NOT_WRITTEN
    assert (tmp_path / "out.csv").read_text() == "mine"
    assert run(file, "--force").exit_code == 0
    assert len(rows_of(tmp_path / "out.csv")) == 1


@pytest.mark.parametrize("option", ["--rejected", "--cells"])
def test_no_two_files_are_one(option, run, lines, tmp_path):
    file = lines({"id": "a", **FINE})

    assert run(file, option, str(tmp_path / "out.csv")).exit_code == 73
    assert run(file, option, str(file), "--force").exit_code == 73
    assert json.loads(file.read_text())["id"] == "a"


def test_rows_that_were_lost_leave_no_file(run, lines, tmp_path, monkeypatch):
    file = lines({"id": "a", **FINE}, {"id": "b", **FINE})
    counted = duck._Run._counted
    monkeypatch.setattr(
        duck._Run,
        "_counted",
        lambda self, what, table: {
            k: n - 1 for k, n in counted(self, what, table).items()
        },
    )

    found = run(file)

    assert found.exit_code == ExitCode.FAULT
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl"]


@pytest.mark.parametrize("table", ["note", "result", "open_0"])
def test_a_row_without_its_text_leaves_no_file(
    table, run, lines, tmp_path, monkeypatch
):
    made = duck.make_texts

    def lose(con, *more, **options):
        made(con, *more, **options)
        con.execute(f"DELETE FROM {table}")

    monkeypatch.setattr(duck, "make_texts", lose)

    found = run(lines({"id": "a", **FINE}))

    assert found.exit_code == ExitCode.FAULT
    assert "AssertionError" in found.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl"]


def test_a_file_that_may_not_be_read_is_said_to_be_so(run, lines, monkeypatch):
    file, opened = lines({"id": "a", **FINE}), Path.open

    def refuse(path, *more, **options):
        if path == file:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return opened(path, *more, **options)

    monkeypatch.setattr(Path, "open", refuse)

    found = run(file)

    assert found.exit_code == ExitCode.NO_FILE
    assert "in.jsonl: cannot be opened: Permission denied." in found.stderr


def test_an_interruption_leaves_nothing(run, lines, tmp_path, monkeypatch):
    def stop(_self, _seconds):
        raise KeyboardInterrupt

    monkeypatch.setattr(doing.Clock, "show", stop)

    found = run(lines({"id": "a", **FINE}))

    assert found.exit_code == ExitCode.INTERRUPTED
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl"]


def test_an_interruption_that_the_database_notices_is_one(run, lines, monkeypatch):
    # It says so in its own words; that these are its words is seen below.
    def stop(*_):
        raise RuntimeError("Query interrupted")

    monkeypatch.setattr(duck._Run, "_all", stop)

    assert run(lines({"id": "a", **FINE})).exit_code == ExitCode.INTERRUPTED


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent as on POSIX")
def test_the_database_tells_of_an_interruption_in_these_words(tmp_path):
    endless = "SELECT sum(length(md5(range::VARCHAR))) FROM range(1_000_000_000)"
    stop = Timer(0.2, os.kill, (os.getpid(), signal.SIGINT))
    with contextlib.closing(duck.database(tmp_path, 1, "500MB")) as con:
        stop.start()

        with pytest.raises(KeyboardInterrupt), duck.interruptible():
            con.execute(endless).fetchall()
    stop.join()


def test_whoever_interrupts_twice_does_not_leave_the_database_at_work():
    class Slow:
        """Goes on until it is told to stop; meanwhile Ctrl-C is pressed again."""

        def __init__(self):
            self.stopped = Event()

        def execute(self, _sql):
            self.stopped.wait(10)
            raise duckdb.InterruptException("stopped")

        def interrupt(self):
            signal.raise_signal(signal.SIGINT)
            self.stopped.set()

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    slow = Slow()
    try:
        stop_at_once()
        with pytest.raises(KeyboardInterrupt), raised():
            duck._watched(slow, "", lambda _: signal.raise_signal(signal.SIGINT))
    finally:
        signal.signal(signal.SIGINT, before)
    assert slow.stopped.is_set()


def test_a_disk_that_is_full_leaves_nothing(run, lines, tmp_path, monkeypatch):
    def full(*_):
        raise duckdb.IOException("IO Error: Could not write file: No space left")

    monkeypatch.setattr(duck._Run, "_copy", full)

    found = run(lines({"id": "a", **FINE}))

    assert found.exit_code == ExitCode.NOT_WRITTEN
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl"]


def test_too_little_memory_is_said(run, lines, monkeypatch):
    def fail(*_):
        raise duckdb.OutOfMemoryException("secret")

    monkeypatch.setattr(duck._Run, "_copy", fail)

    found = run(lines({"id": "a", **FINE}), "--memory", "60MB")

    assert found.exit_code == ExitCode.USAGE
    assert "60MB of memory is too little" in found.stderr


@pytest.mark.parametrize("size", ["2", "x", "2GB; DROP", "0GB", "-1GB"])
def test_a_size_that_is_none_is_refused(size, run, lines):
    assert run(lines({"id": "a"}), "--memory", size).exit_code == ExitCode.USAGE


def test_without_the_database_it_says_what_to_install(run, lines, monkeypatch):
    monkeypatch.setitem(sys.modules, "duckdb", None)
    for name in ("massage_screen.batch.duck",):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.delattr("massage_screen.batch.duck", raising=False)

    found = run(lines({"id": "a"}))

    assert found.exit_code == ExitCode.USAGE
    assert "pip install" in found.stderr


def test_no_such_file(run, tmp_path):
    assert run(tmp_path / "none.csv").exit_code == ExitCode.NO_FILE


def test_a_name_with_signs_of_a_pattern_is_one_file(run, tmp_path):
    (tmp_path / "a[1]*.csv").write_text("id\nx\n")
    (tmp_path / "a1b.csv").write_text("id\ny\n")

    assert run(tmp_path / "a[1]*.csv").exit_code == 0
    assert [row["id"] for row in rows_of(tmp_path / "out.csv")] == ["x"]


def test_names_of_files_say_their_form():
    assert form_of(Path("A.NDJSON")) is Form.JSON_LINES
    with pytest.raises(AnswersError):
        form_of(Path("a.xlsx"))


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal")
def test_how_long_it_takes_is_shown_on_a_terminal_only(tmp_path, monkeypatch):
    shown = []
    monkeypatch.setattr(doing.sys.stderr, "write", shown.append, raising=False)
    clock = doing.Clock()
    clock.show(50)
    clock.wipe()
    assert shown == []

    screen = Screen([sys.executable, "-c", _CLOCK], tmp_path)
    screen.until("Deciding: 50 s")
    screen.until_gone()


_CLOCK = (
    "from massage_screen.cli.doing.batch import Clock; clock = Clock();"
    " clock.show(50.2); import time; time.sleep(1); clock.wipe()"
)


@pytest.mark.parametrize("dialect", ["duckdb", "postgres", "spark"])
def test_the_statement_is_printed_with_the_table_that_it_reads(dialect, tiny):
    found = CliRunner().invoke(app, ["export", "sql", "--dialect", dialect])

    assert found.exit_code == 0, found.output
    comment = [line for line in found.stdout.splitlines() if line.startswith("--")]
    assert all(any(name in line for line in comment) for name in tiny.questions)
    assert found.stdout.rstrip().endswith(";")
    assert ("MATERIALIZED" in found.stdout) is (dialect == "postgres")
    assert any("CollapseProject" in line for line in comment) is (dialect == "spark")


def test_the_printed_statement_runs_on_the_printed_table():
    printed = CliRunner().invoke(app, ["export", "sql", "--json"])
    sql = json.loads(printed.stdout)["sql"]
    table = "\n".join(
        line.removeprefix("--") for line in sql.splitlines() if line.startswith("--")
    )
    con = duckdb.connect()
    con.execute(table[table.index("CREATE TABLE") : table.index(");") + 1])
    con.execute(
        "INSERT INTO records BY NAME SELECT 'a' AS id, ['typo'] AS bladder_signs"
    )

    (row,) = con.execute(sql).fetchall()

    names = json.loads(printed.stdout)["columns"]
    told = dict(zip(names, row, strict=True))
    assert told.pop("reason") == "unknown word"
    assert {name for name, value in told.items() if value is not None} == {
        *("id", "question", "pack", "pack_version", "pack_digest")
    }


def test_what_must_still_be_asked_is_said_where_it_is_wanted(tmp_path, run, lines):
    file = lines({"id": "a", "pain_now": 3}, {"id": "b", "bladder_signs": ["stuck"]})
    assert run(file).exit_code == 0
    assert "required" not in rows_of(tmp_path / "out.csv")[0]

    assert run(file, "--required", "--force").exit_code == 0

    for row, answers in zip(
        rows_of(tmp_path / "out.csv"),
        ({"pain_now": 3}, {"bladder_signs": ("stuck",)}),
        strict=True,
    ):
        decision = decide(load_pack(TINY), Answers(answers))
        assert row["required"] == ";".join(decision.required)
    assert row["unanswered"] != row["required"]
