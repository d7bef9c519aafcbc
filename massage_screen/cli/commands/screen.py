"""`screen`: asks the questions, then shows the recommendation."""

from __future__ import annotations

from massage_screen.cli.options import (
    ClientOption,
    Color,
    ColorOption,
    DecisionOption,
    DetailsOption,
    EarlierOption,
    ExitZeroOption,
    ForceOption,
    JsonOption,
    Keeping,
    KeepOption,
    NoJournalOption,
    PlainOption,
    QuestionsOption,
    ReadingLockOption,
    Showing,
)
from massage_screen.errors import UnfitRecord


def screen(
    questions: QuestionsOption = None,
    json: JsonOption = False,
    details: DetailsOption = False,
    color: ColorOption = Color.AUTO,
    exit_zero: ExitZeroOption = False,
    decision: DecisionOption = None,
    force: ForceOption = False,
    no_journal: NoJournalOption = False,
    plain: PlainOption = None,
    reading_lock: ReadingLockOption = None,
    earlier: EarlierOption = None,
    client: ClientOption = None,
    keep: KeepOption = None,
) -> None:
    """Ask the questions, then show the recommendation.

    Example: massage-screen screen
    """
    from massage_screen.cli.doing.screen import screen  # noqa: PLC0415  start-up time

    if sum(said is not None for said in (earlier, client, keep)) > 1:
        raise UnfitRecord("Use one of --from, --client and --keep.")
    ref = keep if client is None else client
    record = None if ref is None else Keeping(ref, questions)
    showing = Showing(
        json, color, plain, exit_zero, decision, force, details, reading_lock, record
    )
    screen(
        questions,
        showing,
        keeps=not no_journal,
        earlier=earlier,
        returns=client is not None,
    )
