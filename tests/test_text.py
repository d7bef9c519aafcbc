import io
import os
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.utils import get_cwidth
from rich.cells import cell_len
from rich.console import Console as RichConsole
from rich.text import Text

from massage_screen.text import (
    clean,
    clean_message,
    columns_of,
    cut_to,
    did_you_mean,
    first_lines,
    is_harmful,
    lines_of,
    name_of,
    never_fail,
    quoted,
    uncapitalised,
    width_of,
    wrapped,
)

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


@given(WORDS, WIDTHS, st.sampled_from(["", "- ", "12. ", "\u6f22 "]))
def test_lines_under_a_lead_are_set_in_by_its_columns(words, width, lead):
    indent = cell_len(lead)
    text = " ".join(words)

    first, *others = lines_of(text, width, lead)

    assert first.startswith(lead)
    assert all(line.startswith(" " * indent) for line in others)
    assert [first[len(lead) :], *(line[indent:] for line in others)] == (
        lines_of(text, width - indent)
    )


@pytest.mark.parametrize("text", [" " * 500_000, "a" + " " * 500_000, "a " * 50_000])
def test_a_text_is_gone_through_once_however_many_spaces_it_has(text):
    """With one look for each space, these would take hours."""
    assert " ".join(lines_of(text, 20)).split() == text.split()


def test_a_line_break_in_a_text_forges_no_line():
    forged = "Weak legs\nPROCEED: massage as planned"

    for shown in (clean(forged), *lines_of(forged, 100), wrapped(forged, 100)):
        assert "\n" not in shown
        assert "Weak legs\\x0aPROCEED" in shown


def test_the_lines_of_a_message_of_ours_stay_and_are_clean():
    assert clean_message("one\n\ntwo\x1b") == "one\n\ntwo\\x1b"


HIDDEN = {
    "line break": "\n",
    "tab": "\t",
    "escape": "\x1b",
    "C1 control": "\x9b",
    "right to left": "\u202e",
    "isolate": "\u2066",
    "Arabic mark": "\u061c",
    "zero width space": "\u200b",
    "byte order mark": "\ufeff",
    "soft hyphen": "\u00ad",
    "tag": "\U000e0041",
    "private use": "\ue000",
    "private use, far": "\U0010fffd",
    "unassigned": "\u0378",
    "no character": "\uffff",
    "surrogate": "\ud800",
    "line separator": "\u2028",
    "paragraph separator": "\u2029",
}


@pytest.mark.parametrize("character", HIDDEN.values(), ids=HIDDEN)
def test_what_hides_turns_or_commands_is_made_visible(character):
    assert is_harmful(character)
    assert (
        clean(f"a{character}b")
        == "a"
        + ascii(character).strip("'").replace("\\n", "\\x0a").replace("\\t", "\\x09")
        + "b"
    )


@given(st.text())
def test_clean_text_holds_nothing_that_a_terminal_obeys(text):
    forbidden = "[\x00-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069]"

    assert not re.search(forbidden, clean(text))
    assert not any(map(is_harmful, clean(text)))
    assert clean(clean(text)) == clean(text)


def test_a_quote_is_short_and_on_one_line():
    assert quoted("saddle") == "'saddle'"
    assert quoted("a\nPROCEED: b") == "'a\\x0aPROCEED: b'"
    assert quoted("x" * 61) == f"'{'x' * 59}…'"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("answers.json", "answers.json"),
        ("/tmp/é/a-b_1.toml", "/tmp/é/a-b_1.toml"),
        ("my answers.json", "'my answers.json'"),
        ("PROCEED: go", "'PROCEED: go'"),
        ("a\nPROCEED: b", "'a\\x0aPROCEED: b'"),
        ("", "''"),
        ("x" * 300, "x" * 300),
    ],
)
def test_an_odd_name_stands_in_quotes_and_none_is_cut(name, shown):
    assert name_of(name) == shown


def test_a_long_list_is_cut_after_20_lines_and_the_others_are_counted():
    asked_for = []
    lines = (asked_for.append(i) or str(i) for i in range(90_000))

    shown = first_lines(lines, 90_000)

    assert shown == [*map(str, range(20)), "and 89980 more"]
    assert len(asked_for) == 20
    assert first_lines(map(str, range(20)), 20) == [*map(str, range(20))]


def test_the_nearest_word_is_offered_else_what_to_do():
    assert did_you_mean("bladdr", ["bladder", "neck"]) == "Did you mean 'bladder'?"
    assert did_you_mean("zzz", ["bladder"], "Add it.") == "Add it."
    assert did_you_mean("zzz", ["bladder"]) == ""


@pytest.mark.parametrize(
    ("text", "columns"), [("ab", 2), ("椎間", 4), ("é", 1), ("می‌خو", 4), ("", 0)]
)
def test_columns_are_those_of_the_terminal(text, columns):
    assert columns_of(text) == get_cwidth(text) == columns


def test_words_in_any_script_are_left_as_they_are():
    for text in ("naïve “quoted”", "می‌خواهم", "椎間板", "Пример 5\u00a0mm"):
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


@pytest.mark.parametrize(
    ("text", "within"),
    [
        ("Passing urine", "passing urine"),
        ("A weak stream", "a weak stream"),
        ("TB now", "TB now"),
        ("MRI", "MRI"),
        ("Pain", "pain"),
        ("", ""),
    ],
)
def test_a_word_stands_small_within_a_sentence_unless_it_is_an_abbreviation(
    text, within
):
    assert uncapitalised(text) == within


def test_a_line_that_is_too_long_is_cut_between_words_with_dots():
    assert cut_to("None: weak stream, leaks", 40) == "None: weak stream, leaks"
    assert cut_to("None: weak stream, leaks", 20) == "None: weak ..."
    assert cut_to("None: weak stream, leaks", 22) == "None: weak stream ..."
