"""`screen`: asks the questions, then shows the recommendation."""

from __future__ import annotations

from massage_screen.cli.options import (
    ClientOption,
    CodeOption,
    Color,
    ColorOption,
    DecisionOption,
    DetailsOption,
    Earlier,
    EarlierOption,
    ExitZeroOption,
    ForceOption,
    JsonOption,
    Keeping,
    KeepOption,
    LanguageOption,
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
    code: CodeOption = None,
    client: ClientOption = None,
    keep: KeepOption = None,
    language: LanguageOption = None,
) -> None:
    """Ask the questions, then show the recommendation.

    Example: massage-screen screen
    """
    from massage_screen.cli.doing.screen import screen  # noqa: PLC0415  start-up time

    if earlier is not None and code is not None:
        raise UnfitRecord("Use --from or --code: each brings one form along.")
    if client is not None and keep is not None:
        raise UnfitRecord("Use --client or --keep: --client keeps the result too.")
    ref = keep if client is None else client
    record = None if ref is None else Keeping(ref, questions)
    showing = Showing(
        json,
        color,
        plain,
        exit_zero,
        decision,
        force,
        details,
        reading_lock,
        record,
        language,
    )
    brings = Earlier(earlier, code, record=client is not None)
    screen(questions, showing, keeps=not no_journal, earlier=brings)
