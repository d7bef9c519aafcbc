"""How many words are read aloud to a client, and how many prompts and keys that takes.

Second wordings are not counted, which only some clients hear, nor "none of these",
"yes", "no" and "not sure", which are said once, before the first question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from massage_screen.answers import NONE, UNSURE, Answers, Value, is_doubt
from massage_screen.pack import Choice, Pack, Question, SpokenPath
from massage_screen.pack.shelf import VISIT_ONLY
from massage_screen.read_back import gate_read_back, sentence
from massage_screen.sheet import Sheet
from massage_screen.text import words_of

#: How many words are read aloud in a minute.
WORDS_A_MINUTE = 150
#: How a confirmation begins.
_A_DAY = "Said on 3 November 2026:"


class Spoken(msgspec.Struct, frozen=True):
    """How long an interview is for the one who listens and the one who types.

    Attributes:
        words: The words read aloud.
        prompts: The questions put, and the read-back of the gate.
        keys: The keys pressed, that of the last review among them.
    """

    words: int
    prompts: int
    keys: int

    @property
    def minutes(self) -> float:
        """Return how long the words take, to a tenth of a minute."""
        return round(self.words / WORDS_A_MINUTE, 1)


class _Walk(msgspec.Struct, frozen=True):
    """A path that was gone to its end.

    Attributes:
        sheet: All its answers.
        asked: The questions that were asked one by one.
        confirmed: The answers that were confirmed, a section at a time.
    """

    sheet: Sheet
    asked: tuple[Question, ...]
    confirmed: tuple[Mapping[str, Value], ...]


def spoken_on(pack: Pack, path: SpokenPath) -> Spoken:
    """Count the words, prompts and keys of one path."""
    walk = _walked(pack, path)
    asked = [q for q in walk.asked if q.gate or not path.gate_only]
    confirmed = () if path.gate_only else walk.confirmed
    back = gate_read_back(walk.sheet)
    texts = [*_read_aloud(walk.sheet, asked), *([sentence(back)] if back else [])]
    texts += [confirmation(pack, answers) for answers in confirmed]
    keys = sum(_keys_for(walk.sheet.visible[question.id]) for question in asked)
    return Spoken(
        words=sum(len(words_of(text)) for text in texts),
        prompts=len(asked) + len(confirmed) + bool(back),
        keys=keys + len(confirmed) + bool(back) + (not path.gate_only),
    )


def sheet_on(pack: Pack, path: SpokenPath) -> Sheet:
    """Return all answers of a path: its own, and the mildest to whatever else is asked.

    An own answer of which nothing is offered gives way to the mildest.

    Raises:
        ValueError: An answer does not fit its question.
        KeyError: An answer is to no question of the pack.
    """
    return _walked(pack, path).sheet


def _walked(pack: Pack, path: SpokenPath) -> _Walk:
    told = {q: pack.in_answers[q].accept(raw) for q, raw in path.answers.items()}
    sheet = Sheet(pack, Answers(pack.known_in(told)))
    asked: list[Question] = []
    confirmed: list[Mapping[str, Value]] = []
    while sheet.open:
        question = pack.questions[sheet.open[0]]
        if path.confirmed and (kept := _kept(sheet, question, told)):
            confirmed.append(kept)
            sheet = _with(sheet, kept)
            continue
        mildest = sheet.mildest(question)
        after = _with(sheet, {question.id: told.get(question.id, mildest)})
        asked.append(question)
        unfit = question.id in after.open
        sheet = _with(sheet, {question.id: mildest}) if unfit else after
    return _Walk(sheet, tuple(asked), tuple(confirmed))


def _with(sheet: Sheet, more: Mapping[str, Value]) -> Sheet:
    return Sheet(sheet.pack, Answers({**sheet.answers, **more}))


def _kept(
    sheet: Sheet, question: Question, told: Mapping[str, Value]
) -> dict[str, Value]:
    """Return what is confirmed together with a question, of its section.

    What such an answer opens within the section stands beside it.
    """
    pack = sheet.pack
    section, found = pack.section_of[question.id], dict[str, Value]()
    if not _is_kept(question, _brought(sheet, question.id, told)):
        return {}
    while more := {
        name: value
        for name in sheet.open
        if pack.section_of[name] == section
        and _is_kept(pack.questions[name], value := _brought(sheet, name, told))
    }:
        found |= more
        sheet = _with(sheet, more)
    return {name: found[name] for name in pack.questions if name in found}


def _brought(sheet: Sheet, name: str, told: Mapping[str, Value]) -> Value:
    return told.get(name, sheet.mildest(sheet.pack.questions[name]))


def _is_kept(question: Question, value: Value) -> bool:
    """Say whether an answer of an earlier visit is shown to be confirmed.

    The visit is taken to be so short ago that all keeps that is kept at all.
    """
    return question.keeps != VISIT_ONLY and question.may_be_confirmed(value)


def confirmation(pack: Pack, answers: Mapping[str, Value]) -> str:
    """Return what is said to have answers of an earlier visit confirmed, of a section.

    Some day stands for that of the visit; its words are as many as those of any other.
    """
    told, denied = [_A_DAY], []
    for name, value in answers.items():
        question = pack.questions[name]
        if question.has_nothing_told(value):
            denied.append(question.name)
        else:
            said = value if isinstance(value, tuple) else (str(value),)
            told += [question.name, *map(question.says, said), question.unit]
    nothing = "Nothing else:" if len(told) > 1 else "Nothing:"
    return " ".join([*told, *([nothing, *denied] if denied else []), "Still so?"])


def _read_aloud(sheet: Sheet, asked: Iterable[Question]) -> Iterator[str]:
    """Go through what is read out: introductions, questions and their lines."""
    begun = set()
    for question in asked:
        section = sheet.pack.section_of[question.id]
        if section not in begun:
            begun.add(section)
            yield section.intro
        yield from lines_read_aloud(sheet.as_offered(question))


def lines_read_aloud(question: Question) -> Iterator[str]:
    """Go through what is read out of one question: itself, and its lines."""
    if question.aloud:
        yield question.ask
        yield from (line.text for line in choices_read_aloud(question))


def choices_read_aloud(question: Question) -> tuple[Choice, ...]:
    """Return the lines of a question that are read out, one by one."""
    if question.open or not question.aloud:
        return ()
    return tuple(line for line in question.choices if line.aloud)


def _keys_for(answer: Value) -> int:
    """Count the keys of an answer; a doubt takes one more than a tick.

    A list that has ticks is ended with Enter, and so is a number.
    """
    if isinstance(answer, tuple):
        if answer in ((NONE,), (UNSURE,)):
            return 1
        return len(answer) + sum(map(is_doubt, answer)) + 1
    return 1 if isinstance(answer, str) else len(str(answer)) + 1
