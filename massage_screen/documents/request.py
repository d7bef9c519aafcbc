"""The request for information: a few questions that a doctor can tick."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from massage_screen.answers import NONE
from massage_screen.decision import NOTHING_LEFT_TO_DO
from massage_screen.documents.document import Box, Document, Field, Section, blanks
from massage_screen.documents.parts import (
    Setting,
    as_clause,
    foot,
    found,
    in_one,
    letter_names,
    said,
    see_by,
)
from massage_screen.documents.plan_card import session_limits
from massage_screen.documents.regions import CLOSED, areas_of, caps_of
from massage_screen.documents.urgent_letter import for_reference, how_soon
from massage_screen.enquiry import Enquired, enquire
from massage_screen.pack import Disposition
from massage_screen.phrases import ENGLISH, Request
from massage_screen.presentation.words import pressure_in_words
from massage_screen.screened import Screened

NAMES = {**letter_names(), "contact": ENGLISH.request.reply_to}
#: What stands for every area, and for none, of a list of areas.
ALL_AREAS, NO_AREA = ENGLISH.request.all_areas, ENGLISH.request.no_area


def whole(words: Request) -> Box:
    """Return the first box: who ticks the second or third needs to go no further."""
    return Box(words.first, words.whole)


WHOLE = whole(ENGLISH.request)


def request(screened: Screened, names: Mapping[str, str], setting: Setting) -> Document:
    """Return the request for information.

    It asks for all that would settle the result, in the order of `enquire`, so that
    one reply is enough.
    """
    asked, words = enquire(screened), setting.phrases.request
    labels = {**letter_names(setting.phrases), "contact": words.reply_to}
    answered = setting.phrases.letter.answered
    return Document(
        kind="request",
        title=words.title,
        word="",
        lead=_lead(screened, setting),
        fields=(*blanks(labels, names), Field(words.date)),
        sections=(
            Section(
                title=words.told,
                paragraphs=(
                    *_found(screened, setting)[_tells_why(screened) :],
                    *in_one(said(screened, screened.reasons[:3]), answered),
                ),
                small=True,
            ),
            _plan(screened, words),
            Section(
                title=words.questions,
                boxes=(whole(words), *_questions(screened, asked, words)),
                fields=(Field(words.anything_else),),
            ),
            _reply(screened, asked, words),
            _permission(setting),
            *_fee(setting),
        ),
        foot=(*foot(screened, setting), _for_therapist(screened, asked)),
    )


def _found(screened: Screened, setting: Setting) -> tuple[str, ...]:
    """Return what was found; behind limits that leave nothing to do, the limits."""
    texts = found(screened, setting)
    if screened.reasons and screened.reasons[0].rule.id == NOTHING_LEFT_TO_DO:
        limits = (f for f in screened.decision.findings if f.rule.restrict)
        kept = (finding.found for finding in limits if finding.rule.disposition)
        return tuple(dict.fromkeys((*texts, *map(setting.local.words, kept))))
    return texts


def _tells_why(screened: Screened) -> bool:
    """Say whether the first finding stands in the lead: no other letter has it."""
    return screened.decision.standing is not Disposition.REFER


def _lead(screened: Screened, setting: Setting) -> str:
    """Say who writes, what was done today and why, and what is asked, in one breath."""
    words = setting.phrases.request
    first = _found(screened, setting)[:1]
    why = words.because.format(why=as_clause(first[0])) if first else "."
    if not _tells_why(screened):
        done = words.asked_for.format(soon=how_soon(screened, setting))
    else:
        done = words.within if screened.hands_on else words.not_today
        done = done.format(why=why)
    return words.lead.format(done=done)


def _questions(
    screened: Screened, asked: Sequence[Enquired], words: Request
) -> Iterator[Box]:
    """Go through the questions with what can be ticked, by their numbers."""
    if not asked:  # no tick of a clinician changes the result, and nobody types it in
        first, *others = words.usual
        yield Box(first, (words.no, words.namely))
        for question in others:
            yield Box(question, (words.no, words.yes, words.cannot_say))
    for number, each in enumerate(asked, 1):
        if not each.read_off:
            yield _box(screened, each, number, words)


def _for_therapist(screened: Screened, asked: Sequence[Enquired]) -> str:
    """Say what the screen found, and what the therapist types the answers under."""
    if not asked:
        return f"{for_reference(screened)} No tick changes it: screen again."
    named = ", ".join(f"{n} {each.question.id}" for n, each in enumerate(asked, 1))
    return f"{for_reference(screened)} To type in the reply: {named}."


def _box(screened: Screened, each: Enquired, number: int, words: Request) -> Box:
    """Return a question to a doctor, with the answers that matter for this client."""
    label = f"{number}. {each.question.ask_clinician}"
    if each.lists_regions(screened.pack):
        regions = tuple(line.text for line in each.lines)
        first = (words.all_areas, words.no_area, words.only_these)
        return Box(label, (*first, *regions))
    return Box(label, (*_ticks(screened, each, words), words.cannot_say))


def _ticks(screened: Screened, each: Enquired, words: Request) -> Iterator[str]:
    """Go through what can be ticked; many areas beside something else are written."""
    if each.question.takes.yes_or_no:
        yield from (words.yes, words.no)
        return
    written = each.regions_beside(screened.pack)
    texts = [line.text for line in each.lines if line.id not in written]
    own_none = any(line.id == NONE for line in each.lines)
    if written:
        yield from (words.nothing, *texts, words.areas_namely)
    elif each.question.takes.several and not own_none:
        yield from (*texts, words.none)
    else:
        yield from texts


def _permission(setting: Setting) -> Section:
    words = setting.phrases.request
    return Section(
        title=words.permission,
        paragraphs=(words.agree.format(doctor=setting.local.doctor),),
        fields=(Field(words.valid), Field(words.client_signs)),
        small=True,
    )


def _plan(screened: Screened, words: Request) -> Section:
    """Return what is planned: the limits of the decision, or light work to fill in."""
    if not screened.hands_on:
        light = pressure_in_words(2, screened.pack)
        return Section(
            title=words.plan,
            items=(
                f"Pressure at most {light}. No thrust, no pull on the spine, no joint"
                " moved to its end.",
            ),
            fields=(
                Field(words.areas),
                Field(words.position),
            ),
        )
    capped = screened.decision.plan.pressure_at_most is not None
    caps = () if capped else caps_of(screened)
    areas = [area.text for area in areas_of(screened) if area.mark != CLOSED]
    return Section(
        title=words.plan,
        items=(
            f"Areas: {', '.join(areas)}.",
            *(f"Pressure {pressure_in_words(c, screened.pack)}." for c in caps[:1]),
            *session_limits(screened),
            *(f"I asked the client: {words}" for words in see_by(screened)),
        ),
        small=True,
        fields=(Field(words.length),),
    )


def _reply(screened: Screened, asked: Sequence[Enquired], words: Request) -> Section:
    numbered = [(n, each) for n, each in enumerate(asked, 1) if each.read_off]
    areas = (e for e in numbered if e[1].lists_regions(screened.pack))
    return Section(
        title=words.reply,
        boxes=tuple(_box(screened, each, number, words) for number, each in areas),
        fields=(
            Field(words.other_limits),
            Field(words.name),
            Field(words.date_valid),
        ),
        role="alarm",
    )


def _fee(setting: Setting) -> tuple[Section, ...]:
    if not setting.local.fee:
        return ()
    title = setting.phrases.request.cost
    return (Section(title=title, paragraphs=(setting.local.fee,), small=True),)
