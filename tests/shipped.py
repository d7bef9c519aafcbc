"""The pack that is shipped and its cases, read once for all tests."""

from __future__ import annotations

from massage_screen.catalogue import load_pack, pack_folder
from massage_screen.library import load_cases

FOLDER = pack_folder()
PACK = load_pack(FOLDER)
CASES = load_cases(FOLDER, PACK)
