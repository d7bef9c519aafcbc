"""The commands: what each reads, decides and shows."""

from __future__ import annotations

import contextlib
import enum
import sys
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup

from massage_screen import __version__
from massage_screen.cli import output
from massage_screen.cli.failures import ExitCode, reported
from massage_screen.documents.choices import Country, Form, Kind
from massage_screen.errors import NoSuchFile
from massage_screen.presentation.text import never_fail

if TYPE_CHECKING:
    from massage_screen.answers import Answers
    from massage_screen.decision import Decision
    from massage_screen.journal import Journal
    from massage_screen.pack import Pack

PROGRAM = f"massage-screen {__version__}"


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


PlainOption = Annotated[
    bool | None,
    typer.Option(
        "--plain/--no-plain",
        envvar="MASSAGE_SCREEN_PLAIN",
        help="Plain lines and typed answers, as for a screen reader.",
    ),
]


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


class _Command(TyperCommand):
    """A command whose errors are shown; Typer shows those of the command line."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; this is the one place where errors are shown."""
        with reported():
            return super().invoke(ctx)


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
        " 70 internal fault, 73 a file that could not be written, 78 a pack with"
        " problems, 130 interrupted."
        " MASSAGE_SCREEN_DEBUG=1 shows a traceback after a fault; it may hold answers."
    ),
)


def run() -> None:
    """Run the command line with the arguments of the process."""
    for stream in (sys.stdout, sys.stderr):
        never_fail(stream)
    app(prog_name="massage-screen")


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


@app.command(cls=_Command)
def screen(
    questions: QuestionsOption = None,
    json: JsonOption = False,
    color: ColorOption = Color.AUTO,
    exit_zero: ExitZeroOption = False,
    decision: DecisionOption = None,
    no_journal: Annotated[
        bool,
        typer.Option("--no-journal", help="Keep no answers on this computer."),
    ] = False,
    plain: PlainOption = None,
) -> None:
    """Ask the questions, then show the recommendation.

    Example: massage-screen screen
    """
    from massage_screen.cli.resuming import begin  # noqa: PLC0415  start-up time
    from massage_screen.cli.terminal import interview, wants_plain  # noqa: PLC0415

    pack, plain = _pack(questions), wants_plain(plain)
    _require_free(decision)
    with contextlib.redirect_stdout(sys.stderr if json else sys.stdout):
        journal = None if no_journal else begin(pack)
        answers = interview(pack, color, journal, plain=plain)
        typer.echo()
    _recommend(pack, answers, journal, json, color, exit_zero, plain, decision)


@app.command(cls=_Command)
def resume(
    questions: QuestionsOption = None,
    json: JsonOption = False,
    color: ColorOption = Color.AUTO,
    exit_zero: ExitZeroOption = False,
    decision: DecisionOption = None,
    discard: Annotated[
        bool,
        typer.Option("--discard", help="Delete kept answers instead."),
    ] = False,
    plain: PlainOption = None,
) -> None:
    """Take up an interview that was broken off.

    Example: massage-screen resume
    """
    from massage_screen.cli import resuming  # noqa: PLC0415  start-up time
    from massage_screen.cli.terminal import interview, wants_plain  # noqa: PLC0415
    from massage_screen.journal import take_up  # noqa: PLC0415  start-up time

    plain = wants_plain(plain)
    with contextlib.redirect_stdout(sys.stderr if json else sys.stdout):
        if discard:
            resuming.delete_kept(plain)
            return
        _require_free(decision)
        chosen = resuming.choose_kept(plain)
        pack = _pack(questions)
        journal, history = take_up(chosen, pack)
        answers = interview(pack, color, journal, history, plain=plain)
        typer.echo()
    _recommend(pack, answers, journal, json, color, exit_zero, plain, decision)


@app.command(cls=_Command)
def assess(
    file: Annotated[
        str,
        typer.Argument(metavar="FILE", help="Answers in JSON or TOML; - for stdin."),
    ],
    questions: QuestionsOption = None,
    json: JsonOption = False,
    color: ColorOption = Color.AUTO,
    exit_zero: ExitZeroOption = False,
    plain: PlainOption = None,
    decision: DecisionOption = None,
    force: ForceOption = False,
) -> None:
    """Decide from answers in a file. Never asks.

    Example: massage-screen assess answers.json --json
    """
    pack = _pack(questions)
    _require_free(decision, force)
    answers, decided = _assessed(file, pack)
    _warn_of_set_aside(decided)
    _show(decided, answers, pack, json, color, bool(plain))
    _keep(decision, decided, answers, pack)
    _exit(decided, exit_zero)


@app.command(cls=_Command)
def reply(
    file: Annotated[
        str,
        typer.Argument(metavar="FILE", help="Answers, or a decision, in a file."),
    ],
    ticked: Annotated[
        str, typer.Argument(metavar="REPLY", help="A doctor's reply, as answers.")
    ],
    questions: QuestionsOption = None,
    json: JsonOption = False,
    color: ColorOption = Color.AUTO,
    exit_zero: ExitZeroOption = False,
    decision: DecisionOption = None,
    force: ForceOption = False,
) -> None:
    """Put a doctor's reply into the answers, and decide again. Never asks.

    Example: massage-screen reply decision.json reply.json --decision new.json
    """
    from massage_screen.cli.replying import replied  # noqa: PLC0415  start-up time
    from massage_screen.decision import decide  # noqa: PLC0415  start-up time

    pack = _pack(questions)
    _require_free(decision, force)
    answers = replied(pack, _read(file), _read(ticked), PROGRAM)
    decided = decide(pack, answers)
    _warn_of_set_aside(decided)
    output.say(
        "The other answers are those of the last screening. Before the next session,"
        " screen again from the first question."
    )
    _show(decided, answers, pack, json, color, plain=False)
    _keep(decision, decided, answers, pack)
    _exit(decided, exit_zero)


@app.command(cls=_Command)
def document(
    kind: Annotated[Kind, typer.Argument(help="Which page.")],
    source: Annotated[
        str,
        typer.Option("--from", metavar="FILE", help="The file of a decision; - too."),
    ],
    target: Annotated[
        str, typer.Option("--to", metavar="FILE", help="The page; - for stdout.")
    ],
    form: Annotated[
        Form | None,
        typer.Option("--as", help="Its form; by default what FILE ends in, or text."),
    ] = None,
    country: Annotated[
        Country | None,
        typer.Option(
            "--country",
            envvar="MASSAGE_SCREEN_COUNTRY",
            help="For its emergency number and words.",
        ),
    ] = None,
    force: ForceOption = False,
    questions: QuestionsOption = None,
    json: JsonOption = False,
    color: ColorOption = Color.AUTO,  # noqa: ARG001  every command takes it
) -> None:
    """Make a page to print: plan, letter, request, handout or note.

    Names are asked at the terminal and kept nowhere else; without one, lines are
    left to fill in by hand.

    Example: massage-screen document plan --from decision.json --to plan.html
    """
    from massage_screen.cli import printing  # noqa: PLC0415  start-up time
    from massage_screen.documents.document import (  # noqa: PLC0415  start-up time
        document_as_json,
    )
    from massage_screen.documents.screened import (  # noqa: PLC0415  start-up time
        read_screened,
    )

    if json and target == printing.STDOUT:
        output.say("--json prints on standard output: name a file with --to.")
        raise typer.Exit(ExitCode.USAGE)
    data, name = _read(source)
    screened = read_screened(data, name, _pack(questions), PROGRAM)
    order = printing.Order(kind, printing.form_of(form, target), target, country, force)
    with output.printing():
        page = printing.print_page(order, screened)
        if json:
            output.print_json(document_as_json(page))


@app.command(name="questions", cls=_Command)
def list_questions(
    questions: QuestionsOption = None,
    json: JsonOption = False,
    color: ColorOption = Color.AUTO,
    on_paper: Annotated[
        bool, typer.Option("--print", help="A blank form to fill in with a pen.")
    ] = False,
    html: Annotated[
        bool, typer.Option("--html", help="With --print: as one HTML page.")
    ] = False,
) -> None:
    """Show every question: id, text, answers, and when it is asked.

    Example: massage-screen questions --print --html > form.html
    """
    from massage_screen.cli.forms import print_form  # noqa: PLC0415  start-up time
    from massage_screen.presentation import listing  # noqa: PLC0415  start-up time

    if (html and not on_paper) or (on_paper and json):
        output.say("Use --html with --print, and --print without --json.")
        raise typer.Exit(ExitCode.USAGE)
    pack = _pack(questions)
    with output.printing():
        if on_paper:
            print_form(pack, html=html, color=color)
        elif json:
            output.print_json(listing.questions_as_json(pack))
        else:
            listing.show_questions(pack, output.console(color))


@app.command(cls=_Command)
def explain(
    wanted: Annotated[str, typer.Argument(metavar="ID", help="Any id of the pack.")],
    questions: QuestionsOption = None,
    json: JsonOption = False,
    color: ColorOption = Color.AUTO,
) -> None:
    """Explain a rule, question, fact, source, claim, technique, region or support.

    Example: massage-screen explain lumbar
    """
    from massage_screen.catalogue import (  # noqa: PLC0415  start-up time
        load_claims,
        pack_folder,
    )
    from massage_screen.presentation import explanation  # noqa: PLC0415  start-up time

    pack = _pack(questions)
    ledger = load_claims(pack_folder(questions), pack)
    with output.printing():
        if json:
            output.print_json(explanation.explanation_as_json(pack, ledger, wanted))
        else:
            explanation.show_explanation(pack, ledger, wanted, output.console(color))


@app.command(cls=_Command)
def check(
    folder: Annotated[
        str | None, typer.Argument(metavar="[FOLDER]", help="Folder of the pack.")
    ] = None,
    questions: QuestionsOption = None,
    json: JsonOption = False,
    color: ColorOption = Color.AUTO,
    prove: Annotated[
        bool,
        typer.Option("--prove", help="Prove safety.toml and look for holes; slow."),
    ] = False,
    against: Annotated[
        str | None,
        typer.Option("--against", metavar="DIR", help="Compare with an older version."),
    ] = None,
) -> None:
    """Look for problems in a pack, and count what is in it.

    Example: massage-screen check questions/spine --prove
    """
    from massage_screen.catalogue import pack_folder  # noqa: PLC0415  start-up time
    from massage_screen.cli.checking import check_pack  # noqa: PLC0415  start-up time
    from massage_screen.cli.comparing import compare_packs  # noqa: PLC0415  start-up

    if against and prove:
        output.say("Give --prove or --against, not both.")
        raise typer.Exit(ExitCode.USAGE)
    place = pack_folder(folder or questions)
    if against:
        with output.printing():
            compare_packs(against, place, json=json, color=color)
    elif not check_pack(place, json=json, color=color, prove=prove):
        raise typer.Exit(ExitCode.PACK)


def _require_free(path: str | None, force: bool = False) -> None:
    """Refuse a file that is in the way before anything is asked."""
    if path:
        from pathlib import Path  # noqa: PLC0415  start-up time

        from massage_screen.storage import require_free  # noqa: PLC0415  start-up time

        require_free(Path(path), force=force)


def _warn_of_set_aside(decision: Decision) -> None:
    if decision.set_aside:
        output.say(
            "Warning: set aside, because these questions are not asked here:"
            f" {', '.join(decision.set_aside)}. Their answers do not count."
        )


def _keep(path: str | None, decision: Decision, answers: Answers, pack: Pack) -> None:
    """Write the decision where it was asked for; it has been shown before."""
    if not path:
        return
    from massage_screen.cli.printing import write_decision  # noqa: PLC0415  start-up
    from massage_screen.errors import NotWritten  # noqa: PLC0415  start-up time

    try:
        write_decision(path, decision, answers, pack, PROGRAM)
    except NotWritten as error:
        output.say(f"Warning: {error}")  # the exit code still says what was decided


@app.command(cls=_Command)
def practise(
    questions: QuestionsOption = None,
    json: JsonOption = False,
    color: ColorOption = Color.AUTO,
    plain: PlainOption = None,
    case: Annotated[str, typer.Option(metavar="ID", help="Meet this client.")] = "",
    level: Annotated[
        int | None, typer.Option(min=1, max=3, help="1 clear to 3 easily missed.")
    ] = None,
    concern: Annotated[
        str, typer.Option(metavar="FAMILY", help="Only clients of this cue family.")
    ] = "",
    seed: Annotated[
        int | None, typer.Option(help="The same number gives the same client.")
    ] = None,
    due: Annotated[bool, typer.Option("--due", help="What is due to repeat.")] = False,
    contrast: Annotated[
        bool, typer.Option("--contrast", help="Change one answer that matters.")
    ] = False,
    timed: Annotated[bool, typer.Option("--timed", help="A timed station.")] = False,
    minutes: Annotated[
        int, typer.Option(min=1, max=120, help="How long a timed station lasts.")
    ] = 10,
    no_save: Annotated[bool, typer.Option("--no-save", help="Keep nothing.")] = False,
    progress: Annotated[
        bool, typer.Option("--progress", help="Show what your attempts show.")
    ] = False,
    reset: Annotated[
        bool, typer.Option("--reset", help="Delete your attempts; asks first.")
    ] = False,
    lint: Annotated[
        str, typer.Option(metavar="CASES", help="For teachers: look at case files.")
    ] = "",
    preview: Annotated[
        str, typer.Option(metavar="ID", help="For teachers: show a client in full.")
    ] = "",
    class_folder: Annotated[
        str,
        typer.Option("--class", metavar="DIR", help="For teachers: sum up attempts."),
    ] = "",
    csv: Annotated[bool, typer.Option("--csv", help="With --class: as CSV.")] = False,
) -> None:
    """Interview an invented client, then compare with the live rules.

    Example: massage-screen practise --level 1
    """
    from massage_screen.catalogue import pack_folder  # noqa: PLC0415  start-up time
    from massage_screen.cli import practising  # noqa: PLC0415  start-up time
    from massage_screen.cli.terminal import wants_plain  # noqa: PLC0415  start-up time
    from massage_screen.practice.picking import Wanted  # noqa: PLC0415  start-up time

    folder, plain = pack_folder(questions), wants_plain(plain)
    if lint or preview or class_folder:
        from massage_screen.cli import teaching  # noqa: PLC0415  start-up time

        if class_folder:
            teaching.show_class(class_folder, json=json, csv=csv, color=color)
        elif preview:
            teaching.show_preview(folder, preview, seed or 0, json=json, color=color)
        elif not teaching.lint_cases(folder, lint, json=json):
            raise typer.Exit(ExitCode.ANSWERS)
    elif reset:
        practising.reset(plain=plain)
    elif progress:
        practising.show_progress(folder, json=json, color=color, plain=plain)
    else:
        wanted = Wanted(
            case=case, level=level, concern=concern, due=due, contrast=contrast
        )
        settings = practising.Settings(
            wanted=wanted,
            seed=seed,
            minutes=minutes if timed else None,
            save=not no_save,
            json=json,
            color=color,
            plain=plain,
        )
        practising.practise(folder, settings)


def _pack(named: str | None) -> Pack:
    from massage_screen.catalogue import (  # noqa: PLC0415  start-up time
        load_pack,
        pack_folder,
    )

    return load_pack(pack_folder(named))


def _assessed(file: str, pack: Pack) -> tuple[Answers, Decision]:
    from massage_screen.answers import read_answers  # noqa: PLC0415  start-up time
    from massage_screen.decision import decide  # noqa: PLC0415  start-up time
    from massage_screen.sheet import fit_answers  # noqa: PLC0415  start-up time

    data, name = _read(file)
    answers = fit_answers(pack, read_answers(data, name), name)
    return answers, decide(pack, answers)


def _read(file: str) -> tuple[bytes, str]:
    """Return what a file holds, at most a little more than is accepted."""
    from massage_screen.answers import LARGEST_FILE  # noqa: PLC0415  start-up time

    if file == "-":
        return sys.stdin.buffer.read(LARGEST_FILE + 1), "standard input"
    try:
        with open(file, "rb") as stream:  # noqa: PTH123  pathlib cannot read a part
            return stream.read(LARGEST_FILE + 1), file
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a file name"
        raise NoSuchFile(f"{file}: cannot be opened: {reason}.") from None


def _recommend(
    pack: Pack,
    answers: Answers,
    journal: Journal | None,
    json: bool,
    color: Color,
    exit_zero: bool,
    plain: bool,
    path: str | None,
) -> NoReturn:
    """Show the recommendation; with it the interview ends, and its journal goes."""
    from massage_screen.cli.resuming import end  # noqa: PLC0415  start-up time
    from massage_screen.decision import decide  # noqa: PLC0415  start-up time

    decision = decide(pack, answers)
    _show(decision, answers, pack, json, color, plain)
    _keep(path, decision, answers, pack)
    end(journal)
    _exit(decision, exit_zero)


def _show(
    decision: Decision,
    answers: Answers,
    pack: Pack,
    json: bool,
    color: Color,
    plain: bool,
) -> None:
    from datetime import date  # noqa: PLC0415  start-up time

    from massage_screen import explanation, review  # noqa: PLC0415  start-up time
    from massage_screen.sheet import Sheet  # noqa: PLC0415  start-up time

    sheet = Sheet(pack, answers)
    explained = explanation.explain(sheet, decision)
    with output.printing():
        if json:
            content = explanation.decided_as_json(sheet, decision, explained, PROGRAM)
            output.print_json(content)
            if late := review.warning(pack, date.today().isoformat()):
                output.say(f"Warning: {late}")
            return
        from massage_screen.presentation.recommendation import (  # noqa: PLC0415
            show_decision,  # start-up time: rich is loaded when there is a result
        )

        console = output.console(color, plain)
        show_decision(decision, pack, console, date.today(), explained)


def _exit(decision: Decision, exit_zero: bool) -> NoReturn:
    """Exit with the code of the decision, also when nobody read it to its end."""
    found = decision.disposition
    code = ExitCode[found.name] if found else ExitCode.INCOMPLETE
    raise typer.Exit(0 if exit_zero else code)
