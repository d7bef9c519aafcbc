"""Measures `batch` as ratios in one run: to `decide`, and to DuckDB reading the file.

    python -m bench.batch --rows 1000000 --distinct 100000

The records are distinct sheets (cases with answers changed, and drawn ones), repeated
under new ids up to the number of rows; that flatters reading, not deciding. Each figure
is one run in a process of its own, as peaks of memory do not go down again. What runs
on one thread is counted in seconds of the processor, which others on the machine
lengthen less; only two threads are held against one by the clock.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from massage_screen.answers import Answers
from massage_screen.batch.dialect import DUCKDB
from massage_screen.batch.duck import OPTIMIZED, Order, run
from massage_screen.batch.statement import parted
from massage_screen.catalogue import load_pack, pack_folder
from massage_screen.decision import decide

#: Decisions a second of version 0.1.0, with its pack of 179 rules, on two idle cores.
_FIRST_DECIDE = 1_731
#: Rows that stand together, so that several threads have something to do.
_ROWS_TOGETHER = 20_480


def main() -> None:
    """Measure, or do one of the parts of it in this process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--distinct", type=int, default=100_000)
    parser.add_argument("--part", default="")
    parser.add_argument("--file", default="")
    parser.add_argument("--threads", type=int, default=1)
    asked = parser.parse_args()
    if asked.part:
        print(json.dumps(_PARTS[asked.part](Path(asked.file), asked.threads)))
    else:
        _measure(asked.rows, asked.distinct)


def _measure(rows: int, distinct: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        many, few = folder / "many.parquet", folder / "few.parquet"
        _make(folder, many, rows, distinct)
        _make(folder, few, rows // 10, distinct)
        print(
            f"{rows:,} rows of {min(rows, distinct):,} distinct; load {os.getloadavg()}"
        )
        plan = _part("plan", many)
        print(f"start (build and plan): {plan['seconds']:.2f} s")
        by_one = _part("decide", many)
        print(f"decide: {by_one['rate']:,.0f} a second")
        scan, copy = _part("scan", many), _part("copy", many)
        one, two, tenth = (
            _part("batch", many),
            _part("batch", many, threads=2),
            _part("batch", few),
        )
        rate = rows / one["seconds"]
        print(f"batch, 1 thread: {one['seconds']:.1f} s, {rate:,.0f} a second")
        print(f"  {rate / by_one['rate']:.1f} x decide")
        print(f"  {rate / _FIRST_DECIDE:.1f} x decide of 0.1.0 as it was measured then")
        print(f"  {one['seconds'] / scan['seconds']:.1f} x the hash of every column")
        print(f"  {one['seconds'] / copy['seconds']:.1f} x a plain copy")
        print(f"  {one['seconds'] / tenth['seconds']:.1f} x the time of a tenth")
        print(
            f"batch, by the clock: {one['clock']:.1f} s, 2 threads {two['clock']:.1f} s"
        )
        print(f"  {one['clock'] / two['clock']:.2f} x as fast with two threads")
        print(f"peak: {one['peak']:.0f} MB, with 2 threads {two['peak']:.0f} MB")


def _part(part: str, file: Path, threads: int = 1) -> dict[str, float]:
    words = [sys.executable, "-m", "bench.batch", "--part", part, "--file", str(file)]
    words += ["--threads", str(threads)]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _make(folder: Path, file: Path, rows: int, distinct: int) -> None:
    """Write a file of so many rows."""
    from tests.batches import changed, in_words, types_of  # noqa: PLC0415  as below
    from tests.shipped import CASES, PACK  # noqa: PLC0415  takes seconds to load

    sheets = folder / "sheets.jsonl"
    count = min(rows, distinct)
    if not sheets.exists():
        cases = [case.answers for case in CASES]
        with sheets.open("w", encoding="utf-8") as stream:
            for sheet in changed(PACK, cases, seed=1, count=count):
                stream.write(json.dumps(in_words(PACK, sheet)) + "\n")
    types = ", ".join(f"'{n}': '{t}'" for n, t in types_of(PACK, DUCKDB).items())
    times = -(-rows // count)
    duckdb.sql(
        f"COPY (SELECT * REPLACE (printf('%08d', row_number() OVER ()) AS id) FROM"
        f" (SELECT s.* FROM range({times}), read_json('{sheets}', columns ="
        f" {{{types}}}, format = 'newline_delimited') AS s LIMIT {rows})) TO '{file}'"
        f" (FORMAT parquet, ROW_GROUP_SIZE {_ROWS_TOGETHER})"
    )


def _timed(sql: str, threads: int) -> dict[str, float]:
    con = duckdb.connect(config={"threads": threads, "memory_limit": "2GB"})
    start = time.process_time()
    con.execute(sql).fetchall()
    return {"seconds": time.process_time() - start}


def _scan(file: Path, threads: int) -> dict[str, float]:
    described = duckdb.sql(f"DESCRIBE SELECT * FROM '{file}'").fetchall()
    hashes = ", ".join(f'bit_xor(hash("{row[0]}"))' for row in described)
    return _timed(f"SELECT {hashes} FROM '{file}'", threads)


def _copy(file: Path, threads: int) -> dict[str, float]:
    target = file.with_name("copy.parquet")
    options = f"FORMAT parquet, ROW_GROUP_SIZE {_ROWS_TOGETHER}"
    return _timed(f"COPY (FROM '{file}') TO '{target}' ({options})", threads)


def _batch(file: Path, threads: int) -> dict[str, float]:
    target = file.with_name(f"decided{threads}{file.stem}.parquet")
    pack = load_pack(pack_folder())
    start, clock = time.process_time(), time.perf_counter()
    order = Order(source=file, target=target, threads=threads)
    counts = run(order, pack, "2027-01-31", lambda _: None)
    clock, seconds = time.perf_counter() - clock, time.process_time() - start
    # Not what `resource` says: that has the peak of the process which started this one.
    status = Path("/proc/self/status").read_text("utf-8")
    peak = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    return {"seconds": seconds, "clock": clock, "peak": peak, "rows": counts.rows}


def _plan(_file: Path, _threads: int) -> dict[str, float]:
    from tests.batches import types_of  # noqa: PLC0415  loads the cases

    pack = load_pack(pack_folder())
    con = duckdb.connect()
    columns = ", ".join(f'"{n}" {t}' for n, t in types_of(pack, DUCKDB).items())
    con.execute(f"CREATE TABLE records ({columns})")
    names = {
        name
        for (name,) in con.execute("SELECT name FROM duckdb_optimizers()").fetchall()
    }
    con.execute(f"SET disabled_optimizers = '{','.join(names - set(OPTIMIZED))}'")
    start = time.process_time()
    con.execute(f"PREPARE decided AS {parted(pack, DUCKDB).codes.sql}")
    return {"seconds": time.process_time() - start}


def _decide(file: Path, _threads: int) -> dict[str, float]:
    pack = load_pack(pack_folder())
    sheets = []
    with file.with_name("sheets.jsonl").open(encoding="utf-8") as stream:
        for line, _ in zip(stream, range(2000), strict=False):
            told = json.loads(line).items()
            sheets.append(Answers({name: _value(pack, name, v) for name, v in told}))
    start = time.process_time()
    for sheet in sheets:
        decide(pack, sheet)
    return {"rate": len(sheets) / (time.process_time() - start)}


def _value(pack, name, value):
    if name in pack.known:
        return value
    question = pack.questions[name]
    number = question.takes.counts and value != "unsure"
    return question.accept(float(value) if number else value)


_PARTS = {
    "batch": _batch,
    "copy": _copy,
    "decide": _decide,
    "plan": _plan,
    "scan": _scan,
}

if __name__ == "__main__":
    main()
