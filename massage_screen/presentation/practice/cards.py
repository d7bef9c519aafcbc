"""Tells what a card means for today, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from massage_screen.pack import Disposition, Pack
from massage_screen.practice.cards import Card, CardAnswer
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
    rule = pack.rules.get(card.rule)
    if rule is None:
        yield "Why: no rule objects. An old sign that is explained is no alarm."
        return
    yield f"Why: {card.why}"
    sources = [pack.references[r] for r in rule.references if r in pack.references]
    if sources:
        yield f"Source: {'; '.join(source_in_words(source) for source in sources)}."
    elif rule.policy:
        yield f"Policy: {rule.policy}"


def run_lines(answers: Sequence[CardAnswer]) -> Iterator[str]:
    """Go through what a sitting came to, as counts."""
    well = sum(answer.well for answer in answers)
    under = sum(answer.under for answer in answers)
    yield f"Right: {well} of {len(answers)}."
    if under:
        yield f"Too mild: {under}. These come back first."
