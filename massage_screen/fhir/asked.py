"""Which questions and lines the Questionnaire has, and which of them are enabled.

A list is asked line by line where the standard has nothing for its lines: it knows no
condition of one option, and no doubt of one option beside a tick.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from massage_screen.alone import asked_alone, settled
from massage_screen.answers import UNSURE, Answers
from massage_screen.condition import Condition, leaves
from massage_screen.pack import Choice, Fact, Pack, Question
from massage_screen.sheet import Sheet

#: The name of this form of questions; every code of it stands under it.
URN = "urn:massage-screen"
#: The codes of a line that is asked by itself, and of yes and no.
ANSWER = f"{URN}:answer"
#: How items are called that hold others, or only say something.
SECTION, START, HELP = "section-", "start-", ":help"
#: How much of the hash of a pack stands in its version; the version alone says less.
_SHOWN = 12


def url_of(pack: Pack) -> str:
    """Return the canonical address of the Questionnaire of a pack."""
    return f"{URN}:{pack.about.id}"


def version_of(pack: Pack) -> str:
    """Return the version of a Questionnaire, which names the very files of the pack."""
    return f"{pack.about.version}+{pack.digest.removeprefix('sha256:')[:_SHOWN]}"


def system_of(pack: Pack, question: Question) -> str:
    """Return the system of the codes of a question."""
    if question.takes.yes_or_no:
        return ANSWER
    return f"{url_of(pack)}:{question.id}"


def is_line_by_line(question: Question) -> bool:
    """Say whether each line of a list is an item with Yes, No and Not sure.

    So is every list of the gate, every one whose lines depend on answers, and every one
    that is read out: what is left blank there is not denied.
    """
    if not question.takes.several:
        return False
    read_out = question.asked_by == "client" and question.aloud and not question.open
    return question.gate or question.depends or read_out


def link_of(question: str, line: str) -> str:
    """Return the name of the item of a line, or of "not sure" beside a number."""
    return f"{question}.{line}"


class Asked:
    """What the Questionnaire of a pack asks.

    Attributes:
        pack: The pack.
        at_first: The sheet of a client who has answered nothing.
    """

    def __init__(self, pack: Pack) -> None:
        """Work out what is asked of a client who answers alone."""
        self.pack = pack
        self.at_first = Sheet(pack, Answers())

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Return the questions that can be enabled, by id, in order of asking."""
        return {q.id: q for q in asked_alone(self.pack) if self._can_be_put(q)}

    @cached_property
    def links(self) -> Mapping[str, tuple[Question, str]]:
        """Return the items that take an answer: the question, and the line or "".

        Beside a number, "not sure" stands in the place of a line.
        """
        found: dict[str, tuple[Question, str]] = {}
        for question in self.questions.values():
            lines = [line.id for line in self.lines(question)]
            by_line = is_line_by_line(question)
            if not by_line:
                found[question.id] = (question, "")
            for line in lines if by_line else [UNSURE] * question.takes.counts:
                found[link_of(question.id, line)] = (question, line)
        return found

    def when(self, condition: Condition | None) -> Condition | bool:
        """Return what is left of a condition, as `settled` does; without one, True."""
        return True if condition is None else settled(condition, self.at_first)

    def lines(self, question: Question) -> tuple[Choice, ...]:
        """Return the lines of a question that can be enabled."""
        return tuple(c for c in question.choices if self._can_be_offered(c))

    def is_the_therapists(self, question: str) -> bool:
        """Say whether a question may be asked, but only by the therapist."""
        asked = self.pack.questions[question].asked_by == "therapist"
        return asked and self.at_first.relevance[question] is not False

    def is_enabled(self, question: Question, line: str, sheet: Sheet) -> bool:
        """Say whether the item of a line is enabled.

        So it is also where only what the therapist answers can still rule it out:
        what was not shown would be taken for denied.

        Args:
            question: One that is asked.
            line: The id of the line.
            sheet: What was answered.
        """
        if sheet.relevance[question.id] is not True:
            return False
        state = sheet.offered.get(question.id, {}).get(line, True)
        return state is True or (
            state is None and self.is_left_to_the_therapist(question, line)
        )

    def is_left_to_the_therapist(self, question: Question, line: str) -> bool:
        """Say whether it may hang on the therapist's answers if a line is offered."""
        return line in self._left[question.id]

    @cached_property
    def _left(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, frozenset[str]] = {}
        for question in self.pack.questions.values():  # lists read those above them
            found[question.id] = frozenset(
                choice.id
                for choice in question.choices
                if self._hangs(question, choice, found)
            )
        return found

    def _hangs(
        self, question: Question, line: Choice, above: Mapping[str, frozenset[str]]
    ) -> bool:
        reads = self._read_in(self.when(line.when)) if line.when else ()
        lists = {line.carried_from, *question.except_in} - {""}
        return any(map(self._reaches, reads)) or any(
            line.id in above[name] or self._is_asked_by_reach(name) for name in lists
        )

    def _is_asked_by_reach(self, name: str) -> bool:
        if self.at_first.relevance[name] is False:
            return False
        when = self.when(self.pack.questions[name].when)
        return self.is_the_therapists(name) or any(
            map(self._reaches, self._read_in(when))
        )

    def _reaches(self, name: str) -> bool:
        """Say whether a question or fact is, or reads, one of the therapist's."""
        if name not in self._reached:
            self._reached[name] = self._find_reach(name)
        return self._reached[name]

    @cached_property
    def _reached(self) -> dict[str, bool]:
        return {}

    def _find_reach(self, name: str) -> bool:
        fact = self.pack.facts.get(name)
        if fact is not None:
            return any(map(self._reaches, self._read_by_fact(fact)))
        if self.at_first.relevance[name] is False:
            return False
        if self.is_the_therapists(name):
            return True
        question = self.pack.questions[name]
        reads = [*question.read_by_lines]
        for when in question.conditions:
            reads += self._read_in(self.when(when))
        return any(map(self._reaches, reads))

    def _read_by_fact(self, fact: Fact) -> Iterator[str]:
        for row in fact.rows:
            yield from self._read_in(self.when(row.when))

    def _read_in(self, condition: Condition | bool) -> Iterator[str]:
        if isinstance(condition, Condition):
            yield from _names_in(condition)

    def _can_be_put(self, question: Question) -> bool:
        if not self._may_hold(self.when(question.when)):
            return False
        return not question.depends or bool(self.lines(question))

    def _can_be_offered(self, line: Choice) -> bool:
        if line.carried_from:
            return self.at_first.relevance[line.carried_from] is not False
        return line.when is None or self.when(line.when) is not False

    def _may_hold(self, condition: Condition | bool) -> bool:
        """Say whether it can hold before the therapist has answered anything."""
        if isinstance(condition, bool):
            return condition
        parts = condition.all_of or condition.any_of
        if parts is None:
            name = condition.question
            return name is None or not self.is_the_therapists(name)
        held = map(self._may_hold, parts)
        return all(held) if condition.all_of is not None else any(held)


def _names_in(condition: Condition) -> Iterator[str]:
    for leaf in leaves(condition):
        name = leaf.question or leaf.fact
        if name is not None:
            yield name
