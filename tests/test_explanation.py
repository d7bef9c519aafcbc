"""What would make a result milder and what to ask, held against trying everything."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from itertools import combinations, product
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from massage_screen.answers import NONE, UNSURE, Answers, Value
from massage_screen.catalogue import load_pack
from massage_screen.decision import decide, decide_sheet
from massage_screen.explanation.explain import MOST, Explanation, explain
from massage_screen.explanation.reach import Reach, reach_of
from massage_screen.explanation.search import Search
from massage_screen.explanation.steps import (
    Step,
    changes_of,
    resolved,
    steps_of,
    ticked,
)
from massage_screen.explanation.trial import LARGEST, Trial
from massage_screen.history import gained_lines
from massage_screen.pack import Case, ConcernFile, Disposition, Pack, Question
from massage_screen.screened import as_json, screened
from massage_screen.sheet import Sheet, fit_answers
from tests.generated import pack_of
from tests.shipped import CASES, check_each
from tests.shipped import PACK as SPINE

TINY = load_pack(Path(__file__).parent / "packs" / "tiny")

CONCERN = """
[section]
title = "Letter"

[[question]]
id = "severity"
kind = "one_of"
ask = "How bad?"
choices = [
  { id = "mild", text = "Mild" },
  { id = "moderate", text = "Moderate" },
  { id = "severe", text = "Severe" },
]
changes = [
  { by = "result", from = ["severe"], to = ["moderate"], says = "It is moderate." },
  { by = "result", from = ["severe", "unsure"], to = ["mild"], says = "It is mild." },
]
ask_clinician = "How severe is it?"

[[question]]
id = "letter_by"
kind = "one_of"
ask = "Who agrees?"
choices = [
  { id = "doctor", text = "A doctor" },
  { id = "coach", text = "A coach" },
  { id = "nobody", text = "Nobody" },
]
changes = [{ by = "clearance", to = ["doctor"], says = "A doctor agrees." }]
ask_clinician = "Do you agree?"

[[question]]
id = "letter_regions"
kind = "any_of"
reassuring = true
ask = "Which areas?"
choices = [
  { id = "lumbar", text = "Low back" },
  { id = "arms_hands", text = "Arms" },
  { id = "feet", text = "Feet" },
]
changes = [{ by = "clearance", to = ["lumbar", "feet"], says = "It names:" }]
ask_clinician = "Which areas?"
when = { question = "letter_by", is_any_of = ["doctor"] }

[[question]]
id = "fever"
kind = "yes_no"
ask = "A fever?"
changes = [{ by = "settling", from = ["yes"], to = ["no"], says = "It is gone." }]

[[question]]
id = "seen"
kind = "yes_no"
reassuring = true
ask = "Examined?"
changes = [{ by = "examination", to = ["yes"], says = "A doctor has a look." }]
ask_clinician = "Have you examined it?"

[[question]]
id = "numb"
kind = "yes_no"
ask = "Numb?"

[[question]]
id = "pain"
kind = "number"
ask = "How strong?"
unit = "of 10"
minimum = 0
maximum = 10
bands = [6]
changes = [{ by = "settling", below = 6, says = "It has calmed down." }]

[[question]]
id = "tablets"
kind = "any_of"
ask = "Which?"
choices = [{ id = "needle", text = "A needle" }, { id = "pill", text = "A pill" }]
changes = [{ by = "time", from = ["needle"], to = ["none"], says = "A week is over." }]

[[fact]]
id = "letter"
about = "A letter."
values = ["valid", "none"]
rows = [{ is = "valid", when = { all_of = [
  { question = "letter_by", is_any_of = ["doctor"] },
  { question = "letter_regions", includes_any_of = ["feet"] },
] } }]

[[rule]]
id = "no_letter"
when = { all_of = [
  { question = "severity", is_any_of = ["moderate", "severe", "unsure"] },
  { fact = "letter", is_any_of = ["none"] },
] }
disposition = "postpone"
timeframe = "until_settled"
found = "No letter."
do = "Wait."

[[rule]]
id = "too_severe"
when = { question = "severity", is_any_of = ["severe"] }
disposition = "postpone"
timeframe = "until_settled"
found = "Severe."
do = "Wait."

[[rule]]
id = "not_mild"
when = { question = "severity", is_any_of = ["moderate", "severe", "unsure"] }
disposition = "restrict"
found = "Not mild."
do = "Work light."
restrict = [{ regions_not_named_in = "letter_regions", cell = "avoid" }]

[[rule]]
id = "ill"
when = { question = "fever", is_any_of = ["yes", "unsure"] }
disposition = "postpone"
timeframe = "until_settled"
found = "Fever."
do = "Wait."

[[rule]]
id = "ill_and_not_seen"
when = { all_of = [
  { question = "fever", is_any_of = ["yes", "unsure"] },
  { question = "seen", is_any_of = ["no", "unsure"] },
] }
disposition = "refer"
timeframe = "within_days"
found = "Fever that nobody has looked at."
do = "Send the client to a doctor."

[[rule]]
id = "numb_now"
when = { question = "numb", is_any_of = ["yes", "unsure"] }
disposition = "emergency"
timeframe = "now"
found = "Numb."
do = "Call."

[[rule]]
id = "strong_pain"
when = { any_of = [
  { question = "pain", at_least = 6 },
  { question = "pain", is_any_of = ["unsure"] },
] }
disposition = "postpone"
timeframe = "until_settled"
found = "Strong."
do = "Wait."

[[rule]]
id = "needle_today"
when = { question = "tablets", includes_any_of = ["needle", "unsure"] }
disposition = "postpone"
timeframe = "until_settled"
found = "A needle."
do = "Wait."
"""
FINE: dict[str, Value] = {
    "severity": "mild",
    "letter_by": "nobody",
    "fever": "no",
    "seen": "yes",
    "numb": "no",
    "pain": 2,
    "tablets": (NONE,),
}


def with_concerns(*concerns: Any) -> Pack:
    files = tuple(msgspec.convert(concern, ConcernFile) for concern in concerns)
    return msgspec.structs.replace(TINY, concerns=files)


LETTER = with_concerns(tomllib.loads(CONCERN))


def explained(pack: Pack = LETTER, **answers: Value) -> Explanation:
    sheet = Sheet(pack, Answers(answers))
    return explain(sheet, decide_sheet(sheet))


def told(**answers: Value) -> list[tuple[str, str]]:
    ways = explained(**{**FINE, **answers}).would_change
    return [
        (way.disposition.value if way.disposition else "", way.text) for way in ways
    ]


# ----------------------------------------------------------------- what would change


def test_a_wait_that_is_over_makes_it_milder() -> None:
    assert told(fever="yes") == [("proceed", "It is gone.")]


def test_two_reasons_need_both_changes() -> None:
    assert told(fever="yes", pain=8) == [("proceed", "It is gone. It has calmed down.")]


def test_of_what_a_result_may_come_to_only_the_mildest_is_told() -> None:
    ways = told(severity="severe", letter_by="doctor", letter_regions=("feet",))

    assert ways == [("proceed", "It is mild.")]


def test_of_what_time_does_the_smallest_step_is_told() -> None:
    ways = [("f", "Six weeks."), ("t", "Twelve.")]
    steps = [Step("time", value, says) for value, says in ways]
    question = {
        "id": "since",
        "kind": "one_of",
        "ask": "?",
        "choices": [{"id": word, "text": word} for word in ("t", "f", "new")],
        "changes": [{"by": s.by, "to": [s.value], "says": s.says} for s in steps],
    }
    sheet = Sheet(
        with_concerns({"section": {"title": "T"}, "question": [question]}),
        Answers({"since": "new"}),
    )

    assert changes_of(sheet) == {"since": tuple(steps)}


def test_a_list_without_a_tick_says_nothing_of_what_happened() -> None:
    assert ticked(LETTER.questions["letter_regions"], None, (NONE,)) == ()


def test_questions_that_open_are_answered_with_what_is_needed_and_no_more() -> None:
    (way, *_) = explained(**{**FINE, "severity": "moderate"}).would_change

    assert way.text == "A doctor agrees. It names: Feet."
    assert [(c.question, c.before, c.after) for c in way.changes] == [
        ("letter_by", "nobody", "doctor"),
        ("letter_regions", None, ("feet",)),
    ]
    assert way.disposition is Disposition.RESTRICT


def test_lines_of_a_letter_stay_and_only_what_is_missing_is_added() -> None:
    (way,) = explained(
        **{
            **FINE,
            "severity": "moderate",
            "letter_by": "doctor",
            "letter_regions": ("arms_hands",),
        }
    ).would_change

    (changed,) = way.changes
    assert changed.after == ("arms_hands", "feet")
    assert way.text == "It names: Feet."


def test_of_a_checklist_only_what_can_go_goes() -> None:
    (way,) = explained(**{**FINE, "tablets": ("needle", "pill")}).would_change

    assert way.changes[0].after == ("pill",)
    assert told(tablets=(UNSURE,)) == []


def test_waiting_never_lifts_a_referral_but_a_doctor_does() -> None:
    ways = told(fever="yes", seen="no")

    assert ways == [
        ("postpone", "A doctor has a look."),
        ("proceed", "It is gone. A doctor has a look."),
    ]


def test_nothing_makes_an_emergency_milder() -> None:
    result = explained(**{**FINE, "numb": "yes", "fever": "yes", "severity": "unsure"})

    assert result == Explanation((), ())


def test_an_answer_that_cannot_change_stays_and_with_it_the_result() -> None:
    assert told(fever=UNSURE) == []
    assert told(pain=UNSURE) == []


def test_a_go_ahead_needs_no_explanation() -> None:
    assert explained(**FINE) == Explanation((), ())


def test_when_questions_were_not_asked_those_decide() -> None:
    (way,) = explained(severity="mild", fever="yes", seen="yes", numb="no").would_change

    assert way.text == "It is gone."
    assert way.disposition is None
    assert way.timeframe == "none"


def test_an_unfinished_sheet_tells_what_to_ask_and_no_change() -> None:
    result = explained(severity=UNSURE, letter_by="nobody")

    assert result.would_change == ()
    assert result.ask == ("severity", "seen")


def test_at_most_a_few_ways_are_told() -> None:
    question = {
        "kind": "yes_no",
        "ask": "?",
        "changes": [{"by": "time", "to": ["no"], "says": "Later."}],
    }
    ids = [f"q{number}" for number in range(MOST + 2)]
    concern = {
        "section": {"title": "T"},
        "question": [{**question, "id": name} for name in ids],
        "rule": [
            {
                "id": "all_of_them",
                "when": {
                    "all_of": [{"question": n, "is_any_of": ["yes"]} for n in ids]
                },
                "disposition": "postpone",
                "timeframe": "until_settled",
                "found": "F.",
                "do": "D.",
            }
        ],
    }

    ways = explained(with_concerns(concern), **dict.fromkeys(ids, "yes")).would_change

    assert [way.changes[0].question for way in ways] == ids[:MOST]


# ----------------------------------------------------------------------- what to ask


def test_what_the_client_is_unsure_of_is_asked_when_it_could_settle_it() -> None:
    assert explained(**{**FINE, "severity": UNSURE}).ask == ("severity",)


def test_what_opens_is_asked_with_it() -> None:
    result = explained(**{**FINE, "severity": "moderate"})

    assert result.ask == ("letter_by", "letter_regions")


def test_no_clinician_is_asked_what_only_time_can_change() -> None:
    assert explained(**{**FINE, "fever": "yes"}).ask == ()


@pytest.mark.parametrize(
    ("question", "answer", "value"),
    [
        ("severity", UNSURE, "mild"),
        ("letter_regions", ("feet", UNSURE), ("lumbar", "arms_hands", "feet")),
        ("seen", UNSURE, "yes"),
    ],
)
def test_a_doubt_may_turn_out_as_mild_as_can_be(
    question: str, answer: Value, value: Value
) -> None:
    (step,) = resolved(LETTER.questions[question], answer)

    assert step.value == value
    assert step.by_clinician


def test_a_doubt_that_no_clinician_is_asked_about_stays() -> None:
    assert resolved(LETTER.questions["fever"], UNSURE) == ()
    assert resolved(LETTER.questions["severity"], "severe") == ()


# ------------------------------------------------------------- against everything


def brute_force(sheet: Sheet, target: Disposition) -> set[frozenset[tuple[str, int]]]:
    """Return the smallest sets by trying every set of steps."""
    steps = {
        q.id: steps_of(q, sheet.answers[q.id])
        for q in sheet.pack.questions.values()
        if q.id in sheet.answers
    }
    works = [chosen for chosen in every(steps) if does(sheet, steps, chosen, target)]
    return {
        frozenset(chosen.items())
        for chosen in works
        if not any(other != chosen and within(other, chosen) for other in works)
    }


def every(steps: dict[str, tuple[Step, ...]]) -> Iterator[dict[str, int]]:
    can = [question for question, ways in steps.items() if ways]
    for size in range(min(LARGEST, len(can)) + 1):
        for questions in combinations(can, size):
            spans = [range(1, len(steps[question]) + 1) for question in questions]
            for levels in product(*spans):
                yield dict(zip(questions, levels, strict=True))


def within(smaller: dict[str, int], larger: dict[str, int]) -> bool:
    return all(question in larger for question in smaller) and all(
        level <= larger[question] for question, level in smaller.items()
    )


def does(
    sheet: Sheet,
    steps: dict[str, tuple[Step, ...]],
    chosen: dict[str, int],
    target: Disposition,
) -> bool:
    clinicians = ("clearance", "examination", "result")
    taken = {q: steps[q][level - 1] for q, level in chosen.items()}
    clinical = {q: step for q, step in taken.items() if step.by in clinicians}
    others = max(target.rank, Disposition.POSTPONE.rank)
    return standing(sheet, clinical) <= others and standing(sheet, taken) <= target.rank


def standing(sheet: Sheet, taken: dict[str, Step]) -> int:
    answers = dict(sheet.answers)
    answers |= {question: step.value for question, step in taken.items()}
    while True:
        then = Sheet(sheet.pack, Answers(answers))
        fresh = {
            question: steps_of(sheet.pack.questions[question], None)[-1].value
            for question in then.open
            if question not in sheet.open and sheet.pack.questions[question].changes
        }
        if not fresh:
            return decide_sheet(then).standing.rank
        answers |= fresh


def found(sheet: Sheet, target: Disposition) -> set[frozenset[tuple[str, int]]]:
    steps = {
        q.id: steps_of(q, sheet.answers[q.id])
        for q in sheet.pack.questions.values()
        if q.id in sheet.answers
    }
    ways = {question: changes for question, changes in steps.items() if changes}
    search = Search(Trial(sheet, ways, Reach(sheet.pack)))
    return {frozenset(changes.items()) for changes in search.smallest(target)}


def test_what_hangs_on_what_is_worked_out_once_for_each_pack(tiny: Pack) -> None:
    def told(pack: Pack) -> dict[str, frozenset[str]]:
        return {rule.id: reach_of(pack).of_rule(rule) for rule in pack.rules.values()}

    assert reach_of(SPINE) is reach_of(SPINE)
    assert reach_of(tiny) is not reach_of(SPINE)
    for pack in (tiny, SPINE, tiny):
        fresh = Reach(pack)
        assert told(pack) == {r.id: fresh.of_rule(r) for r in pack.rules.values()}


@pytest.mark.parametrize("case", CASES[::25], ids=lambda case: case.id)
def test_what_is_stale_is_all_that_other_answers_change(case: Case) -> None:
    chance, reach = Random(case.id), Reach(SPINE)
    sheet = Sheet(SPINE, fit_answers(SPINE, case.answers, case.id))
    for _ in range(5):
        others = chance.sample(sorted(SPINE.questions), 3)
        answers = Answers(
            {**sheet.answers, **{q: some_answer(chance, q) for q in others}}
        )
        differing = frozenset(q for q in others if answers[q] != sheet.answers.get(q))

        quick = sheet.changed(answers, reach.stale(differing))

        fresh = Sheet(SPINE, answers)
        assert (quick.relevance, quick.facts) == (fresh.relevance, fresh.facts)
        assert list(quick.visible) == list(fresh.visible)


def some_answer(chance: Random, question: str) -> Value:
    asked = SPINE.questions[question]
    if asked.kind == "number":
        return chance.randint(asked.minimum or 0, asked.maximum or 10)
    word = chance.choice(list(asked.words))
    return (word,) if asked.kind == "any_of" else word


BY = ("clearance", "examination", "result", "time", "settling")
MOSTLY = ("restrict", "postpone", "postpone", "refer")
FRAMES = {"postpone": "until_settled", "refer": "within_days"}
CHOICES = [{"id": word, "text": word} for word in "abc"]


class Small:
    """A small pack and a client, made by chance so that most rules object."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)
        self.count = self.dice.randint(3, 6)
        ids = [f"q{number}" for number in range(self.count)]
        self.answers = {q: self.dice.choice("cccba") for q in ids}
        for question in self.dice.sample(ids, 1):
            self.answers[question] = self.dice.choice([UNSURE, "c"])
        concern = {
            "section": {"title": "T"},
            "question": [self.question(number) for number in range(self.count)],
            "fact": [self.fact(number) for number in range(2)],
            "rule": [self.rule(number) for number in range(self.dice.randint(2, 6))],
        }
        for question in self.dice.sample(ids, self.dice.choice([0, 0, 1, 2])):
            del self.answers[question]
        self.sheet = Sheet(with_concerns(concern), Answers(self.answers))

    def question(self, number: int) -> dict[str, Any]:
        question: dict[str, Any] = {
            "id": f"q{number}",
            "kind": "one_of",
            "ask": "?",
            "choices": CHOICES,
            "changes": [
                {"by": self.dice.choice(BY), "to": [word], "says": word}
                for word in self.dice.choice(["ba", "ba", "b", "a"])
            ],
        }
        if number and self.dice.random() < 0.4:
            question["when"] = self.leaf(number)
        return question

    def leaf(self, above: int, facts: int = 0) -> dict[str, Any]:
        if facts and self.dice.random() < 0.4:
            fact = f"f{self.dice.randrange(facts)}"
            return {"fact": fact, "is_any_of": list(self.dice.choice(["z", "yz", "x"]))}
        question = f"q{self.dice.randrange(above)}"
        words = {self.dice.choice("abc")}
        if self.dice.random() < 0.8:
            words.add(self.answers[question])
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
        disposition = self.dice.choice(MOSTLY)
        rule: dict[str, Any] = {
            "id": f"r{number}",
            "when": self.condition(2),
            "disposition": disposition,
            "found": "F.",
            "do": "D.",
        }
        if disposition == "restrict":
            cell = self.dice.choice(["modify", "avoid"])
            return {**rule, "restrict": [{"everywhere": True, "cell": cell}]}
        return {**rule, "timeframe": FRAMES[disposition]}


#: One seed makes one pack: drawing each part of it takes Hypothesis minutes.
PACKS = settings(max_examples=100, deadline=None, derandomize=True)
SEEDS = st.integers(0, 1_000_000)


@PACKS
@given(seed=SEEDS)
def test_the_smallest_sets_are_those_that_trying_everything_finds(seed: int) -> None:
    sheet = Small(seed).sheet
    for target in (Disposition.PROCEED, Disposition.RESTRICT, Disposition.POSTPONE):
        assert found(sheet, target) == brute_force(sheet, target)


@pytest.mark.parametrize(
    "answers",
    [
        {"severity": severity, "letter_by": by, "fever": fever, "seen": seen}
        for severity in ("mild", "moderate", "severe", UNSURE)
        for by in ("coach", "doctor", UNSURE)
        for fever in ("no", "yes")
        for seen in ("yes", "no")
    ],
)
def test_of_a_written_pack_too(answers: dict[str, Value]) -> None:
    regions: Value = ("arms_hands",)
    more = {"pain": 9, "tablets": ("needle",), "letter_regions": regions}
    sheet = Sheet(LETTER, Answers({**FINE, **answers, **more}))

    for target in (Disposition.PROCEED, Disposition.RESTRICT, Disposition.POSTPONE):
        assert found(sheet, target) == brute_force(sheet, target)


def test_the_toy_pack_has_nothing_that_changes() -> None:
    old: dict[str, Value] = {
        "bladder_signs": ("weak_stream",),
        "bladder_course": "settled_examined",
        "pain_now": 3,
        "moves_freely": "yes",
    }

    assert explained(TINY, **old) == Explanation((), ())


@PACKS
@given(seed=SEEDS)
def test_what_is_told_is_true(seed: int) -> None:
    sheet = Small(seed).sheet
    before = decide_sheet(sheet)

    for way in explain(sheet, before).would_change:
        changed = {each.question: each.after for each in way.changes}
        after = decide(sheet.pack, Answers({**sheet.answers, **changed}))
        assert after.disposition is way.disposition
        assert after.timeframe == way.timeframe
        assert after.standing.rank < before.standing.rank


# ------------------------------------------------------------------ the shipped pack


def answers_of(case: Any) -> Answers:
    return fit_answers(SPINE, case.answers, case.id)


@pytest.mark.parametrize("start", range(0, 24, 6))
def test_what_is_told_of_a_client_is_true_and_no_part_of_it_does(start: int) -> None:
    check_each(CASES[start::24], tells_what_is_true_and_no_more)


def tells_what_is_true_and_no_more(case: Case) -> None:
    answers = answers_of(case)
    before = decide(SPINE, answers)
    ways = explain(Sheet(SPINE, answers), before).would_change
    told = [{each.question: each.after for each in way.changes} for way in ways]

    for way, changed in zip(ways, told, strict=True):
        after = decide(SPINE, Answers({**answers, **changed}))
        if way.disposition is None:
            after = decide(SPINE, without_open_lists(answers, changed))
        assert after.disposition is way.disposition
        assert after.standing.rank < before.standing.rank
        for left_out in changed:
            rest = {q: value for q, value in changed.items() if q != left_out}
            part = decide(SPINE, Answers({**answers, **rest}))
            milder = part.standing.rank <= after.standing.rank
            assert part.disposition is None or not milder or rest in told


def without_open_lists(answers: Answers, changed: dict[str, Any]) -> Answers:
    """Return changed answers without those to a list that has a new line now.

    Nobody was asked about that line, so it is open what follows.
    """
    after = Answers({**answers, **changed})
    grown = gained_lines(Sheet(SPINE, answers), Sheet(SPINE, after)) - changed.keys()
    return Answers({q: value for q, value in after.items() if q not in grown})


def signs_and_history() -> list[Question]:
    """Return the questions that say what the client feels, has or had."""
    may = {
        "answering", "guardian", "break_ruled_out",
        "illness", "illness_kind", "leg_walking_examined",
        "checked", "cause", "all_known", "cord_pattern_cause",
        "feeling_cause_arm", "feeling_cause_leg", "feeling_cause_doctor",
        "feeling_extra", "team_expects", "illness_fever", "height_checked",
        "pain_strength", "moves", "pain_examined", "alarm_cause", "numb_cause",
        "older_injury_state", "pressure", "clot_time", "spine_told", "scan_what",
        "scan_words", "scan_who", "spine_diagnoses", "known_seen",
        "bone_state", "cancer_state", "cancer_regions",
        "cord_injury_flags", "dysreflexia_ready", "surgery_time",
        "nerve_phase", "phase_mild", "cord_contact", "cord_paper", "cord_treated",
        "severity", "stability", "care_seen", "care_known", "care_next",
        "agreed_told", "agreed_knew", "agreed_unchanged",
        "agreed_note", "agreed_who_when",
        "agreed_doctor", "agreed_specialist", "agreed_areas", "agreed_closes",
        "agreed_age", "relief_today", "seen_since", "seen_said",
    }  # fmt: skip
    return [q for q in SPINE.questions.values() if q.id not in may]


def test_no_sign_and_no_history_is_ever_said_to_change() -> None:
    assert [q.id for q in signs_and_history() if q.changes] == []


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("recent", ("start",)),
        ("slow", ("saddle",)),
        ("gone", ("arm_weak",)),
        ("since_3_months", (UNSURE,)),
        ("illness_spine", "yes"),
        ("illness", UNSURE),
        ("cord_injury_flags", ("changed",)),
        ("cord_contact", "touched"),
        ("relief_today", ("strong_painkiller", "relaxant")),
        ("nerve_phase", "settled"),
        ("surgery_time", "over_12_weeks"),
    ],
)
def test_what_a_client_feels_or_takes_does_not_change_by_being_wished(
    question: str, answer: Value
) -> None:
    assert steps_of(SPINE.questions[question], answer) == ()


def test_a_question_to_a_clinician_is_one_short_question() -> None:
    asked = [q.ask_clinician for q in SPINE.questions.values() if q.ask_clinician]

    assert len(asked) > 20
    for text in asked:
        assert text.count("?") == 1
        assert len(text.split()) <= 30


def test_every_question_that_clinicians_change_can_be_asked_of_them() -> None:
    for question in SPINE.questions.values():
        by = {change.by for change in question.changes}
        if by & {"examination", "result"}:
            assert question.ask_clinician, question.id


def test_the_json_has_the_published_keys() -> None:
    content = as_json(screened(LETTER, Answers({**FINE, "severity": "moderate"}), "p"))

    assert content["would_change"][0] == {
        "changes": [
            {
                "question": "letter_by",
                "from": "nobody",
                "to": "doctor",
                "by": "clearance",
            },
            {
                "question": "letter_regions",
                "from": None,
                "to": ("feet",),
                "by": "clearance",
            },
        ],
        "disposition": "restrict",
        "timeframe": "none",
        "text": "A doctor agrees. It names: Feet.",
    }
    assert content["ask"] == [
        {"question": "letter_by", "text": "Do you agree?"},
        {"question": "letter_regions", "text": "Which areas?"},
    ]


def pack_of_lists(last: dict[str, object], test: str) -> Pack:
    """Return a list of signs, one of the examined, and a last list of those."""
    signs = [{"id": each, "text": each} for each in ("leak", "slow")]
    a_list = {"kind": "any_of", "ask": "A?"}
    checked = {
        **a_list,
        "id": "checked",
        "reassuring": True,
        "carries": ["signs"],
        "changes": [{"by": "examination", "to": ["leak", "slow"], "says": "Seen."}],
        "ask_clinician": "Which did you examine?",
    }
    rules = [
        {
            "id": f"{test}_{name}",
            "when": {"question": name, test: ["leak", "slow"]},
            "disposition": "refer",
            "timeframe": "within_days",
            "found": "F.",
            "do": "D.",
        }
        for name, test in (("checked", "lacks_any_of"), (last["id"], test))
    ]
    return pack_of(
        [
            {
                "section": {"title": "T"},
                "question": [
                    {**a_list, "id": "signs", "choices": signs},
                    checked,
                    {**a_list, "carries": ["checked"], **last},
                ],
                "rule": rules,
            }
        ]
    )


def test_a_line_that_a_change_brings_is_not_taken_as_denied() -> None:
    pack = pack_of_lists({"id": "worse"}, "includes_any_of")
    said = {"signs": ("leak", "slow"), "checked": ("leak",), "worse": ("none",)}
    sheet = Sheet(pack, Answers(said))

    explanation = explain(sheet, decide_sheet(sheet))

    assert [would.disposition for would in explanation.would_change] == [None]


def test_a_line_that_a_change_brings_is_ticked_where_that_is_milder() -> None:
    known = {
        "id": "known",
        "reassuring": True,
        "changes": [{"by": "result", "to": ["known.*"], "says": "They know of:"}],
        "ask_clinician": "Which do you know of?",
    }
    pack = pack_of_lists(known, "lacks_any_of")
    said = {"signs": ("leak", "slow"), "checked": ("leak",), "known": ("leak",)}
    sheet = Sheet(pack, Answers(said))

    (would,) = explain(sheet, decide_sheet(sheet)).would_change

    assert [(each.question, each.before, each.after) for each in would.changes] == [
        ("checked", ("leak",), ("leak", "slow")),
        ("known", ("leak",), ("leak", "slow")),
    ]
    assert would.text == "Seen. They know of: slow."
