"""Picks the practice client: by id, level, family or rule, due, or at random."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import islice

import msgspec

from massage_screen.errors import UnknownId
from massage_screen.pack import Case, Pack
from massage_screen.practice.client import practice_cases
from massage_screen.practice.contrast import contrast_case, contrasts, most_telling
from massage_screen.practice.pairs import pairs_of
from massage_screen.practice.plausible import how_usual
from massage_screen.practice.progress import Scored
from massage_screen.practice.reference import deciding_rule
from massage_screen.practice.schedule import schedule
from massage_screen.sheet import fit_answers
from massage_screen.text import did_you_mean, quoted

_TELLING = 5
#: Of ten clients drawn by chance, about so many get each result.
_MIX = {"emergency": 2, "refer": 2, "postpone": 2, "restrict": 3, "proceed": 1}


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which client is wanted.

    Attributes:
        case: The id of a case, or its number in the list of clients, or "".
        level: 1 to 3, or None for any.
        concern: A cue family, or "" for any.
        rule: The id of a rule that decides on this client, or on the one beside;
            "" for any.
        due: Whether the rule that is due first decides.
        contrast: Whether to change one answer, so that the result is another.
    """

    case: str = ""
    level: int | None = None
    concern: str = ""
    rule: str = ""
    due: bool = False
    contrast: bool = False


def pick_case(
    pack: Pack,
    cases: tuple[Case, ...],
    wanted: Wanted,
    seed: int,
    earlier: Scored = (),
) -> Case:
    """Return the client to meet; the same arguments always give the same one.

    Args:
        pack: The rules.
        cases: All cases, with all answers.
        wanted: Which client.
        seed: Decides where several fit.
        earlier: Attempts with their scores, the oldest first.

    Raises:
        UnknownId: No practice client fits; the message says what does.
    """
    draw = random.Random(seed)
    if wanted.rule:
        return _of_rule(pack, cases, wanted.rule, draw)
    found = fitting(practice_cases(cases), wanted)
    if wanted.due:
        found = _due(pack, cases, found, earlier) or found
    case = _drawn(found, draw)
    return _beside(pack, case, draw) if wanted.contrast else case


def fitting(cases: tuple[Case, ...], wanted: Wanted) -> Sequence[Case]:
    """Return the practice clients of an id or a number, or of a level and a family.

    Raises:
        UnknownId: There is none; the message says what does fit.
    """
    if wanted.case.isascii() and wanted.case.isdecimal():
        number = int(wanted.case)
        if not 1 <= number <= len(cases):
            raise UnknownId(f"There are practice clients 1 to {len(cases)}.")
        return cases[number - 1 : number]
    if wanted.case:
        named = [case for case in cases if case.id == wanted.case]
        if not named:
            known = [case.id for case in cases]
            raise UnknownId(_unknown(wanted.case, known, "practice client"))
        return named
    found = [
        case
        for case in cases
        if wanted.level in (None, case.level) and wanted.concern in ("", case.concern)
    ]
    if not found:
        families = ", ".join(sorted({case.concern or "" for case in cases}))
        raise UnknownId(
            f"No practice client fits. There are {len(cases)}, of these families:"
            f" {families or 'none'}."
        )
    return found


def _drawn(found: Sequence[Case], draw: random.Random) -> Case:
    """Draw a client so that of many the results are mixed as in a fair set."""
    by_result: dict[str, list[Case]] = {}
    for case in found:
        by_result.setdefault(case.disposition, []).append(case)
    weights = [_MIX[word] for word in by_result]
    (word,) = draw.choices([*by_result], weights)
    return draw.choice(by_result[word])


def _of_rule(
    pack: Pack, cases: tuple[Case, ...], rule: str, draw: random.Random
) -> Case:
    """Return one of two clients, a rule catching the one and not the other."""
    if rule not in pack.rules:
        raise UnknownId(_unknown(rule, [*pack.rules], "rule"))
    found = list(islice(pairs_of(pack, rule, cases), _TELLING))
    if not found:
        raise UnknownId(
            f"No two clients differ by the rule {rule!r}: it is a note, or it holds"
            " for everyone."
        )
    usual = [how_usual(pack, p.contrast.question, p.contrast.after) for p in found]
    (pair,) = draw.choices(found, usual)
    if draw.random() < 1 / 2:
        return pair.case
    return contrast_case(pack, pair.case, pair.contrast)


def _unknown(name: str, known: Sequence[str], kind: str) -> str:
    hint = did_you_mean(name, known)
    return f"There is no {kind} called {quoted(name)}. {hint}".rstrip()


def _due(
    pack: Pack, cases: Sequence[Case], found: Sequence[Case], earlier: Scored
) -> Sequence[Case]:
    """Return the clients of the rule that is due first, or one made for it."""
    waiting = [due.what for due in schedule(earlier) if not due.is_error]
    rules: dict[str, list[Case]] = {}
    for case in found if waiting else ():
        rule = deciding_rule(pack, fit_answers(pack, case.answers, case.id))
        rules.setdefault(rule or case.id, []).append(case)
    for what in waiting:
        if what in rules:
            return rules[what]
        made = next(pairs_of(pack, what, cases), None) if what in pack.rules else None
        if made:
            return [made.case]
    return ()


def _beside(pack: Pack, case: Case, draw: random.Random) -> Case:
    """Return a client one answer away whose result differs; the case when none is.

    Warning signs come first: what a client says on coming in speaks of none, so it
    fits the other client as well. What was cleared or found out it may speak of.
    """
    answers = fit_answers(pack, case.answers, case.id)
    pairs = most_telling(pack, case, list(contrasts(pack, answers)))
    signs = [pair for pair in pairs if pack.questions[pair.question].gate]
    found = (signs or pairs)[:_TELLING]
    if not found:
        return case
    usual = [how_usual(pack, pair.question, pair.after) for pair in found]
    return contrast_case(pack, case, draw.choices(found, usual)[0])
