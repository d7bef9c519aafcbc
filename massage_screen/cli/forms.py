"""Prints a paper form."""

from __future__ import annotations

import typer

from massage_screen.cli import output
from massage_screen.pack import Pack
from massage_screen.presentation.paper.form import form_of


def print_form(pack: Pack, *, html: bool, color: str) -> None:
    """Print the paper form of a pack, as text or as one HTML page."""
    form = form_of(pack)
    if html:
        from massage_screen.presentation.paper.page import (  # noqa: PLC0415  start-up
            form_as_html,
        )

        typer.echo(form_as_html(form), nl=False)
        return
    from massage_screen.presentation.paper.text import (  # noqa: PLC0415  start-up
        show_form,
    )

    show_form(form, output.console(color))
