"""Decides many records, shows how far it is, and says what became of them."""

from __future__ import annotations

import contextlib
import re
import shlex
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import typer

from massage_screen.cli.doing.files import load_named, today
from massage_screen.cli.failures import ExitCode
from massage_screen.cli.output import print_json, say, tell
from massage_screen.errors import NoBatch
from massage_screen.pack import Pack
from massage_screen.text import first_lines, name_of, quoted

if TYPE_CHECKING:
    from massage_screen.batch.duck import Counts

_SIZE = re.compile(r"[1-9][0-9]{0,5}([.][0-9]{1,3})? ?[MG]B")


class Wanted(NamedTuple):
    """What stands on the command line."""

    source: str
    target: str
    rejected: str | None
    cells: str | None
    threads: int
    memory: str
    force: bool
    required: bool


def batch(wanted: Wanted, questions: str | None, *, json: bool) -> None:
    """Decide every record of a file, into another file.

    Raises:
        NoBatch: The database that it needs is not installed.
        Exit: Rows were rejected, or the size of the memory is none.
    """
    if not _SIZE.fullmatch(wanted.memory):
        say(f"--memory {quoted(wanted.memory)}: must be like 2GB or 500MB.")
        raise typer.Exit(ExitCode.USAGE)
    with told_to_install():
        from massage_screen.batch import duck  # noqa: PLC0415  duckdb, an extra
    pack = load_named(questions)
    clock = Clock()
    order = duck.Order(
        source=Path(wanted.source),
        target=Path(wanted.target),
        rejected=Path(wanted.rejected) if wanted.rejected is not None else None,
        cells=Path(wanted.cells) if wanted.cells is not None else None,
        threads=wanted.threads,
        memory=wanted.memory.replace(" ", ""),
        force=wanted.force,
        required=wanted.required,
    )
    try:
        counts = duck.run(order, pack, today(), clock.show)
    finally:
        clock.wipe()
    _conclude(counts, wanted, pack, json=json)


@contextlib.contextmanager
def told_to_install() -> Iterator[None]:
    """Say what to do where the database is not installed.

    Raises:
        NoBatch: It is not.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name != "duckdb":
            raise
        raise NoBatch(
            "A batch needs the database DuckDB, which is not installed.\n"
            f"Install it with: {shlex.quote(sys.executable)} -m pip install duckdb\n"
            "Everything else works without it."
        ) from None


def _conclude(counts: Counts, wanted: Wanted, pack: Pack, *, json: bool) -> None:
    """Say what became of the rows.

    Raises:
        Exit: Some were rejected.
    """
    _say_unasked(counts.unasked, pack)
    if json:
        print_json(_as_json(counts, pack))
    else:
        tell(f"{counts.rows:,} rows. Decided: {_listed(counts.decided)}.")
    if counts.rejected:
        rejected = sum(counts.rejected.values())
        where = f" They stand in {name_of(wanted.rejected)}." if wanted.rejected else ""
        say(
            f"Not decided: {rejected:,} of {counts.rows:,} rows:"
            f" {_listed(counts.rejected)}.{where}"
        )
        raise typer.Exit(ExitCode.ANSWERS)


def _say_unasked(unasked: tuple[str, ...], pack: Pack) -> None:
    """Say once which questions are unanswered in every row."""
    if unasked:
        listed = ", ".join(first_lines(unasked, len(unasked)))
        say(
            f"Unanswered in every row, as {len(unasked)} of {len(pack.questions)}"
            f" questions have no column: {listed}."
        )


def _listed(counts: Mapping[str, int]) -> str:
    parts = [f"{count:,} {what}" for what, count in counts.items()]
    return ", ".join(parts) or "none"


def _as_json(counts: Counts, pack: Pack) -> dict[str, Any]:
    about = pack.about
    return {
        "rows": counts.rows,
        "decided": dict(counts.decided),
        "rejected": dict(counts.rejected),
        "without_column": list(counts.unasked),
        "pack": {"id": about.id, "version": about.version, "digest": pack.digest},
    }


class Clock:
    """A line on a terminal that says for how long it works; none elsewhere."""

    def __init__(self) -> None:
        """Begin with nothing shown."""
        self._shown = ""

    def show(self, seconds: float) -> None:
        """Show how long it takes so far."""
        if sys.stderr.isatty():
            self._shown = f"Deciding: {int(seconds)} s"
            sys.stderr.write(f"\r{self._shown}")
            sys.stderr.flush()

    def wipe(self) -> None:
        """Take the line away."""
        if self._shown:
            sys.stderr.write(f"\r{' ' * len(self._shown)}\r")
            sys.stderr.flush()
            self._shown = ""
