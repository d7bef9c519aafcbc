"""Cards: one sign or finding at a time, and what it means for today.

The live rules say what is right: a sign is put to them as that of a client who has
nothing else to tell, and a finding asks for what its rule asks for.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import msgspec

from massage_screen.answers import (
    CARDS_SCHEMA,
    NO,
    NONE,
    UNSURE,
    YES,
    Answers,
    Value,
)
from massage_screen.decision import Decision, Finding, decide
from massage_screen.pack import Disposition, Pack, Question, whole
from massage_screen.practice.contrast import finished
from massage_screen.sheet import Sheet

NOTICE = (
    "PRACTICE. The people on these cards are invented. This is no record of a person."
)
_COURSE = "_course"
#: The course of a sign that no list on how signs have gone names.
_STEADY = "steady"
#: What is said of a sign by these answers to a list that carries it.
_SAID: Mapping[Value, str] = {(NONE,): NO, (UNSURE,): "not sure"}
#: A card that needs more answers than this besides its sign would be no card.
_MOST_BESIDES = 3
_NOTHING_ELSE = "There is nothing else to tell"


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """A sign or a finding by itself.

    Attributes:
        id: The sign as `question=choice`, with `/course` where it has one, or the id
            of a rule. A course is a choice of the question that asks for it, or a
            list that carries the sign and names it; `steady` when none does.
        says: What is told, paragraph by paragraph, in the words of the pack.
        rule: The rule that decides; "" when none objects.
        right: The word of its disposition.
        timeframe: How soon, or "none".
        why: What that rule finds and asks for; "" when none objects.
    """

    id: str
    says: tuple[str, ...]
    rule: str
    right: str
    timeframe: str
    why: str


class CardAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What a student answered to a card.

    Attributes:
        card: Its id.
        chosen: The disposition that the student chose; where only massage or hold
            could be chosen, the right one, or the mildest that this means.
        right: The disposition that was right.
        at: When: date and time in UTC, ISO 8601.
    """

    card: str
    chosen: str
    right: str
    at: str

    @property
    def well(self) -> bool:
        """Say whether the answer was right."""
        return self.chosen == self.right

    @property
    def under(self) -> bool:
        """Say whether something milder was chosen."""
        return Disposition(self.chosen).rank < Disposition(self.right).rank

    @property
    def over(self) -> bool:
        """Say whether something stricter was chosen."""
        return Disposition(self.chosen).rank > Disposition(self.right).rank


class CardRun(msgspec.Struct, frozen=True, kw_only=True):
    """The cards of one sitting, as they are kept in a file; no name is in it.

    Attributes:
        form: Always "massage-screen/cards/1"; called `schema` in the file.
        notice: That this is practice and no record of a person.
        at: When it ended: date and time in UTC, ISO 8601.
        pack: The id of the pack.
        version: Its version.
        digest: The hash of its content.
        answers: In the order of answering.
    """

    form: str = msgspec.field(name="schema")
    notice: str
    at: str
    pack: str
    version: str
    digest: str
    answers: tuple[CardAnswer, ...]


def run_of(pack: Pack, answers: Sequence[CardAnswer], at: str) -> CardRun:
    """Put a sitting together.

    Args:
        pack: The rules in use.
        answers: In the order of answering.
        at: Date and time in UTC, ISO 8601.
    """
    return CardRun(
        form=CARDS_SCHEMA,
        notice=NOTICE,
        at=at,
        pack=pack.about.id,
        version=pack.about.version,
        digest=pack.digest,
        answers=tuple(answers),
    )


def cards_of(pack: Pack) -> Mapping[str, Card]:
    """Return all cards of a pack by id: its warning signs, then its rules."""
    cards = [*_signs(pack), *_findings(pack)]
    return {card.id: card for card in cards}


def pick_cards(
    cards: Mapping[str, Card],
    due: Mapping[str, datetime],
    now: datetime,
    count: int,
    seed: int,
) -> tuple[Card, ...]:
    """Return the cards to ask now: those due, then new ones, two signs to a finding.

    Args:
        cards: All cards by id.
        due: When each card that was met is due, in UTC.
        now: The time, in UTC.
        count: How many at most.
        seed: Decides which new cards come.
    """
    waiting = [name for name in due if name in cards and due[name] <= now]
    waiting.sort(key=lambda name: due[name])
    new = [name for name in cards if name not in due]
    random.Random(seed).shuffle(new)
    return tuple(cards[name] for name in [*waiting, *_mixed(new)][:count])


def _mixed(names: Sequence[str]) -> list[str]:
    """Put a finding after every two signs, and each sign once before its courses."""
    met: Counter[str] = Counter()
    places: dict[str, tuple[int, float]] = {}
    for name in names:
        sign = name.partition("/")[0]
        kind = "sign" if "=" in name else "finding"
        met.update((sign, kind))
        every = 1 if kind == "sign" else 2
        places[name] = (met[sign], every * met[kind])
    return sorted(names, key=lambda name: places[name])


def _findings(pack: Pack) -> Iterator[Card]:
    for rule in pack.rules.values():
        if rule.disposition:
            yield Card(
                id=rule.id,
                says=(f"The screen finds: {whole(rule.found)}",),
                rule=rule.id,
                right=rule.disposition,
                timeframe=rule.timeframe or NONE,
                why=f"{whole(rule.found)} {whole(rule.do)}",
            )


def _signs(pack: Pack) -> Iterator[Card]:
    ordinary, first = _ordinary(pack), Sheet(pack, Answers())
    for question in pack.questions.values():
        if question.gate and first.relevance[question.id]:
            for value in _worse(question):
                yield from _cards_of_sign(pack, question, value, ordinary)


def _ordinary(pack: Pack) -> Answers:
    """Return the answers of a client who has nothing to tell."""
    return finished(pack, Answers())


def _worse(question: Question) -> Iterator[str]:
    """Go through the answers that are not the mildest, "not sure" among them."""
    best = question.mildest
    for word in question.words:
        if word not in (NO, NONE, best):
            yield word


def _cards_of_sign(
    pack: Pack, question: Question, word: str, ordinary: Answers
) -> Iterator[Card]:
    """Go through the cards of one sign: one for each course that it can take."""
    value: Value = (word,) if question.takes.several else word
    answers = ordinary.with_answer(question.id, value)
    name, says = f"{question.id}={word}", _says(question, word)
    courses = list(_courses(pack, question, answers, word))
    for course, gone, answered in courses:
        told = (*says, f"How it has gone: {gone}.")
        yield from _card(pack, f"{name}/{course}", told, answered)
    if not courses:
        yield from _card(pack, name, says, answers)


def _courses(
    pack: Pack, question: Question, answers: Answers, word: str
) -> Iterator[tuple[str, str, Answers]]:
    """Go through the courses of a sign: the name, the words, the answers then."""
    for course in Sheet(pack, answers).open:
        if course.endswith(_COURSE):
            for choice in pack.questions[course].choices:
                answered = answers.with_answer(course, choice.id)
                yield choice.id, choice.text, answered
            return
    lists = [q.id for q in pack.questions.values() if question.id in q.read_by_lines]
    gates = [each for each in lists if pack.questions[each].gate]
    for ends in [*gates, _STEADY] if gates else ():
        gone, answered = _gone(pack, answers, lists, word, ends)
        if ends == _STEADY or ends in answered:
            yield ends, gone, answered


def _gone(
    pack: Pack, answers: Answers, lists: Sequence[str], word: str, ends: str
) -> tuple[str, Answers]:
    """Return how one sign has gone, in words and answers, up to the list that names it.

    Args:
        pack: The questions.
        answers: What was said before.
        lists: The lists that may carry the sign.
        word: The sign, or `unsure`.
        ends: The list that names it; those before it do not.
    """
    told: list[str] = []
    sheet = Sheet(pack, answers)
    while ends not in answers and (left := [q for q in sheet.open if q in lists]):
        question = pack.questions[left[0]]
        value = (word,) if question.id == ends else sheet.mildest(question)
        answers = answers.with_answer(question.id, value)
        sheet = Sheet(pack, answers)
        told.append(f"{question.topic}: {_SAID.get(value, YES)}")
    return "; ".join(told), answers


def _card(
    pack: Pack, name: str, says: tuple[str, ...], answers: Answers
) -> Iterator[Card]:
    """Go through one card, or none when too much else would have to be told.

    What else must be asked is answered in the mildest way, aloud.
    """
    known = set(answers)
    while (decision := decide(pack, answers)).required:
        question = pack.questions[decision.required[0]]
        value = Sheet(pack, answers).mildest(question)
        answers = answers.with_answer(question.id, value)
        says = (*says, f"{question.ask} {_words(question, value)}.")
    if len(set(answers) - known) > _MOST_BESIDES:
        return
    if decision.standing.hands_on:
        says = (*says, f"{_NOTHING_ELSE}{_age(pack, answers)}.")
    finding = _deciding(decision)
    yield Card(
        id=name,
        says=says,
        rule=finding.rule.id if finding else "",
        right=decision.standing.value,
        timeframe=decision.timeframe,
        why=f"{finding.found} {finding.do}" if finding else "",
    )


def _age(pack: Pack, answers: Answers) -> str:
    """Return the age, on which a go-ahead may hang, where the pack asks for it."""
    ages = pack.practice.ages
    if ages is None or ages.question not in answers:
        return ""
    question = pack.questions[ages.question]
    return f"; age: {_words(question, answers[question.id])}"


def _words(question: Question, value: Value) -> str:
    items = value if isinstance(value, tuple) else (value,)
    return "; ".join(question.says(str(item)) for item in items)


def _deciding(decision: Decision) -> Finding | None:
    """Return the most urgent finding of the result; None when nothing objects."""
    asked = decision.standing.value
    return next((f for f in decision.findings if f.rule.disposition == asked), None)


def _says(question: Question, word: str) -> tuple[str, str]:
    asked = f'You ask: "{question.ask}"'
    if word == UNSURE:
        return asked, "The client is not sure."
    if question.takes.yes_or_no:
        return asked, "The client says yes."
    verb = "says yes to" if question.takes.several else "answers"
    return asked, f"The client {verb}: {question.words[word].rstrip('.')}."
