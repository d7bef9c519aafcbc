"""Wrong restrictions: each lets more through than the right one.

What a restriction says in words is not changed: no case looks at words.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace

from massage_screen.pack import Restriction

_LISTS = {
    "regions": "region dropped",
    "parts": "part dropped",
    "techniques": "technique dropped",
}
_NARROWINGS = ("regions_named_in", "regions_not_named_in")


class Wrong(NamedTuple):
    """A wrong restriction: how it came about, and what it is; None: taken out."""

    kind: str
    what: str
    restriction: Restriction | None


def wrong_restrictions(asked: Restriction) -> Iterator[Wrong]:
    """Go through the restrictions that differ from this one in one place."""
    if asked.cell or asked.pressure_at_most or asked.positions_avoid:
        yield Wrong("restriction dropped", "", None)
    yield from _wrong_limits(asked)
    yield from _wrong_places(asked)


def _wrong_limits(asked: Restriction) -> Iterator[Wrong]:
    if asked.cell == "avoid":
        yield Wrong("avoid made modify", "", replace(asked, cell="modify"))
    if asked.cell == "modify":
        yield Wrong("modify made allow", "", replace(asked, cell=None))
    if asked.pressure_at_most is not None:
        more = asked.pressure_at_most + 1
        yield Wrong(
            "cap raised", f"to {more}", replace(asked, pressure_at_most=min(more, 5))
        )
    for position in asked.positions_avoid if len(asked.positions_avoid) > 1 else ():
        rest = tuple(p for p in asked.positions_avoid if p != position)
        yield Wrong("position dropped", position, replace(asked, positions_avoid=rest))


def _wrong_places(asked: Restriction) -> Iterator[Wrong]:
    for field, kind in _LISTS.items():
        values = getattr(asked, field)
        for value in values if len(values) > 1 else ():
            rest = tuple(v for v in values if v != value)
            yield Wrong(kind, value, replace(asked, **{field: rest}))
    if asked.with_neighbours:
        alone = replace(asked, with_neighbours=False)
        yield Wrong("neighbours dropped", "", alone)
    for field in _NARROWINGS:
        if listed := getattr(asked, field):
            somewhere = asked.parts or asked.regions
            wide = replace(asked, everywhere=not somewhere, **{field: ""})
            yield Wrong("narrowing dropped", listed, wide)
