"""What the solver says about a mutant, over every possible client."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import z3
from msgspec.structs import replace

from bench.mutants.mutant import RESTRICTIONS, Mutant
from massage_screen.answers import Answers
from massage_screen.comparison.aspects import free_of, limits, results
from massage_screen.condition import Condition, leaves
from massage_screen.pack import (
    Disposition,
    Exempt,
    Fact,
    FactRow,
    Pack,
    PressureCloses,
    Property,
    Question,
    Rule,
)
from massage_screen.proof.encoding import Encoding
from massage_screen.proof.formula import FALSE, TRUE, Formula, all_of, any_of, no
from massage_screen.proof.properties import prove
from massage_screen.proof.smallest import smallest


class Difference(NamedTuple):
    """Some client gets another result from a mutant."""

    solver: z3.Solver
    right: Encoding
    wrong: Encoding

    def client(self) -> Answers:
        """Return a client with as little to tell as possible."""
        model = smallest(self.right, self.solver)
        return Answers({**self.wrong.answers(model), **self.right.answers(model)})


class Everyone:
    """Every possible client of a pack, to compare with those of its mutants."""

    def __init__(self, pack: Pack, properties: Sequence[Property]) -> None:
        """Encode the pack once."""
        self.pack = with_edges(pack)
        self.encoding = Encoding(self.pack)
        self.seen = list(_seen(self.encoding))
        self.single = [p for p in properties if p.never_lowers is None]
        self.pairs = [p for p in properties if p.never_lowers is not None]

    def told_apart(self, mutant: Mutant) -> Difference | None:
        """Return what differs for some client; None when the mutant is equivalent."""
        changed = Encoding(_on_top_of(mutant, self.pack), self.encoding.said)
        seen = dict(_seen(changed))
        pairs = [(right, seen.get(name, FALSE)) for name, right in self.seen]
        apart = [right != wrong for right, wrong in pairs if not right.eq(wrong)]
        solver = z3.SolverFor("QF_FD")
        solver.add(*self.encoding.well_formed, *changed.well_formed, any_of(apart))
        solver.add(any_of(_item_differs(mutant, self.encoding, changed)))
        if solver.check() == z3.unsat:
            return None
        return Difference(solver, self.encoding, changed)

    def refuted(self, mutant: Mutant) -> str:
        """Return the id of a property that a mutant breaks; "" when it breaks none."""
        changed = _on_top_of(mutant, self.pack)
        proofs = prove(changed, self._nearest_first(mutant), least=False)
        if found := next((p.property.id for p in proofs if not p.proved), ""):
            return found
        if mutant.group == RESTRICTIONS:  # pairs are compared by disposition only
            return ""
        about = [self._only_about(p, mutant) for p in self.pairs]
        proofs = prove(changed, about, least=False)
        return next((p.property.id for p in proofs if not p.proved), "")

    def _nearest_first(self, mutant: Mutant) -> list[Property]:
        """Return the properties of single clients, the likeliest to be broken first.

        They want what the changed rule gives, and read the same questions. One that
        is broken ends the search.
        """
        concerned = questions_of(self.pack, mutant)
        given = mutant.old.disposition if isinstance(mutant.old, Rule) else None

        def nearness(wanted: Property) -> tuple[bool, float]:
            read = self.pack.questions_in(wanted.when or Condition())
            return wanted.at_least == given, len(read & concerned) / max(1, len(read))

        return sorted(self.single, key=nearness, reverse=True)

    def _only_about(self, wanted: Property, mutant: Mutant) -> Property:
        """Return a property over the questions that a mutant concerns.

        Looking at all of them takes seconds, and finds next to nothing more.
        """
        concerned = questions_of(self.pack, mutant)
        others = [q for q in self.pack.questions if q not in concerned]
        left_out = [Exempt(question=q, because="not concerned") for q in others]
        return replace(wanted, exempt=(*wanted.exempt, *left_out))


def with_edges(pack: Pack) -> Pack:
    """Return the pack with numbers cut also one beside each threshold.

    The solver then tells a moved threshold from the right one.
    """
    concerns = []
    for concern in pack.concerns:
        questions = []
        for q in concern.question:
            low, high = q.minimum or 0, q.maximum or 0
            edges = {band + step for band in q.bands for step in (-1, 0, 1)}
            bands = sorted(edge for edge in edges if low < edge <= high)
            questions.append(replace(q, bands=tuple(bands)))
        concerns.append(replace(concern, question=tuple(questions)))
    return Pack(
        about=pack.about,
        concerns=tuple(concerns),
        references=pack.references,
        digest=pack.digest,
    )


def questions_of(pack: Pack, mutant: Mutant) -> set[str]:
    """Return the questions read where a mutant differs, through facts too.

    All that the item reads, when the same is read in another way.
    """
    old, new = set(_tests(mutant.old)), set(_tests(mutant.new))
    found = {mutant.item} & pack.questions.keys()
    for test in old ^ new or old | new:
        found |= _read_by(test, pack)
    return found


def _tests(item: Question | Fact | Rule | PressureCloses | None) -> Iterator[Condition]:
    if isinstance(item, Fact):
        for row in item.rows:
            yield from leaves(row.when)
    elif isinstance(item, Question):
        for when in item.conditions:
            yield from leaves(when)
        yield from (Condition(question=name) for name in sorted(item.read_by_lines))
    elif isinstance(item, Rule) and item.when is not None:
        yield from leaves(item.when)


def _read_by(when: Condition, pack: Pack) -> set[str]:
    found: set[str] = set()
    for leaf in leaves(when):
        if leaf.fact is not None:
            rows: tuple[FactRow, ...] = pack.facts[leaf.fact].rows
            found = found.union(*(_read_by(row.when, pack) for row in rows))
        elif leaf.question is not None:
            found.add(leaf.question)
    return found


def _on_top_of(mutant: Mutant, pack: Pack) -> Pack:
    """Apply a mutant to a pack whose questions may have been cut finer."""
    old, new = mutant.old, mutant.new
    if isinstance(old, Question) and isinstance(new, Question):
        here = pack.questions[old.id]
        mutant = replace(mutant, old=here, new=replace(here, when=new.when))
    return mutant.applied(pack)


def _item_differs(mutant: Mutant, right: Encoding, wrong: Encoding) -> list[Formula]:
    """Return what may differ of the changed thing itself.

    Nothing else can differ without it, and told so the solver is done much sooner.
    """
    name, old, new = mutant.item, mutant.old, mutant.new
    if isinstance(old, Fact) and isinstance(new, Fact):
        here, there = right.facts[name], wrong.facts[name]
    elif isinstance(old, Question) and isinstance(new, Question):
        here = {"": right.relevant[name], **right.offers.get(name, {})}
        there = {"": wrong.relevant[name], **wrong.offers.get(name, {})}
    else:
        fires = [each.fires.get(name, FALSE) for each in (right, wrong)]
        return fires if isinstance(old, Rule) else [TRUE]
    return [here.get(each, TRUE) != there.get(each, TRUE) for each in here | there]


def _seen(encoding: Encoding) -> Iterator[tuple[str, Formula]]:
    """Go through what a therapist would see differ, each as a formula."""
    for result, formula in results(encoding).items():
        yield result, formula
    hands_on = no(encoding.reaches(Disposition.POSTPONE))
    for name, formula in _while_hands_stay_on(encoding):
        yield name, all_of([hands_on, formula])


def _while_hands_stay_on(encoding: Encoding) -> Iterator[tuple[str, Formula]]:
    """Go through what is asked, cells, caps, the session plan, and the notes.

    What is free follows from the rest, and a mutant may not know a sign at all.
    """
    for question, relevant in encoding.relevant.items():
        yield f"asked {question}", relevant
    for aspect, values in limits(encoding):
        for value, formula in values.items():
            if value != free_of(aspect):
                yield f"{aspect.about} {' '.join(aspect.place)} {value}", formula
    for rule in encoding.pack.rules.values():
        if rule.disposition is None and not rule.restrict:
            yield f"note {rule.id}", encoding.fires[rule.id]
