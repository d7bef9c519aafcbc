"""Shows what would lift the limits of a massage, and which."""

from __future__ import annotations

from collections.abc import Iterable

from massage_screen.explanation.changed import Changed
from massage_screen.explanation.opens import Opening
from massage_screen.glance import regions_in_words
from massage_screen.pack import STRONGEST, Cell, Pack
from massage_screen.presentation.page import Page
from massage_screen.presentation.words import pressure_in_words
from massage_screen.screened import Screened

#: How many ways are told in one line each.
_LINES = 3
#: How many sentences of what must happen a line names.
_SENTENCES = 3


def show_openings(page: Page, client: Screened) -> None:
    """Show what would lift which limits, with all that must be so."""
    for opening in client.opens:
        says = [changed.says for changed in opening.changes if changed.says]
        so = "this is so" if len(says) == 1 else "all of this is so"
        page.paragraph(f"More opens once {so}:")
        page.items(says, lead="  - ")
        page.paragraph("Then possible, within the limits that stay:")
        page.items(_in_full(opening, client.pack), lead="  - ")


def openings_in_words(client: Screened) -> tuple[str, ...]:
    """Return what would lift limits, a sentence for each way, at most three."""
    return tuple(_in_short(each, client) for each in client.opens[:_LINES])


def once_in_words(changes: Iterable[Changed], pack: Pack) -> tuple[str, bool]:
    """Return what must happen, as short as the pack has it.

    With it comes whether that is a thing, as "a note that names the areas", and not
    sentences. What is asked only after another change of its kind says that one too.
    """
    told = [changed for changed in changes if changed.says]
    things = [changed for changed in told if changed.step.short]
    bare = [changed for changed in told if not changed.step.short]
    if things and all(_goes_with(each, things, pack) for each in bare):
        last = [
            each
            for each in things
            if not any(_says_too(other, each, pack) for other in things)
        ]
        return _listed([each.step.short for each in last]), True
    says = [changed.says for changed in told[:_SENTENCES]]
    more = [f"({len(told) - _SENTENCES} more)"] if told[_SENTENCES:] else []
    return " ".join(says + more), False


def _says_too(changed: Changed, other: Changed, pack: Pack) -> bool:
    """Say whether one is asked only after another, and not now: a doctor's note."""
    question = pack.questions[changed.question]
    opened = pack.questions_in(question.when) if question.when else frozenset[str]()
    after = question.read_by_lines | opened
    same = changed.step.by == other.step.by
    return same and changed.before is None and other.question in after


def _goes_with(changed: Changed, things: Iterable[Changed], pack: Pack) -> bool:
    """Say whether it is asked anyway by whoever asks for one of the things."""
    return changed.before is None and any(
        changed.step.by == each.step.by
        and changed.question in {step.id for step in pack.hanging_on(each.question)}
        for each in things
    )


def _in_short(opening: Opening, client: Screened) -> str:
    once, thing = once_in_words(opening.changes, client.pack)
    what = _lifted(opening, client)
    if thing:
        return f"{_capital(once)} would {what}."
    return f"It would {what}, once this is so: {once}"


def _lifted(opening: Opening, client: Screened) -> str:
    """Say what opens, then how much more is possible elsewhere."""
    grid, pack = client.decision.grid, client.pack
    places = [r for r in pack.regions if r in {*opening.techniques, *opening.pressure}]
    closed = [r for r in places if set(grid[r].values()) == {Cell.AVOID}]
    more = [region for region in places if region not in closed]
    if not closed:
        return f"allow more in: {regions_in_words(places, pack)}"
    caps = {opening.pressure[region] for region in closed}
    opened = f"open: {regions_in_words(closed, pack)}{_up_to(caps)}"
    return f"{opened}; and allow more in {_others(len(more))}" if more else opened


def _up_to(caps: set[int]) -> str:
    """Say how strongly regions may be worked on that have these caps."""
    low = " or ".join(str(cap) for cap in sorted(caps - {STRONGEST}))
    if not low:
        return ""
    some = "some only " if STRONGEST in caps else ""
    return f" ({some}up to {low} of {STRONGEST})"


def _others(count: int) -> str:
    return "1 other region" if count == 1 else f"{count} other regions"


def _in_full(opening: Opening, pack: Pack) -> list[str]:
    """Say what opens, regions that are alike together."""
    alike: dict[tuple[tuple[str, ...], int | None], list[str]] = {}
    for region in pack.regions:
        techniques = opening.techniques.get(region, ())
        cap = opening.pressure.get(region)
        if techniques or cap is not None:
            alike.setdefault((techniques, cap), []).append(pack.regions[region].text)
    return [
        f"{'; '.join(regions)}: {'; '.join(_what(techniques, cap, pack))}"
        for (techniques, cap), regions in alike.items()
    ]


def _what(techniques: tuple[str, ...], cap: int | None, pack: Pack) -> list[str]:
    names = [pack.techniques[technique].text for technique in techniques]
    said = [", ".join(names)] if names else []
    if cap == STRONGEST:
        return [*said, "no cap on pressure"]
    return said + ([f"pressure at most {pressure_in_words(cap, pack)}"] if cap else [])


def _listed(parts: list[str]) -> str:
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
