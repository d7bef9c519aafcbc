"""The compiled form of a pack says what its files say, or is not used."""

from __future__ import annotations

import runpy
import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest

from massage_screen import catalogue, compiled
from massage_screen.catalogue import load_pack
from massage_screen.compiled import place_beside, read_compiled
from massage_screen.errors import PackError
from massage_screen.pack import Clause, Pack

ROOT = Path(__file__).parent.parent
SPINE = ROOT / "questions" / "spine"


@pytest.fixture(scope="module")
def spine() -> Pack:
    return load_pack(SPINE)


@pytest.fixture
def installed(tmp_path: Path, spine: Pack, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder as in an installed program, the compiled form beside it."""
    folder = tmp_path / "questions" / "spine"
    shutil.copytree(SPINE, folder)
    place_beside(folder).write_bytes(compiled.compiled(spine))
    monkeypatch.setattr(catalogue, "_SHIPPED", (folder,))
    return folder


def same(one: Pack | None, other: Pack) -> bool:
    """Compare everything: packs themselves are told apart by identity."""
    fields = Pack.__struct_fields__
    return one is not None and all(getattr(one, f) == getattr(other, f) for f in fields)


def test_the_compiled_form_is_the_pack_that_its_files_give(
    installed: Path, spine: Pack
) -> None:
    assert same(read_compiled(installed), spine)
    assert same(load_pack(installed), spine)


def test_what_is_put_into_the_form_is_all_of_the_pack(
    installed: Path, spine: Pack
) -> None:
    found = read_compiled(installed)

    assert msgspec.json.encode(found) == msgspec.json.encode(spine)


def test_the_shipped_pack_is_not_read_again_when_it_is_compiled(
    installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("massage_screen.problems.draft.Draft", None)

    assert load_pack(installed).about.id == "spine"


def test_what_a_rule_says_in_clauses_is_put_into_the_form(
    installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = sorted(installed.glob("[0-9]*.toml"))[0]
    said = """
[[rule]]
id = "in_clauses"
found = "A plain text."
do = [
  { text = "Go on." },
  { text = "Rest.", about = ["feet"], techniques = ["heat"],\
 when = { all_of = [{ question = "QUESTION", is_any_of = ["unsure"] }] } },
]
tell = [{ text = "We go on." }]
policy = "A rule for tests."
"""
    question = msgspec.toml.decode(file.read_bytes())["question"][0]["id"]
    file.write_text(file.read_text("utf-8") + said.replace("QUESTION", question))
    monkeypatch.setattr(catalogue, "read_compiled", lambda _: None)
    checked = load_pack(installed)
    place_beside(installed).write_bytes(compiled.compiled(checked))

    found = read_compiled(installed)

    assert same(found, checked)
    assert found is not None
    rule = found.rules["in_clauses"]
    assert rule.found == "A plain text."
    assert [type(clause) for _, clause in rule.clauses] == [Clause] * 4


@pytest.mark.parametrize(
    "name",
    # Decisions rest on these; on claims, practice and properties none does.
    [
        "pack.toml",
        "references.toml",
        *sorted(p.name for p in SPINE.glob("[0-9]*.toml")),
    ],
)
def test_one_changed_byte_in_any_file_and_it_is_not_used(
    installed: Path, name: str
) -> None:
    file = installed / name
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)

    assert read_compiled(installed) is None


def test_a_change_of_the_shipped_files_is_seen_at_once(installed: Path) -> None:
    file = installed / "pack.toml"
    file.write_text(file.read_text("utf-8").replace('version = "', 'version = "9'))

    assert load_pack(installed).about.version.startswith("9")


def test_a_problem_in_the_shipped_files_still_stops_the_program(
    installed: Path,
) -> None:
    file = installed / "references.toml"
    file.write_text(file.read_text("utf-8") + "\nnonsense\n")

    with pytest.raises(PackError, match="not valid TOML"):
        load_pack(installed)


@pytest.mark.parametrize("name", ["11_more.toml", "stray.toml"])
def test_a_file_more_and_it_is_not_used(installed: Path, name: str) -> None:
    (installed / name).write_text('[section]\ntitle = "More"\n')

    assert read_compiled(installed) is None


def test_a_file_less_and_it_is_not_used(installed: Path) -> None:
    (installed / "60_today.toml").unlink()

    assert read_compiled(installed) is None


@pytest.mark.parametrize("at", [0, 31, 32, 5000, -1])
def test_one_changed_byte_in_the_form_and_it_is_not_used(
    installed: Path, at: int, spine: Pack
) -> None:
    place = place_beside(installed)
    form = bytearray(place.read_bytes())
    form[at] ^= 1
    place.write_bytes(form)

    assert read_compiled(installed) is None
    assert same(load_pack(installed), spine)


@pytest.mark.parametrize("length", [0, 1, 31, 32, 33, 1000])
def test_a_form_that_was_cut_off_is_not_used(
    installed: Path, length: int, spine: Pack
) -> None:
    place = place_beside(installed)
    place.write_bytes(place.read_bytes()[:length])

    assert read_compiled(installed) is None
    assert same(load_pack(installed), spine)


def test_a_form_that_fits_but_cannot_be_read_is_not_used(installed: Path) -> None:
    body = b"\xc1 no such thing"
    digest = load_pack(SPINE).digest
    seal = compiled._seal(digest, body)
    place_beside(installed).write_bytes(seal + body)

    assert read_compiled(installed) is None


def test_another_version_of_the_program_does_not_use_it(
    installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled, "__version__", "0.0.0")

    assert read_compiled(installed) is None


@pytest.mark.parametrize("name", ["condition.py", "pack/question.py"])
def test_another_shape_of_packs_and_it_is_not_used(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    code = tmp_path / "code"
    shutil.copytree(ROOT / "massage_screen" / "pack", code / "pack")
    shutil.copy(ROOT / "massage_screen" / "condition.py", code)
    monkeypatch.setattr(compiled, "_HERE", code)
    assert read_compiled(installed) is not None

    with (code / name).open("a") as file:
        file.write("# another field\n")

    assert read_compiled(installed) is None


def test_a_folder_that_somebody_names_is_always_read_and_checked(
    installed: Path, monkeypatch: pytest.MonkeyPatch, spine: Pack
) -> None:
    monkeypatch.setattr(catalogue, "_SHIPPED", (ROOT / "nowhere",))
    monkeypatch.setattr(catalogue, "read_compiled", None)

    assert same(load_pack(installed), spine)


def built(version: str) -> dict[str, bytes]:
    """Return what the hook of the build adds to a wheel: path and content."""
    data: dict[str, Any] = {"force_include": {}}
    hook = runpy.run_path(str(ROOT / "hatch_build.py"))["CompilePack"](
        str(ROOT), {}, None, None, "", "wheel"
    )
    hook.initialize(version, data)
    added = {to: Path(of).read_bytes() for of, to in data["force_include"].items()}
    hook.finalize(version, data, "")
    assert not [of for of in data["force_include"] if Path(of).exists()]
    return added


def test_the_wheel_gets_the_form_where_the_installed_program_looks(
    spine: Pack,
) -> None:
    folder = catalogue._SHIPPED[0].relative_to(ROOT)

    assert built("standard") == {
        place_beside(folder).as_posix(): compiled.compiled(spine)
    }


def test_an_editable_install_gets_none_so_that_it_reads_what_is_written() -> None:
    assert built("editable") == {}


def test_nothing_compiled_lies_in_the_checkout() -> None:
    assert not place_beside(SPINE).exists()
