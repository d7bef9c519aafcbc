"""How many words are read aloud to a client, and how many prompts and keys that takes.

Second wordings are not counted, which only some clients hear, nor "none of these",
"yes", "no" and "not sure", which are said once, before the first question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from massage_screen.answers import NO, NONE, UNSURE, Answers, Value, is_doubt
from massage_screen.pack import Choice, Pack, Question, SpokenPath
from massage_screen.sheet import Sheet
from massage_screen.text import words_of

#: How many words are read aloud in a minute.
WORDS_A_MINUTE = 150


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


def spoken_on(pack: Pack, path: SpokenPath) -> Spoken:
    """Count the words, prompts and keys of one path."""
    sheet = sheet_on(pack, path)
    asked = [pack.questions[q] for q in sheet.visible]
    if path.gate_only:
        asked = [question for question in asked if question.gate]
    back = read_back(sheet)
    texts = [*_read_aloud(sheet, asked), *([sentence(back)] if back else [])]
    keys = sum(_keys_for(sheet.visible[question.id]) for question in asked)
    return Spoken(
        words=sum(len(words_of(text)) for text in texts),
        prompts=len(asked) + bool(back),
        keys=keys + bool(back) + (not path.gate_only),
    )


def sheet_on(pack: Pack, path: SpokenPath) -> Sheet:
    """Return all answers of a path: its own, and the mildest to whatever else is asked.

    An own answer of which nothing is offered gives way to the mildest.

    Raises:
        ValueError: An answer does not fit its question.
        KeyError: An answer is to no question of the pack.
    """
    told = {q: pack.in_answers[q].accept(raw) for q, raw in path.answers.items()}
    answers = Answers(pack.known_in(told))
    sheet = Sheet(pack, answers)
    while sheet.open:
        question = pack.questions[sheet.open[0]]
        value = told.pop(question.id, sheet.mildest(question))
        answers = answers.with_answer(question.id, value)
        sheet = Sheet(pack, answers)
    return sheet


def read_back(sheet: Sheet) -> tuple[str, ...]:
    """Return the topics of the gate in which nothing was told, each once.

    Neither a follow-up of a sign that was told, nor one question alone, which was
    just answered.
    """
    asked = [sheet.pack.questions[q] for q in sheet.visible if _is_own_sign(sheet, q)]
    told = {_topic(sheet, question) for question in asked if _is_told(sheet, question)}
    denied = [q for q in asked if sheet.visible[q.id] in (NO, (NONE,))]
    topics = dict.fromkeys(_topic(sheet, question) for question in denied)
    return tuple(t for t in topics if t not in told) if len(asked) > 1 else ()


def sentence(topics: Sequence[str]) -> str:
    """Return what is read back of some topics; there is at least one."""
    *others, last = topics
    listed = f"{', '.join(others)} or {last}" if others else last
    return f"So nothing with {listed}: right?"


def _is_own_sign(sheet: Sheet, name: str) -> bool:
    question = sheet.pack.questions[name]
    tests = sheet.pack.tests_in(question.when) if question.when else ()
    read = (sheet.pack.questions[test.question] for test in tests if test.question)
    return (
        question.gate
        and not question.depends
        and not any(
            q.gate and q.id in sheet.visible and _is_told(sheet, q) for q in read
        )
    )


def _is_told(sheet: Sheet, question: Question) -> bool:
    return sheet.visible[question.id] != sheet.mildest(question)


def _topic(sheet: Sheet, question: Question) -> str:
    return question.topic or sheet.pack.section_of[question.id].title


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
