"""What a terminal is sent to copy text."""

from __future__ import annotations

from base64 import b64decode

from massage_screen.clipboard import osc52


def test_the_text_comes_back_whole_between_the_marks_of_osc_52() -> None:
    text = "2026-11-28 RESTRICT: Ünder 2/5"
    sequence = osc52(text)

    assert sequence.startswith("\x1b]52;c;")
    assert sequence.endswith("\x07")
    assert b64decode(sequence[7:-1]).decode() == text
