"""What lies beside a pack: cases and problems are found, wherever they are."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from massage_screen import catalogue
from massage_screen.answers import Answers
from massage_screen.catalogue import load_pack, pack_folder
from massage_screen.decision import decide
from massage_screen.errors import PackError
from massage_screen.library import find_problems, load_cases, load_for_practice
from massage_screen.practice.client import client_of
from massage_screen.practice.meant import find_questions
from massage_screen.practice.plausible import how_usual
from massage_screen.problems.files import LARGEST_FILE
from massage_screen.sheet import fit_answers

TINY = Path(__file__).parent / "packs" / "tiny"


WritePack = Callable[..., Path]


@pytest.fixture(autouse=True)
def _no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(catalogue.VARIABLE, raising=False)


def codes(folder: Path) -> list[tuple[str, int, str]]:
    return [(p.file, p.line, p.code) for p in find_problems(folder)]


def test_the_toy_pack_has_no_problems() -> None:
    assert find_problems(TINY) == []


def test_the_pack_that_comes_with_the_program_has_no_problems() -> None:
    assert find_problems(pack_folder()) == []


def test_a_pack_loads_although_its_cases_are_broken(write_pack: WritePack) -> None:
    folder = write_pack(("cases/clients.toml", "", "[[case\n"))

    assert load_pack(folder).about.id == "tiny"
    assert codes(folder) == [("cases/clients.toml", 32, "not_toml")]


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


@pytest.mark.parametrize(
    ("recent", "slow", "checked", "decided"),
    [
        ("", "", "", "proceed"),
        ("none", "none", "weak_arm weak_leg", "proceed"),
        ("none", "none", "weak_arm weak_leg?", "refer"),
        ("none", "weak_leg", "weak_arm", "refer"),
        ("none", "unsure", "weak_arm weak_leg", "refer"),
        ("weak_arm", "weak_leg", "", "emergency"),
        ("weak_arm?", "none", "weak_leg", "emergency"),
        ("unsure", "none", "weak_arm weak_leg", "emergency"),
    ],
)
def test_the_signs_of_the_guide_have_each_their_own_course(
    recent: str, slow: str, checked: str, decided: str, write_pack: WritePack
) -> None:
    folder = write_pack(("30_limbs.toml", "", from_guide("signs")))
    signs = "weak_arm weak_leg" if recent else "none"
    said = {"limb_recent": recent, "limb_slow": slow, "limb_checked": checked}
    said |= {"bladder_signs": "none", "limb_signs": signs}
    told = {each: tuple(words.split()) for each, words in said.items() if words}

    decision = decide(
        load_pack(folder), Answers({**told, "pain_now": 2, "moves_freely": "yes"})
    )

    assert decision.complete or decided == "emergency"
    assert decision.disposition is not None
    assert decision.disposition.value == decided


OWN = """families = ["bladder", "none_of_these"]
no_concern = "none_of_these"
small_talk = ["What a fine bench."]
said_as = { wee = "bladder" }
"""


def test_a_pack_may_have_practice_content_of_its_own(write_pack: WritePack) -> None:
    folder = write_pack(("practice.toml", "", OWN))

    practised, screened = load_for_practice(folder), load_pack(folder)

    assert practised.practice.families == ("bladder", "none_of_these")
    meant = find_questions(practised, "wee").questions
    assert [q.id for q in meant] == ["bladder_signs"]
    assert practised.digest == screened.digest
    assert screened.practice == load_for_practice(TINY).practice


def test_practice_content_that_does_not_fit_stops_practice_and_no_screening(
    write_pack: WritePack,
) -> None:
    folder = write_pack(("practice.toml", "", 'families = ["a"]\nno_concern = "b"\n'))

    assert load_pack(folder).about.id == "tiny"
    with pytest.raises(PackError, match="unknown_family"):
        load_for_practice(folder)


def test_a_pack_without_practice_content_is_practised_all_the_same() -> None:
    pack = load_for_practice(TINY)
    case = load_cases(TINY, pack)[0]
    talkative = msgspec.structs.replace(case, presents="Hello.", level=3)

    assert client_of(pack, talkative, 1).variant.remarks == {}
    assert how_usual(pack, "bladder_signs", ("stuck",)) > 0
