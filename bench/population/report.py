"""The tables: results, serious disease found and missed, rules, effects of rates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bench.population.calibration import Share
from bench.population.counts import (
    EMERGENCY,
    HELD_BACK,
    KIND,
    ORDINARY,
    RESULTS,
    SHOWN,
    Counts,
    interval,
    trait_values,
)
from bench.population.fitting import Fitted
from bench.population.sensitivity import Effect
from bench.population.tally import RESULT, Row
from bench.population.uncertainty import MIDDLE_SHARE, Spread
from massage_screen.decision import NOTHING_LEFT_TO_DO
from massage_screen.pack import Pack

#: Rules are shown down to the one that holds back so many of 10,000 alone.
_SHOWN_RULES = 40
_TEN = 10


def table(counts: Counts, ill: Counts, many: int, pack: Pack) -> Iterator[str]:
    """Go through the lines on first visits.

    Args:
        counts: What came of them.
        ill: What came of those with a serious disease, of many more.
        many: How many those were.
        pack: Whose rules decided.
    """
    yield "first visit"
    yield from _results(counts)
    yield ""
    yield from _traits(counts)
    yield ""
    yield from _serious(ill, many)
    yield ""
    yield from _ordinary(counts)
    yield ""
    yield from list(_rules(counts, pack))[: _SHOWN_RULES + 1]


def returning_table(counts: Counts) -> Iterator[str]:
    """Go through the lines on the same clients when they come back."""
    yield "returning, with what was asked for"
    yield from _results(counts)
    yield ""
    yield from _traits(counts)


def calibration_lines(shares: Iterable[Share]) -> Iterator[str]:
    """Go through the shares that must come out, each with its band."""
    yield f"{'share of the clients drawn':<58}{'is':>7}   band"
    for share in shares:
        band = f"{100 * share.low:g} to {100 * share.high:g} %"
        out = "" if share.is_in else "   OUT"
        yield f"{share.about:<58}{100 * share.share:>7.1f}   {band}{out}"


def tally_lines(found: Iterable[Fitted], rows: Iterable[Row]) -> Iterator[str]:
    """Go through what was counted, beside the model before and after it was moved."""
    yield f"{'counted in a practice':<44}{'clients':>9}{'%':>7}   95 %{'model':>17}"
    for row in rows:
        if row.question == RESULT:
            low, high = interval(row.clients, row.of)
            yield _tallied(row.answer.upper(), row, low, high)
    for each in found:
        low, high = each.interval
        model = " to ".join(_percent(share) for share in (each.before, each.after))
        near = each.after is not None and low <= each.after <= high
        what = f"{each.row.question}: {each.row.answer}"
        far = "" if near else "   NOT REACHED"
        yield f"{_tallied(what, each.row, low, high)}{model:>14}{far}"


def _tallied(what: str, row: Row, low: float, high: float) -> str:
    share = 100 * row.clients / row.of
    of = f"{row.clients}/{row.of}"
    return f"{what:<44}{of:>9}{share:>7.1f}   {100 * low:.1f} to {100 * high:.1f}"


def _percent(share: float | None) -> str:
    return "not asked" if share is None else f"{100 * share:.1f}"


def spread_lines(found: Iterable[Spread], draws: int) -> Iterator[str]:
    """Go through what moves how far when the families of rates move."""
    what = f"of 1,000 first visits, {draws} draws"
    yield f"{what:<40}{'lowest':>8}{'half':>7}{'most':>7}"
    yield from (
        f"{spread.what:<40}{spread.low:>8.0f}{spread.median:>7.0f}{spread.high:>7.0f}"
        for spread in found
    )
    yield f"the middle {MIDDLE_SHARE:.0%} of the draws"


def _results(counts: Counts) -> Iterator[str]:
    yield f"{'result':<32}{'clients':>9}{'share':>9}   95 % by the draw"
    for result in RESULTS:
        yield _line(result.upper(), counts.with_result(result), counts.clients)
    yield _line("held back (POSTPONE or worse)", counts.held_back(), counts.clients)
    unsure = 100 * counts.held_back_unsure / max(1, counts.held_back_interviewed)
    few = counts.interviewed < counts.clients
    of = f" (of the first {counts.interviewed:,})" if few else ""
    yield f'of those held back {unsure:.1f} % said "not sure" to something{of}'
    for name, per_1000 in (("held back", HELD_BACK), ("EMERGENCY", (EMERGENCY,))):
        kinds = trait_values(counts, KIND)
        row = ", ".join(f"{k} {counts.of_kind(k, *per_1000):.0f}" for k in kinds)
        yield f"{name} of 1,000 of each kind: {row}"
    average = counts.asked / max(1, counts.interviewed)
    yield f"questions asked on average until the result stood: {average:.1f}{of}"


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


def _serious(ill: Counts, many: int) -> Iterator[str]:
    names = "".join(f"{result:>11}" for result in RESULTS)
    yield f"with serious disease, of {many:,} drawn"
    yield f"{'':<16}{names}   missed, no sign told"
    for disease in ill.diseases():
        row = "".join(f"{ill.results[disease, result]:>11,}" for result in RESULTS)
        yield f"{disease:<16}{row}{ill.missed_silent[disease]:>12,}"
    yield f"missed of 10,000: {10_000 * ill.missed() / many:.2f}"


def _ordinary(counts: Counts) -> Iterator[str]:
    """Go through the rules that hold back most of those who are almost always well."""
    all_ = sum(
        n for (t, v, _), n in counts.traits.items() if t == KIND and v in ORDINARY
    )
    yield f"{'% of the well and the usual held back by':<60}{'%':>7}"
    for rule, count in counts.ordinary.most_common(_TEN):
        yield f"{rule:<60}{100 * count / max(1, all_):>7.2f}"


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
