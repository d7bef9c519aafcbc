"""Shows what a check of a pack found: its problems, or how much is in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from massage_screen.length import gate_prompts, longest, nothing_to_tell
from massage_screen.pack import Case, ClaimFile, Pack
from massage_screen.presentation.console import Console
from massage_screen.presentation.page import Page
from massage_screen.problems.problem import Problem
from massage_screen.spoken import spoken_on
from massage_screen.wording.measure import Hardest, Wording

#: The name of the JSON form; within its major version keys are only added.
CHECK_SCHEMA = "massage-screen/check/1"


class Length(msgspec.Struct, frozen=True):
    """How many questions an interview can come to, and how many it may."""

    questions: int
    at_most: int | None = None


class SpokenLength(msgspec.Struct, frozen=True):
    """How long one path is, and how long it may be."""

    words: int
    minutes: float
    prompts: int
    keys: int
    words_at_most: int
    prompts_at_most: int | None = None
    keys_at_most: int | None = None


class Checked(msgspec.Struct, frozen=True):
    """What a check found; nothing is measured in a pack with problems."""

    problems: Sequence[Problem]
    counts: Mapping[str, int] | None = None
    lengths: Mapping[str, Length] | None = None
    wording: Wording | None = None
    paths: Mapping[str, SpokenLength] | None = None
    overdue: str = ""
    languages: Mapping[str, Mapping[str, int | bool]] = {}


def counts_of(pack: Pack, cases: Sequence[Case], ledger: ClaimFile) -> dict[str, int]:
    """Count what is in a pack."""
    return {
        "questions": len(pack.questions),
        "facts": len(pack.facts),
        "rules": len(pack.rules),
        "restrictions": sum(len(rule.restrict) for rule in pack.rules.values()),
        "references": len(pack.references),
        "cases": len(cases),
        "claims": len(ledger.claim),
    }


def lengths_of(pack: Pack) -> dict[str, Length]:
    """Measure the longest interviews, until POSTPONE or worse stands.

    More diagnoses than one take longer; `check --prove` looks for them.
    """
    limits = pack.about.limits
    one = longest(pack, 1).questions
    return {
        "gate prompts": Length(gate_prompts(pack), limits.gate),
        "nothing to tell": Length(nothing_to_tell(pack), limits.nothing_to_tell),
        "one diagnosis": Length(one, limits.one_diagnosis),
    }


def paths_of(pack: Pack) -> dict[str, SpokenLength]:
    """Count what is read aloud on each path of a pack, by the id of the path."""
    found = {}
    for path in pack.about.path:
        spoken = spoken_on(pack, path)
        found[path.id] = SpokenLength(
            words=spoken.words,
            minutes=spoken.minutes,
            prompts=spoken.prompts,
            keys=spoken.keys,
            words_at_most=path.words_at_most,
            prompts_at_most=path.prompts_at_most,
            keys_at_most=path.keys_at_most,
        )
    return found


def check_as_json(found: Checked) -> dict[str, Any]:
    """Return what a check found in the form of `massage-screen/check/1`."""
    fields: dict[str, Any] = msgspec.to_builtins(found)
    return {"schema": CHECK_SCHEMA, **fields}


def show_check(found: Checked, console: Console) -> None:
    """Show every problem, or that there is none and what was measured."""
    page = Page(console)
    if found.problems:
        plural = "problem" if len(found.problems) == 1 else "problems"
        title = f"This pack cannot be trusted: {len(found.problems)} {plural}."
        page.paragraph(title, role="warning")
        page.items(map(str, found.problems))
        return
    page.paragraph("No problems.", role="heading")
    counts = found.counts or {}
    page.items(f"{number} {name}" for name, number in counts.items())
    page.heading("Most questions in an interview")
    lengths = found.lengths or {}
    page.items(f"{name}: {_in_words(length)}" for name, length in lengths.items())
    if found.paths:
        page.heading("Read aloud to the client")
        page.items(f"{name}: {_as_read(path)}" for name, path in found.paths.items())
    if found.overdue:
        page.heading("Review")
        page.paragraph(found.overdue, role="warning", label="WARNING")
    if found.languages:
        page.heading("Languages")
        page.items(f"{code}: {_as_told(of)}" for code, of in found.languages.items())
    if found.wording is not None:
        _show_wording(found.wording, page)


def _show_wording(wording: Wording, page: Page) -> None:
    """Show how hard the texts are, and which of them to make plainer."""
    page.heading("Wording")
    gate, other = _hardest(wording.gate), _hardest(wording.other)
    page.paragraph(f"Highest reading grade: gate {gate}, rest {other}")
    if wording.problems:
        count = len(wording.problems)
        places = "1 place is" if count == 1 else f"{count} places are"
        page.paragraph(f"{places} hard to follow:", role="warning")
        page.items(map(str, wording.problems))


def _as_told(counts: Mapping[str, int | bool]) -> str:
    """Say how much of a language there is; what is left out is shown in English."""
    review = "reviewed" if counts["reviewed"] else "not reviewed by a native clinician"
    left = f"{counts['missing']} missing, {counts['outdated']} outdated"
    return f"{counts['texts']} texts, {left}; {review}"


def _hardest(hardest: Hardest | None) -> str:
    if hardest is None:
        return "none"
    return f"{hardest.grade} ({hardest.id})"


def _in_words(length: Length) -> str:
    if length.at_most is None:
        return str(length.questions)
    over = length.questions > length.at_most
    limit = f"over the limit of {length.at_most}" if over else f"limit {length.at_most}"
    return f"{length.questions} ({limit})"


def _as_read(path: SpokenLength) -> str:
    """Say how long a path is; over a limit it has not come here."""
    words = _up_to(path.words, "words", path.words_at_most)
    prompts = _up_to(path.prompts, "prompts", path.prompts_at_most)
    keys = _up_to(path.keys, "keys", path.keys_at_most)
    return f"{words}, {path.minutes} minutes; {prompts}; {keys}"


def _up_to(count: int, unit: str, at_most: int | None) -> str:
    return f"{count} {unit}" + ("" if at_most is None else f" (limit {at_most})")
