"""Prints the rules of a pack as one SQL statement."""

from __future__ import annotations

import typer

from massage_screen.batch.dialect import DIALECTS
from massage_screen.batch.statement import expected, statement
from massage_screen.cli.doing.files import load_named
from massage_screen.cli.output import print_json


def export_sql(dialect: str, questions: str | None, *, json: bool) -> None:
    """Print the statement of a pack, under a comment on what it reads."""
    pack = load_named(questions)
    written = DIALECTS[dialect]
    made = statement(pack, written)
    sql = f"{expected(pack, written)}{made.sql};"
    if json:
        about = pack.about
        print_json(
            {
                "dialect": dialect,
                "columns": list(made.columns),
                "sql": sql,
                "pack": {
                    "id": about.id,
                    "version": about.version,
                    "digest": pack.digest,
                },
            }
        )
    else:
        typer.echo(sql)
