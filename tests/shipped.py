"""The pack that is shipped and its cases, read once for all tests."""

from __future__ import annotations

from massage_screen.catalogue import load_cases, load_pack, pack_folder

FOLDER = pack_folder()
PACK = load_pack(FOLDER)
CASES = load_cases(FOLDER, PACK)
