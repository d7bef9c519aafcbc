"""The pack that is shipped and its cases, read once for all tests."""

from __future__ import annotations

from massage_screen.catalogue import pack_folder
from massage_screen.library import load_cases, load_for_practice

FOLDER = pack_folder()
PACK = load_for_practice(FOLDER)
CASES = load_cases(FOLDER, PACK)
