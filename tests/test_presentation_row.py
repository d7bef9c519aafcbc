"""Rows of a card: whole pieces give way, in order, and the row says so."""

from __future__ import annotations

from massage_screen.presentation.row import Row, fitted, most_lines

FIRST = Row("Do", ("Stop now.", "Lie down.", "Wait."), gives_way=1)
SECOND = Row("Why", ("It is sore.", "It is new."), gives_way=2)
THIRD = Row("Also", ("A note." * 40,), keeps=0, gives_way=3)
LAST = Row("Note", ("2026-11-28 RESTRICT",))


def test_what_fits_stays_whole() -> None:
    assert fitted((FIRST, SECOND, LAST), 80) == (FIRST, SECOND, LAST)


def test_a_row_without_anything_to_say_is_left_out() -> None:
    assert fitted((FIRST, Row("Open", ())), 80) == (FIRST,)


def test_what_gives_way_first_goes_first_and_a_row_may_go_as_a_whole() -> None:
    rows = (FIRST, SECOND, *[LAST] * 18, THIRD)

    left = fitted(rows, 80)

    assert THIRD not in left
    assert left[:2] == (FIRST, SECOND)


def test_pieces_go_from_the_end_and_are_counted() -> None:
    long = Row("Do", tuple(f"{'word ' * 12}{n}." for n in range(30)), gives_way=1)

    (left,) = fitted((long,), 80)

    assert left.height(80) <= most_lines(80)
    assert left.said == long.said[: len(left.said)]
    assert left.left == 30 - len(left.said)
    assert left.text.endswith(f"({left.left} more in the details)")


def test_what_is_beside_stands_behind_what_was_cut() -> None:
    row = Row("Why", ("One.", "Two."), beside="and 2 notes")

    assert row.text == "One. Two. (and 2 notes)"
    assert row.without_last().text == "One. (1 more in the details, and 2 notes)"


def test_what_must_stay_stays_even_where_it_does_not_fit() -> None:
    rows = (FIRST, *[LAST] * 40)

    left = fitted(rows, 80)

    assert left[0].said == FIRST.said[:1]
    assert len(left) == 41


def test_a_narrow_page_may_be_longer() -> None:
    assert [most_lines(width) for width in (100, 80, 68, 40, 20)] == [
        20, 20, 20, 34, 68,
    ]  # fmt: skip
