"""Asks what a reply on paper says, question by question, as they stand on the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from massage_screen.answers import NONE, Answers
from massage_screen.enquiry import Enquired
from massage_screen.errors import AnswersError, Interrupted
from massage_screen.prompts.asks import Asks
from massage_screen.reply import with_reply
from massage_screen.screened import Screened
from massage_screen.sheet import Sheet

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
_ALL, _NAMED = ("all", "All areas"), ("named", "Only some: you are asked which")
_NO_AREA = (NONE, "No area")


def read_off(
    client: Screened, asked: Sequence[Enquired], asks: Asks
) -> dict[str, object]:
    """Return what a reply says, as far as it is asked of this client.

    What no reply can say is refused with the reason, and the answer stays as it was.

    Args:
        client: Whose reply it is.
        asked: What stands on the page, see `enquire`.
        asks: Who asks the therapist.

    Raises:
        Interrupted: The person stopped, or the reply advises against massage.
    """
    asks.say("Answer as the reply on paper says.")
    _require_answers(asks)
    said: dict[str, object] = {}
    answers, left = client.sheet.answers, list(asked)
    while each := _next(client, left, answers):
        left.remove(each)
        answer = _answer(asks, each, Sheet(client.pack, answers))
        if answer is None:
            continue
        try:
            whole = {**said, each.question.id: answer}
            answers = with_reply(client, whole, NAME)
        except AnswersError as error:
            asks.say(f"{error} The answer stays as it was.")
        else:
            said = whole
    return said


def _require_answers(asks: Asks) -> None:
    options = [_BELOW, *((name, words) for name, (words, _) in _ENDS.items())]
    chosen = asks.choose(_WHOLE, options)
    if chosen in _ENDS:
        raise Interrupted(_ENDS[chosen][1])


def _next(
    client: Screened, left: Sequence[Enquired], answers: Answers
) -> Enquired | None:
    """Return the next question of the page that is asked with these answers."""
    sheet = Sheet(client.pack, answers)
    relevant = (each for each in left if sheet.relevance[each.question.id])
    return next((e for e in relevant if e.offered(sheet) or not e.lines), None)


def _answer(asks: Asks, each: Enquired, sheet: Sheet) -> object:
    """Ask one question; return its answer, or None where the reply is silent."""
    question, text = each.question, each.question.ask_clinician
    if each.read_off and question.id in sheet.visible:
        text = f"{text} {question.ask}"  # it may say how several papers count
    lines = [(choice.id, choice.text) for choice in each.offered(sheet)]
    if question.takes.yes_or_no:
        lines = list(question.lines.items())[:2]
    if not question.takes.several:
        value = asks.choose(text, [*lines, _SILENT])
        return None if value == _SILENT[0] else value
    ticked = _ticked(asks, text, lines, areas=each.lists_regions(sheet.pack))
    if ticked is None:
        return None
    kept = _not_on_paper(each, sheet)
    return [*kept, *ticked] or [NONE]


def _ticked(
    asks: Asks, text: str, lines: Sequence[tuple[str, str]], *, areas: bool
) -> tuple[str, ...] | None:
    """Ask for the lines that are ticked; None where the reply is silent."""
    if areas:
        chosen = asks.choose(text, [_ALL, _NAMED, _NO_AREA, _SILENT])
        if chosen == _SILENT[0]:
            return None
        if chosen != _NAMED[0]:
            return tuple(line for line, _ in lines if chosen == _ALL[0])
    none = dict(lines).get(NONE)
    text = f"{text} None of the lines means: {none}." if none else text
    lines = [line for line in lines if line[0] != NONE]
    ticked = asks.tick(text, [*lines, _SILENT])
    return None if _SILENT[0] in ticked else ticked


def _not_on_paper(each: Enquired, sheet: Sheet) -> Iterator[str]:
    """Go through what was ticked of a reassuring list and the page leaves out."""
    value = sheet.answers.get(each.question.id)
    if each.question.reassuring and isinstance(value, tuple):
        lines = {choice.id for choice in each.question.choices}
        lines -= {choice.id for choice in each.lines}
        yield from (line for line in value if line in lines)
