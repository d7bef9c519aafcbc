"""The texts of a pack that a client reads or hears, by id, and a pack with others.

Ids, conditions and numbers are not among them, so nothing that decides can change.
What only the therapist or a doctor reads is not among them either.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec
from msgspec.structs import replace

from massage_screen.pack.about import PackFile
from massage_screen.pack.kind import Choice
from massage_screen.pack.pack import ConcernFile, Pack
from massage_screen.pack.question import NONE_OF_THESE, Question
from massage_screen.pack.rule import Rule, Saying
from massage_screen.pack.scale import Disposition
from massage_screen.pack.table import Table, Text
from massage_screen.phrases import ENGLISH, Phrases

Texts = Mapping[str, str]


class OverlayFile(Table, kw_only=True):
    """`texts/xx.toml`: the texts of a pack in another language; see `overlay`.

    Of each group, every text stands beside the hash of its English, by its id.
    """

    language: Text
    name: Text
    reviewed: bool
    complete: bool
    about: Mapping[str, object] = {}
    regions: Mapping[str, object] = {}
    positions: Mapping[str, object] = {}
    timeframes: Mapping[str, object] = {}
    sections: Mapping[str, object] = {}
    questions: Mapping[str, object] = {}
    rules: Mapping[str, object] = {}


class PhrasesFile(Table, kw_only=True):
    """What the program says itself in another language, in the same form."""

    language: Text
    name: Text
    reviewed: bool
    complete: bool
    common: Mapping[str, object] = {}
    place: Mapping[str, object] = {}
    form: Mapping[str, object] = {}
    paper: Mapping[str, object] = {}
    handout: Mapping[str, object] = {}
    letter: Mapping[str, object] = {}
    urgent: Mapping[str, object] = {}
    request: Mapping[str, object] = {}
    foot: Mapping[str, object] = {}


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A pack as a client meets it, in one language.

    Attributes:
        pack: The pack in it: the same rules, ids and digest.
        original: The pack in English, which decides and is kept.
        phrases: What the program itself says.
        edition: The language and the hash of its texts; empty in English.
        said: The texts, by id.
    """

    pack: Pack
    original: Pack
    phrases: Phrases = ENGLISH
    edition: str = ""
    said: Mapping[str, str] = {}

    def question(self, question: Question) -> Question:
        """Return a question of the English pack in the language."""
        return question_with(
            self.original, question, self.said, self.phrases.common.none
        )


def in_english(pack: Pack) -> Shown:
    """Return a pack as it is."""
    return Shown(pack=pack, original=pack)


def client_texts(pack: Pack) -> dict[str, str]:
    """Return every text of the client's side in English, by its id in an overlay."""
    return {name: text for name, text in _texts(pack) if text}


def with_texts(pack: Pack, said: Texts, none: str = NONE_OF_THESE) -> Pack:
    """Return a pack with other texts: the same rules, ids and digest.

    Args:
        pack: The pack.
        said: The other texts, by id; what is not among them stays.
        none: The words of "none of these" where a question has no others.
    """
    concerns = tuple(_concern(pack, each, said, none) for each in pack.concerns)
    return replace(pack, about=_about(pack, said), concerns=concerns)


def question_with(
    pack: Pack, question: Question, said: Texts, none: str = NONE_OF_THESE
) -> Question:
    """Return a question with other texts, also one of which some lines are offered.

    Args:
        pack: The pack that it is of.
        question: The question.
        said: The other texts, by id.
        none: As above.
    """
    if f"questions.{question.id}.ask" not in said:
        return question

    def other(field: str, text: str) -> str:
        return said.get(f"questions.{question.id}.{field}", text)

    return replace(
        question,
        ask=other("ask", question.ask),
        ask_client=other("ask_client", question.ask_client),
        again=other("again", question.again),
        why_client=other("why_client", question.why_client),
        topic=other("topic", question.topic),
        unit=other("unit", question.unit),
        none=none if question.none == NONE_OF_THESE else other("none", question.none),
        choices=tuple(
            replace(choice, text=_line(pack, question.id, choice, said))
            for choice in question.choices
        ),
    )


def _line(pack: Pack, name: str, choice: Choice, said: Texts) -> str:
    """Return the text of a line, in the words of where it was ticked."""
    if choice.carried_from:
        source = pack.questions[choice.carried_from]
        told = next(each for each in source.choices if each.id == choice.id)
        return _line(pack, source.id, told, said)
    return said.get(f"questions.{name}.lines.{choice.id}", choice.text)


def _concern(pack: Pack, concern: ConcernFile, said: Texts, none: str) -> ConcernFile:
    section = concern.section
    if concern.question:
        name = f"sections.{concern.question[0].id}"
        section = replace(
            section,
            title=said.get(f"{name}.title", section.title),
            intro=said.get(f"{name}.intro", section.intro),
        )
    return replace(
        concern,
        section=section,
        question=tuple(question_with(pack, q, said, none) for q in concern.question),
        rule=tuple(_rule(rule, said) for rule in concern.rule),
    )


def _rule(rule: Rule, said: Texts) -> Rule:
    see_for = said.get(f"rules.{rule.id}.see_for", rule.see_for)
    return replace(rule, tell=_saying(rule, said), see_for=see_for)


def _saying(rule: Rule, said: Texts) -> Saying:
    name = f"rules.{rule.id}.tell"
    if isinstance(rule.tell, str):
        return said.get(name, rule.tell)
    return tuple(
        replace(clause, text=said.get(f"{name}.{number}", clause.text))
        for number, clause in enumerate(rule.tell, 1)
    )


def _about(pack: Pack, said: Texts) -> PackFile:
    about = pack.about
    signs = enumerate(about.warning_signs, 1)
    return replace(
        about,
        title=said.get("about.title", about.title),
        warning_signs=tuple(said.get(f"about.warning_signs.{n}", t) for n, t in signs),
        warning_card=said.get("about.warning_card", about.warning_card),
        nothing_left_to_do=replace(
            about.nothing_left_to_do,
            tell=said.get("about.nothing_left", about.nothing_left_to_do.tell),
        ),
        region=tuple(
            replace(each, text=said.get(f"regions.{each.id}", each.text))
            for each in about.region
        ),
        position=tuple(
            replace(each, text=said.get(f"positions.{each.id}", each.text))
            for each in about.position
        ),
        timeframe=tuple(
            replace(each, text=said.get(f"timeframes.{each.id}", each.text))
            for each in about.timeframe
        ),
    )


def _texts(pack: Pack) -> Iterator[tuple[str, str]]:
    about = pack.about
    yield "about.title", about.title
    for number, sign in enumerate(about.warning_signs, 1):
        yield f"about.warning_signs.{number}", sign
    yield "about.warning_card", about.warning_card
    yield "about.nothing_left", about.nothing_left_to_do.tell
    yield from ((f"regions.{each.id}", each.text) for each in about.region)
    yield from ((f"positions.{each.id}", each.text) for each in about.position)
    for frame in about.timeframe:
        if Disposition(frame.disposition).urgent:  # the client reads of no other
            yield f"timeframes.{frame.id}", frame.text
    for concern in pack.concerns:
        asked = [q for q in concern.question if q.asked_by != "therapist"]
        if asked:
            name = f"sections.{concern.question[0].id}"
            yield f"{name}.title", concern.section.title
            yield f"{name}.intro", concern.section.intro
        for question in asked:
            yield from _of_question(question)
        for rule in concern.rule:
            yield from _of_rule(rule)


def _of_question(question: Question) -> Iterator[tuple[str, str]]:
    name = f"questions.{question.id}"
    yield f"{name}.ask", question.ask
    yield f"{name}.ask_client", question.ask_client
    for choice in question.choices:
        if not choice.carried_from:
            yield f"{name}.lines.{choice.id}", choice.text
    if question.takes.several and question.none != NONE_OF_THESE:
        yield f"{name}.none", question.none
    yield f"{name}.unit", question.unit
    yield f"{name}.again", question.again
    # Where there is none for a client, the reason for the therapist stands on the form.
    yield f"{name}.why_client", question.why_client or question.why
    if question.gate:  # by it a sign stands on top of the paper form, and is read back
        yield f"{name}.topic", question.topic


def _of_rule(rule: Rule) -> Iterator[tuple[str, str]]:
    name = f"rules.{rule.id}"
    if isinstance(rule.tell, str):
        yield f"{name}.tell", rule.tell
    else:
        for number, clause in enumerate(rule.tell, 1):
            yield f"{name}.tell.{number}", clause.text
    yield f"{name}.see_for", rule.see_for
