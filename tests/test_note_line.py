"""The note in one line: the day, the word, the limits, and nothing left unsaid."""

from __future__ import annotations

from massage_screen.answers import Answers
from massage_screen.decision import decide_sheet
from massage_screen.glance import glance
from massage_screen.note_line import LONGEST, note_line
from massage_screen.screened import Screened, screened
from massage_screen.sheet import Sheet
from tests.shipped import CASES, PACK

DAY = "2026-11-28"


def client(case_id: str) -> Screened:
    case = next(case for case in CASES if case.id == case_id)
    return screened(PACK, Answers(case.answers), "program 1", DAY)


def test_a_note_names_the_day_the_word_the_limits_and_by_when() -> None:
    assert note_line(client("shorter_at_72_and_no_pain")) == (
        "2026-11-28 RESTRICT spine 0.2.0: 2/5 back of neck, whole back; no thrust,"
        " traction; more limits; see by 2026-12-12"
    )


def test_what_is_left_is_elsewhere_where_that_is_most_of_the_body() -> None:
    note = note_line(client("sudden_hip_pain_at_56"))

    assert "2/5 buttocks and hips; 3/5 elsewhere; no joint mobilising" in note


def test_where_nearly_all_is_closed_it_names_what_is_left() -> None:
    note = note_line(client("cyst_in_the_cord_and_a_letter"))

    assert "closed all but arms, legs; 2/5 arms, legs" in note


def test_where_hands_stay_off_it_names_how_long_and_why() -> None:
    assert note_line(client("sex_feels_different")) == (
        "2026-11-28 REFER spine 0.2.0: within 24 hours; sexual feeling or function has"
        " changed lately"
    )


def test_it_ends_with_the_positions_and_the_time_of_the_session() -> None:
    note = note_line(client("returning_with_neck_canal"))

    assert note.endswith("; not face down; 30 min")


def test_how_long_to_wait_is_named_only_where_there_is_a_result() -> None:
    told = client("sex_feels_different").sheet.answers
    some = {name: told[name] for name in list(told)[: [*told].index("recent") + 1]}

    assert note_line(screened(PACK, Answers(some), "program 1", DAY)) == (
        "2026-11-28 INCOMPLETE spine 0.2.0: sexual feeling or function has changed"
        " lately"
    )


def test_no_note_is_longer_than_a_line_or_hides_what_is_closed_or_the_day() -> None:
    for case in CASES:
        sheet = Sheet(PACK, Answers(case.answers))
        found = Screened(sheet, decide_sheet(sheet), "1", DAY)
        note = note_line(found)

        assert len(note) <= LONGEST, case.id
        assert note.startswith(f"{DAY} {found.word} {PACK.about.id}"), case.id
        assert note.isprintable(), case.id
        if found.hands_on:
            seen, see_by = glance(found.decision, PACK), found.decision.see_by
            assert ("closed" in note) is bool(seen.closed), case.id
            assert (f"see by {DAY[:4]}" in note) is (see_by is not None), case.id


def test_without_a_day_it_begins_with_the_word() -> None:
    case = CASES[0]
    found = screened(PACK, Answers(case.answers), "program 1")

    assert note_line(found).startswith(f"{found.word} spine")
