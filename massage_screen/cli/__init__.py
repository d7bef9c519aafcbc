"""The command line: joins reading, asking, deciding and showing.

`app` is the command line as a whole, with one module in `commands` for each command and
what they share in `options`, `files` and `result`. `interviewing` conducts the
interview that `interviewer` puts, `resuming` begins, takes up and deletes what is kept
of one, `checking` checks and proves a pack, `comparing` compares two of them,
`practising` conducts a practice interview and `cards` puts cards, `output` prints, and
`failures` picks exit codes. Commands import what they need when they run, so that
`--help` and the first words of the interview do not wait for it.
"""

from massage_screen.cli.app import app, run
from massage_screen.cli.failures import ExitCode

__all__ = ["ExitCode", "app", "run"]
