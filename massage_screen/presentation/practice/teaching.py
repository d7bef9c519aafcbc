"""Shows teachers a practice client in full, and the results of a class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from massage_screen.pack import Pack
from massage_screen.practice.attempt import NOTICE
from massage_screen.practice.authoring import Preview
from massage_screen.practice.classes import class_errors
from massage_screen.practice.progress import Count
from massage_screen.practice.station import asked_of
from massage_screen.presentation.console import Console
from massage_screen.presentation.page import Page
from massage_screen.presentation.practice.attempt import ERROR_WORDS, called
from massage_screen.presentation.practice.debrief import sign_off
from massage_screen.presentation.practice.progress import both_errors, counted


def show_preview(found: Preview, pack: Pack, console: Console) -> None:
    """Show a client as a student meets them, then what must come out."""
    page, client = Page(console), found.client
    case = client.case
    page.paragraph(NOTICE, role="heading")
    page.paragraph(f"{case.id}: {case.name}", label="Case")
    page.paragraph(f"{case.level}, {case.concern}", label="Level and cue family")
    page.paragraph(client.variant.introduction, label="The client")
    page.paragraph(f'"{case.presents}"', label="Says first")
    page.heading("What the client says when asked")
    for question, said in found.lines:
        page.paragraph(asked_of(question), lead="- ")
        page.paragraph(f'"{said}"', lead="  ")
    for said in client.variant.remarks.values():
        page.paragraph(f'"{said}"', label="Small talk")
    page.heading("What must come out")
    reference = found.reference
    page.paragraph(called(pack, reference.disposition, reference.timeframe))
    for cue in found.cues:
        page.paragraph(cue.found, label=f"Cue {cue.rule.id}")
    page.heading("Who answers for it")
    page.items(sign_off(client))
    page.paragraph(NOTICE, role="heading")


def preview_as_json(found: Preview) -> dict[str, Any]:
    """Return a client with everything that they would say."""
    client = found.client
    case = client.case
    return {
        "notice": NOTICE,
        "case": case.id,
        "level": case.level,
        "concern": case.concern,
        "author": case.author,
        "reviewed_by": case.reviewed_by,
        "reviewed_on": case.reviewed_on,
        "presents": case.presents,
        "remarks": list(client.variant.remarks.values()),
        "says": {question.id: said for question, said in found.lines},
        "reference": msgspec.to_builtins(found.reference),
    }


def show_class(
    rows: Sequence[Mapping[str, Any]], errors: Mapping[str, int], console: Console
) -> None:
    """Show how often each kind of error was made, and on which clients."""
    page = Page(console)
    students = len({row["student"] for row in rows})
    page.paragraph("PRACTICE. Results of a class, without names.", role="heading")
    page.paragraph(f"Students: {students}. Attempts: {len(rows)}.")
    page.heading("The two errors")
    page.items(both_errors(*class_errors(rows)))
    page.heading("Errors, the worst first")
    page.items(
        f"{ERROR_WORDS[error]}: {counted(Count(count, len(rows)))}"
        for error, count in errors.items()
    )
    page.heading("Clients: attempts in which all went well")
    for case in sorted({row["case"] for row in rows}):
        results = [row["result"] for row in rows if row["case"] == case]
        met = results.count("met")
        page.paragraph(f"{case}: {counted(Count(met, len(results)))}", lead="- ")
