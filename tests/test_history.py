"""What was said, the way back, and what a changed answer has asked again."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from massage_screen.answers import Answers
from massage_screen.catalogue import load_pack, pack_folder
from massage_screen.history import History
from massage_screen.interview import that_is_offered
from massage_screen.pack import Pack
from tests.generated import Raw, files, pack_of, value

WEAK = Answers(
    {"bladder_signs": ("weak_stream",), "bladder_course": "settled_examined"}
)


def test_a_course_that_was_told_of_other_signs_is_asked_again(tiny: Pack) -> None:
    both = ("weak_stream", "stuck")

    history = History(WEAK).with_answer(tiny, "bladder_signs", both)

    sheet = history.sheet(tiny)
    assert history.again == {"bladder_course"}
    assert history.said["bladder_course"] == "settled_examined"
    assert "bladder_course" in sheet.open


def test_what_was_asked_again_counts_when_it_is_answered(tiny: Pack) -> None:
    history = History(WEAK, frozenset({"bladder_course"}))

    kept = history.with_answer(tiny, "bladder_course", "settled_examined")

    assert kept == History(WEAK)
    assert kept.sheet(tiny).answers == WEAK


def test_giving_the_same_answer_again_asks_nothing(tiny: Pack) -> None:
    history = History(WEAK).with_answer(tiny, "bladder_signs", ("weak_stream",))

    assert history == History(WEAK)


def test_an_answer_whose_question_vanished_is_set_aside_not_lost(tiny: Pack) -> None:
    history = History(WEAK).with_answer(tiny, "bladder_signs", ("none",))

    sheet = history.sheet(tiny)
    assert sheet.set_aside == ("bladder_course",)
    assert "bladder_course" not in sheet.open

    back = history.with_answer(tiny, "bladder_signs", ("unsure",))
    assert back.said["bladder_course"] == "settled_examined"
    assert back.sheet(tiny).open[0] == "bladder_course"


def test_facts_are_looked_through_for_what_hangs_on_an_answer() -> None:
    spine = load_pack(pack_folder())
    told = {"heart_kind": ("attack",), "agreed_told": ("heart_artery",)}

    history = History(Answers(told)).with_answer(spine, "heart_kind", ("rhythm",))

    assert history.again == {"agreed_told"}  # a line of it reads the fact


def test_the_way_back_leads_through_the_order_of_asking(tiny: Pack) -> None:
    said = Answers({"moves_freely": "yes", **WEAK})
    history = History(said)
    sheet = history.sheet(tiny)

    assert history.before(sheet) == "bladder_course"
    assert history.before(sheet, "pain_now") == "bladder_course"
    assert history.before(sheet, "bladder_course") == "bladder_signs"
    assert history.before(sheet, "bladder_signs") == "moves_freely"
    assert history.before(sheet, "moves_freely") is None


def test_the_way_back_passes_what_is_no_longer_asked(tiny: Pack) -> None:
    said = WEAK.with_answer("pain_now", 3)
    history = History(said).with_answer(tiny, "bladder_signs", ("none",))

    assert history.before(history.sheet(tiny), "pain_now") == "bladder_signs"


def test_a_new_answer_has_nothing_asked_again(tiny: Pack) -> None:
    early = History(Answers({"bladder_course": "recent"}))

    assert early.with_answer(tiny, "bladder_signs", ("unsure",)).again == frozenset()


SIGNS: list[Raw] = [{"id": "leak", "text": "Leak"}, {"id": "numb", "text": "Numb"}]
LISTS: Raw = {
    "section": {"title": "T"},
    "question": [
        {"id": "signs", "kind": "any_of", "ask": "A?", "choices": SIGNS},
        {"id": "recent", "kind": "any_of", "ask": "B?", "carries": ["signs"]},
        {
            "id": "slow",
            "kind": "any_of",
            "ask": "C?",
            "carries": ["signs"],
            "except": ["recent"],
        },
        {
            "id": "where",
            "kind": "any_of",
            "ask": "D?",
            "choices": [
                {
                    "id": "left",
                    "text": "Left",
                    "when": {"question": "slow", "lacks_any_of": ["leak"]},
                },
            ],
        },
    ],
}


AGREED: Raw = {
    "section": {"title": "T"},
    "question": [
        {
            "id": "told_of",
            "kind": "any_of",
            "ask": "A?",
            "choices": [{"id": "disc", "text": "D"}, {"id": "slip", "text": "S"}],
        },
        {
            "id": "fine",
            "kind": "any_of",
            "ask": "B?",
            "choices": [
                {
                    "id": line,
                    "text": line,
                    "when": {"question": "told_of", "includes_any_of": [line]},
                }
                for line in ("disc", "slip")
            ],
        },
        {"id": "old", "kind": "any_of", "ask": "C?", "carries": ["fine"]},
    ],
}


def test_lines_that_hang_on_a_changed_answer_are_asked_again() -> None:
    pack = pack_of([LISTS])
    said = {"signs": ("leak",), "recent": ("none",), "slow": ("leak",)}

    history = History(Answers({**said, "where": ("none",)}))

    # The new sign was carried, left to nobody, and never asked about; while it is
    # open whether it is slow, `left` may be offered.
    assert history.with_answer(pack, "signs", ("leak", "numb")).again == {
        "recent",
        "slow",
        "where",
    }
    assert history.with_answer(pack, "recent", ("leak",)).again == {"slow"}
    assert history.with_answer(pack, "slow", ("none",)).again == {"where"}


def test_a_line_that_a_kept_answer_brings_is_asked_about_again() -> None:
    pack = pack_of([AGREED])
    said = {"told_of": ("disc",), "fine": ("unsure",), "old": ("disc",)}

    more = History(Answers(said)).with_answer(pack, "told_of", ("disc", "slip"))
    kept = more.with_answer(pack, "fine", ("unsure",))

    # Nobody was asked whether the other one is old, so nobody has denied it.
    assert kept.again == {"old"}
    assert kept.with_answer(pack, "old", ("disc",)).again == frozenset()


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.data())
def test_every_line_of_an_answer_that_counts_was_shown_when_it_was_given(
    data: st.DataObject,
) -> None:
    pack = pack_of(data.draw(files()))
    history, shown = History(), dict[str, set[str]]()
    for _ in range(12):
        sheet = history.sheet(pack)
        asked = data.draw(st.sampled_from([q for q, r in sheet.relevance.items() if r]))
        question = sheet.as_offered(pack.questions[asked])
        old = that_is_offered(history.said.get(asked), question)
        kept = old is not None and data.draw(st.booleans())
        said = old if kept and old is not None else data.draw(value(question))
        history = history.with_answer(pack, asked, said)
        shown[asked] = set(question.words)

        sheet = history.sheet(pack)
        for name in sheet.visible:
            assert shown[name] >= set(sheet.as_offered(pack.questions[name]).words)
