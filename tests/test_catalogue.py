"""Finding, reading and trusting packs, and their cases."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from massage_screen import catalogue
from massage_screen.catalogue import load_pack, pack_folder
from massage_screen.errors import NoSuchFile, PackError
from massage_screen.library import find_problems

TINY = Path(__file__).parent / "packs" / "tiny"


WritePack = Callable[..., Path]


@pytest.fixture(autouse=True)
def _no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(catalogue.VARIABLE, raising=False)


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


@pytest.mark.parametrize("name", ["pack.toml", "10_bladder.toml", "references.toml"])
def test_any_change_of_a_file_changes_the_digest(
    name: str, write_pack: WritePack
) -> None:
    folder = write_pack((name, "", "# A comment.\n"))

    assert load_pack(folder).digest != load_pack(TINY).digest


def test_cases_and_place_do_not_change_the_digest(write_pack: WritePack) -> None:
    folder = write_pack(("cases/clients.toml", "", "# A comment.\n"))

    assert load_pack(folder).digest == load_pack(TINY).digest


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


def test_a_tilde_means_the_home_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(TINY.parent))
    monkeypatch.setenv("USERPROFILE", str(TINY.parent))

    assert pack_folder(f"~{os.sep}tiny") == TINY
