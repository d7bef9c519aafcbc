"""Writes a paper form as text, which any printer prints."""

from __future__ import annotations

from massage_screen.presentation.console import Console
from massage_screen.presentation.page import Page
from massage_screen.presentation.paper.form import (
    BLANKS,
    FACTS_INTRO,
    FACTS_TITLE,
    Asked,
    Clause,
    Form,
    WorkedOut,
)

#: A place to write in.
_BLANK = "_" * 12
_BOX = "[ ]"


def show_form(form: Form, console: Console) -> None:
    """Write a form on a console, as wide as that is."""
    page = Page(console)
    page.paragraph(f"{form.title}: paper form", role="heading")
    page.paragraph(form.identity)
    page.line()
    for blank in BLANKS:
        page.paragraph(_BLANK, label=blank)
    page.line()
    page.items((*form.notice, *form.how_to))
    for part in form.parts:
        page.heading(part.section.title)
        if part.section.intro:
            page.paragraph(part.section.intro)
        for asked in part.asked:
            _show_asked(page, asked)
    if form.facts:
        page.heading(FACTS_TITLE)
        page.paragraph(FACTS_INTRO)
    for fact in form.facts:
        _show_fact(page, fact)
    page.line()
    page.paragraph("End of the form")


def _show_asked(page: Page, asked: Asked) -> None:
    page.line()
    sign = ". Warning sign" if asked.gate else ""
    page.paragraph(f"{asked.id}{sign}", role="heading", lead=f"{asked.number}. ")
    if asked.only_if:
        _show_clause(page, asked.only_if, "Ask only if ", "   ")
    if asked.manner:
        page.paragraph(asked.manner, lead="   ")
    page.paragraph(asked.ask, lead="   ")
    if asked.again:
        page.paragraph(asked.again, label="If not sure, ask", lead="   ")
    page.paragraph(asked.how, lead="   ")
    if asked.unit:
        page.paragraph(f"{_BLANK} {asked.unit}", lead="   ")
    if asked.carried:
        page.paragraph(asked.carried, lead="   ")
    wide = max(len(line.typed) for line in asked.lines)
    for line in asked.lines:
        only_if = f" (only if {line.only_if})" if line.only_if else ""
        page.paragraph(line.text + only_if, lead=f"   {_BOX} {line.typed:>{wide}} ")


def _show_clause(page: Page, clause: Clause, start: str, lead: str) -> None:
    ending = "" if clause.parts else "."
    page.paragraph(f"{start}{clause.text}{ending}", lead=lead)
    deeper = " " * len(lead)
    for part in clause.parts:
        _show_clause(page, part, "", f"{deeper}- ")


def _show_fact(page: Page, fact: WorkedOut) -> None:
    page.line()
    page.paragraph(fact.id, role="heading")
    page.paragraph(fact.about)
    for row in fact.rows:
        if row.when:
            _show_clause(page, row.when, f"{row.value}, if ", "- ")
        else:
            page.paragraph(f"{row.value}, in every other case.", lead="- ")
