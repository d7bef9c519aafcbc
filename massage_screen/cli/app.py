"""The command line as a whole: its commands in order, its help, its errors."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from massage_screen import streams
from massage_screen.cli.commands import records, teach
from massage_screen.cli.commands.assess import assess
from massage_screen.cli.commands.batch import batch
from massage_screen.cli.commands.check import check
from massage_screen.cli.commands.config import config
from massage_screen.cli.commands.document import document
from massage_screen.cli.commands.explain import explain
from massage_screen.cli.commands.export import export
from massage_screen.cli.commands.form import form
from massage_screen.cli.commands.practise import practise
from massage_screen.cli.commands.questions import list_questions
from massage_screen.cli.commands.reply import reply
from massage_screen.cli.commands.resume import resume
from massage_screen.cli.commands.screen import screen
from massage_screen.cli.commands.show import show
from massage_screen.cli.failures import reported
from massage_screen.cli.output import PROGRAM, say
from massage_screen.text import never_fail


class _Commands(TyperGroup):
    """The commands, of which `screen` is the one that need not be named."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put `screen` where no command is named."""
        if not ctx.resilient_parsing and self._means_screen(ctx, args):
            args = ["screen", *args]
        return super().parse_args(ctx, args)

    def _means_screen(self, ctx: Any, args: list[str]) -> bool:
        if not args:
            return True
        own = {option for param in self.get_params(ctx) for option in param.opts}
        return args[0].startswith("-") and args[0] not in own


class _Actions(TyperGroup):
    """What one command does under several words; without any, it lists."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put `list` where no word stands."""
        asks_for_help = {"-h", "--help"} & set(args)
        if not ctx.resilient_parsing and not asks_for_help and _is_option(args):
            args = ["list", *args]
        return super().parse_args(ctx, args)


def _is_option(args: Sequence[str]) -> bool:
    return not args or args[0].startswith("-")


class _Command(TyperCommand):
    """A command whose errors are shown; Typer shows those of the command line."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; this is the one place where errors are shown."""
        with reported():
            return super().invoke(ctx)


def group_of(
    actions: Mapping[str, Callable[..., None]], cls: type[TyperGroup] = TyperGroup
) -> typer.Typer:
    """Return what one command does under several words, as a group of Typer."""
    group = typer.Typer(
        cls=cls,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        no_args_is_help=cls is TyperGroup,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    for name, action in actions.items():
        group.command(name=name, cls=_Command)(action)
    return group


app = typer.Typer(
    name="massage-screen",
    cls=_Commands,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=(
        "Exit codes: 0 PROCEED, 10 RESTRICT, 20 POSTPONE, 30 REFER, 40 EMERGENCY,"
        " 50 not finished, 2 usage, 65 answers that do not fit, 66 no such file,"
        " 70 internal fault, 73 a file that could not be written or deleted, 78 a pack"
        " or settings with problems, 130 interrupted."
        " MASSAGE_SCREEN_DEBUG=1 shows a traceback after a fault; it may hold answers."
    ),
)


def run() -> None:
    """Run the command line with the arguments of the process."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        never_fail(stream)  # before the first read: later it is too late for stdin
    _build_less(sys.argv[1:])
    try:
        app(prog_name="massage-screen")
    finally:
        if reason := streams.finish():
            say(f"Standard output could not be written: {reason}.")


def _build_less(arguments: Sequence[str]) -> None:
    """Have Typer build one command, when it is clear which: all take 8 ms (measured).

    Help, completion and a word that is no command need all of them.
    """
    name = arguments[0] if arguments else "screen"
    named = [
        info
        for info in app.registered_commands
        if name == (info.name or getattr(info.callback, "__name__", ""))
    ]
    groups = [group for group in app.registered_groups if group.name == name]
    if (named or groups) and "_MASSAGE_SCREEN_COMPLETE" not in os.environ:
        app.registered_commands, app.registered_groups = named, groups


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(PROGRAM)
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_show_version,
            is_eager=True,
            help="Show the version and exit.",
        ),
    ] = False,
) -> None:
    """Screen a client with a problem of the spine before massage.

    Without a command, the interview starts.
    """


app.command(cls=_Command)(screen)
app.command(cls=_Command)(resume)
app.command(cls=_Command)(assess)
app.command(cls=_Command)(batch)
app.command(cls=_Command)(show)
app.command(cls=_Command)(reply)
app.command(cls=_Command)(document)
app.command(cls=_Command)(form)
app.command(name="questions", cls=_Command)(list_questions)
app.command(cls=_Command)(explain)
app.command(cls=_Command)(export)
app.command(cls=_Command)(check)
app.command(cls=_Command)(practise)
app.command(cls=_Command)(config)
app.add_typer(
    group_of(records.ACTIONS, cls=_Actions), name="records", help=records.HELP
)
app.add_typer(group_of(teach.ACTIONS), name="teach", help=teach.HELP)
