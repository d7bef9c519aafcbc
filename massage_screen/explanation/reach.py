"""Which questions a condition reads, through facts and through what opens them."""

from __future__ import annotations

from collections.abc import Iterator

from massage_screen.condition import Condition, leaves
from massage_screen.decision import NOTHING_LEFT_TO_DO, Decision
from massage_screen.pack import Fact, Pack, Question, Rule


def reach_of(pack: Pack) -> Reach:
    """Return the reach of a pack, worked out once for many clients of it.

    That of the pack before is given up: hardly ever are two in use.
    """
    if not _latest or not _latest[0].is_of(pack):
        _latest[:] = [Reach(pack)]
    return _latest[0]


class Reach:
    """The questions on whose answers things of a pack hang, each worked out once."""

    def __init__(self, pack: Pack) -> None:
        """Start with nothing worked out."""
        self._pack = pack
        self._of: dict[tuple[str, str], frozenset[str]] = {}

    def is_of(self, pack: Pack) -> bool:
        """Say whether it is of this very pack."""
        return self._pack is pack

    def of_rule(self, rule: Rule) -> frozenset[str]:
        """Return the questions that can make a rule hold or not."""
        if ("rule", rule.id) not in self._of:
            self._of["rule", rule.id] = self._of_condition(rule.when)
        return self._of["rule", rule.id]

    def stale(self, questions: frozenset[str]) -> Iterator[Question | Fact]:
        """Go through the questions and facts that hang on answers which differ."""
        for step in self._pack.steps():
            asked = not isinstance(step, Fact)
            reached = self.of_question(step.id) if asked else self._of_fact(step.id)
            if not questions.isdisjoint(reached):
                yield step

    def of_limits(self, decision: Decision) -> frozenset[str]:
        """Return the questions that can open what the limits together close."""
        reached: frozenset[str] = frozenset()
        for finding in decision.findings:
            rule = finding.rule
            if rule.id != NOTHING_LEFT_TO_DO and rule.restrict:
                reached |= self.of_rule(rule)
            reached |= self.of_lists(rule)
        return reached

    def of_lists(self, rule: Rule) -> frozenset[str]:
        """Return the questions that can change in which regions a rule restricts."""
        listed = {
            name
            for asked in rule.restrict
            for name in (asked.regions_named_in, asked.regions_not_named_in)
        }
        return frozenset[str]().union(*map(self.of_question, listed - {""}))

    def _of_condition(self, when: Condition | None) -> frozenset[str]:
        if when is None:
            return frozenset()
        return frozenset().union(*map(self._of_leaf, leaves(when)))

    def _of_leaf(self, leaf: Condition) -> frozenset[str]:
        if leaf.known is not None:  # it changes with no answer
            return frozenset()
        if leaf.fact is None:
            return self.of_question(leaf.question or "")
        return self._of_fact(leaf.fact)

    def _of_fact(self, fact: str) -> frozenset[str]:
        if ("fact", fact) not in self._of:
            rows = self._pack.facts[fact].rows
            reached = [self._of_condition(row.when) for row in rows]
            self._of["fact", fact] = frozenset().union(*reached)
        return self._of["fact", fact]

    def of_question(self, question: str) -> frozenset[str]:
        """Return the questions that can change what an answer comes to, it included."""
        if ("question", question) not in self._of:
            asked = self._pack.questions[question]
            reached = [self._of_condition(when) for when in asked.conditions]
            reached += [self.of_question(other) for other in asked.read_by_lines]
            self._of["question", question] = frozenset({question}).union(*reached)
        return self._of["question", question]


_latest: list[Reach] = []
