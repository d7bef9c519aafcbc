"""Proves the properties of `safety.toml`, or finds the smallest client who breaks one.

Every property is stated as clients who would break it; when the solver finds that
there are none, the property is proved for every possible answer sheet.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence

import msgspec
import z3

from massage_screen.answers import NONE, UNSURE, Answers
from massage_screen.pack import Disposition, Pack, Property, Question, urgency
from massage_screen.proof.encoding import FALSE, Encoding, Formula, words

#: The variables of the answers of one question.
Said = Mapping[str, Formula]


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a property holds, and if not, for whom.

    Attributes:
        property: The property.
        proved: Whether no client breaks it.
        vacuous: Whether nobody is ever in its `when`, so that it says nothing.
        seconds: How long it took.
        client: A smallest client who breaks it.
        worse: For `never_lowers`, the same client with the worse answer, who gets
            a milder result.
    """

    property: Property
    proved: bool
    vacuous: bool = False
    seconds: float
    client: Answers | None = None
    worse: Answers | None = None


def prove(pack: Pack, properties: Sequence[Property]) -> Iterator[Proof]:
    """Prove each property, one after the other."""
    encoding = Encoding(pack)
    for wanted in properties:
        started = time.perf_counter()
        if wanted.never_lowers is not None:
            proof = _prove_pairs(encoding, wanted)
        else:
            proof = _prove_one(encoding, wanted)
        took = time.perf_counter() - started
        yield msgspec.structs.replace(proof, seconds=took)


def _prove_one(encoding: Encoding, wanted: Property) -> Proof:
    solver = z3.SolverFor("QF_FD")
    solver.add(encoding.well_formed)
    if wanted.when is not None:
        solver.add(encoding.holds(wanted.when))
    if solver.check() != z3.sat:
        return Proof(property=wanted, proved=False, vacuous=True, seconds=0)
    solver.add(z3.Not(_claim(encoding, wanted)))
    if solver.check() == z3.unsat:
        return Proof(property=wanted, proved=True, seconds=0)
    model = smallest(encoding, solver)
    return Proof(
        property=wanted, proved=False, seconds=0, client=encoding.answers(model)
    )


def _claim(encoding: Encoding, wanted: Property) -> Formula:
    if wanted.at_least is not None:
        return encoding.reaches(Disposition(wanted.at_least), wanted.timeframe)
    if wanted.at_most is not None:
        worse = tuple(Disposition)[Disposition(wanted.at_most).rank + 1]
        return z3.Not(encoding.reaches(worse))
    if wanted.closes is not None:
        techniques = wanted.closes.techniques or tuple(encoding.pack.techniques)
        return z3.And(
            [
                encoding.closed(region, technique)
                for region in wanted.closes.regions
                for technique in techniques
            ]
        )
    return z3.Implies(
        encoding.is_disposition(Disposition.RESTRICT), _something_to_do(encoding)
    )


def _something_to_do(encoding: Encoding) -> Formula:
    """Return whether a cell and a position are left; pressure 1 always is."""
    pack = encoding.pack
    avoided = [
        z3.Or(
            [
                encoding.fires[rule.id]
                for rule in pack.rules.values()
                if any(position in asked.positions_avoid for asked in rule.restrict)
            ]
        )
        for position in (position.id for position in pack.about.position)
    ]
    return z3.And(z3.Not(encoding.nothing_left), z3.Not(z3.And(avoided)))


def _prove_pairs(encoding: Encoding, wanted: Property) -> Proof:
    """Compare two clients who differ in one answer, for each question in turn."""
    exempt = {left_out.question for left_out in wanted.exempt}
    for question in encoding.pack.questions.values():
        if question.id in exempt:
            continue
        solver = z3.SolverFor("QF_FD")
        solver.add(encoding.well_formed)
        other = {
            word: z3.Bool(f"then:{question.id}={word}") for word in words(question)
        }
        changed = Encoding(encoding.pack, {**encoding.said, question.id: other})
        solver.add(changed.well_formed)
        said = encoding.said[question.id]
        solver.add(_ORDERS[wanted.never_lowers or ""](question, said, other))
        solver.add(_is_milder(changed, encoding))
        if solver.check() != z3.unsat:
            model = smallest(encoding, solver)
            return Proof(
                property=wanted,
                proved=False,
                seconds=0,
                client=encoding.answers(model),
                worse=changed.answers(model),
            )
    return Proof(property=wanted, proved=True, seconds=0)


def _is_milder(one: Encoding, other: Encoding) -> Formula:
    """Return whether one result is less urgent than the other."""
    rules = one.pack.rules.values()
    levels = sorted({urgency(rule) for rule in rules if rule.disposition})
    return z3.Or(
        [
            z3.And(_reaches(other, level), z3.Not(_reaches(one, level)))
            for level in levels
        ]
    )


def _reaches(encoding: Encoding, level: tuple[int, int]) -> Formula:
    rules = encoding.pack.rules.values()
    fires = [encoding.fires[rule.id] for rule in rules if urgency(rule) >= level]
    if level[0] == Disposition.POSTPONE.rank:
        fires.append(encoding.nothing_left)
    return z3.Or(fires)


def _worse(question: Question, said: Said, then: Said) -> Formula:
    """Return whether the second answer is worse than, or the same as, the first."""
    if question.kind == "any_of":
        ticks = [word for word in said if word not in (NONE, UNSURE)]
        more = [z3.Implies(said[word], then[word]) for word in ticks]
        if question.reassuring:
            more = [z3.Implies(then[word], said[word]) for word in ticks]
        return z3.And(*more, said[UNSURE] == then[UNSURE])
    scale = [word for word in said if word != UNSURE]
    no_better = [
        z3.Implies(then[word], z3.Or([said[w] for w in scale[: place + 1]]))
        for place, word in enumerate(scale)
    ]
    return z3.And(*no_better, z3.Not(said[UNSURE]), z3.Not(then[UNSURE]))


def _unsure(question: Question, said: Said, then: Said) -> Formula:
    """Return whether the second client is unsure where the first is not.

    Elsewhere in a list they tick the same. The first gives the mildest answer of a
    question that takes only one.
    """
    if question.kind != "any_of":
        first = next(iter(said.values()))
        return z3.And(first, then[UNSURE])
    if question.reassuring:
        every = [said[word] for word in said if word not in (NONE, UNSURE)]
        same = [then[word] == FALSE for word in said if word != UNSURE]
        return z3.And(*every, z3.Not(said[UNSURE]), *same, then[UNSURE])
    same = [said[word] == then[word] for word in said if word not in (NONE, UNSURE)]
    return z3.And(*same, z3.Not(said[UNSURE]), then[UNSURE])


_ORDERS = {"a worse answer": _worse, "unsure": _unsure}


def smallest(encoding: Encoding, solver: z3.Solver) -> z3.ModelRef:
    """Return the client with the fewest answers that are not the mildest.

    The solver must have found that there is one.
    """
    gentle = [encoding.is_mildest(q) for q in encoding.pack.questions.values()]
    told = [(z3.Not(mild), 1) for mild in gentle]
    for most in range(len(told) + 1):
        if solver.check(z3.PbLe(told, most)) == z3.sat:
            return solver.model()
    raise AssertionError("the solver found a client and then lost it")
