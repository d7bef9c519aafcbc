"""What a rule says follows the answers and the grid: clauses are shown or left out."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from massage_screen.answers import NONE, UNSURE, Answers, Value
from massage_screen.catalogue import load_pack
from massage_screen.condition import Condition
from massage_screen.decision import Decision, Finding, decide
from massage_screen.documents.choices import Form
from massage_screen.documents.country import local_words
from massage_screen.documents.kinds import fitting, make_document
from massage_screen.documents.page import written
from massage_screen.documents.parts import Setting
from massage_screen.errors import PackError
from massage_screen.library import find_problems, load_claims
from massage_screen.pack import SAYINGS, Case, Cell, Clause, Pack, Rule, clauses_of
from massage_screen.practice.attempt import Choice, attempt_of
from massage_screen.practice.client import client_of
from massage_screen.practice.debrief import debrief_of
from massage_screen.practice.reference import reference_of
from massage_screen.practice.scoring import score
from massage_screen.presentation.meaning import meaning_as_json, show_meaning
from massage_screen.presentation.page import console_for
from massage_screen.presentation.practice.debrief import show_debrief, show_detail
from massage_screen.presentation.recommendation import show_decision
from massage_screen.presentation.words import why_asked
from massage_screen.screened import as_json, read_screened, screened
from massage_screen.sheet import Sheet, fit_answers
from tests.conftest import TINY
from tests.naive import Naive
from tests.shipped import CASES, PACK

WritePack = Callable[..., Path]
REGIONS = tuple(load_pack(TINY).regions)
#: A pack in which the skin closes regions, stiffness closes techniques, and a rule
#: says nothing of what is closed.
RULES = f"""

[[question]]
id = "sore_skin"
kind = "any_of"
ask = "Where is your skin sore?"
choices = "regions"

[[question]]
id = "slept_well"
kind = "yes_no"
reassuring = true
ask = "Did you sleep well?"

[[fact]]
id = "pain"
about = "How bad the pain is."
values = ["little", "much"]
rows = [{{ is = "little", when = {{ question = "pain_now", below = 6 }} }}]

[[rule]]
id = "skin_sore"
when = {{ question = "sore_skin", includes_any_of = {json.dumps([*REGIONS, UNSURE])} }}
disposition = "restrict"
found = [
  {{ text = "The skin is sore." }},
  {{ text = "The lower back is not.", about = ["lower_back"] }},
]
do = [
  {{ text = "Warm the feet.", about = ["feet"], techniques = ["heat"] }},
  {{ text = "Leave out what is sore." }},
  {{ text = "Stretch slowly.", techniques = ["moving"] }},
  {{ text = "Knead the hips softly.", about = ["gluteal_hip"],\
 techniques = ["petrissage"], when = {{ fact = "pain", is_any_of = ["little"] }} }},
]
tell = [
  {{ text = "We leave out sore skin." }},
  {{ text = "You told us of a bad night.",\
 when = {{ question = "slept_well", is_any_of = ["no"] }} }},
]
restrict = [{{ regions_named_in = "sore_skin", cell = "avoid" }}]
policy = "A limit for tests."

[[rule]]
id = "stiff"
when = {{ question = "moves_freely", is_any_of = ["no", "unsure"] }}
disposition = "restrict"
found = "The client is stiff."
do = "Leave the joints alone."
restrict = [{{ everywhere = true, techniques = ["moving"], cell = "avoid" }}]
policy = "A limit for tests."

[[rule]]
id = "hips_rest"
when = {{ question = "slept_well", is_any_of = ["no", "unsure"] }}
disposition = "restrict"
found = "The client slept badly."
do = "Rest the hands on the hips."
restrict = [{{ regions = ["gluteal_hip"], techniques = ["petrissage", "strong"],\
 cell = "avoid" }}]
policy = "A limit for tests."
"""
MOVING = ("stretching", "mobilisation", "passive_rotation")
#: Some of the cells that each clause is about, worked out by hand; for those with
#: techniques, all of them.
ABOUT = {
    "The lower back is not.": ("lumbar", "sacrum"),
    "Warm the feet.": [("feet", "heat")],
    "Stretch slowly.": [(region, each) for region in REGIONS for each in MOVING],
    "Knead the hips softly.": [("gluteal_hip", "petrissage")],
}
FINE: dict[str, Value] = {
    "bladder_signs": ("none",),
    "pain_now": 3,
    "moves_freely": "yes",
    "sore_skin": ("shoulders",),
    "slept_well": "yes",
}
WARM, OUT, STRETCH, KNEAD = (
    "Warm the feet.",
    "Leave out what is sore.",
    "Stretch slowly.",
    "Knead the hips softly.",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("clauses") / "pack"
    shutil.copytree(TINY, copy)
    shutil.rmtree(copy / "cases")
    with (copy / "10_bladder.toml").open("a", encoding="utf-8") as file:
        file.write(RULES)
    return copy


@pytest.fixture(scope="module")
def pack(folder: Path) -> Pack:
    return load_pack(folder)


@pytest.fixture(scope="module")
def naive(folder: Path) -> Naive:
    return Naive(folder)


def decided(pack: Pack, **changed: Value | None) -> Decision:
    answers = {q: v for q, v in {**FINE, **changed}.items() if v is not None}
    return decide(pack, Answers(answers))


def finding(decision: Decision, rule: str = "skin_sore") -> Finding:
    return next(each for each in decision.findings if each.rule.id == rule)


# ------------------------------------------------------------------ when it is shown


def test_clauses_that_apply_are_joined_in_their_order(pack: Pack) -> None:
    found = finding(decided(pack))

    assert found.found == "The skin is sore. The lower back is not."
    assert found.do == f"{WARM} {OUT} {STRETCH} {KNEAD}"
    assert found.tell == "We leave out sore skin."


def test_a_clause_about_a_region_that_is_closed_is_left_out(pack: Pack) -> None:
    found = finding(decided(pack, sore_skin=("gluteal_hip", "feet")))

    assert found.do == f"{OUT} {STRETCH}"


def test_another_rule_may_close_what_a_clause_speaks_of(pack: Pack) -> None:
    stiff = finding(decided(pack, moves_freely="no"))
    rested = decided(pack, slept_well="no")

    assert stiff.do == f"{WARM} {OUT} {KNEAD}"
    assert rested.grid["gluteal_hip"]["swedish"] is Cell.ALLOW
    assert finding(rested).do == f"{WARM} {OUT} {STRETCH}"


@pytest.mark.parametrize(
    ("sore", "is_shown"),
    [
        (("lumbar",), True),
        (("sacrum",), True),
        (("lumbar", "sacrum"), False),
        (("mid_lower_thoracic", "gluteal_hip", "abdomen"), True),  # only next to it
    ],
)
def test_a_part_stands_for_the_regions_over_it(
    pack: Pack, sore: tuple[str, ...], is_shown: bool
) -> None:
    found = finding(decided(pack, sore_skin=sore)).found

    assert ("The lower back is not." in found) is is_shown


def test_a_cell_that_takes_the_milder_form_is_open(pack: Pack) -> None:
    old = decided(
        pack, bladder_signs=("weak_stream",), bladder_course="settled_examined"
    )

    assert set(old.grid["lumbar"].values()) == {Cell.MODIFY, Cell.AVOID}
    assert "The lower back is not." in finding(old).found


@pytest.mark.parametrize(
    ("slept", "is_shown"), [("no", True), ("yes", False), ("unsure", False)]
)
def test_a_clause_is_shown_where_its_condition_holds(
    pack: Pack, slept: str, is_shown: bool
) -> None:
    told = finding(decided(pack, slept_well=slept)).tell

    assert ("You told us of a bad night." in told) is is_shown


def test_a_clause_whose_condition_is_open_is_not_shown(pack: Pack) -> None:
    stuck = decided(pack, bladder_signs=("stuck",), slept_well=None)

    assert finding(stuck).tell == "We leave out sore skin."
    assert "pain" in pack.facts
    assert not decided(pack, pain_now=None).complete


@pytest.mark.parametrize(
    "changed", [{"bladder_signs": ("stuck",)}, {"pain_now": None}, {"slept_well": None}]
)
def test_where_every_cell_is_closed_no_clause_speaks_of_one(
    pack: Pack, changed: dict[str, Any]
) -> None:
    decision = decided(pack, **changed)
    found = finding(decision)

    assert {c for row in decision.grid.values() for c in row.values()} == {Cell.AVOID}
    assert (found.found, found.do) == ("The skin is sore.", OUT)


def test_where_every_cell_is_closed_what_was_answered_is_still_told(
    pack: Pack,
) -> None:
    stuck = decided(pack, bladder_signs=("stuck",), slept_well="no")

    assert finding(stuck).tell == (
        "We leave out sore skin. You told us of a bad night."
    )


def test_limits_that_leave_nothing_leave_no_clause_about_a_cell(pack: Pack) -> None:
    decision = decided(pack, sore_skin=tuple(REGIONS))

    assert decision.findings[0].rule.id == "nothing_left_to_do"
    assert decision.findings[0].found == pack.about.nothing_left_to_do.found
    assert finding(decision).do == OUT


def test_what_a_clause_reads_is_no_reason_of_the_finding(pack: Pack) -> None:
    assert set(finding(decided(pack, slept_well="no")).because) == {"sore_skin"}


# -------------------------------------------------------------- for whatever answers


@st.composite
def sheets(draw: st.DrawFn, *, whole: bool) -> dict[str, Value]:
    """Draw answers; many of them close much of the grid."""
    lines = st.lists(st.sampled_from(REGIONS), min_size=1, unique=True)
    sore = st.one_of(
        st.sampled_from([(NONE,), (UNSURE,), tuple(REGIONS), tuple(REGIONS[:-1])]),
        lines.map(lambda named: tuple(r for r in REGIONS if r in named)),
        lines.map(lambda left: tuple(r for r in REGIONS if r not in left) or (NONE,)),
    )
    drawn: dict[str, Value] = {
        "bladder_signs": draw(
            st.sampled_from([("none",), ("none",), ("weak_stream",), ("stuck",)])
        ),
        "bladder_course": draw(st.sampled_from(["settled_examined", "recent"])),
        "pain_now": draw(st.sampled_from([3, 6, UNSURE])),
        "moves_freely": draw(st.sampled_from(["yes", "no", UNSURE])),
        "sore_skin": draw(sore),
        "slept_well": draw(st.sampled_from(["yes", "no", UNSURE])),
    }
    if whole:
        return drawn
    left = draw(st.sets(st.sampled_from([*drawn]), max_size=2))
    return {
        question: value for question, value in drawn.items() if question not in left
    }


SHEETS = settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@SHEETS
@given(answers=sheets(whole=False))
def test_no_clause_that_is_shown_is_about_nothing_but_closed_cells(
    pack: Pack, answers: dict[str, Value]
) -> None:
    decision = decide(pack, Answers(answers))

    texts = " ".join(f"{f.found} {f.do} {f.tell}" for f in decision.findings)
    for text, about in ABOUT.items():
        cells = [
            cell
            for each in about
            for cell in (
                decision.grid[each].values()
                if isinstance(each, str)
                else [decision.grid[each[0]][each[1]]]
            )
        ]
        assert text not in texts or set(cells) != {Cell.AVOID}


@SHEETS
@given(answers=sheets(whole=False))
def test_something_always_stands_in_a_finding(
    pack: Pack, answers: dict[str, Value]
) -> None:
    for each in decide(pack, Answers(answers)).findings:
        assert each.found
        assert each.do
        assert bool(each.tell) is bool(each.rule.tell)


@SHEETS
@given(answers=sheets(whole=True))
def test_a_naive_second_evaluator_says_the_same_words(
    pack: Pack, naive: Naive, answers: dict[str, Value]
) -> None:
    asked = Sheet(pack, Answers(answers)).visible
    raw = {q: list(v) if isinstance(v, tuple) else v for q, v in asked.items()}

    words = {
        (each.rule.id, field): getattr(each, field)
        for each in decide(pack, Answers(answers)).findings
        if each.rule.id in pack.rules
        for field in SAYINGS
    }

    assert words == naive.decide(raw)["words"]


def test_the_sheets_show_and_leave_out_every_clause(pack: Pack) -> None:
    """A test over sheets that never hide a clause could not fail."""
    shown, left_out = set(), set()

    @SHEETS
    @given(answers=sheets(whole=True))
    def look(answers: dict[str, Value]) -> None:
        for each in decide(pack, Answers(answers)).findings:
            for field, clause in each.rule.clauses:
                there = clause.text in getattr(each, field)
                (shown if there else left_out).add(clause.text)

    look()

    assert {*ABOUT, "You told us of a bad night."} <= shown & left_out


# ---------------------------------------------------------------- where it is shown


def pages_of(pack: Pack, **answers: Value) -> dict[str, str]:
    """Return all that is shown of a client, by the name of the page."""
    client = screened(pack, Answers(answers), "massage-screen 0.0.0")
    stream = io.StringIO()
    show_decision(client, console_for(stream, "never"), date(2026, 1, 1))
    pages = {"screen": stream.getvalue(), "json": json.dumps(as_json(client))}
    setting = Setting("2026-01-01 12:00 UTC", local_words(None))
    for kind in fitting(client):
        page = make_document(kind, client, {}, setting)
        pages[kind.value] = written(page, Form.TXT)
    return {name: " ".join(text.split()) for name, text in pages.items()}


def test_every_page_shows_the_clauses_that_apply_and_no_other(pack: Pack) -> None:
    free = pages_of(pack, **FINE)
    closed = {"sore_skin": ("feet",), "moves_freely": "no", "slept_well": "no"}
    stiff = pages_of(pack, **{**FINE, **closed})
    where = {
        WARM: {"screen", "json", "plan", "note"},
        STRETCH: {"screen", "json", "plan", "note"},
        KNEAD: {"screen", "json", "plan", "note"},
        "You told us of a bad night.": {"screen", "handout"},
        "The lower back is not.": {"screen", "json", "note"},
    }

    for text in (WARM, STRETCH, KNEAD):
        assert {name for name, page in free.items() if text in page} == where[text]
        assert not [name for name, page in stiff.items() if text in page]
    for text in ("You told us of a bad night.", "The lower back is not."):
        assert {name for name, page in stiff.items() if text in page} >= where[text]
    assert not [name for name, page in free.items() if "bad night" in page]


def test_no_page_shows_how_a_clause_is_kept(pack: Pack) -> None:
    for changed in ({}, {"bladder_signs": ("stuck",)}, {"sore_skin": tuple(REGIONS)}):
        for page in pages_of(pack, **{**FINE, **changed}).values():
            assert "Clause(" not in page


def in_clauses(pack: Pack) -> Pack:
    """Return a pack whose every text is a clause, beside one that is never shown."""
    never = Condition(question=next(iter(pack.questions)), is_any_of=("nothing",))

    def split(rule: Rule) -> Rule:
        more = (Clause("HIDDEN", when=never), Clause("HIDDEN", ("feet",), (), never))
        said = {field: getattr(rule, field) for field in SAYINGS}
        return replace(
            rule, **{f: (*clauses_of(text), *more) for f, text in said.items() if text}
        )

    concerns = (replace(c, rule=tuple(map(split, c.rule))) for c in pack.concerns)
    return replace(pack, concerns=tuple(concerns))


@pytest.mark.parametrize("case", CASES[::60], ids=lambda case: case.id)
def test_texts_written_as_clauses_are_shown_as_before(case: Case) -> None:
    plain, split = (
        pages_of(pack, **fit_answers(pack, case.answers, case.id))
        for pack in (PACK, in_clauses(PACK))
    )

    assert split == plain
    assert not [name for name, page in split.items() if "HIDDEN" in page]


@pytest.mark.parametrize("asked", [(), tuple(PACK.questions)], ids=["none", "all"])
def test_texts_written_as_clauses_are_debriefed_as_before(
    asked: tuple[str, ...],
) -> None:
    case = next(c for c in CASES if c.presents and c.disposition == "refer")

    plain, split = (told(pack, case, asked) for pack in (PACK, in_clauses(PACK)))

    assert split == plain
    assert "HIDDEN" not in split


def told(pack: Pack, case: Case, asked: tuple[str, ...]) -> str:
    """Return what a student is told who asked this and chose RESTRICT."""
    client = client_of(pack, case, 1)
    choice = Choice(
        asked=tuple(q for q in asked if q in client.answers),
        worry="nothing",
        confidence=60,
        disposition="restrict",
        timeframe="none",
        plan=None,
        seconds=300,
        overran=False,
    )
    measure = (reference_of(pack, client.answers), False)
    attempt = attempt_of(pack, client, choice, measure, at="2026-01-05", minutes=None)
    debrief = debrief_of(pack, client, attempt, score(attempt))
    stream = io.StringIO()
    show_debrief(debrief, pack, console_for(stream, "never"))
    show_detail("cues", debrief, client, pack, console_for(stream, "never"))
    return stream.getvalue()


def test_the_json_of_a_decision_holds_texts_and_can_be_read_again(pack: Pack) -> None:
    client = screened(pack, Answers(FINE), "massage-screen 0.0.0")
    data = json.dumps(as_json(client)).encode()

    again = read_screened(data, "d.json", pack, client.program)

    (written,) = json.loads(data)["findings"][:1]
    assert written["do"] == f"{WARM} {OUT} {STRETCH} {KNEAD}"
    assert again.decision == client.decision


def test_the_sources_of_a_question_are_those_of_clauses_that_read_it_too(
    write_pack: WritePack,
) -> None:
    when = 'when = { question = "moves_freely", is_any_of = ["no"] }'
    do = f'do = [{{ text = "Call now." }}, {{ text = "Lift them.", {when} }}]'

    plain, read = (
        load_pack(write_pack(*edits))
        for edits in ([], [("10_bladder.toml", 'do = "Call now."', do)])
    )

    asked = "moves_freely"
    assert not why_asked(plain, plain.questions[asked])
    assert "GIRFT2023" in why_asked(read, read.questions[asked])[1]


def explained(pack: Pack, folder: Path, wanted: str) -> str:
    stream = io.StringIO()
    ledger = load_claims(folder, pack)
    show_meaning(pack, ledger, wanted, console_for(stream, "never"))
    return stream.getvalue()


def test_explain_shows_every_clause_and_to_whom_it_is_shown(
    pack: Pack, folder: Path
) -> None:
    lines = explained(pack, folder, "skin_sore").splitlines()

    at = lines.index("Do: Warm the feet.")
    assert lines[at + 1 : at + 3] == [
        "  Shown: while Heat may be used: Feet",
        "Do: Leave out what is sore.",
    ]
    at = lines.index("Do: Knead the hips softly.")
    assert " ".join(" ".join(lines[at + 1 : at + 5]).split()) == (
        "Shown: while Kneading (petrissage) may be used: Buttocks and hips; and if"
        " pain is little - pain: How bad the pain is. Tell the client: We leave out"
        " sore skin."
    )
    whole = " ".join(" ".join(lines).split())
    assert (
        "Found: The lower back is not."
        " Shown: while some technique may be used: the lower back"
    ) in whole
    assert (
        "Do: Stretch slowly. Shown: while moving the joints: stretching, mobilisation,"
        " passive rotation may be used: some region"
    ) in whole


@pytest.mark.parametrize(
    "wanted", ["petrissage", "moving", "feet", "slept_well", "pain"]
)
def test_explain_names_the_rule_of_a_clause_that_names_an_id(
    pack: Pack, folder: Path, wanted: str
) -> None:
    assert "- rule skin_sore: The skin is sore. (For some clients: The" in explained(
        pack, folder, wanted
    )


def test_the_json_of_a_rule_keeps_its_texts_and_lists_its_clauses(
    pack: Pack, folder: Path
) -> None:
    ledger = load_claims(folder, pack)

    rule, plain = (
        json.loads(json.dumps(meaning_as_json(pack, ledger, name)))["meanings"][0]
        for name in ("skin_sore", "stiff")
    )

    assert rule["tell"] == (
        "We leave out sore skin. (For some clients: You told us of a bad night.)"
    )
    assert rule["clauses"][-1] == {
        "of": "tell",
        "text": "You told us of a bad night.",
        "about": [],
        "techniques": [],
        "when": {"question": "slept_well", "is_any_of": ["no"]},
        "shown_in_words": "if slept_well is no",
    }
    assert plain["found"] == "The client is stiff."
    assert [each["shown_in_words"] for each in plain["clauses"]] == ["always"] * 2


# -------------------------------------------------------------------- what is checked


def test_a_question_that_only_a_clause_reads_is_read(write_pack: WritePack) -> None:
    asked = """

[[question]]
id = "slept_well"
kind = "yes_no"
reassuring = true
ask = "Did you sleep well?"
"""
    when = 'when = { question = "slept_well", is_any_of = ["no"] }'
    do = f'do = [{{ text = "Call now." }}, {{ text = "Wake them.", {when} }}]'

    add = ("10_bladder.toml", "", asked)
    use = ("10_bladder.toml", 'do = "Call now."', do)

    alone = find_problems(write_pack(add))
    read = find_problems(write_pack(add, use))

    assert [problem.code for problem in alone] == ["unread_question"]
    assert read == []


def test_a_clause_may_not_be_as_deep_as_no_condition_may(write_pack: WritePack) -> None:
    deep = '{ question = "moves_freely", is_any_of = ["no"] }'
    for _ in range(21):
        deep = f"{{ all_of = [{deep}] }}"
    do = f'do = [{{ text = "Call now." }}, {{ text = "Wake them.", when = {deep} }}]'

    with pytest.raises(PackError, match="condition_depth"):
        load_pack(write_pack(("10_bladder.toml", 'do = "Call now."', do)))


#: What a therapist calls the regions of the shipped pack.
CALLED = {
    "neck": ("anterior_neck", "posterior_neck"),
    "shoulders": ("shoulders",),
    "upper back": ("upper_thoracic",),
    "low back": ("lumbar", "sacrum"),
    "spine": ("upper_thoracic", "mid_lower_thoracic", "lumbar", "sacrum"),
    "hips": ("gluteal_hip",),
    "buttocks": ("gluteal_hip",),
    "belly": ("abdomen",),
    "arms": ("arms_hands",),
    "legs": ("thighs_legs",),
    "thighs": ("thighs_legs",),
    "feet": ("feet",),
}
WORK = re.compile(r"\b(works?|light|lightly|gentle|gently|massage)\b", re.IGNORECASE)
#: A sentence with one of these says what is left out, or when to stop.
LEFT_OUT = re.compile(
    r"\b(no|not|never|nothing|leave|left|closed|away|off|out|alone|only|stop"
    r"|before|first|until)\b",
    re.IGNORECASE,
)


def promised(text: str) -> Iterator[tuple[str, str]]:
    """Go through the sentences that promise work somewhere, and where."""
    for sentence in re.split(r"(?<=[.;:])\s+", text):
        if WORK.search(sentence) and not LEFT_OUT.search(sentence):
            yield from (
                (sentence, place)
                for place in CALLED
                if re.search(rf"\b{place}\b", sentence, re.IGNORECASE)
            )


def test_no_text_promises_work_where_everything_is_closed() -> None:
    broken = set()
    for case in CASES:
        decision = decide(PACK, Answers(case.answers))
        if decision.disposition is None or not decision.disposition.hands_on:
            continue
        for finding in decision.findings:
            for sentence, place in promised(f"{finding.do} {finding.tell}"):
                rows = [decision.grid[region] for region in CALLED[place]]
                if all(cell is Cell.AVOID for row in rows for cell in row.values()):
                    broken.add(f"{finding.rule.id}: {sentence} ({place}, {case.id})")
    assert not broken, "\n".join(sorted(broken))
