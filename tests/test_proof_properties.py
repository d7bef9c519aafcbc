"""Properties are proved or refuted as they would be by asking every client."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from itertools import product
from pathlib import Path

import msgspec
import pytest

from massage_screen.answers import (
    NONE,
    UNSURE,
    Answers,
    Value,
    doubt_of,
    is_doubt,
    line_of,
)
from massage_screen.catalogue import load_pack, pack_folder
from massage_screen.condition import Condition
from massage_screen.decision import Decision, decide
from massage_screen.library import load_safety
from massage_screen.pack import (
    URGENCY,
    Closed,
    Disposition,
    Exempt,
    Pack,
    Property,
    Question,
)
from massage_screen.proof import properties as proving
from massage_screen.proof.properties import Proof, prove
from massage_screen.proof.replay import gate_findings
from massage_screen.proof.space import answer_space
from massage_screen.sheet import Sheet
from tests.generated import pack_of

WritePack = Callable[..., Path]
TINY = Path(__file__).parent / "packs" / "tiny"
FILE = "10_bladder.toml"
STUCK = Condition(question="bladder_signs", includes_any_of=("stuck",))
NEW = Condition(question="bladder_course", is_any_of=("recent", UNSURE))
OLD = Condition(question="bladder_course", is_any_of=("settled_examined",))
CALM = {"pain_now": 0, "moves_freely": "yes"}

#: Edits of the toy pack, each of which makes its rules wrong or different.
SOFT_BLADDER = (
    FILE,
    'disposition = "emergency"\ntimeframe = "today"',
    'disposition = "refer"\ntimeframe = "within_days"',
)
LATE_STUCK = (FILE, 'timeframe = "now"', 'timeframe = "today"')
MILD_PAIN_STOPS = (
    FILE,
    '{ question = "pain_now", is_any_of = ["unsure"] },\n] }',
    '{ question = "pain_now", is_any_of = ["unsure"] },\n] }\n'
    'disposition = "postpone"\ntimeframe = "until_settled"',
)
BELOW = (
    FILE,
    'question = "pain_now", at_least = 6',
    'question = "pain_now", below = 6',
)
OPEN_MANIPULATION = (
    FILE,
    'techniques = ["manipulation"], cell = "avoid"',
    'techniques = ["manipulation"], cell = "modify"',
)
ALL_CLOSED = (
    FILE,
    'cell = "modify", pressure_at_most',
    'cell = "avoid", pressure_at_most',
)
EVERYWHERE = (
    FILE,
    'restrict = [{ parts = ["lower_back"], with_neighbours = true',
    "restrict = [{ everywhere = true",
)
POSITIONS = (
    FILE,
    '{ parts = ["lower_back"], techniques = ["strong"], cell = "avoid" }]',
    '{ parts = ["lower_back"], techniques = ["strong"], cell = "avoid" }, '
    '{ positions_avoid = ["prone", "supine", "side_lying", "semi_reclined", "seated"] '
    "}]",
)
UNSURE_IS_MILD = (
    FILE,
    'includes_any_of = ["stuck"] }\ndisposition',
    'includes_all_of = ["stuck", "weak_stream"] }\ndisposition',
)
READS_MORE = (
    FILE,
    'when = { question = "bladder_signs", includes_any_of = ["stuck"] }',
    'when = { all_of = [{ question = "bladder_signs", includes_any_of = ["stuck"] }, '
    '{ any_of = [{ question = "pain_now", at_least = 6 }, '
    '{ question = "moves_freely", is_any_of = ["no"] }] }] }',
)
READS_MOVING = (
    FILE,
    'when = { question = "bladder_signs", includes_any_of = ["stuck"] }',
    'when = { all_of = [{ question = "bladder_signs", includes_any_of = ["stuck"] }, '
    '{ question = "moves_freely", is_any_of = ["no", "unsure"] }] }',
)
PACKS = {
    "gate reads more": (READS_MORE,),
    "gate reads moving": (READS_MOVING,),
    "tiny": (),
    "soft bladder": (SOFT_BLADDER,),
    "late stuck": (LATE_STUCK,),
    "pain stops": (MILD_PAIN_STOPS,),
    "mild pain stops": (MILD_PAIN_STOPS, BELOW),
    "manipulation open": (OPEN_MANIPULATION,),
    "all closed": (ALL_CLOSED, EVERYWHERE),
    "no position": (POSITIONS,),
    "only both": (UNSURE_IS_MILD,),
}


def prop(name: str = "p", **fields: object) -> Property:
    return Property(id=name, says="Says so.", **fields)  # type: ignore[arg-type]


PROPERTIES = (
    prop("now", when=STUCK, at_least="emergency", timeframe="now"),
    prop("today", when=NEW, at_least="emergency", timeframe="today"),
    prop("refer", when=NEW, at_least="refer", timeframe="within_24_hours"),
    prop("worse", when=NEW, at_least="restrict"),
    prop("old", when=OLD, at_least="restrict"),
    prop("held", when=OLD, at_least="postpone"),
    prop("calm", when=OLD, at_most="restrict"),
    prop("never_sent_away", at_most="postpone"),
    prop("ahead", at_most="proceed"),
    prop("lumbar", closes=Closed(regions=("lumbar",), techniques=("manipulation",))),
    prop(
        "strong", when=OLD, closes=Closed(regions=("sacrum",), techniques=("strong",))
    ),
    prop("feet", when=OLD, closes=Closed(regions=("feet",))),
    prop("left", leaves_something_to_do=True),
    prop("worse_answer", never_lowers="a worse answer"),
    prop("doubt", never_lowers="unsure"),
    prop("kept", never_matters=("pain_now", "moves_freely")),
    prop("pain_alone", never_matters=("pain_now",)),
)


def values_of(question: Question) -> Iterator[Value]:
    """Go through every answer; of a number one on each side of each threshold."""
    if question.kind == "number":
        yield from (question.minimum or 0, *question.bands, UNSURE)
    elif question.kind != "any_of":
        yield from question.words
    else:
        yield (NONE,)
        lines = [choice.id for choice in question.choices]
        states = [("", line, doubt_of(line)) for line in lines]
        for said in product(*states, ("", UNSURE)):
            if any(said):
                yield tuple(filter(None, said))


def everyone(pack: Pack, answers: Answers | None = None) -> Iterator[Answers]:
    """Go through every client."""
    sheet = Sheet(pack, answers or Answers())
    if not sheet.open:
        yield sheet.answers
        return
    question = pack.questions[sheet.open[0]]
    for value in values_of(sheet.as_offered(question)):
        yield from everyone(pack, sheet.answers.with_answer(question.id, value))


def told(pack: Pack, client: Answers) -> dict[str, Value]:
    """Return the answers of a client that are not the mildest."""
    questions = pack.questions
    return {q: v for q, v in client.items() if v != questions[q].mildest}


@cache
def decided(pack: Pack, said: tuple[tuple[str, Value], ...]) -> Decision:
    return decide(pack, Answers(dict(said)))


def decision_for(pack: Pack, client: Answers) -> Decision:
    return decided(pack, tuple(client.items()))


def level(pack: Pack, client: Answers) -> tuple[int, int]:
    decision = decision_for(pack, client)
    soon = decision.timeframe
    late = URGENCY.index(soon) if soon in URGENCY else len(URGENCY)
    return decision.standing.rank, -late


def breaks(pack: Pack, wanted: Property, client: Answers) -> bool:
    """Say by hand whether a client breaks a property that is about one client."""
    if wanted.when and not Sheet(pack, client).holds(wanted.when):
        return False
    decision = decision_for(pack, client)
    if wanted.at_least:
        late = URGENCY.index(wanted.timeframe) if wanted.timeframe else len(URGENCY)
        return level(pack, client) < (Disposition(wanted.at_least).rank, -late)
    if wanted.at_most:
        return decision.standing.rank > Disposition(wanted.at_most).rank
    if wanted.closes:
        groups = wanted.closes.techniques or tuple(pack.techniques)
        return any(
            decision.grid[region][technique].value != "avoid"
            for region in wanted.closes.regions
            for group in groups
            for technique in pack.technique_groups[group]
        )
    rows = decision.grid.values()
    closed = all(cell.value == "avoid" for row in rows for cell in row.values())
    no_position = len(decision.positions_avoid) == len(pack.about.position)
    return decision.standing.rank < 2 and (closed or no_position)


def is_worse(kind: str | None, question: Question, one: Value, other: Value) -> bool:
    """Say by hand whether the second answer is worse than the first."""
    if question.kind == "any_of":
        first, second = set(one) - {NONE}, set(other) - {NONE}  # type: ignore[arg-type]
        if question.reassuring:
            return is_less_reassuring(kind, question, first, second)
        more = {word for word in second - first if word == UNSURE or is_doubt(word)}
        if kind == "unsure":
            return first <= second and second - first == more
        return first <= second and not more
    if kind == "unsure":
        return one == question.mildest and other == UNSURE
    words = list(values_of(question))
    return UNSURE not in (one, other) and words.index(one) <= words.index(other)


def is_less_reassuring(
    kind: str | None, question: Question, first: set[str], second: set[str]
) -> bool:
    """Say the same of lists in which a tick is good news."""
    lines = {choice.id for choice in question.choices}
    if kind != "unsure":
        gone = first - second
        return second <= first and gone <= lines
    doubted = {doubt_of(line) for line in lines}
    if first == lines and (second == {UNSURE} or lines == {*map(line_of, second)}):
        return True
    return first <= second and second - first <= doubted


def lowered(pack: Pack, wanted: Property, clients: list[Answers]) -> bool:
    """Say by hand whether some worse answer gives a milder result."""
    for client in clients:
        for name, value in client.items():
            question = Sheet(pack, client).as_offered(pack.questions[name])
            for other in values_of(question):
                if is_worse(wanted.never_lowers, question, value, other):
                    changed = client.with_answer(name, other)
                    for then in everyone(pack, changed):
                        if level(pack, then) < level(pack, client):
                            return True
    return False


def moved(pack: Pack, wanted: Property, clients: list[Answers]) -> bool:
    """Say by hand whether other answers ever take a finding of the gate away."""
    for client in clients:
        before = of_gate(pack, client)
        names = wanted.never_matters
        for values in product(*(list(values_of(pack.questions[n])) for n in names)):
            changed = client
            for name, value in zip(names, values, strict=True):
                changed = changed.with_answer(name, value)
            others = everyone(pack, changed)
            if not all(before <= of_gate(pack, other) for other in others):
                return True
    return False


def of_gate(pack: Pack, client: Answers) -> set[str]:
    """Return by hand the findings that rest on signs at the gate of the toy pack."""
    return {
        finding.rule.id
        for finding in decision_for(pack, client).findings
        if finding.rule.disposition in ("refer", "emergency")
        and "bladder" in str(finding.rule.when)
    }


@pytest.mark.parametrize("name", PACKS)
def test_the_solver_says_of_everyone_what_asking_everyone_says(
    name: str, write_pack: WritePack
) -> None:
    pack = load_pack(write_pack(*PACKS[name]))
    clients = list(everyone(pack))
    proofs = {proof.property.id: proof for proof in prove(pack, PROPERTIES)}

    for wanted in PROPERTIES:
        proof = proofs[wanted.id]
        if wanted.never_matters:
            assert proof.proved is not moved(pack, wanted, clients), wanted.id
            continue
        if wanted.never_lowers:
            assert proof.proved is not lowered(pack, wanted, clients), wanted.id
            continue
        broken = [client for client in clients if breaks(pack, wanted, client)]
        assert proof.proved is (not broken), wanted.id
        if broken:
            assert proof.client in broken
            fewest = min(len(told(pack, client)) for client in broken)
            assert len(told(pack, proof.client or Answers())) == fewest


def refuted(pack: Pack, wanted: Property) -> Proof:
    (proof,) = prove(pack, [wanted])
    assert not proof.proved
    assert not proof.vacuous
    return proof


@pytest.mark.parametrize(
    ("edits", "name", "client"),
    [
        ([LATE_STUCK], "now", {"bladder_signs": ("stuck",), **CALM}),
        (
            [],
            "held",
            {
                "bladder_signs": ("weak_stream",),
                "bladder_course": "settled_examined",
                **CALM,
            },
        ),
        ([MILD_PAIN_STOPS, BELOW], "ahead", {"bladder_signs": (NONE,), **CALM}),
        (
            [OPEN_MANIPULATION],
            "lumbar",
            {"bladder_signs": (NONE,), **CALM},
        ),
    ],
)
def test_a_property_is_refuted_by_the_client_with_the_least_to_tell(
    edits: list[tuple[str, str, str]],
    name: str,
    client: dict[str, Value],
    write_pack: WritePack,
) -> None:
    pack = load_pack(write_pack(*edits))
    wanted = next(p for p in PROPERTIES if p.id == name)

    assert dict(refuted(pack, wanted).client or {}) == client


def test_a_pair_differs_in_one_answer_and_the_worse_one_gets_the_milder_result(
    write_pack: WritePack,
) -> None:
    pack = load_pack(write_pack(MILD_PAIN_STOPS, BELOW))

    proof = refuted(pack, prop(never_lowers="a worse answer"))

    assert dict(proof.client or {}) == {"bladder_signs": (NONE,), **CALM}
    assert dict(proof.then or {}) == {
        "bladder_signs": (NONE,),
        "pain_now": 6,
        "moves_freely": "yes",
    }


def test_an_exempt_question_is_left_out_of_the_comparison(
    write_pack: WritePack,
) -> None:
    pack = load_pack(write_pack(MILD_PAIN_STOPS, BELOW))
    left_out = (Exempt(question="pain_now", because="For a test."),)

    (proof,) = prove(pack, [prop(never_lowers="a worse answer", exempt=left_out)])

    assert proof.proved


@pytest.mark.parametrize("exempt_first", [True, False])
def test_a_question_that_one_property_leaves_out_is_compared_for_another(
    exempt_first: bool, write_pack: WritePack
) -> None:
    pack = load_pack(write_pack(MILD_PAIN_STOPS, BELOW))
    left_out = (Exempt(question="pain_now", because="For a test."),)
    exempt = prop("exempt", never_lowers="a worse answer", exempt=left_out)
    properties = [exempt, prop("whole", never_lowers="a worse answer")]

    proofs = prove(pack, properties if exempt_first else properties[::-1])

    assert {each.property.id: each.proved for each in proofs} == {
        "exempt": True,
        "whole": False,
    }


def test_what_never_matters_is_refuted_by_a_pair_of_whom_one_loses_a_finding(
    write_pack: WritePack,
) -> None:
    pack = load_pack(write_pack(READS_MORE))

    proof = refuted(pack, prop(never_matters=("moves_freely",)))

    assert proof.client is not None
    assert proof.then is not None
    assert dict(proof.client) == {
        "bladder_signs": ("stuck",),
        "pain_now": 0,
        "moves_freely": "no",
    }
    assert {q for q in proof.then if proof.then[q] != proof.client.get(q)} == {
        "moves_freely"
    }
    assert "urine_stuck" in gate_findings(pack, decide(pack, proof.client))
    assert "urine_stuck" not in gate_findings(pack, decide(pack, proof.then))


def with_letter(write_pack: WritePack, when: str) -> Pack:
    """Return the toy pack with a letter, and a fact at the gate that may read it."""
    letter = (
        '[[question]]\nid = "letter"\nkind = "yes_no"\nreassuring = true\n'
        'ask = "Is there a letter?"\n\n'
        '[[question]]\nid = "letter_age"\nkind = "number"\nask = "How old is it?"\n'
        'when = { question = "letter", is_any_of = ["yes"] }\n'
        'unit = "days"\nminimum = 0\nmaximum = 90\nbands = [30]\n\n'
        '[[fact]]\nid = "stream"\nabout = "A."\nvalues = ["fine", "changed"]\n'
        f'rows = [{{ is = "fine", when = {when} }}]\n\n'
        '[[rule]]\nid = "stream_changed"\n'
        'when = { fact = "stream", is_any_of = ["changed"] }\n'
        'disposition = "refer"\ntimeframe = "within_days"\n'
        'found = "F."\ndo = "D."\npolicy = "P."\n\n'
        '[[rule]]\nid = "old_letter"\n'
        'when = { any_of = [{ question = "letter_age", at_least = 30 }, '
        '{ question = "letter_age", is_any_of = ["unsure"] }, '
        '{ question = "letter", is_any_of = ["no", "unsure"] }] }\n'
        'disposition = "refer"\ntimeframe = "within_days"\n'
        'found = "F."\ndo = "D."\npolicy = "P."\n\n'
    )
    first = '[[rule]]\nid = "manipulation'
    return load_pack(write_pack((FILE, first, letter + first)))


NO_SIGN = '{ question = "bladder_signs", includes_any_of = ["none"] }'
LETTER = ("letter", "letter_age")


def test_answers_that_no_rule_of_the_gate_reads_never_matter(
    write_pack: WritePack,
) -> None:
    pack = with_letter(write_pack, NO_SIGN)

    (proof,) = prove(pack, [prop(never_matters=LETTER)])

    assert proof.proved
    assert {rule.id for rule in pack.gate_rules} == {
        "urine_stuck",
        "bladder_change",
        "stream_changed",
    }


def test_a_letter_that_explains_a_sign_away_matters_through_a_fact(
    write_pack: WritePack,
) -> None:
    new = '{ question = "letter_age", below = 30 }'
    pack = with_letter(write_pack, f"{{ any_of = [{NO_SIGN}, {new}] }}")

    proof = refuted(pack, prop(never_matters=LETTER))

    assert proof.client is not None
    assert proof.then is not None
    lost = set(gate_findings(pack, decide(pack, proof.client)))
    assert lost - {*gate_findings(pack, decide(pack, proof.then))} == {"stream_changed"}
    assert proof.then["letter"] == "yes"


def test_an_answer_that_hides_a_question_of_the_gate_matters(
    write_pack: WritePack,
) -> None:
    before = (
        FILE,
        '[[question]]\nid = "bladder_signs"',
        '[[question]]\nid = "asleep"\nkind = "yes_no"\nask = "Do you sleep?"\n\n'
        '[[question]]\nid = "bladder_signs"',
    )
    asked = (
        FILE,
        'when = { question = "bladder_signs", includes_any_of = ["weak_stream", '
        '"unsure"] }',
        'when = { all_of = [{ question = "bladder_signs", includes_any_of = '
        '["weak_stream", "unsure"] }, '
        '{ question = "asleep", is_any_of = ["yes", "unsure"] }] }',
    )
    pack = load_pack(write_pack(before, asked))

    proof = refuted(pack, prop(never_matters=("asleep",)))

    assert dict(proof.then or {})["asleep"] == "no"
    assert "bladder_course" not in (proof.then or {})


def test_where_no_rule_is_one_of_the_gate_nothing_is_said(tiny: Pack) -> None:
    mild = [
        msgspec.structs.replace(rule, disposition=None, timeframe="")
        for rule in tiny.rules.values()
    ]
    (concern,) = tiny.concerns
    pack = msgspec.structs.replace(
        tiny, concerns=(msgspec.structs.replace(concern, rule=tuple(mild)),)
    )

    (proof,) = prove(pack, [prop(never_matters=("pain_now",))])

    assert proof.vacuous
    assert not proof.proved


def test_a_property_about_nobody_says_nothing_and_is_not_proved(tiny: Pack) -> None:
    nobody = Condition(all_of=(OLD, NEW))

    (proof,) = prove(tiny, [prop(when=nobody, at_least="emergency")])

    assert proof.vacuous
    assert not proof.proved
    assert proof.client is None


def test_nobody_is_told_of_a_client_with_whom_the_engine_does_not_agree(
    tiny: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proving, "breaks", lambda *_: False)

    with pytest.raises(AssertionError, match="the engine does not"):
        list(prove(tiny, [prop(at_most="proceed")]))


def test_the_answer_space_counts_every_way_to_answer_every_question(
    tiny: Pack,
) -> None:
    ways = 1
    for question in tiny.questions.values():
        ways *= len(list(values_of(question)))

    assert answer_space(tiny) == ways == 18 * 3 * 3 * 3


def test_the_properties_of_the_toy_pack_are_proved(tiny: Pack) -> None:
    proofs = list(prove(tiny, load_safety(TINY)))

    assert len(proofs) == 7
    assert all(proof.proved for proof in proofs)


#: A rule of the shipped pack, the property that keeps it honest, and who finds out.
SOFTENED = [
    ("urine_stuck", "signs_that_cannot_wait", {"bladder_last"}),
    ("bladder_change", "new_bladder_change", {"bladder_signs", "recent"}),
    ("cannot_answer", "who_cannot_answer_is_never_massaged", {"answering"}),
    (
        "swollen_limb_now",
        "swollen_limb_is_never_missed",
        {"swollen_limb", "swollen_kind"},
    ),
    (
        "new_blisters",
        "new_shingles_is_never_massaged",
        {"body_care"},
    ),
]


@pytest.mark.parametrize(("rule", "wanted", "questions"), SOFTENED)
def test_a_softened_rule_of_the_shipped_pack_is_found_with_a_client(
    rule: str, wanted: str, questions: set[str], tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(pack_folder(), tmp_path / "pack"))
    soften(folder, rule)
    pack = load_pack(folder)
    guard = next(p for p in load_safety(folder) if p.id == wanted)

    client = refuted(pack, guard).client

    assert client is not None
    assert set(told(pack, client)) == questions
    assert rule in {f.rule.id for f in decide(pack, client).findings}


def soften(folder: Path, rule: str) -> None:
    """Make a rule a note: it is still found, and asks for nothing."""
    for file in folder.glob("[0-9]*.toml"):
        text = file.read_text("utf-8")
        pattern = rf'(id = "{rule}"\n(?:.*\n)*?)disposition = .*\ntimeframe = .*\n'
        changed, count = re.subn(pattern, r"\1", text, count=1)
        if count:
            file.write_text(changed, "utf-8")
            return
    raise AssertionError(f"there is no rule {rule!r} to soften")


#: What rules may make of a letter, and of what is carried from it.
OF_A_LETTER: list[dict[str, object]] = [
    {"question": "letter", "includes_any_of": ["none", "unsure"]},
    {"question": "letter", "includes_any_of": ["unsure"]},
    {"question": "letter", "includes_any_of": ["letter.*?"]},
    {"question": "letter", "includes_any_of": ["hips"]},
    {"question": "letter", "includes_all_of": ["hips", "feet"]},
    {"question": "letter", "lacks_any_of": ["hips"]},
    {"question": "signed", "lacks_any_of": ["letter.*"]},
    {"question": "signed", "includes_any_of": ["none", "unsure"]},
]


@pytest.mark.parametrize("order", ["a worse answer", "unsure"])
@pytest.mark.parametrize("one", range(len(OF_A_LETTER)))
@pytest.mark.parametrize("other", [None, 0, 3, 5])
def test_good_news_in_doubt_is_compared_as_it_would_be_by_hand(
    one: int, other: int | None, order: str
) -> None:
    lines = [{"id": each, "text": each} for each in ("hips", "feet")]
    a_list = {"kind": "any_of", "reassuring": True, "ask": "A?"}
    rules = [(one, "refer", "within_days")]
    rules += [] if other is None else [(other, "postpone", "until_cleared")]
    pack = pack_of(
        [
            {
                "section": {"title": "T"},
                "question": [
                    {"id": "letter", "choices": lines, **a_list},
                    {"id": "signed", "carries": ["letter"], **a_list},
                ],
                "rule": [
                    {
                        "id": f"rule_{disposition}",
                        "when": OF_A_LETTER[number],
                        "disposition": disposition,
                        "timeframe": soon,
                        "found": "F.",
                        "do": "D.",
                    }
                    for number, disposition, soon in rules
                ],
            }
        ]
    )
    wanted = prop("order", never_lowers=order)

    (proof,) = prove(pack, [wanted])

    assert proof.proved is not lowered(pack, wanted, list(everyone(pack)))
