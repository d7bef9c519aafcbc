"""Questions: which answers each takes, and how an answer can change."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal

import msgspec

from massage_screen.answers import (
    NO,
    UNSURE,
    YES,
    Value,
    is_doubt,
    is_unsure,
    line_of,
)
from massage_screen.condition import Condition
from massage_screen.pack.kind import KINDS, Choice, Kind, WordOfKind
from massage_screen.pack.shelf import VISIT_ONLY
from massage_screen.pack.table import Id, Table, Text
from massage_screen.ticks import Offered, Ticks, ticks_of

#: The choices of a question. A file may also name lists of `pack.toml`, alone or
#: between choices of its own, which are put in the place of their names before the
#: file becomes a question.
Choices = Annotated[
    tuple[Choice, ...],
    msgspec.Meta(extra_json_schema={"pattern": "^[a-z][a-z0-9_]*$", "maxLength": 60}),
]
#: A question whose ticked lines are carried over, or one line of it: `where.arms`.
Source = Annotated[
    str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$", max_length=121)
]

#: The words of the answer to a list that no line applies, where a pack has no others.
NONE_OF_THESE = "None of these"
#: What only a clinician can do; the other changes come with time.
BY_CLINICIANS = ("clearance", "examination", "result")


class Change(Table, kw_only=True, rename={"before": "from", "after": "to"}):
    """How an answer can truly change, by time or by a clinician; never a symptom.

    Attributes:
        short: What happens as a thing, such as "a note that names the areas"; "" when
            only the sentence says it.
    """

    by: Literal["clearance", "examination", "result", "time", "settling", "preparation"]
    before: tuple[Id, ...] = ()
    after: tuple[str, ...] = ()
    below: int | None = None
    says: Text
    short: str = ""


class Question(Table, kw_only=True, dict=True, rename={"except_in": "except"}):
    """One thing asked; the keys of a file stand in the order of these fields.

    Attributes:
        asked_by: Whose answer it is: the client's, or the therapist's who sees it or
            reads it on paper; or either's: the therapist's, and on the form the
            client's.
        ask_client: How it is put to a client who reads it alone, where `ask` is words
            for the therapist, or of one who is there.
        why_client: Why it is asked, to such a client, where `why` speaks like that.
        aloud: Whether it is read out.
        open: Whether it is asked in the client's own words, and no line is read out.
        records_only: Whether it is kept with the answers and decides nothing.
        keeps: How long an answer may be shown for confirmation at a later visit, in
            place of being asked anew; see `shelf`.
        moves: Whether passing time alone changes the answer, so that it is asked anew,
            with the old one and its day beside it; that of a gate is not held against
            the one of an earlier visit.
        leave_out: Lines of a named list that are not offered here.
        carries: Questions above whose lines, ticked there, are lines here.
        except_in: Questions above; what is ticked or in doubt there is no line here.
        shown: The order of the choices on screen and paper; empty: as they stand.
        ends_after: Of `yes_no`: the same as on a choice, for the answer that is not
            the mildest.
    """

    id: Id
    kind: WordOfKind
    gate: bool = False
    reassuring: bool = False
    records_only: bool = False
    asked_by: Literal["client", "therapist", "either"] = "client"
    aloud: bool = True
    open: bool = False
    keeps: str = VISIT_ONLY
    moves: bool = False
    when: Condition | None = None
    ask: Text
    ask_client: str = ""
    choices: Choices = ()
    leave_out: tuple[Id, ...] = ()
    carries: tuple[Source, ...] = ()
    except_in: tuple[Id, ...] = ()
    shown: tuple[Id, ...] = ()
    none: str = NONE_OF_THESE
    unit: str = ""
    minimum: int | None = None
    maximum: int | None = None
    bands: tuple[int, ...] = ()
    ends_after: tuple[Id, ...] = ()
    again: str = ""
    why: str = ""
    why_client: str = ""
    topic: str = ""
    denied: str = ""
    changes: tuple[Change, ...] = ()
    ask_clinician: str = ""
    clinician_choices: Choices = ()

    @property
    def name(self) -> str:
        """Return what stands before the answer in a letter or a note."""
        return self.topic or self.ask

    @property
    def takes(self) -> Kind:
        """Return what its kind takes as an answer."""
        return KINDS[self.kind]

    @cached_property
    def words(self) -> Mapping[str, str]:
        """Return the text of each answer by id, mildest first, "not sure" last."""
        return self.takes.words(self) | {UNSURE: "Not sure"}

    @cached_property
    def lines(self) -> Mapping[str, str]:
        """Return the text of each answer by id, in the order of the lines shown.

        Yes comes first: who picks the first line unread must not have said "no".
        """
        first = (YES,) if self.takes.yes_or_no else self.shown
        return {**{word: self.words[word] for word in first}, **self.words}

    @cached_property
    def mildest(self) -> Value:
        """Return the answer of somebody with nothing to tell."""
        return self.takes.mildest(self)

    @cached_property
    def depends(self) -> bool:
        """Say whether it depends on answers above which of its lines are offered."""
        return bool(self.except_in) or any(
            choice.when or choice.carried_from for choice in self.choices
        )

    def may_be_confirmed(self, value: Value) -> bool:
        """Say whether one key may keep an answer of an earlier visit.

        Not one to the gate or that passing time changes, nor one that left a doubt: it
        may be settled by now. Nor one of a list whose lines depend on answers: a line
        that came new would be denied with that key, and nobody had read it out.
        """
        anew = self.gate or self.moves or self.depends
        return not anew and not is_unsure(value)

    def has_nothing_told(self, value: Value) -> bool:
        """Say whether an answer is the no, or the none, of a client who is well."""
        words = self.takes.several or self.takes.yes_or_no
        return words and not self.reassuring and value == self.mildest

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """Return when it is asked and when its lines are offered."""
        lines = (choice.when for choice in self.choices)
        return tuple(when for when in (self.when, *lines) if when is not None)

    @cached_property
    def own_lines(self) -> tuple[Choice, ...]:
        """Return the lines that are carried from nowhere."""
        return tuple(choice for choice in self.choices if not choice.carried_from)

    @cached_property
    def lines_carried(self) -> Mapping[str, Mapping[str, Choice]]:
        """Return the lines that are carried, by id, for each question they are from."""
        lines: dict[str, dict[str, Choice]] = {}
        for choice in self.choices:
            if choice.carried_from:
                lines.setdefault(choice.carried_from, {})[choice.id] = choice
        return lines

    @cached_property
    def none_offered(self) -> Offered:
        """Return that no line of it is offered."""
        return {choice.id: False for choice in self.choices}

    @cached_property
    def read_by_lines(self) -> frozenset[str]:
        """Return the questions that its lines are carried from, or left to."""
        carried = {choice.carried_from for choice in self.choices} - {""}
        return frozenset(carried.union(self.except_in))

    def says(self, word: str) -> str:
        """Return the text of a word of an answer; of a doubt that of its line."""
        text = self.words.get(line_of(word), word)
        return f"{text} (not sure)" if is_doubt(word) else text

    def ticks(self, value: tuple[str, ...], offered: Offered | None = None) -> Ticks:
        """Return what a list answer comes to.

        Args:
            value: The answer in its stored form.
            offered: Whether each line is offered; without it, all are.
        """
        key = (value, tuple(offered.values()) if offered else None)
        if key not in self._read:
            lines = [choice.id for choice in self.choices]
            ticks = ticks_of(value, lines, offered or {}, self.reassuring)
            self._read[key] = ticks
        return self._read[key]

    @cached_property
    def _read(self) -> dict[object, Ticks]:
        """Keep what was read: thousands of sheets of one client have the same."""
        return {}

    @cached_property
    def stops(self) -> Mapping[str, tuple[str, ...]]:
        """Return the questions after which one may stop early, by answer."""
        own = {NO if self.reassuring else YES: self.ends_after}
        lines = {choice.id: choice.ends_after for choice in self.choices}
        return {word: names for word, names in (own | lines).items() if names}

    def accept(self, raw: object) -> Value:
        """Return the answer in its stored form.

        Raises:
            ValueError: The answer does not fit; the message says what would.
        """
        return self.takes.unsure if raw == UNSURE else self.takes.accept(self, raw)
