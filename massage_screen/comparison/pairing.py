"""One client under two versions of a pack: the same person, both sets of questions.

Questions are matched by id. Where both versions take the same answers, the client
gives the same one. Where the answers differ, a common answer stays what it is, and
one that only one version knows leaves the other free; such a client is marked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import z3

from massage_screen.answers import NONE, UNSURE, Answers
from massage_screen.pack import Pack, Question
from massage_screen.proof.encoding import Encoding, words
from massage_screen.proof.formula import Formula, all_of, any_of, no
from massage_screen.proof.smallest import ticked_lines
from massage_screen.proof.variables import lines_doubted, variables

#: The variables of the answers of one question.
Said = Mapping[str, Formula]


class Pair:
    """The formulas of both versions over one client.

    Attributes:
        old: The older version.
        new: The newer version.
        well_formed: What makes the variables the answers of one client.
        unmatched: For each question that needs it, whether the client gives an
            answer that only one version knows; the mildest answer to a question
            that only one version asks is not counted.
        told: For each question, whether its answer is not the mildest; for what the
            program knows, whether it is what it would not be without a word.
        lines: For each line of each list, whether it makes the answer less mild.
    """

    def __init__(self, old: Pack, new: Pack) -> None:
        """Encode both versions, sharing the answers that they have in common."""
        self._stretches: dict[str, dict[int, Formula]] = {}
        self._unrelated = set(old.in_answers) ^ set(new.in_answers)
        self.well_formed: list[Formula] = []
        self.unmatched: dict[str, Formula] = {}
        self._doubts = _doubted(old, new)
        said_old: dict[str, Said] = {}
        said_new: dict[str, Said] = {}
        for name, before in old.questions.items():
            now = new.questions.get(name)
            if now is not None and not _answered_alike(before, now):
                said_old[name], said_new[name] = self._match(before, now)
        self.old = Encoding(old, said_old, doubts=self._doubts)
        self.new = Encoding(new, said_new, doubts=self._doubts)
        self.well_formed += self.old.well_formed + self.new.well_formed
        self.told = dict(self._told())
        self.lines = [*ticked_lines(self.old), *ticked_lines(self.new)]
        self.unmatched |= {name: self.told[name] for name in self._unrelated}

    def clients(self, model: z3.ModelRef) -> tuple[Answers, Answers]:
        """Return the answers of a model's client under the old and the new pack."""
        before = self._with_numbers(self.old, model)
        return before, self._with_numbers(self.new, model)

    def _match(self, before: Question, now: Question) -> tuple[Said, Said]:
        """Return the variables of a question that takes other answers than before."""
        if before.takes.counts and now.takes.counts:
            return self._match_numbers(before, now)
        doubts = self._doubts.get(before.id, ())
        old, new = variables(before, doubts, "old:"), variables(now, doubts, "new:")
        if before.takes.several and now.takes.several:
            return self._match_lists(before.id, old, new)
        if before.takes.one_word and now.takes.one_word:
            self._match_words(before.id, old, new)
        else:
            self._unrelated.add(before.id)
        return old, new

    def _match_lists(self, name: str, old: Said, new: Said) -> tuple[Said, Said]:
        """Share the lines that stand in both; "none" follows from the others."""
        alone = {w: old.get(w, new.get(w)) for w in {**old, **new}}
        strange = [alone[word] for word in alone if word not in old or word not in new]
        self.unmatched[name] = any_of(strange)
        shared = {w: old[w] for w in old if w in new and w != NONE}
        return old, {**new, **shared}

    def _match_words(self, name: str, old: Said, new: Said) -> None:
        """Hold a common answer to itself, unless the other side has one of its own."""
        own_old = any_of([old[word] for word in old if word not in new])
        own_new = any_of([new[word] for word in new if word not in old])
        for word in (word for word in old if word in new):
            self.well_formed += [
                z3.Implies(old[word], any_of([new[word], own_new])),
                z3.Implies(new[word], any_of([old[word], own_old])),
            ]
        self.unmatched[name] = any_of([own_old, own_new])

    def _match_numbers(self, before: Question, now: Question) -> tuple[Said, Said]:
        """Cut the scale wherever one of them does; each gathers its stretches.

        A number past the end of one scale counts there as the end.
        """
        cuts = sorted({int(w) for q in (before, now) for w in words(q) if w != UNSURE})
        fine = {low: z3.Bool(f"both:{before.id}={low}") for low in cuts}
        unsure = z3.Bool(f"both:{before.id}={UNSURE}")
        self._stretches[before.id] = fine
        every = [(each, 1) for each in (*fine.values(), unsure)]
        self.well_formed.append(z3.PbEq(every, 1))
        gathered = [
            {**_gathered(question, fine), UNSURE: unsure} for question in (before, now)
        ]
        return gathered[0], gathered[1]

    def _told(self) -> Iterator[tuple[str, Formula]]:
        for name in {**self.old.pack.questions, **self.new.pack.questions}:
            sides = (self.old, self.new)
            asked = [(s, s.pack.questions[name]) for s in sides if name in s.said]
            yield name, no(all_of([s.is_mildest(q) for s, q in asked]))
        for side in (self.old, self.new):  # where both know it, it is the same
            for name, given in side.known.items():
                yield name, no(given[side.pack.known[name].absent])

    def _with_numbers(self, side: Encoding, model: z3.ModelRef) -> Answers:
        """Return a side's answers, with the same number on both sides."""
        answers = side.answers(model)
        for name, fine in self._stretches.items():
            low = [n for n, said in fine.items() if z3.is_true(model.eval(said, True))]
            if low and name in answers:
                answers = answers.with_answer(name, _within(side, name, low[0]))
        return answers


def _answered_alike(before: Question, now: Question) -> bool:
    lists = [question.takes.several for question in (before, now)]
    return words(before) == words(now) and lists[0] == lists[1]


def _doubted(*packs: Pack) -> dict[str, tuple[str, ...]]:
    """Return the lines whose doubt makes a difference in one of the versions."""
    found: dict[str, dict[str, None]] = {}
    for pack in packs:
        for name, lines in lines_doubted(pack).items():
            found.setdefault(name, {}).update(dict.fromkeys(lines))
    return {name: tuple(lines) for name, lines in found.items()}


def _gathered(question: Question, fine: Mapping[int, Formula]) -> Said:
    """Return each stretch of a question as the finer stretches that lie in it."""
    lows = [int(word) for word in words(question) if word != UNSURE]
    inside: dict[int, list[Formula]] = {low: [] for low in lows}
    for number, said in fine.items():
        home = max((low for low in lows if low <= number), default=lows[0])
        inside[home].append(said)
    return {str(low): any_of(said) for low, said in inside.items()}


def _within(side: Encoding, name: str, number: int) -> int:
    question = side.pack.questions[name]
    low, high = question.minimum, question.maximum
    number = number if low is None else max(low, number)
    return number if high is None else min(high, number)
