"""Asks a student for a plan: what stays closed where, how strong, in which position."""

from __future__ import annotations

from collections.abc import Sequence

from massage_screen.pack import Disposition, Pack
from massage_screen.practice.attempt import PlanChoice
from massage_screen.practice.examiner import Examiner
from massage_screen.practice.reference import Cells, always_closed

Options = Sequence[tuple[str, str]]


def choose_plan(pack: Pack, examiner: Examiner, disposition: str) -> PlanChoice:
    """Have the student choose a plan; what no client gets is not asked about."""
    if disposition == Disposition.PROCEED.value and not _limits(examiner):
        return _without_limits(pack)
    closed = _closed(pack, examiner)
    pressure = _pressure(pack, examiner, _open_regions(pack, closed))
    positions = examiner.tick(
        "Which positions do you leave out?",
        [(position.id, position.text) for position in pack.about.position],
    )
    return PlanChoice(closed=closed, pressure=pressure, positions=positions)


def _limits(examiner: Examiner) -> bool:
    options = [("no", "No, nothing"), ("yes", "Yes")]
    return examiner.choose("Do you leave out or limit anything?", options) == "yes"


def _without_limits(pack: Pack) -> PlanChoice:
    most = len(pack.about.pressure_words)
    regions = (region for region, _ in _open_regions(pack, {}))
    return PlanChoice(closed={}, pressure=dict.fromkeys(regions, most), positions=())


def _closed(pack: Pack, examiner: Examiner) -> Cells:
    regions = [(region.id, region.text) for region in pack.about.region]
    techniques = _techniques(pack)
    whole = examiner.tick("Which regions do you leave out altogether?", regions)
    nowhere = examiner.tick("Which techniques do you use nowhere?", techniques)
    rest = [option for option in regions if option[0] not in whole]
    left = [option for option in techniques if option[0] not in nowhere]
    single = examiner.tick("Where do you leave out more techniques?", rest)
    names = dict(regions)
    out = dict.fromkeys(whole, tuple(pack.techniques))
    for region in single:
        out[region] = examiner.tick(f"{names[region]}: what do you leave out?", left)
    return _cells(pack, {r: {*nowhere, *out.get(r, ())} for r in names})


def _cells(pack: Pack, chosen: dict[str, set[str]]) -> Cells:
    floor = always_closed(pack)
    rows = {
        region: tuple(
            technique
            for technique in pack.techniques
            if technique in techniques and (region, technique) not in floor
        )
        for region, techniques in chosen.items()
    }
    return {region: row for region, row in rows.items() if row}


def _techniques(pack: Pack) -> Options:
    """Return the techniques that some client may get somewhere."""
    floor = always_closed(pack)
    return [
        (technique.id, technique.text)
        for technique in pack.about.technique
        if any((region, technique.id) not in floor for region in pack.regions)
    ]


def _open_regions(pack: Pack, closed: Cells) -> Options:
    floor = always_closed(pack)
    return [
        (region.id, region.text)
        for region in pack.about.region
        if any(
            technique not in closed.get(region.id, ())
            and (region.id, technique) not in floor
            for technique in pack.techniques
        )
    ]


def _pressure(pack: Pack, examiner: Examiner, regions: Options) -> dict[str, int]:
    """Ask for the strongest level, and for the regions that take less."""
    if not regions:
        return {}
    words = enumerate(pack.about.pressure_words, 1)
    levels = [(str(level), text) for level, text in words]
    most = int(examiner.choose("The strongest pressure anywhere?", levels))
    pressure = dict.fromkeys((region for region, _ in regions), most)
    if most == 1:
        return pressure
    lighter = examiner.tick("Where is it lighter?", regions)
    if lighter:
        less = examiner.choose("The strongest pressure there?", levels[: most - 1])
        pressure |= dict.fromkeys(lighter, int(less))
    return pressure
