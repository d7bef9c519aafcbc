"""The model of a practice: its rates, its clients, and what is counted of them."""

from __future__ import annotations

import random
import re
import shutil
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import msgspec
import pytest

from bench.population import uncertainty
from bench.population.__main__ import arguments
from bench.population.against import (
    change_lines,
    changes,
    changes_as_json,
)
from bench.population.calibration import Calibrating, Share, held_against
from bench.population.client import Client, Model
from bench.population.counts import RESULTS, Counts, as_json, interval
from bench.population.drawing import FIRST, RETURNING, Draw, draw
from bench.population.many import _told_a_sign, decide_many, draw_many
from bench.population.page import PAGE, written
from bench.population.rates import load_rates, not_modelled
from bench.population.report import (
    calibration_lines,
    effect_lines,
    spread_lines,
    table,
)
from bench.population.screening import Outcome, Screening
from bench.population.sensitivity import Effect, effects
from bench.population.telling import Asking
from bench.population.uncertainty import spreads
from massage_screen.answers import Answers, Value
from massage_screen.catalogue import load_pack, pack_folder
from massage_screen.comparison.ways import Way, Ways
from massage_screen.decision import NOTHING_LEFT_TO_DO, Decision, decide
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
from massage_screen.pack import Disposition, Pack, Practice
from massage_screen.pack.practice import (
    Calibration,
    Chance,
    Clustering,
    Rate,
    Trait,
    label,
)
from massage_screen.sheet import Sheet, fit_answers
from tests.generated import pack_of

WritePack = Callable[..., Path]
FEW = 60


@cache
def spine() -> Pack:
    return load_pack(pack_folder())


@cache
def few() -> Counts:
    return draw(Draw(folder=pack_folder(), seed=1, clients=FEW))


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
        Screening(pack, FIRST).screen(client.answer)
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
        [Screening(spine(), FIRST).screen(client.answer) for client in clients(5, seed)]
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
    screening = Screening(spine(), FIRST)
    for drawn, again in zip(clients(25), clients(25), strict=True):
        answers = conduct(spine(), Person(again))
        decision = decide(spine(), answers)
        outcome = screening.screen(drawn.answer)
        assert outcome.asked == len(answers)
        assert outcome.disposition is decision.disposition


def test_a_rule_alone_decides_only_when_the_result_is_milder_without_it() -> None:
    screening = Screening(spine(), FIRST)
    for client in clients(25):
        outcome = screening.screen(client.answer)
        rules = [r for r in outcome.carried if r != NOTHING_LEFT_TO_DO]
        milder = [
            spine().rules[rule].ranks_as
            for rule in rules
            if rule not in outcome.deciding
        ]
        assert all(each.rank < outcome.disposition.rank for each in milder)
        sheet = Sheet(spine(), Answers(client.said))
        assert all(
            sheet.holds(when)
            for rule in rules
            if rule in outcome.deciding
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
    twelve = Draw(folder=pack_folder(), seed=1, clients=12)

    assert draw(twelve, jobs=2) == draw(twelve)


@pytest.mark.parametrize("visit", [FIRST, RETURNING])
@pytest.mark.parametrize("batch", [True, False])
def test_many_decided_at_once_come_to_what_interviews_come_to(
    batch: bool, visit: str
) -> None:
    if batch:
        pytest.importorskip("duckdb")
    wanted = Draw(folder=pack_folder(), seed=1, clients=FEW, visit=visit)
    interviews = few() if visit == FIRST else draw(wanted)

    counts = decide_many(wanted, batch=batch)

    assert counts.interviewed == 0
    counts.add_interviews(interviews)
    assert counts == interviews


def test_how_the_work_is_shared_changes_no_count_of_many() -> None:
    wanted = Draw(folder=pack_folder(), seed=1, clients=9)

    assert decide_many(wanted, 2, batch=False) == decide_many(wanted, batch=False)


def test_of_many_the_first_are_interviewed_and_the_report_says_so() -> None:
    wanted = Draw(folder=pack_folder(), seed=1, clients=9)

    counts = draw_many(wanted, 4)

    assert (counts.clients, counts.interviewed) == (9, 4)
    assert counts.asked == draw(Draw(folder=pack_folder(), seed=1, clients=4)).asked
    lines = list(table(counts, counts, 9, spine()))
    assert any(line.endswith("(of the first 4)") for line in lines)
    assert draw_many(wanted, 9) == draw(wanted)


def test_a_sign_is_told_at_once_where_an_interview_hears_one() -> None:
    model, asking = Model(load_rates(), spine()), Asking(spine(), {"visit": FIRST})
    heard = []
    for number in range(FEW):
        outcome = Screening(spine(), FIRST).screen(model.client(2, number).answer)
        given = dict(asking.sheet(model.client(2, number)).answers)
        if not outcome.held_back:
            assert _told_a_sign(spine(), given) is outcome.told_a_sign
            heard.append(outcome.told_a_sign)

    assert {*heard} == {True, False}


def test_what_a_client_is_asked_at_once_is_what_an_interview_asks() -> None:
    model, asking = Model(load_rates(), spine()), Asking(spine(), {})
    for number in range(20):
        client = model.client(6, number)
        sheet = asking.sheet(client)
        assert not sheet.open
        assert not sheet.set_aside
        given = dict(sheet.answers)
        assert dict(fit_answers(spine(), given, "drawn")) == given
        again = Sheet(spine(), Answers(given))
        assert again.facts == sheet.facts
        assert list(again.visible) == list(given)


@pytest.mark.parametrize("words", [["--jobs", "0"], ["--clients", "-3"]])
def test_nothing_is_made_of_no_clients_or_by_nobody(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        arguments(words)

    assert "no whole number from 1 on" in capsys.readouterr().err


def test_the_interval_of_a_share_is_that_of_wilson() -> None:
    low, high = interval(10, 100)

    assert (round(low, 4), round(high, 4)) == (0.0552, 0.1744)
    assert interval(0, 0) == (0.0, 1.0)


def test_the_report_names_results_rules_that_hold_back_and_no_others() -> None:
    text = "\n".join(table(few(), few(), FEW, spine()))

    assert all(result.upper() in text for result in RESULTS)
    assert "acute_flare" in text
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
    return tuple(effects(pack_folder(), 1, 80, begins="any "))


def test_an_effect_is_what_screening_everybody_again_gives() -> None:
    rates = load_rates()
    effect = next(e for e in some_effects() if e.rate == "any other question: unsure")

    def held(model: Model) -> int:
        screening = Screening(spine(), FIRST)
        drawn = [model.client(1, number) for number in range(80)]
        return sum(screening.screen(client.answer).held_back for client in drawn)

    middle = held(Model(rates, spine()))
    high = held(Model(rates, spine(), {"any other question: unsure": 1.0}))

    assert effect.high == pytest.approx((high - middle) / 80)


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
        f"<!-- {part}: begin -->" in page
        for part in ("population", "uncertainty", "sensitivity")
    )
    assert named
    assert set(named) <= set(spine().rules)


def test_a_rate_lies_between_its_low_and_its_high_value_by_its_level() -> None:
    one = Rate(value="yes", low=0.1, middle=0.2, high=0.6, because="Made up.")

    assert [one.at(level) for level in (0, 0.25, 0.5, 0.75, 1)] == pytest.approx(
        [0.1, 0.15, 0.2, 0.4, 0.6]
    )


CLUSTERED = Practice(
    trait=(
        Trait(id="notices", about="A", rates=(rate("many", 0.5), rate("few", 1))),
        Trait(id="serious", about="B", rates=(rate("none", 1),)),
    ),
    clustering=Clustering(
        trait="notices",
        apart_from="serious",
        times={"few": 0, "many": 5},
        at_most=0.6,
        of=("legs", "hands"),
    ),
    chance=(
        chance("any gate question"),
        chance("any other question"),
        chance("legs", rate("weak", 0.1), rate("stiff", 0.9)),
        chance("hands", rate("numb", 0.1, legs="stiff"), rate("numb", 0.1)),
    ),
)


def test_signs_come_together_in_those_who_notice_many() -> None:
    model = Model(CLUSTERED, lists_and())

    legs, hands = model.chances["legs"], model.chances["hands"]
    shares = {when[0]: level for when, level in legs["weak"]}
    assert shares == {
        ("notices", frozenset({"few"})): 0,
        ("notices", frozenset({"many"})): 0.5,
    }
    assert [level for _, level in legs["stiff"]] == [0, 0.9], "never more than before"
    assert hands["numb"][0] == ((("legs", frozenset({"stiff"})),), 0.1)


def test_a_trait_that_is_sure_is_not_drawn() -> None:
    model = Model(load_rates(), spine(), sure={"visit": RETURNING})

    assert {model.client(1, n).trait("visit") for n in range(5)} == {RETURNING}


def test_a_returning_client_is_asked_the_short_questions() -> None:
    first, back = (
        {q for n in range(8) for q in said(visit, n)} for visit in (FIRST, RETURNING)
    )

    assert "b_blood" in back
    assert not {question for question in first if question.startswith("b_")}


def said(visit: str, number: int) -> dict[str, Value]:
    model = Model(load_rates(), spine(), sure={"visit": visit})
    client = model.client(4, number)
    Screening(spine(), visit).screen(client.answer)
    return client.said


def test_only_the_ill_are_screened_when_only_they_are_wanted() -> None:
    wanted = Draw(folder=pack_folder(), seed=1, clients=1500, only_ill=True)

    counts = draw(wanted)

    assert 0 < counts.clients < 15
    assert counts.with_result("proceed", ill=False) == 0
    assert counts.missed() == counts.clients - counts.held_back()


def test_a_share_is_counted_among_those_it_is_of_and_held_against_its_band() -> None:
    old = Calibration(
        about="ill of the old",
        has={"serious": ("heart",)},
        of={"years": ("over_65",)},
        low=0.3,
        high=0.4,
        because="Made up.",
    )
    told = Calibration(
        about="told",
        has={"any gate question": ("told",), "any other question": ("unsure",)},
        low=0,
        high=0.5,
        because="Made up.",
    )
    calibrating, counts = Calibrating((old, told)), Counts()
    for number, (years, serious, sign, unsure) in enumerate(
        (
            ("over_65", "heart", False, False),
            ("over_65", "none", False, True),
            ("under_50", "heart", True, False),
        )
    ):
        client = Model(CLUSTERED, lists_and()).client(1, number)
        client.known |= {"years": {years}, "serious": {serious}}
        outcome = Outcome(Disposition.PROCEED, 1, (), (), sign, unsure)
        counts.calibrated.update(calibrating.shares(client, outcome))

    found = held_against(counts, (old, told))

    assert found == [
        Share("ill of the old", 0.5, 0.3, 0.4),
        Share("told", pytest.approx(2 / 3), 0, 0.5),
    ]
    assert not found[0].is_in
    lines = list(calibration_lines(found))
    assert lines[1].endswith("50.0   30 to 40 %   OUT")


def test_each_group_of_rates_stands_in_one_family() -> None:
    rates = load_rates()
    named = [group for groups in rates.together.values() for group in groups]

    assert sorted(named) == sorted(group.of for group in rates.groups())


def test_the_families_move_one_by_one_and_the_middle_is_reported() -> None:
    held, emergency = spreads(pack_folder(), 1, 6, 4)

    assert 0 <= held.low <= held.median <= held.high <= 1000
    assert emergency.what == "EMERGENCY"
    assert "lowest" in next(spread_lines([held], 4))


def test_the_rates_of_one_family_have_one_level_and_others_have_another() -> None:
    rates = load_rates()
    levels = uncertainty._levels(rates, 1, 1)
    family = {g: name for name, groups in rates.together.items() for g in groups}

    found: dict[str, set[float]] = {}
    for group in rates.groups():
        for one in group.rates:
            found.setdefault(family[group.of], set()).add(levels[label(group.of, one)])
    assert all(len(values) == 1 for values in found.values())
    assert len({min(values) for values in found.values()}) == len(found)
    assert levels == uncertainty._levels(rates, 1, 1)
    assert levels != uncertainty._levels(rates, 1, 2)


def test_what_the_screen_is_judged_by_stands_in_the_report() -> None:
    report = as_json(few())

    held = 1000 * few().held_back() / FEW
    assert report["held_back_per_1000"] == pytest.approx(held)
    kinds = report["by_kind"]
    assert set(kinds) <= {"well", "usual", "diagnosis", "episode", "many", "frail"}
    assert all(0 <= kind["held_back_per_1000"] <= 1000 for kind in kinds.values())


def older_spine(folder: Path) -> Path:
    """Write the pack as if one common rule had asked for a doctor before."""
    shutil.copytree(pack_folder(), folder)
    (file,) = (f for f in folder.glob("[0-9]*.toml") if _FLARE in f.read_text("utf-8"))
    before, rule, after = file.read_text("utf-8").partition(_FLARE)
    after = re.sub('disposition = "[a-z]+"', 'disposition = "refer"', after, count=1)
    after = re.sub('timeframe = "[a-z_]+"', 'timeframe = "within_days"', after, count=1)
    file.write_text(before + rule + after, "utf-8")
    return folder


_FLARE = 'id = "acute_flare"'


def test_who_gets_another_result_is_counted_with_the_rules_that_make_it(
    tmp_path: Path,
) -> None:
    older = older_spine(tmp_path / "older")
    old, wanted = load_pack(older), Draw(folder=pack_folder(), seed=1, clients=FEW)

    found = changes(wanted, older, batch=False)

    model, asking = Model(load_rates(), spine()), Asking(spine(), {"visit": FIRST})
    told = [asking.sheet(model.client(1, n)).answers for n in range(FEW)]
    expected = Counter(
        tuple(decide(pack, Answers(t)).standing.value for pack in (old, spine()))
        for t in told
    )
    assert found.ways == expected
    assert found.changed
    assert all(found.reworked[way] == {"acute_flare": n} for way, n in changed(found))
    assert found == changes(wanted, older, jobs=2, batch=False)
    lines = list(change_lines(found, "0.1"))
    assert sum(row["clients"] for row in changes_as_json(found)) == FEW
    assert any("REFER to POSTPONE" in line for line in lines)
    assert any("asks for another result: acute_flare" in line for line in lines)


def changed(found: Ways) -> list[tuple[Way, int]]:
    return [(way, found.ways[way]) for way in found.changed]


def test_a_client_has_the_same_lots_under_a_pack_with_other_questions() -> None:
    fewer, more = lists_and(), lists_and(OPENS, OPENED)
    never = (chance("any gate question"), chance("any other question"))
    rates = Practice(chance=(*never, chance("legs", rate("weak", 0.5))))
    now = Model(rates, fewer)

    before = Model(rates, more, beside=now)

    assert before.client(1, 3).lots[: len(now.places)] == now.client(1, 3).lots
    assert {name: before.places[name] for name in now.places} == now.places
    assert "ill/unsure?" in before.places
