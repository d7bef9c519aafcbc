"""Wrong restrictions: each lets more through than the right one.

What a restriction says in words is not changed: no case looks at words. A table of
what a cap closes is also made to close more.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace

from massage_screen.pack import (
    SESSION_LISTS,
    SESSION_MINUTES,
    STRONGEST,
    PressureCloses,
    Restriction,
)

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
    if _limits(asked):
        yield Wrong("restriction dropped", "", None)
    yield from _wrong_limits(asked)
    yield from _wrong_places(asked)
    yield from _wrong_session(asked)


class WrongClosing(NamedTuple):
    """A wrong table of what a cap closes, as `Wrong` is of a restriction."""

    kind: str
    what: str
    closing: PressureCloses | None


def wrong_closings(closing: PressureCloses) -> Iterator[WrongClosing]:
    """Go through the tables that differ from this one in one place."""
    yield WrongClosing("closing cap dropped", "", None)
    for cap in (closing.at_most - 1, closing.at_most + 1):
        if 1 <= cap <= STRONGEST:
            moved = replace(closing, at_most=cap)
            yield WrongClosing("closing cap moved", f"to {cap}", moved)
    names = closing.techniques
    for name in names if len(names) > 1 else ():
        rest = tuple(each for each in names if each != name)
        less = replace(closing, techniques=rest)
        yield WrongClosing("technique dropped", name, less)


def _limits(asked: Restriction) -> bool:
    """Say whether a restriction asks for more than words."""
    return bool(asked.cell or asked.pressure_at_most or asked.plans)


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


def _wrong_session(asked: Restriction) -> Iterator[Wrong]:
    for field in SESSION_LISTS:
        kind = f"one of {field} dropped"
        for item in getattr(asked, field):
            rest = tuple(each for each in getattr(asked, field) if each != item)
            less = replace(asked, **{field: rest})
            if _limits(less):  # else the restriction is dropped, which is tried
                yield Wrong(kind, item, less)
    for field in SESSION_MINUTES:
        if minutes := getattr(asked, field):
            more = replace(asked, **{field: minutes + 1})
            yield Wrong(f"{field} raised", f"to {minutes + 1}", more)


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
