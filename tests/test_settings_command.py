"""`config`, and the commands that use what is set."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from massage_screen.cli import app
from massage_screen.cli.doing.defaults import defaults, settled
from massage_screen.cli.options import Color, Showing
from massage_screen.settings.change import change_setting
from massage_screen.settings.file import settings_file
from massage_screen.settings.setting import SETTINGS
from tests.conftest import TINY
from tests.test_settings import put

FINE = {"bladder_signs": ["none"], "pain_now": 3, "moves_freely": "yes"}
STUCK = {"bladder_signs": ["stuck"]}
#: What every setting can be set to.
SOME = {
    "country": "us",
    "paper": "a4",
    "therapist": "Anna Smith",
    "registration": "MT 17",
    "telephone": "0113 496 0000",
    "reading_lock": False,
    "plain": True,
}
AS_WANTED = Showing(False, Color.AUTO, None, False, None, force=False)


@pytest.fixture(autouse=True)
def surroundings(monkeypatch, tmp_path):
    monkeypatch.setenv("MASSAGE_SCREEN_QUESTIONS", str(TINY))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)


def run(*words):
    return CliRunner().invoke(app, list(map(str, words)))


def set_all(**changes):
    for name, value in {**SOME, **changes}.items():
        change_setting(settings_file(), name, value)


def broken():
    put(settings_file(), 'contry = "us"\n')


def decided(tmp_path, answers=STUCK):
    """Return the file of a decision."""
    answered, decision = tmp_path / "answers.json", tmp_path / "decision.json"
    answered.write_text(json.dumps(answers))
    run("assess", answered, "--decision", decision)
    return decision


# config


def test_config_shows_each_setting_with_its_source_and_the_file(monkeypatch):
    set_all(country="uk")
    monkeypatch.setenv("MASSAGE_SCREEN_COUNTRY", "nz")
    change_setting(settings_file(), "paper", None)

    result = run("config")

    shown = result.stdout.splitlines()[: len(SETTINGS)]
    assert [line.partition(":")[0] for line in shown] == list(SETTINGS)
    assert shown[0] == "country: nz (environment, MASSAGE_SCREEN_COUNTRY)"
    assert shown[1] == "paper: a4 (default, for nz)"
    assert shown[3] == "therapist: Anna Smith (file)"
    assert shown[6] == "reading_lock: off (file)"
    assert settings_file().name in "".join(result.stdout.split())
    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        (("country", "US"), 'country = "us"'),
        (("Reading-Lock", "off"), "reading_lock = false"),
        (("therapist", "Anna", "Smith"), 'therapist = "Anna Smith"'),
        (("telephone", "+44 113 496"), 'telephone = "+44 113 496"'),
    ],
)
def test_set_keeps_a_setting_and_unset_takes_it_out(typed, line):
    result = run("config", "set", *typed)

    assert (result.exit_code, result.stdout) == (0, "")
    assert settings_file().read_text("utf-8") == f"{line}\n"
    assert run("config", "unset", typed[0]).exit_code == 0
    assert settings_file().read_text("utf-8") == ""
    assert "Nothing was changed" in run("config", "unset", typed[0]).stderr


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("set", "contry", "us"), "Did you mean 'country'? The settings are country,"),
        (("set", "country", "england"), "Allowed: us, uk, ca, au, nz, eu."),
        (("set", "country"), "Allowed: us, uk, ca, au, nz, eu."),
        (("set", "therapist"), "therapist is empty"),
        (("set",), "name a setting"),
        (("unset",), "name a setting"),
        (("unset", "plain", "on"), "takes one name"),
        (("unset", "plane"), "Did you mean 'plain'?"),
        (("sett", "plain", "on"), "Did you mean 'set'?"),
        (("plain", "on"), "config set NAME VALUE"),
    ],
)
def test_a_wrong_word_is_told_in_one_message_and_nothing_is_written(typed, said):
    result = run("config", *typed)

    assert said in result.stderr
    assert (result.exit_code, result.stdout) == (2, "")
    assert not settings_file().exists()


def test_a_folder_for_pages_must_be_there_and_is_kept_by_its_whole_name(tmp_path):
    assert run("config", "set", "pages", "gone").exit_code == 73
    assert not settings_file().exists()
    tmp_path.joinpath("here").mkdir()

    assert run("config", "set", "pages", "here").exit_code == 0

    assert defaults().folder == tmp_path / "here"


def test_a_broken_file_is_told_with_exit_78_by_config_alone():
    broken()

    shown, changed = run("config"), run("config", "set", "plain", "on")

    assert (shown.exit_code, changed.exit_code) == (78, 78)
    assert "line 1: There is no setting 'contry'" in shown.stderr
    assert "plain: as the terminal needs (default)" in shown.stdout
    assert "plain = true" in settings_file().read_text("utf-8")
    assert run("config", "unset", "contry").exit_code == 0


def test_a_variable_that_does_not_fit_is_wrong_use(monkeypatch):
    monkeypatch.setenv("MASSAGE_SCREEN_READING_LOCK", "maybe")

    result = run("config")

    assert result.exit_code == 2
    assert "MASSAGE_SCREEN_READING_LOCK takes no 'maybe'" in result.stderr


def test_config_as_json():
    set_all()

    found = json.loads(run("config", "--json").stdout)

    assert found["schema"] == "massage-screen/settings/1"
    assert found["file"] == str(settings_file())
    assert found["settings"]["country"] == {"value": "us", "from": "file"}
    assert found["settings"]["pages"] == {"value": None, "from": "default"}
    assert found["problems"] == []
    broken()
    result = run("config", "--json")
    assert len(json.loads(result.stdout)["problems"]) == 1
    assert result.exit_code == 78


@pytest.mark.usefixtures("homeless")
def test_without_a_home_folder_config_shows_and_says_where_to_keep():
    shown, changed = run("config"), run("config", "set", "plain", "on")

    assert shown.exit_code == 0
    assert "MASSAGE_SCREEN_CONFIG can" in shown.stdout
    assert changed.exit_code == 73
    assert "MASSAGE_SCREEN_CONFIG can name one" in changed.stderr


# The commands that use them


@pytest.mark.parametrize("answers", [FINE, STUCK])
def test_no_setting_changes_a_decision(tmp_path, answers):
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(answers))
    before = run("assess", file, "--json")

    set_all()

    after = run("assess", file, "--json")
    assert (after.exit_code, after.stdout) == (before.exit_code, before.stdout)


def test_a_broken_file_costs_a_warning_of_one_line_and_nothing_else(tmp_path):
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(FINE))
    before = run("assess", file)

    broken()

    after = run("assess", file)
    assert (after.exit_code, after.stdout) == (before.exit_code, before.stdout)
    (warning,) = after.stderr.splitlines()
    assert "line 1: There is no setting 'contry'. See massage-screen config" in warning


def test_the_command_line_goes_before_what_is_set():
    set_all()

    assert settled(AS_WANTED)[:3] == (False, Color.AUTO, True)
    assert settled(AS_WANTED).reading_lock is False
    said = AS_WANTED._replace(plain=False, reading_lock=True)
    assert settled(said).reading_lock is True


def test_the_reading_lock_is_on_where_nobody_said_anything():
    assert settled(AS_WANTED).reading_lock is True


def test_a_page_has_the_country_the_paper_and_the_folder_that_are_set(tmp_path):
    decision = decided(tmp_path)
    tmp_path.joinpath("pages").mkdir()
    set_all(pages=str(tmp_path / "pages"))

    result = run("document", "urgent-letter", "--from", decision)

    assert result.exit_code == 0
    (page,) = (tmp_path / "pages").iterdir()
    text = page.read_text("utf-8")
    assert "size: a4" in text
    assert all(SOME[name] in text for name in ("therapist", "registration"))
    assert "0113 496 0000" in text
    handout = ("document", "handout", "--from", decision, "--to", "-", "--as", "html")
    assert "Call 911" in run(*handout).stdout
    other = run(*handout, "--country", "uk", "--paper", "letter").stdout
    assert "Call 999" in other
    assert "size: letter" in other


def test_no_paper_is_asked_of_the_printer_where_none_is_known(tmp_path):
    decision = decided(tmp_path)
    page = ("document", "plan", "--from", decision, "--to", "-", "--as", "html")

    assert "size: " not in re.findall("@page.*", run(*page).stdout)[0]
    assert "size: letter" in run(*page, "--country", "us").stdout


def test_a_folder_for_pages_that_is_gone_is_said_and_nothing_is_written(tmp_path):
    decision = decided(tmp_path)
    set_all(pages=str(tmp_path / "gone"))
    before = sorted(tmp_path.iterdir())

    result = run("document", "plan", "--from", decision)

    assert result.exit_code == 73
    assert "there is no such folder" in result.stderr
    assert sorted(tmp_path.iterdir()) == before


def test_a_paper_form_is_made_for_the_paper_that_is_set():
    form = ("questions", "--print", "--html")
    assert "size: a4; margin" not in run(*form).stdout

    set_all()

    assert "@page { size: a4; margin" in run(*form).stdout
    assert "@page { size: letter; margin" in run(*form, "--paper", "letter").stdout


LOADED = """
import sys
from massage_screen.cli.doing.defaults import in_use
in_use()
print(*sorted({"tomllib", "tomlkit", "jinja2", "rich"} & set(sys.modules)))
"""


@pytest.mark.parametrize(
    ("content", "loaded"), [(None, ""), ("plain = 1\n", "tomllib")]
)
def test_reading_settings_loads_little(content, loaded):
    if content:
        put(settings_file(), content)

    said = subprocess.run(
        [sys.executable, "-c", LOADED],
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        text=True,
        check=True,
    )

    assert said.stdout.strip() == loaded
