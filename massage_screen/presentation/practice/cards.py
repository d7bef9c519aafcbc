"""Tells what a card means for today, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from massage_screen.pack import Disposition, Pack, Rule
from massage_screen.practice.cards import Card, CardAnswer
from massage_screen.practice.hold import HOLD, MASSAGE, HoldCard
from massage_screen.presentation.practice.attempt import called
from massage_screen.presentation.words import source_in_words


def answer_lines(card: Card, chosen: str, pack: Pack) -> Iterator[str]:
    """Go through what is told after a card: right or not, what to do, and why."""
    right = called(pack, card.right, card.timeframe)
    if chosen == card.right:
        yield f"Right: {right}."
    elif Disposition(chosen).rank < Disposition(card.right).rank:
        yield f"No, {chosen.upper()} is too mild: {right}."
    else:
        yield f"No, {chosen.upper()} is more than is needed: {right}."
    if card.rule not in pack.rules:
        yield "Why: no rule objects. An old sign that is explained is no alarm."
        return
    yield f"Why: {card.why}"
    yield from _sources(pack.rules[card.rule], pack)


def hold_lines(card: HoldCard, chosen: str, pack: Pack) -> Iterator[str]:
    """Go through what is told after a client in short: right or not, why, the cost.

    Args:
        card: The client.
        chosen: `massage` or `hold`.
        pack: The rules.
    """
    right = called(pack, card.right, card.timeframe)
    verdict = f"Right: {chosen}"
    if chosen != card.answer:
        verdict = f"No, {card.answer}: {_ERROR[chosen]}"
    yield f"{verdict}. The live screen says {right}."
    if card.looks_like:
        yield f"No warning, because: {card.looks_like}"
    if card.why:
        yield f"Why: {card.why}"
    if chosen != card.answer:
        yield from _cost(card.meant(chosen), pack)
    if card.rule in pack.rules:
        yield from _sources(pack.rules[card.rule], pack)


#: What a wrong answer to a client in short is.
_ERROR = {MASSAGE: "a danger was missed", HOLD: "held back needlessly"}


def _cost(chosen: str, pack: Pack) -> Iterator[str]:
    """Go through what a client loses by what was chosen; nothing for a massage."""
    for needless in pack.practice.needless:
        if needless.of == chosen:
            yield f"What it costs: {needless.costs}"


def _sources(rule: Rule, pack: Pack) -> Iterator[str]:
    sources = [pack.references[r] for r in rule.references if r in pack.references]
    if sources:
        yield f"Source: {'; '.join(source_in_words(source) for source in sources)}."
    elif rule.policy:
        yield f"Policy: {rule.policy}"


def run_lines(answers: Sequence[CardAnswer]) -> Iterator[str]:
    """Go through what a sitting came to, as counts."""
    well = sum(answer.well for answer in answers)
    under = sum(answer.under for answer in answers)
    over = sum(answer.over for answer in answers)
    yield f"Right: {well} of {len(answers)}."
    if under:
        yield f"Missed, too mild: {under}."
    if over:
        yield f"Held back needlessly, or too strict: {over}."
    if under or over:
        yield "These come back first."
