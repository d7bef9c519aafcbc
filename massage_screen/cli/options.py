"""The options that several commands take."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from massage_screen.documents.choices import Paper

if TYPE_CHECKING:
    from massage_screen.pack.texts import Shown


class Color(enum.StrEnum):
    """When to colour what is shown."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


QuestionsOption = Annotated[
    str | None,
    typer.Option(
        "--questions",
        metavar="DIR",
        help="Folder of the pack to use. MASSAGE_SCREEN_QUESTIONS names one too.",
    ),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="Print JSON; everything else goes to stderr.")
]
ColorOption = Annotated[Color, typer.Option("--color", help="When to use colour.")]
ExitZeroOption = Annotated[
    bool,
    typer.Option("--exit-zero", help="Exit with 0 whatever the result; read the JSON."),
]
DecisionOption = Annotated[
    str | None,
    typer.Option(
        "--decision",
        metavar="FILE",
        help="Also write the decision to a new file, to make documents from.",
    ),
]
ForceOption = Annotated[
    bool, typer.Option("--force", help="Write over a file that is there.")
]
FhirOption = Annotated[
    bool, typer.Option("--fhir", help="As a Questionnaire of FHIR R4, in JSON.")
]
FhirTargetOption = Annotated[
    str | None,
    typer.Option("--to", metavar="FILE", help="With --fhir: the file; else stdout."),
]
DetailsOption = Annotated[
    bool,
    typer.Option("--details", help="Show everything, not only the card."),
]
NoJournalOption = Annotated[
    bool, typer.Option("--no-journal", help="Keep no answers on this computer.")
]
PlainOption = Annotated[
    bool | None,
    typer.Option(
        "--plain/--no-plain",
        envvar="MASSAGE_SCREEN_PLAIN",
        help="Plain lines and typed answers, as for a screen reader.",
    ),
]

ReadingLockOption = Annotated[
    bool | None,
    typer.Option(
        "--reading-lock/--no-reading-lock",
        envvar="MASSAGE_SCREEN_READING_LOCK",
        help="Take a no to a warning sign only once it can have been read aloud.",
    ),
]
PaperOption = Annotated[
    Paper | None,
    typer.Option(
        "--paper",
        envvar="MASSAGE_SCREEN_PAPER",
        help="What is printed on; by default what the country uses.",
    ),
]


LanguageOption = Annotated[
    str | None,
    typer.Option(
        "--language",
        metavar="CODE",
        help="Of what a client reads or is read, as in es; yours stays English.",
    ),
]
EarlierOption = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="FILE",
        help="Bring along what was answered before, to confirm: a decision, answers,"
        " or a form that the client filled in.",
    ),
]
CodeOption = Annotated[
    str | None,
    typer.Option(
        "--code", metavar="TEXT", help="The code at the end of a client's form."
    ),
]
ClientOption = Annotated[
    str | None,
    typer.Option(
        "--client",
        metavar="REF",
        help="Bring along the last record of a client, to confirm, and keep a new one.",
    ),
]
KeepOption = Annotated[
    str | None,
    typer.Option(
        "--keep",
        metavar="REF",
        help="Keep the result in the records, under your own reference of the client.",
    ),
]


class Keeping(NamedTuple):
    """Where in the records of clients a result is kept.

    Attributes:
        ref: The therapist's own reference of the client.
        questions: The folder of the pack; None for the one that is shipped.
    """

    ref: str
    questions: str | None


class Earlier(NamedTuple):
    """What is brought along to an interview: nothing, or a file or code, and a record.

    Attributes:
        file: Of an earlier visit, or what the client filled in alone; None for none.
        code: What the form shows at its end; None for none.
        record: Whether the last record of the client is.
    """

    file: str | None = None
    code: str | None = None
    record: bool = False


class Showing(NamedTuple):
    """How a decision is wanted.

    Attributes:
        plain: Whether in plain lines; None for what the terminal can do.
        file: Where to keep the decision too; None for nowhere.
        force: Whether the file may replace another.
        details: Whether everything is shown in place of the card.
        reading_lock: Whether a "no" to a warning sign waits until it can be read; None
            for what is set.
        record: Where to keep it in the records of clients; None for nowhere.
        language: The code of the language in which questions are read out; None for
            what is set.
        shown: The pack in that language, once it was read; None in English.
    """

    json: bool
    color: Color
    plain: bool | None
    exit_zero: bool
    file: str | None
    force: bool
    details: bool = False
    reading_lock: bool | None = None
    record: Keeping | None = None
    language: str | None = None
    shown: Shown | None = None
