"""A Postgres of its own for tests: a folder, a private socket, little memory.

It listens on no network. Where there is no server to start, there is none.
"""

from __future__ import annotations

import contextlib
import csv
import io
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from massage_screen.answers import Value
from massage_screen.batch.dialect import POSTGRES
from massage_screen.batch.statement import statement
from massage_screen.pack import Pack
from tests.batches import Row, in_words, types_of

#: The most memory of each process of the server, in kB: a statement whose steps are
#: put into each other takes all there is.
_MEMORY_KB = 3_000_000
_NUMBERS = ("see_by_weeks", "region_")
_TRUTHS = ("complete", "see_by_overdue")


def program(name: str) -> str | None:
    """Return where a program of the server is; Debian has it beside the path."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(found[-1]) if found else shutil.which(name)


def why_not() -> str:
    """Return why no server can be started here, or nothing."""
    if os.name != "posix":
        return "the server is started on Linux and macOS only"
    if not (program("initdb") and program("pg_ctl") and program("psql")):
        return "no Postgres server is installed"
    return "" if os.geteuid() or _someone() else "no user to run a server as"


def _someone() -> str:
    """Return a user for a server that does not run as root."""
    import pwd  # noqa: PLC0415  not on every platform

    with contextlib.suppress(KeyError):
        return pwd.getpwnam("postgres").pw_name
    return ""


@contextlib.contextmanager
def server() -> Iterator[Path]:
    """Start a server in a new folder, and stop it; return the folder of its socket."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    root = not os.geteuid()
    if root:
        shutil.chown(folder, _someone())
    own = ["setpriv", f"--reuid={_someone()}", "--clear-groups"] if root else []
    data, log = folder / "data", folder / "log"

    def call(*words: str) -> None:
        limited = ["sh", "-c", f'ulimit -v {_MEMORY_KB}; exec "$@"', "sh"]
        subprocess.run(
            [*limited, *own, *words],
            check=True,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    control = str(program("pg_ctl"))
    try:
        call(
            str(program("initdb")),
            *("-D", str(data), "-U", "tester", "-A", "trust"),
            *("--no-sync", "-E", "UTF8", "--locale=C"),
        )
        settings = (
            f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
            " -c work_mem=64MB -c shared_buffers=64MB -c jit=off"
            " -c max_parallel_workers_per_gather=0 -c max_stack_depth=6MB"
        )
        call(control, "-D", str(data), "-l", str(log), "-o", settings, "-w", "start")
        try:
            yield folder
        finally:
            call(control, "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def by_postgres(
    pack: Pack, sheets: Sequence[Mapping[str, Value]], socket: Path | None = None
) -> list[Row]:
    """Return what the statement makes of sheets in Postgres, in their order.

    Args:
        pack: The rules.
        sheets: The answers of each client.
        socket: The folder of the socket of a server; without, one is started.
    """
    if socket is None:
        with server() as started:
            return by_postgres(pack, sheets, started)
    types = types_of(pack, POSTGRES)
    listed = ", ".join(f'"{name}" {kind}' for name, kind in types.items())
    made = statement(pack, POSTGRES)
    script = (
        f"DROP TABLE IF EXISTS records;\nCREATE TABLE records ({listed});\n"
        f"COPY records FROM STDIN (FORMAT csv);\n{_as_csv(pack, sheets)}\\.\n"
        f"COPY ({made.sql}) TO STDOUT (FORMAT csv, NULL '~');\n"
    )
    words = ["-h", str(socket), "-U", "tester", "-d", "postgres"]
    done = subprocess.run(
        [str(program("psql")), "-X", "-q", "-v", "ON_ERROR_STOP=1", *words],
        input=script,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    rows = csv.reader(io.StringIO(done.stdout))
    found = (
        {n: _read(n, value) for n, value in zip(made.columns, row, strict=True)}
        for row in rows
    )
    return sorted(found, key=lambda row: row["id"])


def _as_csv(pack: Pack, sheets: Sequence[Mapping[str, Value]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for number, sheet in enumerate(sheets):
        told = in_words(pack, sheet)
        row = [f"{number:07}"]
        for name in types_of(pack, POSTGRES):
            if name != "id":
                value = told.get(name)
                listed = isinstance(value, list)
                row.append("{" + ",".join(value) + "}" if listed else value)
        writer.writerow(row)
    return text.getvalue()


def _read(name: str, value: str) -> object:
    """Return what a field of the result stands for."""
    if value == "~":
        return None
    if name.startswith(_NUMBERS):
        return int(value)
    return value == "t" if name in _TRUTHS else value
