"""Asks what a reply on paper says, question by question, as they stand on the page."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from massage_screen.answers import NONE, Answers
from massage_screen.enquiry import Enquired
from massage_screen.errors import AnswersError, Interrupted
from massage_screen.presentation.words import answer_in_words
from massage_screen.prompts.asks import Asks
from massage_screen.reply import with_reply
from massage_screen.screened import Screened
from massage_screen.sheet import Sheet, fit_answers

#: How the reply is called in messages.
NAME = "the reply"
#: A line of every question here; it leaves the answer as it is.
_SILENT = ("not_said", "The reply does not say")
_WHOLE = "What does the reply say as a whole?"
_BELOW = ("below", "Its answers follow, one by one")
#: What ends it at once, and what is said then.
_ENDS = {
    "against": (
        "It advises against massage",
        "The reply advises against massage: that stands above this screen. Do not"
        " massage. No answer was changed.",
    ),
    "contact": (
        "The client is to contact them",
        "Do not massage before the client has spoken with them. No answer was changed.",
    ),
}
_ALL, _NAMED = ("all", "All areas"), ("some_areas", "Only some: you are asked which")
_NO_AREA = (NONE, "No area")
_AREAS = ("areas", "Areas: you are asked which")
_PUT_IN = ("put_in", "Yes: put it in")
_AGAIN = ("again", "No: from the first question again")
#: The numbers are those of the page.
_Numbered = tuple[int, Enquired]
_Lines = Sequence[tuple[str, str]]


def read_off(
    client: Screened, asked: Sequence[Enquired], asks: Asks
) -> dict[str, object]:
    """Return what a reply says, once the therapist has looked it over.

    What no reply can say is refused with the reason, and the answer stays as it was.

    Args:
        client: Whose reply it is.
        asked: What stands on the page, see `enquire`.
        asks: Who asks the therapist.

    Raises:
        Interrupted: The person stopped, or the reply advises against massage.
    """
    asks.say("Answer as the reply on paper says. The numbers are those of the page.")
    chosen = asks.choose(_WHOLE, [_BELOW, *((e, _ENDS[e][0]) for e in _ENDS)])
    if chosen in _ENDS:
        raise Interrupted(_ENDS[chosen][1])
    while True:
        said = _read_once(client, list(enumerate(asked, 1)), asks)
        if not said or _is_right(client, said, asks):
            return said


def _read_once(
    client: Screened, left: list[_Numbered], asks: Asks
) -> dict[str, object]:
    """Ask the questions of the page in their order, as far as they are asked."""
    said: dict[str, object] = {}
    answers = client.sheet.answers
    while found := _next(client, left, answers):
        left.remove(found)
        number, each = found
        answer: object = _answer(asks, number, each, Sheet(client.pack, answers))
        if answer is None:
            continue
        if isinstance(answer, tuple):
            answer = [*_not_on_page(client, each), *answer] or [NONE]
        try:
            whole = {**said, each.question.id: answer}
            answers = with_reply(client, whole, NAME)
        except AnswersError as error:
            asks.say(f"{error} The answer stays as it was.")
        else:
            said = whole
    return said


def _is_right(client: Screened, said: Mapping[str, object], asks: Asks) -> bool:
    asks.say("")
    for name, value in fit_answers(client.pack, said, NAME).items():
        question = client.pack.questions[name]
        asks.say(f"{question.name.rstrip('?. ')}: {answer_in_words(question, value)}.")
    return asks.choose("Is that what the reply says?", [_PUT_IN, _AGAIN]) == _PUT_IN[0]


def _next(
    client: Screened, left: Sequence[_Numbered], answers: Answers
) -> _Numbered | None:
    """Return the next question of the page that is asked with these answers."""
    sheet = Sheet(client.pack, answers)
    relevant = ((n, each) for n, each in left if sheet.relevance[each.question.id])
    return next(((n, e) for n, e in relevant if e.offered(sheet) or not e.lines), None)


def _answer(
    asks: Asks, number: int, each: Enquired, sheet: Sheet
) -> str | tuple[str, ...] | None:
    """Ask one question; return its answer, or None where the reply is silent."""
    question, text = each.question, f"{number}. {each.question.ask_clinician}"
    if each.read_off and question.id in sheet.visible:
        text = f"{text} {question.ask}"  # it may say how several papers count
    lines = [(choice.id, choice.text) for choice in each.offered(sheet)]
    if question.takes.yes_or_no:
        lines = list(question.lines.items())[:2]
    if not question.takes.several:
        return _one(asks, text, lines)
    if each.lists_regions(sheet.pack):
        return _areas(asks, text, lines)
    return _ticked(asks, text, lines, each.regions_beside(sheet.pack))


def _one(asks: Asks, text: str, lines: _Lines) -> str | None:
    chosen = asks.choose(text, [*lines, _SILENT])
    return None if chosen == _SILENT[0] else chosen


def _areas(asks: Asks, text: str, lines: _Lines) -> tuple[str, ...] | None:
    """Ask for areas: all, some, or none; None where the reply is silent."""
    chosen = _one(asks, text, [_ALL, _NAMED, _NO_AREA])
    if chosen == _NAMED[0]:
        return _ticked(asks, text, lines)
    if chosen is None:
        return None
    return tuple(line for line, _ in lines if chosen == _ALL[0])


def _ticked(
    asks: Asks, text: str, lines: _Lines, areas: Collection[str] = ()
) -> tuple[str, ...] | None:
    """Ask for the lines that are ticked; None where the reply is silent.

    Args:
        asks: Who asks.
        text: The question.
        lines: What can be ticked.
        areas: Which of them are areas to write on the page, asked by themselves.
    """
    none = dict(lines).get(NONE)
    text = f"{text} None of the lines means: {none}." if none else text
    own = [line for line in lines if line[0] != NONE and line[0] not in areas]
    if len(own) == 1 and not areas:
        chosen = _one(asks, text, [*own, (NONE, none or "None")])
        return None if chosen is None else tuple(n for n, _ in own if n == chosen)
    ticked = asks.tick(text, [*own, *[_AREAS] * bool(areas), _SILENT])
    if _SILENT[0] in ticked:
        return None
    named: tuple[str, ...] = ()
    if _AREAS[0] in ticked:
        named = asks.tick(text, [line for line in lines if line[0] in areas])
    return (*named, *(line for line in ticked if line != _AREAS[0]))


def _not_on_page(client: Screened, each: Enquired) -> Iterator[str]:
    """Go through what was ticked of a reassuring list and the page leaves out."""
    value = client.sheet.answers.get(each.question.id)
    if each.question.reassuring and isinstance(value, tuple):
        lines = {choice.id for choice in each.question.choices}
        lines -= {choice.id for choice in each.lines}
        yield from (line for line in value if line in lines)
