"""The request for information: a few questions that a doctor can tick."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from massage_screen.answers import NONE
from massage_screen.decision import NOTHING_LEFT_TO_DO
from massage_screen.documents.document import Box, Document, Field, Section, blanks
from massage_screen.documents.parts import (
    LETTER_NAMES,
    Setting,
    as_clause,
    foot,
    found,
    in_one,
    said,
    see_by,
)
from massage_screen.documents.plan_card import session_limits
from massage_screen.documents.regions import CLOSED, areas_of, caps_of
from massage_screen.documents.urgent_letter import for_reference, how_soon
from massage_screen.enquiry import Enquired, enquire
from massage_screen.pack import Disposition
from massage_screen.presentation.words import pressure_in_words
from massage_screen.screened import Screened

NAMES = {**LETTER_NAMES, "contact": "Reply to, telephone"}
#: What stands for every area, and for none, of a list of areas.
ALL_AREAS, NO_AREA = "all areas", "no area"
_RECORD = "ask the therapist"
_CANNOT_SAY = "cannot say"
#: The first of all: who ticks the second or third needs to go no further.
WHOLE = Box(
    "First",
    (
        "my answers are below",
        "I advise against massage, because:",
        "please have the client contact us",
    ),
)
#: Asked where no tick of a clinician changes the result; nobody types it in.
_USUAL = (
    Box(
        "Are there movements, positions or areas to leave out?",
        ("no", "yes, namely:"),
    ),
    Box(
        "Is there concern about how stable the spine is?",
        ("no", "yes", _CANNOT_SAY),
    ),
    Box(
        "Are there signs of pressure on the spinal cord or a nerve?",
        ("no", "yes", _CANNOT_SAY),
    ),
)


def request(screened: Screened, names: Mapping[str, str], setting: Setting) -> Document:
    """Return the request for information.

    It asks for all that would settle the result, in the order of `enquire`, so that
    one reply is enough.
    """
    asked = enquire(screened)
    return Document(
        kind="request",
        title="Questions about your patient, before massage",
        word="",
        lead=_lead(screened, setting),
        fields=(*blanks(NAMES, names), Field("Date")),
        sections=(
            Section(
                title="What the client told me",
                paragraphs=(
                    *_found(screened, setting)[_tells_why(screened) :],
                    *in_one(said(screened, screened.reasons[:3]), "Answered"),
                ),
                small=True,
            ),
            _plan(screened),
            Section(
                title="My questions",
                boxes=(WHOLE, *_questions(screened, asked)),
                fields=(Field("Anything else I should know"),),
            ),
            _reply(screened, asked),
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
    first = _found(screened, setting)[:1]
    why = f", because {as_clause(first[0])}" if first else "."
    if not _tells_why(screened):
        done = (
            "I have not massaged today, and asked for an assessment"
            f" {how_soon(screened)}; another letter says why."
        )
    elif screened.hands_on:
        done = f"I massage within the limits below{why}"
    else:
        done = f"I have not massaged today{why}"
    return (
        f"I am a massage therapist. Your patient came to me for a massage. {done}"
        " Please answer the questions below; ticks are enough. I ask for your view, not"
        " for permission, and remain responsible for what I do."
    )


def _questions(screened: Screened, asked: Sequence[Enquired]) -> Iterator[Box]:
    """Go through the questions with what can be ticked, by their numbers."""
    if not asked:
        yield from _USUAL
    for number, each in enumerate(asked, 1):
        if not each.read_off:
            yield _box(screened, each, number)


def _for_therapist(screened: Screened, asked: Sequence[Enquired]) -> str:
    """Say what the screen found, and what the therapist types the answers under."""
    if not asked:
        return f"{for_reference(screened)} No tick changes it: screen again."
    named = ", ".join(f"{n} {each.question.id}" for n, each in enumerate(asked, 1))
    return f"{for_reference(screened)} To type in the reply: {named}."


def _box(screened: Screened, each: Enquired, number: int) -> Box:
    """Return a question to a doctor, with the answers that matter for this client."""
    label = f"{number}. {each.question.ask_clinician}"
    if each.lists_regions(screened.pack):
        regions = tuple(line.text for line in each.lines)
        return Box(label, (ALL_AREAS, NO_AREA, "only these:", *regions))
    return Box(label, (*_ticks(screened, each), _CANNOT_SAY))


def _ticks(screened: Screened, each: Enquired) -> Iterator[str]:
    """Go through what can be ticked; many areas beside something else are written."""
    if each.question.takes.yes_or_no:
        yield from ("yes", "no")
        return
    written = each.regions_beside(screened.pack)
    texts = [line.text for line in each.lines if line.id not in written]
    own_none = any(line.id == NONE for line in each.lines)
    if written:
        yield from ("nothing", *texts, "areas, namely:")
    elif each.question.takes.several and not own_none:
        yield from (*texts, "none of these")
    else:
        yield from texts


def _permission(setting: Setting) -> Section:
    return Section(
        title="The client's permission",
        paragraphs=(
            f"I agree that my massage therapist and the {setting.local.doctor} named"
            " above share what is on this page and in the reply.",
        ),
        fields=(Field("Valid until"), Field("Signature of the client, date")),
        small=True,
    )


def _plan(screened: Screened) -> Section:
    """Return what is planned: the limits of the decision, or light work to fill in."""
    title = "What I plan, if nothing speaks against it"
    if not screened.hands_on:
        light = pressure_in_words(2, screened.pack)
        return Section(
            title=title,
            items=(
                f"Pressure at most {light}. No thrust, no pull on the spine, no joint"
                " moved to its end.",
            ),
            fields=(
                Field("Areas"),
                Field("Position, length of a session, number of sessions"),
            ),
        )
    capped = screened.decision.plan.pressure_at_most is not None
    caps = () if capped else caps_of(screened)
    areas = [area.text for area in areas_of(screened) if area.mark != CLOSED]
    return Section(
        title=title,
        items=(
            f"Areas: {', '.join(areas)}.",
            *(f"Pressure {pressure_in_words(c, screened.pack)}." for c in caps[:1]),
            *session_limits(screened),
            *(f"I asked the client: {words}" for words in see_by(screened)),
        ),
        small=True,
        fields=(Field("Length of a session, number of sessions"),),
    )


def _reply(screened: Screened, asked: Sequence[Enquired]) -> Section:
    numbered = [(n, each) for n, each in enumerate(asked, 1) if each.read_off]
    areas = (e for e in numbered if e[1].lists_regions(screened.pack))
    return Section(
        title="Your reply",
        boxes=tuple(_box(screened, each, number) for number, each in areas),
        fields=(
            Field("Movements to leave out, other limits"),
            Field("Name, role, signature"),
            Field("Date, and valid until"),
        ),
        role="alarm",
    )


def _fee(setting: Setting) -> tuple[Section, ...]:
    if not setting.local.fee:
        return ()
    return (Section(title="Cost", paragraphs=(setting.local.fee,), small=True),)
