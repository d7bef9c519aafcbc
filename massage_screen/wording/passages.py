"""The texts of a pack that are read aloud to a client, one by one."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from massage_screen.pack import Question, Rule, clauses_of
from massage_screen.problems.draft import Draft
from massage_screen.problems.files import Entry, PackText
from massage_screen.problems.problem import Problem
from massage_screen.spoken import choices_read_aloud
from massage_screen.text import quoted
from massage_screen.wording.reading import grade_of

#: The hardest grade of a gate. Grade 6 is about age 11, the reading age that health
#: writers in Britain aim at (Patient Information Forum: 9 to 11).
GATE_GRADE = 6
#: The hardest grade of everything else that a client hears: our own default.
OTHER_GRADE = 8


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """A text of a pack that a client hears.

    Attributes:
        owner: The question or rule it belongs to; None for an introduction.
        key: What messages call it, such as `'ask'`.
        gate: Whether the stricter grade is meant.
        stem: Whether it asks, so that it may ask one thing only.
        item: Whether it must be short as a whole, and not each sentence by itself.
        line: Whether it is a line of a list.
    """

    file: PackText
    owner: Entry[Question] | Entry[Rule] | None = None
    key: str
    text: str
    gate: bool = False
    stem: bool = False
    item: bool = False
    line: bool = False

    @property
    def id(self) -> str:
        """Return the id of the question or rule, or the file of an introduction."""
        return self.owner.item.id if self.owner else self.file.name

    @property
    def grade_at_most(self) -> int:
        """Return the hardest grade that it may have."""
        return GATE_GRADE if self.gate else OTHER_GRADE

    @property
    def grade(self) -> float | None:
        """Return its grade with one decimal, or None when it is too short for one."""
        grade = grade_of(self.text)
        return None if grade is None else round(grade, 1)

    def problem(self, code: str, what: str, do: str) -> Problem:
        """Return a problem of this text; `what` follows its name."""
        what = f"{self.key} {what}"
        if self.owner:
            return self.owner.problem(code, f"in {what}", do)
        line = self.file.line("section")
        return self.file.at(line, code, f"[section] in {what}", do)


def passages_of(draft: Draft) -> Iterator[Passage]:
    """Go through the introductions, the questions and what rules tell the client."""
    for file in draft.concern_files:
        if file.whole is not None and file.whole.section.intro:
            intro = file.whole.section.intro
            yield Passage(file=file, key=quoted("intro"), text=intro)
    for asked in draft.of(Question):
        yield from _of_question(asked)
    for rule in draft.of(Rule):
        told = [("tell", clause.text) for clause in clauses_of(rule.item.tell)]
        for key, text in (*told, ("see_for", rule.item.see_for)):
            if text:
                yield Passage(file=rule.file, owner=rule, key=quoted(key), text=text)


#: The words that say why a question is asked: whole sentences, and no item to answer.
_WHY = ("why", "why_client")


def _of_question(entry: Entry[Question]) -> Iterator[Passage]:
    """Go through what a client hears or reads; what is only shown may be hard."""
    question = entry.item
    lists = question.takes.several and not question.open
    aloud = ("ask", "again", "why", "none") if question.aloud else ()
    for key in ("ask_client", "why_client", *aloud):
        text = getattr(question, key)
        if text and (key != "none" or lists):
            yield Passage(
                file=entry.file,
                owner=entry,
                key=quoted(key),
                text=text,
                gate=question.gate and key not in _WHY,
                stem=key in ("ask", "ask_client", "again"),
                item=key not in _WHY,
            )
    for choice in choices_read_aloud(question):
        yield Passage(
            file=entry.file,
            owner=entry,
            key=f"choice {quoted(choice.id)}",
            text=choice.text,
            gate=question.gate,
            item=True,
            line=True,
        )
