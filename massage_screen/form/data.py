"""What the page of a form needs of a pack: questions, facts, and when to call for help.

Of the rules only the conditions of an emergency are there, without a name or a word, so
the page can show no other decision. What the program knows of a new client is put in;
what such a client is never asked is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from massage_screen.alone import asked_alone, settled
from massage_screen.answers import NONE, Answers
from massage_screen.condition import Condition, leaves
from massage_screen.history import readers_of
from massage_screen.pack import Choice, Disposition, Fact, Pack, Question
from massage_screen.phrases import ENGLISH, Phrases
from massage_screen.presentation.paper.boxes import Layout, layout_of
from massage_screen.sheet import Sheet

#: A condition as the page reads it; True and False where that is settled.
_Term = dict[str, Any] | bool
#: What each test of a leaf is called there.
_TESTS = {
    "is_any_of": "is",
    "includes_any_of": "any",
    "includes_all_of": "all",
    "lacks_any_of": "lacks",
    "at_least": "least",
    "below": "below",
}


def data_of(pack: Pack, phrases: Phrases = ENGLISH) -> dict[str, Any]:
    """Return what the page needs of a pack, ready for JSON.

    Its key `steps` holds questions and facts in the order of asking; `alarms` the
    conditions under which the client is told to call for help.

    Args:
        pack: The pack, in the language of the page.
        phrases: What the program says in it.
    """
    return _Writer(pack, phrases).whole()


class _Writer:
    """Writes a pack as it is for a client who is new."""

    def __init__(self, pack: Pack, phrases: Phrases) -> None:
        self._pack, self._phrases = pack, phrases
        self._at_first = Sheet(pack, Answers())
        self._asked = tuple(question.id for question in asked_alone(pack))
        self._carried = {
            choice.carried_from
            for question in pack.questions.values()
            for choice in question.choices
        }
        self._sections = [concern.section for concern in pack.concerns]

    def whole(self) -> dict[str, Any]:
        pack = self._pack
        alarms = [term for term in self._alarms() if term is not False]
        kept = self._reached()
        steps = [self._step(step) for step in pack.steps() if step.id in kept]
        used = {step["section"] for step in steps if "ask" in step}
        return {
            "pack": {
                "id": pack.about.id,
                "version": pack.about.version,
                "digest": pack.digest,
            },
            "sections": [
                {"title": section.title, "private": section.private}
                if number in used
                else None
                for number, section in enumerate(self._sections)
            ],
            "none": self._phrases.common.none,
            "steps": steps,
            "alarms": alarms,
        }

    # What is needed

    def _emergencies(self) -> Iterator[Condition]:
        for rule in self._pack.rules.values():
            if rule.ranks_as is Disposition.EMERGENCY and rule.when is not None:
                yield rule.when

    def _alarms(self) -> Iterator[_Term]:
        return map(self._term, self._emergencies())

    def _reached(self) -> set[str]:
        """Return the ids of what is asked, and of all that this is read from."""
        kept: set[str] = set()
        todo = [*self._asked]
        for when in self._emergencies():
            todo += _read_in(when)
        while todo:
            name = todo.pop()
            if name in kept or self._at_first.relevance.get(name) is False:
                continue
            kept.add(name)
            todo += self._read_by(name)
        return kept

    def _read_by(self, name: str) -> Iterator[str]:
        fact = self._pack.facts.get(name)
        if fact is not None:
            for row in fact.rows:
                yield from _read_in(row.when)
            return
        question = self._pack.questions[name]
        yield from question.read_by_lines
        for when in question.conditions:
            yield from _read_in(when)

    # How it is written

    def _step(self, step: Question | Fact) -> dict[str, Any]:
        if isinstance(step, Fact):
            rows = [[row.value, self._term(row.when)] for row in step.rows]
            return {"id": step.id, "rows": rows, "last": step.values[-1]}
        kind = "list" if step.takes.several else step.kind
        row: dict[str, Any] = {"id": step.id, "kind": kind}
        if step.when is not None and (when := self._term(step.when)) is not True:
            row["when"] = when
        if step.choices:
            row["lines"] = [self._line(choice, step) for choice in step.choices]
        if left := [name for name in step.except_in if self._may_count(name)]:
            row["except"] = left
        row |= {"depends": True} if step.depends else {}
        row |= {"reassuring": True} if step.reassuring else {}
        return row | (self._put(step) if step.id in self._asked else {})

    def _put(self, question: Question) -> dict[str, Any]:
        """Return how a question is put; what never is has no words."""
        section = self._pack.section_of[question.id]
        row: dict[str, Any] = {
            "ask": question.ask_client or question.ask,
            "section": self._sections.index(section),
        }
        row |= {"gate": True} if question.gate else {}
        row |= self._left_in_english(question)
        readers = readers_of(self._pack, question.id)
        if found := [name for name in self._asked if name in readers]:
            row["readers"] = found
        if question.again:
            row["again"] = question.again
        if why := question.why_client or question.why:
            row["why"] = why
        if question.shown:
            row["shown"] = list(question.shown)
        if question.takes.several:
            row["each"] = is_asked_line_by_line(question)
            if (none := question.words[NONE]) != self._phrases.common.none:
                row["none"] = none
        if question.takes.counts:
            row |= {"least": question.minimum, "most": question.maximum}
            row["unit"] = question.unit
        return row

    def _left_in_english(self, question: Question) -> dict[str, str]:
        left = f"questions.{question.id}" in self._phrases.english
        return {"lang": ENGLISH.language} if left else {}

    def _line(self, choice: Choice, question: Question) -> dict[str, Any]:
        row: dict[str, Any] = {"id": choice.id}
        shown = question.asked_by != "therapist" or question.id in self._carried
        if shown and not choice.carried_from:  # else it has the words of its source
            row["text"] = choice.text
        if choice.when is not None and (when := self._term(choice.when)) is not True:
            row["when"] = when
        if choice.carried_from:
            source = choice.carried_from
            row |= {"from": source} if self._may_count(source) else {"when": False}
        return row

    def _may_count(self, name: str) -> bool:
        return self._at_first.relevance[name] is not False

    def _term(self, condition: Condition) -> _Term:
        """Return a condition without what is settled for every new client."""
        left = settled(condition, self._at_first)
        return left if isinstance(left, bool) else _written(left)


def _written(condition: Condition) -> dict[str, Any]:
    parts = condition.all_of or condition.any_of
    if parts is not None:
        word = "and" if condition.all_of is not None else "or"
        return {word: [_written(part) for part in parts]}
    name = condition.question
    subject = {"f": condition.fact} if name is None else {"q": name}
    tests: Mapping[str, Any] = {
        short: value
        for test, short in _TESTS.items()
        if (value := getattr(condition, test)) is not None
    }
    return {**subject, **tests}


def is_asked_line_by_line(question: Question) -> bool:
    """Say whether each line of a list has its own Yes, No and Not sure.

    So it is where the lines are read out to a client, and in every list of a gate or
    of lines told before: what is left blank there is not denied.
    """
    each = layout_of(question) is Layout.EACH
    return each or question.gate or bool(question.carries)


def _read_in(condition: Condition) -> Iterator[str]:
    for leaf in leaves(condition):
        name = leaf.question or leaf.fact
        if name is not None:
            yield name
