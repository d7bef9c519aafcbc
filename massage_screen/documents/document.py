"""What stands on a page, whatever form it is written in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from massage_screen.phrases import ENGLISH


class Box(msgspec.Struct, frozen=True):
    """A label with things to tick; a line to write on when there are none."""

    label: str
    choices: tuple[str, ...]


class Field(msgspec.Struct, frozen=True):
    """A line to write on; `value` is what was typed when it was printed, or empty.

    The value is the one text on a page that is not ours.
    """

    label: str
    value: str = ""


class Area(msgspec.Struct, frozen=True):
    """A region of the body as it stands on the map.

    Attributes:
        mark: "O" open, "M" only in a milder form, "X" leave out.
    """

    id: str
    text: str
    mark: str


class Row(msgspec.Struct, frozen=True):
    """Regions that are treated alike, and how."""

    mark: str
    regions: tuple[str, ...]
    pressure: str
    leave_out: str
    milder: str
    note: str


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A heading and what stands under it, in the order of the attributes.

    Attributes:
        role: "" or "alarm" (a frame around it); where there is a body map, which stands
            on the left, also "wide" (above it) or "under" (below it).
        small: Set in smaller type.
    """

    title: str
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    areas: tuple[Area, ...] = ()
    boxes: tuple[Box, ...] = ()
    fields: tuple[Field, ...] = ()
    role: str = ""
    small: bool = False


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """One page.

    Attributes:
        kind: The word on the command line.
        line: The whole in one line, which stands above everything; or "".
        word: What was decided, in capital letters.
        lead: The first sentence.
        fields: Names and dates at the top.
        foot: Where the page comes from, as lines.
        large: Set in large type, for a client.
        columns: 2 where the sections stand beside a body map, else 1.
        language: The code of its language.
        page: What stands before and between the numbers at its edge.
        english: The texts on it that are in English where its language is another.
    """

    kind: str
    title: str
    word: str
    lead: str
    line: str = ""
    fields: tuple[Field, ...] = ()
    sections: tuple[Section, ...]
    foot: tuple[str, ...]
    large: bool = False
    columns: int = 1
    language: str = ENGLISH.language
    page: tuple[str, str] = (ENGLISH.common.page, ENGLISH.common.of)
    english: tuple[str, ...] = ()

    def texts(self) -> Iterator[str]:
        """Go through every text on the page but what was typed at print time."""
        yield from (self.line, self.title, self.word, self.lead, *self.foot)
        yield from (field.label for field in self.fields)
        for section in self.sections:
            yield from _texts(section)


def _texts(section: Section) -> Iterator[str]:
    yield section.title
    yield from section.paragraphs
    yield from section.items
    for row in section.rows:
        yield from (*row.regions, row.pressure, row.leave_out, row.milder, row.note)
    yield from (area.text for area in section.areas)
    for box in section.boxes:
        yield from (box.label, *box.choices)
    yield from (field.label for field in section.fields)


#: The name of the form of `document_as_json`.
DOCUMENT_SCHEMA = "massage-screen/document/1"


def document_as_json(document: Document) -> dict[str, Any]:
    """Return a page as JSON, without what was typed at print time."""
    content: dict[str, Any] = msgspec.to_builtins(document)
    del content["page"]
    for place in (content, *content["sections"]):
        place["fields"] = [field["label"] for field in place["fields"]]
    return {"schema": DOCUMENT_SCHEMA, **content}


def blanks(labels: Mapping[str, str], names: Mapping[str, str]) -> tuple[Field, ...]:
    """Return lines to write on, with what was typed for those that have a name."""
    return tuple(Field(label, names.get(name, "")) for name, label in labels.items())
