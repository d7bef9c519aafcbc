"""`export`: writes the rules of a pack in a form for other programs."""

from __future__ import annotations

import enum
from typing import Annotated

import typer

from massage_screen.cli.options import Color, ColorOption, JsonOption, QuestionsOption


class What(enum.StrEnum):
    """What can be exported."""

    SQL = "sql"


class Database(enum.StrEnum):
    """The databases whose statement is run by a test."""

    DUCKDB = "duckdb"
    POSTGRES = "postgres"
    SPARK = "spark"


def export(
    _what: Annotated[What, typer.Argument(metavar="sql", help="What is exported.")],
    dialect: Annotated[
        Database, typer.Option("--dialect", help="For which database.")
    ] = Database.DUCKDB,
    questions: QuestionsOption = None,
    json: JsonOption = False,
    color: ColorOption = Color.AUTO,  # noqa: ARG001  every command takes it
) -> None:
    """Print the rules of a pack as one SQL statement, with the table that it reads.

    Example: massage-screen export sql --dialect postgres > rules.sql
    """
    from massage_screen.cli.doing.export import export_sql  # noqa: PLC0415  start-up

    export_sql(dialect, questions, json=json)
