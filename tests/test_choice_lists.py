"""A list of choices is written once; what reads a pack sees only choices."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from massage_screen.catalogue import load_pack
from massage_screen.compiled import compiled
from massage_screen.library import find_problems
from massage_screen.pack import Choice, Pack
from massage_screen.problems.filled import filled

WritePack = Callable[..., Path]
WHERE = """
[[question]]
id = "where"
kind = "any_of"
ask = "Where is the pain?"
choices = "regions"
clinician_choices = "regions"
"""
RULE = """
[[rule]]
id = "local"
when = { question = "where", includes_any_of = ["lumbar", "unsure"] }
found = "There is pain in the low back."
do = "Ask how it feels."
policy = "A note for tests."
"""


def with_where(write_pack: WritePack, *edits: tuple[str, str, str]) -> Path:
    more = ("10_bladder.toml", "", WHERE + RULE)
    return write_pack(more, *edits)


def test_a_question_has_the_choices_of_the_list_that_it_names(tiny: Pack) -> None:
    (course,) = tiny.about.choice_list

    assert tiny.questions["bladder_course"].choices == course.choices
    assert tiny.questions["bladder_course"].accept("recent") == "recent"


def test_every_pack_has_the_list_of_its_regions(write_pack: WritePack) -> None:
    pack = load_pack(with_where(write_pack))

    named = tuple(Choice(region.id, region.text) for region in pack.about.region)
    assert pack.questions["where"].choices == named
    assert pack.questions["where"].clinician_choices == named


def test_a_region_that_is_renamed_is_renamed_in_the_questions(
    write_pack: WritePack,
) -> None:
    rename = ("pack.toml", 'text = "Lower back"', 'text = "Loin"')

    pack = load_pack(with_where(write_pack, rename))

    assert pack.questions["where"].words["lumbar"] == "Loin"


def test_lists_are_no_part_of_what_is_compiled(write_pack: WritePack) -> None:
    pack = load_pack(with_where(write_pack))

    kept = msgspec.msgpack.decode(compiled(pack)[32:], type=Pack)

    assert kept.questions["where"].choices == pack.questions["where"].choices


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('text = "Same or', 'txt = "Same or'),
        ('id = "lumbar"\ntext', 'id = "lumbar"\ntxt'),
        ("[[choice_list]]", "[[choice_list"),
    ],
    ids=["a list", "a region", "the file"],
)
def test_a_list_that_cannot_be_read_is_not_called_unknown_as_well(
    old: str, new: str, write_pack: WritePack
) -> None:
    folder = with_where(write_pack, ("pack.toml", old, new))

    found = find_problems(folder)

    assert {problem.file for problem in found} == {"pack.toml"}
    assert not {p.code for p in found} & {"unknown_choice_list", "wrong_type"}


def test_a_name_is_filled_in_without_a_change_of_what_was_written() -> None:
    raw = {"question": [{"id": "q", "choices": "sides"}, {"id": "p", "choices": "x"}]}

    whole = filled(raw, {"sides": [{"id": "left", "text": "Left"}]}, {})

    assert whole["question"][0]["choices"] == [{"id": "left", "text": "Left"}]
    assert whole["question"][1] == raw["question"][1]
    assert raw["question"][0]["choices"] == "sides"


def test_a_line_of_its_own_stays_where_that_of_a_list_is_left_out(
    write_pack: WritePack,
) -> None:
    own = '[{ id = "feet", text = "A foot" }, "regions"]\nleave_out = ["feet"]'
    edit = ("10_bladder.toml", 'choices = "regions"\nclin', f"choices = {own}\nclin")

    where = load_pack(with_where(write_pack, edit)).questions["where"]

    assert where.choices[0] == Choice("feet", "A foot")
    assert len([choice for choice in where.choices if choice.id == "feet"]) == 1


def test_a_line_of_a_list_may_name_all_lines_of_a_question(
    write_pack: WritePack,
) -> None:
    when = (
        '{ any_of = [{ question = "bladder_signs", includes_any_of ='
        ' ["bladder_signs.*", "bladder_signs.*?", "unsure"] }] }'
    )
    line = 'text = "In the last 14 days, or getting worse"'

    pack = load_pack(write_pack(("pack.toml", line, f"{line}, when = {when}")))

    (leaf,) = pack.questions["bladder_course"].choices[1].when.any_of
    lines = ("weak_stream", "stuck")
    assert leaf.includes_any_of == (*lines, *(f"{x}?" for x in lines), "unsure")


def test_lines_that_are_carried_twice_over_and_over_do_not_grow() -> None:
    first = {"id": "q0", "kind": "any_of", "choices": [{"id": "a", "text": "A"}]}
    later = [
        {"id": f"q{n + 1}", "kind": "any_of", "carries": [f"q{n}", f"q{n}"]}
        for n in range(40)
    ]

    whole = filled({"question": [first, *later]}, {}, {})

    assert [len(q["choices"]) for q in whole["question"]] == [1] + [2] * 40
