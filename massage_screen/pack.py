"""The shape of a pack: questions, facts, rules, restrictions and sources.

Frozen structs that refuse unknown keys. `questions/README.md` explains every field
to those who write packs; `catalogue` reads the files and looks for problems.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Literal

import msgspec

from massage_screen.answers import NO, NONE, UNSURE, YES, Value
from massage_screen.condition import Condition, leaves


class Disposition(enum.Enum):
    """What to do, mildest first. The worst finding decides."""

    PROCEED = "proceed"
    RESTRICT = "restrict"
    POSTPONE = "postpone"
    REFER = "refer"
    EMERGENCY = "emergency"

    @property
    def rank(self) -> int:
        """Return the place on the scale: 0 for PROCEED to 4 for EMERGENCY."""
        return tuple(Disposition).index(self)


class Cell(enum.Enum):
    """What a technique may do in a region, freest first."""

    ALLOW = "allow"
    MODIFY = "modify"
    AVOID = "avoid"

    @property
    def rank(self) -> int:
        """Return the place on the scale: 0 for allow to 2 for avoid."""
        return tuple(Cell).index(self)


Id = Annotated[str, msgspec.Meta(pattern="^[a-z][a-z0-9_]*$", max_length=60)]
Text = Annotated[str, msgspec.Meta(min_length=1)]
#: Pressure on five levels, 1 the lightest; our own words stand in the pack.
Pressure = Annotated[int, msgspec.Meta(ge=1, le=5)]
#: Minutes of one session.
Minutes = Annotated[int, msgspec.Meta(ge=1, le=120)]


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of a pack file: frozen, and with no key that we do not know."""


class Choice(Table):
    """A permitted answer."""

    id: Id
    text: Text


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
    """One thing asked."""

    id: Id
    kind: Literal["yes_no", "one_of", "any_of", "number"]
    ask: Text
    again: str = ""
    why: str = ""
    gate: bool = False
    when: Condition | None = None
    choices: tuple[Choice, ...] = ()
    none: str = "None of these"
    reassuring: bool = False
    unit: str = ""
    minimum: int | None = None
    maximum: int | None = None
    bands: tuple[int, ...] = ()
    changes: tuple[Change, ...] = ()
    ask_clinician: str = ""

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


class FactRow(Table, rename={"value": "is"}):
    """One row of a fact: the value it gives, and when."""

    value: Id
    when: Condition


class Fact(Table, kw_only=True):
    """A derived value: the first row that holds wins, else the last value."""

    id: Id
    about: Text
    values: tuple[Id, ...]
    rows: tuple[FactRow, ...]


#: The fields of a restriction that are about the whole session and need no place.
SESSION_LISTS = ("positions_avoid", "movements_avoid", "supports", "stop_on")
SESSION_MINUTES = ("minutes_at_most", "check_in_every")
SESSION_FIELDS = (*SESSION_LISTS, *SESSION_MINUTES)


class Restriction(Table):
    """What a rule takes away, and where.

    One of `everywhere`, `parts` and `regions` says where; `regions_named_in` or
    `regions_not_named_in` narrows it to what a checklist names or leaves out, or
    stands alone for all regions. What is about the whole session needs no place.
    """

    everywhere: bool = False
    parts: tuple[Id, ...] = ()
    with_neighbours: bool = False
    regions: tuple[Id, ...] = ()
    regions_named_in: str = ""
    regions_not_named_in: str = ""
    techniques: tuple[Id, ...] = ()
    cell: Literal["modify", "avoid"] | None = None
    pressure_at_most: Pressure | None = None
    positions_avoid: tuple[Id, ...] = ()
    movements_avoid: tuple[Id, ...] = ()
    supports: tuple[Id, ...] = ()
    minutes_at_most: Minutes | None = None
    check_in_every: Minutes | None = None
    stop_on: tuple[Text, ...] = ()
    note: str = ""

    @property
    def plans(self) -> bool:
        """Say whether it asks for something of the whole session."""
        return any(getattr(self, field) for field in SESSION_FIELDS)


class Rule(Table, kw_only=True):
    """A condition and what follows from it. No disposition: a floor or a note."""

    id: Id
    when: Condition | None = None
    disposition: Literal["restrict", "postpone", "refer", "emergency"] | None = None
    timeframe: str = ""
    found: Text
    do: Text
    tell: str = ""
    restrict: tuple[Restriction, ...] = ()
    references: tuple[str, ...] = ()
    policy: str = ""
    review_by: str = ""

    @property
    def ranks_as(self) -> Disposition:
        """Return the disposition that the rule asks for; PROCEED for a note."""
        return Disposition(self.disposition or "proceed")


class Section(Table):
    """The heading of a file's questions, and why they are asked."""

    title: Text
    intro: str = ""


class ConcernFile(Table):
    """One clinical concern: its questions, then its facts, then its rules."""

    section: Section
    question: tuple[Question, ...] = ()
    fact: tuple[Fact, ...] = ()
    rule: tuple[Rule, ...] = ()


class Region(Table):
    """A region of the body that a technique can be used on."""

    id: Id
    text: Text


class Part(Table):
    """A part of the spine: the regions over it and those next to it."""

    id: Id
    text: Text
    regions: tuple[Id, ...]
    next_to: tuple[Id, ...]


class Technique(Table):
    """A massage technique."""

    id: Id
    text: Text


class TechniqueGroup(Table):
    """Techniques that rules often name together."""

    id: Id
    text: Text
    techniques: tuple[Id, ...]


class Position(Table):
    """How a client may lie or sit."""

    id: Id
    text: Text


class Movement(Table):
    """A way of moving or holding the client's body that a rule may rule out."""

    id: Id
    text: Text


class Support(Table):
    """What holds the client's body on the couch, and in which positions."""

    id: Id
    text: Text
    positions: tuple[Id, ...] = ()


class Timeframe(Table, kw_only=True):
    """How soon, for one disposition, with the sentence that goes with both."""

    id: Id
    disposition: Literal["postpone", "refer", "emergency"]
    text: Text
    headline: Text


class Headlines(Table, kw_only=True):
    """The sentences for results that have no timeframe."""

    proceed: Text
    restrict: Text
    incomplete: Text


class BuiltIn(Table, kw_only=True):
    """The finding when RESTRICT would leave nothing to do."""

    found: Text
    do: Text
    tell: str = ""
    timeframe: Id


class Limits(Table, kw_only=True):
    """The most questions that a pack may come to; `check` prints what it comes to."""

    gate: int
    nothing_to_tell: int
    one_diagnosis: int
    diagnoses: tuple[Id, ...]


class PackFile(Table, kw_only=True):
    """`pack.toml`: what the pack is, and the words of its world."""

    id: Id
    title: Text
    version: Text
    status: Literal["draft", "reviewed"]
    intended_purpose: Text
    not_covered: Text
    review_by: Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    notice: tuple[Text, ...]
    limits: Limits
    headlines: Headlines
    nothing_left_to_do: BuiltIn
    pressure_words: tuple[Text, ...]
    pressure_reference: str = ""
    stop_signs: tuple[Text, ...]
    warning_signs: tuple[Text, ...]
    timeframe: tuple[Timeframe, ...]
    region: tuple[Region, ...]
    part: tuple[Part, ...]
    technique: tuple[Technique, ...]
    technique_group: tuple[TechniqueGroup, ...] = ()
    position: tuple[Position, ...]
    movement: tuple[Movement, ...] = ()
    support: tuple[Support, ...] = ()


class Reference(Table, kw_only=True):
    """A source: what it is, where it is, and how much of it was read."""

    id: Annotated[str, msgspec.Meta(pattern="^[A-Za-z][A-Za-z0-9_]*$")]
    title: Text
    authors: str = ""
    year: int | None = None
    where: str = ""
    doi: str = ""
    url: str = ""
    read: Literal["abstract", "part", "whole", "quoted", "not read"]
    says: Text


class ReferenceFile(Table):
    """`references.toml`: every source that the rules name."""

    reference: tuple[Reference, ...]


class Claim(Table, kw_only=True):
    """What an article claims, what a check of it found, and what follows here."""

    id: Annotated[str, msgspec.Meta(pattern="^[A-Z][A-Z0-9]*-[0-9]+$", max_length=20)]
    article: Text
    says: Text
    verdict: Literal["supported", "partly", "not_found", "disputed", "out_of_scope"]
    checked: Text
    references: tuple[str, ...] = ()
    carried_by: tuple[Id, ...] = ()
    because: str = ""
    contradictions: tuple[str, ...] = ()


class Contradiction(Table):
    """Where articles disagree, with each other or with better sources."""

    id: Annotated[str, msgspec.Meta(pattern="^[A-Z][A-Z0-9]*$", max_length=20)]
    says: Text
    settled: Text


class ClaimFile(Table):
    """`claims.toml`: the ledger of what the articles behind a pack claim."""

    claim: tuple[Claim, ...] = ()
    contradiction: tuple[Contradiction, ...] = ()


class Closed(Table):
    """Cells that must never open: these techniques (all when none) in these regions."""

    regions: tuple[Id, ...]
    techniques: tuple[Id, ...] = ()


class Exempt(Table):
    """A question that a property leaves out, and why that is right."""

    question: Id
    because: Text


class Property(Table, kw_only=True):
    """What must hold for every client, over raw answers, never from rules or facts.

    Exactly one of `at_least`, `at_most`, `closes`, `leaves_something_to_do` and
    `never_lowers` says what.
    """

    id: Id
    says: Text
    when: Condition | None = None
    at_least: Literal["restrict", "postpone", "refer", "emergency"] | None = None
    timeframe: str = ""
    at_most: Literal["proceed", "restrict", "postpone"] | None = None
    closes: Closed | None = None
    leaves_something_to_do: bool = False
    never_lowers: Literal["a worse answer", "unsure"] | None = None
    exempt: tuple[Exempt, ...] = ()


class SafetyFile(Table):
    """`safety.toml`: the properties that are proved over every possible client."""

    property: tuple[Property, ...]


#: The families of cues that practice clients are counted by.
CueFamily = Literal[
    "bladder_bowel",
    "cord",
    "nerve",
    "artery",
    "heart",
    "infection",
    "cancer",
    "fracture",
    "clot",
    "stenosis",
    "disc",
    "surgery",
    "medicine",
    "pregnancy",
    "ordinary",
]
#: How hard a practice client is: 1 clear, 2 needs a second question, 3 easily missed.
Level = Annotated[int, msgspec.Meta(ge=1, le=3)]


class Case(Table, kw_only=True):
    """A client: answers, the decision they must get, and a story.

    With `each`, several clients: one for every answer it lists, who all must get
    that decision; for every combination, when it lists answers to several questions.
    With `presents`, a practice client, whom students interview.
    """

    id: Id
    name: Text
    story: Text
    like: str = ""
    answers: Mapping[str, object] = {}
    each: Mapping[str, Annotated[tuple[object, ...], msgspec.Meta(min_length=2)]] = {}
    disposition: Literal["proceed", "restrict", "postpone", "refer", "emergency"]
    timeframe: str = "none"
    findings: tuple[str, ...] = ()
    not_findings: tuple[str, ...] = ()
    cells: Mapping[str, Mapping[str, str]] = {}
    pressure: Mapping[str, int] = {}
    positions_avoid: tuple[str, ...] = ()
    movements_avoid: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()
    minutes_at_most: int | None = None
    check_in_every: int | None = None
    stop_on: tuple[str, ...] = ()
    trap: int | None = None
    settles: tuple[str, ...] = ()
    presents: str = ""
    voice: Mapping[Id, Text] = {}
    level: Level | None = None
    concern: CueFamily | None = None


class CaseFile(Table):
    """One file of cases."""

    case: tuple[Case, ...]


#: The timeframes that order findings of one disposition, most urgent first.
URGENCY = ("now", "today", "within_24_hours", "within_days", "within_2_weeks")


class Pack(msgspec.Struct, frozen=True, kw_only=True, dict=True, eq=False):
    """A whole pack that was read and found to have no problems."""

    about: PackFile
    concerns: tuple[ConcernFile, ...]
    references: Mapping[str, Reference]
    digest: str

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Return all questions by id, in the order of asking."""
        return {q.id: q for concern in self.concerns for q in concern.question}

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """Return all facts by id."""
        return {f.id: f for concern in self.concerns for f in concern.fact}

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """Return all rules by id."""
        return {r.id: r for concern in self.concerns for r in concern.rule}

    @cached_property
    def section_of(self) -> Mapping[str, Section]:
        """Return the section in which each question stands, by question id."""
        return {
            q.id: concern.section for concern in self.concerns for q in concern.question
        }

    def steps(self) -> Iterator[Question | Fact]:
        """Go through questions and facts in the order in which they may be read."""
        for concern in self.concerns:
            yield from concern.question
            yield from concern.fact

    def tests_in(self, condition: Condition) -> Iterator[Condition]:
        """Go through the tests of answers that a condition makes, by its facts too."""
        for leaf in leaves(condition):
            if leaf.fact is None:
                yield leaf
                continue
            for row in self.facts[leaf.fact].rows:
                yield from self.tests_in(row.when)

    @cached_property
    def regions(self) -> Mapping[str, Region]:
        """Return the regions by id."""
        return {region.id: region for region in self.about.region}

    @cached_property
    def parts(self) -> Mapping[str, Part]:
        """Return the parts of the spine by id."""
        return {part.id: part for part in self.about.part}

    @cached_property
    def techniques(self) -> Mapping[str, Technique]:
        """Return the techniques by id."""
        return {technique.id: technique for technique in self.about.technique}

    @cached_property
    def technique_groups(self) -> Mapping[str, tuple[str, ...]]:
        """Return the members of each group, and each technique as its own group."""
        groups = {group.id: group.techniques for group in self.about.technique_group}
        return {technique: (technique,) for technique in self.techniques} | groups

    @cached_property
    def positions(self) -> Mapping[str, Position]:
        """Return the positions by id."""
        return {position.id: position for position in self.about.position}

    @cached_property
    def movements(self) -> Mapping[str, Movement]:
        """Return the movements by id."""
        return {movement.id: movement for movement in self.about.movement}

    @cached_property
    def supports(self) -> Mapping[str, Support]:
        """Return the supports by id."""
        return {support.id: support for support in self.about.support}

    @cached_property
    def timeframes(self) -> Mapping[str, Timeframe]:
        """Return the timeframes by id."""
        return {frame.id: frame for frame in self.about.timeframe}


def _listed(words: Mapping[str, str]) -> str:
    return ", ".join(repr(word) for word in words)


def urgency(rule: Rule) -> tuple[int, int]:
    """Return how urgent a rule is: its disposition, then how soon.

    A later `until_…` is no milder than another, so all of them rank alike.
    """
    soon = URGENCY.index(rule.timeframe) if rule.timeframe in URGENCY else len(URGENCY)
    return rule.ranks_as.rank, -soon
