"""The tables: results, serious disease found and missed, rules, effects of rates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bench.population.counts import (
    HELD_BACK,
    NONE_SERIOUS,
    RESULTS,
    SHOWN,
    Counts,
    interval,
    trait_values,
)
from bench.population.sensitivity import Effect
from massage_screen.decision import NOTHING_LEFT_TO_DO
from massage_screen.pack import Pack


def table(counts: Counts, pack: Pack) -> Iterator[str]:
    """Go through the lines of the whole report."""
    yield from _results(counts)
    yield ""
    yield from _traits(counts)
    yield ""
    yield from _serious(counts)
    yield ""
    yield from _rules(counts, pack)


def _results(counts: Counts) -> Iterator[str]:
    yield f"{'result':<32}{'clients':>9}{'share':>9}   95 % by the draw"
    for result in RESULTS:
        yield _line(result.upper(), counts.with_result(result), counts.clients)
    yield _line("held back (POSTPONE or worse)", counts.held_back(), counts.clients)
    unsure = 100 * counts.held_back_unsure / max(1, counts.held_back())
    yield f'of those held back {unsure:.1f} % said "not sure" to something'
    average = counts.asked / max(1, counts.clients)
    yield f"questions asked on average until the result stood: {average:.1f}"


def _line(name: str, count: int, of: int) -> str:
    low, high = interval(count, of)
    share = 100 * count / max(1, of)
    return (
        f"{name:<32}{count:>9,}{share:>7.1f} %   {100 * low:.1f} to {100 * high:.1f} %"
    )


def _traits(counts: Counts) -> Iterator[str]:
    names = "".join(f"{result:>11}" for result in RESULTS)
    yield f"{'% of the clients with':<25}{names}"
    for trait in SHOWN:
        for value in trait_values(counts, trait):
            row = [counts.traits[trait, value, result] for result in RESULTS]
            shares = "".join(f"{100 * n / max(1, sum(row)):>11.1f}" for n in row)
            yield f"{f'{trait}: {value}':<25}{shares}"


def _serious(counts: Counts) -> Iterator[str]:
    names = "".join(f"{result:>11}" for result in RESULTS)
    yield f"{'serious disease':<16}{names}   missed, no sign told"
    found = missed = 0
    for disease in counts.diseases():
        row = {result: counts.results[disease, result] for result in RESULTS}
        held = sum(row[result] for result in HELD_BACK)
        found, missed = found + held, missed + sum(row.values()) - held
        numbers = "".join(f"{n:>11,}" for n in row.values())
        yield f"{disease:<16}{numbers}{counts.missed_silent[disease]:>12,}"
    row_none = "".join(f"{counts.results[NONE_SERIOUS, r]:>11,}" for r in RESULTS)
    yield f"{'none':<16}{row_none}"
    yield f"held back with serious disease: {found:,}; missed: {missed:,}"
    if found:
        each = counts.held_back() / found
        yield f"held back for each one with serious disease: {each:.0f}"


def _rules(counts: Counts, pack: Pack) -> Iterator[str]:
    """Go through the rules that hold back, most clients without disease first."""
    yield f"{'% of all clients':<44}{'alone':>7}{'carried':>9}  serious of carried"
    share = 100 / max(1, counts.clients)
    for rule in counts.rules():
        if not _holds_back(rule, pack):
            continue
        ill, well = counts.carried[rule, True], counts.carried[rule, False]
        alone = counts.alone[rule, True] + counts.alone[rule, False]
        numbers = f"{share * alone:>7.2f}{share * (ill + well):>9.2f}"
        yield f"{rule:<44}{numbers}{ill:>7,} of {ill + well:,}"


def _holds_back(rule: str, pack: Pack) -> bool:
    if rule == NOTHING_LEFT_TO_DO:
        return True
    return not pack.rules[rule].ranks_as.hands_on


def effect_lines(effects: Iterable[Effect], most: int) -> Iterator[str]:
    """Go through the rates that move the share held back most, in points."""
    yield f"{'share held back, in points, when the rate is':<62}{'low':>7}{'high':>7}"
    for effect in list(effects)[:most]:
        name = effect.rate if len(effect.rate) <= 58 else f"{effect.rate[:57]}…"
        mark = "*" if effect.assumption else " "
        yield f"{mark} {name:<60}{100 * effect.low:>+7.2f}{100 * effect.high:>+7.2f}"
    yield "* an assumption"
