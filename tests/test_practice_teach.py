"""What teachers get: remarks on clients, a client in full, and results of a class."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner, Result

from massage_screen import practice_files
from massage_screen.cli import app
from massage_screen.library import load_cases, load_for_practice
from massage_screen.pack import Case, Pack
from massage_screen.practice.authoring import lint, preview
from massage_screen.practice.classes import (
    COLUMNS,
    class_as_csv,
    class_as_json,
    class_errors,
    class_rows,
    error_table,
)
from massage_screen.practice.progress import Count
from tests.worked import attempt

HERE = Path(__file__).parent
CLIENTS = (HERE / "packs" / "practice" / "clients.toml").read_text("utf-8")


@pytest.fixture
def folder(write_pack: Callable[..., Path]) -> Path:
    """Return a copy of the toy pack that has practice clients."""
    return write_pack(("cases/practice.toml", "", CLIENTS))


@pytest.fixture
def pack(folder: Path) -> Pack:
    return load_for_practice(folder)


@pytest.fixture
def clients(folder: Path) -> dict[str, Case]:
    return {case.id: case for case in load_cases(folder)}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [*map(str, arguments)])


def teach(*arguments: object) -> Result:
    return run("teach", *arguments)


@pytest.mark.parametrize("option", ["--lint", "--preview", "--class", "--csv"])
def test_what_is_for_teachers_is_no_option_of_practise(option: str) -> None:
    result = run("practise", option, "x")

    assert result.exit_code == 2
    assert f"No such option: {option}" in result.stderr


@pytest.mark.parametrize("words", ["practise", "teach", "teach lint", "teach classes"])
def test_every_page_of_help_fits_a_screen(words: str) -> None:
    result = run(*words.split(), "--help")

    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) <= 34


def test_teach_without_more_shows_what_there_is() -> None:
    result = run("teach")

    assert result.exit_code == 2
    for action in ("lint", "preview", "classes"):
        assert action in result.stdout + result.stderr


def test_good_clients_get_no_remark(pack: Pack, clients: dict[str, Case]) -> None:
    assert lint(pack, list(clients.values())) == ()


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({"disposition": "refer", "timeframe": "within_days"}, "but the rules say"),
        ({"presents": "Ow. " * 61}, "'presents' has 61 words"),
        (
            {"presents": "Unfortunately intermittent neurological symptoms are here."},
            "'presents' reads like school grade",
        ),
        ({"voice": {}}, "has no voice for 'bladder_signs'"),
    ],
)
def test_a_client_that_plays_badly_gets_a_remark(
    pack: Pack, clients: dict[str, Case], fields: dict[str, object], what: str
) -> None:
    case = msgspec.structs.replace(clients["says_it_is_fine"], **fields)

    remarks = lint(pack, [case, clients["yearly_treat"]])

    assert [r.case for r in remarks] == ["says_it_is_fine"]
    assert what in str(remarks[0])


def test_a_set_of_refusals_gets_a_remark(pack: Pack, clients: dict[str, Case]) -> None:
    (remark,) = lint(pack, [clients["says_it_is_fine"]])

    assert str(remark).startswith("the set · only 0 of 1 clients get massage")


def test_a_set_without_practice_clients_gets_a_remark(
    pack: Pack, clients: dict[str, Case]
) -> None:
    (remark,) = lint(pack, [clients["nothing_to_tell"]])

    assert "no practice client" in str(remark)


def test_a_large_set_has_a_client_for_each_result(
    pack: Pack, clients: dict[str, Case]
) -> None:
    remarks = lint(pack, [clients["yearly_treat"]] * 10)

    assert {str(r).split(" · ")[1] for r in remarks} == {
        "only 0 of 10 clients are look-alikes",
    } | {
        f"no client gets {word}"
        for word in ("RESTRICT", "POSTPONE", "REFER", "EMERGENCY")
    }


def test_lint_takes_files_that_stand_elsewhere(tmp_path: Path, folder: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(CLIENTS.replace('id = "', 'id = "my_'), encoding="utf-8")

    result = teach("lint", file, "--questions", folder)

    assert (result.exit_code, result.stdout) == (
        0,
        "Practice clients: 2. Not reviewed by a clinician: 2. Remarks: 0.\n",
    )


def test_lint_shows_all_problems_with_place_and_cure(
    tmp_path: Path, folder: Path
) -> None:
    file = tmp_path / "mine.toml"
    wrong = CLIENTS.replace('id = "', 'id = "my_').replace("level = 3\n", "")
    file.write_text(wrong.replace("pain_now =", "pain_nwo ="), encoding="utf-8")

    result = teach("lint", file, "--questions", folder)

    assert result.exit_code == 78
    assert f"{file}:3 · case 'my_says_it_is_fine' has 'presents'" in result.stderr
    assert "Did you mean 'pain_now'?" in result.stderr


def test_lint_says_when_there_is_no_file(tmp_path: Path) -> None:
    assert teach("lint", tmp_path / "nothing").exit_code == 66


def test_a_remark_exits_with_65(tmp_path: Path, folder: Path) -> None:
    file = tmp_path / "mine.toml"
    only = CLIENTS.replace('id = "', 'id = "my_').split("\n[[case]]\n")
    file.write_text(f"{only[0]}\n[[case]]\n{only[1]}", encoding="utf-8")

    result = teach("lint", file, "--questions", folder, "--json")

    assert result.exit_code == 65
    assert json.loads(result.stdout)["practice_clients"] == 1
    assert json.loads(result.stdout)["not_reviewed"] == ["my_says_it_is_fine"]


def test_a_preview_holds_all_that_the_client_says_and_what_must_come_out(
    pack: Pack, clients: dict[str, Case]
) -> None:
    found = preview(pack, clients["says_it_is_fine"], 1)

    assert [question.id for question, _ in found.lines] == [
        q for q in pack.questions if q in found.client.answers
    ]
    assert found.reference.disposition == "emergency"


def test_a_preview_shows_cues_in_the_words_that_this_client_gets(
    write_pack: Callable[..., Path],
) -> None:
    said = (
        'found = [{ text = "Nothing comes." },'
        ' { text = "The feet are free.", about = ["feet"] }]'
    )
    folder = write_pack(
        ("cases/practice.toml", "", CLIENTS),
        ("10_bladder.toml", 'found = "The client cannot pass urine."', said),
        ("10_bladder.toml", 'found = "Passing urine has changed."', said),
    )
    case = next(c for c in load_cases(folder) if c.id == "says_it_is_fine")
    pack = load_for_practice(folder)

    found = preview(pack, case, 1)

    assert found.cues
    assert [cue.found for cue in found.cues] == ["Nothing comes."] * len(found.cues)


def test_the_preview_command_shows_practice_on_its_page(folder: Path) -> None:
    result = teach("preview", "says_it_is_fine", "--questions", folder)

    assert result.exit_code == 0
    assert result.stdout.startswith("PRACTICE. ")
    assert result.stdout.rstrip().endswith("record of a person.")
    assert "Not since last night." in result.stdout
    assert "EMERGENCY, now" in " ".join(result.stdout.split())


def test_a_preview_says_what_each_question_is_about() -> None:
    shown = " ".join(teach("preview", "slept_badly_on_the_neck").stdout.split())

    assert "- Breath or deep pain: And any of these?" in shown
    assert "- Legs: Legs and walking. Do you have: A weak or heavy leg;" in shown


def test_the_preview_of_an_unknown_client_names_the_nearest(folder: Path) -> None:
    result = teach("preview", "yearly_tret", "--questions", folder)

    assert result.exit_code == 2
    assert "Did you mean 'yearly_treat'?" in result.stderr


def test_class_results_number_students_and_hold_no_name() -> None:
    wrong = msgspec.structs.replace(
        attempt(),
        choice=msgspec.structs.replace(
            attempt().choice, disposition="proceed", worry="Anna Smith"
        ),
    )
    paths = [Path("Zoe/1.json"), Path("Anna/1.json"), Path("Zoe/2.json")]

    rows = class_rows([(path, wrong) for path in paths])

    assert [row["student"] for row in rows] == [2, 1, 2]
    text = class_as_csv(rows) + json.dumps(class_as_json(rows))
    assert not [name for name in ("Zoe", "Anna", "Smith") if name in text]


def test_csv_and_json_hold_the_same_rows() -> None:
    rows = class_rows([(Path("a/1.json"), attempt())])

    (line,) = csv.DictReader(io.StringIO(class_as_csv(rows)))

    assert tuple(line) == COLUMNS
    assert line["result"] == class_as_json(rows)["attempts"][0]["result"] == "met"


def test_the_table_of_errors_counts_by_kind() -> None:
    late = msgspec.structs.replace(
        attempt(), choice=msgspec.structs.replace(attempt().choice, timeframe="today")
    )

    rows = class_rows([(Path("a"), late), (Path("b"), late), (Path("c"), attempt())])

    assert {e: n for e, n in error_table(rows).items() if n} == {"late": 2}


@pytest.mark.parametrize("form", ["--json", "--csv", ""])
def test_the_class_command_names_broken_files_and_counts_the_others(
    tmp_path: Path, form: str
) -> None:
    (tmp_path / "one.json").write_bytes(practice_files.as_file(attempt()))
    (tmp_path / "two.json").write_text("{}", "utf-8")

    result = teach("classes", tmp_path, *([form] if form else []))

    assert result.exit_code == 0
    assert "two.json: not a practice attempt" in result.stderr
    assert "cannot_pass_urine" in result.stdout


def test_a_practice_attempt_is_refused_by_the_live_screen(tmp_path: Path) -> None:
    file = tmp_path / "attempt.json"
    file.write_bytes(practice_files.as_file(attempt()))

    result = CliRunner().invoke(app, ["assess", str(file), "--json"])

    assert result.exit_code == 65
    assert result.stdout == ""
    assert "practice attempt, about an invented client" in result.stderr


def test_a_file_of_cases_is_refused_by_the_live_screen() -> None:
    file = HERE / "packs" / "practice" / "clients.toml"

    result = CliRunner().invoke(app, ["assess", str(file)])

    assert result.exit_code == 65
    assert "a file of invented clients" in result.stderr


def test_progress_as_json_names_its_form_and_what_is_due() -> None:
    practice_files.keep(attempt())

    content = json.loads(run("practise", "--progress", "--json").stdout)

    assert content["schema"] == "massage-screen/progress/1"
    assert content["families"] == {"bladder_bowel": {"part": 1, "whole": 1}}
    assert [due["what"] for due in content["due"]] == ["urine_stuck"]


def test_progress_says_when_an_attempt_cannot_be_read() -> None:
    practice_files.keep(attempt()).with_name("broken.json").write_text("{}", "utf-8")

    result = run("practise", "--progress")

    assert result.exit_code == 0
    assert "broken.json: not a practice attempt" in result.stderr
    assert "Attempts: 1" in result.stdout


def test_a_class_shows_both_errors() -> None:
    def row(right: str, chosen: str, advice: str) -> dict[str, object]:
        return {"right": right, "chosen": chosen, "advice": advice}

    rows = [
        row("emergency", "restrict", "under"),
        row("refer", "refer", "right"),
        row("restrict", "refer", "over"),
        row("proceed", "restrict", "over"),
        row("proceed", "proceed", "right"),
    ]

    assert class_errors(rows) == (Count(1, 2), Count(1, 3))
