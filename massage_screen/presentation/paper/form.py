"""What stands on a paper form: first what everyone answers, then what follows from it.

The client's side has no ids; they stand on the key. A number is that of the question
in the pack, on every sheet and at the prompt, so some are missing on each.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial

import msgspec

from massage_screen.answers import NO, NONE, UNSURE, YES
from massage_screen.pack import Pack, Question, Section
from massage_screen.pack.manner import lines_asked_about, manner_of
from massage_screen.phrases import ENGLISH, Phrases
from massage_screen.presentation.paper.boxes import THREE, Layout, boxes_of, layout_of
from massage_screen.presentation.paper.key import (
    Key,
    either,
    key_of,
    runs_of,
    typed_for,
)
from massage_screen.presentation.paper.leads import Spot
from massage_screen.presentation.paper.now import signs_now
from massage_screen.presentation.paper.places import Places, Where

THERAPIST_TITLE = "For the therapist"
HOW_TO_USE = (
    "This form gives no result. Type the answers in with massage-screen --plain. Do not"
    " massage before you have read the result.",
    "Read the warning signs first. When one is ticked Yes or Not sure, type in what you"
    " have before you go on. Some signs need help at once.",
    "Ask aloud about every line that was left empty. Empty is not No.",
    "A form that is more than 24 hours old never stands for the warning signs. Ask"
    " them again.",
    "To reach a question type go and its number. For a checklist type e, then y, n or u"
    " for each line. What the program asks beyond this form, ask in person.",
)
OWN_TITLE = "For you to answer, or to ask in person"


class Box(msgspec.Struct, frozen=True):
    """A line with its box or boxes.

    Attributes:
        typed: What is typed for it in plain mode; empty where only the screen knows.
        text: Its words.
        alone: Whether it is "none": one box even where others have three.
        leads: The further questions that a tick leads to, as in "-> 31".
        only_if: When it is to be answered.
    """

    typed: str
    text: str
    alone: bool = False
    leads: str = ""
    only_if: str = ""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """One question of the form."""

    number: int
    gate: bool
    ask: str
    how: str
    layout: Layout
    boxes: tuple[Box, ...]
    unit: str = ""
    leads: str = ""
    only_if: str = ""


class Part(msgspec.Struct, frozen=True):
    """The questions under one heading."""

    section: Section
    asked: tuple[Asked, ...]


class Form(msgspec.Struct, frozen=True):
    """A whole form: two client's sides, and the therapist's.

    Attributes:
        phrases: What stands on the client's sides beside the pack.
    """

    phrases: Phrases
    title: str
    identity: str
    notice: tuple[str, ...]
    now: tuple[str, ...]
    core: tuple[Part, ...]
    further: tuple[Part, ...]
    own: tuple[Part, ...]
    key: Key


def form_of(
    pack: Pack, phrases: Phrases = ENGLISH, original: Pack | None = None
) -> Form:
    """Return the form of a pack, for a first visit.

    Args:
        pack: The pack, in the language of the client.
        phrases: What the program says in it.
        original: The pack in English, for the therapist's side; the same without it.
    """
    writer = _Writer(pack, phrases)
    own = _Writer(original or pack, ENGLISH)
    return Form(
        phrases=phrases,
        title=pack.about.title,
        identity=_identity(pack, phrases),
        notice=(original or pack).about.notice,
        now=signs_now(pack),
        core=_private_last(writer.parts(Where.CORE)),
        further=_private_last(writer.parts(Where.FURTHER)),
        own=tuple(own.parts(Where.THERAPIST)),
        key=own.key(),
    )


def _private_last(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Return parts with what stands alone on its page last: no page breaks off for it.

    What it asks keeps its numbers.
    """
    return tuple(sorted(parts, key=lambda part: part.section.private))


def _identity(pack: Pack, phrases: Phrases) -> str:
    about = pack.about
    digest = pack.digest.removeprefix("sha256:")[:8]
    draft = phrases.common.draft if about.status == "draft" else ""
    edition = phrases.paper.identity.format(
        id=about.id, version=about.version, digest=digest, review_by=about.review_by
    )
    said = (edition, draft, *phrases.notes)
    return " ".join(filter(None, said))


class _Writer:
    """Gives each question of a pack its place, its boxes and its arrows."""

    def __init__(self, pack: Pack, phrases: Phrases) -> None:
        self._pack, self._words = pack, phrases.paper
        common = phrases.common
        self._or = common.either
        #: The words of the program among the answers, by id.
        self._answers = {YES: common.yes, NO: common.no, UNSURE: common.unsure}
        self._numbers = {name: n for n, name in enumerate(pack.questions, start=1)}
        self._places = Places(pack)
        #: From each box, the numbers that it leads to.
        self._on: dict[Spot, list[int]] = {}
        for name, leading in self._places.leading.items():
            for spot in leading:
                self._on.setdefault(spot, []).append(self._numbers[name])

    def key(self) -> Key:
        where = {name: where.value for name, where in self._places.where.items()}
        return key_of(self._pack, where)

    def parts(self, where: Where) -> Iterator[Part]:
        """Go through what stands on one sheet; to the therapist nothing is private."""
        for concern in self._pack.concerns:
            here = [q for q in concern.question if self._places.where[q.id] is where]
            section = concern.section
            if where is Where.THERAPIST:
                section = msgspec.structs.replace(section, private=False)
            if here:
                yield Part(section, tuple(map(self._asked, here)))

    def _asked(self, question: Question) -> Asked:
        layout = layout_of(question)
        beside = THREE if layout is Layout.ONE else self._thresholds(question)
        return Asked(
            number=self._numbers[question.id],
            gate=question.gate,
            ask=question.ask,
            how=self._how(question, layout),
            layout=layout,
            boxes=tuple(map(partial(self._box, question), boxes_of(question))),
            unit=question.unit,
            leads=self._arrows(question, beside),
            only_if=self._only_if(self._places.leading.get(question.id, ())),
        )

    def _how(self, question: Question, layout: Layout) -> str:
        if self._places.where[question.id] is Where.THERAPIST:
            carried = lines_asked_about(question, lambda q: str(self._numbers[q]))
            if told := carried or manner_of(question):
                return told
        if layout is Layout.TICK:
            words = self._words
            return words.tick_all if question.takes.several else words.tick_one
        return self._how_to_count(question) if question.takes.counts else ""

    def _how_to_count(self, question: Question) -> str:
        low, high = question.minimum, question.maximum
        if low is None or high is None:
            return self._words.number
        return self._words.number_from.format(least=low, most=high)

    def _box(self, question: Question, word: str) -> Box:
        whens = [choice.when for choice in question.choices if choice.id == word]
        leading = self._places.leads.of(whens[0]) if whens and whens[0] else None
        return Box(
            typed=typed_for(question, word),
            text=self._text(question, word),
            alone=word == NONE,
            leads=self._arrow(Spot(question.id, word)),
            only_if=self._only_if(leading) if isinstance(leading, frozenset) else "",
        )

    def _text(self, question: Question, word: str) -> str:
        """Return the text of an answer: the program's words are not the pack's."""
        own = question.takes.yes_or_no or word == UNSURE
        return self._answers[word] if own else question.words.get(word, word)

    def _thresholds(self, question: Question) -> tuple[str, ...]:
        words = {spot.word for spot in self._on if spot.question == question.id}
        return tuple(sorted(words - {*question.lines}))

    def _arrow(self, spot: Spot) -> str:
        numbers = self._on.get(spot)
        return f"-> {', '.join(self._runs(numbers))}" if numbers else ""

    def _runs(self, numbers: Sequence[int]) -> list[str]:
        return list(runs_of(numbers, self._words.run))

    def _arrows(self, question: Question, words: Sequence[str]) -> str:
        """Return the arrows of answers that have no line of their own."""
        found: dict[str, list[str]] = {}
        for word in words:
            if arrow := self._arrow(Spot(question.id, word)):
                found.setdefault(arrow, []).append(word)
        said = (self._arrow_for(question, w, arrow) for arrow, w in found.items())
        return "; ".join(said)

    def _arrow_for(self, question: Question, words: Sequence[str], arrow: str) -> str:
        """Say for which answers an arrow holds, where that is not Yes and Not sure."""
        if YES in words and NO not in words:
            return arrow
        named = (self._text(question, word) for word in words)
        return f"{f' {self._or} '.join(named)} {arrow}"

    def _only_if(self, spots: Collection[Spot]) -> str:
        """Say in words which boxes lead somewhere."""
        by_question: dict[str, set[str]] = {}
        for spot in spots:
            by_question.setdefault(spot.question, set()).add(spot.word)
        order = [name for name in self._numbers if name in by_question]
        ticked = (self._ticked(name, by_question[name]) for name in order)
        said = f" {self._or} ".join(ticked)
        return self._words.only_if.format(what=said) if said else ""

    def _ticked(self, name: str, words: set[str]) -> str:
        """Name boxes of one question, by their words where they have no number."""
        question, number = self._pack.questions[name], self._numbers[name]
        lines = [word for word in question.lines if word in words]
        if question.depends or not (question.takes.several or question.choices):
            texts = [self._text(question, word) for word in lines]
            said = [*texts, *sorted(words - {*lines})]
            named = self._either(list(map(_quoted, said)))
            return self._words.words.format(words=named, number=number)
        places = sorted([*question.lines].index(word) + 1 for word in lines)
        named = self._either(self._runs(places))
        return self._words.line.format(lines=named, number=number)

    def _either(self, words: Sequence[str]) -> str:
        return either(words, self._or)


def _quoted(text: str) -> str:
    return f'"{text}"'
