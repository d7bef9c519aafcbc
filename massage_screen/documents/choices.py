"""What can be chosen on the command line: pages, forms, paper and countries."""

from __future__ import annotations

import enum


class Kind(enum.StrEnum):
    """The pages."""

    PLAN = "plan"
    URGENT_LETTER = "urgent-letter"
    REQUEST = "request"
    HANDOUT = "handout"
    NOTE = "note"


#: The pages that a client reads, signs or carries: these can be in a language.
FOR_CLIENTS = (Kind.URGENT_LETTER, Kind.REQUEST, Kind.HANDOUT)


class Form(enum.StrEnum):
    """How a page is written."""

    HTML = "html"
    PDF = "pdf"
    MD = "md"
    TXT = "txt"


class Paper(enum.StrEnum):
    """What a page is printed on."""

    A4 = "a4"
    LETTER = "letter"


class Country(enum.StrEnum):
    """Where the therapist works."""

    US = "us"
    UK = "uk"
    CA = "ca"
    AU = "au"
    NZ = "nz"
    EU = "eu"
