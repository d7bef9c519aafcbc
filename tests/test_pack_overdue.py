"""Review dates: of the pack, and of rules that must be read again earlier."""

from __future__ import annotations

from msgspec.structs import replace

from massage_screen.catalogue import load_pack
from massage_screen.pack import Pack
from massage_screen.pack.overdue import overdue, review_date, warning
from tests.conftest import TINY

PACK = load_pack(TINY)


def with_date(rule_id: str, day: str) -> Pack:
    """Return the toy pack with a rule that has a review date of its own."""
    concerns = tuple(
        replace(
            concern,
            rule=tuple(
                replace(rule, review_by=day) if rule.id == rule_id else rule
                for rule in concern.rule
            ),
        )
        for concern in PACK.concerns
    )
    return Pack(
        about=PACK.about,
        concerns=concerns,
        references=PACK.references,
        digest=PACK.digest,
    )


def test_a_rule_without_a_day_has_that_of_its_pack() -> None:
    assert {review_date(rule, PACK) for rule in PACK.rules.values()} == {
        PACK.about.review_by
    }


def test_a_rule_is_never_due_later_than_its_pack() -> None:
    pack = with_date("urine_stuck", "2999-01-01")

    assert review_date(pack.rules["urine_stuck"], pack) == pack.about.review_by


def test_a_day_passes_when_the_next_one_begins() -> None:
    pack = with_date("urine_stuck", "2020-05-01")

    assert overdue(pack, "2020-05-01") == ()
    assert overdue(pack, "2020-05-02") == ("urine_stuck",)


def test_the_warning_names_the_rules_or_the_whole_pack() -> None:
    pack = with_date("urine_stuck", "2020-05-01")

    assert warning(PACK, "2020-05-02") == ""
    assert warning(pack, "2020-05-02") == (
        "1 rule of this pack was due for review: urine_stuck. They may be out of date."
    )
    assert warning(pack, "2999-01-01").startswith("This pack was due for review by")
