"""Picks the practice client: by id, level and family, at random, due, or one beside."""

from __future__ import annotations

import random
from collections.abc import Sequence

import msgspec

from massage_screen.errors import UnknownId
from massage_screen.pack import Case, Pack
from massage_screen.practice.client import practice_cases
from massage_screen.practice.contrast import contrast_case, contrasts, most_telling
from massage_screen.practice.progress import Scored
from massage_screen.practice.reference import reference_of
from massage_screen.practice.schedule import schedule
from massage_screen.sheet import fit_answers

_TELLING = 5


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which client is wanted.

    Attributes:
        case: The id of a case, or "".
        level: 1 to 3, or None for any.
        concern: A cue family, or "" for any.
        due: Whether the rule that is due first decides.
        contrast: Whether to change one answer, so that the result is another.
    """

    case: str = ""
    level: int | None = None
    concern: str = ""
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
    fitting = _fitting(practice_cases(cases), wanted)
    draw = random.Random(seed)
    if wanted.due:
        fitting = _due(pack, fitting, earlier) or fitting
    case = draw.choice(fitting)
    return _beside(pack, case, draw) if wanted.contrast else case


def _fitting(cases: tuple[Case, ...], wanted: Wanted) -> Sequence[Case]:
    if wanted.case:
        named = [case for case in cases if case.id == wanted.case]
        if not named:
            raise UnknownId(_unknown(wanted.case, cases))
        return named
    fitting = [
        case
        for case in cases
        if wanted.level in (None, case.level) and wanted.concern in ("", case.concern)
    ]
    if not fitting:
        families = ", ".join(sorted({case.concern or "" for case in cases}))
        raise UnknownId(
            f"No practice client fits. There are {len(cases)}, of these families:"
            f" {families or 'none'}."
        )
    return fitting


def _unknown(name: str, cases: tuple[Case, ...]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415  only when something is wrong

    close = get_close_matches(name, [case.id for case in cases], n=1)
    hint = f" Did you mean {close[0]!r}?" if close else ""
    return f"There is no practice client called {name!r}.{hint}"


def _due(pack: Pack, cases: Sequence[Case], earlier: Scored) -> Sequence[Case]:
    """Return the clients of the rule that is due first."""
    rules: dict[str, list[Case]] = {}
    for case in cases:
        reference = reference_of(pack, fit_answers(pack, case.answers, case.id))
        rules.setdefault(reference.rule or case.id, []).append(case)
    due = [d.what for d in schedule(earlier) if not d.is_error and d.what in rules]
    return rules[due[0]] if due else ()


def _beside(pack: Pack, case: Case, draw: random.Random) -> Case:
    """Return a client one answer away whose result differs; the case when none is.

    Warning signs come first: what a client says on coming in speaks of none, so it
    fits the other client as well. What was cleared or found out it may speak of.
    """
    answers = fit_answers(pack, case.answers, case.id)
    pairs = most_telling(pack, case, list(contrasts(pack, answers)))
    signs = [pair for pair in pairs if pack.questions[pair.question].gate]
    found = (signs or pairs)[:_TELLING]
    return contrast_case(pack, case, draw.choice(found)) if found else case
