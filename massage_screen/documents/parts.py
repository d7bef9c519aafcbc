"""Parts that several pages have: the foot, what was said, what was not asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

from massage_screen.answers import NO, NONE, UNSURE, Value, is_doubt, is_unsure, line_of
from massage_screen.decision import Finding
from massage_screen.documents.country import Local
from massage_screen.documents.document import Box, Section
from massage_screen.pack import Question, for_each_kind
from massage_screen.phrases import ENGLISH, Phrases
from massage_screen.presentation.words import see_by_in_words
from massage_screen.screened import Screened


class Setting(msgspec.Struct, frozen=True):
    """When and where a page is printed.

    Attributes:
        printed: Date, time and zone of printing.
        local: The words of the country.
        phrases: What the program says, in the language of the page.
        told: The same client, with the pack in that language; None in English.
    """

    printed: str
    local: Local
    phrases: Phrases = ENGLISH
    told: Screened | None = None

    def client(self, screened: Screened) -> Screened:
        """Return the client with what is told in the language of the page."""
        return self.told or screened


def letter_names(phrases: Phrases = ENGLISH) -> Mapping[str, str]:
    """Return the labels at the head of a letter, by their names."""
    words = phrases.letter
    return {
        "doctor": words.to,
        "client": words.client,
        "birth": words.birth,
        "therapist": words.sender,
        "registration": words.registration,
        "contact": words.telephone,
    }


def answered_by(phrases: Phrases = ENGLISH) -> Box:
    """Return the box that says who answered."""
    return Box(phrases.letter.answered_by, phrases.letter.who)


ANSWERED_BY = answered_by()


def foot(screened: Screened, setting: Setting) -> tuple[str, ...]:
    """Return where a page comes from, and what it is not."""
    about, words = screened.pack.about, setting.phrases.foot
    edition = words.edition.format(
        program=screened.program,
        id=about.id,
        version=about.version,
        review_by=about.review_by,
    )
    draft = words.draft if about.status == "draft" else ""
    printed = words.printed.format(printed=setting.printed)
    return (*setting.phrases.notes, f"{edition}{draft}{printed}", words.what)


def each_once(items: Iterable[str]) -> tuple[str, ...]:
    """Return texts in their order, each once and none that is empty."""
    return tuple(item for item in dict.fromkeys(items) if item)


def in_one(items: Iterable[str], label: str = "") -> tuple[str, ...]:
    """Return texts as one paragraph, which takes less room than a list of them.

    Nothing where there is no text.

    Args:
        items: What is to stand there; each becomes a sentence.
        label: What stands in front of them, with a colon.
    """
    texts = each_once(items)
    sentences = (text if text[-1] in ".?!" else f"{text}." for text in texts)
    lead = f"{label}: " if label else ""
    return (lead + " ".join(sentences),) if texts else ()


def found(screened: Screened, setting: Setting) -> tuple[str, ...]:
    """Return what was found, the most urgent first."""
    texts = (setting.local.words(f.found) for f in screened.reasons)
    return tuple(dict.fromkeys(texts))


def as_clause(sentence: str) -> str:
    """Return a sentence as it goes on behind "because"."""
    return sentence if sentence[1:2].isupper() else sentence[:1].lower() + sentence[1:]


def see_by(screened: Screened, phrases: Phrases = ENGLISH) -> tuple[str, ...]:
    """Return by when the client is to see a clinician; nothing where nobody asks."""
    asked = screened.decision.see_by
    return (see_by_in_words(asked, screened.decided_on, phrases),) if asked else ()


def headline(screened: Screened, setting: Setting) -> str:
    """Return the sentence of the disposition."""
    return setting.local.words(screened.headline)


def school_words(screened: Screened, setting: Setting) -> str:
    """Return what schools of the country call the disposition; empty if nothing."""
    decided = screened.decision.disposition
    term = setting.local.terms.get(decided) if decided else None
    return f"In the words of schools here: {term}." if term else ""


def as_reported(question: Question, value: Value) -> str:
    """Return an answer for somebody who did not hear the question.

    What the client heard and agreed to stands in quotation marks.
    """
    items = value if isinstance(value, tuple) else (value,)
    texts = (_item_as_reported(question, item) for item in items)
    unit = f" {question.unit}" if question.takes.counts else ""
    between = " " if question.name.endswith("?") else ": "
    return f"{question.name}{between}{'; '.join(texts)}{unit}"


def _item_as_reported(question: Question, item: str | float) -> str:
    word = str(item)
    if line_of(word) in {choice.id for choice in question.choices}:
        doubt = " (not sure)" if is_doubt(word) else ""
        return f"\u201c{question.words[line_of(word)]}\u201d{doubt}"
    return {UNSURE: "not sure", NONE: "none named"}.get(word, word)


def said(screened: Screened, findings: Iterable[Finding]) -> Iterator[str]:
    """Go through the answers behind findings, each once.

    What was answered with "no" is no report of anything; `denied` has the gate's.
    """
    told: set[str] = set()
    for finding in findings:
        for question_id, value in finding.because.items():
            question = screened.pack.questions[question_id]
            if question_id not in told and not _is_no(question, value):
                told.add(question_id)
                yield as_reported(question, value)


def not_known(screened: Screened) -> tuple[str, ...]:
    """Return the questions whose answer is missing or was "not sure", as two lines."""
    decision, questions = screened.decision, screened.pack.questions
    unsure = [questions[q].name for q in decision.unsure]
    missing = [
        questions[q].name
        for q in (*decision.required, *decision.optional)
        if not questions[q].records_only
    ]
    lines = (("Not asked", missing), ("Not sure", unsure))
    return tuple(
        f"{label}: {'; '.join(each_once(names))}." for label, names in lines if names
    )


def not_so(screened: Screened) -> tuple[str, ...]:
    """Return what was told before and does not stand, with the reason why."""
    brought, questions = screened.brought, screened.pack.questions
    changed = brought.changed if brought else ()
    return tuple(
        f"Told before: {as_reported(questions[each.question], each.before)}."
        f" It does not stand: {each.reason}."
        for each in changed
        if each.reason and each.question in questions
    )


def denied(screened: Screened) -> tuple[str, ...]:
    """Return the gate questions that were answered with "none of these" or "no"."""
    return tuple(
        _denied(question)
        for question, value in _visible(screened)
        if question.gate and _is_no(question, value)
    )


def _denied(question: Question) -> str:
    if question.denied:
        return question.denied
    if not question.takes.several:
        return f"{question.ask} No."
    return f"{question.ask} None of: {'; '.join(c.text for c in question.choices)}."


def history(screened: Screened) -> Iterator[tuple[Question, str]]:
    """Go through what was reported outside the gate and is no reason for the result.

    Each with its question.
    """
    told = {q for finding in screened.reasons for q in finding.because}
    for question, value in _visible(screened):
        tells = not (_is_no(question, value) or is_unsure(value))
        if tells and not (question.gate or question.id in told):
            yield question, as_reported(question, value)


def count_of_no(screened: Screened) -> int:
    """Count the questions that were answered with "none of these" or "no"."""
    return sum(_is_no(question, value) for question, value in _visible(screened))


def _visible(screened: Screened) -> Iterator[tuple[Question, Value]]:
    for question_id, value in screened.sheet.visible.items():
        question = screened.pack.questions[question_id]
        yield screened.sheet.as_offered(question), value


def _is_no(question: Question, value: Value) -> bool:
    return not question.reassuring and value == _SAYS_NO[question.kind](question)


#: The answer that denies what was asked, by kind. The mildest choice of a follow-up
#: tells how something is that is there; a number always tells how much.
_SAYS_NO: Mapping[str, Callable[[Question], Value | None]] = for_each_kind(
    {
        "yes_no": lambda _: NO,
        "one_of": lambda question: None if question.when else question.mildest,
        "any_of": lambda _: (NONE,),
        "number": lambda _: None,
    }
)


def warning_signs(screened: Screened, setting: Setting) -> Section:
    """Return the signs that may come days later, and what to do then."""
    words, local = setting.phrases.handout, setting.local
    how = words.signs_how.format(number=local.number, department=local.where_to)
    return Section(
        title=words.signs,
        items=screened.pack.about.warning_signs,
        paragraphs=(how,),
        role="alarm",
    )
