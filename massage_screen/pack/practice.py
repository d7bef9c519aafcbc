"""What students meet when they practise with a pack, and how common it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from massage_screen.pack.scale import Word
from massage_screen.pack.source import Reference
from massage_screen.pack.table import Id, Table, Text

#: The level of a rate at its middle value, of levels from 0 to 1.
MIDDLE = 0.5


class Ages(Table):
    """The ages that fit the answers to one question, in years: from, to."""

    question: Id
    years: Mapping[str, tuple[int, int]]


class Speaks(Table):
    """The answer of a client who speaks for themselves."""

    question: Id
    answer: Id


class Reminder(Table, kw_only=True):
    """A prompt that beginners are shown, and what it asks of a client.

    Attributes:
        letter: Its letter in the mnemonic; one without is understood and not shown.
        topic: What it is about.
        ask: How a student may say it.
        also: Other ways to say it.
        questions: The questions that it asks; those that nobody would put to this
            client now are left out.
        otherwise: What any client may say when none of them is asked.
    """

    letter: str = ""
    topic: Text
    ask: Text
    also: tuple[Text, ...] = ()
    questions: tuple[Id, ...] = ()
    otherwise: Text

    @property
    def id(self) -> str:
        """Return what messages call it."""
        return self.ask

    @property
    def ways(self) -> tuple[str, ...]:
        """Return every way to say it."""
        return (self.ask, *self.also)


class Says(Table, kw_only=True):
    """What clients say to some questions who have no words of their own for them.

    Attributes:
        of: The questions.
        answers: By answer, what is said; of a list, `none` alone.
        some: What is said when lines of a list are named; `{}` stands for them.
        lines: By line, what it is called here.
    """

    of: tuple[Id, ...]
    answers: Mapping[str, Text] = {}
    some: str = ""
    lines: Mapping[str, Text] = {}

    @property
    def id(self) -> str:
        """Return what messages call it."""
        return ", ".join(self.of)


class Needless(Table, kw_only=True):
    """What a client loses who is held back without need.

    Attributes:
        of: What the student chose in place of massage.
        costs: What the client loses.
        references: The sources of that.
        policy: The decision of the pack, where there is no source.
    """

    of: Word
    costs: Text
    references: tuple[str, ...] = ()
    policy: str = ""

    @property
    def id(self) -> str:
        """Return what messages call it."""
        return self.of


class NotTogether(Table):
    """Answers, by question, that do not occur together in one client."""

    answers: Mapping[str, str]

    @property
    def id(self) -> str:
        """Return what messages call it."""
        return " and ".join(self.answers)


class Rate(Table, kw_only=True, rename={"value": "is"}):
    """How often an answer is given: three values from 0 to 1, and why these."""

    value: str | tuple[str, ...]
    when: Mapping[str, tuple[str, ...]] = {}
    low: float
    middle: float
    high: float
    source: str = ""
    assumption: bool = False
    because: Text

    @property
    def values(self) -> tuple[str, ...]:
        """Return the answers that each have this rate."""
        return (self.value,) if isinstance(self.value, str) else self.value

    def at(self, level: float) -> float:
        """Return the rate at a level: 0 is its low value, 1 its high one."""
        if level < MIDDLE:
            return self.low + (self.middle - self.low) * level / MIDDLE
        return self.middle + (self.high - self.middle) * (level - MIDDLE) / MIDDLE


class Chance(Table, kw_only=True):
    """The rates of the answers to one question; the first that fits is used."""

    of: str
    rates: tuple[Rate, ...]

    @property
    def id(self) -> str:
        """Return what messages call it."""
        return self.of


class Trait(Table, kw_only=True):
    """What a client is like, drawn before anything is asked.

    Its first rates win, the last takes the rest. `answers` names the question that
    it answers.
    """

    id: Id
    about: Text
    answers: str = ""
    rates: tuple[Rate, ...]

    @property
    def of(self) -> str:
        """Return what the rates are of, as for a chance."""
        return self.id


class Clustering(Table, kw_only=True):
    """That signs come together: rates multiplied by what one trait says.

    Attributes:
        trait: The trait that says how much a client notices.
        apart_from: The trait whose rates stay as they are, as those of an answer do.
        times: By value of the trait, what its rates are multiplied by.
        at_most: No product is higher, from 0 to 1.
        of: The questions whose rates come together.
    """

    trait: Id
    apart_from: Id
    times: Mapping[str, float]
    at_most: float
    of: tuple[Id, ...]


class Calibration(Table, kw_only=True):
    """A share of clients that must come out, from 0 to 1, before others are believed.

    Attributes:
        about: What share it is.
        has: Traits and answers, of which a client counted has one.
        of: Traits and answers of those among whom it is counted; all, when empty.
        low: The lowest share that is believed.
        high: The highest.
    """

    about: Text
    has: Mapping[str, tuple[str, ...]]
    of: Mapping[str, tuple[str, ...]] = {}
    low: float
    high: float
    source: str = ""
    assumption: bool = False
    because: Text


class Practice(Table, kw_only=True):
    """`practice.toml`: what practice clients are like, in words and in numbers."""

    families: tuple[Id, ...] = ()
    no_concern: str = ""
    small_talk: tuple[Text, ...] = ()
    speaks: Speaks | None = None
    ages: Ages | None = None
    said_as: Mapping[str, str] = {}
    reminder: tuple[Reminder, ...] = ()
    says: tuple[Says, ...] = ()
    named: Mapping[str, Text] = {}
    needless: tuple[Needless, ...] = ()
    not_together: tuple[NotTogether, ...] = ()
    source: tuple[Reference, ...] = ()
    trait: tuple[Trait, ...] = ()
    clustering: Clustering | None = None
    together: Mapping[str, tuple[str, ...]] = {}
    calibration: tuple[Calibration, ...] = ()
    chance: tuple[Chance, ...] = ()

    def says_to(self, question: str) -> Says | None:
        """Return what is said to a question without words of one's own."""
        return next((says for says in self.says if question in says.of), None)

    def groups(self) -> tuple[Trait | Chance, ...]:
        """Return traits and chances, in the order of the file."""
        return (*self.trait, *self.chance)

    def labelled(self) -> Iterator[tuple[str, Rate]]:
        """Go through all rates, each with a name of its own."""
        for group in self.groups():
            for rate in group.rates:
                yield label(group.of, rate), rate


def label(of: str, rate: Rate) -> str:
    """Name a rate by what it sets and when."""
    first, *others = rate.values
    name = f"{of}: {first}{f' and {len(others)} more' if others else ''}"
    when = ", ".join(f"{of} {'/'.join(is_)}" for of, is_ in rate.when.items())
    return f"{name} ({when})" if when else name
