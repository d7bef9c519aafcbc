"""Which open questions must still be asked, as columns: `sheet.waits_for`, in SQL.

Below POSTPONE, all but those for the record. From there on what an open rule waits for
that would be more urgent: this goes from rules down to answers, the pack backwards.
"""

from __future__ import annotations

from collections.abc import Sequence

from massage_screen.batch.meaning import Meaning
from massage_screen.batch.sql import (
    FALSE,
    TRUE,
    Flags,
    Sql,
    all_of,
    any_of,
    bits_of,
    common,
    has,
    is_not,
    number,
    put,
    where,
    without,
)
from massage_screen.condition import Condition
from massage_screen.pack import Fact, Question, Rule, urgency

_Group = Sequence[tuple[str, int]]


class Waits:
    """The columns of what is still waited for.

    Attributes:
        required: The open questions that must be asked.
    """

    def __init__(
        self, meaning: Meaning, holding: Flags, possible: Flags, unanswered: Flags
    ) -> None:
        """Make the columns.

        Args:
            meaning: What the answers mean.
            holding: The rules that hold, in the places of those that may.
            possible: The rules that hold or may hold.
            unanswered: The questions that are open.
        """
        self._meaning, self._columns = meaning, meaning.columns
        rules = [r for r in meaning.pack.rules.values() if not r.ranks_as.hands_on]
        self._off = holding.some(rule.id for rule in rules)
        self._worse = self._more_urgent(rules, holding, possible)
        self._opens: dict[Sql, Sql] = {}
        #: What waits for a question or a fact: rules, where something else is so too,
        #: or what stands between.
        self._by_rules: dict[str, dict[Sql, list[str]]] = {}
        self._by_others: dict[str, list[Sql]] = {}
        for rule in rules:
            if rule.when is not None:
                self._wait(rule.when, TRUE, rule)
        self._awaited: dict[str, Sql] = {}
        for step in reversed([*meaning.pack.steps()]):
            awaited = self._awaited[step.id] = self._is_awaited(step.id)
            if awaited == FALSE:
                continue
            if isinstance(step, Fact):
                self._wait_for_rows(step, awaited)
            else:
                self._wait_for_question(step, awaited)
        self.required = unanswered.made_of(self._columns, "wr_", self._must)

    def _more_urgent(
        self, rules: Sequence[Rule], holding: Flags, possible: Flags
    ) -> Flags:
        """Make the columns of the open rules that are more urgent than what holds."""
        above: list[str] = []
        reached: dict[str, Sql] = {}
        levels = sorted({urgency(rule) for rule in rules}, reverse=True)
        for n, level in enumerate(levels):
            names = [rule.id for rule in rules if urgency(rule) == level]
            above += names
            worse = all_of([self._off, is_not(holding.some(above))])
            worse = self._columns.make(f"w_above{n}", worse)
            reached |= dict.fromkeys(names, worse)
        pairs = zip(possible.packs(), holding.packs(), strict=True)
        surely = {perhaps: held for (perhaps, _), (held, _) in pairs}

        def worse_of(pack: Sql, group: _Group) -> Sql:
            masks: dict[Sql, int] = {}
            for name, bit in group:
                here = reached.get(name, FALSE)
                masks[here] = masks.get(here, 0) | bit
            there = bits_of(where(here, number(mask)) for here, mask in masks.items())
            return common(without(pack, surely[pack]), there)

        return possible.made_of(self._columns, "ww_", worse_of)

    def _must(self, pack: Sql, group: _Group) -> Sql:
        """Return which of some open questions must be asked, as bits."""
        questions = self._meaning.pack.questions
        decide = sum(bit for name, bit in group if not questions[name].records_only)
        below = where(is_not(self._off), number(decide))
        awaited = (where(self._awaited[name], number(bit)) for name, bit in group)
        return common(pack, bits_of([below, *awaited]))

    def _is_awaited(self, name: str) -> Sql:
        """Make the column of whether something waits for a question or a fact."""
        by_rules = (
            all_of([self._worse.some(rules), here])
            for here, rules in self._by_rules.get(name, {}).items()
        )
        found = any_of([*by_rules, *self._by_others.get(name, ())])
        return self._columns.make(f"wa_{name}", found)

    def _open(self, condition: Condition) -> Sql:
        """Make the column of whether a condition is open."""
        holds = self._meaning.holds(condition)
        if holds.surely == holds.perhaps:
            return FALSE
        found = all_of([holds.perhaps, is_not(holds.surely)])
        if found not in self._opens:
            self._opens[found] = self._columns.make(f"wo_{len(self._opens)}", found)
        return self._opens[found]

    def _settles(self, condition: Condition) -> Sql:
        """Return whether a condition is open, or that what it waits for says so.

        While an answer is not there, every test of it is open, unless its lines depend
        on others.
        """
        name = condition.question
        plain = name is not None and not self._meaning.pack.questions[name].depends
        return TRUE if plain else self._open(condition)

    def _wait(self, condition: Condition, here: Sql, rule: Rule | None = None) -> None:
        """Wait for what may settle a condition.

        Args:
            condition: A condition that is open.
            here: Where it is waited for.
            rule: The rule whose condition it is; it is waited for where that is open
                and more urgent too.
        """
        if here == FALSE:
            return
        for part in condition.all_of or condition.any_of or ():
            self._wait(part, all_of([here, self._settles(part)]), rule)
        name = condition.fact or condition.question
        if name is not None and rule is not None:
            self._by_rules.setdefault(name, {}).setdefault(here, []).append(rule.id)
        elif name is not None:
            self._by_others.setdefault(name, []).append(here)

    def _wait_for_rows(self, fact: Fact, awaited: Sql) -> None:
        """Wait for what may settle the rows of a fact, down to one that holds."""
        before: Sql = FALSE
        for n, row in enumerate(fact.rows):
            here = all_of([awaited, self._open(row.when), is_not(before)])
            self._wait(row.when, self._columns.make(f"wh_{fact.id}_{n}", here))
            before = any_of([before, self._meaning.holds(row.when).surely])
            before = self._columns.make(f"wb_{fact.id}_{n}", before)

    def _wait_for_question(self, question: Question, awaited: Sql) -> None:
        """Wait for what may settle whether a question is asked, and its lines."""
        gate = self._meaning.asked[question.id]
        maybe: Sql = FALSE
        if question.when is not None and gate.surely != gate.perhaps:
            maybe = put("({} <> 0)", without(gate.perhaps, gate.surely))
            if question.depends:
                maybe = all_of([maybe, self._open(question.when)])
            here = all_of([awaited, maybe])
            self._wait(question.when, self._columns.make(f"wq_{question.id}", here))
        if question.depends:
            there = put("({} <> 0)", gate.perhaps)
            here = all_of([awaited, there, is_not(maybe)])
            self._wait_for_lines(
                question, self._columns.make(f"wl_{question.id}", here)
            )

    def _wait_for_lines(self, question: Question, awaited: Sql) -> None:
        """Wait for what may settle which lines of a question are offered."""
        lines = self._meaning.lines[question.id]
        maybe = without(lines.perhaps, lines.surely)
        maybe = self._columns.make(f"wm_{question.id}", maybe)
        bits = self._meaning.coded[question.id].own
        masks: dict[Condition | str, int] = {}
        for line in question.choices:
            for above in (line.when, line.carried_from, *question.except_in):
                if above:
                    masks[above] = masks.get(above, 0) | bits[line.id]
        for above, mask in masks.items():
            here = all_of([awaited, has(maybe, mask)])
            if isinstance(above, Condition):
                self._wait(above, all_of([here, self._settles(above)]))
            else:
                self._by_others.setdefault(above, []).append(here)
