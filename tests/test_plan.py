"""The session plan: what the rules ask for of the whole session, merged."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from massage_screen.pack import SESSION_FIELDS, Restriction, Rule
from massage_screen.plan import Caps, Most, Plan, plan_session
from massage_screen.screened import plan_as_json


def rule(name: str, *asked: Restriction, **fields: Any) -> Rule:
    return Rule(id=name, found="F.", do="D.", restrict=asked, **fields)


def planned(*rules: Rule, caps: tuple[Caps, ...] = ()) -> Plan:
    return plan_session(rules, caps)


@pytest.mark.parametrize(
    "field", ["positions_avoid", "movements_avoid", "supports", "stop_on"]
)
def test_lists_add_up_and_each_item_names_every_rule_that_asks(field: str) -> None:
    one = rule("one", Restriction(**{field: ("a", "b")}))
    two = rule("two", Restriction(**{field: ("b",)}), Restriction(**{field: ("c",)}))

    asked = getattr(planned(one, two), field)

    assert asked == {"a": ("one",), "b": ("one", "two"), "c": ("two",)}


@pytest.mark.parametrize("field", ["minutes_at_most", "check_in_every"])
def test_the_shortest_time_wins_and_names_only_the_rules_that_ask_for_it(
    field: str,
) -> None:
    rules = (
        rule("long", Restriction(**{field: 45})),
        rule("short", Restriction(**{field: 20})),
        rule("none", Restriction(positions_avoid=("prone",))),
        rule("short_too", Restriction(**{field: 60}), Restriction(**{field: 20})),
    )

    for order in permutations(rules):
        most = getattr(planned(*order), field)
        assert most.value == 20
        assert set(most.rules) == {"short", "short_too"}


def test_the_most_urgent_rule_is_named_first_then_the_order_of_the_pack() -> None:
    floor = rule("floor", Restriction(stop_on=("x", "y")))
    first = rule("first", Restriction(stop_on=("y",)), disposition="restrict")
    second = rule("second", Restriction(stop_on=("z", "y")), disposition="restrict")

    plan = planned(floor, first, second)

    assert list(plan.stop_on.items()) == [
        ("y", ("first", "second", "floor")),
        ("z", ("second",)),
        ("x", ("floor",)),
    ]


def test_a_rule_that_names_an_item_twice_is_named_once() -> None:
    twice = rule("twice", Restriction(supports=("a",)), Restriction(supports=("a",)))

    assert planned(twice).supports == {"a": ("twice",)}


def test_the_cap_for_anywhere_is_the_strongest_that_a_region_takes() -> None:
    caps = ((("light", 2),), (("light", 2), ("gentle", 3)), (("gentle", 3),))

    assert planned(caps=caps).pressure_at_most == Most(3, ("light", "gentle"))
    assert planned(caps=caps[:2]).pressure_at_most == Most(2, ("light",))


@pytest.mark.parametrize("caps", [(), ((("light", 2),), ())])
def test_there_is_no_cap_for_anywhere_while_a_region_has_none(
    caps: tuple[Caps, ...],
) -> None:
    assert planned(caps=caps).pressure_at_most is None


def test_without_rules_nothing_is_planned() -> None:
    assert planned() == Plan()
    assert plan_as_json(Plan()) == {
        "pressure_at_most": None,
        "positions_avoid": [],
        "movements_avoid": [],
        "supports": [],
        "minutes_at_most": None,
        "check_in_every": None,
        "stop_on": [],
    }


def test_the_json_names_each_thing_and_who_asks() -> None:
    whole = Restriction(
        positions_avoid=("prone",),
        movements_avoid=("twisting",),
        supports=("pillow",),
        minutes_at_most=30,
        check_in_every=5,
        stop_on=("Legs jump.",),
    )

    plan = plan_as_json(planned(rule("one", whole), caps=((("one", 2),),)))

    assert plan == {
        "pressure_at_most": {"value": 2, "rules": ["one"]},
        "positions_avoid": [{"position": "prone", "rules": ["one"]}],
        "movements_avoid": [{"movement": "twisting", "rules": ["one"]}],
        "supports": [{"support": "pillow", "rules": ["one"]}],
        "minutes_at_most": {"value": 30, "rules": ["one"]},
        "check_in_every": {"value": 5, "rules": ["one"]},
        "stop_on": [{"text": "Legs jump.", "rules": ["one"]}],
    }


def test_every_part_of_a_plan_but_pressure_is_a_field_of_a_restriction() -> None:
    assert set(SESSION_FIELDS) == set(Plan.__struct_fields__) - {"pressure_at_most"}
