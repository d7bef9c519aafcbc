"""Draws a client by chance, and answers as that client would."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Set

from massage_screen.answers import NONE, UNSURE, Value
from massage_screen.pack import Pack, Practice, Question
from massage_screen.pack.practice import MIDDLE, Chance, Clustering, Rate, Trait, label
from massage_screen.problems.practice import GATE, OTHER

#: The trait that is a serious disease, and its value where there is none.
SERIOUS, NONE_SERIOUS = "serious", "none"
Known = dict[str, set[str]]
#: For one answer: when each of its rates holds, and how high it is.
_Cases = tuple[tuple[tuple[tuple[str, frozenset[str]], ...], float], ...]
#: The answers to one question: each with the place of its lot, and its rates.
_Told = tuple[tuple[str, int, _Cases], ...]


class Model:
    """The rates at chosen levels, ready to draw clients for one pack."""

    def __init__(
        self,
        rates: Practice,
        pack: Pack,
        levels: Mapping[str, float] | None = None,
        sure: Mapping[str, str] | None = None,
        beside: Model | None = None,
    ) -> None:
        """Lay out the rates.

        Args:
            rates: What clients are like.
            pack: What they are asked.
            levels: By name of a rate its level, from 0 to 1; others are in the middle.
            sure: Traits that every client has.
            beside: A model of the same clients, with another pack; what both draw
                has the same lot.
        """
        self.pack = pack
        self.sure = sure or {}
        lay_out = _LayOut(rates, levels or {})
        self.traits = {t.id: lay_out.cases(t) for t in rates.trait}
        self.answered = {t.answers: t.id for t in rates.trait if t.answers}
        self.chances = {c.of: lay_out.cases(c) for c in rates.chance}
        self.order = {name: n for n, name in enumerate(pack.questions)}
        names = dict.fromkeys([*(beside.places if beside else ()), *self._lots(rates)])
        self.places = {name: n for n, name in enumerate(names)}
        self.told = {name: self._told(question) for name, question in self._asked()}
        self.doubts = {name: self._doubt(q) for name, q in pack.questions.items()}

    def _lots(self, rates: Practice) -> Iterator[str]:
        """Name the lots that each client draws: always the same, in one order."""
        for trait in rates.trait:
            yield trait.id
        for chance in rates.chance:
            question = self.pack.questions.get(chance.of)
            if question and question.kind == "any_of":
                words = self.chances[chance.of]
                yield from (_lot_of_a_line(question, word) for word in words)
            yield chance.of
        yield from (f"{question}/{UNSURE}?" for question in self.pack.questions)

    def _asked(self) -> Iterator[tuple[str, Question]]:
        """Go through the questions whose answers are drawn."""
        for name, question in self.pack.questions.items():
            if name not in self.answered:
                yield name, question

    def _told(self, question: Question) -> _Told:
        """Return the lot of each answer to a question, and its rates."""
        cases = self.chances.get(question.id, {})
        sure = ((value, rates) for value, rates in cases.items() if value != UNSURE)
        if question.kind != "any_of":
            return tuple((value, 0, rates) for value, rates in sure)
        lots = ((_lot_of_a_line(question, value), value, r) for value, r in sure)
        return tuple((value, self.places[lot], rates) for lot, value, rates in lots)

    def _doubt(self, question: Question) -> tuple[int, _Cases]:
        """Return the lot of "not sure" of a question, and its rates."""
        own = self.chances.get(question.id, {}).get(UNSURE)
        general = self.chances[GATE if question.gate else OTHER][UNSURE]
        return self.places[f"{question.id}/{UNSURE}?"], own or general

    def client(self, seed: int, number: int) -> Client:
        """Return one client; the same seed and number draw the same lots."""
        chance = random.Random(f"{seed}/{number}").random
        return Client(self, [chance() for _ in self.places])


class Client:
    """One client: the lots drawn, the traits, and the answers given so far.

    What a client has to say is drawn once. An answer may hang on one that is asked
    later: that there is an illness, on which one it is.
    """

    def __init__(self, model: Model, lots: list[float]) -> None:
        """Draw the traits."""
        self._model = model
        self.lots = lots
        self.known: Known = {}
        self._drawn: Known = {}
        self._asked = 0
        self.said: dict[str, Value] = {}
        for trait, cases in model.traits.items():
            drawn = self._one(trait, cases) or ""
            self.known[trait] = {model.sure.get(trait, drawn)}

    @property
    def is_ill(self) -> bool:
        """Say whether this client has a serious disease in the model."""
        return self.trait(SERIOUS) != NONE_SERIOUS

    def trait(self, trait: str) -> str:
        """Return what this client is like."""
        return next(iter(self.known[trait]))

    def answer(self, question: Question) -> Value:
        """Return what this client answers, of the lines that are offered.

        Ask in the order of the pack.
        """
        self._asked = self._model.order[question.id]
        told = self._told(question.id)
        if not question.takes.counts:
            told = told & question.words.keys()
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

    def _told(self, name: str) -> set[str]:
        """Return what there is to say, of all lines of a question; draw it once."""
        if name not in self._drawn:
            self._drawn[name] = set()  # a line may hang on one drawn before it
            self._draw(self._model.pack.questions[name], self._drawn[name])
        return self._drawn[name]

    def _draw(self, question: Question, told: set[str]) -> None:
        if question.id in self._model.answered:
            told |= self.known[self._model.answered[question.id]]
            return
        answers = self._model.told[question.id]
        if question.kind == "any_of":
            self._tick(question, answers, told)
        elif answers and (
            word := self._one(question.id, {value: r for value, _, r in answers})
        ):
            told.add(word)

    def _tick(self, question: Question, answers: _Told, told: set[str]) -> None:
        """Draw each line; those that were carried from one list have one lot."""
        if question.reassuring:
            rated = {value for value, _, _ in answers}
            told |= {line.id for line in question.choices if line.id not in rated}
        for value, place, rates in answers:
            if self.lots[place] < self._rate(rates):
                told.add(value)

    def _is_unsure(self, question: Question) -> bool:
        place, rates = self._model.doubts[question.id]
        return self.lots[place] < self._rate(rates)

    def _one(self, of: str, cases: Mapping[str, _Cases]) -> str | None:
        lot = self.lots[self._model.places[of]]
        for value, rates in cases.items():
            lot -= self._rate(rates)
            if lot < 0:
                return value
        return None

    def _rate(self, cases: _Cases) -> float:
        for when, rate in cases:
            for of, values in when:
                if values.isdisjoint(self._like(of)):
                    break
            else:
                return rate
        return 0.0

    def _like(self, of: str) -> Set[str]:
        """Return a trait or what was said; of what is asked later, what will be."""
        known = self.known.get(of)
        if known is not None:
            return known
        later = self._model.order.get(of, -1) >= self._asked
        return self._told(of) if later else _NOTHING


_NOTHING: frozenset[str] = frozenset()


def _lot_of_a_line(question: Question, word: str) -> str:
    """Name the lot of a line. Signs of one list have one course, so they share it."""
    carried = {c.id: c.carried_from for c in question.choices if c.carried_from}
    return f"{question.id}/{carried.get(word, word)}"


class _LayOut:
    """Brings rates to the levels that are wanted, and signs together."""

    def __init__(self, rates: Practice, levels: Mapping[str, float]) -> None:
        self._clustering = rates.clustering
        self._levels = levels
        self._answers = {chance.of for chance in rates.chance}

    def cases(self, group: Trait | Chance) -> dict[str, _Cases]:
        """Return, by answer, when each of its rates holds, and how high it is."""
        cases: dict[str, _Cases] = {}
        for rate in group.rates:
            level = rate.at(self._levels.get(label(group.of, rate), MIDDLE))
            for value in rate.values:
                more = tuple(self._split(group.of, rate, level))
                cases[value] = (*cases.get(value, ()), *more)
        return cases

    def _split(
        self, of: str, rate: Rate, level: float
    ) -> Iterator[tuple[tuple[tuple[str, frozenset[str]], ...], float]]:
        """Go through one rate, or through one for each value of the trait."""
        when = tuple((name, frozenset(values)) for name, values in rate.when.items())
        by = self._clustering
        if by is None or of not in by.of or not self._comes_together(rate, by):
            yield when, level
            return
        for value, times in by.times.items():
            most = max(level, by.at_most)
            yield (*when, (by.trait, frozenset((value,)))), min(level * times, most)

    def _comes_together(self, rate: Rate, by: Clustering) -> bool:
        return (
            rate.value != UNSURE
            and self._answers.isdisjoint(rate.when)
            and (by.apart_from not in rate.when)
        )
