"""Looks for what can never happen in a pack, and for states that no rule covers.

A rule set that always says no, a rule that nothing can set off, or a diagnosis that
no rule knows would pass many a property; here they are holes. That something can
happen is shown by a client whom the real engine decides; the solver finds these
clients, or proves that there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import combinations, filterfalse
from typing import TypeAlias

import msgspec

from massage_screen.answers import NONE, Answers, is_doubt
from massage_screen.condition import Condition, leaves
from massage_screen.pack import Disposition, Pack
from massage_screen.proof.encoding import Encoding, Formula
from massage_screen.proof.formula import all_of, any_of, no, one_client
from massage_screen.proof.matters_formula import decides, is_strictest
from massage_screen.proof.matters_replay import Happening, happenings

#: A question, and a word of its answer, or EVERY word.
_Answer: TypeAlias = tuple[str, str]
EVERY = "*"


class Hole(msgspec.Struct, frozen=True):
    """Something that no client can reach, or that no rule covers."""

    id: str
    what: str

    def __str__(self) -> str:
        """Return the hole as one line."""
        return f"{self.id}: {self.what}"


def find_holes(pack: Pack) -> list[Hole]:
    """Return every hole of a pack."""
    return list(_Search(pack).holes())


class _Search:
    """Asks the solver whether some client is like this, and keeps those it finds."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.encoding = Encoding(pack)
        self.behind: dict[str, set[_Answer]] = {}
        self.shown: set[Happening] = set()
        self.fired: list[frozenset[str]] = []

    def holes(self) -> Iterator[Hole]:
        """Go through the holes; what fires comes first, as it shows most else."""
        silent = {rule for rule in self.pack.rules if not self._fires(rule)}
        yield from self._unreachable()
        for rule in self.pack.rules:
            if rule in silent:
                yield Hole(rule, "never fires for anyone")
            else:
                yield from self._never_matters(rule)
        yield from self._equivalent_rules(silent)
        yield from self._diagnoses_without_a_rule()

    def _exists(self, *formulas: Formula) -> bool:
        """Look for a client, and note all that this one shows."""
        # A solver that keeps what it learned takes many times as long in a large pack.
        client = one_client(*self.encoding.well_formed, *formulas)
        if client is None:
            return False
        self._meet(self.encoding.answers(client))
        return True

    def _meet(self, client: Answers) -> None:
        shown = set(happenings(self.pack, client))
        self.shown |= shown
        self.fired.append(frozenset(one[1] for one in shown if one[0] == "fires"))

    def _happens(self, what: Happening, formula: Callable[[], Formula]) -> bool:
        if what in self.shown:
            return True
        found = self._exists(formula())
        if found and what not in self.shown:
            raise AssertionError("the solver found a client whom the engine denies")
        return found

    def _fires(self, rule: str) -> bool:
        return self._happens(("fires", rule), lambda: self.encoding.fires[rule])

    def _unreachable(self) -> Iterator[Hole]:
        for each in Disposition:
            formula = partial(self.encoding.is_disposition, each)
            if not self._happens(("result", each.value), formula):
                yield Hole(each.value, "no client ever gets this result")
        for question in self.pack.questions:
            yield from self._unanswerable(question)
        for fact, values in self.encoding.facts.items():
            for value, has in values.items():
                if not self._happens(("fact", fact, value), partial(all_of, [has])):
                    yield Hole(fact, f"never has the value {value!r}")

    def _unanswerable(self, question: str) -> Iterator[Hole]:
        asked = self.encoding.relevant[question]
        if not self._happens(("asked", question), partial(all_of, [asked])):
            yield Hole(question, "is never asked")
            return
        for word in filterfalse(is_doubt, self.encoding.said[question]):
            said = self.encoding.has(question, word)
            happening = ("answer", question, word)
            if not self._happens(happening, partial(all_of, [asked, said])):
                yield Hole(question, f"the answer {word!r} is never possible")

    def _never_matters(self, name: str) -> Iterator[Hole]:
        rule = self.pack.rules[name]
        for number, asked in enumerate(rule.restrict, start=1):
            happening = ("strictest", name, str(number))
            formula = is_strictest(self.encoding, rule, asked)
            if not self._happens(happening, formula):
                what = f"restriction {number} is never the strictest for anyone"
                yield Hole(name, what)
        formula = decides(self.encoding, rule)
        if rule.disposition and not self._happens(("decides", name), formula):
            yield Hole(name, "never decides: another rule always says as much")

    def _equivalent_rules(self, silent: set[str]) -> Iterator[Hole]:
        """Find rules that fire for the same clients.

        Clients found on the way tell most pairs apart, so few are left to ask about.
        """
        fires = self.encoding.fires
        rules = self.pack.rules.values()
        conditional = [r.id for r in rules if r.when and r.id not in silent]
        for one, other in combinations(conditional, 2):
            apart = any((one in each) != (other in each) for each in self.fired)
            if not apart and not self._exists(fires[one] != fires[other]):
                yield Hole(one, f"fires for exactly the same clients as {other!r}")

    def _diagnoses_without_a_rule(self) -> Iterator[Hole]:
        named = {
            rule.id: self._named(rule.when)
            for rule in self.pack.rules.values()
            if rule.when
        }
        for question in self.pack.about.limits.diagnoses:
            asked = self.encoding.relevant[question]
            for word in filterfalse(is_doubt, self.encoding.said[question]):
                said = self.encoding.has(question, word)
                known = any_of(
                    [
                        self.encoding.fires[rule]
                        for rule, answers in named.items()
                        if answers & {(question, word), (question, EVERY)}
                    ]
                )
                if word != NONE and self._exists(asked, said, no(known)):
                    what = f"a client with {word!r} is known to no rule"
                    yield Hole(question, what)

    def _named(self, condition: Condition) -> set[_Answer]:
        """Return the answers that a condition asks for.

        Through facts too, and through questions that are asked because of them.
        """
        named: set[_Answer] = set()
        for leaf in leaves(condition):
            words = leaf.includes_any_of or leaf.includes_all_of or ()
            named |= {(leaf.question or "", word) for word in words}
            named |= self._named_behind(leaf)
        return named

    def _named_behind(self, leaf: Condition) -> set[_Answer]:
        """Return what lies behind a test; worked out once for each name."""
        name = leaf.fact or leaf.question
        if name is None:  # what the program knows is no answer
            return set()
        if name not in self.behind:
            if leaf.fact is not None:
                whens = [row.when for row in self.pack.facts[name].rows]
                carried: tuple[str, ...] = ()
            else:
                asked = self.pack.questions[name]
                whens, carried = list(asked.conditions), tuple(asked.read_by_lines)
            named = {(source, EVERY) for source in carried}
            self.behind[name] = named.union(*map(self._named, whens))
        return self.behind[name]
