"""What the program itself says to a client: all of it stands here, in English.

Other languages are overlays beside this file, by the ids of these texts, such as
`form.begin`; see `overlay`. What the program says to the therapist stands where it is
said, and stays in English.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from massage_screen.day import MONTHS

ENGLISH_CODE = "en"


class Common(msgspec.Struct, frozen=True):
    """Words that several pages have."""

    yes: str = "Yes"
    no: str = "No"
    unsure: str = "Not sure"
    none: str = "None of these"
    either: str = "or"
    denied: str = "So nothing with {topics}: right?"
    unreviewed: str = "No clinician who grew up with this language has reviewed this."
    draft: str = "A draft, not reviewed by a clinician."
    page: str = "Page"
    of: str = "of"
    months: tuple[str, ...] = MONTHS
    day: str = "{day} {month} {year}"


class Place(msgspec.Struct, frozen=True):
    """Whom to call and to see.

    Attributes:
        number: What to call where nobody knows the number, to stand after "call".
        numbered: The same with the number.
        department: Where an emergency is seen, to stand after "go to".
        doctor: Who is seen first otherwise.
    """

    number: str = "your local emergency number"
    numbered: str = "{number}"
    department: str = "an emergency department"
    doctor: str = "doctor"
    fee: str = "If a reply costs a fee, please tell us before you write it."


class Form(msgspec.Struct, frozen=True):
    """The form that a client fills in alone on a screen."""

    no_script: str = (
        "This device does not run the form. Open it in Chrome, Edge or Firefox on a"
        " computer or an Android device, or print this."
    )
    stays: str = (
        "If this line stays, this device does not run the form: ask us for it on paper."
    )
    alarm: str = "Please do not wait for your appointment. Call {number} now."
    alarm_more: str = (
        "If you are in the practice, tell us now. What you told can need help at once."
        " This is no diagnosis. If you ticked it by mistake, tell us in person all the"
        " same."
    )
    start: tuple[str, ...] = (
        "Your massage therapist needs to know this before your session. It takes about"
        " ten minutes.",
        "Nothing leaves this device unless you hand it over yourself.",
        'Nothing is ticked for you. "Not sure" is always a fair answer.',
    )
    now: str = (
        "Is one of these new, and there right now? Do not fill this in first, and do"
        " not wait for your visit: call {number}."
    )
    edition: str = "Form {edition}."
    begin: str = "Start"
    clear: str = "Clear everything"
    private: str = "Nobody but you need see this screen."
    back: str = "Back"
    go_on: str = "Continue"
    in_person: str = "I would rather say this in person"
    why: str = "Why is this asked?"
    unsure_line: str = "Not sure: {line}"
    unsure_others: str = "Not sure about the others"
    doubt: str = "{line} (not sure)"
    whole_number: str = "A whole number from {least} to {most}"
    again: str = "Please answer this again: an answer above was changed."
    each_line: str = "Please answer each line."
    this_one: str = "Please answer this."
    these_too: str = 'Please answer these too. "Not sure" is fine.'
    later: str = "To be said in person"
    copied: str = "Copied."
    no_copy: str = "This device does not copy. Show the screen instead."
    thanks: str = "Thank you. That is all."
    hand_over: str = "Nothing was sent. Hand it over in one of these ways."
    no_result: str = (
        "This form gives no result. We go through it with you before the massage."
    )
    fhir_start: str = "Before you start"
    fhir_no_result: str = (
        "This form gives no result. Your therapist goes through it with you."
    )
    save: str = "Save the file"
    print: str = "Print"
    code: str = "Code"
    read_code: str = "Read it out or show it. Anyone with the form can read it."
    copy_code: str = "Copy the code"
    answers: str = "Your answers"
    filled_in: str = "Filled in: {time}"
    copy_answers: str = "Copy the answers"
    next_client: str = "Next client"
    cleared: str = "Everything was cleared, because nobody touched the form."
    still_there: str = (
        "Still there? Everything is cleared in two minutes. Touch to go on."
    )


class Paper(msgspec.Struct, frozen=True):
    """The client's sheets of the paper form."""

    title: str = "{title}: paper form"
    identity: str = "Pack {id} {version} ({digest}), review by {review_by}."
    blanks: tuple[str, ...] = (
        "Date and time",
        "Therapist's initials",
        "Client reference (no name)",
        "Helped by (as: partner)",
    )
    now: str = (
        "If any of these is happening now, do not wait for your visit: call your"
        " emergency number."
    )
    how_to: tuple[str, ...] = (
        "Tick one box in each line: Yes, No or Not sure. Not sure is always a fair"
        " answer. An empty line is not a No: you will be asked about it.",
        'An arrow, as in "-> 31", says where to go on: if you tick Yes or Not sure'
        " there, answer question 31 too. It stands on the further sheets. So some"
        " numbers are missing here.",
    )
    in_person: str = "I would rather say these in person."
    further: str = "Further questions"
    further_intro: str = (
        "Answer a question here only when an arrow led you to its number. Not sure"
        " leads on like Yes."
    )
    unsure: str = "Not sure"
    yes_mark: str = "Y"
    no_mark: str = "N"
    tick_all: str = "Tick all that fit."
    tick_one: str = "Tick one."
    number: str = "Write a whole number."
    number_from: str = "Write a whole number from {least} to {most}."
    only_if: str = "Only if you ticked {what}."
    line: str = "line {lines} of question {number}"
    words: str = "{words} at question {number}"
    run: str = "{first} to {last}"


class Handout(msgspec.Struct, frozen=True):
    """The page that a client takes home."""

    contact: str = "Your massage therapist, telephone"
    your_doctor: str = "Your {doctor}"
    title: str = "Your massage: good to know"
    title_off: str = "What to do now"
    proceed: str = "We found no reason to put off your massage today."
    restrict: str = "You can have a massage today, with the limits on this page."
    postpone: str = "No massage today. Something must be settled first."
    refer: str = "No massage today. Please see a {doctor} {soon}."
    emergency: str = "No massage. You need help {soon}."
    unfinished: str = "No massage yet. Not all questions were asked."
    soon: str = "soon"
    questions: str = "Questions?"
    means: str = "What this means"
    see_clinician: str = "Please see a clinician"
    see_by: str = "See a clinician within {weeks}{by}: {what_for}."
    by: str = " (by {day})"
    overdue: str = " After that day there is no massage until a clinician has seen it."
    week: str = "1 week"
    weeks: str = "{weeks} weeks"
    next: str = "What comes next"
    call_now: str = "Call {number} now. Do not wait."
    go_today: str = "Go to {department} now. Do not wait."
    in_24_hours: str = "If no {doctor} can see you in that time, go to {department}."
    letter: str = "Take the letter of your massage therapist with you."
    after_that: str = "After that, we ask the questions again."
    settled: str = "When it is settled, we ask the questions again."
    others_first: str = "We ask the other questions first."
    do: str = "What we will and will not do"
    usual: str = "We work as usual on: {places}."
    milder: str = "We work in a milder way on: {places}."
    out: str = "We do not touch: {places}."
    most: str = "The most you will feel is {pressure}."
    pressure: tuple[str, ...] = (
        "a touch on the skin",
        "a light touch",
        "medium pressure",
        "firm pressure",
    )
    positions: str = "You will not lie or sit like this: {positions}."
    minute: str = "The massage takes at most 1 minute."
    minutes: str = "The massage takes at most {minutes} minutes."
    stop: str = "You can stop at any time"
    stop_how: str = "Say \u201cstop\u201d or lift a hand. You need no reason."
    after: str = "After the massage"
    after_how: str = (
        "You may feel a little sore for a day or two. That is common, and it goes"
        " away. If it gets worse, call us."
    )
    signs: str = "Get help at once if any of these comes, now or days later"
    signs_how: str = "Call {number}, or go to {department}."


class Letter(msgspec.Struct, frozen=True):
    """What stands in both letters around what was found and answered.

    That, and what a doctor is asked, stays in English.
    """

    to: str = "To"
    client: str = "Client"
    birth: str = "Date of birth"
    sender: str = "From"
    registration: str = "Registration"
    telephone: str = "Telephone"
    answered_by: str = "Answered by"
    who: tuple[str, ...] = (
        "client",
        "read aloud to the client",
        "carer",
        "interpreter",
    )
    date_time: str = "Date and time"
    answered: str = "Answered"
    nothing: str = "Nothing."
    soon: str = "soon"


class Urgent(msgspec.Struct, frozen=True):
    """The frame of the urgent letter."""

    title_urgent: str = "Urgent: please assess this person {soon}"
    title: str = "Please assess this person {soon}"
    lead: str = (
        "I am a massage therapist. This person came to me for a massage. I asked"
        " screening questions and have not massaged today, because {why} Please assess"
        " them {soon}. I state no diagnosis."
    )
    saw: str = "What I saw myself, without testing"
    denied: str = "Asked, and the client reports none of it"
    known: str = "Known before, as the client reports it"
    not_reported: str = "Nothing was reported."
    medicines: str = "Medicines"
    scans: str = "Scans and results"
    reported: str = "What the client reports, in the words of the questions"
    also_found: str = "Also found: {found}"
    began: str = "Began, and how it changed (dates, own words)"
    not_known: str = "Not asked, or the client was not sure"
    not_asked: str = "Not asked: {what}."
    not_sure: str = "Not sure: {what}."
    later: str = "{count} later questions on history and today"
    massage: str = "Massage, and what the client was told"
    told: str = "Told: \u201c{told}\u201d"
    massage_box: str = "Massage"
    massage_given: tuple[str, ...] = ("none was given", "was stopped at __:__ because:")
    advice: str = "The client"
    advice_taken: tuple[str, ...] = ("accepts the advice", "does not accept it")
    told_at: str = "Told at (time), present"
    signature: str = "Signature"


class Request(msgspec.Struct, frozen=True):
    """The frame of the request for information."""

    reply_to: str = "Reply to, telephone"
    title: str = "Questions about your patient, before massage"
    date: str = "Date"
    told: str = "What the client told me"
    questions: str = "My questions"
    anything_else: str = "Anything else I should know"
    lead: str = (
        "I am a massage therapist. Your patient came to me for a massage. {done}"
        " Please answer the questions below; ticks are enough. I ask for your view,"
        " not for permission, and remain responsible for what I do."
    )
    because: str = ", because {why}"
    asked_for: str = (
        "I have not massaged today, and asked for an assessment {soon}; another letter"
        " says why."
    )
    within: str = "I massage within the limits below{why}"
    not_today: str = "I have not massaged today{why}"
    first: str = "First"
    whole: tuple[str, ...] = (
        "my answers are below",
        "I advise against massage, because:",
        "please have the client contact us",
    )
    usual: tuple[str, ...] = (
        "Are there movements, positions or areas to leave out?",
        "Is there concern about how stable the spine is?",
        "Are there signs of pressure on the spinal cord or a nerve?",
    )
    yes: str = "yes"
    no: str = "no"
    namely: str = "yes, namely:"
    cannot_say: str = "cannot say"
    all_areas: str = "all areas"
    no_area: str = "no area"
    only_these: str = "only these:"
    nothing: str = "nothing"
    areas_namely: str = "areas, namely:"
    none: str = "none of these"
    permission: str = "The client's permission"
    agree: str = (
        "I agree that my massage therapist and the {doctor} named above share what is"
        " on this page and in the reply."
    )
    valid: str = "Valid until"
    client_signs: str = "Signature of the client, date"
    plan: str = "What I plan, if nothing speaks against it"
    areas: str = "Areas"
    position: str = "Position, length of a session, number of sessions"
    length: str = "Length of a session, number of sessions"
    reply: str = "Your reply"
    other_limits: str = "Movements to leave out, other limits"
    name: str = "Name, role, signature"
    date_valid: str = "Date, and valid until"
    cost: str = "Cost"


class Foot(msgspec.Struct, frozen=True):
    """Where a page comes from, and what it is not."""

    edition: str = "{program}. Pack {id} {version}, review by {review_by}."
    draft: str = " Draft: no clinician has reviewed it."
    printed: str = " Printed {printed}."
    what: str = (
        "A screening aid for trained massage therapists. It names no disease, replaces"
        " no examination and gives no permission."
    )


class Phrases(msgspec.Struct, frozen=True):
    """All that the program says to a client, in one language.

    Attributes:
        language: The code of the language, as it stands in the `lang` of a page.
        notes: What a page in it says of the translation; empty in English.
        english: What of the pack stays in English; see `overlay.Held`.
    """

    language: str = ENGLISH_CODE
    notes: tuple[str, ...] = ()
    english: frozenset[str] = frozenset()
    common: Common = Common()
    place: Place = Place()
    form: Form = Form()
    paper: Paper = Paper()
    handout: Handout = Handout()
    letter: Letter = Letter()
    urgent: Urgent = Urgent()
    request: Request = Request()
    foot: Foot = Foot()


ENGLISH = Phrases()
#: The fields that hold texts.
_GROUPS = (
    *("common", "place", "form", "paper", "handout"),
    *("letter", "urgent", "request", "foot"),
)


def phrase_texts() -> dict[str, str]:
    """Return every phrase in English, by its id in an overlay."""
    return dict(_texts())


def _texts() -> Iterator[tuple[str, str]]:
    for group in _GROUPS:
        table: Mapping[str, Any] = msgspec.structs.asdict(getattr(ENGLISH, group))
        for name, text in table.items():
            if isinstance(text, str):
                yield f"{group}.{name}", text
            else:
                for number, part in enumerate(text, 1):
                    yield f"{group}.{name}.{number}", part


def phrases_with(
    said: Mapping[str, str],
    language: str,
    notes: tuple[str, ...] = (),
    english: frozenset[str] = frozenset(),
) -> Phrases:
    """Return the phrases in another language; what is not among its texts stays.

    Args:
        said: The texts, by id.
        language: Its code.
        notes: What a page in it says of the translation.
        english: What of the pack stays in English.
    """
    groups: dict[str, Any] = {}
    for group in _GROUPS:
        before = getattr(ENGLISH, group)
        table = msgspec.structs.asdict(before)
        other = {name: _other(f"{group}.{name}", t, said) for name, t in table.items()}
        groups[group] = type(before)(**other)
    return Phrases(language, notes, english, **groups)


def _other(
    name: str, text: str | tuple[str, ...], said: Mapping[str, str]
) -> str | tuple[str, ...]:
    if isinstance(text, str):
        return said.get(name, text)
    return tuple(said.get(f"{name}.{n}", part) for n, part in enumerate(text, 1))
