"""What several tests need: the toy pack, whole or with something changed."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from massage_screen.catalogue import load_pack
from massage_screen.pack import Pack

TINY = Path(__file__).parent / "packs" / "tiny"
#: A question of one more thing, and its rule: what versions of the toy pack differ in.
SUNBURN = """
[[question]]
id = "sunburn"
kind = "yes_no"
ask = "Are you sunburnt?"

[[rule]]
id = "sunburnt"
when = { question = "sunburn", is_any_of = ["yes", "unsure"] }
disposition = "postpone"
timeframe = "until_settled"
found = "The client is sunburnt."
do = "Wait."
policy = "A rule for tests."
"""
_NUMBERS = count()

# A shell that starts the tests in the background has them ignore Ctrl-C, and so would
# every program that a test starts and interrupts.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(optionalhook=True)  # the tests run without xdist too
def pytest_xdist_auto_num_workers() -> int:
    """Run one test more than there are cores: those at a terminal mostly wait."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(autouse=True)
def journals(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Keep answers and settings in a folder of this test; return where answers are.

    It is not made here: most of thousands of tests keep nothing.
    """
    place = tmp_path_factory.getbasetemp() / f"data{next(_NUMBERS)}"
    monkeypatch.setenv("MASSAGE_SCREEN_DATA", str(place))
    monkeypatch.setenv("MASSAGE_SCREEN_CONFIG", str(place / "config"))
    return place / "interviews"


@pytest.fixture
def homeless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Be a user without a home folder, as in a container with any user id."""

    def no_entry(_: object) -> None:
        raise KeyError("uid not found")

    ours = ("MASSAGE_SCREEN_DATA", "MASSAGE_SCREEN_CONFIG")
    for name in (*ours, "HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "USERPROFILE"):
        monkeypatch.delenv(name, raising=False)
    pwd = pytest.importorskip("pwd", reason="Windows has no file of users")
    monkeypatch.setattr(pwd, "getpwuid", no_entry)


@pytest.fixture(scope="session")
def tiny() -> Pack:
    return load_pack(TINY)


@pytest.fixture(scope="session")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a pack that uses all that packs can say, in the world of the toy pack."""
    folder = tmp_path_factory.mktemp("packs") / "grown"
    shutil.copytree(TINY.parent / "grown", folder)
    world = folder / "world.toml"
    toy = (TINY / "pack.toml").read_text("utf-8").partition("[[choice_list]]")[0]
    about = toy.replace('id = "tiny"', 'id = "grown"') + world.read_text("utf-8")
    world.unlink()
    (folder / "pack.toml").write_text(about, "utf-8")
    shutil.copy(TINY / "references.toml", folder)
    return folder


@pytest.fixture
def write_pack(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that copies the toy pack with some of its text changed."""

    def write(*edits: tuple[str, str, str]) -> Path:
        """Apply (file, old text, new text); an empty old text adds at the end."""
        folder = tmp_path / "pack"
        shutil.copytree(TINY, folder, dirs_exist_ok=True)
        for name, old, new in edits:
            file = folder / name
            file.parent.mkdir(exist_ok=True)
            text = file.read_text(encoding="utf-8") if file.exists() else ""
            assert old in text, f"{name} has no {old!r} to change"
            file.write_text(
                text.replace(old, new) if old else text + new, encoding="utf-8"
            )
        return folder

    return write
