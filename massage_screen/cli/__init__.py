"""The command line: joins reading, asking, deciding and showing.

`commands` has one function for each command, `terminal` conducts the interview,
`resuming` begins, takes up and deletes what is kept of one, `checking` checks and
proves a pack, `comparing` compares two of them, `practising` conducts a practice
interview, `output` prints, and `failures` picks exit codes. Commands import what
they need when they run, so that `--help` and the first words of the interview do not
wait for it.
"""

from massage_screen.cli.commands import app, run
from massage_screen.cli.failures import ExitCode

__all__ = ["ExitCode", "app", "run"]
