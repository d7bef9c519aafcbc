"""Shows how many records get another result under a newer version, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from massage_screen.comparison.asked import asked_otherwise
from massage_screen.comparison.ways import (
    INCOMPLETE,
    Way,
    Ways,
    caution_of,
    direction_of,
)
from massage_screen.pack import Pack
from massage_screen.presentation.console import Console
from massage_screen.presentation.page import Page
from massage_screen.presentation.words import identity_of, named_with_digest
from massage_screen.presentation.words import result_in_words as in_words

#: The name of the JSON form; within its major version keys are only added.
WAYS_SCHEMA = "massage-screen/ways/1"
_GROUPS = {
    "less cautious": "Less cautious",
    "more cautious": "More cautious",
    "as cautious": "As cautious, for another reason",
    INCOMPLETE: "Not complete under one of them",
}
#: So many rules are named of each way; JSON has all.
_SHOWN = 5


class Under(NamedTuple):
    """What became of the records under one version.

    Attributes:
        pack: The version.
        decided: How many were decided.
        rejected: How many were not, by the question, "" for none, and the reason.
        unasked: The questions without a column.
    """

    pack: Pack
    decided: int
    rejected: Mapping[tuple[str, str], int]
    unasked: tuple[str, ...]


class Counted(NamedTuple):
    """Records that were decided under two versions.

    Attributes:
        rows: How many there were.
        old: What became of them under the older version.
        new: What became of them under the newer one.
        ways: Those that both decided, by their results.
    """

    rows: int
    old: Under
    new: Under
    ways: Ways


def ways_as_json(found: Counted) -> dict[str, Any]:
    """Return what was counted in the form of `massage-screen/ways/1`."""
    old, new = found.old, found.new
    return {
        "schema": WAYS_SCHEMA,
        "old": identity_of(old.pack),
        "new": identity_of(new.pack),
        "rows": found.rows,
        "decided": {
            "old": old.decided,
            "new": new.decided,
            "both": found.ways.ways.total(),
        },
        "rejected": {"old": _rejected(old), "new": _rejected(new)},
        "without_column": {"old": list(old.unasked), "new": list(new.unasked)},
        "unchanged": found.ways.same,
        "ways": [_way_json(found.ways, way) for way in _ordered(found.ways)],
        "asked": msgspec.to_builtins(tuple(asked_otherwise(old.pack, new.pack))),
    }


def _rejected(side: Under) -> list[dict[str, Any]]:
    return [
        {"question": question, "reason": reason, "rows": count}
        for (question, reason), count in side.rejected.items()
    ]


def _way_json(ways: Ways, way: Way) -> dict[str, Any]:
    return {
        "direction": _direction(way),
        "old": way[0],
        "new": way[1],
        "rows": ways.ways[way],
        "rules": {
            "no_longer": dict(ways.no_longer[way]),
            "newly": dict(ways.newly[way]),
            "reworked": dict(ways.reworked[way]),
        },
    }


def _direction(way: Way) -> str:
    if INCOMPLETE in way:
        return INCOMPLETE
    return direction_of(*map(caution_of, way))


def _ordered(ways: Ways) -> list[Way]:
    """Return the ways that differ: less cautious first, then the most common."""
    order = list(_GROUPS)
    return sorted(ways.changed, key=lambda way: order.index(_direction(way)))


def show_ways(found: Counted, console: Console) -> None:
    """Show how many records get another result, what is less cautious first."""
    page, old, new, ways = Page(console), found.old.pack, found.new.pack, found.ways
    page.paragraph(
        f"From {named_with_digest(old)} to {named_with_digest(new)}", role="heading"
    )
    both = ways.ways.total()
    page.paragraph(
        f"{_records(found.rows)}. Decided before: {found.old.decided:,}, now:"
        f" {found.new.decided:,}, both times: {both:,}."
        f" With another result: {both - ways.same:,}."
    )
    for when, side in (("before", found.old), ("now", found.new)):
        _show_side(page, when, side)
    ordered = _ordered(ways)
    for direction, title in _GROUPS.items():
        group = [way for way in ordered if _direction(way) == direction]
        if group:
            page.heading(f"{title}: {_records(sum(ways.ways[way] for way in group))}")
        for number, way in enumerate(group, start=1):
            words = f"{in_words(way[0], old)} → {in_words(way[1], new)}"
            lead = f"{number}. "
            page.paragraph(f"{words}: {ways.ways[way]:,}", role="label", lead=lead)
            page.items(_rules(ways, way), lead="   - ")
    asked = list(asked_otherwise(old, new))
    if asked:
        page.heading("Asked otherwise")
        page.items(f"{each.id}: {each.what}" for each in asked)


def _records(count: int) -> str:
    return f"{count:,} {'record' if count == 1 else 'records'}"


def _show_side(page: Page, when: str, side: Under) -> None:
    if side.unasked:
        page.paragraph(
            f"Without a column {when}, so unanswered: {len(side.unasked)} of"
            f" {len(side.pack.questions)} questions."
        )
    if side.rejected:
        reasons = (
            f"{count:,} {reason}{f' ({question})' if question else ''}"
            for (question, reason), count in side.rejected.items()
        )
        page.paragraph(f"Not decided {when}: {', '.join(reasons)}.")


def _rules(ways: Ways, way: Way) -> Sequence[str]:
    """Return which rules make the way, each with how many records."""
    return [
        f"{what}: {_most(rules[way])}"
        for what, rules in (
            ("no longer hold", ways.no_longer),
            ("newly hold", ways.newly),
            ("ask for another result", ways.reworked),
        )
        if rules[way]
    ]


def _most(rules: Counter[str]) -> str:
    ordered = sorted(rules.items(), key=lambda item: (-item[1], item[0]))
    named = [f"{rule} {count:,}" for rule, count in ordered[:_SHOWN]]
    left = len(ordered) - len(named)
    return ", ".join([*named, f"and {left} more"] if left else named)
