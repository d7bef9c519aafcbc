"""The rates of the model practice, which stand in `practice.toml` of a pack."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from massage_screen.catalogue import pack_folder
from massage_screen.library import load_for_practice
from massage_screen.pack import Pack, Practice


@cache  # tests and tries ask for the same rates many times
def load_rates(folder: Path | None = None) -> Practice:
    """Read the rates that come with a pack; of the shipped one, when none is named.

    Raises:
        PackError: The pack or its rates have problems.
    """
    return load_for_practice(folder or pack_folder()).practice


def not_modelled(rates: Practice, pack: Pack) -> Iterator[str]:
    """Go through the questions and choices without a rate: answered mildest."""
    answered = {trait.answers for trait in rates.trait}
    chances = {chance.of: chance for chance in rates.chance}
    for question in pack.questions.values():
        if question.id in answered or question.records_only:
            continue
        chance = chances.get(question.id)
        if chance is None:
            yield f"{question.id}: no rate; always answered mildest"
        elif question.takes.several:
            named = {value for rate in chance.rates for value in rate.values}
            for choice in question.choices:
                if choice.id not in named:
                    given = "always" if question.reassuring else "never"
                    yield f"{question.id}: no rate for {choice.id!r}; {given} ticked"
