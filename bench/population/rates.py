"""The rates of the model: their shape, and what is wrong with them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

import msgspec

from massage_screen.answers import UNSURE
from massage_screen.pack import Pack, Question, Reference

FILE = Path(__file__).with_name("rates.toml")
#: The chances that hold for every question that names none of its own.
GATE, OTHER = "any gate question", "any other question"

Level = Literal["low", "middle", "high"]


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of the file: frozen, and with no key that we do not know."""


class Rate(_Table, frozen=True, kw_only=True, rename={"value": "is"}):
    """How often an answer is given: three values from 0 to 1, and why these."""

    value: str | tuple[str, ...]
    when: Mapping[str, tuple[str, ...]] = {}
    low: float
    middle: float
    high: float
    source: str = ""
    assumption: bool = False
    because: str

    @property
    def values(self) -> tuple[str, ...]:
        """Return the answers that each have this rate."""
        return (self.value,) if isinstance(self.value, str) else self.value


class Chance(_Table, frozen=True, kw_only=True):
    """The rates of the answers to one question; the first that fits is used."""

    of: str
    rates: tuple[Rate, ...]


class Trait(_Table, frozen=True, kw_only=True):
    """What a client is like, drawn before anything is asked.

    Its first rates win, the last takes the rest. `answers` names the question that
    it answers.
    """

    id: str
    about: str
    answers: str = ""
    rates: tuple[Rate, ...]

    @property
    def of(self) -> str:
        """Return what the rates are of, as for a chance."""
        return self.id


class Rates(_Table, frozen=True, kw_only=True):
    """The whole file."""

    source: tuple[Reference, ...]
    trait: tuple[Trait, ...]
    chance: tuple[Chance, ...]

    def groups(self) -> tuple[Trait | Chance, ...]:
        """Return traits and chances, in the order of the file."""
        return (*self.trait, *self.chance)

    def labelled(self) -> Iterator[tuple[str, Rate]]:
        """Go through all rates, each with a name of its own."""
        for group in self.groups():
            for rate in group.rates:
                yield label(group.of, rate), rate


def label(of: str, rate: Rate) -> str:
    """Name a rate by what it sets and when."""
    first, *others = rate.values
    name = f"{of}: {first}{f' and {len(others)} more' if others else ''}"
    when = ", ".join(f"{of} {'/'.join(is_)}" for of, is_ in rate.when.items())
    return f"{name} ({when})" if when else name


def load_rates(file: Path = FILE) -> Rates:
    """Read the rates.

    Raises:
        msgspec.ValidationError: A table has a key too many, too few or of another
            kind; the message names the place.
    """
    return msgspec.convert(tomllib.loads(file.read_text("utf-8")), Rates)


def not_modelled(rates: Rates, pack: Pack) -> Iterator[str]:
    """Go through the questions and choices without a rate: answered mildest."""
    answered = {trait.answers for trait in rates.trait}
    chances = {chance.of: chance for chance in rates.chance}
    for question in pack.questions.values():
        if question.id in answered:
            continue
        chance = chances.get(question.id)
        if chance is None:
            yield f"{question.id}: no rate; always answered mildest"
        elif question.kind == "any_of":
            named = {value for rate in chance.rates for value in rate.values}
            for choice in question.choices:
                if choice.id not in named:
                    given = "always" if question.reassuring else "never"
                    yield f"{question.id}: no rate for {choice.id!r}; {given} ticked"


def problems(rates: Rates, pack: Pack) -> Iterator[str]:
    """Go through what makes the rates wrong for a pack, in words."""
    known = {**{s.id: s for s in rates.source}, **pack.references}
    traits = {trait.id: trait for trait in rates.trait}
    for group in rates.groups():
        for rate in group.rates:
            name = label(group.of, rate)
            yield from (f"{name}: {problem}" for problem in _numbers(rate))
            yield from (f"{name}: {problem}" for problem in _origin(rate, known))
            for of, values in rate.when.items():
                yield from (
                    f"{name}: {what}" for what in _unknown(of, values, traits, pack)
                )
    for chance in rates.chance:
        if chance.of not in (GATE, OTHER):
            named = tuple(v for rate in chance.rates for v in rate.values)
            yield from _unknown(chance.of, named, {}, pack)


def _numbers(rate: Rate) -> Iterator[str]:
    if not 0 <= rate.low <= rate.middle <= rate.high <= 1:
        yield "low, middle and high must rise, from 0 to 1"


def _origin(rate: Rate, known: Mapping[str, object]) -> Iterator[str]:
    if rate.assumption == bool(rate.source):
        yield "name a source or mark it as an assumption, not both"
    if rate.source and rate.source not in known:
        yield f"there is no source {rate.source!r}"
    if not rate.because:
        yield "say why"


def _unknown(
    of: str, values: tuple[str, ...], traits: Mapping[str, Trait], pack: Pack
) -> Iterator[str]:
    if of in traits:
        words = {value for rate in traits[of].rates for value in rate.values}
    elif of in pack.questions:
        words = answers_to(pack.questions[of])
    else:
        yield f"there is no question {of!r}"
        return
    yield from (f"{of} has no answer {v!r}" for v in values if v not in words)


def answers_to(question: Question) -> set[str]:
    """Return what a rate may name as an answer; of a number, where its bands begin."""
    if question.kind == "number":
        return {UNSURE, *map(str, question.bands)}
    return set(question.words)
