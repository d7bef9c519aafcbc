"""What writers of packs read and what their editors know is what the program takes."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import jsonschema
import msgspec
import pytest

from massage_screen.condition import Condition
from massage_screen.pack import (
    CaseFile,
    ClaimFile,
    ConcernFile,
    PackFile,
    Practice,
    ReferenceFile,
    SafetyFile,
)

ROOT = Path(__file__).parent.parent
README = (ROOT / "questions" / "README.md").read_text("utf-8")
SCHEMAS = ROOT / "docs" / "schemas"
FILES = (
    PackFile,
    ConcernFile,
    ReferenceFile,
    CaseFile,
    ClaimFile,
    SafetyFile,
    Practice,
)


def parts_of(kind: Any) -> list[type[msgspec.Struct]]:
    """Return the structs that a type names, such as Rule in `tuple[Rule, ...]`."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return [kind]
    return [struct for part in get_args(kind) for struct in parts_of(part)]


def tables() -> dict[str, type[msgspec.Struct]]:
    """Return every table of every pack file, by name."""
    found: dict[str, type[msgspec.Struct]] = {}
    left: list[type[msgspec.Struct]] = list(FILES)
    while left:
        table = left.pop()
        if table.__name__ not in found:
            found[table.__name__] = table
            for field in msgspec.structs.fields(table):
                left += parts_of(field.type)
    return found


def documented() -> dict[str, list[tuple[str, ...]]]:
    """Return the rows of each table of the README: field, type, required."""
    return {
        part.partition(":")[0]: [
            tuple(cell.strip() for cell in row)
            for row in re.findall(
                r"^\| `(\w+)` \|(.*)\| (yes|no) \| \S.*\|$", part, re.MULTILINE
            )
        ]
        for part in README.split("\n## ")[1:]
    }


def in_words(kind: Any) -> str:
    """Return how the README writes a type."""
    if get_origin(kind) is Annotated:
        meta = kind.__metadata__[0]
        if meta.min_length and get_origin(get_args(kind)[0]) is tuple:
            return in_words(get_args(kind)[0])
        other = ", or id" if meta.extra_json_schema else ""
        return in_words(get_args(kind)[0]) + other if other else of_meta(meta)
    if get_origin(kind) is Literal:
        return ", ".join(f"`{word}`" for word in get_args(kind))
    if get_origin(kind) is tuple:
        return f"list: {in_words(get_args(kind)[0])}"
    if type(None) in get_args(kind):
        return in_words(get_args(kind)[0])
    names = {
        str: "text",
        int: "whole number",
        float: "number",
        bool: "`true`, `false`",
    }
    if get_origin(kind) in (Union, UnionType):
        return " or ".join(map(in_words, get_args(kind)))
    return names.get(kind) or ("table" if get_args(kind) else kind.__name__)


def of_meta(meta: msgspec.Meta) -> str:
    if meta.ge is not None:
        return f"{meta.ge} to {meta.le}"
    if meta.pattern is None:
        return "text"
    return "date" if r"\d{4}" in meta.pattern else "id"


def test_the_readme_has_every_table_and_no_other() -> None:
    assert sorted(documented()) == sorted(tables())


@pytest.mark.parametrize("name", sorted(tables()))
def test_the_readme_has_every_field_as_it_is(name: str) -> None:
    fields = msgspec.structs.fields(tables()[name])

    assert documented()[name] == [
        (field.encode_name, in_words(field.type), "yes" if field.required else "no")
        for field in fields
    ]


def writer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("write", SCHEMAS / "write.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "name", ["pack", "concern", "references", "cases", "claims", "safety", "practice"]
)
def test_the_schema_is_up_to_date(name: str) -> None:
    write = writer()
    file = f"{name}.schema.json"

    assert (SCHEMAS / file).read_text("utf-8") == write.written(write.FILES[file]), (
        "stale: run `python docs/schemas/write.py`"
    )


@pytest.mark.parametrize("name", ["attempt-1", "cards-1"])
def test_the_schema_of_what_students_keep_is_up_to_date(name: str) -> None:
    write = writer()
    file = f"{name}.schema.json"

    assert (SCHEMAS / file).read_text("utf-8") == write.written_kept(
        write.KEPT[file]
    ), "stale: run `python docs/schemas/write.py`"


def test_a_schema_catches_what_the_program_refuses() -> None:
    schema = msgspec.json.decode((SCHEMAS / "concern.schema.json").read_bytes())
    validator = jsonschema.Draft202012Validator(schema)
    rule = {"id": "r", "found": "F.", "do": "D."}
    question = {"id": "q", "kind": "one_of", "ask": "A?", "choices": "regions"}
    good: dict[str, Any] = {
        "section": {"title": "T"},
        "question": [question],
        "rule": [rule],
    }

    said = [{"text": "F."}, {"text": "G.", "about": ["feet"]}]
    wrong = [
        {**good, "rule": [{**rule, "found": []}]},
        {**good, "rule": [{**rule, "found": {"text": "F."}}]},
        {**good, "rule": [{**rule, "found": [{"about": ["feet"]}]}]},
        {**good, "question": [{**question, "choices": "Not an id"}]},
        {**good, "question": [{**question, "choices": 3}]},
        {**good, "rules": []},
        {**good, "rule": [{**rule, "disposition": "proceed"}]},
        {**good, "rule": [{**rule, "when": {"question": "q", "not": []}}]},
        {"rule": [rule]},
    ]

    assert validator.is_valid(good)
    assert validator.is_valid({**good, "rule": [{**rule, "found": said}]})
    assert [validator.is_valid(content) for content in wrong] == [False] * len(wrong)


def test_the_grammar_of_conditions_is_closed() -> None:
    assert list(Condition.__struct_fields__) == [
        row[0] for row in documented()["Condition"]
    ]
    assert "not" not in Condition.__struct_fields__
