"""A hint can be typed as it stands: with the name that the program was called by."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from massage_screen.command import command

SCRIPT = "#!/bin/sh\n"


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "bin" / "massage-screen"
    path.parent.mkdir()
    path.write_text(SCRIPT, "utf-8")
    path.chmod(0o755)
    return path


def test_who_named_a_path_reads_that_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(sys, "argv", [".venv/bin/massage-screen", "screen"])

    assert command("resume") == ".venv/bin/massage-screen resume"


def test_who_has_it_on_the_path_reads_its_name(
    script: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(script.parent))
    monkeypatch.setattr(sys, "argv", [str(script)])

    assert command("resume --discard") == "massage-screen resume --discard"


def test_another_installation_on_the_path_is_not_mistaken_for_this_one(
    script: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(script.parent))
    monkeypatch.setattr(sys, "argv", ["my folder/massage-screen"])

    assert command("resume") == "'my folder/massage-screen' resume"


def test_inside_another_program_it_has_its_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "argv", ["pytest"])

    assert command("resume") == "massage-screen resume"


def test_who_started_the_module_reads_that() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "massage_screen", "screen"],
        cwd=Path(__file__).parent.parent,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )

    assert f"{sys.executable} -m massage_screen assess FILE" in done.stderr
