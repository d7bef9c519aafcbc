"""Proves the properties of `safety.toml`, or finds the smallest client who breaks one.

Every property is stated as clients who would break it; when the solver finds that
there are none, the property is proved for every possible answer sheet. When it finds
one, the real engine must agree before anyone is told.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

import msgspec
import z3

from massage_screen.answers import Answers
from massage_screen.pack import Disposition, Pack, Property
from massage_screen.proof.encoding import Encoding, Formula
from massage_screen.proof.formula import all_of, answer_of, any_of, no, one_client
from massage_screen.proof.pairs import Pairs, with_other_answers
from massage_screen.proof.places import asking_for, members
from massage_screen.proof.replay import breaks
from massage_screen.proof.smallest import smallest


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a property holds, and if not, for whom.

    Attributes:
        property: The property.
        proved: Whether no client breaks it.
        vacuous: Whether nobody is ever in its `when`, or for `never_matters` no rule
            is one of the gate, so that it says nothing.
        seconds: How long it took.
        client: A smallest client who breaks it.
        then: For `never_lowers`, the same client with the worse answer, who gets
            a milder result; for `never_matters`, the same client with other answers,
            who loses a finding.
    """

    property: Property
    proved: bool
    vacuous: bool = False
    seconds: float = 0
    client: Answers | None = None
    then: Answers | None = None


def prove(
    pack: Pack, properties: Sequence[Property], *, least: bool = True
) -> Iterator[Proof]:
    """Prove each property, one after the other.

    Args:
        pack: The pack that they are held against.
        properties: What must hold.
        least: Whether a client who breaks one has as little to tell as possible;
            otherwise any such client is named, which is found much sooner.
    """
    encoding = Encoding(pack)
    pairs = Pairs(encoding, properties)
    for wanted in properties:
        started = time.perf_counter()
        if wanted.never_lowers is not None:
            proof = _prove_pairs(wanted, pairs, least)
        elif wanted.never_matters:
            proof = _prove_kept(encoding, wanted, least)
        else:
            proof = _prove_one(encoding, wanted, least)
        if proof.client is not None:
            _replay(pack, proof, proof.client)
        took = time.perf_counter() - started
        yield msgspec.structs.replace(proof, seconds=took)


def _replay(pack: Pack, proof: Proof, client: Answers) -> None:
    if not breaks(pack, proof.property, client, proof.then):
        raise AssertionError("the solver found a client whom the engine does not find")


def _prove_one(encoding: Encoding, wanted: Property, least: bool) -> Proof:
    solver = z3.SolverFor("QF_FD")
    solver.add(encoding.well_formed)
    if wanted.when is not None:
        solver.add(encoding.holds(wanted.when))
    if answer_of(solver) != z3.sat:
        return Proof(property=wanted, proved=False, vacuous=True)
    solver.add(no(_claim(encoding, wanted)))
    if answer_of(solver) == z3.unsat:
        return Proof(property=wanted, proved=True)
    model = smallest(encoding, solver) if least else solver.model()
    return Proof(property=wanted, proved=False, client=encoding.answers(model))


def _claim(encoding: Encoding, wanted: Property) -> Formula:
    if wanted.at_least is not None:
        return encoding.reaches(Disposition(wanted.at_least), wanted.timeframe)
    if wanted.at_most is not None:
        worse = tuple(Disposition)[Disposition(wanted.at_most).rank + 1]
        return no(encoding.reaches(worse))
    if wanted.closes is not None:
        named = wanted.closes.techniques or tuple(encoding.pack.techniques)
        techniques = members(encoding.pack, named)
        cells = [(r, t) for r in wanted.closes.regions for t in techniques]
        return all_of([encoding.closed(region, each) for region, each in cells])
    if wanted.never_watches:
        rules = encoding.pack.rules.values()
        watches = [encoding.fires[rule.id] for rule in rules if rule.overdue]
        return no(any_of(watches))
    hands_off = encoding.reaches(Disposition.POSTPONE)
    return any_of([hands_off, _something_to_do(encoding)])


def _something_to_do(encoding: Encoding) -> Formula:
    """Return whether a position and a cell are left; pressure 1 always is.

    RESTRICT without an open cell is POSTPONE already; the notes of PROCEED could
    close every cell.
    """
    pack = encoding.pack
    avoided = [
        any_of(
            [
                encoding.fires[rule.id]
                for rule, _ in asking_for(pack, "positions_avoid", position.id)
            ]
        )
        for position in pack.about.position
    ]
    closed = [encoding.closed(r, t) for r in pack.regions for t in pack.techniques]
    return all_of([no(all_of(avoided)), no(all_of(closed))])


def _prove_pairs(wanted: Property, pairs: Pairs, least: bool) -> Proof:
    """Compare two clients who differ in one answer, for each question in turn."""
    exempt = {left_out.question for left_out in wanted.exempt}
    for question in pairs.encoding.pack.questions.values():
        if question.id in exempt or question.records_only or pairs.kept(question):
            continue
        then, lowers = pairs.lowers(question, wanted.never_lowers or "")
        proof = _prove_of_pairs(pairs.encoding, wanted, then, lowers, least)
        if not proof.proved:
            return proof
    return Proof(property=wanted, proved=True)


def _prove_kept(encoding: Encoding, wanted: Property, least: bool) -> Proof:
    """Compare two clients who may differ in all answers that shall not matter."""
    pack = encoding.pack
    if not pack.gate_rules:
        return Proof(property=wanted, proved=False, vacuous=True)
    questions = [pack.questions[name] for name in wanted.never_matters]
    then = with_other_answers(encoding, *questions)
    lost = [
        all_of([encoding.fires[rule.id], no(then.fires[rule.id])])
        for rule in pack.gate_rules
        if not then.fires[rule.id].eq(encoding.fires[rule.id])
    ]
    return _prove_of_pairs(encoding, wanted, then, any_of(lost), least)


def _prove_of_pairs(
    encoding: Encoding, wanted: Property, then: Encoding, broken: Formula, least: bool
) -> Proof:
    """Look for a client, and the same one with other answers, who break a property."""
    known = (*encoding.well_formed, *then.well_formed, broken)
    model = one_client(*known)
    if model is None:
        return Proof(property=wanted, proved=True)
    if least:
        solver = z3.SolverFor("QF_FD")
        solver.add(*known)
        model = smallest(encoding, solver, then)
    return Proof(
        property=wanted,
        proved=False,
        client=encoding.answers(model),
        then=then.answers(model),
    )
