"""Makes the page that a client fills in alone."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import msgspec
import typer

from massage_screen.cli.doing.defaults import defaults, in_use
from massage_screen.cli.doing.language import shown_in
from massage_screen.cli.output import advise, print_json, say
from massage_screen.command import command
from massage_screen.documents.choices import Country, Paper
from massage_screen.documents.country import local_in, local_words
from massage_screen.errors import UnfitDocument
from massage_screen.form.page import Wishes, form_page
from massage_screen.pack.texts import Shown
from massage_screen.storage import require_folder, require_free, write_for_person
from massage_screen.text import name_of

#: The name of a file that stands for standard output.
STDOUT = "-"
#: How long the practice's own words may be, in characters.
_LONGEST = 300


class Order(msgspec.Struct, frozen=True):
    """What form is wanted, and where.

    Attributes:
        target: The file to write, or "-" for standard output.
        practice: The name of the practice, or "".
        sentence: Its own words for the first screen, or "".
        code: Whether the answers are also given as a code.
        language: The code of its language; None for what is set.
    """

    target: str
    practice: str
    sentence: str
    country: Country | None
    paper: Paper | None
    code: bool
    force: bool
    language: str | None = None


def form(order: Order, questions: str | None, *, json: bool) -> None:
    """Make the page, and write it; say as JSON what was made.

    Raises:
        UnfitDocument: The practice's own words are too long.
        NotWritten: A file is in the way, or it could not be written.
    """
    for name, text in (("practice", order.practice), ("sentence", order.sentence)):
        if len(text) > _LONGEST:
            raise UnfitDocument(
                f"--{name}: has {len(text)} characters. There is room for {_LONGEST}."
            )
    path = None if order.target == STDOUT else Path(order.target)
    if path is not None:
        require_free(path, force=order.force)
        require_folder(path.parent)
    settings = in_use()
    own = defaults(order.country, order.paper, settings)
    shown = shown_in(questions, order.language, settings)
    wishes = Wishes(
        local=local_in(local_words(own.country), shown.phrases),
        practice=order.practice,
        sentence=order.sentence,
        code=order.code,
        paper=own.paper or "",
        phrases=shown.phrases,
        edition=shown.edition,
    )
    page = form_page(shown.pack, wishes)
    if path is None:
        typer.echo(page, nl=False)
        return
    write_for_person(path, page.encode(), force=order.force)
    say(f"Written: {name_of(path.absolute())}")
    if json:
        print_json(_made(shown, page))
    advise(
        "Open it once as your clients will. On an iPhone or iPad it does not run from"
        f" a file: put it on your website. Then: {command('screen --from FILE')}"
    )


def _made(shown: Shown, page: str) -> dict[str, Any]:
    """Return by what a page is known: the same pack and wishes give the same hash."""
    pack, about = shown.pack, shown.pack.about
    return {
        "schema": "massage-screen/form/1",
        "pack": {"id": about.id, "version": about.version, "digest": pack.digest},
        "language": shown.phrases.language,
        "bytes": len(page),
        "sha256": hashlib.sha256(page.encode()).hexdigest(),
    }
