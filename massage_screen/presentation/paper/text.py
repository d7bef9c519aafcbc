"""Writes a paper form as text, which any printer prints."""

from __future__ import annotations

from collections.abc import Iterable

from massage_screen.phrases import ENGLISH, Phrases
from massage_screen.presentation.console import Console
from massage_screen.presentation.page import Page
from massage_screen.presentation.paper.boxes import Layout
from massage_screen.presentation.paper.form import (
    HOW_TO_USE,
    OWN_TITLE,
    THERAPIST_TITLE,
    Asked,
    Box,
    Form,
    Part,
)
from massage_screen.presentation.paper.key import (
    FACTS_INTRO,
    FACTS_TITLE,
    KEY_INTRO,
    KEY_TITLE,
    Clause,
    Entry,
    Key,
    WorkedOut,
)

#: A place to write in; a box, which no line break tears apart.
_BLANK, _BOX = "_" * 12, "[_]"
_IN = "   "


def show_form(form: Form, console: Console) -> None:
    """Write a form on a console, as wide as that is."""
    page, said = Page(console), form.phrases.paper
    page.paragraph(said.title.format(title=form.title), role="heading")
    page.paragraph(form.identity)
    page.line()
    for blank in said.blanks:
        page.paragraph(_BLANK, label=blank)
    page.line()
    if form.now:
        page.paragraph(said.now, role="heading")
        page.items(form.now)
        page.line()
    page.items(said.how_to)
    _show_parts(page, form.core, form.phrases)
    if form.further:
        page.heading(said.further)
        page.paragraph(said.further_intro)
        _show_parts(page, form.further, form.phrases)
    page.heading(THERAPIST_TITLE)
    page.items((*form.notice, *HOW_TO_USE))
    if form.own:
        page.heading(OWN_TITLE)
        _show_parts(page, form.own, ENGLISH)
    _show_key(page, form.key)
    page.line()
    page.paragraph("End of the form")


def _show_parts(page: Page, parts: Iterable[Part], phrases: Phrases) -> None:
    common = phrases.common
    words = (common.yes, common.no, phrases.paper.unsure)
    three = " ".join(f"{_BOX} {word}" for word in words)
    for part in parts:
        page.heading(part.section.title)
        for asked in part.asked:
            _show_asked(page, asked, three)
        if part.section.private:
            page.line()
            page.paragraph(phrases.paper.in_person, lead=f"{_IN}{_BOX} ")


def _show_asked(page: Page, asked: Asked, all_three: str) -> None:
    page.line()
    beside = f"{all_three} {asked.leads}" if asked.layout is Layout.ONE else ""
    page.paragraph(f"{asked.ask} {beside}".rstrip(), lead=f"{asked.number}. ")
    for said in (asked.only_if, asked.how):
        if said:
            page.paragraph(said, lead=_IN)
    if asked.layout is Layout.WRITE:
        blank = " ".join(filter(None, (_BLANK, asked.unit, asked.leads)))
        page.paragraph(blank, lead=_IN)
    wide = max((len(box.typed) for box in asked.boxes), default=0)
    for box in asked.boxes:
        three = all_three if asked.layout is Layout.EACH and not box.alone else ""
        lead = f"{box.typed:>{wide}} " if wide else ""
        lead = lead if three else f"{_BOX} {lead}"
        page.paragraph(_words_of(box, three), lead=_IN + lead)


def _words_of(box: Box, boxes: str) -> str:
    only_if = f"({box.only_if})" if box.only_if else ""
    return " ".join(filter(None, (box.text, only_if, boxes, box.leads)))


def _show_key(page: Page, key: Key) -> None:
    page.heading(KEY_TITLE)
    page.paragraph(KEY_INTRO)
    for entry in key.entries:
        _show_entry(page, entry)
    if key.facts:
        page.heading(FACTS_TITLE)
        page.paragraph(FACTS_INTRO)
    for fact in key.facts:
        _show_fact(page, fact)


def _show_entry(page: Page, entry: Entry) -> None:
    page.line()
    page.paragraph(entry.heading, role="heading", lead=f"{entry.number}. ")
    if entry.only_if:
        _show_clause(page, entry.only_if, "Ask only if ", _IN)
    for said in (entry.note, entry.in_words):
        if said:
            page.paragraph(said, lead=_IN)


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
