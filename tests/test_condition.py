"""The closed grammar: three values, its tests, and its words."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massage_screen.answers import NONE, UNSURE, Answers, Value
from massage_screen.coding import conditions_of
from massage_screen.condition import (
    HIDDEN,
    Condition,
    Heard,
    in_words,
    leaves,
    names_unsure,
)
from massage_screen.pack import Pack
from massage_screen.sheet import Sheet
from massage_screen.ticks import ticks_of
from tests import generated
from tests.generated import pack_of
from tests.interpreted import holds
from tests.shipped import CASES, PACK
from tests.test_generated import DRAWN

#: What a question may give: open, hidden, or one of its answers.
ANSWERS: dict[str, list[Value]] = {
    "sign": ["no", "yes", UNSURE],
    "signs": [(NONE,), ("arm",), ("leg",), ("arm", "leg"), ("arm", UNSURE), (UNSURE,)],
    "pain": [0, 5, 5.5, 6, 6.5, 10, UNSURE],
}
#: The lines of a list.
LINES = ("arm", "leg", "hand")
FACT = ("fine", "odd", "bad")
#: A test that is true, false or open as its name says.
T = Condition(question="true", is_any_of=("yes",))
F = Condition(question="false", is_any_of=("yes",))
O = Condition(question="open", is_any_of=("yes",))  # noqa: E741  reads like T and F
GIVEN = {"true": "yes", "false": "no", "open": None}


def truth(
    condition: Condition,
    given: Mapping[str, Value | None] = GIVEN,
    facts: Mapping[str, frozenset[str]] | None = None,
) -> bool | None:
    heard: dict[str, Heard | None] = {
        name: ticks_of(value, LINES, {}, reassuring=False)
        if isinstance(value, tuple)
        else value
        for name, value in given.items()
    }
    found = condition.holds(heard, facts or {})
    assert found is holds(condition, heard, facts or {}), "the yardstick says otherwise"
    return found


@pytest.mark.parametrize(
    ("parts", "every", "some"),
    [
        ((T, T), True, True),
        ((T, F), False, True),
        ((T, O), None, True),
        ((F, T), False, True),
        ((F, F), False, False),
        ((F, O), False, None),
        ((O, T), None, True),
        ((O, F), False, None),
        ((O, O), None, None),
    ],
)
def test_groups_follow_kleene(
    parts: tuple[Condition, ...], every: bool | None, some: bool | None
) -> None:
    assert truth(Condition(all_of=parts)) is every
    assert truth(Condition(any_of=parts)) is some


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("yes", True), (UNSURE, True), ("no", False), (HIDDEN, False), (None, None)],
)
def test_one_answer_is_any_of_those_named(
    answer: Value | None, expected: bool | None
) -> None:
    test = Condition(question="q", is_any_of=("yes", UNSURE))

    assert truth(test, {"q": answer}) is expected


@pytest.mark.parametrize(
    ("answer", "some", "every", "lacks"),
    [
        (("arm",), True, False, True),
        (("arm", "leg"), True, True, False),
        (("arm?", "leg"), True, True, False),
        (("arm", "leg", "hand"), True, True, False),
        (("hand",), False, False, True),
        ((NONE,), False, False, True),
        ((UNSURE,), False, False, False),
        (HIDDEN, False, False, False),
        (None, None, None, None),
    ],
)
def test_a_list_includes_or_lacks_some_or_all_of_those_named(
    answer: Value | None, some: bool | None, every: bool | None, lacks: bool | None
) -> None:
    named = ("arm", "leg")

    assert truth(Condition(question="q", includes_any_of=named), {"q": answer}) is some
    assert truth(Condition(question="q", includes_all_of=named), {"q": answer}) is every
    assert truth(Condition(question="q", lacks_any_of=named), {"q": answer}) is lacks


@pytest.mark.parametrize(
    ("answer", "at_least", "below"),
    [
        (5, False, True),
        (5.5, False, True),
        (6, True, False),
        (6.5, True, False),
        (7, True, False),
        (UNSURE, False, False),
        (HIDDEN, False, False),
        (None, None, None),
    ],
)
def test_a_number_is_cut_at_the_threshold(
    answer: Value | None, at_least: bool | None, below: bool | None
) -> None:
    assert truth(Condition(question="q", at_least=6), {"q": answer}) is at_least
    assert truth(Condition(question="q", below=6), {"q": answer}) is below


def test_being_unsure_of_a_number_can_be_named() -> None:
    unsure = Condition(question="q", is_any_of=(UNSURE,))

    assert truth(unsure, {"q": UNSURE}) is True
    assert truth(unsure, {"q": 5}) is False


@pytest.mark.parametrize(
    ("possible", "expected"),
    [
        ({"bad"}, True),
        ({"bad", "odd"}, True),
        ({"fine"}, False),
        ({"fine", "bad"}, None),
    ],
)
def test_a_fact_is_open_while_values_on_both_sides_are_possible(
    possible: set[str], expected: bool | None
) -> None:
    test = Condition(fact="f", is_any_of=("odd", "bad"))

    assert truth(test, {}, {"f": frozenset(possible)}) is expected


def any_leaf() -> st.SearchStrategy[Condition]:
    choices = st.lists(st.sampled_from(["arm", "leg", NONE, UNSURE]), min_size=1)
    return st.one_of(
        st.builds(
            Condition,
            question=st.just("sign"),
            is_any_of=st.lists(st.sampled_from(["no", "yes", UNSURE]), min_size=1).map(
                tuple
            ),
        ),
        st.builds(
            Condition, question=st.just("signs"), includes_any_of=choices.map(tuple)
        ),
        st.builds(
            Condition, question=st.just("signs"), includes_all_of=choices.map(tuple)
        ),
        st.builds(
            Condition, question=st.just("signs"), lacks_any_of=choices.map(tuple)
        ),
        st.builds(Condition, question=st.just("pain"), at_least=st.just(6)),
        st.builds(Condition, question=st.just("pain"), below=st.just(6)),
        st.builds(
            Condition,
            fact=st.just("fact"),
            is_any_of=st.lists(st.sampled_from(FACT), min_size=1).map(tuple),
        ),
    )


def groups(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    members = st.lists(parts, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Condition, all_of=members), st.builds(Condition, any_of=members)
    )


CONDITIONS = st.recursive(any_leaf(), groups, max_leaves=6)


@given(condition=CONDITIONS, data=st.data())
def test_a_condition_once_decided_stays_decided(
    condition: Condition, data: st.DataObject
) -> None:
    final = {
        name: data.draw(st.sampled_from([*answers, HIDDEN]), label=name)
        for name, answers in ANSWERS.items()
    }
    value = data.draw(st.sampled_from(FACT), label="fact")
    possible = data.draw(st.sets(st.sampled_from(FACT)), label="possible") | {value}
    known = data.draw(st.sets(st.sampled_from(list(ANSWERS))), label="known")
    early = {name: final[name] if name in known else None for name in ANSWERS}

    before = truth(condition, early, {"fact": frozenset(possible)})
    after = truth(condition, final, {"fact": frozenset({value})})

    assert after is not None
    assert before in (None, after)


def read_otherwise(pack: Pack, answers: Answers) -> list[str]:
    """Return the conditions of a pack that the yardstick reads in another way."""
    sheet = Sheet(pack, answers)
    heard, facts = sheet._heard, sheet.facts
    return [
        in_words(each)
        for each in conditions_of(pack)
        if each.holds(heard, facts) is not holds(each, heard, facts)
        or sheet.holds(each) is not holds(each, heard, facts)
    ]


@DRAWN
@given(st.data())
def test_conditions_of_drawn_packs_are_read_as_they_stand(data: st.DataObject) -> None:
    pack = pack_of(data.draw(generated.files()))

    assert read_otherwise(pack, data.draw(generated.sheets(pack))) == []


@pytest.mark.parametrize("part", [0, 1])
def test_conditions_of_the_pack_are_read_as_they_stand(part: int) -> None:
    for case in CASES[part::40]:
        answers = dict(list(case.answers.items())[: None if part else -9])

        assert read_otherwise(PACK, Answers(answers)) == [], case.id


def test_a_condition_is_made_ready_once_and_a_copy_anew() -> None:
    both = Condition(all_of=(T, O))

    assert both.holds is both.holds
    assert deepcopy(both) == both
    assert pickle.loads(pickle.dumps(both)).holds(GIVEN, {}) is None


@given(condition=CONDITIONS)
def test_the_words_name_everything_that_is_read(condition: Condition) -> None:
    words = in_words(condition)

    for leaf in leaves(condition):
        assert f"{leaf.question or leaf.fact} " in words


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (T, "true is yes"),
        (Condition(question="q", is_any_of=("a", "b")), "q is a or b"),
        (Condition(question="q", includes_any_of=("a", "b")), "q includes a or b"),
        (Condition(question="q", includes_all_of=("a", "b")), "q includes a and b"),
        (Condition(question="q", lacks_any_of=("a", "b")), "q lacks a or b"),
        (Condition(question="q", at_least=6), "q is at least 6"),
        (Condition(question="q", at_least=0), "q is at least 0"),
        (Condition(question="q", below=6), "q is below 6"),
        (Condition(fact="f", is_any_of=("a",)), "f is a"),
        (Condition(all_of=(T, F)), "true is yes and false is yes"),
        (
            Condition(any_of=(T, Condition(all_of=(F, O)))),
            "true is yes or (false is yes and open is yes)",
        ),
    ],
)
def test_a_condition_can_be_put_into_words(condition: Condition, words: str) -> None:
    assert in_words(condition) == words


def test_leaves_are_found_at_any_depth() -> None:
    nested = Condition(any_of=(T, Condition(all_of=(F, Condition(any_of=(O,))))))

    assert list(leaves(nested)) == [T, F, O]


@pytest.mark.parametrize(
    ("leaf", "expected"),
    [
        (Condition(question="q", is_any_of=("no", UNSURE)), True),
        (Condition(question="q", includes_any_of=("arm", UNSURE)), True),
        (Condition(question="q", is_any_of=("no",)), False),
        (Condition(question="q", at_least=6), False),
    ],
)
def test_a_leaf_says_whether_it_counts_unsure(leaf: Condition, expected: bool) -> None:
    assert names_unsure(leaf) is expected
