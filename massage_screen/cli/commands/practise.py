"""`practise`: a student interviews an invented client, or answers cards."""

from __future__ import annotations

from typing import Annotated

import typer

from massage_screen.cli.options import (
    Color,
    ColorOption,
    JsonOption,
    PlainOption,
    QuestionsOption,
)


def practise(
    questions: QuestionsOption = None,
    json: JsonOption = False,
    color: ColorOption = Color.AUTO,
    plain: PlainOption = None,
    case: Annotated[
        str, typer.Option(metavar="CLIENT", help="Its number in --list, or its id.")
    ] = "",
    level: Annotated[
        int | None, typer.Option(min=1, max=3, help="1 clear to 3 easily missed.")
    ] = None,
    concern: Annotated[
        str, typer.Option(metavar="FAMILY", help="Only clients of this cue family.")
    ] = "",
    rule: Annotated[
        str, typer.Option(metavar="ID", help="A client on whom this rule decides.")
    ] = "",
    seed: Annotated[
        int | None, typer.Option(help="The same number gives the same client.")
    ] = None,
    due: Annotated[bool, typer.Option("--due", help="What is due to repeat.")] = False,
    contrast: Annotated[
        bool, typer.Option("--contrast", help="Change one answer that matters.")
    ] = False,
    cards: Annotated[
        bool, typer.Option("--cards", help="One sign at a time, ten in a row.")
    ] = False,
    massage_or_hold: Annotated[
        bool,
        typer.Option("--massage-or-hold", help="Clients in short, ten in a row."),
    ] = False,
    listing: Annotated[
        bool, typer.Option("--list", help="List the clients, without their answers.")
    ] = False,
    minutes: Annotated[
        int | None,
        typer.Option(min=1, max=120, help="A station of so many minutes."),
    ] = None,
    reminder: Annotated[
        bool,
        typer.Option(
            "--reminder/--no-reminder", help="What to ask about, fading by level."
        ),
    ] = True,
    no_save: Annotated[bool, typer.Option("--no-save", help="Keep nothing.")] = False,
    progress: Annotated[
        bool, typer.Option("--progress", help="Show what your attempts show.")
    ] = False,
    reset: Annotated[
        bool, typer.Option("--reset", help="Delete your attempts and cards; asks.")
    ] = False,
) -> None:
    """Interview an invented client, then compare with the live rules.

    Example: massage-screen practise --level 1
    """
    from massage_screen.cli.doing import cards as sittings  # noqa: PLC0415  start-up
    from massage_screen.cli.doing import practise as doing  # noqa: PLC0415  start-up

    doing.require_one(
        {
            "--cards": cards,
            "--massage-or-hold": massage_or_hold,
            "--list": listing,
            "--progress": progress,
            "--reset": reset,
        }
    )
    folder, lines = doing.place_of(questions, plain)
    wanted = doing.Wanted(
        case=case, level=level, concern=concern, rule=rule, due=due, contrast=contrast
    )
    if cards or massage_or_hold:
        sit = sittings.practise_cards if cards else sittings.practise_holding
        sit(folder, seed=seed, save=not no_save, json=json, plain=lines)
    elif listing:
        doing.show_list(folder, wanted, json=json, color=color)
    elif reset:
        doing.reset(plain=lines)
    elif progress:
        doing.show_progress(folder, json=json, color=color, plain=lines)
    else:
        settings = doing.Settings(
            wanted=wanted,
            seed=seed,
            minutes=minutes,
            reminder=reminder,
            save=not no_save,
            json=json,
            color=color,
            plain=lines,
        )
        doing.practise(folder, settings)
