"""Runs the program for somebody who reads in no time, as most tests at a terminal do.

What waits for reading and for keys held down has tests of its own, without this.
"""

from __future__ import annotations

import runpy
import sys

sys.path.pop(0)  # this folder is none to import from

from massage_screen.prompts import pace

pace.WORDS_A_MINUTE = 10**9
pace.PAUSE = 0
runpy.run_module("massage_screen", run_name="__main__", alter_sys=True)
