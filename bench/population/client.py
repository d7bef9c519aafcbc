"""Draws a client by chance, and answers as that client would."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping

from bench.population.rates import Level
from massage_screen.answers import NONE, UNSURE, Value
from massage_screen.pack import Pack, Practice, Question
from massage_screen.pack.practice import Chance, Trait, label
from massage_screen.problems.practice import GATE, OTHER

Known = dict[str, set[str]]
#: For one answer: when each of its rates holds, and how high it is.
_Cases = tuple[tuple[tuple[tuple[str, frozenset[str]], ...], float], ...]


class Model:
    """The rates at chosen levels, ready to draw clients for one pack."""

    def __init__(
        self, rates: Practice, pack: Pack, levels: Mapping[str, Level] | None = None
    ) -> None:
        """Lay out the rates; `levels` names those not at their middle value."""
        self.pack = pack
        levels = levels or {}
        self.traits = {t.id: _cases(t, levels) for t in rates.trait}
        self.answered = {t.answers: t.id for t in rates.trait if t.answers}
        self.chances = {c.of: _cases(c, levels) for c in rates.chance}
        self.places = {name: n for n, name in enumerate(self._lots(rates))}

    def _lots(self, rates: Practice) -> Iterator[str]:
        """Name the lots that each client draws: always the same, in one order."""
        for trait in rates.trait:
            yield trait.id
        for chance in rates.chance:
            question = self.pack.questions.get(chance.of)
            if question and question.kind == "any_of":
                yield from (f"{chance.of}/{v}" for v in self.chances[chance.of])
            yield chance.of
        yield from (f"{question}/{UNSURE}?" for question in self.pack.questions)

    def client(self, seed: int, number: int) -> Client:
        """Return one client; the same seed and number draw the same lots."""
        chance = random.Random(f"{seed}/{number}").random
        return Client(self, [chance() for _ in self.places])


class Client:
    """One client: the lots drawn, the traits, and the answers given so far."""

    def __init__(self, model: Model, lots: list[float]) -> None:
        """Draw the traits."""
        self._model = model
        self.lots = lots
        self.known: Known = {}
        self.said: dict[str, Value] = {}
        for trait, cases in model.traits.items():
            self.known[trait] = {self._one(trait, cases) or ""}

    def trait(self, trait: str) -> str:
        """Return what this client is like."""
        return next(iter(self.known[trait]))

    def answer(self, question: Question) -> Value:
        """Return what this client answers; ask in the order of the pack."""
        told = self._told(question)
        unsure = self._is_unsure(question)
        if question.kind == "any_of":
            ticked = {*told, UNSURE} if unsure else told or {NONE}
            value: Value = tuple(word for word in question.words if word in ticked)
        elif unsure:
            told, value = {UNSURE}, UNSURE
        elif not told:
            value = question.mildest
            told = {str(value)}
        else:
            (word,) = told
            value = int(word) if question.kind == "number" else word
        self.known[question.id] = told
        self.said[question.id] = value
        return value

    def _told(self, question: Question) -> set[str]:
        if question.id in self._model.answered:
            return set(self.known[self._model.answered[question.id]])
        cases = self._model.chances.get(question.id, {})
        if question.kind == "any_of":
            return self._ticked(question, cases)
        sure = {v: c for v, c in cases.items() if v != UNSURE}
        word = self._one(question.id, sure) if sure else None
        return {word} if word else set()

    def _ticked(self, question: Question, cases: Mapping[str, _Cases]) -> set[str]:
        """Draw each line by itself; a line may hang on one drawn before it."""
        ticked = self.known[question.id] = set()
        for choice in question.choices if question.reassuring else ():
            if choice.id not in cases:
                ticked.add(choice.id)
        for value in cases:
            lot = self.lots[self._model.places[f"{question.id}/{value}"]]
            if value != UNSURE and lot < self._rate(cases[value]):
                ticked.add(value)
        return ticked

    def _is_unsure(self, question: Question) -> bool:
        own = self._model.chances.get(question.id, {}).get(UNSURE)
        general = self._model.chances[GATE if question.gate else OTHER][UNSURE]
        lot = self.lots[self._model.places[f"{question.id}/{UNSURE}?"]]
        return lot < self._rate(own or general)

    def _one(self, of: str, cases: Mapping[str, _Cases]) -> str | None:
        lot = self.lots[self._model.places[of]]
        for value, rates in cases.items():
            lot -= self._rate(rates)
            if lot < 0:
                return value
        return None

    def _rate(self, cases: _Cases) -> float:
        for when, rate in cases:
            if all(not self.known.get(of, _NOTHING).isdisjoint(v) for of, v in when):
                return rate
        return 0.0


_NOTHING: frozenset[str] = frozenset()


def _cases(group: Trait | Chance, levels: Mapping[str, Level]) -> dict[str, _Cases]:
    cases: dict[str, _Cases] = {}
    for rate in group.rates:
        when = tuple((of, frozenset(values)) for of, values in rate.when.items())
        level: float = getattr(rate, levels.get(label(group.of, rate), "middle"))
        for value in rate.values:
            cases[value] = (*cases.get(value, ()), (when, level))
    return cases
