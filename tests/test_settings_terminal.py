"""What is set, as it shows at a terminal: pages, plain lines, the reading lock."""

from __future__ import annotations

import sys

import pytest

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are of Unix", allow_module_level=True)

from massage_screen.settings.change import change_setting
from massage_screen.settings.file import settings_file
from tests.conftest import TINY
from tests.screen import HURRIED, Screen

IN_NO_HURRY = [sys.executable, "-m", "massage_screen"]


@pytest.fixture
def program(tmp_path):
    """Return a function that starts a screening with the toy pack on a terminal."""
    started = []

    def start(*arguments, command=HURRIED, **options):
        words = [*command, "screen", *arguments, "--questions", str(TINY)]
        started.append(Screen(words, tmp_path, rows=90, **options))
        return started[-1]

    yield start
    for each in started:
        each.process.close(force=True)


def code_of(screen):
    screen.until_gone()
    return screen.process.exitstatus


def to_the_pages(screen):
    """Answer that no urine comes, and go on to the pages."""
    screen.until("Has passing urine changed", "Ctrl-C stops.")
    screen.send("2\r")
    screen.until("Do this first. Then:", "Ctrl-C stops.")
    screen.send("1")
    screen.until("p pages", "Enter done")
    screen.send("p")
    screen.until_asked("Enter for none:")


def test_pages_take_what_is_set_and_ask_for_the_rest(program, tmp_path):
    tmp_path.joinpath("pages").mkdir()
    own = {"therapist": "Anna Smith", "telephone": "0113 496", "country": "uk"}
    for name, value in {**own, "pages": str(tmp_path / "pages")}.items():
        change_setting(settings_file(), name, value)
    screen = program()
    to_the_pages(screen)

    screen.send("1\r")
    screen.until_asked("Reference:")
    screen.send("A17\r")
    for label in ("To:", "Client:", "Date of birth:", "Registration:"):
        screen.until_asked(label)
        screen.send("\r")
    screen.until_asked("Enter goes on:")
    screen.send("\r")

    assert code_of(screen) == 40
    said = " ".join(screen.written.split())
    assert "From your settings: From: Anna Smith; Telephone: 0113 496." in said
    (page,) = (tmp_path / "pages").iterdir()
    assert "0113 496" in page.read_text("utf-8")
    assert page.name.endswith("-A17.html")


def test_plain_lines_that_are_set_ask_in_plain_lines(program):
    change_setting(settings_file(), "plain", True)

    screen = program()
    screen.until_asked("Has passing urine changed")

    assert "Ctrl-C stops." not in screen.text


def test_without_the_reading_lock_the_screen_says_so_and_takes_a_no_at_once(program):
    change_setting(settings_file(), "reading_lock", False)
    screen = program(command=IN_NO_HURRY)
    screen.until("Has passing urine changed", "Ctrl-C stops.")

    screen.send("n")
    screen.until("How bad is the pain", "Ctrl-C stops.")

    said = " ".join(screen.written.split())
    assert "The reading lock is off" in said
    assert "Read it first" not in said


def test_the_command_line_puts_the_reading_lock_on_again(program):
    change_setting(settings_file(), "reading_lock", False)
    screen = program("--reading-lock", command=IN_NO_HURRY)
    screen.until("Has passing urine changed", "Ctrl-C stops.")

    screen.send("n")

    screen.until("Read it first")
    assert "The reading lock is off" not in screen.written


def test_a_broken_file_does_not_stop_a_screening(program):
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text("country = us\n")

    screen = program()
    screen.until("Has passing urine changed", "Ctrl-C stops.")

    said = " ".join(screen.written.split())
    assert "Warning: settings not used." in said
    assert "line 1, column 11: not valid TOML" in said
