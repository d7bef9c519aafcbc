"""The mutator: which wrong changes it makes, and who notices them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from zlib import crc32

import pytest

from bench.mutants.conditions import wrong_conditions
from bench.mutants.lines import wrong_lines
from bench.mutants.mutant import Mutant
from bench.mutants.mutants import mutants_of
from bench.mutants.report import story, table
from bench.mutants.restrictions import wrong_restrictions
from bench.mutants.trial import CASE, EQUIVALENT, PROPERTY, SURVIVED, Trial, Verdict
from massage_screen.answers import Answers
from massage_screen.catalogue import load_pack, pack_folder
from massage_screen.condition import Condition, in_words
from massage_screen.decision import decide
from massage_screen.pack import Fact, FactRow, Pack, Restriction, Rule
from tests.conftest import TINY

WritePack = Callable[..., Path]

WEAK = Condition(question="signs", includes_any_of=("arm", "leg", "unsure"))
SLOW = Condition(question="course", is_any_of=("slow",))


def words_of(condition: Condition) -> set[tuple[str, str]]:
    return {(kind, in_words(new)) for kind, _, new in wrong_conditions(condition)}


def test_each_value_is_dropped_and_any_becomes_all() -> None:
    assert words_of(WEAK) == {
        ("value dropped", "signs includes leg or unsure"),
        ("value dropped", "signs includes arm or unsure"),
        ("unsure dropped", "signs includes arm or leg"),
        ("any and all swapped", "signs includes arm and leg and unsure"),
    }


def test_a_condition_with_one_value_has_nothing_to_drop() -> None:
    assert words_of(SLOW) == set()


@pytest.mark.parametrize("test", ["at_least", "below"])
def test_a_threshold_moves_both_ways(test: str) -> None:
    wrong = list(wrong_conditions(Condition(question="pain", **{test: 6})))

    assert [getattr(new, test) for _, _, new in wrong] == [5, 7]


def test_each_part_is_dropped_the_group_swapped_and_each_part_changed_inside() -> None:
    both = Condition(all_of=(WEAK, SLOW))

    wrong = words_of(both)

    assert ("part of all_of dropped", in_words(WEAK)) in wrong
    assert ("part of all_of dropped", in_words(SLOW)) in wrong
    swapped = in_words(Condition(any_of=(WEAK, SLOW)))
    assert ("any_of and all_of swapped", swapped) in wrong
    inside = "signs includes arm or leg and course is slow"
    assert ("unsure dropped", inside) in wrong
    assert len(wrong) == 3 + 4


def test_a_restriction_is_dropped_and_each_of_its_limits_loosened() -> None:
    asked = Restriction(
        parts=("neck",),
        with_neighbours=True,
        regions=("feet", "abdomen"),
        regions_not_named_in="letter",
        techniques=("heat", "strong"),
        cell="avoid",
        pressure_at_most=5,
    )

    wrong = {(kind, what): new for kind, what, new in wrong_restrictions(asked)}

    assert wrong["restriction dropped", ""] is None
    assert wrong["avoid made modify", ""].cell == "modify"
    assert wrong["region dropped", "feet"].regions == ("abdomen",)
    assert wrong["technique dropped", "heat"].techniques == ("strong",)
    assert not wrong["neighbours dropped", ""].with_neighbours
    wide = wrong["narrowing dropped", "letter"]
    assert (wide.regions_not_named_in, wide.everywhere) == ("", False)
    assert ("part dropped", "neck") not in wrong


def test_a_restriction_that_only_lists_areas_speaks_of_all_when_it_loses_the_list() -> (
    None
):
    asked = Restriction(regions_named_in="areas", cell="modify", pressure_at_most=2)

    wrong = {kind: new for kind, _, new in wrong_restrictions(asked)}

    assert wrong["narrowing dropped"].everywhere
    assert wrong["modify made allow"].cell is None
    assert wrong["cap raised"].pressure_at_most == 3


def test_what_a_restriction_asks_of_the_session_is_loosened_bit_by_bit() -> None:
    asked = Restriction(
        positions_avoid=("prone",),
        supports=("pillow", "towel"),
        stop_on=("Legs jump.",),
        minutes_at_most=30,
        check_in_every=5,
    )

    wrong = {(kind, what): new for kind, what, new in wrong_restrictions(asked)}

    assert wrong["restriction dropped", ""] is None
    assert wrong["one of positions_avoid dropped", "prone"].positions_avoid == ()
    assert wrong["one of supports dropped", "towel"].supports == ("pillow",)
    assert wrong["one of stop_on dropped", "Legs jump."].stop_on == ()
    assert wrong["minutes_at_most raised", "to 31"].minutes_at_most == 31
    assert wrong["check_in_every raised", "to 6"].check_in_every == 6
    assert len(wrong) == 7


def test_dropping_all_that_a_restriction_asks_is_tried_once() -> None:
    asked = Restriction(movements_avoid=("twisting",))

    assert [kind for kind, _, _ in wrong_restrictions(asked)] == ["restriction dropped"]


def test_words_alone_are_not_changed() -> None:
    asked = Restriction(everywhere=True, note="Mind the scar.")

    assert list(wrong_restrictions(asked)) == []


def test_each_row_of_a_fact_is_dropped_swapped_and_given_another_value() -> None:
    rows = (FactRow(value="old", when=SLOW), FactRow(value="new", when=SLOW))
    fact = Fact(id="state", about="x", values=("none", "old", "new"), rows=rows)
    pack = pack_with(fact=fact)

    wrong = {m.kind: m.new for m in mutants_of(pack) if m.what.startswith("row 1")}

    assert wrong["row dropped"].rows == rows[1:]
    assert wrong["rows swapped"].rows == rows[::-1]
    assert wrong["other value"].rows[0].value == "new"


def pack_with(*, fact: Fact) -> Pack:
    """Return the toy pack with a fact that nothing reads."""
    from msgspec.structs import replace  # noqa: PLC0415  only here

    tiny = trial(TINY).pack
    concern = replace(tiny.concerns[0], fact=(fact,))
    return Pack(about=tiny.about, concerns=(concern,), references={}, digest="")


@cache
def trial(folder: Path) -> Trial:
    return Trial(folder)


def mutant_of(
    folder: Path, item: str, kind: str, what: str = ""
) -> tuple[Mutant, Verdict]:
    for number, mutant in enumerate(trial(folder).mutants):
        if (mutant.item, mutant.kind) == (item, kind) and what in mutant.what:
            return mutant, trial(folder).verdict(number)
    raise AssertionError(f"no such mutant: {item} {kind} {what}")


def test_a_mutant_changes_its_rule_and_nothing_else() -> None:
    pack = trial(TINY).pack

    mutant, _ = mutant_of(TINY, "bladder_change", "disposition milder")
    changed = mutant.applied(pack)

    (rule,) = (r for r in changed.rules.values() if r != pack.rules[r.id])
    assert (rule.id, rule.disposition) == ("bladder_change", "refer")
    assert rule.timeframe == "within_24_hours"
    assert changed.questions == pack.questions


def test_restrict_made_milder_leaves_the_limits_and_takes_the_word() -> None:
    mutant, _ = mutant_of(TINY, "bladder_old", "disposition milder")

    assert isinstance(mutant.new, Rule)
    assert (mutant.new.disposition, mutant.new.timeframe) == (None, "")
    assert mutant.new.restrict


def test_a_case_notices_a_rule_that_went_missing() -> None:
    _, verdict = mutant_of(TINY, "urine_stuck", "rule dropped")

    assert verdict.outcome == CASE


def test_a_case_notices_that_too_much_is_asked_or_too_little() -> None:
    _, verdict = mutant_of(TINY, "bladder_course", "value dropped", "weak_stream")

    assert verdict.outcome == CASE


UNNOTICED = """
[[rule]]
id = "unwatched"
when = { question = "pain_now", at_least = 9 }
disposition = "postpone"
timeframe = "until_settled"
found = "x"
do = "x"
policy = "A rule without a case."
"""


def with_rules(write_pack: WritePack, rules: str = UNNOTICED) -> Path:
    """Return the toy pack with more rules, and pain cut where they cut it."""
    concern = "10_bladder.toml"
    return write_pack((concern, "", rules), (concern, "[6]", "[6, 9]"))


def test_what_no_case_notices_survives_with_a_client_who_gets_another_result(
    write_pack: WritePack,
) -> None:
    folder = with_rules(write_pack)

    mutant, verdict = mutant_of(folder, "unwatched", "rule dropped")

    assert verdict.outcome == SURVIVED
    pack, client = trial(folder).pack, Answers(verdict.client)
    right, wrong = decide(pack, client), decide(mutant.applied(pack), client)
    assert right.complete
    assert wrong.complete
    assert right.disposition != wrong.disposition
    told = "\n".join(story(pack, mutant, verdict))
    assert "unwatched: rule dropped" in told
    assert "disposition: postpone; mutant: proceed" in told
    assert "bladder_signs" not in told


def test_a_moved_threshold_is_told_apart_by_the_number_between(
    write_pack: WritePack,
) -> None:
    folder = with_rules(write_pack)

    _, verdict = mutant_of(folder, "unwatched", "threshold moved", "least 10")

    assert verdict.outcome == SURVIVED
    assert verdict.client["pain_now"] == 9


def test_a_property_notices_what_no_case_does(write_pack: WritePack) -> None:
    stated = """
[[property]]
id = "bad_pain"
says = "Very bad pain never gets massage."
when = { question = "pain_now", at_least = 9 }
at_least = "postpone"
"""
    folder = with_rules(write_pack)
    (folder / "safety.toml").write_text(stated, "utf-8")

    _, verdict = mutant_of(folder, "unwatched", "rule dropped")

    assert (verdict.outcome, verdict.by) == (PROPERTY, "bad_pain")


STIFF = """
[[rule]]
id = "stiff"
when = { question = "moves_freely", is_any_of = ["no"] }
found = "x"
do = "x"
policy = "A rule for tests."
restrict = [
  { movements_avoid = ["twisting", "end_range_neck"], supports = ["warm_blanket"] },
  { minutes_at_most = 30, check_in_every = 5, stop_on = ["Legs jump."] },
]
"""
STIFF_CLIENT = """
[[case]]
id = "moves_stiffly"
name = "Stiff"
story = "Moves stiffly."
like = "nothing_to_tell"
answers = { moves_freely = "no" }
disposition = "proceed"
"""
#: A change of the rule, and what a case must name to notice it.
LOOSENED = {
    ("one of movements_avoid dropped", "twisting"): 'movements_avoid = ["twisting"]',
    ("one of supports dropped", "warm_blanket"): 'supports = ["warm_blanket"]',
    ("one of stop_on dropped", "Legs jump."): 'stop_on = ["Legs jump."]',
    ("minutes_at_most raised", "to 31"): "minutes_at_most = 30",
    ("check_in_every raised", "to 6"): "check_in_every = 5",
}


@pytest.mark.parametrize(("change", "named"), LOOSENED.items())
def test_a_case_notices_a_loosened_plan_only_when_it_names_it(
    change: tuple[str, str], named: str, write_pack: WritePack
) -> None:
    kind, what = change
    folder = with_rules(write_pack, STIFF)
    cases = folder / "cases" / "clients.toml"
    text = cases.read_text("utf-8") + STIFF_CLIENT
    cases.write_text(text, "utf-8")
    before = Trial(folder)
    number, mutant = next(
        (n, m)
        for n, m in enumerate(before.mutants)
        if m.kind == kind and m.what.endswith(what)
    )

    unwatched = before.verdict(number)
    cases.write_text(text + named, "utf-8")
    watched = Trial(folder).verdict(number)

    assert (watched.outcome, watched.by) == (CASE, "moves_stiffly")
    assert unwatched.outcome == SURVIVED
    assert unwatched.client["moves_freely"] == "no"
    told = "\n".join(story(before.pack, mutant, unwatched))
    assert f"{named.partition(' ')[0]}: " in told


def test_a_sign_that_another_rule_names_too_may_be_dropped(
    write_pack: WritePack,
) -> None:
    folder = with_rules(write_pack, STIFF + STIFF.replace('"stiff"', '"stiff_too"'))

    _, verdict = mutant_of(folder, "stiff", "one of stop_on dropped")

    assert verdict.outcome == EQUIVALENT


def test_a_rule_said_twice_may_lose_one_of_the_two(write_pack: WritePack) -> None:
    twice = UNNOTICED + UNNOTICED.replace("unwatched", "again")
    folder = with_rules(write_pack, twice)

    _, verdict = mutant_of(folder, "unwatched", "rule dropped")

    assert verdict.outcome == EQUIVALENT


def test_equivalent_mutants_do_not_count() -> None:
    mutants = trial(TINY).mutants
    outcomes = [CASE, PROPERTY, SURVIVED, EQUIVALENT, EQUIVALENT]
    verdicts = [Verdict(0, outcome) for outcome in outcomes]

    lines = list(table(mutants, verdicts))

    assert lines[1].split()[1:] == ["1", "1", "2", "1", "66.7", "%"]


def survivors_of(trial: Trial, numbers: list[int]) -> list[str]:
    """Return the stories of the mutants that nobody notices."""
    verdicts = [trial.verdict(number) for number in numbers]
    return [
        "\n".join(story(trial.pack, trial.mutants[v.number], v))
        for v in verdicts
        if v.outcome == SURVIVED
    ]


def test_softening_or_dropping_any_rule_of_the_shipped_pack_is_noticed() -> None:
    shipped = trial(pack_folder())
    softened = [
        number
        for number, mutant in enumerate(shipped.mutants)
        if mutant.group == "dispositions"
    ]

    left = survivors_of(shipped, softened)

    assert len(softened) >= 300
    assert left == []


def test_a_sample_of_all_mutants_of_the_shipped_pack_is_noticed() -> None:
    """`nox -s mutants` runs all of them; each that no case notices takes seconds.

    The sample goes by what each mutant changes, so that one more rule leaves it alone.
    """
    shipped = trial(pack_folder())

    def drawn(number: int) -> int:
        mutant = shipped.mutants[number]
        return crc32(f"{mutant.item} {mutant.kind} {mutant.what}".encode())

    sample = sorted(range(len(shipped.mutants)), key=drawn)[:16]

    left = survivors_of(shipped, sample)

    assert left == []


def test_lines_are_offered_wrongly_in_every_way(grown: Path) -> None:
    pack = load_pack(grown)
    wrong = {
        name: [(kind, what) for kind, what, _ in wrong_lines(pack.questions[name])]
        for name in ("slow", "agreed_told", "where", "cause")
    }

    assert wrong == {
        "slow": [
            ("not carried", "bladder_signs"),
            ("not carried", "weak_signs"),
            ("left to nobody", "recent"),
        ],
        "agreed_told": [
            ("line always offered", "disc"),
            ("value dropped", "disc: disc of told_of"),
            ("unsure dropped", "disc: unsure of told_of"),
            ("any and all swapped", "disc: told_of includes disc and unsure"),
            ("line always offered", "slip"),
            ("value dropped", "slip: slip of told_of"),
            ("unsure dropped", "slip: unsure of told_of"),
            ("any and all swapped", "slip: told_of includes slip and unsure"),
        ],
        "where": [],
        "cause": [("not carried", "checked")],
    }


def test_a_sign_that_is_not_carried_is_noticed(grown: Path) -> None:
    tried = Trial(grown)
    number = next(
        n
        for n, mutant in enumerate(tried.mutants)
        if (mutant.item, mutant.kind) == ("recent", "not carried")
    )

    assert tried.verdict(number).outcome in (CASE, PROPERTY)
