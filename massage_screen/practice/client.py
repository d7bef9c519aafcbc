"""An invented client whom a student interviews, and what they say when asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from massage_screen.answers import (
    NO,
    NONE,
    UNSURE,
    YES,
    Answers,
    Value,
    is_doubt,
    line_of,
)
from massage_screen.pack import Case, Pack, Question
from massage_screen.pack.practice import Says
from massage_screen.practice.variant import Variant, variant_of
from massage_screen.sheet import Sheet, fit_answers
from massage_screen.text import capitalised, uncapitalised

DOES_NOT_APPLY = "Nothing to tell you about that. (It only follows another answer.)"
CASE_DOES_NOT_SAY = "I have nothing to tell about that. (The case does not say.)"


class Client(msgspec.Struct, frozen=True, kw_only=True):
    """A client of a practice case, in one variant.

    Attributes:
        case: The case, with the answers of the one it is like.
        answers: Its answers in their stored form.
        variant: What was drawn for this student.
        known: What the program knows of the client, so that no student asks it.
        hidden: The questions that do not apply to the client.
    """

    case: Case
    answers: Answers
    variant: Variant
    known: Answers = Answers()
    hidden: frozenset[str] = frozenset()

    def told(self, asked: Iterable[str]) -> Answers:
        """Return the answers to these questions, as far as the case says."""
        told = {q: self.answers[q] for q in asked if q in self.answers}
        return Answers({**self.known, **told})

    def says(self, pack: Pack, question: str) -> str:
        """Return what the client says to a question: a voice, or plain speech."""
        if question in self.case.voice:
            return self.case.voice[question]
        if question in self.answers:
            asked = pack.questions[question]
            return _plainly(pack, asked, self.answers[question], self.variant)
        return DOES_NOT_APPLY if question in self.hidden else CASE_DOES_NOT_SAY

    def has_words(self, pack: Pack, question: str) -> bool:
        """Say whether an answer is told in words of the client, or plain ones.

        Without, it is told in the words of a form.
        """
        says = pack.practice.says_to(question)
        if question in self.case.voice or says is None:
            return question in self.case.voice
        value = self.answers[question]
        if isinstance(value, tuple) and value != (NONE,):
            return bool(says.some) and _calls(pack, says).keys() >= set(value)
        return (NONE if isinstance(value, tuple) else str(value)) in says.answers


def client_of(pack: Pack, case: Case, seed: int) -> Client:
    """Return the client of a case, in the variant of a number."""
    answers = fit_answers(pack, case.answers, case.id)
    relevance = Sheet(pack, answers).relevance
    return Client(
        case=case,
        answers=answers,
        variant=variant_of(pack, case, seed),
        known=Answers(pack.known_in(answers)),
        hidden=frozenset(q for q, asked in relevance.items() if asked is False),
    )


def practice_cases(cases: tuple[Case, ...]) -> tuple[Case, ...]:
    """Return the cases that students can interview."""
    return tuple(case for case in cases if case.presents)


def _plainly(pack: Pack, question: Question, value: Value, variant: Variant) -> str:
    says = pack.practice.says_to(question.id) or Says(of=())
    if isinstance(value, tuple):
        return _list(pack, question, value, variant, says)
    if str(value) in says.answers:
        return says.answers[str(value)]
    if value == UNSURE:
        return variant.unsure
    if question.takes.yes_or_no and value in (YES, NO):
        return f"{question.words[str(value)]}."
    if isinstance(value, str):
        return f"{question.words[value].rstrip('.')}."
    return f"{value} {question.unit}".strip() + "."


def _list(
    pack: Pack,
    question: Question,
    value: tuple[str, ...],
    variant: Variant,
    says: Says,
) -> str:
    if value == (NONE,):
        return says.answers.get(NONE, variant.no)
    calls = _calls(pack, says)
    sure = [item for item in value if item != UNSURE and not is_doubt(item)]
    doubted = [line_of(item) for item in value if is_doubt(item)]
    said = []
    if sure and says.some and calls.keys() >= set(sure):
        said.append(
            capitalised(says.some.format(_joined([calls[item] for item in sure])))
        )
    elif sure:
        said.append(variant.yes.format(_read_out(question, sure)))
    said += [f"About {_read_out(question, doubted)} I am not sure."] if doubted else []
    if UNSURE in value:
        said.append("About the rest I am not sure." if said else variant.unsure)
    return " ".join(said)


def _calls(pack: Pack, says: Says) -> Mapping[str, str]:
    """Return what the lines of a list are called in what is said."""
    return {**pack.practice.named, **says.lines}


def _read_out(question: Question, items: list[str]) -> str:
    """Return lines in the words in which they were read out, within a sentence."""
    return "; ".join(uncapitalised(question.words[item].rstrip(".")) for item in items)


def _joined(names: list[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last
