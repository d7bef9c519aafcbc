"""What was denied at the gate, by its topics, to be read back to the client once.

It decides nothing and nothing of it is kept. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from massage_screen.answers import is_denial
from massage_screen.pack import Pack, Question
from massage_screen.phrases import ENGLISH, Phrases
from massage_screen.sheet import Sheet
from massage_screen.text import uncapitalised


def gate_read_back(sheet: Sheet) -> tuple[str, ...]:
    """Return the topics of the gate with nothing told, in the order of asking.

    A topic is the one of its question, or else the title of its section. Where one of
    its questions was told something, it is left out: only a "no" is read back.
    Nothing where one gate question alone was asked, which was just answered.
    """
    return topics_of(denied_at_gate(sheet), sheet.pack)


def topics_of(questions: Iterable[Question], pack: Pack) -> tuple[str, ...]:
    """Return what questions are about, in the words of a pack, each topic once.

    Args:
        questions: They; what counts is their ids.
        pack: The pack that has them, maybe in the language of the client.
    """
    words = (topic_of(pack, pack.questions[question.id]) for question in questions)
    return tuple(dict.fromkeys(words))


def denied_at_gate(sheet: Sheet) -> tuple[Question, ...]:
    """Return the questions behind the topics of `gate_read_back`, in order.

    Follow-ups of a sign that was told are none of them: whether it is new, for
    example, is no sign by itself. Nor is what nobody said aloud.
    """
    asked = [
        sheet.pack.questions[question]
        for question in sheet.visible
        if _stands_alone(sheet, question)
    ]
    told = {topic_of(sheet.pack, q) for q in asked if _is_told(sheet, q)}
    denied = [q for q in asked if is_denial(sheet.visible[q.id])]
    kept = tuple(q for q in denied if topic_of(sheet.pack, q) not in told)
    return kept if len(asked) > 1 else ()


def sentence(topics: Sequence[str], phrases: Phrases = ENGLISH) -> str:
    """Return what is said of some topics; there is at least one."""
    *others, last = topics
    said = phrases.common
    listed = f"{', '.join(others)} {said.either} {last}" if others else last
    return said.denied.format(topics=listed)


def topic_of(pack: Pack, question: Question) -> str:
    """Return what a question is about, as it stands within a sentence."""
    title = pack.section_of[question.id].title
    return uncapitalised(question.topic or title)


def _stands_alone(sheet: Sheet, name: str) -> bool:
    question = sheet.pack.questions[name]
    if not question.gate or not question.aloud or question.depends:
        return False
    read = sheet.pack.questions_in(question.when) if question.when else ()
    gate = (sheet.pack.questions[each] for each in read if each in sheet.visible)
    return not any(q.gate and q.aloud and _is_told(sheet, q) for q in gate)


def _is_told(sheet: Sheet, question: Question) -> bool:
    return sheet.visible[question.id] != sheet.mildest(question)
