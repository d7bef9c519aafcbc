"""Answers: immutable, private, and read from JSON or TOML without any trust."""

from __future__ import annotations

import pytest

from massage_screen.answers import (
    LARGEST_FILE,
    LARGEST_TOML,
    Answers,
    is_unsure,
    read_answers,
)
from massage_screen.errors import AnswersError


def test_changing_an_answer_gives_new_answers() -> None:
    before = Answers({"sign": "no"})

    after = before.with_answer("sign", "yes").with_answer("pain", 3)

    assert before == {"sign": "no"}
    assert after == {"sign": "yes", "pain": 3}
    assert len(after) == 2


def test_the_source_of_answers_may_change_without_changing_them() -> None:
    source = {"sign": "no"}
    answers = Answers(source)

    source["sign"] = "yes"

    assert answers["sign"] == "no"


def test_a_traceback_shows_questions_and_no_answers() -> None:
    shown = repr(Answers({"sign": "yes", "signs": ("leaks_urine",)}))

    assert shown == "Answers(sign, signs)"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("unsure", True),
        (("arm", "unsure"), True),
        (("unsure",), True),
        ("yes", False),
        (("arm",), False),
        (0, False),
    ],
)
def test_unsure_is_seen_alone_and_inside_a_list(value: object, expected: bool) -> None:
    assert is_unsure(value) is expected  # type: ignore[arg-type]  # any answer


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.json", b'{"sign": "yes", "signs": ["arm"], "pain": 3}'),
        ("a.toml", b'sign = "yes"\nsigns = ["arm"]\npain = 3\n'),
        ("-", b'  {"sign": "yes", "signs": ["arm"], "pain": 3}'),
        ("-", b'sign = "yes"\nsigns = ["arm"]\npain = 3\n'),
        ("a.json", b'\xef\xbb\xbf{"sign": "yes", "signs": ["arm"], "pain": 3}'),
        ("a.toml", b'\xef\xbb\xbfsign = "yes"\r\nsigns = ["arm"]\r\npain = 3\r\n'),
    ],
)
def test_json_and_toml_are_read_alike(name: str, data: bytes) -> None:
    assert read_answers(data, name) == {"sign": "yes", "signs": ["arm"], "pain": 3}


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.json", b"", "line 1, column 1: not valid JSON"),
        ("a.json", b'{"sign": "yes",\n "pain" 3}', "line 2, column 9: not valid JSON"),
        ("a.json", b'{"sign": "no", "sign": "yes"}', "'sign' is answered twice"),
        ("a.json", b'{"a": {"b": 1, "b": 2}}', "an inner table is answered"),
        ("a.json", b'{"pain": NaN}', "NaN is not a number"),
        ("a.json", b'{"pain": -Infinity}', "-Infinity is not a number"),
        ("a.json", b'["sign"]', "must be one table"),
        ("a.json", b'"unsure"', "must be one table"),
        ("a.json", b"null", "must be one table"),
        ("a.json", b'{"sign": ' + b"[" * 100_000, "nested too deep"),
        ("a.json", b'{"pain": ' + b"9" * 5000 + b"}", "number that cannot be read"),
        ("a.json", b'{"sign": "\xe9"}', "byte 10: not UTF-8"),
        ("a.json", b"\xff\xfe{\x00}\x00", "byte 0: not UTF-8"),
        ("a.json", b" " * (LARGEST_FILE + 1), "larger than 250,000 bytes"),
        ("a.json", b'sign = "yes"', "not valid JSON"),
        ("a.toml", b'sign = "no"\nsign = "yes"\n', "not valid TOML"),
        ("a.toml", b"sign = yes\n", "line 1, column 8: not valid TOML: Invalid value"),
        ("a.toml", b"# " + b"x" * LARGEST_TOML, "larger than 64,000 bytes"),
        ("a.toml", b"a" + b".a" * 21 + b" = 1", "line 1: not valid TOML: A key has"),
        ("a.toml", b"x = " + b"9" * 5000, "number that cannot be read"),
        ("a.toml", b"sign = " + b"[" * 5000, "nested too deep"),
        ("-", b"yes", "not valid TOML"),
        ("-", b"[1, 2]", "must be one table"),
    ],
)
def test_a_file_that_cannot_be_read_says_where_and_why(
    name: str, data: bytes, words: str
) -> None:
    with pytest.raises(AnswersError) as caught:
        read_answers(data, name)

    assert str(caught.value).startswith(name)
    assert words in str(caught.value)


def test_a_file_that_cannot_be_read_keeps_its_answers_to_itself() -> None:
    with pytest.raises(AnswersError) as caught:
        read_answers(b'{"bladder": "leaks_urine" "x"}', "a.json")

    assert "leaks_urine" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.json", b'{"q": {"SECRET": 1, "SECRET": 2}}'),
        ("a.json", b'{"answers": {"SECRET": 1, "SECRET": 2}, "pack": {}}'),
        ("a.json", b'{"q": [{"SECRET": 1, "SECRET": 2}]}'),
        ("a.json", b'{"q": "SECRET", "q": "SECRET"}'),
        ("a.json", b'{"q": "SECRET'),
        ("a.json", b'{"q": "SECRET\\x"}'),
        ("a.json", b'{"q": SECRET}'),
        ("a.toml", b"q = { SECRET = 1, SECRET = 2 }"),
        ("a.toml", b"[SECRET]\n[SECRET]\n"),
        ("a.toml", b"q = {SECRET = {a = 1}}\nq.SECRET.b = 2\n"),
        ("a.toml", b"[q]\nSECRET = 1\nSECRET = 2\n"),
        ("a.toml", b"q.SECRET = 1\n[q.SECRET]\n"),
        ("a.toml", b"q = SECRET"),
        ("a.toml", b'q = "SECRET'),
        ("a.toml", b'q = "\\SECRET"'),
        ("a.toml", b"SECRET"),
    ],
)
def test_no_message_repeats_what_stands_inside_a_file(name: str, data: bytes) -> None:
    with pytest.raises(AnswersError) as caught:
        read_answers(data, name)

    assert "SECRET" not in str(caught.value)


def test_a_long_or_odd_key_that_stands_twice_is_quoted_short_and_clean() -> None:
    key = "\\u001b[31m" + "x" * 100_000

    with pytest.raises(AnswersError) as caught:
        read_answers(f'{{"{key}": 1, "{key}": 2}}'.encode(), "a.json")

    assert "\x1b" not in str(caught.value)
    assert len(str(caught.value)) < 150


@pytest.mark.parametrize("name", ["answers.toml", "'my answers.toml'"])
def test_a_file_whose_name_ends_in_toml_is_toml_in_quotes_too(name: str) -> None:
    assert read_answers(b'"sign" = "yes"', name) == {"sign": "yes"}


def test_an_empty_toml_file_answers_nothing() -> None:
    assert read_answers(b"", "a.toml") == {}
