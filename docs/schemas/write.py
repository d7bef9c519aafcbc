"""Writes the JSON Schemas of pack files, with which editors complete and check TOML.

Run `python docs/schemas/write.py` after a change of `massage_screen/pack/` or
`questions/README.md`; a test says when that was forgotten.
"""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path
from typing import Any

import msgspec

from massage_screen.pack import (
    CaseFile,
    ClaimFile,
    ConcernFile,
    PackFile,
    ReferenceFile,
    SafetyFile,
    Table,
)

HERE = Path(__file__).parent
FIELDS = HERE.parent.parent / "questions" / "README.md"
FILES: dict[str, type[Table]] = {
    "pack.schema.json": PackFile,
    "concern.schema.json": ConcernFile,
    "references.schema.json": ReferenceFile,
    "cases.schema.json": CaseFile,
    "claims.schema.json": ClaimFile,
    "safety.schema.json": SafetyFile,
}


def written(model: type[Table]) -> str:
    """Return the schema of one kind of file, with the meaning of every field."""
    schema: dict[str, Any] = _ordered(msgspec.json.schema(model, schema_hook=_answer))
    meanings = _meanings()
    for name, table in schema["$defs"].items():
        for key, field in table["properties"].items():
            # "description" beside "$ref" is permitted since draft 2019-09.
            field["description"] = meanings[name, key]
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return json.dumps(dialect | schema, indent=2, ensure_ascii=False) + "\n"


def _ordered(part: Any) -> Any:
    """Write what depends on the version of Python or msgspec in one way."""
    if isinstance(part, list):
        return [_ordered(each) for each in part]
    if not isinstance(part, dict):
        return part
    ordered = {key: _ordered(value) for key, value in part.items()}
    if "description" in ordered and isinstance(ordered["description"], str):
        ordered["description"] = inspect.cleandoc(ordered["description"])
    if "anyOf" in ordered:
        ordered["anyOf"].sort(key=json.dumps)
    return ordered


def _answer(_: type) -> dict[str, Any]:
    """Return the schema of an answer; its question says which of these fits."""
    return {"type": ["string", "array", "number"]}


def _meanings() -> dict[tuple[str, str], str]:
    """Return what the fields of a pack mean, by table and field."""
    found: dict[tuple[str, str], str] = {}
    for part in FIELDS.read_text("utf-8").split("\n## ")[1:]:
        name = part.partition(":")[0]
        for row in re.finditer(r"^\| `(\w+)` \|.*\| (.*) \|$", part, re.MULTILINE):
            found[name, row[1]] = row[2]
    return found


if __name__ == "__main__":
    for name, model in FILES.items():
        (HERE / name).write_text(written(model), encoding="utf-8", newline="\n")
