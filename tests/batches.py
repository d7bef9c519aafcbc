"""Many sheets through the statement of a pack, and what `decide` makes of each.

Used by the tests, and by `bench.batch_equality` for all cases and thousands of sheets.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from massage_screen.answers import NONE, UNSURE, Answers, Value, doubt_of
from massage_screen.batch import shown
from massage_screen.batch.dialect import DUCKDB, Dialect
from massage_screen.batch.limits import layout_of
from massage_screen.batch.statement import CODED, parted
from massage_screen.coding import codings
from massage_screen.decision import Decision, decide
from massage_screen.note_line import line_of, noted
from massage_screen.pack import Cell, Pack, Question
from massage_screen.screened import Screened
from massage_screen.sheet import Sheet

Row = dict[str, Any]
#: What not every statement says: `batch` adds two, one is there when asked for.
_ADDED = ("note", "limits", "required")
#: The day of the decisions.
DAY = "2027-01-31"
_coded = cache(codings)


def in_words(pack: Pack, answers: Mapping[str, Value]) -> Row:
    """Return a sheet as a row of the table that the statement reads."""
    row: Row = {}
    for name, coding in _coded(pack).items():
        value = answers.get(name)
        if isinstance(value, tuple):
            row[name] = list(value)
        elif value is not None:
            row[name] = [value] if coding.several else str(value)
    return row


def types_of(pack: Pack, dialect: Dialect) -> dict[str, str]:
    """Return the columns of that table with their types."""
    word = "VARCHAR" if dialect is DUCKDB else "TEXT"
    lists = {n: dialect.text_list for n, c in _coded(pack).items() if c.several}
    return {"id": word, **dict.fromkeys(_coded(pack), word), **lists}


def by_duckdb(
    pack: Pack,
    sheets: Sequence[Mapping[str, Value]],
    folder: Path,
    *,
    required: bool = True,
) -> list[Row]:
    """Return what the statement makes of sheets, in their order."""
    import duckdb  # noqa: PLC0415  an extra: other databases need none of it

    from massage_screen.batch.duck import (  # noqa: PLC0415  imports it
        OPTIMIZED,
        make_texts,
    )

    file = folder / "sheets.jsonl"
    with file.open("w", encoding="utf-8") as stream:
        for number, sheet in enumerate(sheets):
            row = {"id": f"{number:07}", **in_words(pack, sheet)}
            stream.write(json.dumps(row) + "\n")
    types = ", ".join(f"'{n}': '{t}'" for n, t in types_of(pack, DUCKDB).items())
    con = duckdb.connect(config={"threads": 1, "memory_limit": "2GB"})
    try:
        con.execute(
            f"CREATE TABLE records AS SELECT * FROM read_json('{file}',"
            f" format = 'newline_delimited', columns = {{{types}}})"
        )
        known = con.execute("SELECT name FROM duckdb_optimizers()").fetchall()
        left_out = {name for (name,) in known} - set(OPTIMIZED)
        con.execute(f"SET disabled_optimizers = '{','.join(left_out)}'")
        made = parted(pack, DUCKDB, required=required)
        con.execute(f"CREATE TABLE {CODED} AS {made.codes.sql}")
        make_texts(con, made, DAY)
        rows = con.execute(shown.decided(made, made.shown)).fetchall()
        wrong = con.execute(shown.rejected("id")).fetchall()
        cells = con.execute(
            f"SELECT id, region, pressure_at_most, note, rules FROM ("
            f"{shown.cells(made, list(pack.regions), list(pack.techniques))})"
            " AS cells WHERE rules <> '' ORDER BY id"
        ).fetchall()
    finally:
        con.close()
    assert wrong == []
    found = {
        row["id"]: row for row in (dict(zip(made.shown, r, strict=True)) for r in rows)
    }
    for row in found.values():
        row["limits"] = set()
    for name, *limit in cells:
        found[name]["limits"].add(tuple(limit))
    return [found[name] for name in sorted(found)]


def by_decide(pack: Pack, answers: Mapping[str, Value]) -> Row:
    """Return the same columns from `decide`, but for the id."""
    decision = decide(pack, Answers(answers))
    left = {*decision.required, *decision.optional}
    see_by = decision.see_by
    return {
        "disposition": decision.disposition and decision.disposition.value,
        "standing": decision.standing.value,
        "timeframe": decision.timeframe,
        "complete": decision.complete,
        "headline": decision.headline,
        "findings": ";".join(finding.rule.id for finding in decision.findings),
        "unsure": ";".join(decision.unsure),
        "unanswered": ";".join(q for q in pack.questions if q in left),
        "required": ";".join(decision.required),
        "set_aside": ";".join(decision.set_aside),
        "lines_set_aside": ";".join(_lines_set_aside(pack, decision)),
        "see_by_weeks": see_by and see_by.weeks,
        "see_by_for": "; ".join(see_by.what_for) if see_by else "",
        "see_by_overdue": bool(see_by and see_by.overdue),
        **_regions(pack, decision),
        "note": _note(pack, Answers(answers), decision),
        "limits": {
            (each.region, each.pressure_at_most, each.note, ";".join(each.rules))
            for each in decision.limits
        },
        "pack": pack.about.id,
        "pack_version": pack.about.version,
        "pack_digest": pack.digest,
    }


def _note(pack: Pack, answers: Answers, decision: Decision) -> str:
    """Return the note; a record was not stopped early by anybody."""
    client = Screened(Sheet(pack, answers), decision, "", DAY)
    told = noted(client)
    if client.stopped_early:
        told = msgspec.structs.replace(told, word="INCOMPLETE", frame="")
    return line_of(told)


def _lines_set_aside(pack: Pack, decision: Decision) -> Iterator[str]:
    for question, words in decision.lines_set_aside.items():
        for line in _coded(pack)[question].own:
            yield from (f"{question}.{w}" for w in (line, doubt_of(line)) if w in words)


def _regions(pack: Pack, decision: Decision) -> Row:
    layout = layout_of(pack)
    caps = {limit.region: limit.pressure_at_most or 0 for limit in decision.limits}
    found = {}
    for region, row in decision.grid.items():
        code = caps.get(region, 0) << layout.cap
        for bit, technique in enumerate(pack.techniques):
            code |= (row[technique] is Cell.AVOID) << bit
            code |= (row[technique] is Cell.MODIFY) << bit + layout.milder
        found[f"region_{region}"] = code
    return found


def differences(
    pack: Pack, sheets: Sequence[Mapping[str, Value]], found: Sequence[Row]
) -> dict[str, list[int]]:
    """Return the columns that differ from `decide`, each with which sheets."""
    wrong: dict[str, list[int]] = {}
    if len(found) != len(sheets):
        wrong["rows"] = [len(found)]
    for number, (sheet, row) in enumerate(zip(sheets, found, strict=False)):
        if row.get("reason") or row.get("question"):
            wrong.setdefault("reason", []).append(number)
        for name, value in by_decide(pack, sheet).items():
            if name in _ADDED and name not in row:
                continue
            if row[name] != value:
                wrong.setdefault(name, []).append(number)
    return wrong


def drawn(pack: Pack, seed: int, count: int) -> Iterator[Answers]:
    """Draw sheets: some whole, some broken off, some with answers that do not count."""
    rng = random.Random(seed)
    for number in range(count):
        yield (_whole if number % 2 else _any)(pack, rng)


def changed(
    pack: Pack, cases: Sequence[Mapping[str, Value]], seed: int, count: int
) -> Iterator[Answers]:
    """Draw cases with a few answers taken away, and a few others put there."""
    rng = random.Random(seed)
    for _ in range(count):
        told = dict(rng.choice(cases))
        for name in rng.sample(sorted(told), min(len(told), rng.randrange(4))):
            del told[name]
        for question in rng.sample([*pack.questions.values()], rng.randrange(4)):
            told[question.id] = _value(question, rng)
        yield Answers(told)


def _known(pack: Pack, rng: random.Random) -> dict[str, Value]:
    """Draw what the program knows, or that it is not said."""
    every = pack.known.values()
    return {each.id: rng.choice(each.values) for each in every if rng.randrange(2)}


def _any(pack: Pack, rng: random.Random) -> Answers:
    """Draw answers to any questions, also to those that are not asked."""
    some = rng.random()
    asked = (q for q in pack.questions.values() if rng.random() < some)
    return Answers(_known(pack, rng) | {q.id: _value(q, rng) for q in asked})


def _whole(pack: Pack, rng: random.Random) -> Answers:
    """Draw a client who answers what is asked, mostly that there is nothing."""
    sheet, worry = Sheet(pack, Answers(_known(pack, rng))), rng.choice((0.02, 0.1, 0.5))
    for question in pack.questions.values():
        if sheet.relevance[question.id]:
            offered = sheet.as_offered(question)
            told = rng.random() < worry
            value = _value(offered, rng) if told else offered.mildest
            sheet = sheet.with_answer(question.id, value)
    return sheet.answers


def _value(question: Question, rng: random.Random) -> Value:
    if question.takes.counts:
        low, high = question.minimum or 0, question.maximum or 10
        return rng.choice([UNSURE, rng.randint(low, high), rng.uniform(low, high)])
    if not question.takes.several:
        return rng.choice([*question.words])
    lines = [choice.id for choice in question.choices]
    few = rng.sample(lines, min(len(lines), rng.randrange(4)))
    words = [rng.choice([w, w, doubt_of(w)]) for w in few]
    words += [UNSURE] if rng.randrange(8) == 0 else []
    return question.accept(words or [NONE])


def sampled(items: Iterable[Any], each: int) -> list[Any]:
    """Return every so many of some."""
    return [item for number, item in enumerate(items) if number % each == 0]
