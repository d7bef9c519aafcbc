"""The command line: joins reading, asking, deciding and showing.

`app` is the command line as a whole. `commands` declares each command with its options,
and `doing` has under the same name what it does: a command loads that when it runs, so
that `--help` and the first words of an interview do not wait for it. They share the
`options`; `output` prints, and `failures` picks exit codes.
"""

from massage_screen.cli.app import app, run
from massage_screen.cli.failures import ExitCode

__all__ = ["ExitCode", "app", "run"]
