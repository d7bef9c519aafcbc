"""`records`: what it says, what it refuses, and what it leaves behind."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from massage_screen.answers import Answers
from massage_screen.cli import app
from massage_screen.cli.doing.records.listing import as_csv
from massage_screen.day import day_in_words
from massage_screen.presentation.published import published
from massage_screen.records.database import opened
from massage_screen.records.place import records_file
from massage_screen.records.record import keep as keep_screened
from massage_screen.records.record import newest, record_of
from massage_screen.screened import screened
from tests.conftest import TINY

ROOT = Path(__file__).parent.parent
NOW = datetime.now().astimezone().replace(microsecond=0)
FINE = {"bladder_signs": ("none",), "pain_now": 3, "moves_freely": "yes"}
OLD = {
    "bladder_signs": ("weak_stream",),
    "bladder_course": "settled_examined",
    "pain_now": 7,
    "moves_freely": "yes",
}
STUCK = {"bladder_signs": ("stuck",)}


@pytest.fixture(autouse=True)
def surroundings(monkeypatch, tmp_path):
    monkeypatch.setenv("MASSAGE_SCREEN_QUESTIONS", str(TINY))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def on():
    result = run("on", "--who", "A. Smith", "--keep", "10 years")
    assert result.exit_code == 0, result.output


def run(*words, typed=""):
    return CliRunner().invoke(app, ["records", *map(str, words)], input=typed)


def keep(pack, ref="K-1", answers=FINE, now=NOW):
    day = now.date().isoformat()
    who = screened(pack, Answers(answers), "massage-screen 1", day)
    shown = published(who, now.date())
    return keep_screened(who, ref, TINY, now, decision=shown).id


def said(result):
    return " ".join(result.output.split())


def log():
    with opened() as database:
        return [
            (row["did"], row["what"])
            for row in database.rows("SELECT did, what FROM log ORDER BY seq")
        ]


# On and off


def test_records_are_off_until_they_are_turned_on():
    for words in ((), ("list",), ("off",), ("check",), ("forget", "K-1")):
        result = run(*words)

        assert result.exit_code == 2
        assert "records on" in result.stderr
        assert not records_file().parent.exists()


def test_on_says_what_is_kept_and_what_was_found_of_a_country():
    result = run("on", "--country", "ca")

    assert result.exit_code == 0
    assert "not encrypted" in said(result)
    assert "Ontario: Ten years" in said(result)
    assert "Check with your board" in said(result)
    assert "nothing was read" in said(run("on", "--country", "nz"))


def test_on_refuses_a_time_that_is_none():
    assert run("on", "--keep", "long").exit_code == 2

    assert not records_file().exists()


@pytest.mark.skipif(os.name == "nt", reason="modes are of Unix")
@pytest.mark.usefixtures("on")
@pytest.mark.parametrize(
    "words",
    [
        *("list", "show ID", "add ID session well", "export --to out", "check"),
        *("on", "off", "backup copy.db", "forget K-1"),
    ],
)
def test_a_file_that_others_could_read_is_made_private_with_a_line(tiny, words):
    kept = keep(tiny)
    records_file().chmod(0o644)

    result = run(*words.replace("ID", kept).split(), typed="K-1\n")

    assert result.exit_code == 0
    assert said(result).count("Other users could read") == 1
    assert records_file().stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.name == "nt", reason="modes are of Unix")
@pytest.mark.usefixtures("on")
@pytest.mark.parametrize("option", ["--client", "--keep"])
def test_a_screening_says_it_too(tiny, option):
    keep(tiny)
    records_file().chmod(0o644)

    result = CliRunner().invoke(app, ["screen", option, "K-1"])

    assert "Other users could read" in said(result)


@pytest.mark.usefixtures("on")
def test_off_keeps_what_is_there(tiny):
    keep(tiny)

    assert run("off").exit_code == 0

    assert "Records are off" in run("list").stderr
    assert len(json.loads(run("list", "--json").stdout)["records"]) == 1


# List


@pytest.mark.usefixtures("on")
def test_list_has_one_line_for_each_record_the_newest_first(tiny):
    old = keep(tiny, "K-1", now=NOW - timedelta(days=9))
    new = keep(tiny, "K-2", OLD)
    run("add", new, "override", "proceed", "--reason", "seen by a doctor today")

    result = run("list")

    first, second = result.stdout.splitlines()
    assert re.match(rf"{NOW.date()}  k-2  RESTRICT.*, decided PROCEED .*{new}$", first)
    assert second.endswith(old)
    assert run("list", "--client", "k-1").stdout.splitlines() == [second]
    assert run("list", "--since", NOW.date()).stdout.splitlines() == [first]
    assert "There is no backup" in result.stderr


@pytest.mark.usefixtures("on")
def test_list_names_the_three_references_nearest_to_an_unknown_one(tiny):
    for ref in ("K-117", "K-118", "K-119", "Z9"):
        keep(tiny, ref)

    result = run("list", "--client", "K-11")

    assert result.exit_code == 66
    assert "k-117" in result.stderr
    assert "z9" not in result.stderr


@pytest.mark.usefixtures("on")
@pytest.mark.parametrize("words", [("--since", "1.1.27"), ("--csv", "--json")])
def test_list_refuses_what_it_does_not_know(words):
    assert run("list", *words).exit_code == 2


@pytest.mark.usefixtures("on")
def test_a_table_is_as_rfc_4180_has_it(tiny):
    kept = keep(tiny)

    table = run("list", "--csv").stdout_bytes

    assert table.startswith(b"id,client,at,word,timeframe,override,pack\r\n")
    assert table.endswith(b"\r\n")
    (row,) = list(csv.DictReader(io.StringIO(table.decode())))
    assert (row["id"], row["word"]) == (kept, "PROCEED")


def test_a_spreadsheet_works_nothing_out_of_a_table():
    cells = ("=1+1", "+1", "-1", "@x", "\t=1", 'say "x", y')

    text = as_csv([*"abcdef"], [cells])

    (row,) = list(csv.reader(io.StringIO(text)))[1:]
    assert row == ["'=1+1", "'+1", "'-1", "'@x", "'\t=1", 'say "x", y']


@pytest.mark.usefixtures("on")
def test_due_lists_who_was_kept_long_enough_and_deletes_nobody(tiny):
    ago = NOW - timedelta(days=4000)
    keep(tiny, "K-1", now=ago)
    young = keep(tiny, "K-2", now=ago)
    run("add", young, "minor", f"{NOW.year - 5}-01")
    keep(tiny, "K-3")
    added = keep(tiny, "K-4", now=ago)
    run("add", added, "session", "neck, 20 minutes")

    result = run("list", "--due", "--json")

    (only,) = json.loads(result.stdout)["clients"]
    assert (only["client"], only["records"]) == ("k-1", 1)
    assert len(run("list").stdout.splitlines()) == 4
    assert "k-1" in run("list", "--due").stdout


def test_due_needs_to_know_how_long():
    run("on")

    result = run("list", "--due")

    assert result.exit_code == 2
    assert "--keep" in result.stderr


# Show


@pytest.mark.usefixtures("on")
def test_show_has_the_card_and_what_was_added_and_is_logged(tiny):
    kept = keep(tiny, "K-1", OLD)
    run("add", kept, "amendment", "left", "side")

    result = run("show", kept[:6])

    assert result.exit_code == 0
    assert "client k-1" in result.stdout
    assert "RESTRICT" in result.stdout
    assert "A. Smith: amendment. left side" in result.stdout
    assert log()[-1] == ("shown", kept)


@pytest.mark.usefixtures("on")
def test_show_as_json_has_all_but_the_files_of_the_pack(tiny):
    kept = keep(tiny)

    found = json.loads(run("show", kept, "--json").stdout)

    assert found["schema"] == "massage-screen/record/1"
    assert found["answers"]["pain_now"]["value"] == 3
    assert found["decision"]["disposition"] == "proceed"
    assert found["pack"]["digest"] == tiny.digest
    assert "files" not in found["pack"]


@pytest.mark.usefixtures("on")
def test_again_decides_with_the_pack_of_today(tiny):
    kept = keep(tiny)

    same = run("show", kept, "--again")

    assert "of today: the same." in same.stdout
    assert json.loads(run("show", kept, "--again", "--json").stdout)["missing"] == {}


@pytest.mark.usefixtures("on")
def test_again_shows_both_where_the_pack_of_today_decides_otherwise(tiny, write_pack):
    kept = keep(tiny, answers=OLD)
    file = next(f.name for f in TINY.glob("[0-9]*.toml"))
    milder = 'found = "Old bladder change."\ndo = "Work light."'
    folder = write_pack((file, milder, milder.replace("light", "gently")))

    both = run("show", kept, "--again", "--questions", folder).stdout

    assert "of today: the same word." in both
    assert "Work light." in both.partition("of today")[0]
    assert "Work gently." in both.partition("of today")[2]


@pytest.mark.usefixtures("on")
def test_again_names_a_question_that_asks_otherwise_now(tiny, write_pack):
    kept = keep(tiny)
    ask = tiny.questions["pain_now"].ask
    file = next(f.name for f in TINY.glob("[0-9]*.toml") if ask in f.read_text("utf-8"))
    folder = write_pack((file, ask, "How strong was the pain last week?"))

    result = run("show", kept, "--again", "--questions", folder)

    assert "it cannot be decided" in result.stdout
    assert "pain_now: worded differently since" in result.stdout
    assert "PROCEED" in result.stdout


@pytest.mark.usefixtures("on")
def test_a_record_is_one_line_of_ascii_for_another_program(tiny):
    kept = keep(tiny, "K-1", OLD)
    run("add", kept, "override", "postpone", "--reason", "x")

    line = run("show", kept, "--line").stdout.removesuffix("\n")

    assert len(line) <= 240
    assert line.isascii()
    assert "\n" not in line
    assert line.startswith(f"Spine screen {NOW.date()} RESTRICT tiny")
    assert "Override: POSTPONE." in line
    assert "k-1" not in line.lower()


@pytest.mark.usefixtures("on")
@pytest.mark.parametrize("typed", ["0123", "xyz", "", "%", "*", "????"])
def test_an_id_that_does_not_exist_is_no_file_to_show(tiny, typed):
    keep(tiny)

    assert run("show", typed).exit_code == 66


# Add


@pytest.mark.usefixtures("on")
@pytest.mark.parametrize(
    "answers", [STUCK, {"bladder_signs": ("stuck",), "pain_now": 1}]
)
def test_an_emergency_is_never_overridden(tiny, answers):
    kept = keep(tiny, answers=answers)

    result = run("add", kept, "override", "PROCEED", "--reason", "x")

    assert result.exit_code == 2
    assert "EMERGENCY is not overridden" in result.stderr
    assert newest("K-1", NOW).entries == ()


@pytest.mark.usefixtures("on")
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("override", "PROCEED"), "needs a reason"),
        (("override", "RESTRICT", "--reason", "x"), "another word"),
        (("override", "MAYBE", "--reason", "x"), "another word"),
        (("override", "--reason", "x"), "another word"),
        (("amendment",), "needs a text"),
        (("amendment", "a\x1b[2J"), "cannot be seen"),
        (("session", "x" * 2001), "at most 2,000"),
        (("document",), "Name the file"),
        (("minor", "2031-05-02"), "the month"),
        (("minor", "2031"), "the month"),
        (("note", "x"), "There is no entry 'note'"),
        (("session", "x", "--reason", "y"), "goes with an override"),
    ],
)
def test_an_entry_that_a_record_does_not_take_is_refused(tiny, words, says):
    kept = keep(tiny, answers=OLD)

    result = run("add", kept, *words)

    assert (result.exit_code, result.stdout) == (2, "")
    assert says in said(result)
    assert newest("K-1", NOW).entries == ()


@pytest.mark.usefixtures("on")
def test_what_was_not_decided_is_not_overridden(tiny):
    kept = keep(tiny, answers={"bladder_signs": ("none",)})

    assert run("add", kept, "override", "PROCEED", "--reason", "x").exit_code == 2


@pytest.mark.usefixtures("on")
def test_a_page_and_a_reply_are_known_by_their_hash(tiny, tmp_path):
    kept = keep(tiny)
    tmp_path.joinpath("a page.html").write_bytes(b"<p>")
    tmp_path.joinpath("reply.json").write_text('{"pain_now": 2}')

    assert run("add", kept, "document", "plan", "a page.html").exit_code == 0
    assert run("add", kept, "reply", "reply.json").exit_code == 0

    page, reply = newest("K-1", NOW).entries
    assert page.body["document"] == "plan"
    assert page.body["digest"].startswith("sha256:")
    assert reply.body["answers"] == {"pain_now": 2}
    assert reply.who == "A. Smith"
    tmp_path.joinpath("reply.json").write_text('{"pain_then": 2}')
    assert run("add", kept, "reply", "reply.json").exit_code == 65
    assert run("add", kept, "document", "gone").exit_code == 66


# Export


@pytest.mark.usefixtures("on")
def test_export_writes_all_of_one_client_for_its_owner_only(tiny, tmp_path):
    kept = keep(tiny, answers=OLD)
    keep(tiny, "K-2")
    run("add", kept, "override", "POSTPONE", "--reason", "in tears")

    result = run("export", "--client", "K-1", "--to", "out")

    stem = f"{NOW.date()}-k-1-{kept}"
    files = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert result.exit_code == 0
    assert files == [f"{stem}-note.html", f"{stem}.json", "records.csv"]
    note = (tmp_path / "out" / files[0]).read_text("utf-8")
    assert "POSTPONE. in tears" in note
    assert "k-2" not in "".join(p.read_text("utf-8") for p in Path("out").iterdir())
    assert all(p.stat().st_mode & 0o777 == 0o600 for p in Path("out").iterdir())
    assert log()[-1] == ("exported", kept)
    assert run("export", "--client", "K-1", "--to", "out").exit_code == 73


# Forget


@pytest.mark.usefixtures("on")
@pytest.mark.parametrize("command", ["list", "export"])
def test_an_empty_reference_is_none_and_not_that_of_everybody(tiny, tmp_path, command):
    keep(tiny)
    words = ("--to", tmp_path / "out") if command == "export" else ()

    result = run(command, "--client", "", *words)

    assert result.exit_code == 2
    assert "a code of your own" in said(result)
    assert not tmp_path.joinpath("out").exists()


@pytest.mark.usefixtures("on")
def test_an_export_into_no_folder_writes_nothing_where_one_stands(
    tiny, tmp_path, monkeypatch
):
    keep(tiny)
    tmp_path.joinpath("here").mkdir()
    monkeypatch.chdir(tmp_path / "here")

    result = run("export", "--to", "")

    assert result.exit_code == 73
    assert "--to names no folder" in said(result)
    assert list(Path.cwd().iterdir()) == []


@pytest.mark.usefixtures("on")
def test_forgetting_leaves_no_trace_of_a_client_but_that_it_was_done(tiny):
    one, two = keep(tiny, "K-17", STUCK), keep(tiny, "K-17", OLD)
    run("add", one, "session", "something about hydrotherapy")
    other = keep(tiny, "K-2")
    run("backup", "copy.db")

    result = run("forget", "k-17", "--reason", "asked", typed="K-17\n")

    assert result.exit_code == 0, result.output
    assert "were to be kept until" in said(result)
    assert "copy.db" in said(result)
    content = b"".join(p.read_bytes() for p in records_file().parent.glob("*"))
    for trace in (b"k-17", b"stuck", b"hydrotherapy"):
        assert trace not in content.lower()
    did, what = log()[-1]
    assert did == "forgotten"
    assert what == f"2 records by A. Smith: asked. Ids: {one} {two}"
    assert run("check").exit_code == 0
    assert newest("K-2", NOW).id == other
    assert run("list", "--client", "K-17").exit_code == 66


@pytest.mark.usefixtures("on")
@pytest.mark.parametrize(
    ("typed", "code"), [("K-2\n", 2), ("yes\n", 2), ("\n", 2), ("", 130)]
)
def test_a_reference_mistyped_deletes_nothing(tiny, typed, code):
    keep(tiny)

    assert run("forget", "K-1", typed=typed).exit_code == code

    assert newest("K-1", NOW) is not None


@pytest.mark.usefixtures("on")
def test_the_reason_to_forget_names_nobody(tiny):
    keep(tiny)

    result = run("forget", "K-1", "--reason", "k-1 asked", typed="K-1\n")

    assert result.exit_code == 2
    assert newest("K-1", NOW) is not None


# Check, backup, restore


@pytest.mark.usefixtures("on")
def test_check_finds_a_record_that_was_changed(tiny):
    kept = keep(tiny, answers=OLD)
    assert "Nothing is damaged" in run("check").stdout
    connection = sqlite3.connect(records_file())
    connection.executescript(
        "DROP TRIGGER no_update_of_screening; UPDATE screening SET word = 'PROCEED'"
    )
    connection.close()

    result = run("check")

    assert result.exit_code == 65
    assert f"The screening {kept} was changed" in said(result)


@pytest.mark.usefixtures("on")
def test_check_lists_what_would_be_decided_otherwise_now_and_is_content(tiny):
    day = NOW.date().isoformat()
    who = screened(tiny, Answers(OLD), "massage-screen 0", day)
    shown = published(who, NOW.date()) | {"headline": "As an older program said it."}
    kept = keep_screened(who, "K-1", TINY, NOW, decision=shown).id

    result = run("check")

    assert result.exit_code == 0
    assert f"record {kept}" in result.stdout
    assert "would be decided otherwise" in result.stdout
    assert "As an older program said it." in run("show", kept).stdout


@pytest.mark.usefixtures("on")
def test_a_backup_comes_back_whole_and_what_was_there_is_set_aside(tiny, tmp_path):
    kept = keep(tiny)
    assert run("backup", "copy.db").exit_code == 0
    assert tmp_path.joinpath("copy.db").stat().st_mode & 0o777 == 0o600
    assert run("backup", "copy.db").exit_code == 73
    records_file().write_bytes(os.urandom(5000))
    assert run("list").exit_code == 65

    result = run("restore", "copy.db")

    assert result.exit_code == 0, result.output
    assert newest("K-1", NOW).id == kept
    assert "There is no backup" not in run("list").stderr
    (aside,) = records_file().parent.glob("records.db.before-*")
    assert aside.name in result.stderr.replace("\n", "")
    assert run("check").exit_code == 0
    assert records_file().stat().st_mode & 0o777 == 0o600


@pytest.mark.usefixtures("on")
@pytest.mark.parametrize("spoiled", [bytes(range(256)) * 20, b"", b"notes"])
def test_a_damaged_file_is_left_and_its_last_copy_is_named(tiny, tmp_path, spoiled):
    keep(tiny)
    run("backup", "old.db")
    run("backup", "my copy.db")
    copy, note = tmp_path / "my copy.db", records_file().parent
    records_file().write_bytes(spoiled)

    result = run("list")

    day = day_in_words(datetime.now().date().isoformat())
    assert result.exit_code == 65
    named = f"'{copy}', of {day}"
    assert f"The last copy known here is {named}. To put a copy" in said(result)
    assert f"records restore '{copy}'" in said(result)
    assert records_file().read_bytes() == spoiled
    (file,) = note.glob("records-last-copy*")
    assert file.stat().st_mode & 0o777 == 0o600
    assert sorted(json.loads(file.read_bytes())) == ["at", "copy"]
    copy.unlink()
    assert f"{named}, which is not there now." in said(run("list"))


@pytest.mark.usefixtures("on")
@pytest.mark.parametrize("note", [None, b"", b"[]", b'{"copy": 1, "at": "x"}', b"\xff"])
def test_where_no_copy_is_known_it_is_said_so(tiny, note):
    keep(tiny)
    if note is not None:
        run("backup", "copy.db")
        (file,) = records_file().parent.glob("records-last-copy*")
        file.write_bytes(note)
    records_file().write_bytes(b"")

    assert "No copy of it is known here" in said(run("check"))
    assert "records restore FILE" in said(run("check"))


@pytest.mark.usefixtures("on")
def test_a_copy_that_cannot_be_noted_is_a_copy_all_the_same(tiny, tmp_path):
    keep(tiny)
    records_file().with_name("records-last-copy.json").mkdir()

    assert run("backup", "copy.db").exit_code == 0
    assert tmp_path.joinpath("copy.db").is_file()


@pytest.mark.usefixtures("on")
def test_a_copy_that_was_restored_is_the_last_one_known(tiny, tmp_path):
    keep(tiny)
    run("backup", "copy.db")
    (tmp_path / "copy.db").rename(tmp_path / "moved.db")
    run("restore", "moved.db")
    records_file().write_bytes(b"")

    assert f"is {tmp_path / 'moved.db'}, of" in said(run("list"))


@pytest.mark.usefixtures("on")
def test_a_copy_never_replaces_newer_records_without_force(tiny):
    keep(tiny, "K-1")
    run("backup", "copy.db")
    keep(tiny, "K-2")
    run("forget", "K-1", typed="K-1\n")
    before = records_file().read_bytes()

    refused = run("restore", "copy.db")

    assert refused.exit_code == 73
    assert records_file().read_bytes() == before
    forced = run("restore", "copy.db", "--force")
    assert forced.exit_code == 0
    assert "Forget them again: k-1" in said(forced)
    assert newest("K-2", NOW) is None


@pytest.mark.usefixtures("on")
@pytest.mark.parametrize("what", ["text", "gone", "folder", "page", "changed", "link"])
def test_a_copy_that_is_not_whole_replaces_nothing(tiny, tmp_path, what):
    keep(tiny)
    run("backup", "copy.db")
    copy = tmp_path / "copy.db"
    if what == "text":
        copy.write_text("notes")
    elif what == "gone":
        copy.unlink()
    elif what == "folder":
        copy.unlink()
        copy.mkdir()
    elif what == "link":
        copy.rename(tmp_path / "other.db")
        copy.symlink_to("other.db")
    elif what == "page":
        content = bytearray(copy.read_bytes())
        content[8192:8292] = os.urandom(100)
        copy.write_bytes(content)
    else:
        connection = sqlite3.connect(copy)
        connection.executescript("DELETE FROM screening")
        connection.close()
    before = records_file().read_bytes()

    result = run("restore", "copy.db", "--force")

    assert result.exit_code == 65
    assert records_file().read_bytes() == before


def test_a_copy_is_restored_on_a_computer_without_records(tiny, monkeypatch, tmp_path):
    run("on")
    kept = keep(tiny)
    run("backup", "copy.db")
    monkeypatch.setenv("MASSAGE_SCREEN_DATA", str(tmp_path / "new"))

    assert run("restore", "copy.db").exit_code == 0

    with opened() as database:
        assert record_of(database, kept).word == "PROCEED"


# Killed, and never loaded

KEEPING = """
import sys
from datetime import datetime
from pathlib import Path
from massage_screen.answers import Answers
from massage_screen.catalogue import load_pack
from massage_screen.records.record import keep
from massage_screen.screened import as_json, screened
folder = Path(sys.argv[1])
pack = load_pack(folder)
who = screened(pack, Answers({"bladder_signs": ("stuck",)}), "1", "2026-11-28")
now = datetime.now().astimezone()
while True:
    print(keep(who, "K-1", folder, now, decision=as_json(who)).id, flush=True)
"""


@pytest.mark.usefixtures("on")
@pytest.mark.skipif(os.name != "posix", reason="nothing else is killed at once")
def test_what_was_said_to_be_kept_survives_a_kill():
    acknowledged = []
    for pause in (0.0, 0.003, 0.011):
        program = subprocess.Popen(
            [sys.executable, "-c", KEEPING, str(TINY)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        with program:
            acknowledged += [program.stdout.readline().strip() for _ in range(5)]
            time.sleep(pause)
            program.send_signal(signal.SIGKILL)
            acknowledged += program.stdout.read().split()

    found = json.loads(run("list", "--json").stdout)["records"]
    assert set(acknowledged) <= {record["id"] for record in found}
    assert len(acknowledged) >= 15
    assert run("check").exit_code == 0


LOADED = """
import sys
from typer.testing import CliRunner
from massage_screen.cli import app
CliRunner().invoke(app, sys.argv[1:])
print("sqlite3" in sys.modules)
"""


@pytest.mark.parametrize("words", [("questions",), ("config",), ("records", "--help")])
def test_without_records_no_command_loads_sqlite(words):
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == "False\n"
