"""What is wrong with the paths on which the words of a pack are counted."""

from __future__ import annotations

from collections.abc import Iterator

from massage_screen.pack import Pack, SpokenPath
from massage_screen.problems.draft import Draft
from massage_screen.problems.files import Entry
from massage_screen.problems.problem import Problem
from massage_screen.sheet import Sheet
from massage_screen.spoken import sheet_on, spoken_on
from massage_screen.text import did_you_mean, quoted


def path_problems(draft: Draft, pack: Pack) -> Iterator[Problem]:
    """Go through each path: its answers, then how long it is."""
    for entry in draft.of(SpokenPath):
        found = list(_answers(entry, pack))
        yield from found or _not_asked(entry, sheet_on(pack, entry.item))
        if not found:
            yield from _too_long(entry, pack)


def _answers(entry: Entry[SpokenPath], pack: Pack) -> Iterator[Problem]:
    for name, raw in entry.item.answers.items():
        question = pack.in_answers.get(name)
        if question is None:
            what = f"names question {quoted(name)}, which does not exist"
            do = did_you_mean(name, pack.in_answers, "Take the answer out.")
            yield entry.problem("unknown_question", what, do)
            continue
        try:
            question.accept(raw)
        except ValueError as error:
            what = f"has an answer to {quoted(name)} that {error}"
            yield entry.problem("answer_does_not_fit", what, "Correct the answer.")


def _not_asked(entry: Entry[SpokenPath], sheet: Sheet) -> Iterator[Problem]:
    """Find answers that the path does not come by, so that it counts another client."""
    for name, raw in entry.item.answers.items():
        question = sheet.pack.in_answers[name]
        if sheet.counts.get(name) != question.accept(raw):
            what = f"answers {quoted(name)} with what it is not asked there"
            do = "Take it out, or add the answers that lead to it."
            yield entry.problem("path_not_asked", what, do)


def _too_long(entry: Entry[SpokenPath], pack: Pack) -> Iterator[Problem]:
    path, found = entry.item, spoken_on(pack, entry.item)
    for unit, count, at_most in (
        ("words read aloud", found.words, path.words_at_most),
        ("prompts", found.prompts, path.prompts_at_most),
        ("keys", found.keys, path.keys_at_most),
    ):
        if at_most is not None and count > at_most:
            what = f"has {count} {unit}, more than the {at_most} it may have"
            do = "Shorten what is asked on it, or raise the limit and say why."
            yield entry.problem("path_too_long", what, do)
