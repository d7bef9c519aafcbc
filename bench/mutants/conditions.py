"""Wrong conditions: a value or a part less, another operator, another threshold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from zlib import crc32

from msgspec.structs import replace

from massage_screen.answers import is_doubt, line_of
from massage_screen.condition import TESTS_OF_LINES, Condition, in_words

_LISTS = ("is_any_of", *TESTS_OF_LINES)
#: What a test of a list is taken for.
_OTHER = {
    "includes_any_of": "includes_all_of",
    "includes_all_of": "includes_any_of",
    "lacks_any_of": "includes_any_of",
}
_GROUPS = ("all_of", "any_of")


class Wrong(NamedTuple):
    """A wrong condition: how it came about, and what it is."""

    kind: str
    what: str
    condition: Condition


def wrong_conditions(condition: Condition) -> Iterator[Wrong]:
    """Go through the conditions that differ from this one in one place."""
    for group in _GROUPS:
        if (parts := getattr(condition, group)) is not None:
            yield from _wrong_groups(condition, group, parts)
            return
    yield from _wrong_lists(condition)
    yield from _wrong_thresholds(condition)


def _wrong_lists(leaf: Condition) -> Iterator[Wrong]:
    subject = leaf.question or leaf.fact or leaf.known
    for test in _LISTS:
        values = getattr(leaf, test) or ()
        if len(values) < 2:
            continue
        for value in _to_drop(values):
            less = replace(leaf, **{test: tuple(v for v in values if v != value)})
            kind = "unsure dropped" if value == "unsure" else "value dropped"
            yield Wrong(kind, f"{value} of {subject}", less)
        if other := _OTHER.get(test):
            flipped = replace(leaf, **{test: None, other: values})
            yield Wrong("any and all swapped", in_words(flipped), flipped)


def _to_drop(values: tuple[str, ...]) -> Iterator[str]:
    """Go through the values to leave out in turn; of doubts that count alone, one.

    The doubt of a line that is named is named with it.
    """
    yield from (value for value in values if not is_doubt(value))
    alone = [v for v in values if is_doubt(v) and line_of(v) not in values]
    if alone:
        yield alone[crc32(" ".join(values).encode()) % len(alone)]


def _wrong_thresholds(leaf: Condition) -> Iterator[Wrong]:
    for test in ("at_least", "below"):
        if (edge := getattr(leaf, test)) is None:
            continue
        for moved in (edge - 1, edge + 1):
            new = replace(leaf, **{test: moved})
            yield Wrong("threshold moved", in_words(new), new)


def _wrong_groups(
    condition: Condition, group: str, parts: tuple[Condition, ...]
) -> Iterator[Wrong]:
    if len(parts) > 1:
        for place, part in enumerate(parts):
            rest = (*parts[:place], *parts[place + 1 :])
            less = rest[0] if len(rest) == 1 else replace(condition, **{group: rest})
            yield Wrong(f"part of {group} dropped", in_words(part), less)
        other = _GROUPS[1 - _GROUPS.index(group)]
        flipped = replace(condition, **{group: None, other: parts})
        what = f"{other} for {group}: {in_words(flipped)}"
        yield Wrong("any_of and all_of swapped", what, flipped)
    for place, part in enumerate(parts):
        for wrong in wrong_conditions(part):
            changed = (*parts[:place], wrong.condition, *parts[place + 1 :])
            yield wrong._replace(condition=replace(condition, **{group: changed}))
