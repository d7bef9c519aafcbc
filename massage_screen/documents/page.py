"""Writes a page as HTML, Markdown or plain text; no other module knows jinja2."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from massage_screen.documents.body import HEIGHT, WIDTH, pieces_of
from massage_screen.documents.choices import Form, Kind, Paper
from massage_screen.documents.regions import MARKS
from massage_screen.text import clean, wrapped

if TYPE_CHECKING:
    from jinja2 import Environment

    from massage_screen.documents.document import Document

#: The width of plain text, in characters.
_WIDTH = 78


class _Room(NamedTuple):
    """How a measure of a page shrinks when it has more to say; found by printing.

    Attributes:
        most: The measure of a page with up to `short` characters.
        least: That of a page with `long` characters or more.
    """

    most: float
    least: float
    short: int
    long: int

    def measure(self, document: Document) -> float:
        count = sum(map(len, document.texts()))
        share = (count - self.short) / (self.long - self.short)
        return round(self.most - (self.most - self.least) * min(1, max(0, share)), 1)


#: How wide the body map is, in percent of the page between its margins: at 64 it,
#: with its legend, takes a third of what is printed on.
_MAP = _Room(64, 46, 2700, 3700)
#: The size of the type, in points.
_TYPE = {
    Kind.PLAN: _Room(9.6, 8.5, 2100, 2800),
    Kind.URGENT_LETTER: _Room(10, 8.5, 2800, 3700),
    Kind.REQUEST: _Room(10, 8.5, 2200, 3200),
    Kind.NOTE: _Room(10.5, 8.1, 1500, 5800),
    Kind.HANDOUT: _Room(13.2, 12, 1500, 2100),
}
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
        map_width=_MAP.measure(document),
        size=_TYPE[Kind(document.kind)].measure(document),
    )
    return text if form is Form.HTML else re.sub(r"\n{3,}", "\n\n", text)


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
