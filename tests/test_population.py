"""The model of a practice: its rates, its clients, and what is counted of them."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache
from pathlib import Path

import msgspec
import pytest

from bench.population.client import Client, Model
from bench.population.counts import RESULTS, Counts, as_json, interval
from bench.population.drawing import draw
from bench.population.page import PAGE, written
from bench.population.rates import load_rates, not_modelled
from bench.population.report import effect_lines, table
from bench.population.screening import Screening
from bench.population.sensitivity import Effect, effects
from massage_screen.answers import Answers, Value
from massage_screen.catalogue import load_pack, pack_folder
from massage_screen.decision import Decision, decide
from massage_screen.interview import (
    Accept,
    Answered,
    GoOn,
    ReadBack,
    Review,
    Step,
    Turn,
    conduct,
)
from massage_screen.pack import Pack, Practice
from massage_screen.pack.practice import Chance, Rate
from massage_screen.sheet import Sheet, fit_answers
from tests.generated import pack_of

WritePack = Callable[..., Path]
FEW = 60


@cache
def spine() -> Pack:
    return load_pack(pack_folder())


@cache
def few() -> Counts:
    return draw(pack_folder(), 1, FEW)


def clients(count: int, seed: int = 2) -> list[Client]:
    model = Model(load_rates(), spine())
    return [model.client(seed, number) for number in range(count)]


class Person:
    """Asks a drawn client, and stops as soon as nothing must be asked."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def ask(self, turn: Turn) -> Step:
        return Answered(self.client.answer(turn.question))

    def act(self, decision: Decision) -> Step:
        return GoOn() if decision.required else Accept()

    def read_back(self, read_back: ReadBack) -> Step:
        return GoOn()

    def review(self, review: Review) -> Step:
        return Accept()

    def leave(self) -> bool:
        return False

    def tell(self, text: str) -> None:
        pass


def test_each_rate_has_a_name_of_its_own() -> None:
    names = [name for name, _ in load_rates().labelled()]

    assert len(set(names)) == len(names)


def test_a_question_without_a_rate_is_named_and_answered_mildest() -> None:
    rates = load_rates()
    fewer = tuple(c for c in rates.chance if c.of not in ("felt", "care_seen"))
    model = Model(msgspec.structs.replace(rates, chance=fewer), spine())
    missing = list(not_modelled(msgspec.structs.replace(rates, chance=fewer), spine()))

    answers = {
        model.client(1, number).answer(spine().questions["felt"])
        for number in range(50)
    }

    assert "felt: no rate; always answered mildest" in missing
    assert answers <= {"neither", "unsure"}


def test_a_line_without_a_rate_is_named_and_left_mild() -> None:
    rates = load_rates()
    chance = next(c for c in rates.chance if c.of == "dysreflexia_ready")
    less = msgspec.structs.replace(chance, rates=chance.rates[:1])
    others = tuple(c for c in rates.chance if c is not chance)
    fewer = msgspec.structs.replace(rates, chance=(*others, less))
    client = Model(fewer, spine()).client(1, 1)

    answer = client.answer(spine().questions["dysreflexia_ready"])

    missing = list(not_modelled(fewer, spine()))
    assert "dysreflexia_ready: no rate for 'bowel_seen'; always ticked" in missing
    assert isinstance(answer, tuple)
    assert {"bladder_seen", "bowel_seen"} <= set(answer)


SIGNS = [
    {"id": each, "kind": "any_of", "ask": f"{each}?", "choices": lines}
    for each, lines in (
        ("legs", [{"id": "weak", "text": "A"}, {"id": "stiff", "text": "B"}]),
        ("hands", [{"id": "numb", "text": "C"}]),
    )
]
OPENS = {"id": "ill", "kind": "yes_no", "ask": "Ill?"}
OPENED = {
    "id": "which",
    "kind": "one_of",
    "ask": "Which?",
    "choices": [{"id": "cold", "text": "A cold"}, {"id": "other", "text": "Other"}],
    "when": {"question": "ill", "is_any_of": ["yes"]},
}


def rate(value: str | tuple[str, ...], share: float, **when: str) -> Rate:
    given = {of: (answer,) for of, answer in when.items()}
    return Rate(
        value=value, when=given, low=0, middle=share, high=1, because="Made up."
    )


def chance(of: str, *rates: Rate) -> Chance:
    unsure = Rate(value="unsure", low=0, middle=0, high=0, because="Made up.")
    return Chance(of=of, rates=rates or (unsure,))


def drawn(pack: Pack, *chances: Chance) -> list[dict[str, Value]]:
    """Return what 200 clients answer to all that they are asked."""
    never = (chance("any gate question"), chance("any other question"))
    model = Model(Practice(chance=(*never, *chances)), pack)
    answers = []
    for number in range(200):
        client = model.client(1, number)
        Screening(pack).screen(client.answer)
        answers.append(client.said)
    return answers


def lists_and(*more: dict[str, object]) -> Pack:
    return pack_of([{"section": {"title": "T"}, "question": [*SIGNS, *more]}])


def test_signs_of_one_list_have_one_course_and_no_sign_that_was_not_named() -> None:
    recent = {"id": "recent", "kind": "any_of", "ask": "New?"}
    pack = lists_and({**recent, "carries": ["legs", "hands"]})

    clients = drawn(
        pack,
        chance("legs", rate(("weak", "stiff"), 0.5)),
        chance("hands", rate("numb", 0.5)),
        chance("recent", rate(("weak", "stiff", "numb"), 0.5)),
    )

    both = [c for c in clients if set(c["legs"]) == {"weak", "stiff"}]
    courses = {tuple(sorted({"weak", "stiff"} & {*c["recent"]})) for c in both}
    assert courses == {(), ("stiff", "weak")}
    apart = {("weak" in c["recent"], "numb" in c["recent"]) for c in both}
    assert len(apart) == 4
    for client in clients:
        named = {*client["legs"], *client["hands"]} - {"none"}
        assert {*client.get("recent", ())} - {"none"} <= named


def test_an_answer_may_hang_on_one_that_is_asked_later() -> None:
    pack = lists_and(OPENS, OPENED)
    ill = chance("ill", rate("yes", 1, which="other"))

    clients = drawn(pack, ill, chance("which", rate("other", 0.5)))

    answers = {(client["ill"], client.get("which")) for client in clients}
    assert answers == {("yes", "other"), ("no", None)}


def test_the_same_seed_draws_the_same_clients() -> None:
    one, same, other = (
        [Screening(spine()).screen(client.answer) for client in clients(5, seed)]
        for seed in (2, 2, 3)
    )

    assert one == same
    assert one != other


def test_every_drawn_answer_fits_its_question() -> None:
    rates, model = load_rates(), Model(load_rates(), spine())
    for number in range(20):
        client = model.client(3, number)
        given = {q.id: client.answer(q) for q in spine().questions.values()}
        assert dict(fit_answers(spine(), given, "drawn")) == given
    assert {c.of for c in rates.chance} >= {"felt", "care_seen"}


def test_at_the_middle_the_rates_of_a_question_leave_room_for_each_answer() -> None:
    """With a serious disease the later answers may have nothing left."""
    model = Model(load_rates(), spine())
    chance = random.Random(5).random
    for _ in range(200):
        client = Client(model, [chance() for _ in model.places])
        client.known["serious"] = {"none"}
        for question in spine().questions.values():
            client.answer(question)
            cases = model.chances.get(question.id, {})
            if question.kind != "any_of":
                sums = [client._rate(c) for v, c in cases.items() if v != "unsure"]
                assert sum(sums) <= 1.0001, question.id


def test_age_and_pain_are_answered_as_the_client_was_drawn() -> None:
    for client in clients(30):
        age = client.answer(spine().questions["age"])
        answers = Answers()
        while (sheet := Sheet(spine(), answers)).open:
            question = spine().questions[sheet.open[0]]
            given = client.answer(sheet.as_offered(question))
            answers = answers.with_answer(question.id, given)
        assert age in (client.trait("years"), "unsure")
        if not {"felt", "began", "way", "like_before"} & set(sheet.unsure):
            assert sheet.facts["pain_kind"] == {client.trait("pain")}


def test_clients_are_asked_what_the_interview_asks_and_get_its_result() -> None:
    screening = Screening(spine())
    for drawn, again in zip(clients(25), clients(25), strict=True):
        answers = conduct(spine(), Person(again))
        decision = decide(spine(), answers)
        outcome = screening.screen(drawn.answer)
        assert outcome.asked == len(answers)
        assert outcome.disposition is decision.disposition


def test_a_rule_alone_decides_only_when_the_result_is_milder_without_it() -> None:
    screening = Screening(spine())
    for client in clients(25):
        outcome = screening.screen(client.answer)
        milder = [
            spine().rules[rule].ranks_as
            for rule in outcome.carried
            if rule not in outcome.deciding
        ]
        assert all(each.rank < outcome.disposition.rank for each in milder)
        sheet = Sheet(spine(), Answers(client.said))
        assert all(
            sheet.holds(when)
            for rule in outcome.deciding
            if (when := spine().rules[rule].when)
        )


def test_the_results_add_up_to_all_clients() -> None:
    report = as_json(few())

    assert sum(report["results"][result]["clients"] for result in RESULTS) == FEW
    for trait in report["by_trait"].values():
        assert sum(sum(row.values()) for row in trait.values()) == FEW
    assert report["held_back"]["clients"] == few().held_back(True) + few().held_back(
        False
    )


def test_the_counts_do_not_depend_on_how_the_work_is_shared() -> None:
    assert draw(pack_folder(), 1, 12, jobs=2) == draw(pack_folder(), 1, 12)


def test_the_interval_of_a_share_is_that_of_wilson() -> None:
    low, high = interval(10, 100)

    assert (round(low, 4), round(high, 4)) == (0.0552, 0.1744)
    assert interval(0, 0) == (0.0, 1.0)


def test_the_report_names_results_rules_that_hold_back_and_no_others() -> None:
    text = "\n".join(table(few(), spine()))

    assert all(result.upper() in text for result in RESULTS)
    assert "sign_not_examined" in text
    assert "ordinary_pain_condition" not in text


def test_a_rate_that_rises_holds_back_more_and_one_that_falls_fewer() -> None:
    found = {effect.rate: effect for effect in some_effects()}

    gate = found["any gate question: unsure"]
    assert gate.low <= 0 <= gate.high
    assert gate.high > 0
    widths = [effect.width for effect in some_effects()]
    assert widths == sorted(widths, reverse=True)


@cache
def some_effects() -> tuple[Effect, ...]:
    return tuple(effects(pack_folder(), 1, 40, begins="any "))


def test_an_effect_is_what_screening_everybody_again_gives() -> None:
    rates = load_rates()
    effect = next(e for e in some_effects() if e.rate == "any other question: unsure")

    def held(model: Model) -> int:
        screening = Screening(spine())
        drawn = [model.client(1, number) for number in range(40)]
        return sum(screening.screen(client.answer).held_back for client in drawn)

    middle = held(Model(rates, spine()))
    high = held(Model(rates, spine(), {"any other question: unsure": "high"}))

    assert effect.high == pytest.approx((high - middle) / 40)


def test_all_rates_low_hold_back_fewer_and_all_rates_high_more() -> None:
    (together,) = effects(pack_folder(), 1, 40, begins="all ")

    assert together.low < 0 < together.high


def test_an_assumption_is_marked_among_the_effects() -> None:
    lines = list(
        effect_lines([Effect("a", True, -0.01, 0.02), Effect("b", False, 0, 0.01)], 2)
    )

    assert lines[1].startswith("* a")
    assert lines[1].endswith("-1.00  +2.00")
    assert lines[2].startswith("  b")


def test_a_part_of_the_page_is_written_between_its_markers() -> None:
    page = "one\n<!-- a: begin -->old<!-- a: end -->\ntwo"

    assert written(page, "a", ["new \\1"]) == (
        "one\n<!-- a: begin -->\n\n```text\nnew \\1\n```\n\n<!-- a: end -->\ntwo"
    )
    with pytest.raises(ValueError, match="no <!-- b: begin -->"):
        written(page, "b", [])


def test_the_page_has_both_parts_and_names_only_rules_of_the_pack() -> None:
    page = PAGE.read_text("utf-8")
    named = [line.split("`")[1] for line in page.splitlines() if line.startswith("| `")]

    assert all(
        f"<!-- {part}: begin -->" in page for part in ("population", "sensitivity")
    )
    assert named
    assert set(named) <= set(spine().rules)
