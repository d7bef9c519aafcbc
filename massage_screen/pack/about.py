"""What a pack is, and the words of its world: regions, techniques, positions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from massage_screen.pack.kind import Choice
from massage_screen.pack.known import Known
from massage_screen.pack.rule import Pressure
from massage_screen.pack.scale import WordOfHandsOff
from massage_screen.pack.table import Day, Id, Table, Text
from massage_screen.text import uncapitalised


class Named(Table):
    """What the card names in few words.

    Attributes:
        short: Its name on the card, as within a sentence; "" for the text.
    """

    id: Id
    text: Text
    short: str = ""

    @property
    def name(self) -> str:
        """Return the few words for it."""
        return self.short or uncapitalised(self.text)


class Region(Named):
    """A region of the body that a technique can be used on."""


class RegionGroup(Table):
    """Regions that have one name together, where the same holds in all of them."""

    text: Text
    regions: tuple[Id, ...]

    @property
    def id(self) -> str:
        """Return what messages call it."""
        return self.text


class Part(Table):
    """A part of the spine: the regions over it and those next to it."""

    id: Id
    text: Text
    regions: tuple[Id, ...]
    next_to: tuple[Id, ...]


class Technique(Named):
    """A massage technique."""


class TechniqueGroup(Named, kw_only=True):
    """Techniques that rules often name together."""

    techniques: tuple[Id, ...]


class PressureCloses(Table):
    """Techniques that cannot be used where the cap on pressure is so low, or lower."""

    at_most: Pressure
    techniques: tuple[Id, ...]

    @property
    def id(self) -> str:
        """Return what messages call it."""
        return f"at most {self.at_most}"


class ChoiceList(Table):
    """Choices that several questions have in common, written once."""

    id: Id
    choices: tuple[Choice, ...]


class Position(Named):
    """How a client may lie or sit."""


class Movement(Named):
    """A way of moving or holding the client's body that a rule may rule out."""


class Support(Named, kw_only=True):
    """What holds the client's body on the couch, and in which positions."""

    positions: tuple[Id, ...] = ()


class Timeframe(Table, kw_only=True):
    """How soon, for one disposition, with the sentence that goes with both."""

    id: Id
    disposition: WordOfHandsOff
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


class SpokenPath(Table, kw_only=True):
    """A client by whom the words of the interview are counted, with limits.

    Attributes:
        answers: What this client answers, and what the program knows; to all else the
            mildest.
        confirmed: Whether the answers were given at an earlier visit, so that what
            keeps is confirmed and not asked anew.
        gate_only: Whether only the gate is counted.
        words_at_most: The most words read aloud.
        prompts_at_most: The most prompts; None: any number.
        keys_at_most: The most keys; None: any number.
    """

    id: Id
    says: Text
    answers: Mapping[str, object] = {}
    confirmed: bool = False
    gate_only: bool = False
    words_at_most: int
    prompts_at_most: int | None = None
    keys_at_most: int | None = None


class PackFile(Table, kw_only=True):
    """`pack.toml`: what the pack is, and the words of its world."""

    id: Id
    title: Text
    version: Text
    status: Literal["draft", "reviewed"]
    intended_purpose: Text
    not_covered: Text
    review_by: Day
    notice: tuple[Text, ...]
    limits: Limits
    headlines: Headlines
    nothing_left_to_do: BuiltIn
    pressure_words: tuple[Text, ...]
    pressure_short: tuple[Text, ...] = ()
    pressure_reference: str = ""
    stop_signs: tuple[Text, ...]
    stop_short: str = ""
    warning_signs: tuple[Text, ...]
    warning_card: str = ""
    timeframe: tuple[Timeframe, ...]
    region: tuple[Region, ...]
    region_group: tuple[RegionGroup, ...] = ()
    part: tuple[Part, ...]
    technique: tuple[Technique, ...]
    technique_group: tuple[TechniqueGroup, ...] = ()
    pressure_closes: tuple[PressureCloses, ...] = ()
    position: tuple[Position, ...]
    movement: tuple[Movement, ...] = ()
    support: tuple[Support, ...] = ()
    choice_list: tuple[ChoiceList, ...] = ()
    known: tuple[Known, ...] = ()
    path: tuple[SpokenPath, ...] = ()
