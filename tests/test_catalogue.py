"""Finding, reading and trusting packs, and their cases."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from massage_screen import catalogue
from massage_screen.catalogue import find_problems, load_cases, load_pack, pack_folder
from massage_screen.decision import decide
from massage_screen.errors import NoSuchFile, PackError
from massage_screen.problems.files import LARGEST_FILE
from massage_screen.sheet import fit_answers

TINY = Path(__file__).parent / "packs" / "tiny"
WritePack = Callable[..., Path]


@pytest.fixture(autouse=True)
def _no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(catalogue.VARIABLE, raising=False)


def codes(folder: Path) -> list[tuple[str, int, str]]:
    return [(p.file, p.line, p.code) for p in find_problems(folder)]


def test_the_folder_that_was_named_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(catalogue.VARIABLE, str(tmp_path / "elsewhere"))

    assert pack_folder(str(TINY)) == TINY


def test_the_variable_names_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(catalogue.VARIABLE, str(TINY))

    assert pack_folder() == TINY


def test_without_a_name_it_is_the_pack_that_comes_with_the_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(catalogue.VARIABLE, "")

    folder = pack_folder()

    assert folder.parts[-2:] == ("questions", "spine")
    assert (folder / "pack.toml").is_file()


def test_the_installed_pack_is_preferred_to_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout, wheel = tmp_path / "checkout", tmp_path / "wheel"
    checkout.mkdir()
    monkeypatch.setattr(catalogue, "_SHIPPED", (wheel, checkout))
    assert pack_folder() == checkout

    wheel.mkdir()

    assert pack_folder() == wheel


def test_a_program_without_questions_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "_SHIPPED", (tmp_path / "none",))

    with pytest.raises(NoSuchFile, match=r"are missing\. Install it again\."):
        pack_folder()


@pytest.mark.parametrize(("named", "source"), [(True, "--questions"), (False, "MASS")])
def test_a_folder_that_does_not_exist_is_named(
    named: bool, source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = str(tmp_path / "missing")
    monkeypatch.setenv(catalogue.VARIABLE, missing)

    with pytest.raises(NoSuchFile, match=f"{source}.*no folder"):
        pack_folder(missing if named else None)


def test_an_empty_name_is_refused_and_not_taken_for_the_shipped_pack(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(catalogue.VARIABLE, str(TINY))

    with pytest.raises(NoSuchFile, match="--against: the name of the folder is empty"):
        pack_folder("", "--against")


def test_an_empty_variable_names_no_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(catalogue.VARIABLE, "")

    assert pack_folder().name == "spine"


def test_a_home_folder_that_nobody_knows_is_no_folder() -> None:
    with pytest.raises(NoSuchFile, match="there is no folder ~nobody-of-this-name/p"):
        pack_folder("~nobody-of-this-name/p")


def test_a_file_is_not_a_folder_of_questions() -> None:
    with pytest.raises(NoSuchFile, match=r"Name the folder that holds pack\.toml"):
        pack_folder(str(TINY / "pack.toml"))


def test_the_toy_pack_has_no_problems() -> None:
    assert find_problems(TINY) == []


def test_the_pack_that_comes_with_the_program_has_no_problems() -> None:
    assert find_problems(pack_folder()) == []


def test_a_pack_is_read_in_the_order_of_its_file_names(write_pack: WritePack) -> None:
    more = (
        '[section]\ntitle = "First"\n[[question]]\nid = "first"\nkind = "yes_no"\n'
        'ask = "First?"\n[[rule]]\nid = "first_rule"\nfound = "F."\ndo = "D."\n'
        'policy = "P."\nwhen = { question = "first", is_any_of = ["yes", "unsure"] }\n'
    )
    folder = write_pack(("05_first.toml", "", more))

    pack = load_pack(folder)

    assert next(iter(pack.questions)) == "first"
    assert [concern.section.title for concern in pack.concerns] == [
        "First",
        "Warning signs: bladder, bowel and feeling",
    ]
    assert list(pack.references) == ["GIRFT2023"]


def test_a_pack_with_problems_is_refused_with_all_of_them(
    write_pack: WritePack,
) -> None:
    folder = write_pack(
        ("10_bladder.toml", 'timeframe = "now"', 'timeframe = "nwo"'),
        (
            "10_bladder.toml",
            'includes_any_of = ["stuck"]',
            'includes_any_of = ["stuk"]',
        ),
    )

    with pytest.raises(PackError) as caught:
        load_pack(folder)

    assert [problem.code for problem in caught.value.problems] == [
        "unknown_answer",
        "unknown_timeframe",
    ]
    assert "2 problems. Nothing was asked." in str(caught.value)
    assert "10_bladder.toml:45 · rule 'urine_stuck'" in str(caught.value)


def test_a_pack_loads_although_its_keys_stand_in_another_order(
    write_pack: WritePack,
) -> None:
    old = 'reassuring = true\nask = "Do you move freely?"'
    new = 'ask = "Do you move freely?"\nreassuring = true'
    folder = write_pack(("10_bladder.toml", old, new))

    assert load_pack(folder).questions["moves_freely"].reassuring
    assert [problem.code for problem in find_problems(folder)] == ["key_order"]


def test_a_pack_loads_although_its_cases_are_broken(write_pack: WritePack) -> None:
    folder = write_pack(("cases/clients.toml", "", "[[case\n"))

    assert load_pack(folder).about.id == "tiny"
    assert codes(folder) == [("cases/clients.toml", 32, "not_toml")]


@pytest.mark.parametrize("name", ["pack.toml", "10_bladder.toml", "references.toml"])
def test_any_change_of_a_file_changes_the_digest(
    name: str, write_pack: WritePack
) -> None:
    folder = write_pack((name, "", "# A comment.\n"))

    assert load_pack(folder).digest != load_pack(TINY).digest


def test_cases_and_place_do_not_change_the_digest(write_pack: WritePack) -> None:
    folder = write_pack(("cases/clients.toml", "", "# A comment.\n"))

    assert load_pack(folder).digest == load_pack(TINY).digest


def test_an_empty_folder_lacks_everything(tmp_path: Path) -> None:
    assert codes(tmp_path) == [
        ("pack.toml", 1, "missing_file"),
        ("pack.toml", 1, "no_questions"),
        ("references.toml", 1, "missing_file"),
    ]


@pytest.mark.parametrize(
    ("data", "line", "code"),
    [
        (b'[section]\ntitle = "More', 2, "not_toml"),
        (b'[section]\ntitle = "A"\ntitle = "B"\n', 3, "not_toml"),
        (b"[section]\ntitle = \n\n[[rule]]\n", 2, "not_toml"),
        (b'[section]\n\ntitle = """More\n\n', 3, "not_toml"),
        (b'[section]\ntitle = "\xe9"\n', 2, "not_utf8"),
        (b"# " + b"x" * LARGEST_FILE, 1, "too_large"),
        (b"x = " + b"[" * 5000 + b"]" * 5000, 1, "too_deep"),
        (b"\na" + b".a" * 50_000 + b" = 1", 2, "not_toml"),
        (b"x = " + b"9" * 5000, 1, "not_toml"),
    ],
    ids=[
        "not closed",
        "twice",
        "no value",
        "to the end",
        "latin",
        "large",
        "deep",
        "dots",
        "number",
    ],
)
def test_a_file_that_cannot_be_read_is_a_problem(
    data: bytes, line: int, code: str, write_pack: WritePack
) -> None:
    folder = write_pack()
    (folder / "20_more.toml").write_bytes(data)

    assert codes(folder) == [("20_more.toml", line, code)]


def test_a_mistake_in_toml_names_the_column(write_pack: WritePack) -> None:
    folder = write_pack(("20_more.toml", "", "[section]\ntitle = \n"))

    (problem,) = find_problems(folder)

    assert problem.what == "is not valid TOML, column 9: Invalid value"


def test_the_limits_may_name_any_question(write_pack: WritePack) -> None:
    folder = write_pack(("pack.toml", "diagnoses = []", 'diagnoses = ["pain_now"]'))

    assert find_problems(folder) == []


def test_a_case_like_one_that_cannot_be_read_is_not_called_wrong(
    write_pack: WritePack,
) -> None:
    folder = write_pack(("cases/clients.toml", 'disposition = "proceed"', ""))

    assert [p.code for p in find_problems(folder)] == ["missing_key"]


def test_a_folder_with_the_name_of_a_file_is_a_problem(write_pack: WritePack) -> None:
    folder = write_pack()
    (folder / "20_more.toml").mkdir()

    assert [code for _, _, code in codes(folder)] == ["unreadable_file"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
@pytest.mark.parametrize("name", ["20_more.toml", "cases/more.toml", "safety.toml"])
def test_nobody_waits_at_a_pipe_with_the_name_of_a_file(
    write_pack: WritePack, name: str
) -> None:
    folder = write_pack()
    (folder / name).unlink(missing_ok=True)
    os.mkfifo(folder / name)

    (problem,) = find_problems(folder)
    assert problem.code == "unreadable_file"
    assert problem.what == "cannot be read: it is a device or a pipe"


def test_of_many_problems_the_first_are_shown_and_the_others_counted(
    write_pack: WritePack,
) -> None:
    rule = '\n[[rule]]\nid = "{}"\n'
    many = "".join(rule.format(f"r{i}") for i in range(500))
    folder = write_pack(("10_bladder.toml", "", many))

    with pytest.raises(PackError) as caught:
        load_pack(folder)

    assert len(caught.value.problems) >= 500
    first, *shown, last = str(caught.value).split("\n")
    assert f"{len(caught.value.problems)} problems" in first
    assert len(shown) == 20
    assert last == f"and {len(caught.value.problems) - 20} more"


def test_a_file_saved_by_a_windows_editor_is_read(write_pack: WritePack) -> None:
    folder = write_pack()
    file = folder / "10_bladder.toml"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))

    assert codes(folder) == []


def test_a_case_has_the_answers_of_the_one_it_is_like() -> None:
    cases = {case.id: case for case in load_cases(TINY)}

    assert cases["old_weak_stream"].answers == {
        "bladder_signs": ("weak_stream",),
        "bladder_course": "settled_examined",
        "pain_now": 2,
        "moves_freely": "yes",
    }
    assert cases["nothing_to_tell"].disposition == "proceed"


def test_inherited_answers_to_questions_not_asked_are_dropped() -> None:
    cases = {case.id: case for case in load_cases(TINY, load_pack(TINY))}

    assert list(cases["cannot_pass_urine"].answers) == [
        "bladder_signs",
        "pain_now",
        "moves_freely",
    ]


def test_an_answer_dropped_on_the_way_comes_back_with_its_question(
    write_pack: WritePack,
) -> None:
    again = (
        '[[case]]\nid = "again"\nname = "N"\nstory = "S"\nlike = "cannot_pass_urine"\n'
        'answers = { bladder_signs = ["weak_stream"] }\ndisposition = "restrict"\n'
    )

    cases = load_cases(write_pack(("cases/more.toml", "", again)))

    assert cases[-1].answers["bladder_course"] == "settled_examined"


def test_a_case_keeps_its_own_answers_to_questions_not_asked(
    write_pack: WritePack,
) -> None:
    own = 'answers = { bladder_signs = ["stuck"], bladder_course = "recent" }'
    folder = write_pack(
        ("cases/clients.toml", 'answers = { bladder_signs = ["stuck"] }', own)
    )

    assert load_cases(folder)[-1].answers["bladder_course"] == "recent"


def test_a_case_with_each_is_one_client_for_every_combination(
    write_pack: WritePack,
) -> None:
    several = (
        '[[case]]\nid = "several"\nname = "N"\nstory = "S"\nlike = "old_weak_stream"\n'
        'disposition = "restrict"\n[case.each]\n'
        'bladder_signs = [["weak_stream"], ["weak_stream", "unsure"]]\n'
        "pain_now = [1, 2]\n"
    )

    cases = load_cases(write_pack(("cases/more.toml", "", several)))

    assert [(case.id, case.answers["bladder_signs"]) for case in cases[-4:]] == [
        ("several/weak_stream/1", ("weak_stream",)),
        ("several/weak_stream/2", ("weak_stream",)),
        ("several/weak_stream+unsure/1", ("weak_stream", "unsure")),
        ("several/weak_stream+unsure/2", ("weak_stream", "unsure")),
    ]
    assert {case.answers["bladder_course"] for case in cases[-4:]} == {
        "settled_examined"
    }


@pytest.mark.parametrize(
    ("each", "code"),
    [
        ("pain_now = [1, 20]", "answer_does_not_fit"),
        ("pain_now = [1]", "wrong_value"),
        ("pain = [1, 2]", "unknown_question"),
        ('moves_freely = ["yes", "no"]', "answered_twice"),
    ],
)
def test_each_is_looked_at_like_answers(
    each: str, code: str, write_pack: WritePack
) -> None:
    several = (
        '[[case]]\nid = "several"\nname = "N"\nstory = "S"\n'
        f'answers = {{ moves_freely = "yes" }}\neach = {{ {each} }}\n'
        'disposition = "restrict"\n'
    )

    folder = write_pack(("cases/more.toml", "", several))

    assert {found[2] for found in codes(folder)} == {code}


def test_cases_with_problems_are_refused(write_pack: WritePack) -> None:
    folder = write_pack(("cases/clients.toml", "pain_now = 2", "pain_now = 20"))

    with pytest.raises(PackError, match="must be from 0 to 10"):
        load_cases(folder)


def test_a_pack_without_cases_has_none(write_pack: WritePack) -> None:
    folder = write_pack()
    shutil.rmtree(folder / "cases")

    assert load_cases(folder) == ()


def test_a_tilde_means_the_home_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(TINY.parent))
    monkeypatch.setenv("USERPROFILE", str(TINY.parent))

    assert pack_folder(f"~{os.sep}tiny") == TINY


SADDLE = 'moves_freely = "yes", saddle_change = "no"'
GUIDE = Path(__file__).parent.parent / "docs" / "writing-a-pack.md"


def from_guide(kind: str) -> str:
    blocks = re.findall(
        rf"^```toml {kind}\n(.*?)^```$",
        GUIDE.read_text("utf-8"),
        re.MULTILINE | re.DOTALL,
    )
    return "\n".join(["", *blocks])


def test_the_rule_of_the_guide_can_be_added_and_decides_its_cases(
    write_pack: WritePack,
) -> None:
    folder = write_pack(
        ("20_saddle.toml", "", from_guide("concern")),
        ("references.toml", "", from_guide("references")),
        ("claims.toml", "", from_guide("claims")),
        ("cases/saddle.toml", "", from_guide("cases")),
        ("cases/clients.toml", 'moves_freely = "yes"', SADDLE),
    )

    pack, cases = load_pack(folder), load_cases(folder)

    assert len(cases) == 6
    for case in cases:
        decision = decide(pack, fit_answers(pack, case.answers, case.id))
        assert decision.disposition is not None
        assert (decision.disposition.value, decision.timeframe) == (
            case.disposition,
            case.timeframe,
        )
        fired = {finding.rule.id for finding in decision.findings}
        assert fired >= set(case.findings)
        assert fired.isdisjoint(case.not_findings)
