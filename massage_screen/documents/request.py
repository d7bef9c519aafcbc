"""The request for information: a few questions that a doctor can tick."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

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
from massage_screen.pack import Disposition, Question
from massage_screen.presentation.words import pressure_in_words
from massage_screen.screened import Screened

NAMES = {**LETTER_NAMES, "contact": "Reply to, telephone"}
FEWEST, MOST = 3, 5
_CANNOT_SAY = "cannot say"
#: Asked when the pack asks for less than `FEWEST`.
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
    """Return the request for information."""
    asked = asked_of(screened)
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
                boxes=tuple(_numbered(questions(screened, asked))),
                fields=(Field("Anything else I should know"),),
            ),
            _reply(screened),
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


def asked_of(screened: Screened) -> tuple[Question, ...]:
    """Return the questions of the pack that stand on the request, in their order.

    Those on findings come first. Which areas may be massaged, and with it which stay
    closed, stands in the reply already, so it takes no place here. Nor does what the
    therapist reads off the reply: who signed it, and when.
    """
    questions = map(screened.pack.questions.__getitem__, screened.explanation.ask)
    wanted = [question for question in questions if question.asked_by == "client"]
    in_reply = [q for q in wanted if _lists_regions(q, screened) and q.reassuring]
    left = [
        question
        for question in wanted
        if question not in in_reply
        and not (in_reply and _permits(question) and _lists_regions(question, screened))
    ]
    return tuple(sorted(left, key=_permits)[:MOST])


def questions(screened: Screened, asked: tuple[Question, ...]) -> tuple[Box, ...]:
    """Return three to five questions with what can be ticked."""
    boxes = tuple(_box(screened, question) for question in asked)
    return (*boxes, *_USUAL[: max(0, FEWEST - len(boxes))])


def _for_therapist(screened: Screened, asked: tuple[Question, ...]) -> str:
    """Say what the screen found, and what the therapist types the answers under."""
    numbered = [f"{n} {each.id}" for n, each in enumerate(asked, 1)]
    questions = map(screened.pack.questions.__getitem__, screened.explanation.ask)
    read_off = [each.id for each in questions if each.asked_by == "therapist"]
    named = ", ".join((*numbered, *read_off))
    typed = f" To type in the reply: {named}." if named else ""
    return for_reference(screened) + typed


def _permits(question: Question) -> bool:
    return any(change.by == "clearance" for change in question.changes)


def _lists_regions(question: Question, screened: Screened) -> bool:
    named = {choice.id for choice in question.choices}
    return bool(named) and named <= screened.pack.regions.keys()


def _box(screened: Screened, question: Question) -> Box:
    """Return a question to a doctor, with the answers that matter for this client."""
    offered = screened.lines_to_tick(question, screened.sheet)
    texts = [choice.text for choice in offered]
    if question.takes.yes_or_no:
        texts = ["yes", "no"]
    elif question.takes.several and all(choice.id != NONE for choice in offered):
        texts.append("none of these")
    return Box(question.ask_clinician, (*texts, _CANNOT_SAY))


def _numbered(boxes: tuple[Box, ...]) -> Iterator[Box]:
    for number, box in enumerate(boxes, 1):
        yield Box(f"{number}. {box.label}", box.choices)


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


def _reply(screened: Screened) -> Section:
    regions = tuple(region.text for region in screened.pack.about.region)
    return Section(
        title="Your reply",
        boxes=(
            Box(
                "",
                (
                    "nothing here speaks against massage as planned",
                    "massage with the limits ticked or written here",
                    "I advise against it, because:",
                    "please have the client contact us",
                ),
            ),
            Box("Areas that may be massaged lightly", regions),
        ),
        fields=(
            Field("Areas and movements to leave out, other limits"),
            Field("Name, role, signature"),
            Field("Date, and valid until"),
        ),
        role="alarm",
    )


def _fee(setting: Setting) -> tuple[Section, ...]:
    if not setting.local.fee:
        return ()
    return (Section(title="Cost", paragraphs=(setting.local.fee,), small=True),)
