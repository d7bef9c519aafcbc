"""Whole keys out of what a terminal sends, in pieces of any size."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massage_screen.prompts.sequences import PASTE_BEGINS, PASTE_ENDS, STOPS, Sequences
from tests.unknown_keys import UNKNOWN

KNOWN = {"\x1b[A", "\x1b[5~", "\x1b[H", "\x1bOP", "\x1b[Z", "\x1b\t", "\x1b[[A"}
#: They answer, mark, leave, stop, or do nothing, but each is a key of its own.
KEYS = [*"1yqb \r\x7f\x03é", *sorted(KNOWN)]


def keys_of(text):
    """Return the keys of a text that came whole."""
    return Sequences(KNOWN).feed(text)


def one_by_one(sequences, text):
    return [key for character in text for key in sequences.feed(character)]


@pytest.mark.parametrize("sequence", UNKNOWN.values(), ids=UNKNOWN)
def test_a_sequence_that_is_no_key_is_nothing(sequence):
    sequences = Sequences(KNOWN)

    heard = [*sequences.feed(sequence), *sequences.wait_over()]

    assert heard == []
    assert sequences.feed("1") == ["1"]


@pytest.mark.parametrize("sequence", UNKNOWN.values(), ids=UNKNOWN)
def test_a_sequence_in_pieces_is_nothing(sequence):
    sequences = Sequences(KNOWN)

    heard = one_by_one(sequences, sequence)

    assert heard == []
    assert sequences.wait_over() == []


@pytest.mark.parametrize("key", KEYS)
def test_a_key_comes_out_as_it_came_whole_or_in_pieces(key):
    assert keys_of(key) == [key]
    assert one_by_one(Sequences(KNOWN), key) == [key]


@pytest.mark.parametrize(
    ("sequence", "key"),
    [
        ("\x1bOp", "0"),
        ("\x1bOq", "1"),
        ("\x1bOy", "9"),
        ("\x1bOM", "\r"),
        ("\x1bOn", "."),
        ("\x1bOm", "-"),
        ("\x1b[49u", "1"),
        ("\x1b[49;1u", "1"),
        ("\x1b[13u", "\r"),
        ("\x1b[57400u", "1"),
        ("\x1b[57400;129u", "1"),
        ("\x1b[57409u", "."),
        ("\x1b[57414u", "\r"),
        ("\x1b[99;5u", "\x03"),
        ("\x1b[27;5;99~", "\x03"),
        ("\x8fq", "1"),
        ("\x9bA", "\x1b[A"),
        ("\udc9bA", "\x1b[A"),
    ],
)
def test_a_key_in_another_form_is_what_was_pressed(sequence, key):
    assert keys_of(sequence) == [key]


def test_no_key_of_the_keypad_is_lost_between_others():
    assert "".join(keys_of("\x1bOw\x1bOn\x1bOu")) == "7.5"
    assert "".join(keys_of("7\x1b[57409u5")) == "7.5"


def test_escape_alone_is_a_key_when_nothing_follows():
    sequences = Sequences(KNOWN)

    assert sequences.feed("\x1b") == []
    assert sequences.wait_over() == ["\x1b"]
    assert sequences.feed("1") == ["1"]


@pytest.mark.parametrize(
    "begun",
    [
        "\x1b[",
        "\x1b[4",
        "\x1b[23$",
        "\x1b[[",
        "\x1b[M1",
        "\x1bO",
        "\x1b]11;1",
        "\x1bP1",
    ],
)
def test_a_sequence_that_never_ends_is_dropped_after_the_wait(begun):
    sequences = Sequences(KNOWN)

    heard = [*sequences.feed(begun), *sequences.wait_over()]

    assert heard == []
    assert not sequences.unfinished
    assert sequences.feed("1") == ["1"]


@pytest.mark.parametrize(
    "begun", ["\x1b", "\x1b[4", "\x1bO", "\x1b]11;1", "\x1b[[", ""]
)
@pytest.mark.parametrize("stop", sorted(STOPS))
def test_no_sequence_swallows_a_key_that_stops(begun, stop):
    assert keys_of(begun + stop) == [stop]


@pytest.mark.parametrize("begun", ["\x1b", "\x1b[4", "\x1bO", "\x1b]11;1", "\x1bP1"])
@pytest.mark.parametrize("end", ["\x18", "\x1a", "\x1b[A"])
def test_a_sequence_may_be_broken_off(begun, end):
    assert "".join(keys_of(f"{begun}{end}y")) == f"{end if len(end) > 1 else ''}y"


def test_long_sequences_end_where_they_end():
    assert keys_of(f"\x1b]52;c;{'1' * 100_000}\x07" + "y") == ["y"]
    assert keys_of(f"\x1b[{'1;' * 1000}A" + "y") == ["y"]


def test_a_paste_is_one_key_and_nothing_of_it_is_heard():
    pasted = f"{PASTE_BEGINS}1\ry\x03\x1b[A\x1b]{PASTE_ENDS}"

    assert keys_of(pasted + "y") == [PASTE_BEGINS, "y"]
    assert one_by_one(Sequences(KNOWN), pasted) == [PASTE_BEGINS]


def test_a_paste_goes_on_after_a_pause():
    sequences = Sequences(KNOWN)

    heard = sequences.feed(f"{PASTE_BEGINS}1\r") + sequences.wait_over()

    assert sequences.unfinished
    assert heard + sequences.feed(f"y\r{PASTE_ENDS}") == [PASTE_BEGINS]
    assert not sequences.unfinished


def test_stopping_after_a_pause_ends_a_paste_whose_end_was_lost():
    sequences = Sequences(KNOWN)
    sequences.feed(f"{PASTE_BEGINS}1\r")
    sequences.wait_over()

    assert sequences.feed("\x03") == ["\x03"]
    assert sequences.feed("y") == ["y"]


def test_the_end_of_a_paste_alone_is_nothing():
    assert keys_of(f"{PASTE_ENDS}y") == ["y"]


def code_points(first, last):
    return st.characters(min_codepoint=first, max_codepoint=last)


PARAMETERS = st.text(code_points(0x30, 0x3F), max_size=12)
BETWEEN = st.text(code_points(0x20, 0x2F), max_size=3)
#: Text without what ends a string.
CONTENT = st.text(code_points(0x20, 0x7E), max_size=30)
STRINGS = st.tuples(
    st.sampled_from(["\x1b]", "\x1bP", "\x1bX", "\x1b^", "\x1b_", "\x9d", "\x90"]),
    CONTENT,
    st.sampled_from(["\x1b\\", "\x07", "\x9c"]),
)
#: Sequences as the standard builds them. "?" in front makes a CSI a private one, which
#: is no key of anybody.
SEQUENCES = st.one_of(
    STRINGS,
    st.tuples(st.just("\x1b[?"), PARAMETERS, BETWEEN, code_points(0x40, 0x7E)),
    st.tuples(st.just("\x9b?"), PARAMETERS, BETWEEN, code_points(0x40, 0x7E)),
    st.tuples(st.just("\x1bN"), code_points(0x20, 0x7E)),
    st.tuples(st.just("\x1b"), st.sampled_from("0123456789acghyz")),
    st.tuples(st.just("\x1b"), BETWEEN.filter(bool), code_points(0x30, 0x7E)),
).map("".join)


@given(st.lists(st.one_of(SEQUENCES, st.sampled_from(KEYS)), max_size=12), st.data())
def test_of_keys_among_sequences_the_keys_come_out(sent, data):
    text = "".join(sent)
    cut = data.draw(st.integers(0, len(text)))
    sequences = Sequences(KNOWN)

    heard = sequences.feed(text[:cut]) + sequences.feed(text[cut:])

    assert heard == [piece for piece in sent if piece in KEYS]


@given(
    st.text(st.sampled_from("\x1b[]OPNM?;$12u~AyqR \r\x07\x18\x9b\x9déé"), max_size=40)
)
def test_whatever_comes_means_the_same_in_pieces_and_the_next_key_works(text):
    whole, pieces = Sequences(KNOWN), Sequences(KNOWN)

    assert whole.feed(text) == one_by_one(pieces, text)
    assert whole.wait_over() == pieces.wait_over()
    assert whole.feed("y") == pieces.feed("y") == ["y"]


@given(st.text(st.characters(min_codepoint=0x80), max_size=30))
def test_what_is_typed_outside_sequences_is_kept(text):
    typed = "".join(c for c in text if not (ord(c) < 0xA0 or 0xDC80 <= ord(c) < 0xDCA0))

    assert "".join(keys_of(typed)) == typed
