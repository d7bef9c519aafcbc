"""Spark in local mode for tests, where pyspark and Java are installed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from massage_screen.answers import Value
from massage_screen.batch.dialect import SPARK
from massage_screen.batch.statement import statement
from massage_screen.pack import Pack
from tests.batches import Row, in_words, types_of

#: The most memory of the process, and how deep it may go into a long statement.
_NOT_INTO_EACH_OTHER = "org.apache.spark.sql.catalyst.optimizer.CollapseProject"
_MEMORY, _STACK = "3g", "-Xss256m"


def why_not() -> str:
    """Return why Spark cannot run here, or nothing."""
    if find_spec("pyspark") is None:
        return "pyspark is not installed"
    return "" if shutil.which("java") else "no Java is installed"


def session(folder: Path) -> Any:
    """Start Spark with one thread, in a folder."""
    from pyspark.sql import SparkSession  # noqa: PLC0415  may not be installed

    return (
        SparkSession.builder.master("local[1]")
        .config("spark.driver.memory", _MEMORY)
        .config("spark.driver.extraJavaOptions", _STACK)
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.local.dir", str(folder))
        .config("spark.sql.warehouse.dir", str(folder / "warehouse"))
        .config("spark.sql.shuffle.partitions", "1")
        # It would put the steps into each other, and not come to an end.
        .config("spark.sql.optimizer.excludedRules", _NOT_INTO_EACH_OTHER)
        .config("spark.sql.codegen.wholeStage", "false")
        .getOrCreate()
    )


def by_spark(
    pack: Pack, sheets: Sequence[Mapping[str, Value]], spark: Any, folder: Path
) -> list[Row]:
    """Return what the statement makes of sheets in Spark, in their order."""
    file = folder / "sheets.jsonl"
    with file.open("w", encoding="utf-8") as stream:
        for number, sheet in enumerate(sheets):
            row = {"id": f"{number:07}", **in_words(pack, sheet)}
            stream.write(json.dumps(row) + "\n")
    types = {n: t.replace("TEXT", "STRING") for n, t in types_of(pack, SPARK).items()}
    schema = ", ".join(f"`{name}` {kind}" for name, kind in types.items())
    spark.read.schema(schema).json(str(file)).createOrReplaceTempView("records")
    rows = spark.sql(statement(pack, SPARK).sql).collect()
    return sorted((row.asDict() for row in rows), key=lambda row: row["id"])
