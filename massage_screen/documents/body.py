"""The outline of a body, front and back, in pieces that stand for regions.

Drawn for this program from straight lines. A region without a piece stands only in
the table beside the map; a piece without a region is no part of the screen.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from massage_screen.documents.document import Area

#: What the map is drawn on, in units of its own.
WIDTH, HEIGHT = 228, 292
_FRONT, _BACK = 54, 174
_Points = tuple[tuple[int, int], ...]


class Piece(msgspec.Struct, frozen=True):
    """One closed shape, with its mark and the place of the letter."""

    points: str
    mark: str
    x: float
    y: float


_HEAD: _Points = (
    (-6, 2), (6, 2), (12, 10), (12, 24), (7, 33), (-7, 33), (-12, 24), (-12, 10),
)  # fmt: skip
_NECK: _Points = ((-6, 34), (6, 34), (7, 46), (-7, 46))
_SHOULDER: _Points = ((8, 46), (30, 52), (36, 62), (24, 66), (8, 59))
_ARM: _Points = (
    (37, 63), (42, 84), (46, 118), (50, 136), (48, 150), (42, 150), (40, 138),
    (34, 118), (27, 88), (25, 67),
)  # fmt: skip
_LEG: _Points = ((2, 160), (25, 160), (22, 212), (17, 258), (6, 258), (4, 212))
_FOOT: _Points = ((6, 259), (17, 259), (21, 276), (4, 276))
_CHEST: _Points = (
    (-23, 67), (-8, 60), (-8, 47), (8, 47), (8, 60), (23, 67), (23, 100), (-23, 100),
)  # fmt: skip
_BELLY: _Points = ((-23, 101), (23, 101), (22, 139), (-22, 139))
_GROIN: _Points = ((-7, 140), (7, 140), (7, 159), (-7, 159))
_HIP: _Points = ((8, 140), (22, 140), (25, 159), (8, 159))
_UPPER_BACK: _Points = (
    (-23, 67), (-8, 60), (-8, 47), (8, 47), (8, 60), (23, 67), (24, 86), (-24, 86),
)  # fmt: skip
_MIDDLE_BACK: _Points = ((-24, 87), (24, 87), (23, 112), (-23, 112))
_LOW_BACK: _Points = ((-23, 113), (23, 113), (22, 134), (-22, 134))
_SACRUM: _Points = ((-7, 135), (7, 135), (3, 152), (-3, 152))
_BUTTOCK: _Points = ((8, 135), (22, 135), (25, 159), (3, 159), (5, 150))

#: Region, or none; the middle of the figure; the shape; whether it is drawn twice.
_PIECES: tuple[tuple[str, int, _Points, bool], ...] = (
    ("head_face", _FRONT, _HEAD, False),
    ("anterior_neck", _FRONT, _NECK, False),
    ("shoulders", _FRONT, _SHOULDER, True),
    ("arms_hands", _FRONT, _ARM, True),
    ("", _FRONT, _CHEST, False),
    ("abdomen", _FRONT, _BELLY, False),
    ("", _FRONT, _GROIN, False),
    ("gluteal_hip", _FRONT, _HIP, True),
    ("thighs_legs", _FRONT, _LEG, True),
    ("feet", _FRONT, _FOOT, True),
    ("head_face", _BACK, _HEAD, False),
    ("posterior_neck", _BACK, _NECK, False),
    ("shoulders", _BACK, _SHOULDER, True),
    ("arms_hands", _BACK, _ARM, True),
    ("upper_thoracic", _BACK, _UPPER_BACK, False),
    ("mid_lower_thoracic", _BACK, _MIDDLE_BACK, False),
    ("lumbar", _BACK, _LOW_BACK, False),
    ("sacrum", _BACK, _SACRUM, False),
    ("gluteal_hip", _BACK, _BUTTOCK, True),
    ("thighs_legs", _BACK, _LEG, True),
    ("feet", _BACK, _FOOT, True),
)


def pieces_of(areas: tuple[Area, ...]) -> Iterator[Piece]:
    """Go through the pieces of the map with the marks of their regions."""
    marks = {area.id: area.mark for area in areas}
    for region, middle, shape, twice in _PIECES:
        for side in (1, -1) if twice else (1,):
            points = [(middle + side * x, y) for x, y in shape]
            yield Piece(
                " ".join(f"{x},{y}" for x, y in points),
                marks.get(region, ""),
                sum(x for x, _ in points) / len(points),
                sum(y for _, y in points) / len(points),
            )
