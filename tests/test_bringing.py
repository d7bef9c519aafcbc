"""The file of an earlier visit: what it brings along, and what it cannot bring."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from typer.testing import CliRunner

from massage_screen.answers import Answers
from massage_screen.bringing import bring
from massage_screen.catalogue import load_pack
from massage_screen.cli import app
from massage_screen.errors import AnswersError
from massage_screen.history import History
from massage_screen.journal import Journal, take_up
from massage_screen.pack import Pack
from massage_screen.screened import as_json, read_client, screened
from massage_screen.sheet import fit_answers
from tests.conftest import TINY

SCHEMAS = Path(__file__).parent.parent / "docs" / "schemas"
DAY, TODAY = "2026-11-03", "2026-11-28"
WELL: dict[str, Any] = {
    "bladder_signs": ["none"],
    "weak_signs": ["none"],
    "answers_clearly": "clear",
    "looks": ["none"],
    "where": ["none"],
    "told_of": ["none"],
}
#: Watched: by a day two weeks later the client is to see a clinician.
DISC = {**WELL, "told_of": ["disc"], "agreed_told": ["disc"], "agreed_note": ["none"]}
DISC |= {"agreed_against": ["none"]}


@pytest.fixture(scope="module")
def pack(grown: Path) -> Pack:
    return load_pack(grown)


def decided(pack: Pack, answers: dict[str, Any], day: str = DAY) -> dict[str, Any]:
    """Return the file of a decision."""
    found = screened(pack, fit_answers(pack, answers, "answers"), "test", day)
    return json.loads(msgspec.json.encode(as_json(found)))


#: What a returning client is asked besides.
AGAIN = {"b_urine": "no"}


def bytes_of(content: dict[str, Any]) -> bytes:
    return json.dumps(content).encode()


def history_of(content: dict[str, Any], pack: Pack, today: str = TODAY) -> History:
    return bring(bytes_of(content), pack, today)


def test_a_decision_makes_the_client_a_returning_one_with_answers_of_its_day(pack):
    history = history_of(decided(pack, WELL), pack)

    assert dict(history.said) == {"visit": "returning", "watch": "none"}
    assert history.brought is not None
    assert history.brought.given_on == DAY
    assert dict(history.brought.answers) == dict(fit_answers(pack, WELL, "answers"))
    assert history.sheet(pack).visible == {}


def test_a_pack_that_asks_for_no_visit_is_told_of_none(tiny):
    content = {"bladder_signs": ["none"], "pain_now": 3}

    history = history_of(content, tiny)

    assert dict(history.said) == {}
    assert history.brought is not None
    assert dict(history.brought.answers) == {"bladder_signs": ("none",), "pain_now": 3}


@pytest.mark.parametrize(("said", "day"), [(None, ""), (DAY, DAY), ("2027-01-01", "")])
def test_answers_alone_have_the_day_that_they_name(pack, said, day):
    content = WELL | ({"given_on": said} if said else {})

    history = history_of(content, pack)

    assert history.brought is not None
    assert history.brought.given_on == day


def test_the_day_of_answers_changes_nothing_that_is_decided(pack):
    with_day = bytes_of({**WELL, "given_on": DAY})

    found = read_client(with_day, "answers", pack, "test", TODAY)

    assert found.decision == screened(pack, fit_answers(pack, WELL, ""), "").decision


def test_an_unfinished_interview_brings_what_was_not_to_be_asked_again(pack, tmp_path):
    answers = fit_answers(pack, WELL, "answers")
    journal = Journal(tmp_path / "a.json", pack, f"{DAY} 09:30")
    journal.save(History(answers, frozenset({"weak_signs"})))

    history = bring((tmp_path / "a.json").read_bytes(), pack, TODAY)

    assert history.brought is not None
    assert history.brought.given_on == DAY
    assert answers.keys() - history.brought.answers.keys() == {"weak_signs"}


# What cannot be brought along


def edition(pack: Pack, version: str) -> Pack:
    about = msgspec.structs.replace(pack.about, version=version)
    return msgspec.structs.replace(pack, about=about, digest="another")


def test_what_belongs_to_an_older_edition_is_refused_with_its_version(pack):
    content = decided(edition(pack, "0.1.0"), WELL)

    with pytest.raises(AnswersError) as error:
        history_of(content, edition(pack, "0.2.0"))

    assert "belongs to the pack 'grown 0.1.0'" in str(error.value)
    assert "the one in use is grown 0.2.0" in str(error.value)


def test_what_belongs_to_another_pack_is_refused(pack, tiny):
    with pytest.raises(AnswersError, match="belongs to the pack 'tiny"):
        history_of(decided(tiny, {"bladder_signs": ["none"]}), pack)


def test_between_near_versions_what_fits_is_taken_and_the_rest_is_named(pack):
    content = decided(edition(pack, "0.2.0"), WELL)
    content["answers"] |= {"told_of": ["gout"], "bone": "yes"}

    history = history_of(content, edition(pack, "0.2.1"))

    assert history.brought is not None
    assert {*history.brought.dropped} == {"told_of", "bone"}
    assert {*history.brought.answers} == {*WELL} - {"told_of"}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ({**WELL, "bone": "yes"}, "another version of the pack"),
        ({**WELL, "told_of": ["gout"]}, "another version of the pack"),
        ({**WELL, "given_on": "last week"}, "'given_on' is no day"),
        ({**WELL, "watch": {"until": DAY}}, "'watch' must be a value, or a table"),
        ({"schema": "massage-screen/attempt/1"}, "practice"),
        ({"schema": "massage-screen/decision/1"}, "belongs to the pack"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_without_an_answer_in_the_message(
    pack, content, says
):
    with pytest.raises(AnswersError) as error:
        history_of(content, pack)

    assert says in str(error.value)
    assert "gout" not in str(error.value)


def test_a_decision_without_answers_is_refused(pack):
    content = {**decided(pack, WELL), "answers": None}

    with pytest.raises(AnswersError, match="holds no answers"):
        history_of(content, pack)


# By when a clinician was to see the client


@pytest.mark.parametrize(
    ("today", "watch", "until"),
    [("2026-11-17", "open", "2026-11-17"), ("2026-11-18", "past", "")],
)
def test_the_day_of_a_watch_comes_along(pack, today, watch, until):
    history = history_of(decided(pack, DISC), pack, today)

    assert history.said["watch"] == watch
    assert history.brought is not None
    assert history.brought.watch_until == until


def test_a_watch_of_no_known_day_is_past(pack):
    assert history_of(decided(pack, DISC, day=""), pack).said["watch"] == "past"


def comes(pack: Pack, before: History, answers: dict[str, Any], day: str) -> History:
    """Return what is brought along from a visit to which something was brought."""
    said = Answers({**before.said, **fit_answers(pack, AGAIN | answers, "answers")})
    found = screened(pack, said, "test", day, before.brought)
    return bring(msgspec.json.encode(as_json(found)), pack, day)


def test_a_visit_does_not_put_off_a_day_that_is_running(pack):
    first = history_of(decided(pack, DISC), pack, "2026-11-10")

    second = comes(pack, first, {**DISC, "seen_since": "no"}, "2026-11-10")

    assert second.said["watch"] == "open"
    assert second.brought is not None
    assert second.brought.watch_until == "2026-11-17"


def test_who_was_referred_as_nobody_saw_them_is_still_overdue(pack):
    first = history_of(decided(pack, DISC), pack, "2026-11-20")

    second = comes(pack, first, {**DISC, "seen_since": "no"}, "2026-11-20")

    assert second.said["watch"] == "past"


def test_who_was_seen_gets_a_new_day(pack):
    first = history_of(decided(pack, DISC), pack, "2026-11-20")

    second = comes(pack, first, {**DISC, "seen_since": "yes"}, "2026-11-20")

    assert second.said["watch"] == "open"
    assert second.brought is not None
    assert second.brought.watch_until == "2026-12-04"


def test_a_watch_ends_with_what_it_is_about(pack):
    first = history_of(decided(pack, DISC), pack, "2026-11-20")

    second = comes(pack, first, {**WELL, "seen_since": "yes"}, "2026-11-20")

    assert second.said["watch"] == "none"


def test_a_visit_that_was_broken_off_ends_no_watch(pack):
    first = history_of(decided(pack, DISC), pack, "2026-11-10")

    second = comes(pack, first, {"weak_signs": ["none"]}, "2026-11-10")

    assert second.said["watch"] == "open"
    assert second.brought is not None
    assert second.brought.watch_until == "2026-11-17"


@pytest.mark.parametrize(
    ("said", "watch"),
    [
        ({"rule": "disc_told", "until": "2026-11-27"}, "past"),
        ({"rule": "disc_told", "until": "2026-11-28"}, "open"),
        ({"rule": "disc_told"}, "past"),
        ("open", "open"),
    ],
)
def test_answers_alone_may_name_a_watch(pack, said, watch):
    assert history_of({**WELL, "watch": said}, pack).said["watch"] == watch


# What a decision says of it, and what is kept meanwhile


def test_a_decision_says_what_became_of_what_was_brought(pack):
    history = history_of(decided(pack, DISC), pack, "2026-11-10")
    today = {**DISC, "seen_since": "no", "where": ["lumbar"]}
    said = Answers({**history.said, **fit_answers(pack, today, "answers")})

    found = screened(pack, said, "test", "2026-11-10", history.brought)
    content = json.loads(msgspec.json.encode(as_json(found)))

    assert content["brought"] == {
        "source": "file",
        "given_on": DAY,
        "watch_until": "2026-11-17",
        "confirmed": [
            name
            for name in pack.questions
            if name in DISC and name not in ("bladder_signs", "where")
        ],
        "changed": [{"question": "where", "from": ["none"], "to": ["lumbar"]}],
    }
    again = read_client(bytes_of(content), "file", pack, "test", TODAY)
    schema = json.loads((SCHEMAS / "decision-1.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(content)
    kept = json.loads(msgspec.json.encode(as_json(again)))
    assert kept["brought"] == content["brought"]


def test_a_decision_without_anything_brought_says_nothing_of_it(pack):
    assert "brought" not in decided(pack, WELL)


def test_a_decision_whose_account_of_it_was_changed_is_refused(pack):
    content = {**decided(pack, WELL), "brought": {"source": "hearsay"}}

    with pytest.raises(AnswersError, match="'brought' has another form"):
        read_client(bytes_of(content), "file", pack, "test", TODAY)


def test_what_is_still_to_be_confirmed_is_kept_with_an_unfinished_interview(
    pack, tmp_path
):
    history = history_of(decided(pack, DISC), pack, "2026-11-10")
    history = history.with_answer(pack, "b_urine", "no").declining(["where"])
    path = tmp_path / "a.json"

    journal = Journal(path, pack, "2026-11-10 09:30")
    journal.save(history)
    journal.let_go()

    assert take_up(path, pack)[1] == history


def test_the_program_s_own_values_are_no_answers_that_are_kept(pack, tmp_path):
    history = history_of(decided(pack, DISC), pack)
    journal = Journal(tmp_path / "a.json", pack, "2026-11-28 09:30")

    journal.save(history.with_answer(pack, "b_urine", "no"))

    assert journal.saved == 1


def test_an_interview_taken_up_later_goes_by_the_later_day(pack):
    history = history_of(decided(pack, DISC), pack, "2026-11-10")

    later = history.as_of(pack, "2026-12-01")

    assert history.as_of(pack, "2026-11-17").said["watch"] == "open"
    assert later.said["watch"] == "past"
    assert later.brought is not None
    assert later.brought.today == "2026-12-01"
    assert History().as_of(pack, "2026-12-01") == History()


@pytest.mark.parametrize("broken", [{"today": ""}, {"given_on": "soon"}])
def test_a_kept_interview_with_a_day_that_is_none_is_refused(pack, tmp_path, broken):
    path = tmp_path / "a.json"
    history = history_of(decided(pack, WELL), pack)
    journal = Journal(path, pack, "2026-11-28 09:30")
    journal.save(history)
    journal.let_go()
    content = json.loads(path.read_bytes())
    content["brought"] |= broken
    path.write_text(json.dumps(content), "utf-8")

    with pytest.raises(AnswersError, match="does not hold answers"):
        take_up(path, pack)


# At the command line


def refused(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(
        app, ["screen", "--questions", str(TINY), "--from", *arguments]
    )
    return result.exit_code, " ".join(result.stderr.split())


def test_standard_input_is_refused_as_answers_are_typed_there():
    assert refused("-") == (
        66,
        "--from: standard input is where the answers are typed. Name a file.",
    )


def test_a_file_is_never_called_by_its_name_which_may_be_that_of_a_person(tmp_path):
    file = tmp_path / "Jane Smith.json"
    missing = refused(str(file))
    file.write_text("{", "utf-8")
    broken = refused(str(file))

    assert missing[0] == 66
    assert broken[0] == 65
    assert all("The file of the earlier visit" in said for _, said in (missing, broken))
    assert not any("Smith" in said for _, said in (missing, broken))
