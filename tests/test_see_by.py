"""By when a clinician is to see a client: decided by nothing, shown with its day."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import z3
from hypothesis import given, settings
from typer.testing import CliRunner

from bench.mutants.mutants import mutants_of
from bench.mutants.noticed import Clients
from massage_screen.answers import Answers
from massage_screen.catalogue import load_pack
from massage_screen.cli import app
from massage_screen.comparison.aspects import limits, said_in
from massage_screen.comparison.difference import compare
from massage_screen.compiled import compiled, place_beside, read_compiled
from massage_screen.decision import Decision, SeeBy, decide
from massage_screen.documents.choices import Kind
from massage_screen.documents.country import local_words
from massage_screen.documents.kinds import make_document
from massage_screen.documents.parts import Setting
from massage_screen.errors import AnswersError
from massage_screen.library import find_problems, load_safety, read_wording
from massage_screen.pack import Pack, Property
from massage_screen.presentation.words import see_by_in_words
from massage_screen.proof.encoding import Encoding
from massage_screen.proof.properties import Proof, prove
from massage_screen.proof.replay import breaks
from massage_screen.screened import as_json, read_screened, screened
from massage_screen.sheet import Sheet, fit_answers
from tests.naive import Naive
from tests.test_pack_known import DECLARED, clients, fixed, is_so

WritePack = Callable[..., Path]
FILE = "10_bladder.toml"
#: A watch on a sign, its REFER, and a reminder.
RULES = """
[[question]]
id = "seen_since"
kind = "yes_no"
reassuring = true
when = { known = "watch", is_any_of = ["past"] }
ask = "Has a clinician seen you since?"

[[rule]]
id = "old_change_not_seen"
when = { all_of = [
  { question = "seen_since", is_any_of = ["no", "unsure"] },
  { known = "watch", is_any_of = ["past"] },
  { question = "bladder_course", is_any_of = ["settled_examined"] },
] }
disposition = "refer"
timeframe = "within_days"
found = "The day to be seen by has passed."
do = "Send the client."
policy = "A rule for tests."

[[rule]]
id = "urine_stuck\""""
WATCH = 'see_by = 2\nsee_for = "the bladder, once more."\noverdue = "refer"\n'
REMINDER = 'see_by = 6\nsee_for = "the stiff joints"\n'
EDITS = (
    ("pack.toml", "", DECLARED),
    (FILE, '\n[[rule]]\nid = "urine_stuck"', RULES),
    (FILE, 'found = "Old bladder change."\n', f'found = "Old."\n{WATCH}'),
    (FILE, 'found = "The client does not move freely."\n', f'found = "S."\n{REMINDER}'),
)
OLD = {"bladder_signs": ["weak_stream"], "bladder_course": "settled_examined"}
FINE = {"bladder_signs": ["none"], "pain_now": 2, "moves_freely": "yes"}
LIMITED = {**FINE, **OLD}
NEUTRAL = Setting("2027-03-01 12:00 UTC", local_words(None))
DAY = "2026-11-28"
SEEN = (
    "See a clinician within 2 weeks (by 12 December 2026): the bladder, once more."
    " After that day there is no massage until a clinician has seen it."
)


@pytest.fixture
def folder(write_pack: WritePack) -> Path:
    return write_pack(*EDITS)


@pytest.fixture
def pack(folder: Path) -> Pack:
    return load_pack(folder)


def decided(pack: Pack, said: dict[str, Any]) -> Decision:
    return decide(pack, fit_answers(pack, said, "a.json"))


def test_a_pack_with_a_watch_and_a_reminder_has_no_problem(folder: Path) -> None:
    assert find_problems(folder) == []


def test_it_decides_nothing(pack: Pack, tiny: Pack) -> None:
    said = fit_answers(tiny, LIMITED, "a.json")

    one, other = decide(pack, said), decide(tiny, said)

    assert (one.disposition, one.grid, one.limits, one.plan) == (
        other.disposition,
        other.grid,
        other.limits,
        other.plan,
    )


def test_a_watch_is_shown_where_the_result_is_restrict(pack: Pack) -> None:
    assert decided(pack, LIMITED).see_by == SeeBy(2, ("the bladder, once more.",), True)


def test_a_reminder_of_a_note_is_shown_at_proceed_too(pack: Pack) -> None:
    decision = decided(pack, {**FINE, "moves_freely": "no"})

    assert decision.standing.value == "proceed"
    assert decision.see_by == SeeBy(6, ("the stiff joints",), False)


def test_of_several_the_soonest_counts_and_all_are_named(pack: Pack) -> None:
    decision = decided(pack, {**LIMITED, "moves_freely": "unsure"})

    assert decision.see_by == SeeBy(
        2, ("the bladder, once more.", "the stiff joints"), True
    )


@pytest.mark.parametrize(
    "said",
    [
        {**LIMITED, "bladder_course": "recent"},
        {**LIMITED, "bladder_signs": ["weak_stream", "stuck"]},
        OLD,
        {**LIMITED, "watch": "past", "seen_since": "no"},
        FINE,
    ],
)
def test_where_hands_stay_off_or_nobody_asks_there_is_none(
    pack: Pack, said: dict[str, Any]
) -> None:
    assert decided(pack, said).see_by is None


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({"watch": "open"}, "restrict"),
        ({"watch": "past", "seen_since": "yes"}, "restrict"),
        ({"watch": "past", "seen_since": "unsure"}, "refer"),
    ],
)
def test_an_overdue_watch_is_referred_by_an_ordinary_rule(
    pack: Pack, said: dict[str, str], word: str
) -> None:
    assert decided(pack, {**LIMITED, **said}).standing.value == word


def test_it_survives_in_the_compiled_form(folder: Path, pack: Pack) -> None:
    place_beside(folder).write_bytes(compiled(pack))

    read = read_compiled(folder)

    assert read is not None
    assert (read.rules, read.known) == (pack.rules, pack.known)


# The rule that refers

PAST = '  { known = "watch", is_any_of = ["past"] },\n'
SAME = '  { question = "bladder_course", is_any_of = ["settled_examined"] },\n'
ASKED = '  { question = "seen_since", is_any_of = ["no", "unsure"] },\n'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (ASKED, ""),
        (SAME, ""),
        (PAST + SAME, SAME + PAST),
        ('"no", "unsure"] },\n  { known', '"yes", "no", "unsure"] },\n  { known'),
        ('when = { known = "watch", is_any_of = ["past"] }\n', ""),
    ],
)
def test_the_refer_of_a_watch_may_ask_whether_the_client_was_seen(
    write_pack: WritePack, old: str, new: str
) -> None:
    codes = {p.code for p in find_problems(write_pack(*EDITS, (FILE, old, new)))}

    assert codes <= {"unread_question"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (PAST, ""),
        (PAST, PAST.replace('"past"', '"open", "past"')),
        (SAME, SAME + '  { question = "pain_now", at_least = 6 },\n'),
        (
            SAME,
            SAME + '  { question = "moves_freely", is_any_of = ["no", "unsure"] },\n',
        ),
        ('"no", "unsure"] },\n  { known', '"no"] },\n  { known'),
        (
            'when = { all_of = [\n  { question = "seen',
            'when = { any_of = [\n  { question = "seen',
        ),
        (
            'when = { known = "watch", is_any_of = ["past"] }',
            'when = { question = "moves_freely", is_any_of = ["no", "unsure"] }',
        ),
        (
            'disposition = "refer"\ntimeframe = "within_days"',
            'disposition = "postpone"\ntimeframe = "until_cleared"',
        ),
    ],
)
def test_a_watch_without_its_refer_is_refused(
    write_pack: WritePack, old: str, new: str
) -> None:
    found = find_problems(write_pack(*EDITS, (FILE, old, new)))

    assert "overdue_without_refer" in {problem.code for problem in found}


def test_a_watch_of_several_parts_may_have_some_or_all_of_them_in_its_refer(
    write_pack: WritePack,
) -> None:
    more = '{ question = "moves_freely", is_any_of = ["no"] }'
    watch = 'when = { question = "bladder_course", is_any_of = ["settled_examined"] }\n'
    both = f"when = {{ all_of = [\n{SAME}  {more},\n] }}\n"
    edit = (FILE, watch, both)

    assert find_problems(write_pack(*EDITS, edit)) == []
    whole = (FILE, ASKED, f"{ASKED}  {more},\n")
    assert find_problems(write_pack(*EDITS, edit, whole)) == []


def test_a_watch_of_alternatives_stands_as_one_part(write_pack: WritePack) -> None:
    either = (
        "{ any_of = [\n"
        f"{SAME}"
        '  { question = "moves_freely", is_any_of = ["no"] },\n] }'
    )
    watch = '{ question = "bladder_course", is_any_of = ["settled_examined"] }\n'

    found = find_problems(
        write_pack(*EDITS, (FILE, SAME, f"  {either},\n"), (FILE, watch, f"{either}\n"))
    )

    assert found == []


# Its day


def kept(pack: Pack, said: dict[str, Any] = LIMITED, day: str = DAY) -> bytes:
    client = screened(pack, fit_answers(pack, said, "a.json"), "p", day)
    return json.dumps(as_json(client)).encode()


def test_the_decision_keeps_its_day_and_what_was_asked(pack: Pack) -> None:
    content = json.loads(kept(pack))

    assert content["decided_on"] == DAY
    assert content["see_by"] == {
        "weeks": 2,
        "for": ["the bladder, once more."],
        "overdue": True,
    }


def test_a_file_read_on_a_later_day_says_the_same_day(pack: Pack) -> None:
    client = read_screened(kept(pack), "d.json", pack, "p")

    assert client.decided_on == DAY
    assert client.decision.see_by is not None
    assert see_by_in_words(client.decision.see_by, client.decided_on) == SEEN


def test_assess_shows_an_old_decision_with_its_old_day(
    folder: Path, pack: Pack, tmp_path: Path
) -> None:
    file = tmp_path / "d.json"
    file.write_bytes(kept(pack, day="2020-02-15"))
    arguments = ["assess", str(file), "--questions", str(folder)]

    shown = CliRunner().invoke(app, [*arguments, "--color", "never"]).stdout
    content = json.loads(CliRunner().invoke(app, [*arguments, "--json"]).stdout)

    assert "29 February 2020: the bladder, once more." in " ".join(shown.split())
    assert content["decided_on"] == "2020-02-15"


def test_a_new_decision_is_of_today(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text(json.dumps(LIMITED), "utf-8")
    arguments = ["assess", str(file), "--questions", str(folder), "--json"]

    before = date.today().isoformat()
    content = json.loads(CliRunner().invoke(app, arguments).stdout)

    assert before <= content["decided_on"] <= date.today().isoformat()


def test_weeks_alone_are_said_where_no_day_is_known(pack: Pack) -> None:
    client = read_screened(kept(pack, day=""), "d.json", pack, "p")

    assert as_json(client)["decided_on"] is None
    page = make_document(Kind.HANDOUT, client, {}, NEUTRAL)
    assert any(
        text.startswith("See a clinician within 2 weeks: the bladder")
        for text in page.texts()
    )


@pytest.mark.parametrize(
    "day", ["soon", "2026-02-30", 3, 0, False, "", [], ["2026-11-28"]]
)
def test_a_day_that_was_changed_into_none_is_refused(pack: Pack, day: object) -> None:
    content = {**json.loads(kept(pack)), "decided_on": day}

    with pytest.raises(AnswersError, match="'decided_on' is no day"):
        read_screened(json.dumps(content).encode(), "d.json", pack, "p")


def test_weeks_that_were_changed_are_refused(pack: Pack) -> None:
    content = json.loads(kept(pack))
    content["see_by"]["weeks"] = 20

    with pytest.raises(AnswersError, match="'see_by' does not follow"):
        read_screened(json.dumps(content).encode(), "d.json", pack, "p")


@pytest.mark.parametrize("kind", [Kind.PLAN, Kind.REQUEST, Kind.HANDOUT, Kind.NOTE])
def test_every_page_of_a_limited_massage_says_it(pack: Pack, kind: Kind) -> None:
    client = read_screened(kept(pack), "d.json", pack, "p")

    page = make_document(kind, client, {}, NEUTRAL)

    assert [text for text in page.texts() if SEEN in text]


def test_a_page_where_hands_stay_off_says_nothing_of_it(pack: Pack) -> None:
    said = {**LIMITED, "watch": "past", "seen_since": "no"}
    client = read_screened(kept(pack, said), "d.json", pack, "p")

    for kind in (Kind.PLAN, Kind.URGENT_LETTER, Kind.HANDOUT, Kind.NOTE):
        page = make_document(kind, client, {}, NEUTRAL)
        assert not [text for text in page.texts() if "See a clinician" in text]


def test_a_reminder_says_nothing_of_what_follows() -> None:
    words = see_by_in_words(SeeBy(1, ("a cough", "the skin"), False), DAY)

    assert words == (
        "See a clinician within 1 week (by 5 December 2026): a cough; the skin."
    )


def test_a_day_past_the_last_year_is_left_out() -> None:
    words = see_by_in_words(SeeBy(52, ("a cough",), False), "9999-12-31")

    assert words == "See a clinician within 52 weeks: a cough."


def test_what_for_is_read_as_a_client_reads_it(write_pack: WritePack) -> None:
    hard = "the multifactorial neuromuscular deterioration of innervated musculature"
    folder = write_pack(*EDITS, (FILE, "the stiff joints", hard))

    found = read_wording(folder).problems

    assert [problem.what for problem in found if "'see_for'" in problem.what]


def test_explain_says_what_follows_a_watch(folder: Path) -> None:
    arguments = ["explain", "bladder_old", "--questions", str(folder)]

    text = CliRunner().invoke(app, [*arguments, "--color", "never"]).stdout

    assert "To see: a clinician within 2 weeks, for: the bladder" in text
    assert "When that is overdue: REFER, by old_change_not_seen" in text


# The proof and the comparison


def test_solver_naive_evaluator_and_engine_say_the_same_weeks(
    pack: Pack, folder: Path
) -> None:
    naive, encoding = Naive(folder), Encoding(pack)
    asked = [(a, v) for a, v in limits(encoding) if a.about in ("see_by", "overdue")]

    @settings(max_examples=80, deadline=None, derandomize=True)
    @given(clients(pack))
    def held(client: Answers) -> None:
        decision = decide(pack, client)
        raw = {q: list(v) if isinstance(v, tuple) else v for q, v in client.items()}
        see_by = decision.see_by and {
            "weeks": decision.see_by.weeks,
            "for": set(decision.see_by.what_for),
            "overdue": decision.see_by.overdue,
        }
        assert naive.decide(raw)["see_by"] == see_by
        if not decision.standing.hands_on:
            return
        solver = z3.SolverFor("QF_FD")
        solver.add(*encoding.well_formed, *fixed(encoding, Sheet(pack, client)))
        assert solver.check() == z3.sat
        model, said = solver.model(), said_in(decision)
        for aspect, values in asked:
            (value,) = [v for v, formula in values.items() if is_so(model, formula)]
            assert said.get(aspect, value) == value
            assert (aspect in said) is (see_by is not None)

    held()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("see_by = 2", "see_by = 3", ("less cautious", "see_by", "2", "3")),
        ("see_by = 6", "see_by = 4", ("more cautious", "see_by", "6", "4")),
        (WATCH, "", ("less cautious", "overdue", "refer", "nothing")),
    ],
)
def test_a_newer_pack_that_gives_more_time_is_told(
    pack: Pack, folder: Path, old: str, new: str, told: tuple[str, ...]
) -> None:
    text = (folder / FILE).read_text("utf-8")
    assert old in text
    (folder / FILE).write_text(text.replace(old, new), "utf-8")

    found = compare(pack, load_pack(folder))

    kinds = [(c.direction, c.about, c.old, c.new) for c in found.changes]
    assert told in kinds
    assert {"result", "cells"}.isdisjoint(change.about for change in found.changes)


def test_the_comparison_is_shown_in_words(folder: Path, tmp_path: Path) -> None:
    newer = tmp_path / "newer"
    newer.mkdir()
    for file in folder.glob("*.toml"):
        text = file.read_text("utf-8").replace("see_by = 2", "see_by = 3")
        (newer / file.name).write_text(text, "utf-8")

    arguments = ["check", "--questions", str(newer), "--against", str(folder)]
    shown = CliRunner().invoke(app, [*arguments, "--color", "never"]).stdout

    words = " ".join(shown.split())
    assert "To see a clinician: 2 weeks → 3 weeks" in words
    assert "within 2 weeks, then REFER → a clinician within 3 weeks, then" in words


# Cases and mutants


def test_a_case_notices_when_a_rule_gives_more_time(write_pack: WritePack) -> None:
    expects = ("trap = 1", "trap = 1\n" + CASE)
    folder = write_pack(*EDITS, ("cases/clients.toml", *expects))
    pack = load_pack(folder)
    own = [m for m in mutants_of(pack) if m.kind.startswith("see_by")]

    noticed = {str(m): Clients(folder, pack).notice(m) for m in own}

    assert noticed == {
        "bladder_old: see_by dropped: ": "old_and_watched",
        "bladder_old: see_by later: 3 weeks": "old_and_watched",
        "moves_with_care: see_by dropped: ": "",
        "moves_with_care: see_by later: 7 weeks": "",
    }


CASE = """
[[case]]
id = "old_and_watched"
name = "Old"
story = "Old."
like = "old_weak_stream"
disposition = "restrict"
see_by = 2
"""


# The property

NEVER = """
[[property]]
id = "{name}"
says = "Says so."
when = {{ question = "bladder_signs", includes_any_of = ["{sign}"] }}
never_watches = true
"""


def proof_of(folder: Path) -> dict[str, Proof]:
    proofs = prove(load_pack(folder), load_safety(folder))
    return {proof.property.id: proof for proof in proofs}


def test_a_watch_that_cannot_hold_is_proved(write_pack: WritePack) -> None:
    never = NEVER.format(name="none_of_it", sign="none")

    folder = write_pack(*EDITS, ("safety.toml", "", never))

    assert proof_of(folder)["none_of_it"].proved


def test_a_watch_that_holds_beside_a_worse_sign_breaks_the_property(
    write_pack: WritePack,
) -> None:
    never = NEVER.format(name="stuck", sign="stuck")
    folder = write_pack(*EDITS, ("safety.toml", "", never))

    proof = proof_of(folder)["stuck"]

    assert not proof.proved
    assert proof.client is not None
    assert set(proof.client["bladder_signs"]) == {"weak_stream", "stuck"}
    decision = decide(load_pack(folder), proof.client)
    assert decision.standing.value == "emergency"
    assert "bladder_old" in {finding.rule.id for finding in decision.findings}


def test_the_property_says_of_each_client_what_the_engine_says(
    pack: Pack,
) -> None:
    every = Property(id="p", says="S.", never_watches=True)

    @settings(max_examples=80, deadline=None, derandomize=True)
    @given(clients(pack))
    def held(client: Answers) -> None:
        found = [finding.rule for finding in decide(pack, client).findings]
        assert breaks(pack, every, client) is any(rule.overdue for rule in found)

    held()


def test_the_watches_are_named_with_the_client_who_breaks_it(
    write_pack: WritePack,
) -> None:
    never = NEVER.format(name="stuck", sign="stuck")
    folder = write_pack(*EDITS, ("safety.toml", "", never))
    arguments = ["check", "--prove", "--questions", str(folder)]

    shown = CliRunner().invoke(app, [*arguments, "--color", "never"]).stdout

    assert "Watches that hold: bladder_old." in " ".join(shown.split())
