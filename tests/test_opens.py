"""What lifts the limits of a massage, held against trying everything, and its words."""

from __future__ import annotations

import io
import tomllib
from collections.abc import Iterator
from itertools import combinations, product
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from massage_screen.answers import NONE, UNSURE, Answers, Value
from massage_screen.decision import Decision, decide, decide_sheet
from massage_screen.explanation import opens as searched
from massage_screen.explanation.opens import MOST, Lifting, Opening, opens
from massage_screen.explanation.steps import Step, changes_of, steps_of
from massage_screen.explanation.strength import Strengths
from massage_screen.explanation.trial import LARGEST, Trial
from massage_screen.pack import STRONGEST, Case, Cell, Pack
from massage_screen.presentation.changes import next_step, show_changes
from massage_screen.presentation.console import Console
from massage_screen.presentation.opens import openings_in_words
from massage_screen.presentation.page import Page
from massage_screen.screened import Screened, as_json, screened
from massage_screen.sheet import Sheet, fit_answers
from tests.generated import pack_of
from tests.shipped import CASES, check_each
from tests.shipped import PACK as SPINE

LETTER = """
[section]
title = "Letter"

[[question]]
id = "letter"
kind = "yes_no"
reassuring = true
ask = "A letter?"
ask_clinician = "Do you agree?"

[[question.changes]]
by = "clearance"
to = ["yes"]
says = "A doctor writes."
short = "a letter"

[[question]]
id = "areas"
kind = "any_of"
reassuring = true
ask = "Which areas?"
choices = "regions"
when = { question = "letter", is_any_of = ["yes"] }
ask_clinician = "Which areas?"

[[question.changes]]
by = "clearance"
to = ["lumbar", "feet", "arms_hands"]
says = "It names areas."
short = "a letter that names areas"

[[question]]
id = "grade"
kind = "one_of"
ask = "How bad?"
choices = [
  { id = "mild", text = "Mild" },
  { id = "moderate", text = "Moderate" },
  { id = "not_said", text = "Not said" },
]
changes = [
  { by = "result", from = ["not_said"], to = ["moderate"], says = "It is moderate." },
  { by = "result", from = ["not_said"], to = ["mild"], says = "It is mild." },
]
ask_clinician = "How bad?"

[[question]]
id = "sore"
kind = "yes_no"
ask = "Sore?"
changes = [{ by = "settling", from = ["yes"], to = ["no"], says = "It has healed." }]

[[question]]
id = "seen"
kind = "yes_no"
reassuring = true
ask = "Seen?"
changes = [{ by = "examination", to = ["yes"], says = "A doctor looks at it." }]
ask_clinician = "Did you see it?"

[[question]]
id = "fever"
kind = "yes_no"
ask = "A fever?"
changes = [{ by = "settling", to = ["no"], says = "It is gone." }]

[[question]]
id = "numb"
kind = "yes_no"
ask = "Numb?"

[[rule]]
id = "without_a_letter"
when = { question = "letter", is_any_of = ["no", "unsure"] }
disposition = "restrict"
found = "No letter."
do = "Leave the low back alone."
restrict = [{ regions = ["lumbar"], cell = "avoid" }]

[[rule]]
id = "letter_names"
when = { question = "letter", is_any_of = ["yes"] }
disposition = "restrict"
found = "A letter."
do = "Only what it names."
restrict = [
  { regions = ["lumbar", "feet"], regions_not_named_in = "areas", cell = "avoid" },
  { regions = ["lumbar"], cell = "modify", pressure_at_most = 3 },
]

[[rule]]
id = "grade_open"
when = { question = "grade", is_any_of = ["moderate", "not_said", "unsure"] }
disposition = "restrict"
found = "Not mild."
do = "Light."
restrict = [{ regions = ["arms_hands"], cell = "modify", pressure_at_most = 3 }]

[[rule]]
id = "sore_place"
when = { all_of = [
  { question = "sore", is_any_of = ["yes", "unsure"] },
  { question = "seen", is_any_of = ["no", "unsure"] },
] }
disposition = "restrict"
found = "Sore."
do = "Leave it alone."
restrict = [{ regions = ["head_face"], cell = "avoid" }]

[[rule]]
id = "ill"
when = { question = "fever", is_any_of = ["yes", "unsure"] }
disposition = "postpone"
timeframe = "until_settled"
found = "Fever."
do = "Wait."

[[rule]]
id = "numb_place"
when = { question = "numb", is_any_of = ["yes", "unsure"] }
disposition = "restrict"
found = "Numb."
do = "Leave it alone."
restrict = [{ regions = ["thighs_legs"], cell = "avoid" }]
"""
WEEKS = 'by = "time"\nto = ["yes"]'
PACK = pack_of([tomllib.loads(LETTER)])
FINE: dict[str, Value] = {
    "letter": "yes",
    "areas": ("lumbar", "feet", "arms_hands"),
    "grade": "mild",
    "sore": "no",
    "seen": "yes",
    "fever": "no",
    "numb": "no",
}
EVERY = tuple(PACK.techniques)


def client(pack: Pack = PACK, **answers: Value) -> Screened:
    return screened(pack, Answers({**FINE, **answers}), "test")


def without_letter(**answers: Value) -> Screened:
    given = {q: value for q, value in FINE.items() if q != "areas"} | answers
    return screened(PACK, Answers({**given, "letter": "no"}), "test")


# ------------------------------------------------------------------- what lifts limits


def test_a_change_opens_what_the_rule_behind_it_closed() -> None:
    (opening,) = client(areas=("feet", "arms_hands")).opens

    assert opening.techniques == {"lumbar": EVERY}
    assert opening.pressure == {"lumbar": 3}
    assert opening.text == "It names areas."
    assert [(each.question, each.after) for each in opening.changes] == [
        ("areas", ("lumbar", "arms_hands", "feet"))
    ]


def test_what_a_change_would_close_stands_in_its_way() -> None:
    """A letter that names no feet would close them: they are named with the rest."""
    (opening,) = without_letter().opens

    assert opening.techniques == {"lumbar": EVERY}
    assert opening.changes[-1].after == ("lumbar", "feet")


def test_a_cap_that_rises_is_told() -> None:
    (opening,) = client(grade="not_said").opens

    assert opening.techniques == {}
    assert opening.pressure == {"arms_hands": STRONGEST}


def test_nobody_orders_a_worse_grade() -> None:
    (opening,) = client(grade="not_said").opens

    assert opening.text == "It is mild."


def test_no_clinician_is_asked_for_what_time_lifts() -> None:
    (opening,) = client(sore="yes", seen="no").opens

    assert opening.text == "It has healed."
    assert not opening.by_clinician


def test_a_sign_that_no_change_is_known_of_stays() -> None:
    assert client(numb="yes").opens == ()
    assert client(sore=UNSURE, seen="no").opens[0].text == "A doctor looks at it."


def test_without_hands_on_there_is_nothing_to_lift() -> None:
    unfinished = screened(PACK, Answers({"letter": "no"}), "test")

    assert unfinished.opens == ()


def test_a_question_that_opens_and_cannot_be_answered_must_close_again() -> None:
    """Nobody knows which areas; where the grade is mild they are not asked for."""
    asked = """all_of = [
  { question = "letter", is_any_of = ["yes"] },
  { question = "grade", is_any_of = ["not_said"] },
] }"""
    text = LETTER.replace('question = "letter", is_any_of = ["yes"] }', asked, 1)
    concern = tomllib.loads(text)
    areas = concern["question"].pop(1)
    del areas["changes"]
    concern["question"].append(areas)
    concern["rule"][1]["restrict"] = [{"regions": ["lumbar"], "pressure_at_most": 3}]
    given = {q: value for q, value in FINE.items() if q != "areas"}
    said = Answers({**given, "letter": "no", "grade": "not_said"})

    found = screened(pack_of([concern]), said, "test").opens

    assert [each.text for each in found if "lumbar" in each.techniques] == [
        "A doctor writes. It is mild."
    ]


def test_at_most_so_many_ways_are_told() -> None:
    question = {
        "kind": "yes_no",
        "ask": "?",
        "changes": [{"by": "time", "to": ["no"], "says": "Later."}],
    }
    regions = list(PACK.regions)[: MOST + 2]
    rules = [
        {
            "id": f"{region}_closed",
            "when": {"question": f"q_{region}", "is_any_of": ["yes"]},
            "disposition": "restrict",
            "found": "F.",
            "do": "D.",
            "restrict": [{"regions": [region], "cell": "avoid"}],
        }
        for region in regions
    ]
    questions = [{**question, "id": f"q_{region}"} for region in regions]
    pack = pack_of([{"section": {"title": "T"}, "question": questions, "rule": rules}])
    answers: dict[str, Value] = {f"q_{region}": "yes" for region in regions}

    found = screened(pack, Answers(answers), "test").opens

    assert [tuple(each.techniques) for each in found] == [(r,) for r in regions[:MOST]]


def test_the_search_ends_when_enough_was_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searched, "TRIED", 1)

    assert client(areas=("feet", "arms_hands")).opens == ()


# ---------------------------------------------------------------- against everything

#: One technique in one region at one level of pressure.
Bit = tuple[str, str, int]
#: How far which answers change.
Way = frozenset[tuple[str, int]]
BY = ("clearance", "examination", "result", "time", "settling")
CHOICES = [{"id": word, "text": word} for word in "abc"]
LISTED = ["lumbar", "feet", "arms_hands"]


def strength(decision: Decision) -> dict[tuple[str, str], int]:
    """Return how strongly each technique may be used, 0 where it is to be avoided."""
    caps = {limit.region: limit.pressure_at_most for limit in decision.limits}
    return {
        (region, technique): 0 if cell is Cell.AVOID else caps.get(region) or STRONGEST
        for region, row in decision.grid.items()
        for technique, cell in row.items()
    }


def lifted(before: Decision, after: Decision) -> set[Bit]:
    """Return what opens, when the result is no worse and nothing is taken away."""
    if after.disposition is None or after.standing.rank > before.standing.rank:
        return set()
    now, then = strength(before), strength(after)
    milder = any(
        after.grid[r][t].rank > before.grid[r][t].rank or then[r, t] < now[r, t]
        for r, t in now
    )
    if milder:
        return set()
    return {(*at, n) for at in now for n in range(now[at] + 1, then[at] + 1)}


def brute_force(sheet: Sheet) -> dict[Way, set[Bit]]:
    """Return the smallest sets for each bit by trying every set of steps."""
    steps = changes_of(sheet)
    before = decide_sheet(sheet)
    works = {
        way: bits for way in every(steps) if (bits := tried(sheet, steps, way, before))
    }
    least = {
        way: {
            bit
            for bit in bits
            if not any(bit in works[o] for o in works if o != way and within(o, way))
        }
        for way, bits in works.items()
    }
    return {way: bits for way, bits in least.items() if bits}


def every(steps: dict[str, tuple[Step, ...]]) -> Iterator[Way]:
    for size in range(1, min(LARGEST, len(steps)) + 1):
        for questions in combinations(steps, size):
            spans = [range(1, len(steps[question]) + 1) for question in questions]
            for levels in product(*spans):
                yield frozenset(zip(questions, levels, strict=True))


def within(smaller: Way, larger: Way) -> bool:
    levels = dict(larger)
    return all(level <= levels.get(question, 0) for question, level in smaller)


def tried(
    sheet: Sheet, steps: dict[str, tuple[Step, ...]], way: Way, before: Decision
) -> set[Bit]:
    answers = dict(sheet.answers)
    answers |= {question: steps[question][level - 1].value for question, level in way}
    while True:
        then = Sheet(sheet.pack, Answers(answers))
        fresh = {
            question: steps_of(sheet.pack.questions[question], None)[-1].value
            for question in then.open
            if question not in sheet.open and sheet.pack.questions[question].changes
        }
        if not fresh:
            return lifted(before, decide_sheet(then))
        answers |= fresh


class Limited:
    """A small pack and a client whom most of its rules limit, made by chance."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)
        self.count = self.dice.randint(3, 5)
        ids = [f"q{number}" for number in range(self.count)]
        self.said: dict[str, Value] = {q: self.dice.choice("cccba") for q in ids}
        self.said["areas"] = self.dice.choice([(NONE,), ("feet",), ("lumbar", "feet")])
        concern = {
            "section": {"title": "T"},
            "question": [*map(self.question, range(self.count)), self.areas()],
            "fact": [self.fact(number) for number in range(2)],
            "rule": [self.rule(number) for number in range(self.dice.randint(2, 6))],
        }
        if self.dice.random() < 0.3:
            del self.said[self.dice.choice(list(self.said))]
        self.sheet = Sheet(pack_of([concern]), Answers(self.said))

    def question(self, number: int) -> dict[str, Any]:
        question: dict[str, Any] = {
            "id": f"q{number}",
            "kind": "one_of",
            "ask": "?",
            "choices": CHOICES,
        }
        if self.dice.random() < 0.9:
            question["changes"] = [
                {"by": self.dice.choice(BY), "to": [word], "says": word}
                for word in self.dice.choice(["ba", "ba", "b", "a"])
            ]
        if number and self.dice.random() < 0.4:
            question["when"] = self.leaf(number)
        return question

    def areas(self) -> dict[str, Any]:
        change = {
            "by": "clearance",
            "to": LISTED[: self.dice.randint(1, 3)],
            "says": "A.",
        }
        areas = {
            "id": "areas",
            "kind": "any_of",
            "reassuring": True,
            "ask": "?",
            "choices": [{"id": region, "text": region} for region in LISTED],
            "changes": [change],
        }
        return areas | (
            {"when": self.leaf(self.count)} if self.dice.random() < 0.5 else {}
        )

    def leaf(self, above: int, facts: int = 0) -> dict[str, Any]:
        if facts and self.dice.random() < 0.4:
            fact = f"f{self.dice.randrange(facts)}"
            return {"fact": fact, "is_any_of": list(self.dice.choice(["z", "yz", "x"]))}
        question = f"q{self.dice.randrange(above)}"
        words = {self.dice.choice("abc")}
        if self.dice.random() < 0.8:
            words.add(str(self.said[question]))
        return {"question": question, "is_any_of": sorted(words)}

    def condition(self, facts: int, depth: int = 2) -> dict[str, Any]:
        if not depth or self.dice.random() < 0.4:
            return self.leaf(self.count, facts)
        group = self.dice.choice(["all_of", "any_of"])
        parts = range(self.dice.randint(2, 3))
        return {group: [self.condition(facts, depth - 1) for _ in parts]}

    def fact(self, number: int) -> dict[str, Any]:
        rows = [{"is": word, "when": self.condition(number)} for word in "yx"]
        values = ["x", "y", "z"]
        return {"id": f"f{number}", "about": "A.", "values": values, "rows": rows}

    def rule(self, number: int) -> dict[str, Any]:
        rule = {"id": f"r{number}", "found": "F.", "do": "D."}
        if self.dice.random() < 0.1:
            when = {"question": "q0", "is_any_of": ["a"]}
            frame = {"disposition": "postpone", "timeframe": "until_settled"}
            return {**rule, **frame, "when": when}
        if self.dice.random() < 0.9:
            rule["when"] = self.condition(2)
        if self.dice.random() < 0.8:
            rule["disposition"] = "restrict"
        asked = [self.restriction() for _ in range(self.dice.randint(1, 2))]
        return {**rule, "restrict": asked}

    def restriction(self) -> dict[str, Any]:
        taken: dict[str, Any] = {"cell": self.dice.choice(["modify", "avoid", "avoid"])}
        if self.dice.random() < 0.4:
            taken["pressure_at_most"] = self.dice.randint(1, 4)
        if self.dice.random() < 0.4:
            taken["techniques"] = self.dice.sample(EVERY, 2)
        listed = self.dice.choice(["regions_named_in", "regions_not_named_in", "", ""])
        if listed:
            taken[listed] = "areas"
        if not listed or self.dice.random() < 0.5:
            taken["regions"] = self.dice.sample(LISTED, 2)
        return taken


SEEDS = st.integers(0, 1_000_000)
PACKS = settings(max_examples=120, deadline=None, derandomize=True)


def found(sheet: Sheet) -> dict[Way, set[Bit]]:
    trial = Trial(sheet, changes_of(sheet))
    lifting = Lifting(trial, decide_sheet(sheet))
    return {
        frozenset(changes.items()): {
            (region, technique, level)
            for region, row in lifting.strengths.by_region(bits).items()
            for technique, levels in row.items()
            for level in levels
        }
        for changes, bits in lifting.smallest()
    }


@PACKS
@given(seed=SEEDS)
def test_the_smallest_sets_are_those_that_trying_everything_finds(seed: int) -> None:
    sheet = Limited(seed).sheet
    decision = decide_sheet(sheet)

    if decision.disposition is not None and decision.disposition.hands_on:
        assert found(sheet) == brute_force(sheet)


def test_most_packs_that_are_made_have_limits_that_something_lifts() -> None:
    drawn = [Limited(seed).sheet for seed in range(100)]

    ways = [len(opens(sheet, decide_sheet(sheet))) for sheet in drawn]

    assert sum(map(bool, ways)) > 20
    assert max(ways) > 2


@PACKS
@given(seed=SEEDS)
def test_what_is_told_is_true(seed: int) -> None:
    sheet = Limited(seed).sheet
    before = decide_sheet(sheet)

    for opening in opens(sheet, before):
        is_true(sheet, before, opening)


def is_true(sheet: Sheet, before: Decision, opening: Opening) -> None:
    changed = {each.question: each.after for each in opening.changes}
    after = decide(sheet.pack, Answers({**sheet.answers, **changed}))
    bits = lifted(before, after)
    now, then = strength(before), strength(after)
    assert bits
    for region, techniques in opening.techniques.items():
        assert all(now[region, t] == 0 < then[region, t] for t in techniques)
    for region, cap in opening.pressure.items():
        assert max(s for (r, _), s in now.items() if r == region) < cap
        assert max(s for (r, _), s in then.items() if r == region) == cap
    assert opening.techniques or opening.pressure


@PACKS
@given(seed=SEEDS)
def test_what_rules_take_together_is_what_a_decision_does_not_permit(seed: int) -> None:
    sheet = Limited(seed).sheet
    decision = decide_sheet(sheet)
    strengths = Strengths(sheet.pack)

    taken = 0
    for finding in decision.findings:
        taken |= strengths.taken_by(finding.rule, sheet)

    if decision.disposition is not None and decision.disposition.hands_on:
        assert strengths.permitted(decision) == strengths.all & ~taken


# ------------------------------------------------------------------ the shipped pack


@pytest.mark.parametrize("start", range(0, 24, 6))
def test_what_is_told_of_a_client_is_true_and_no_part_of_it_does(start: int) -> None:
    check_each(CASES[start::24], tells_what_is_true_and_no_more)


def tells_what_is_true_and_no_more(case: Case) -> None:
    sheet = Sheet(SPINE, fit_answers(SPINE, case.answers, case.id))
    before = decide_sheet(sheet)
    for opening in opens(sheet, before):
        is_true(sheet, before, opening)
        changed = {each.question: each.after for each in opening.changes}
        whole = lifted(before, decide(SPINE, Answers({**sheet.answers, **changed})))
        for left_out in changed:
            rest = {q: value for q, value in changed.items() if q != left_out}
            part = decide(SPINE, Answers({**sheet.answers, **rest}))
            assert lifted(before, part) < whole, left_out


def of_case(name: str) -> Screened:
    (case,) = (case for case in CASES if case.id == name)
    return screened(SPINE, fit_answers(SPINE, case.answers, case.id), "test")


@pytest.mark.parametrize("said", ["not_said", UNSURE, "severe", "moderate"])
def test_no_grade_is_told_that_is_worse_than_mild(said: str) -> None:
    grades = changes_of(Sheet(SPINE, Answers({"severity": said})))

    assert [step.value for step in grades.get("severity", ())] in ([], ["mild"])


def test_a_wry_neck_has_nothing_that_the_pack_says_can_change() -> None:
    assert of_case("first_wry_neck").opens == ()


# ------------------------------------------------------------------------- the words


def shown(told: Screened) -> str:
    stream = io.StringIO()
    show_changes(Page(Console(stream, plain=False)), told)
    return stream.getvalue()


def test_one_sentence_says_the_thing_and_the_regions() -> None:
    assert next_step(client(areas=("feet", "arms_hands"))) == (
        "A letter that names areas would open: lower back (up to 3 of 5)."
    )


def test_what_is_asked_only_after_another_stands_for_both() -> None:
    assert next_step(without_letter()).startswith("A letter that names areas would")


def test_without_a_word_for_the_thing_the_sentence_of_the_pack_is_told() -> None:
    assert next_step(client(grade="not_said")) == (
        "It would allow more in: arms and hands, once this is so: It is mild."
    )


def test_where_nothing_is_known_nothing_is_said() -> None:
    assert next_step(client(numb="yes")) == ""
    assert shown(client(numb="yes")) == ""


def test_without_hands_on_it_says_what_lets_hands_go_on() -> None:
    assert next_step(client(fever="yes")) == "RESTRICT once this is so: It is gone."


def test_nothing_is_said_of_what_is_not_finished() -> None:
    assert next_step(screened(PACK, Answers({"sore": "yes"}), "test")) == ""


def test_a_thing_of_another_kind_never_stands_for_both() -> None:
    """A letter does not say that the weeks are over after which it is asked for."""
    late = tomllib.loads(LETTER.replace('by = "clearance"\nto = ["yes"]', WEEKS, 1))
    given = {q: value for q, value in FINE.items() if q != "areas"}
    told = screened(pack_of([late]), Answers({**given, "letter": "no"}), "test")

    assert next_step(told).startswith("A letter and a letter that names areas would")


def test_ways_are_told_in_at_most_three_lines() -> None:
    told = without_letter(grade="not_said", sore="yes", seen="no")

    assert len(openings_in_words(told)) == 3


def test_the_details_name_techniques_and_pressure() -> None:
    text = shown(client(areas=("feet", "arms_hands")))

    assert "More opens once this is so:" in text
    assert "- It names areas." in text
    assert "pressure at most 3 of 5" in text
    assert "screen again" in text


def test_the_json_says_what_opens_and_by_what() -> None:
    (opening,) = as_json(client(grade="not_said"))["opens"]

    assert opening == {
        "changes": [
            {"question": "grade", "from": "not_said", "to": "mild", "by": "result"}
        ],
        "techniques": {},
        "pressure": {"arms_hands": STRONGEST},
        "text": "It is mild.",
    }
