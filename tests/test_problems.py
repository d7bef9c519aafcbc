"""Every kind of problem: a toy pack with one thing wrong, and what must be said.

The packs stand in `packs/broken.toml`.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from massage_screen import problems
from massage_screen.library import find_problems, read_wording
from massage_screen.problems.problem import Problem

HERE = Path(__file__).parent
BROKEN = tomllib.loads((HERE / "packs" / "broken.toml").read_text("utf-8"))["broken"]
GUIDE = HERE.parent / "docs" / "writing-a-pack.md"
SOURCE = Path(problems.__file__).parent
WritePack = Callable[..., Path]

#: Problems that an edit of text cannot make; `test_catalogue.py` has them, and
#: `test_languages.py` those of a translation that claims to be complete.
OF_FILES = {
    "missing_text",
    "outdated_text",
    "missing_file",
    "no_questions",
    "not_toml",
    "not_utf8",
    "too_deep",
    "too_large",
    "unreadable_file",
}


def line_of(folder: Path, problem: Problem) -> str:
    """Return the line that a problem points to, or the id below a table's header."""
    lines = (folder / problem.file).read_text("utf-8").split("\n")
    pointed = lines[problem.line - 1]
    if pointed.startswith("[[") and len(lines) > problem.line:
        pointed = lines[problem.line]
    return f"{problem.file}: {pointed}"


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken["code"])
def test_a_broken_pack_is_described(broken: Any, write_pack: WritePack) -> None:
    folder = write_pack(*broken["edits"])

    found = find_problems(folder) or read_wording(folder).problems

    assert [
        [line_of(folder, problem), str(problem).split(" · ", 1)[1]] for problem in found
    ] == broken["found"]
    assert broken["code"] in [problem.code for problem in found]


def test_every_code_has_a_broken_pack() -> None:
    shown = {broken["code"] for broken in BROKEN} | OF_FILES

    assert set(codes_in_source()) <= shown


def test_the_guide_lists_every_code_and_no_other() -> None:
    listed = re.findall(
        r"^\| `([a-z0-9_]+)` \|", GUIDE.read_text("utf-8"), re.MULTILINE
    )

    assert sorted(listed) == sorted({b["code"] for b in BROKEN} | OF_FILES)


def codes_in_source() -> Iterator[str]:
    for path in sorted(SOURCE.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in ("problem", "_flaw"):
                    yield from constants(node.args[:1])
                elif name == "at":
                    yield from constants(node.args[1:2])
                elif name == "Problem":
                    yield from constants(
                        k.value for k in node.keywords if k.arg == "code"
                    )


def constants(nodes: Any) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant):
            yield node.value


def test_a_problem_is_one_line() -> None:
    problem = Problem(code="c", file="1.toml", line=3, what="is odd", do="Mend it.")

    assert str(problem) == "1.toml:3 · is odd · Mend it. [c]"


def test_what_a_pack_says_cannot_command_the_terminal(write_pack: WritePack) -> None:
    folder = write_pack(
        ("10_bladder.toml", "reassuring = true", '"\\u001b[2J\\u202e" = true')
    )

    messages = "\n".join(str(problem) for problem in find_problems(folder))

    assert "unknown key '\\x1b[2J\\u202e'" in messages
    assert "\x1b" not in messages
    assert "\u202e" not in messages


def test_a_header_inside_text_or_a_comment_is_not_counted(
    write_pack: WritePack,
) -> None:
    decoy = 'why = """\n[[question]]\n\\"""\n[[question]]"""\n# [[question]]\nask = "'
    folder = write_pack(
        ("10_bladder.toml", 'ask = "Has', f"{decoy}Has"),
        ("10_bladder.toml", 'why = "Some back problems press', "# '''"),
        ("10_bladder.toml", "reassuring = true", "bands = [1]"),
    )

    breaks, problem = find_problems(folder)

    assert breaks.code == "bad_character"
    assert line_of(folder, problem) == '10_bladder.toml: id = "moves_freely"'


def test_a_broken_file_does_not_hide_what_is_wrong_in_the_others(
    write_pack: WritePack,
) -> None:
    folder = write_pack(
        ("pack.toml", 'review_by = "2027-11-01"', 'review_by = "2027-11-31"'),
        ("10_bladder.toml", 'kind = "number"', 'kind = "numbr"'),
        ("20_more.toml", "", '[section]\ntitle = "More\n'),
        ("10_bladder.toml", 'timeframe = "now"', 'timeframe = "nwo"'),
        ("references.toml", "year = 2023", 'year = "2023"'),
        ("cases/clients.toml", "trap = 1", 'trap = "one"'),
    )

    found = find_problems(folder)

    assert [(problem.file, problem.code) for problem in found] == [
        ("pack.toml", "bad_date"),
        ("10_bladder.toml", "wrong_value"),
        ("10_bladder.toml", "unknown_timeframe"),
        ("20_more.toml", "not_toml"),
        ("references.toml", "wrong_value"),
        ("cases/clients.toml", "wrong_value"),
    ]


def test_a_table_that_cannot_be_read_is_not_called_unknown(
    write_pack: WritePack,
) -> None:
    folder = write_pack(
        ("10_bladder.toml", 'id = "bladder_signs"\nkind', 'id = "bladder_signs"\nknd'),
        (
            "10_bladder.toml",
            'question = "pain_now", at_least',
            'question = "p", at_least',
        ),
    )

    found = [problem.code for problem in find_problems(folder)]

    assert found == ["unknown_key", "unknown_question"]


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        ('"regions"', []),
        ('"regions", { id = "whole_leg", text = "It runs down the leg" }', []),
        (
            '{ id = "leg", text = "A leg" }, { id = "arm", text = "An arm" }',
            ["not_regions"],
        ),
    ],
)
def test_a_list_of_regions_may_have_lines_that_are_none(
    lines: str, codes: list[str], write_pack: WritePack
) -> None:
    sore = (
        f'\n[[question]]\nid = "sore"\nkind = "any_of"\n'
        f'ask = "Where is it sore?"\nchoices = [{lines}]\n\n'
        '[[rule]]\nid = "sore_place"\n'
        'when = { question = "sore", includes_any_of = ["sore.*", "unsure"] }\n'
        'found = "F."\ndo = "D."\npolicy = "P."\n'
        'restrict = [{ regions_named_in = "sore", cell = "avoid" }]\n'
    )
    folder = write_pack(("10_bladder.toml", "", sore))

    assert [problem.code for problem in find_problems(folder)] == codes


@pytest.mark.parametrize("file", ["pack.toml", "20_more.toml", "references.toml"])
def test_what_may_stand_in_a_file_that_cannot_be_read_is_not_called_unknown(
    file: str, write_pack: WritePack
) -> None:
    more = (
        '[section]\ntitle = "More"\n[[question]]\nid = "more"\nkind = "yes_no"\n'
        'ask = "More?"\n'
    )
    rule = (
        '\n[[rule]]\nid = "more_rule"\nfound = "F."\ndo = "D."\npolicy = "P."\n'
        'when = { question = "more", is_any_of = ["yes", "unsure"] }\n'
    )
    folder = write_pack(("20_more.toml", "", more), ("10_bladder.toml", "", rule))
    assert find_problems(folder) == []

    with (folder / file).open("a", encoding="utf-8") as broken:
        broken.write("[[\n")

    assert [problem.code for problem in find_problems(folder)] == ["not_toml"]


def test_a_fact_prices_doubt_by_its_worst_value(write_pack: WritePack) -> None:
    folder = write_pack(
        ("10_bladder.toml", 'is_any_of = ["no", "unsure"]', 'is_any_of = ["no"]'),
        (
            "10_bladder.toml",
            'when = { question = "moves_freely", is_any_of = ["no"] }',
            'when = { fact = "movement", is_any_of = ["stiff"] }',
        ),
        (
            "10_bladder.toml",
            "",
            '\n[[fact]]\nid = "movement"\nabout = "How the client moves."\n'
            'values = ["free", "stiff"]\nrows = [{ is = "free", '
            'when = { question = "moves_freely", is_any_of = ["yes"] } }]\n',
        ),
    )

    assert find_problems(folder) == []


@pytest.mark.parametrize(
    "when",
    [
        '{ question = "course", is_any_of = ["recent", "unsure"] }',
        '{ question = "course", is_any_of = ["slow", "recent", "unsure"] }',
        '{ fact = "level", is_any_of = ["bad"] }',
        '{ question = "moves_freely", is_any_of = ["no", "unsure"] }',
        '{ question = "bladder_signs", includes_any_of = ["stuck", "unsure"] }',
        '{ all_of = [{ question = "pain_now", at_least = 6 }, '
        '{ question = "pain_now", is_any_of = ["unsure"] }] }',
    ],
)
def test_a_gate_may_hang_on_worse_answers(write_pack: WritePack, when: str) -> None:
    assert "gate_hidden" not in gate_codes(write_pack, when)


@pytest.mark.parametrize(
    "when",
    [
        '{ question = "course", is_any_of = ["recent"] }',
        '{ question = "course", is_any_of = ["slow", "unsure"] }',
        '{ question = "course", is_any_of = ["old", "slow", "recent", "unsure"] }',
        '{ question = "course", is_any_of = ["unsure"] }',
        '{ fact = "level", is_any_of = ["fine"] }',
        '{ question = "pain_now", at_least = 6 }',
        '{ question = "moves_freely", is_any_of = ["yes", "unsure"] }',
        '{ question = "letter", includes_any_of = ["a", "unsure"] }',
    ],
)
def test_a_gate_may_not_hang_on_milder_answers(
    write_pack: WritePack, when: str
) -> None:
    assert "gate_hidden" in gate_codes(write_pack, when)


def gate_codes(write_pack: WritePack, when: str) -> list[str]:
    section = '[section]\ntitle = "More"\n'
    course = (
        '[[question]]\nid = "course"\nkind = "one_of"\nask = "When?"\n'
        'choices = [{ id = "old", text = "Old" }, { id = "slow", text = "Slow" }, '
        '{ id = "recent", text = "Recent" }]\n'
    )
    letter = (
        '[[question]]\nid = "letter"\nkind = "any_of"\nask = "Named?"\n'
        'reassuring = true\nchoices = [{ id = "a", text = "A" }]\n'
    )
    level = (
        '[[fact]]\nid = "level"\nabout = "How bad."\nvalues = ["fine", "bad"]\nrows = '
        '[{ is = "fine", when = { question = "course", is_any_of = ["old"] } }]\n'
    )
    gate = (
        '[[question]]\nid = "sign"\nkind = "yes_no"\ngate = true\nask = "A sign?"\n'
        f'again = "Any sign?"\nwhen = {when}\n'
    )
    folder = write_pack(
        ("20_course.toml", "", section + course + letter + level),
        ("30_sign.toml", "", section + gate),
    )
    return [problem.code for problem in find_problems(folder)]


def nested(depth: int) -> str:
    """Return a condition that is so many levels deep."""
    test = '{ question = "moves_freely", is_any_of = ["no", "unsure"] }'
    return "{ all_of = [" * (depth - 1) + test + "] }" * (depth - 1)


@pytest.mark.parametrize(("depth", "codes"), [(20, []), (21, ["condition_depth"])])
def test_conditions_may_be_20_deep(
    depth: int, codes: list[str], write_pack: WritePack
) -> None:
    folder = write_pack(("10_bladder.toml", nested(1), nested(depth)))

    assert [problem.code for problem in find_problems(folder)] == codes


@pytest.mark.parametrize("depth", [100, 160, 320, 465, 2000])
def test_conditions_of_any_depth_are_a_problem_of_the_pack(
    depth: int, write_pack: WritePack
) -> None:
    fact = (
        '\n[[fact]]\nid = "level"\nabout = "How bad."\nvalues = ["fine", "bad"]\n'
        f'rows = [{{ is = "fine", when = {nested(depth)} }}]\n'
    )
    says = '\n[[property]]\nid = "deep"\nsays = "Deep."\nat_least = "proceed"\n'
    folder = write_pack(
        ("10_bladder.toml", nested(1), nested(depth)),
        ("20_more.toml", "", f'[section]\ntitle = "More"\n{fact}'),
        ("safety.toml", "", f"{says}when = {nested(depth)}\n"),
    )

    found = [(problem.file, problem.code) for problem in find_problems(folder)]

    assert {code for _, code in found} <= {"condition_depth", "too_deep"}
    assert {file for file, _ in found} == {
        "10_bladder.toml",
        "20_more.toml",
        "safety.toml",
    }


def test_a_problem_of_a_file_with_an_odd_name_is_one_line() -> None:
    problem = Problem(code="c", file="a\nPROCEED: b", line=1, what="is odd", do="M.")

    assert str(problem) == "'a\\x0aPROCEED: b':1 · is odd · M. [c]"


def test_a_table_that_is_none_is_not_looked_into(write_pack: WritePack) -> None:
    folder = write_pack(("10_bladder.toml", "[section]", "fact = [1]\n[section]"))

    assert [problem.code for problem in find_problems(folder)] == ["wrong_type"]
