"""Writes a page as HTML, Markdown or plain text; no other module knows jinja2."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from massage_screen.documents.body import HEIGHT, WIDTH, pieces_of
from massage_screen.documents.choices import Form, Paper
from massage_screen.documents.regions import MARKS
from massage_screen.text import clean, wrapped

if TYPE_CHECKING:
    from jinja2 import Environment

    from massage_screen.documents.document import Document

#: The width of plain text, in characters.
_WIDTH = 78
#: A page of so many characters has room for a body map as wide as its column, and of
#: so many more for one narrower by a percent: found by printing.
_ROOMY, _FEWER = 3800, 25
#: What would be read as an instruction in Markdown.
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~&!])|^(\s*)([-+=>]|\d+[.)])", re.MULTILINE)


def written(document: Document, form: Form, paper: Paper | None = None) -> str:
    """Return a page; what was typed at print time is escaped like any other text.

    Args:
        document: What stands on it.
        form: How it is written; for a PDF, HTML from which a browser prints it.
        paper: What that is printed on; None for what the printer has.
    """
    form = Form.HTML if form is Form.PDF else form
    template = _environment(form).get_template(f"page.{form}")
    text = template.render(
        page=document,
        paper=paper,
        marks=MARKS,
        width=WIDTH,
        height=HEIGHT,
        pieces_of=pieces_of,
        map_width=_map_width(document),
    )
    return text if form is Form.HTML else re.sub(r"\n{3,}", "\n\n", text)


def _map_width(document: Document) -> int:
    """Return how wide the body map is, in percent of its column."""
    more = sum(map(len, document.texts())) - _ROOMY
    return max(40, min(100, 100 - more // _FEWER))


def _environment(form: Form) -> Environment:
    from jinja2 import (  # noqa: PLC0415  start-up time
        Environment,
        PackageLoader,
        StrictUndefined,
    )

    environment = Environment(
        loader=PackageLoader("massage_screen.documents"),
        autoescape=form is Form.HTML,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["plain"] = _as_markdown if form is Form.MD else clean
    environment.filters["filled"] = _filled
    return environment


def _as_markdown(text: str) -> str:
    """Return text in which no character is read as Markdown."""
    return _MARKDOWN.sub(lambda m: f"{m[2] or ''}\\{m[1] or m[3]}", clean(text))


def _filled(text: str, lead: str = "") -> str:
    """Return text in lines; those after the first are set in under it."""
    return wrapped(text, _WIDTH, lead)
