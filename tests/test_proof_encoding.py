"""The solver and the engine say the same of every answer sheet that is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import chain

import pytest
import z3
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from massage_screen.answers import NONE, UNSURE, Answers, Value, line_of
from massage_screen.comparison.aspects import free_of, limits, said_in
from massage_screen.decision import Decision, decide
from massage_screen.pack import Cell, Disposition, Pack
from massage_screen.proof.encoding import Encoding, Formula, words
from massage_screen.sheet import Sheet
from tests.test_properties import PACK, complete, sheets

RARE = [
    rule.id
    for rule in PACK.rules.values()
    if rule.when is not None and rule.ranks_as.rank >= Disposition.POSTPONE.rank
]
FEW = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


class Model:
    """The solver, with a variable for everything that is compared."""

    def __init__(self, pack: Pack = PACK) -> None:
        self.encoding = Encoding(pack)
        self.solver = z3.SolverFor("QF_FD")
        self.solver.add(self.encoding.well_formed)
        self.named: dict[str, Formula] = {}
        encoding = self.encoding
        for rule, fires in encoding.fires.items():
            self._name(f"fires {rule}", fires)
        for question, relevant in encoding.relevant.items():
            self._name(f"asked {question}", relevant)
        for fact, values in encoding.facts.items():
            for value, formula in values.items():
                self._name(f"fact {fact} {value}", formula)
        for each in Disposition:
            self._name(f"result {each.value}", encoding.is_disposition(each))
        for region in PACK.regions:
            for technique in PACK.techniques:
                closed = encoding.closed(region, technique)
                modified = encoding.restricts(region, technique, Cell.MODIFY)
                self._name(f"avoid {region} {technique}", closed)
                self._name(f"modify {region} {technique}", modified)
        self._name_plan()

    def _name_plan(self) -> None:
        for aspect, values in limits(self.encoding):
            if aspect.about != "cells":
                for value, formula in values.items():
                    self._name(f"plan {aspect} {value}", formula)

    def _name(self, name: str, formula: Formula) -> None:
        self.named[name] = z3.Bool(f"named:{name}")
        self.solver.add(self.named[name] == formula)

    def says(self, client: Answers) -> dict[str, bool]:
        """Return what the solver makes of a client, everything decided by answers."""
        sheet = Sheet(PACK, client)
        said = (self._said(sheet.visible, each) for each in PACK.questions)
        fixed = list(chain.from_iterable(said))
        for name, value in sheet.known.items():
            fixed.append(self.encoding.known[name][value])
        assert self.solver.check(*fixed) == z3.sat
        model = self.solver.model()
        return {name: z3.is_true(model[var]) for name, var in self.named.items()}

    def _said(self, client: Mapping[str, Value], question: str) -> list[Formula]:
        """Return the answer to a question; to one that is not asked, "not sure"."""
        value = client.get(question, UNSURE)
        if isinstance(value, int | float):
            lows = [int(low) for low in words(PACK.questions[question])[:-1]]
            value = str(max(low for low in lows if low <= value))
        chosen = {*value} if isinstance(value, tuple) else {value}
        said = self.encoding.said[question]
        if not PACK.questions[question].reassuring:
            # A doubt without a variable of its own is read as a tick, else as none.
            chosen |= {line_of(word) for word in chosen if word not in said}
        chosen = chosen & {*said} or {NONE}
        return [var if word in chosen else z3.Not(var) for word, var in said.items()]


@cache
def model() -> Model:
    return Model()


def engine_says(client: Answers, pack: Pack = PACK) -> dict[str, bool]:
    """Return the same from the engine."""
    sheet, decision = Sheet(pack, client), decide(pack, client)
    fired = {finding.rule.id for finding in decision.findings}
    said = {f"fires {rule}": rule in fired for rule in PACK.rules}
    said |= {
        f"asked {question}": bool(sheet.relevance[question])
        for question in PACK.questions
    }
    for fact in PACK.facts.values():
        for value in fact.values:
            said[f"fact {fact.id} {value}"] = sheet.facts[fact.id] == {value}
    for each in Disposition:
        said[f"result {each.value}"] = decision.disposition is each
    return said | cells(decision) | planned(decision)


def planned(decision: Decision) -> dict[str, bool]:
    """Return caps and the session plan, which are only seen while hands stay on."""
    if decision.standing.rank >= Disposition.POSTPONE.rank:
        return {}
    told = said_in(decision)
    return {
        f"plan {aspect} {value}": told.get(aspect, free_of(aspect)) == value
        for aspect, values in limits(model().encoding)
        if aspect.about != "cells"
        for value in values
    }


def cells(decision: Decision) -> dict[str, bool]:
    """Return the grid; what is milder than avoid is only seen while hands stay on."""
    said: dict[str, bool] = {}
    hands_on = decision.standing.rank < Disposition.POSTPONE.rank
    for region, row in decision.grid.items():
        for technique, cell in row.items():
            said[f"avoid {region} {technique}"] = cell is Cell.AVOID
            if hands_on:
                said[f"modify {region} {technique}"] = cell is not Cell.ALLOW
    return said


@st.composite
def rare_sheets(draw: st.DrawFn) -> Answers:
    """Draw a client for whom a rare rule fires, with some answers drawn anew."""
    rule = draw(st.sampled_from(RARE))
    client = of_rule(rule)
    others = draw(st.sets(st.sampled_from(sorted(client)), max_size=3))
    kept = {q: value for q, value in client.items() if q not in others}
    return complete(draw, Answers(kept))


@cache
def of_rule(rule: str) -> Answers:
    """Return a client for whom a rule fires and nothing else matters."""
    found = model()
    assert found.solver.check(found.named[f"fires {rule}"]) == z3.sat
    return found.encoding.answers(found.solver.model())


@pytest.mark.parametrize("drawn", [sheets, rare_sheets])
def test_the_solver_and_the_engine_decide_alike(drawn) -> None:
    @FEW
    @given(client=drawn())
    def held(client: Answers) -> None:
        expected = engine_says(client)
        said = model().says(client)

        assert {name: said[name] for name in expected} == expected

    held()


@pytest.mark.parametrize("rule", RARE)
def test_the_client_that_the_solver_finds_for_a_rule_sets_it_off(rule: str) -> None:
    assert rule in {finding.rule.id for finding in decide(PACK, of_rule(rule)).findings}


def test_an_encoding_with_one_answer_changed_is_the_encoding_made_anew() -> None:
    base = Encoding(PACK)
    solver = z3.SolverFor("QF_FD")
    for question in list(PACK.questions.values())[::6]:
        own = {w: z3.Bool(f"own:{question.id}={w}") for w in words(question)}
        quick = Encoding(PACK, {question.id: own}, like=base)
        anew = Encoding(PACK, {**base.said, question.id: own})
        pairs = [(quick.fires[rule], anew.fires[rule]) for rule in PACK.rules]
        pairs.append((quick.nothing_left, anew.nothing_left))
        differs = z3.Or([one != other for one, other in pairs])
        assumed = z3.Bool(f"differs:{question.id}")
        solver.add(z3.Implies(assumed, differs))

        assert solver.check(assumed) == z3.unsat
