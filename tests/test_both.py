"""A form and a record, both brought along: of each question the newer answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from massage_screen.answers import Answers, Value
from massage_screen.both import both
from massage_screen.brought import Brought, taken
from massage_screen.catalogue import load_pack, pack_folder
from massage_screen.cli import app
from massage_screen.day import day_in_words
from massage_screen.decision import decide
from massage_screen.form.code import Typed, code_of
from massage_screen.history import History
from massage_screen.interview import conduct
from massage_screen.journal import new_journal, take_up
from massage_screen.presentation.last_time import what_stands_beside
from massage_screen.presentation.published import published
from massage_screen.records.record import keep
from massage_screen.records.switch import turn_on
from massage_screen.screened import screened
from massage_screen.sheet import fit_answers
from tests.generated import sheets
from tests.test_brought import ILL, PACK, WELL, Anybody, Returns, of
from tests.test_filled import PACK as SHIPPED
from tests.test_filled import WELL as SHIPPED_WELL
from tests.test_filled import file_of

TODAY, YESTERDAY, BEFORE = "2026-11-28", "2026-11-27", "2026-11-03"


def along(answers: Mapping[str, Value], day: str, **more: Any) -> Brought:
    return Brought(given_on=day, today=TODAY, answers=Answers(answers), **more)


def form(answers: Mapping[str, Value], day: str = TODAY, **more: Any) -> History:
    return History(brought=along(answers, day, source="filled", **more))


def record(
    answers: Mapping[str, Value], day: str = BEFORE, until: str = "", **known: str
) -> History:
    brought = along(answers, day, source="record", watch_until=until)
    return History(Answers(known), brought=brought)


def together(one: History, other: History) -> Brought:
    brought = both(one, other, PACK).brought
    assert brought is not None
    return brought


def days(brought: Brought) -> dict[str, str]:
    return {name: brought.day_of(name) for name in brought.newest}


# Which answer is brought


def test_what_the_form_leaves_open_comes_from_the_record() -> None:
    said = {"ills": ("none",), "pain": "yes"}

    brought = together(form(said), record(ILL))

    assert dict(brought.newest) == {**ILL, **said}
    assert days(brought) == {**dict.fromkeys(ILL, BEFORE), "ills": TODAY, "pain": TODAY}
    assert brought.source == "filled"


@pytest.mark.parametrize("day", [BEFORE, ""])
def test_on_an_equal_or_an_unknown_day_the_form_s_answer_is_brought(day: str) -> None:
    brought = together(form({"tablets": "yes"}, day), record(ILL, BEFORE))

    assert brought.newest["tablets"] == "yes"
    assert brought.day_of("tablets") == day


def test_a_record_that_is_newer_than_the_form_goes_before_it() -> None:
    said = {"tablets": "yes", "pain": "yes", "lump": "no"}
    newer: dict[str, Value] = {"tablets": "no", "age": "old"}

    brought = together(form(said, BEFORE), record(newer, YESTERDAY))

    assert dict(brought.newest) == {**said, **newer}
    assert days(brought) == {
        "tablets": YESTERDAY,
        "age": YESTERDAY,
        "pain": BEFORE,
        "lump": BEFORE,
    }


def test_a_sign_that_the_form_denies_is_the_client_s_newer_word() -> None:
    old = record({"signs": ("leak", "weak"), "face": "yes"})

    brought = together(form({"signs": ("none",)}), old)

    assert brought.newest["signs"] == ("none",)
    assert brought.newest["face"] == "yes"  # the form says nothing of it


def test_a_sign_on_the_form_stays_whatever_a_newer_record_says() -> None:
    told = form(
        {"signs": ("leak",), "tablets": "yes"},
        BEFORE,
        emergency_shown=True,
        taken_back=("signs",),
    )

    brought = together(told, record(WELL, YESTERDAY))

    assert brought.newest["signs"] == ("leak",)
    assert brought.newest["tablets"] == "no"
    assert brought.emergency_shown
    assert brought.taken_back == ("signs",)


def test_what_is_to_be_said_in_person_is_not_shown_from_the_record() -> None:
    told = form({}, dropped={"ills": "is to be said in person"})

    brought = together(told, record(ILL))

    assert "ills" not in brought.newest
    assert brought.newest["state"] == "treated"


def test_a_client_who_has_a_record_returns_with_the_watch_of_it() -> None:
    until = "2026-12-24"
    old = record(ILL, until=until, visit="returning", watch="open")

    history = both(form(WELL), old, PACK)

    assert history.said == Answers({"visit": "returning", "watch": "open"})
    assert history.brought is not None
    assert history.brought.watch_until == until


@pytest.mark.parametrize(
    ("file", "kept", "watch", "until"),
    [
        (("none", ""), ("open", "2026-12-24"), "open", "2026-12-24"),
        (("open", "2026-12-01"), ("open", "2026-12-24"), "open", "2026-12-01"),
        (("open", "2026-12-01"), ("past", ""), "past", ""),
    ],
)
def test_of_two_watches_the_worse_holds(file, kept, watch, until) -> None:
    def of_visit(name: str, day: str, on: str) -> History:
        return record(ILL, on, until=day, visit="returning", watch=name)

    history = both(of_visit(*file, YESTERDAY), of_visit(*kept, BEFORE), PACK)

    assert history.said["watch"] == watch
    assert history.brought is not None
    assert history.brought.watch_until == until


# Nothing counts before it is confirmed


def test_nothing_of_either_counts_before_it_is_confirmed() -> None:
    history = both(form(ILL), record(ILL), PACK)

    assert history.sheet(PACK).visible == {}
    assert history.sheet(PACK).counts == {}


def test_a_screen_shows_answers_of_one_day_and_says_which() -> None:
    asker = Returns({"signs": ("none",), "face": "no", "age": "old"})
    told = form({"pain": "no", "tablets": "no"})

    said = conduct(PACK, asker, both(told, record(ILL), PACK))

    assert [(each.given_on, [*each.answers]) for each in asker.screens] == [
        (BEFORE, ["ills", "state"]),
        (TODAY, ["tablets", "pain"]),
        (BEFORE, ["lump"]),
    ]
    assert of(asker, "age").last_on == BEFORE
    assert said == Answers(asker.put)


def test_a_denied_sign_is_said_with_its_own_day(grown) -> None:
    pack = load_pack(grown)
    signs = {"bladder_signs": ("leak",)}
    along_day = record({**signs, "weak_signs": ("weak_leg",)}, visit="returning")
    history = both(form({"weak_signs": ("none",)}), along_day, pack)

    class Stops(Returns):
        def settle(self, denied, turn):
            self.denials.append(denied)
            raise KeyboardInterrupt

    asker = Stops({"reason": ("none",), "b_urine": "no"})
    with pytest.raises(KeyboardInterrupt):
        conduct(pack, asker, history)

    assert [each.given_on for each in asker.denials] == [BEFORE]


def test_what_became_of_both_stands_in_the_decision() -> None:
    brought = together(form({"tablets": "yes"}), record(ILL))

    came = taken(brought, {"tablets": "yes", "lump": "no", "age": "young"})

    assert came.confirmed == ("tablets", "age")
    assert [(each.question, each.before) for each in came.changed] == [("lump", "yes")]
    assert (came.source, came.given_on, came.beside_on) == ("filled", TODAY, BEFORE)
    assert "beside_on" not in msgspec.to_builtins(taken(along(ILL, BEFORE), ILL))


def test_it_is_said_how_much_the_record_brings() -> None:
    told = " ".join(what_stands_beside(both(form({}), record(ILL), PACK)))

    assert told.startswith("From the last record, of 3 November 2026: 8. Of each")
    assert what_stands_beside(record(ILL)) == ()


def test_both_are_kept_with_an_unfinished_interview(grown, tmp_path, monkeypatch):
    monkeypatch.setenv("MASSAGE_SCREEN_DATA", str(tmp_path))
    pack = load_pack(grown)
    old = record({"where": ("lumbar",)}, visit="returning")
    history = both(form({"weak_signs": ("none",)}), old, pack)
    journal = new_journal(pack, datetime(2026, 11, 28, 9, 30))
    journal.save(history)
    journal.let_go()

    again, taken_up = take_up(journal.path, pack)
    again.let_go()

    assert taken_up.brought == history.brought


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=50)
@given(data=st.data())
def test_whatever_both_bring_a_decision_is_made_of_what_was_put_today(data) -> None:
    which = st.sampled_from(["", TODAY, YESTERDAY, BEFORE, "2020-01-01"])
    told = form(dict(data.draw(sheets(PACK))), data.draw(which))
    old = record(dict(data.draw(sheets(PACK))), data.draw(which))
    asker = Anybody(data)

    said = conduct(PACK, asker, both(told, old, PACK))

    assert said == Answers(asker.put)
    assert decide(PACK, said).complete or asker.events[-1].startswith("ACT")


# At the command line


def kept_and_filled(tmp_path, answers: dict[str, Any], **more: Any) -> datetime:
    """Keep a record of ten days ago, write a form of today; return the first day."""
    now = datetime.now().astimezone()
    visit = now - timedelta(days=10)
    turn_on({}, visit)
    fit = fit_answers(SHIPPED, SHIPPED_WELL, "answers")
    who = screened(SHIPPED, fit, "test", visit.date().isoformat())
    shown = published(who, visit.date())
    keep(who, "K-1", pack_folder(), visit, decision=shown)
    ended = now.isoformat(timespec="seconds")
    content = file_of(answers, ended=ended, **more)
    (tmp_path / "form.json").write_text(json.dumps(content))
    return visit


def run(*words: str):
    return CliRunner().invoke(app, ["screen", "--client", "K-1", *words])


def test_the_form_s_call_for_help_is_said_before_the_record(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    stuck = SHIPPED_WELL | {"bladder_last": "cannot"}
    visit = kept_and_filled(tmp_path, stuck, emergency_shown=True)

    result = run("--from", "form.json")
    said = " ".join(result.output.split())

    assert result.exit_code == 2  # nobody can answer here
    help_now = said.index("Ask about it now, before anything else.")
    assert help_now < said.index("Answers that the client gave alone on")
    day = day_in_words(str(visit.date()))
    assert help_now < said.index(f"From the last record, of {day}")


def test_a_code_and_a_record_are_brought_together(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    kept_and_filled(tmp_path, SHIPPED_WELL)
    answers = fit_answers(SHIPPED, SHIPPED_WELL, "answers")
    typed = Typed(answers, datetime.now().date().isoformat(), False, False)

    result = run("--code", code_of(SHIPPED, typed))

    assert "Answers that the client gave alone" in result.output
    assert "From the last record" in result.output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--from", "form.json", "--code", "X"), "Use --from or --code"),
        (("--keep", "K-1"), "--client keeps the result too"),
    ],
)
def test_what_does_not_go_together_is_refused(words, says) -> None:
    result = run(*words)

    assert result.exit_code == 2
    assert says in " ".join(result.output.split())
