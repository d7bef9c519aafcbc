"""Questions: which answers each takes, and how an answer can change."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal

import msgspec

from massage_screen.answers import NO, NONE, UNSURE, YES, Value
from massage_screen.condition import Condition
from massage_screen.pack.table import Id, Table, Text


class Choice(Table):
    """A permitted answer."""

    id: Id
    text: Text


#: The choices of a question. A file may also name a list of `pack.toml`, which is put
#: in the place of its name before the file becomes a question.
Choices = Annotated[
    tuple[Choice, ...],
    msgspec.Meta(extra_json_schema={"pattern": "^[a-z][a-z0-9_]*$", "maxLength": 60}),
]

#: What only a clinician can do; the other changes come with time.
BY_CLINICIANS = ("clearance", "examination", "result")


class Change(Table, kw_only=True, rename={"before": "from", "after": "to"}):
    """How an answer can truly change, by time or by a clinician; never a symptom."""

    by: Literal["clearance", "examination", "result", "time", "settling", "preparation"]
    before: tuple[Id, ...] = ()
    after: tuple[Id, ...] = ()
    below: int | None = None
    says: Text


class Question(Table, kw_only=True, dict=True):
    """One thing asked; the keys of a file stand in the order of these fields."""

    id: Id
    kind: Literal["yes_no", "one_of", "any_of", "number"]
    gate: bool = False
    reassuring: bool = False
    when: Condition | None = None
    ask: Text
    choices: Choices = ()
    none: str = "None of these"
    unit: str = ""
    minimum: int | None = None
    maximum: int | None = None
    bands: tuple[int, ...] = ()
    again: str = ""
    why: str = ""
    topic: str = ""
    denied: str = ""
    changes: tuple[Change, ...] = ()
    ask_clinician: str = ""
    clinician_choices: Choices = ()

    @property
    def name(self) -> str:
        """Return what stands before the answer in a letter or a note."""
        return self.topic or self.ask

    @cached_property
    def words(self) -> Mapping[str, str]:
        """Return the text of each answer by id, mildest first, "not sure" last."""
        words = {choice.id: choice.text for choice in self.choices}
        if self.kind == "yes_no":
            words = {NO: "No", YES: "Yes"}
            if self.reassuring:
                words = {YES: "Yes", NO: "No"}
        if self.kind == "any_of":
            words[NONE] = self.none
        words[UNSURE] = "Not sure"
        return words

    @cached_property
    def lines(self) -> Mapping[str, str]:
        """Return the text of each answer by id, in the order of the lines shown.

        Yes comes first: who picks the first line unread must not have said "no".
        """
        return {YES: "", **self.words} if self.kind == "yes_no" else self.words

    @cached_property
    def mildest(self) -> Value:
        """Return the answer of somebody with nothing to tell."""
        if self.kind == "any_of":
            ticked = tuple(choice.id for choice in self.choices)
            return ticked if self.reassuring else (NONE,)
        if self.kind == "number":
            return self.minimum or 0
        return next(iter(self.words))

    def accept(self, raw: object) -> Value:
        """Return the answer in its stored form.

        Raises:
            ValueError: The answer does not fit; the message says what would.
        """
        if raw == UNSURE:
            return (UNSURE,) if self.kind == "any_of" else UNSURE
        if self.kind == "number":
            return self._number(raw)
        if self.kind == "any_of":
            return self._list(raw)
        if not isinstance(raw, str) or raw not in self.words:
            raise ValueError(f"must be one of {_listed(self.words)}")
        return raw

    def _number(self, raw: object) -> Value:
        span = f"from {self.minimum} to {self.maximum}"
        if isinstance(raw, bool) or not isinstance(raw, int | float):
            raise ValueError(f"must be a number {span}, or 'unsure'")
        low, high = self.minimum, self.maximum
        fits = (low is None or raw >= low) and (high is None or raw <= high)
        if not fits:  # nor does "not a number", of which every comparison is false
            raise ValueError(f"must be {span}, or 'unsure'")
        return raw

    def _list(self, raw: object) -> Value:
        if not isinstance(raw, list | tuple):
            raise ValueError(f"must be a list of {_listed(self.words)}")
        if not raw:
            raise ValueError(
                'is an empty list. Write ["none"] when none applies, or "unsure"'
            )
        for item in raw:
            if not isinstance(item, str) or item not in self.words:
                raise ValueError(f"may only hold {_listed(self.words)}")
        if NONE in raw and len(raw) > 1:
            raise ValueError('has "none" beside other answers; "none" stands alone')
        if len(set(raw)) < len(raw):
            raise ValueError("names the same answer twice")
        return tuple(word for word in self.words if word in raw)


def _listed(words: Mapping[str, str]) -> str:
    return ", ".join(repr(word) for word in words)
