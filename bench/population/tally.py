"""A tally of consecutive clients of a real practice: how many gave which answer.

It is a CSV file of four columns, made once a study has ended. No row is a client, so
nobody can be found in it again.

    question,answer,clients,of
    result,postpone,31,300
    age,over_65,44,300

`of` is of how many clients: all of the study, or those who were asked that line.
Beside answers and results, `kind` and `pain` can be counted, which the therapist sees.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from bench.population.counts import RESULTS, SHOWN
from bench.population.drawing import FIRST
from massage_screen.answers import UNSURE, is_unsure, line_of, read_answers
from massage_screen.errors import AnswersError
from massage_screen.pack import Pack, Practice, Question
from massage_screen.pack.known import VISIT
from massage_screen.screened import Screened, read_screened
from massage_screen.sheet import Sheet

#: What stands in the place of a question in the rows of results.
RESULT = "result"
HEADING = ("question", "answer", "clients", "of")
_NUMBER = re.compile("[0-9]{1,9}")


class TallyError(Exception):
    """A tally that cannot be read; its message says where and what to do."""


class Row(NamedTuple):
    """So many clients, of so many, gave an answer, or got a result.

    Attributes:
        question: The id of a question, or `result`.
        answer: A choice, `unsure`, or a disposition.
        clients: How many.
        of: Of how many.
    """

    question: str
    answer: str
    clients: int
    of: int


def counted(pack: Pack) -> tuple[Question, ...]:
    """Return the questions whose answers can be counted: those with lines."""
    questions = pack.questions.values()
    return tuple(q for q in questions if not (q.records_only or q.takes.counts))


def traits(rates: Practice) -> dict[str, tuple[str, ...]]:
    """Return the traits that can be counted, with their values.

    They are those that are seen of a client and answer no question.
    """
    return {
        trait.id: tuple(dict.fromkeys(v for rate in trait.rates for v in rate.values))
        for trait in rates.trait
        if trait.id in SHOWN and not trait.answers
    }


def told_in(sheet: Sheet) -> Iterator[tuple[str, set[str], set[str]]]:
    """Go through the answers of a client that can be counted.

    Returns:
        The question, what was offered, and what was said of it: with `unsure` for any
        doubt, and a line in doubt as that line.
    """
    for question in counted(sheet.pack):
        if (value := sheet.counts.get(question.id)) is not None:
            offered = {line.id for line in sheet.as_offered(question).choices}
            words = value if isinstance(value, tuple) else (str(value),)
            said = {line_of(word) for word in words}
            said |= {UNSURE} if is_unsure(value) else set()
            yield question.id, offered | {UNSURE}, said


def _rows(pack: Pack, rates: Practice) -> Iterator[tuple[str, str]]:
    """Go through what can be counted: results, what is seen, answers."""
    yield from ((RESULT, result) for result in RESULTS)
    for trait, values in traits(rates).items():
        yield from ((trait, value) for value in values)
    for question in counted(pack):
        yield from ((question.id, choice.id) for choice in question.choices)
        yield question.id, UNSURE


def saved(folder: str, pack: Pack) -> Iterator[Screened]:
    """Go through the decisions of a folder, saved or written by `records export`.

    A file that is none is named on standard error and left out.

    Raises:
        TallyError: There is no such folder.
    """
    if not Path(folder).is_dir():
        raise TallyError(f"{folder}: no such folder")
    for path in sorted(Path(folder).glob("*.json")):
        try:
            decision = _decision(path.read_bytes(), path.name)
            yield read_screened(decision, path.name, pack, "")
        except (AnswersError, OSError) as error:
            print(f"left out: {error}", file=sys.stderr)


def _decision(data: bytes, name: str) -> bytes:
    """Return the decision in a file; that of a record stands inside of it."""
    inside = read_answers(data, name).get("decision")
    return data if inside is None else json.dumps(inside).encode()


def tally_of(clients: Iterable[Screened], pack: Pack, rates: Practice) -> list[Row]:
    """Return the tally of first visits that were saved, one decision a client.

    What only the therapist sees is left at 0 of 0. Who was rightly stopped early was
    held back, and counts as such. Any other result that is not complete counts in no
    row of results, while its answers count.
    """
    given: Counter[tuple[str, str]] = Counter()
    of: Counter[tuple[str, str]] = Counter()
    for client in clients:
        sheet, result = client.sheet, client.decision.standing
        if sheet.counts.get(VISIT, FIRST) != FIRST:
            continue
        told = list(told_in(sheet))
        if client.has_result:
            told.append((RESULT, set(RESULTS), {result.value}))
        for name, offered, said in told:
            of.update((name, word) for word in offered)
            given.update((name, word) for word in said)
    return [Row(*what, given[what], of[what]) for what in _rows(pack, rates)]


def written(rows: Iterable[Row]) -> str:
    """Return a tally as the text of its file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([HEADING, *rows])
    return text.getvalue()


def read(text: str, pack: Pack, rates: Practice) -> list[Row]:
    """Read a tally; rows in which nobody was asked are left out.

    Args:
        text: The file, as a spreadsheet saves it.
        pack: The pack whose questions were asked.
        rates: The model, which says what else is seen of a client.

    Raises:
        TallyError: A row does not fit, with its line, or nothing was counted.
    """
    lines = _cells(text)
    if next(lines, (1, []))[1] != [*HEADING]:
        raise TallyError(f"line 1: the heading must be {','.join(HEADING)}")
    known, rows = set(_rows(pack, rates)), dict[tuple[str, str], Row]()
    for line, cells in lines:
        if not any(cells):
            continue
        row = _row(line, cells)
        what = row.question, row.answer
        if what not in known:
            raise _wrong(line, _unknown(row, known))
        if what in rows:
            raise _wrong(line, f"{row.question}, {row.answer}: twice")
        rows[what] = row
    found = [row for row in rows.values() if row.of]
    if not found:
        raise TallyError("nothing was counted: every row is of 0 clients")
    return found


def _cells(text: str) -> Iterator[tuple[int, list[str]]]:
    """Go through the lines of a table, each with its number."""
    table = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    try:
        for cells in table:
            yield table.line_num, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise _wrong(table.line_num, str(error)) from None


def _row(line: int, cells: list[str]) -> Row:
    if len(cells) != len(HEADING):
        raise _wrong(line, f"{len(cells)} cells, where {len(HEADING)} belong")
    question, answer, *numbers = cells
    if not all(map(_NUMBER.fullmatch, numbers)):
        raise _wrong(line, "clients and of must be whole numbers")
    clients, of = map(int, numbers)
    if clients > of:
        raise _wrong(line, f"{clients} clients of {of}")
    return Row(question, answer, clients, of)


def _wrong(line: int, what: str) -> TallyError:
    return TallyError(f"line {line}: {what}")


def _unknown(row: Row, known: Iterable[tuple[str, str]]) -> str:
    if row.question in {question for question, _ in known}:
        return f"{row.question} has no answer {row.answer!r}"
    return f"nothing that can be counted is called {row.question!r}"
