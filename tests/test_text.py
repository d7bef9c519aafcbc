import io
import os
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console as RichConsole
from rich.text import Text

from massage_screen.text import clean, lines_of, never_fail, width_of, wrapped

WORDS = st.lists(st.text(st.sampled_from("ab-\u0101\u6f22\u0301,"), max_size=30))
WIDTHS = st.integers(min_value=10, max_value=70)


@given(WORDS, WIDTHS)
def test_lines_are_broken_where_rich_breaks_them(words, width):
    text = " ".join(word for word in words if cell_len(word) <= width)
    broken = Text(text).wrap(RichConsole(width=width), width)
    for line in broken:
        line.rstrip()

    assert lines_of(text, width) == [line.plain for line in broken]


@given(WORDS, WIDTHS)
def test_no_line_is_too_wide_and_no_character_is_lost(words, width):
    text = " ".join(words)
    lines = lines_of(text, width)

    assert all(cell_len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_what_stands_on_a_line_of_its_own_stays_there():
    assert lines_of("one\n\ntwo three\n", 20) == ["one", "", "two three", ""]


@given(st.text())
def test_clean_text_holds_nothing_that_a_terminal_obeys(text):
    forbidden = (
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069]"
    )

    assert not re.search(forbidden, clean(text))
    assert clean(clean(text)) == clean(text)


def test_words_in_any_script_are_left_as_they_are():
    for text in ("naïve “quoted”", "می‌خواهم", "椎間板", "two\nlines"):
        assert clean(text) == text


def test_text_before_the_first_prompt_is_clean_and_fits():
    text = wrapped("one two three \x1b[1m four five six", 0)

    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= 20


@pytest.mark.parametrize(
    ("encoding", "written"),
    [
        ("ascii", b"a - b -> 'c' [x] 5 >= 4 e ? \\x1b"),
        ("cp1252", b"a \x97 b -> \x91c\x92 [x] 5 >= 4 \xe9 ? \\x1b"),
    ],
)
def test_what_an_encoding_lacks_is_written_in_ascii(encoding, written):
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    never_fail(stream)

    said = "a \u2014 b \u2192 \u2018c\u2019 \u2713 5 \u2265 4 \xe9 \u4e2d \x1b"
    stream.write(clean(said))
    stream.flush()

    assert stream.buffer.getvalue() == written


@pytest.mark.parametrize(
    ("columns", "width"), [("", 80), ("0", 80), ("12", 20), ("40", 40), ("999", 100)]
)
def test_a_width_is_asked_for_or_80_and_holds_a_word(monkeypatch, columns, width):
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setattr("sys.stderr", io.StringIO())

    assert width_of(io.StringIO()) == width


@pytest.mark.parametrize(
    ("asked", "terminal", "width"),
    [("200", 40, 40), ("40", 80, 40), ("0", 60, 60), ("", 60, 60), ("60", 0, 60)],
)
def test_no_line_is_wider_than_the_terminal_it_is_written_on(
    monkeypatch, asked, terminal, width
):
    def size(_):
        if not terminal:
            raise OSError
        return os.terminal_size((terminal, 24))

    monkeypatch.setenv("COLUMNS", asked)
    monkeypatch.setattr(os, "get_terminal_size", size)

    with open(os.devnull, "w") as stream:  # noqa: PTH123  something with a number
        assert width_of(stream) == width


def test_a_command_is_not_broken_at_its_hyphen():
    assert "massage-screen" in wrapped("To go on, type: massage-screen resume", 24)


def test_a_lead_stands_once_and_the_other_lines_are_set_in():
    assert wrapped("one two three four five", 20, "12. ") == (
        "12. one two three\n    four five"
    )
