"""What a therapist sets once, and what stands in the way of using it."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest
import tomlkit

from massage_screen.documents.choices import Country, Paper
from massage_screen.errors import NotWritten, SettingsError, UnfitSetting
from massage_screen.settings.change import change_setting
from massage_screen.settings.file import LARGEST, settings_file
from massage_screen.settings.in_use import (
    Settings,
    Source,
    join,
    read_in_use,
    read_settings,
)
from massage_screen.settings.setting import LONGEST, SETTINGS, variable_of

ALL = """\
# Mine, in Leeds.
country = "uk"
paper = "A4"
pages = "/pages"
therapist = "Anna Smith"
registration = "MT 17"
telephone = "0113 496 0000"
reading_lock = false # I know them
plain = true
"""
unix = pytest.mark.skipif(sys.platform == "win32", reason="modes and links of Unix")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.toml"


def put(file: Path, content: str | bytes) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


# What each takes


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("country", "US", "us"),
        ("paper", "letter", "letter"),
        ("reading_lock", "off", False),
        ("plain", "1", True),
        ("language", "ES", "es"),
        ("language", "pt-br", "pt-br"),
        ("therapist", "  Zoë O'Neil ", "Zoë O'Neil"),
        ("telephone", "+44 113", "+44 113"),
    ],
)
def test_a_setting_takes_what_is_typed(name, typed, value):
    assert SETTINGS[name].typed(typed) == value


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("country", "usa", r"'usa'. Did you mean 'us'\? Allowed: us, uk,"),
        ("paper", "a3", "Allowed: a4, letter"),
        ("plain", "maybe", "Allowed: on, off"),
        ("language", "spanish!", "Write the code of a language"),
        ("therapist", " ", "is empty"),
        ("telephone", "1" * (LONGEST + 1), "longer than 100"),
        ("registration", "17\x1b[2J", "cannot be shown"),
        ("therapist", "A\nB", "cannot be shown"),
        ("pages", "", "Name a folder"),
        ("pages", "a\0b", "Name a folder"),
    ],
)
def test_another_value_is_refused_with_what_is_allowed(name, typed, said):
    with pytest.raises(ValueError, match=said):
        SETTINGS[name].typed(typed)


@pytest.mark.usefixtures("homeless")
def test_a_home_folder_that_nobody_knows_is_said():
    with pytest.raises(ValueError, match="no home folder"):
        SETTINGS["pages"].typed("~/pages")


def test_every_setting_has_a_value_of_its_name_and_a_variable_of_one_scheme():
    assert set(SETTINGS) == set(Settings.__struct_fields__)
    assert variable_of("reading_lock") == "MASSAGE_SCREEN_READING_LOCK"


# The file


def test_a_file_is_read(file):
    assert read_settings(put(file, ALL)) == {
        "country": "uk",
        "paper": "a4",
        "pages": "/pages",
        "therapist": "Anna Smith",
        "registration": "MT 17",
        "telephone": "0113 496 0000",
        "reading_lock": False,
        "plain": True,
    }


@pytest.mark.parametrize("content", ["", "\n# nothing yet\n", "\ufeffplain = true\r\n"])
def test_little_in_a_file_is_no_mistake(file, content):
    assert read_settings(put(file, content)) in ({}, {"plain": True})


def test_no_file_sets_nothing(file):
    assert read_settings(file) == {}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('\ncontry = "us"\n', "line 2: There is no setting 'contry'. Did you mean"),
        ('[country]\nis = "us"\n', "country must stand in quotes: country ="),
        ('country = "england"\n', "line 1: country takes no 'england'. Allowed: us,"),
        ("#\ntelephone = 5551234\n", "line 2: telephone must stand in quotes"),
        ('plain = "yes"\n', "line 1: plain must be true or false, without quotes"),
        ('pages = "reports"\n', "line 1: pages is not the whole name of a folder"),
        ('"country" = "x"\n', "country takes no 'x'"),
        ("country = us\n", "line 1, column 11: not valid TOML: Invalid value"),
        ("plain = true\nplain = true\n", "line 2"),
        ("a." * 30 + "b = 1", "line 1: not valid TOML: A key has more than"),
        ("x = " + "[" * 5000, "it holds what no setting takes. Correct it"),
        ("x = 1" + "0" * 9000, "it holds what no setting takes. Correct it"),
        (b'\ntherapist = "\xff"', "line 2: not UTF-8 text. Correct it"),
        ("#" * (LARGEST + 1), "it is larger than 64 KiB. Correct it"),
    ],
)
def test_a_mistake_is_told_with_place_and_cure(file, content, said):
    with pytest.raises(SettingsError) as caught:
        read_settings(put(file, content))

    assert said in str(caught.value)
    assert file.name in str(caught.value)


def test_every_mistake_is_told_and_the_first_on_one_line(file):
    with pytest.raises(SettingsError) as caught:
        read_settings(put(file, 'plain = 1\npaper = "a3"\nx = 1\n'))

    assert len(caught.value.problems) == 3
    short = caught.value.in_short()
    assert short.endswith(
        "line 1: plain must be true or false, without quotes: plain = true, and 2 more."
    )


@unix
@pytest.mark.parametrize("kind", ["folder", "pipe", "below a file"])
def test_what_is_no_file_is_told_without_waiting(file, kind):
    if kind == "folder":
        file.mkdir(parents=True)
    elif kind == "pipe":
        file.parent.mkdir()
        os.mkfifo(file)
    else:
        file.parent.write_text("")

    with pytest.raises(SettingsError, match=r"cannot be read: .*Move away"):
        read_settings(file)


# Changing it


def test_a_change_leaves_every_other_line_alone(file):
    put(file, ALL)

    assert change_setting(file, "country", "nz")
    assert change_setting(file, "reading_lock", None)

    before, after = ALL.splitlines(), file.read_text("utf-8").splitlines()
    assert set(before) - set(after) == {
        'country = "uk"',
        "reading_lock = false # I know them",
    }
    assert set(after) - set(before) == {'country = "nz"'}


def test_a_setting_is_added_above_the_tables_of_others(file):
    put(file, 'plain = true\n\n[other]\nx = "1"\n')

    assert not change_setting(file, "country", "us")

    assert file.read_text("utf-8").index("country") < file.read_text().index("[other]")


@pytest.mark.parametrize("value", ['a"b\\c', "Zoë", "= #[x]", "'''"])
def test_any_words_come_back_as_they_were_set(file, value):
    change_setting(file, "therapist", value)

    assert read_settings(file) == {"therapist": value}


@unix
def test_the_file_is_for_its_owner_only_also_where_it_was_not(file):
    change_setting(file, "plain", True)
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    file.chmod(0o644)

    change_setting(file, "plain", False)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each.name for each in file.parent.iterdir()] == [file.name]


@unix
def test_a_link_stays_one(file, tmp_path):
    real = put(tmp_path / "real" / "mine.toml", "plain = true\n")
    file.parent.mkdir()
    file.symlink_to(real)

    change_setting(file, "country", "us")

    assert file.is_symlink()
    assert "country" in real.read_text("utf-8")


def test_what_is_wrong_can_be_taken_out_or_set_right(file):
    put(file, 'contry = "us"\nplain = 1\n')

    change_setting(file, "contry", None)
    change_setting(file, "plain", True)

    assert read_settings(file) == {"plain": True}


def test_what_is_not_set_is_not_taken_out_and_what_there_is_not_is_refused(file):
    assert not change_setting(file, "plain", None)
    with pytest.raises(UnfitSetting, match=r"no setting 'plane'. Did you mean 'plain'"):
        change_setting(file, "plane", None)

    assert not file.exists()


@pytest.mark.parametrize("content", ["country = us\n", b"\xff"])
def test_a_file_that_cannot_be_read_is_not_changed(file, content):
    before = put(file, content).read_bytes()

    with pytest.raises(SettingsError):
        change_setting(file, "country", "us")

    assert file.read_bytes() == before


def refuse(_):
    raise tomlkit.exceptions.ParseError(1, 1)


@pytest.mark.parametrize(
    ("function", "done"), [("parse", refuse), ("dumps", lambda _: "plain = true\n")]
)
def test_what_would_change_other_lines_too_is_not_written(
    file, monkeypatch, function, done
):
    put(file, ALL)
    monkeypatch.setattr(tomlkit, function, done)

    with pytest.raises(SettingsError, match="cannot be changed here"):
        change_setting(file, "country", "us")

    assert file.read_text("utf-8") == ALL


@unix
def test_a_folder_that_cannot_be_made_is_said(file):
    file.parent.symlink_to("gone")

    with pytest.raises(NotWritten, match="could not be written"):
        change_setting(file, "country", "us")


def test_a_full_disk_leaves_the_old_file(file, monkeypatch):
    put(file, ALL)

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NotWritten, match=r"No space left on device. Nothing was"):
        change_setting(file, "country", "us")

    assert file.read_text("utf-8") == ALL
    assert [each.name for each in file.parent.iterdir()] == [file.name]


# What holds


def test_a_variable_goes_before_the_file_and_the_file_before_the_default():
    found = join(
        {"country": "uk", "plain": True},
        {"MASSAGE_SCREEN_COUNTRY": "NZ", "MASSAGE_SCREEN_PAPER": ""},
    )

    assert found.settings == Settings(country=Country.NZ, plain=True)
    assert found.sources["country"] is Source.ENVIRONMENT
    assert found.sources["plain"] is Source.FILE
    assert found.sources["paper"] is Source.DEFAULT
    assert found.unfit == ()


def test_a_variable_that_does_not_fit_is_left_out_and_told():
    found = join({"paper": "letter"}, {"MASSAGE_SCREEN_PAPER": "a3"})

    assert found.settings.paper is Paper.LETTER
    assert found.unfit == ("MASSAGE_SCREEN_PAPER takes no 'a3'. Allowed: a4, letter.",)


def test_nothing_of_a_broken_file_holds():
    put(settings_file(), 'country = "us"\nplain = 1\n')

    found = read_in_use()

    assert found.settings == Settings()
    assert found.broken is not None


@pytest.mark.usefixtures("homeless")
def test_without_a_home_folder_the_defaults_hold():
    assert read_in_use() == join({}, {})
