"""What a kind of question takes stands in one place, and no kind can be forgotten."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any, get_args

import pytest

import massage_screen
from massage_screen.condition import TESTS
from massage_screen.pack import KINDS, Choice, Kind, Question, for_each_kind
from massage_screen.pack.kind import WordOfKind

PACKAGE = Path(massage_screen.__file__).parent
CHOICES = (Choice("arm", "An arm"), Choice("leg", "A leg"))
#: The modules that know more of kinds than `pack.kind` says, by name.
TABLES = {
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts): path
    for path in sorted(PACKAGE.rglob("*.py"))
    if "for_each_kind(" in path.read_text("utf-8") and path.parent.name != "pack"
}


def asked(kind: Any, **more: Any) -> Question:
    span = {"minimum": 0, "maximum": 10, "bands": (4, 7)} if kind == "number" else {}
    choices = CHOICES if KINDS[kind].fewest_choices else ()
    return Question(id="q", kind=kind, ask="Q?", choices=choices, **span, **more)


def run_again(name: str) -> None:
    """Run the lines of a module once more, beside the one that was imported."""
    spec = importlib.util.spec_from_file_location(f"{name}_again", TABLES[name])
    assert spec is not None
    assert spec.loader is not None
    spec.loader.exec_module(importlib.util.module_from_spec(spec))


def test_each_word_of_a_pack_is_a_kind() -> None:
    assert tuple(KINDS) == get_args(WordOfKind)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_accepts_its_mildest_answer_and_all_that_it_tells_apart(
    kind: str,
) -> None:
    for reassuring in (False, True) if "reassuring" in KINDS[kind].fields else (False,):
        question = asked(kind, reassuring=reassuring)

        assert question.accept(question.mildest) == question.mildest
        for value in question.takes.told_apart(question):
            assert question.accept(value) == value
        assert question.accept("unsure") == question.takes.unsure


def test_a_number_is_told_apart_by_its_bands() -> None:
    question = asked("number")

    assert [*question.takes.told_apart(question)] == [0, 4, 7, "unsure"]


def test_an_answer_has_one_form() -> None:
    forms = [(kind.several, kind.counts, kind.one_word) for kind in KINDS.values()]

    assert [sum(form) for form in forms] == [1, 1, 1, 1]


def test_every_test_of_a_condition_fits_some_kind() -> None:
    assert {test for kind in KINDS.values() for test in kind.tests} == {*TESTS}


def test_a_kind_that_leaves_something_open_is_none() -> None:
    said = {name: getattr(KINDS["number"], name) for name in Kind.__struct_fields__}

    for name in said:
        with pytest.raises(TypeError, match=name):
            Kind(**{key: value for key, value in said.items() if key != name})
    assert Kind(**said) == KINDS["number"]


def test_a_kind_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        KINDS["number"].several = True  # type: ignore[misc]


@pytest.mark.parametrize("name", TABLES)
def test_a_fifth_kind_stops_each_module_that_does_not_know_it(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_again(name)  # with four kinds all is well

    monkeypatch.setitem(KINDS, "scale", KINDS["number"])  # type: ignore[arg-type]

    with pytest.raises(KeyError, match="scale"):
        run_again(name)


def test_a_table_with_a_kind_too_many_or_too_few_is_refused() -> None:
    whole = dict.fromkeys(KINDS, "x")

    assert for_each_kind(whole) == whole
    with pytest.raises(KeyError, match="number"):
        for_each_kind({k: v for k, v in whole.items() if k != "number"})
    with pytest.raises(KeyError, match="scale"):
        for_each_kind({**whole, "scale": "x"})


def test_a_kind_that_a_pack_can_not_write_is_found_when_the_program_starts() -> None:
    source = (PACKAGE / "pack" / "kind.py").read_text("utf-8")
    more = source.replace('"any_of", "number"]', '"any_of", "number", "scale"]')

    assert more != source
    with pytest.raises(KeyError, match="scale"):
        exec(compile(more, "kind.py", "exec"), {"__name__": "massage_screen.pack.kind"})


def test_the_tables_are_those_of_prompts_paper_proof_and_problems() -> None:
    assert {name.split(".")[1] for name in TABLES} == {
        "documents",
        "explanation",
        "presentation",
        "problems",
        "prompts",
        "proof",
    }
