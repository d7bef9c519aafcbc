"""What the project says about itself is what it is."""

from __future__ import annotations

import ast
import fnmatch
import json
import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.main import get_command

from massage_screen import cli, errors
from massage_screen.pack import KINDS, Disposition
from tests.shipped import PACK

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
USING = (ROOT / "docs/using.md").read_text("utf-8")

#: Modules without a test file of their name, each with the reason.
TESTED_ELSEWHERE = {
    "errors": "it only holds messages and exit codes; the codes are tested here",
}


def project_files() -> Iterator[Path]:
    """Go through the files of the project, without what `.gitignore` names.

    Git is not asked, so that the tests also run from an unpacked archive.
    """
    lines = (ROOT / ".gitignore").read_text("utf-8").splitlines()
    ignored = [line.rstrip("/") for line in lines if line and line[0] != "#"]
    ignored.append(".git")

    def kept(name: str) -> bool:
        return not any(fnmatch.fnmatch(name, pattern) for pattern in ignored)

    for folder, folders, names in os.walk(ROOT):
        folders[:] = filter(kept, folders)
        yield from (Path(folder, name) for name in names if kept(name))


def texts(ending: str = "") -> Iterator[tuple[str, str]]:
    """Go through the files of text: path inside the project, and content."""
    for path in project_files():
        if path.name.endswith(ending):
            try:
                text = path.read_text("utf-8")
            except UnicodeDecodeError:
                continue
            yield path.relative_to(ROOT).as_posix(), text


def places(pattern: str, ending: str = "") -> list[str]:
    """Return where a pattern stands, as file:line."""
    return [
        f"{name}:{text[: match.start()].count(chr(10)) + 1}"
        for name, text in texts(ending)
        for match in re.finditer(pattern, text)
    ]


def blocks(text: str, language: str) -> list[str]:
    """Return the fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def first_cells(heading: str, page: str = USING) -> list[str]:
    """Return the first column of a page's table with that first heading."""
    lines = page.splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(f"| {heading} |"))
    cells = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        cells.append(line.split("|")[1].strip())
    return cells


def commands_in(group) -> Iterator:
    """Go through the commands, and what one of them does under several words."""
    for command in group.commands.values():
        yield from commands_in(command) if hasattr(command, "commands") else [command]


def test_the_readme_has_exactly_two_set_up_commands():
    commands = [block.strip() for block in blocks(README, "sh") if "venv" in block]

    assert [command.rpartition("/")[2] for command in commands] == [
        "massage-screen",
        "pytest",
    ]
    assert not [command for command in commands if "\n" in command]


def test_the_readme_is_short_enough_to_be_read():
    assert len(README.splitlines()) <= 100


def test_the_way_of_a_change_names_files_that_exist():
    page = (ROOT / "docs/changing.md").read_text("utf-8")
    named = set(re.findall(r"`((?:massage_screen|questions|docs|tests)/[^`]+)`", page))

    assert len(first_cells("you change", page)) >= 14
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


@pytest.mark.parametrize(
    ("row", "sign"),
    [
        ("a kind of question", "for_each_kind("),
        ("a limit of the session", "minutes_at_m"),
    ],
)
def test_the_way_of_a_change_names_every_module_that_it_goes_through(row, sign):
    page = (ROOT / "docs/changing.md").read_text("utf-8")
    (line,) = re.findall(rf"^\| {row} \|.*$", page, re.MULTILINE)
    through = {
        name
        for name, text in texts(".py")
        if name.startswith("massage_screen/") and sign in text
    }

    assert through <= set(re.findall(r"`(massage_screen/[^`]+)`", line))


def test_ci_runs_the_readme_line_for_the_tests_and_no_copy_of_it():
    script = (ROOT / ".ci/run").read_text("utf-8")
    pattern = re.search(r"grep -x '(.*)' README.md", script)

    assert pattern is not None
    found = [line for line in README.splitlines() if re.fullmatch(pattern[1], line)]
    assert found == [
        block.strip() for block in blocks(README, "sh") if block.endswith("pytest\n")
    ]
    assert 'eval "$line"' in script
    assert script.count("-m venv") == 1


def test_ci_can_be_run_as_it_is():
    script = ROOT / ".ci/run"

    assert script.read_bytes().startswith(b"#!/usr/bin/env bash\n")
    assert b"\r" not in script.read_bytes()
    if os.name == "posix":
        assert os.access(script, os.X_OK)


def test_the_guide_lists_the_commands_that_exist():
    listed = re.findall(r"massage-screen (\w+)", " ".join(first_cells("command")))

    assert sorted(listed) == sorted(get_command(cli.app).commands)


@pytest.mark.parametrize("option", ["--json", "--color", "--questions"])
def test_every_command_takes_the_options_that_the_guide_gives_to_all(option):
    assert f"`{option}" in USING
    assert all(
        any(option in param.opts for param in command.params)
        for command in commands_in(get_command(cli.app))
    )


def test_every_option_that_readme_and_guide_name_exists():
    prose = re.sub(r"^```.*?^```$", "", README + USING, flags=re.MULTILINE | re.DOTALL)
    named = set(re.findall(r"`(?:massage-screen [\w ]*)?(--[a-z-]+)", prose))
    group = get_command(cli.app)
    params = [*group.params, *(p for c in commands_in(group) for p in c.params)]

    assert named <= {
        o for param in params for o in (*param.opts, *param.secondary_opts)
    }


def test_the_guide_lists_the_exit_codes_that_exist():
    assert sorted(int(code) for code in first_cells("code")) == sorted(cli.ExitCode)


def test_every_error_exits_with_a_listed_code_that_is_not_zero():
    raised = [errors.ScreenError, *errors.ScreenError.__subclasses__()]

    assert {error.exit_code for error in raised} <= set(cli.ExitCode) - {0}


def test_only_proceed_exits_with_zero_and_worse_is_higher():
    codes = [cli.ExitCode[disposition.name] for disposition in Disposition]

    assert codes == sorted(set(codes))
    assert codes[0] == 0


def test_the_readme_lists_the_dispositions_mildest_first():
    assert first_cells("word", README) == [
        disposition.name for disposition in Disposition
    ]


def test_the_example_of_answers_in_the_guide_names_a_question_of_the_pack():
    found = re.search(r"echo '(\{.*\})' \| massage-screen assess - --json", USING)
    files = (ROOT / "questions/spine").glob("[0-9]*.toml")
    asked = {
        question["id"]
        for file in files
        for question in tomllib.loads(file.read_text("utf-8")).get("question", [])
    }

    assert found is not None
    assert set(json.loads(found[1])) <= asked


def test_no_file_names_the_host_of_a_package_registry():
    assert places(r"pypi\.org|pythonhosted\.org|pypi\.python") == []


def test_no_file_names_a_place_on_one_machine():
    assert places(r"(?<![\w.:/])/(work|root|home)/\w") == []
    assert places(r"(?<![\w.:/])/tmp/\w", ending=".md") == []


def test_there_is_no_lock_file():
    locks = ("*.lock", "*-lock.*", "pylock*.toml", "requirements*.txt", "Pipfile*")

    assert [
        path.name
        for path in project_files()
        if any(fnmatch.fnmatch(path.name, lock) for lock in locks)
    ] == []


def test_every_module_has_a_test_file_of_its_name():
    modules = {
        path.stem
        for path in (ROOT / "massage_screen").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    tested = {path.stem for path in (ROOT / "tests").rglob("test_*.py")}
    untested = {
        module
        for module in modules - {"__init__", "__main__"}
        if not any(f"{test}_".startswith(f"test_{module}_") for test in tested)
    }

    assert untested == set(TESTED_ELSEWHERE)


def test_adrs_are_numbered_without_gaps_and_have_the_same_parts():
    records = sorted((ROOT / "docs/decisions").glob("*.md"))

    assert [int(path.name[:4]) for path in records] == list(range(1, len(records) + 1))
    for number, path in enumerate(records, 1):
        text = path.read_text("utf-8")
        assert text.startswith(f"# {number}. ")
        parts = re.findall(r"^## (.*)$", text, re.MULTILINE)
        assert parts == ["Context", "Decision", "Status", "Consequences"]


def test_every_adr_that_is_named_exists():
    count = len(list((ROOT / "docs/decisions").glob("*.md")))
    named = [int(n) for _, text in texts() for n in re.findall(r"\bADR (\d+)", text)]

    assert named
    assert max(named) <= count


def test_links_between_documents_lead_somewhere():
    broken = [
        f"{name}: {target}"
        for name, text in texts(".md")
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text)
        if "://" not in target and not (ROOT / name).parent.joinpath(target).exists()
    ]

    assert broken == []


def test_hazards_are_numbered_and_name_tests_that_exist():
    log = (ROOT / "docs/safety/hazard-log.md").read_text("utf-8")
    rows = re.findall(r"^\| H(\d+) \|(.*)\|$", log, re.MULTILINE)
    tests = {path.stem for path in (ROOT / "tests").rglob("test_*.py")}

    assert [int(number) for number, _ in rows] == list(range(1, len(rows) + 1))
    assert set(re.findall(r"`(test_\w+)`", log)) <= tests
    assert all(row.count("|") == 4 for _, row in rows)


def test_every_module_is_called_by_a_word_of_the_glossary():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    glossary = (ROOT / "docs/glossary.md").read_text("utf-8").lower()
    contract = settings["tool"]["importlinter"]["contracts"][0]
    layers = [name for row in contract["layers"] for name in row.split(" | ")]
    plain = {"cli", "presentation", "catalogue", "errors"}

    assert [
        layer
        for layer in layers
        if layer not in plain
        and f"**{layer.removesuffix('s').replace('_', ' ')}**" not in glossary
    ] == []


def names_a_kind(tree):
    nodes = ast.walk(tree)
    return any(isinstance(n, ast.Constant) and n.value in [*KINDS] for n in nodes)


def test_few_modules_name_a_kind_of_question_and_none_compares_it():
    """A table by kind is checked when the program starts; a comparison is not."""
    trees = {
        name: ast.parse(text)
        for name, text in texts(".py")
        if name.startswith("massage_screen/") and "/pack/" not in name
    }
    naming = [name for name, tree in trees.items() if names_a_kind(tree)]
    comparing = [
        f"{name}:{node.lineno}"
        for name in naming
        for node in ast.walk(trees[name])
        if isinstance(node, ast.Compare | ast.Match) and names_a_kind(node)
    ]

    assert 0 < len(naming) <= 10, naming
    assert comparing == []


def test_the_version_stands_in_one_place_only():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    assert "version" not in project
    assert project["dynamic"] == ["version"]
    assert len(places(r"(?m)^__version__ = ")) == 1


def test_the_readme_says_so_for_as_long_as_the_pack_is_a_draft():
    about = tomllib.loads((ROOT / "questions/spine/pack.toml").read_text("utf-8"))
    draft = about["status"] == "draft"

    assert ("no clinician has reviewed" in README) is draft


def literals(path):
    """Go through the texts of a module that are no docstrings, with their lines."""
    tree = ast.parse(path.read_text("utf-8"))
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in told:
            yield node.lineno, node.value


#: Ids of the shipped pack that are also words of the program or of English, with what
#: they are there.
WORDS_OF_THE_PROGRAM = {
    **dict.fromkeys(("yes", "no", "none"), "answers that every pack has"),
    **dict.fromkeys(("cancer", "fracture", "stenosis", "acute"), "jargon, explained"),
    **dict.fromkeys(("fever", "weakness"), "jargon, explained"),
    **dict.fromkeys(("abdomen", "lumbar", "start"), "jargon, explained"),
    **dict.fromkeys(("belly", "bruise", "cause", "injury"), "jargon, explained"),
    **dict.fromkeys(("numb", "swelling", "walking"), "jargon, explained"),
    "diabetes": "a word whose syllables are counted by hand",
    "spine": "the folder of the pack that is shipped",
    "visit": "what the program knows: which visit it is",
    "open": "a watch whose day has not come, and a field of a question",
    "now": "the first of the timeframes, and one of two answers that are compared",
    "doctor": "to whom a letter goes",
    "pressure": "one of the limits of a plan",
    "result": "what is compared, and what is proved",
    "use": "what is asked of supports",
    "named": "a table of what clients call the lines of lists",
    "told": "a key of a comparison: the client who tells two packs apart",
    "level": "how hard a practice client is",
    "over": "on which side of the result a student was",
    "nothing": "nothing to report",
    "never": "when colours are shown",
    "new": "one of two packs that are compared",
    "other": "a timeframe that is neither early nor late",
    "plain": "a filter of pages",
    "unknown": "a kind of terminal",
    "usual": "how a technique is worked with in an open region",
    "not_said": "a line of a doctor's reply",
    "reason": "why a therapist decided otherwise, in a record",
}


def test_no_id_of_the_shipped_pack_stands_in_the_program():
    """A pack is data; only the drawing of the body knows regions by name."""
    ids = {
        *PACK.questions,
        *PACK.facts,
        *PACK.rules,
        *PACK.regions,
        *PACK.techniques,
        *PACK.practice.families,
        *(choice.id for q in PACK.questions.values() for choice in q.choices),
        *(value for fact in PACK.facts.values() for value in fact.values),
    } - WORDS_OF_THE_PROGRAM.keys()
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text}"
        for path in (ROOT / "massage_screen").rglob("*.py")
        if path.name != "body.py"
        for line, text in literals(path)
        if text in ids
    ]

    assert found == []


#: Longer ones that only declare the options of a command.
DECLARATIONS = {"batch", "document", "form", "list_questions", "practise", "screen"}


def test_functions_are_short():
    long = [
        f"{path.name}:{node.lineno}: {node.name}"
        for path in (ROOT / "massage_screen").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
        and node.end_lineno - node.lineno >= 40
        and not (path.parent.name == "commands" and node.name in DECLARATIONS)
    ]

    assert long == []


def test_few_imports_wait_inside_functions():
    waiting = places(r"# noqa: [\w, ]*PLC0415", ending=".py")

    assert len([p for p in waiting if p.startswith("massage_screen/")]) <= 65
