"""The page of a form: one file, which sends nothing and decides nothing."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from massage_screen.alone import asked_alone
from massage_screen.answers import Answers
from massage_screen.catalogue import load_pack
from massage_screen.documents.choices import Country
from massage_screen.documents.country import local_words
from massage_screen.errors import AnswersError
from massage_screen.form.code import DIGITS, Typed, code_of, handed_over, read_code
from massage_screen.form.data import data_of
from massage_screen.form.page import SCRIPTS, STATIC, Wishes, form_page
from massage_screen.history import History
from massage_screen.pack import Disposition, Pack, Rule
from massage_screen.sheet import Sheet
from tests.form_walks import walk_of
from tests.shipped import PACK

DAY, TODAY = "2027-01-31", "2027-02-02"
PAGE = form_page(PACK, Wishes(local=local_words(Country.UK)))


def filled_in(seed: int, pack: Pack = PACK) -> Sheet:
    *_, (_, history) = walk_of(pack, seed)
    return history.sheet(pack)


def code_for(sheet: Sheet) -> str:
    return code_of(sheet.pack, Typed(Answers(handed_over(sheet)), DAY, False, False))


# The page


def test_nothing_in_the_page_leads_out_of_it() -> None:
    assert re.findall(r"https?://|src=|@import|url\(|innerHTML|fetch\(", PAGE) == []


def test_no_word_of_a_decision_is_in_the_page() -> None:
    words = "|".join(d.name for d in Disposition if d is not Disposition.EMERGENCY)

    assert re.findall(rf"\b({words})\b", PAGE) == []
    assert [rule.found for rule in PACK.rules.values() if found_in(rule)] == []


def test_no_reason_speaks_as_the_therapist_or_says_what_an_answer_closes() -> None:
    """Who knows at which answer massage waits can give another one."""
    steps = (step for step in data_of(PACK)["steps"] if "why" in step)
    shown = {step["id"]: step["why"] for step in steps}
    told = r"\b(I|me|my)\b|massage (waits|may)|left out|counts less|a pause|Above \d"

    assert [name for name, why in shown.items() if re.search(told, why)] == []
    assert shown["pregnant"] == PACK.questions["pregnant"].why_client
    assert shown["cord_signs"] == PACK.questions["cord_signs"].why
    assert all(question in PAGE for question in shown)


def found_in(rule: Rule) -> bool:
    said = (rule.found, rule.do, rule.tell)
    return any(isinstance(text, str) and text and text in PAGE for text in said)


def test_only_our_own_script_runs() -> None:
    (script,) = re.findall(r"<script>(.*?)</script>", PAGE, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()

    assert f"script-src 'sha256-{digest}'" in PAGE
    assert script == "\n".join((STATIC / name).read_text("utf-8") for name in SCRIPTS)
    assert "default-src 'none'" in PAGE


def test_the_page_is_the_same_every_time() -> None:
    assert form_page(PACK, Wishes(local=local_words(Country.UK))) == PAGE
    assert PAGE.isascii()


def test_what_the_practice_writes_is_escaped() -> None:
    bad = "</script><script>alert(1)</script>"
    own = Wishes(local=local_words(None), practice=bad, sentence=bad)

    page = form_page(PACK, own)

    assert "alert(1)" in page
    assert page.count("<script>") == PAGE.count("<script>")
    assert page.count("</script>") == PAGE.count("</script>")


def test_the_number_is_that_of_the_country() -> None:
    assert "Call 999 now" in PAGE
    neutral = form_page(PACK, Wishes(local=local_words(None)))
    assert "Call your local emergency number now" in neutral


def test_what_the_therapist_answers_is_not_put_to_the_client() -> None:
    therapists = [q for q in PACK.questions.values() if q.asked_by == "therapist"]
    put = [step["id"] for step in data_of(PACK)["steps"] if "ask" in step]

    assert [q.id for q in therapists if q.id in put] == []
    assert [q.ask for q in therapists if json.dumps(q.ask) in PAGE] == []


def test_the_page_holds_no_rule_but_when_to_call_for_help() -> None:
    data = data_of(PACK)
    emergencies = [
        r for r in PACK.rules.values() if r.ranks_as is Disposition.EMERGENCY
    ]

    assert 0 < len(data["alarms"]) <= len(emergencies)
    assert set(data) == {"pack", "sections", "none", "steps", "alarms"}


# The code


@pytest.mark.parametrize("seed", range(40))
def test_a_code_holds_what_was_answered(seed: int) -> None:
    sheet = filled_in(seed)

    typed = read_code(code_for(sheet), PACK, TODAY)

    assert dict(typed.answers) == handed_over(sheet)
    assert typed.day == DAY


@pytest.mark.parametrize(("shown", "back"), [(True, False), (False, True)])
def test_a_code_says_whether_help_was_called_for(shown: bool, back: bool) -> None:
    answers = filled_in(1).answers

    typed = read_code(code_of(PACK, Typed(answers, DAY, shown, back)), PACK, TODAY)

    assert (typed.emergency_shown, typed.taken_back) == (shown, back)


def well() -> Sheet:
    history = History()
    for question in asked_alone(PACK):
        sheet = history.sheet(PACK)
        if sheet.relevance[question.id]:
            mildest = sheet.mildest(question)
            history = history.with_answer(PACK, question.id, mildest)
    return history.sheet(PACK)


def test_the_code_of_a_client_with_nothing_to_tell_is_short() -> None:
    assert len(code_for(well()).replace("-", "")) <= 20


def test_a_code_may_be_typed_as_people_type() -> None:
    code = code_for(filled_in(3))
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")

    assert read_code(typed, PACK, TODAY) == read_code(code, PACK, TODAY)


def slips(code: str) -> Iterator[str]:
    for place, sign in enumerate(code):
        for other in DIGITS:
            if other != sign:
                yield code[:place] + other + code[place + 1 :]
    for place in range(len(code) - 1):
        one, other = code[place : place + 2]
        if one != other:
            yield code[:place] + other + one + code[place + 2 :]
    yield from (code[:-1], code + "0", code[1:], code[4:], "", "0", "-", "ABC\u00fc")


@pytest.mark.parametrize("seed", range(3))
def test_a_slip_is_noticed_and_nothing_is_read(seed: int) -> None:
    code = code_for(filled_in(seed)).replace("-", "")

    for slip in slips(code):
        with pytest.raises(AnswersError, match="The code has a slip"):
            read_code(slip, PACK, TODAY)


def test_a_code_of_another_edition_is_refused(tiny: Pack) -> None:
    with pytest.raises(AnswersError, match="another edition"):
        read_code(code_for(filled_in(0, tiny)), PACK, TODAY)


def test_a_code_is_never_of_a_day_to_come() -> None:
    code = code_for(well())

    assert read_code(code, PACK, DAY).day == DAY
    assert read_code(code, PACK, "2027-01-30").day == "2025-09-06"


# What the page asks of any pack


def test_a_pack_with_all_that_packs_can_say_has_a_form(grown: Path) -> None:
    pack = load_pack(grown)
    page = form_page(pack, Wishes(local=local_words(None), code=False))

    assert '"code":false' in page
