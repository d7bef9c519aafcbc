"""What can go wrong in a way the user can act on, each with its exit code.

* ScreenError
  * NoTerminal      exit 2    questions need a person at a terminal
  * AnswersError    exit 65   answers cannot be read or do not fit the pack
  * RecordsError    exit 65   the file of records cannot be used
  * NoSuchFile      exit 66   there is no file of that name
  * NoSuchRecord    exit 66   nothing is kept under that reference or id
  * UnknownId       exit 2    nothing in the pack has that id
  * NoLanguage      exit 2    the pack has no texts in the language
  * UnfitDocument   exit 2    a page that does not fit the decision or its file
  * NoSolver        exit 2    the proof needs a package that is not installed
  * NoBrowser       exit 2    a PDF needs a browser, and none was found
  * NoBatch         exit 2    a batch needs a database that is not installed
  * TooLittleMemory exit 2    a batch takes more memory than it was given
  * UnfitSetting    exit 2    no such setting, or a value that it does not take
  * NoRecords       exit 2    records of clients are off
  * UnfitRecord     exit 2    a reference or an entry that no record takes
  * NotWritten      exit 73   a file is in the way, or not written or deleted
  * PackError       exit 78   a pack cannot be trusted
  * SettingsError   exit 78   the file of settings cannot be read, or holds others
  * Interrupted     exit 130  the interview was stopped; there is no decision

Errors carry a message and never print: `cli` shows them in one place.
"""

from __future__ import annotations

from collections.abc import Sequence

from massage_screen.text import first_lines


class ScreenError(Exception):
    """Something the user can put right; `exit_code` is what the program returns."""

    exit_code = 70


class NoTerminal(ScreenError):
    """Questions were to be asked, but nobody can answer them here."""

    exit_code = 2


class UnknownId(ScreenError):
    """Nothing in the pack has the id that was asked for."""

    exit_code = 2


class NoLanguage(ScreenError):
    """The pack that was asked for has no texts in that language."""

    exit_code = 2


class UnfitDocument(ScreenError):
    """A page that would delay help or alarm without a reason, or has no such form."""

    exit_code = 2


class NoSolver(ScreenError):
    """The proof was asked for, but the package that it needs is not installed."""

    exit_code = 2


class NoBrowser(ScreenError):
    """A PDF was asked for, but there is no browser that prints one."""

    exit_code = 2


class NoBatch(ScreenError):
    """A batch was asked for, but the database that it needs is not installed."""

    exit_code = 2


class TooLittleMemory(ScreenError):
    """A batch takes more memory than it was given."""

    exit_code = 2


class UnfitSetting(ScreenError):
    """There is no such setting, or it does not take this value."""

    exit_code = 2


class NoRecords(ScreenError):
    """Records of clients are off, so nothing is kept and nothing brought along."""

    exit_code = 2


class UnfitRecord(ScreenError):
    """A reference or an entry that a record of a client does not take."""

    exit_code = 2


class AnswersError(ScreenError):
    """Answers that cannot be read, or that do not fit the pack."""

    exit_code = 65


class RecordsError(ScreenError):
    """A file of records that is damaged, newer than the program, or none of ours."""

    exit_code = 65


class NoSuchFile(ScreenError):
    """A file that was named does not exist or cannot be opened."""

    exit_code = 66


class NoSuchRecord(ScreenError):
    """Nothing is kept under the reference or the id that was asked for."""

    exit_code = 66


class NotWritten(ScreenError):
    """A file that is in the way, or that could not be written whole or deleted."""

    exit_code = 73


class PackError(ScreenError):
    """A pack with problems: none of its questions may be asked."""

    exit_code = 78

    def __init__(self, problems: Sequence[object]) -> None:
        """Keep every problem; the message shows the first 20 of them."""
        self.problems = tuple(problems)
        count = len(self.problems)
        plural = "problem" if count == 1 else "problems"
        shown = (f"  {problem}" for problem in self.problems)
        lines = "\n".join(first_lines(shown, count))
        super().__init__(
            f"This pack cannot be trusted: {count} {plural}. Nothing was asked."
            f"\n{lines}"
        )


class SettingsError(ScreenError):
    """A file of settings that cannot be used: none of it holds."""

    exit_code = 78

    def __init__(self, file: str, problems: Sequence[str]) -> None:
        """Keep every problem.

        Args:
            file: What messages call the file.
            problems: Each with its line, and what to do.
        """
        self.file, self.problems = file, tuple(problems)
        lines = "\n".join(f"  {problem}" for problem in self.problems)
        super().__init__(f"{file}: these settings are not used.\n{lines}")

    def in_short(self) -> str:
        """Return what the first problem is, and how many more there are."""
        first = self.problems[0].partition(". ")[0].rstrip(".")
        more = len(self.problems) - 1
        return f"{self.file}, {first}{f', and {more} more' if more else ''}."


class Interrupted(ScreenError):
    """The interview was stopped before it was finished: there is no decision."""

    exit_code = 130
