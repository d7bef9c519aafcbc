"""Writes the JSON Schemas of pack files, with which editors complete and check TOML.

And those of what students keep. Run `python docs/schemas/write.py` after a change of
`massage_screen/pack/`, `massage_screen/practice` or `questions/README.md`; a test
says when that was forgotten.
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
    Disposition,
    PackFile,
    Practice,
    ReferenceFile,
    SafetyFile,
    Table,
)
from massage_screen.practice.attempt import Attempt
from massage_screen.practice.cards import CardRun

HERE = Path(__file__).parent
FIELDS = HERE.parent.parent / "questions" / "README.md"
FILES: dict[str, type[Table]] = {
    "pack.schema.json": PackFile,
    "concern.schema.json": ConcernFile,
    "references.schema.json": ReferenceFile,
    "cases.schema.json": CaseFile,
    "claims.schema.json": ClaimFile,
    "safety.schema.json": SafetyFile,
    "practice.schema.json": Practice,
}


#: What students keep; within its major version keys are only added.
KEPT: dict[str, type[msgspec.Struct]] = {
    "attempt-1.schema.json": Attempt,
    "cards-1.schema.json": CardRun,
}
#: Fields that hold the word of a disposition.
_WORDS = frozenset({"disposition", "chosen", "right"})
_DIALECT = {"$schema": "https://json-schema.org/draft/2020-12/schema"}


def written_kept(model: type[msgspec.Struct]) -> str:
    """Return the schema of a file that students keep, from what the model says."""
    schema: dict[str, Any] = _ordered(msgspec.json.schema(model))
    for table in schema["$defs"].values():
        table["description"], _, rest = table["description"].partition(
            "\n\nAttributes:"
        )
        meanings = _attributes(rest)
        for key, field in table["properties"].items():
            field["description"] = meanings["form" if key == "schema" else key]
            if key in _WORDS:
                field["enum"] = [disposition.value for disposition in Disposition]
    own = schema["$defs"][model.__name__]["properties"]["schema"]
    own["const"] = own["description"].split('"')[1]
    return json.dumps(_DIALECT | schema, indent=2, ensure_ascii=False) + "\n"


def _attributes(text: str) -> dict[str, str]:
    """Return what the attributes of a docstring mean, by name."""
    found = re.findall(r"^ {4}(\w+): (.*(?:\n {8}.*)*)", text, re.MULTILINE)
    return {name: " ".join(meaning.split()) for name, meaning in found}


def written(model: type[Table]) -> str:
    """Return the schema of one kind of file, with the meaning of every field."""
    schema: dict[str, Any] = _ordered(msgspec.json.schema(model, schema_hook=_answer))
    meanings = _meanings()
    for name, table in schema["$defs"].items():
        for key, field in table["properties"].items():
            if "pattern" in field and field["type"] == "array":
                _or_names(field)
            # "description" beside "$ref" is permitted since draft 2019-09.
            field["description"] = meanings[name, key]
    return json.dumps(_DIALECT | schema, indent=2, ensure_ascii=False) + "\n"


def _or_names(field: dict[str, Any]) -> None:
    """Let choices be the name of a list as well, or hold such names."""
    name = {"pattern": field["pattern"], "maxLength": field["maxLength"]}
    field["type"] = ["array", "string"]
    field["items"] = {"anyOf": [field["items"], {"type": "string", **name}]}


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
    for name, kept in KEPT.items():
        (HERE / name).write_text(written_kept(kept), encoding="utf-8", newline="\n")
