"""The request for information: a few questions that a doctor can tick."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from massage_screen.documents.document import Box, Document, Field, Section, blanks
from massage_screen.documents.parts import Setting, at_most, foot, found, said
from massage_screen.documents.plan_card import session_limits
from massage_screen.documents.regions import CLOSED, areas_of, caps_of
from massage_screen.documents.screened import Screened
from massage_screen.pack import Question
from massage_screen.presentation.words import pressure_in_words

NAMES = {
    "doctor": "To",
    "client": "Client",
    "birth": "Date of birth",
    "therapist": "From",
    "registration": "Registration",
    "contact": "Reply to, telephone",
}
FEWEST, MOST = 3, 5
_RECORD = "ask the therapist"
_CANNOT_SAY = "cannot say"
#: Asked when the pack asks for less than `FEWEST`.
_USUAL = (
    Box(
        "Are there signs of pressure on the spinal cord or a nerve?",
        ("no", "yes", _CANNOT_SAY),
    ),
    Box(
        "Is there concern about how stable the spine is?",
        ("no", "yes", _CANNOT_SAY),
    ),
    Box(
        "Are there movements, positions or areas to leave out?",
        ("no", "yes, namely:"),
    ),
)


def request(screened: Screened, names: Mapping[str, str], setting: Setting) -> Document:
    """Return the request for information."""
    doctor = setting.local.doctor
    return Document(
        kind="request",
        title="Request for information, not for permission",
        word=screened.word,
        lead=(
            "I am a massage therapist and remain responsible for what I do. Before I"
            " decide about massage for this person, I ask for your view on the points"
            " below. Ticks are enough."
        ),
        fields=(*blanks(NAMES, names), Field("Date")),
        sections=(
            Section(
                title="What the client told me",
                paragraphs=found(screened, 3, setting),
                items=at_most(said(screened, screened.reasons[:3]), 4, _RECORD),
                small=True,
            ),
            _plan(screened),
            Section(
                title="My questions",
                boxes=(*_numbered(questions(screened)),),
                fields=(Field("Anything else I should know"),),
            ),
            _reply(screened),
            Section(
                title="The client's permission",
                paragraphs=(
                    f"I agree that my massage therapist and the {doctor} named above"
                    " share what is on this page and in the reply.",
                ),
                fields=(Field("Valid until"), Field("Signature of the client, date")),
                small=True,
            ),
            *_fee(setting),
        ),
        foot=foot(screened, setting),
    )


def questions(screened: Screened) -> tuple[Box, ...]:
    """Return three to five questions with what can be ticked.

    Those on findings come first. Which areas may be massaged stands in the reply
    already, so it takes no place here.
    """
    wanted = [screened.pack.questions[q] for q in screened.explanation.ask]
    wanted = [q for q in wanted if not (_permits(q) and _lists_regions(q, screened))]
    wanted.sort(key=_permits)
    boxes = [_box(screened, question) for question in wanted[:MOST]]
    missing = max(0, FEWEST - len(boxes))
    return (*boxes, *_USUAL[:missing])


def _permits(question: Question) -> bool:
    return any(change.by == "clearance" for change in question.changes)


def _lists_regions(question: Question, screened: Screened) -> bool:
    named = {choice.id for choice in question.choices}
    return bool(named) and named <= screened.pack.regions.keys()


def _box(screened: Screened, question: Question) -> Box:
    """Return a question to a doctor; the id in brackets is for typing in the reply."""
    label = f"{question.ask_clinician} [{question.id}]"
    texts = [choice.text for choice in question.choices]
    if _lists_regions(question, screened):
        return Box(label, ())
    if question.kind == "yes_no" or (_permits(question) and question.kind == "one_of"):
        texts = ["yes", "no"]
    elif question.kind == "any_of" and _permits(question) and not question.reassuring:
        return Box(label, ())
    elif question.kind == "any_of":
        texts.append("none of these")
    return Box(label, (*texts, _CANNOT_SAY))


def _numbered(boxes: tuple[Box, ...]) -> Iterator[Box]:
    for number, box in enumerate(boxes, 1):
        yield Box(f"{number}. {box.label}", box.choices)


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
    caps = caps_of(screened)
    areas = [area.text for area in areas_of(screened) if area.mark != CLOSED]
    return Section(
        title=title,
        items=(
            f"Areas: {', '.join(areas)}.",
            *(f"Pressure {pressure_in_words(c, screened.pack)}." for c in caps[:1]),
            *session_limits(screened),
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
