"""What the program knows: in conditions, files, proof, words, and nowhere asked."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
import z3
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from massage_screen.answers import NONE, UNSURE, Answers, Value
from massage_screen.catalogue import load_pack
from massage_screen.cli import app
from massage_screen.comparison.difference import compare
from massage_screen.decision import decide
from massage_screen.errors import AnswersError
from massage_screen.explanation.explain import explain
from massage_screen.history import History
from massage_screen.length import gate_prompts, nothing_to_tell
from massage_screen.library import find_problems, load_cases, load_safety
from massage_screen.pack import KNOWN, SAYS, Pack, Question
from massage_screen.practice.client import client_of
from massage_screen.practice.contrast import contrast_case, contrasts
from massage_screen.practice.reference import needed_questions
from massage_screen.proof.encoding import Encoding, words
from massage_screen.proof.holes import find_holes
from massage_screen.proof.properties import prove
from massage_screen.proof.space import answer_space
from massage_screen.screened import as_json, read_client, read_screened, screened
from massage_screen.sheet import Sheet, fit_answers
from tests.naive import Naive

WritePack = Callable[..., Path]
TODAY = "2026-11-28"
FILE = "10_bladder.toml"
DECLARED = """
[[known]]
id = "visit"
values = ["returning", "first"]
absent = "first"

[[known]]
id = "watch"
values = ["none", "open", "past"]
absent = "none"
"""
SHORT = """[[question]]
id = "b_urine"
kind = "yes_no"
gate = true
when = { known = "visit", is_any_of = ["returning"] }
ask = "Is anything new with passing urine?"
again = "Does it go as it always did?"

[[question]]
id = "bladder_signs"
kind = "any_of"
gate = true
when = { any_of = [
  { known = "visit", is_any_of = ["first"] },
  { question = "b_urine", is_any_of = ["yes", "unsure"] },
] }
"""
LIST = '[[question]]\nid = "bladder_signs"\nkind = "any_of"\ngate = true\n'
SEEN = """[[question]]
id = "seen_since"
kind = "yes_no"
reassuring = true
when = { known = "watch", is_any_of = ["past"] }
ask = "Has a doctor seen you since?"

[[rule]]
id = "watch_is_open"
when = { known = "watch", is_any_of = ["open"] }
found = "A doctor is to see the client."
do = "Ask when."
policy = "A note for tests."

[[rule]]
id = "not_seen"
when = { all_of = [
  { known = "watch", is_any_of = ["past"] },
  { question = "seen_since", is_any_of = ["no", "unsure"] },
] }
disposition = "refer"
timeframe = "within_days"
found = "The day to be seen by has passed."
do = "Send the client."
policy = "A rule for tests."

[[rule]]
id = "urine_stuck\""""
EDITS = (
    ("pack.toml", "", DECLARED),
    (FILE, LIST, SHORT),
    (FILE, '[[rule]]\nid = "urine_stuck"', SEEN),
)
FINE = {"bladder_signs": ["none"], "pain_now": 2, "moves_freely": "yes"}


@pytest.fixture
def folder(write_pack: WritePack) -> Path:
    return write_pack(*EDITS)


@pytest.fixture
def pack(folder: Path) -> Pack:
    return load_pack(folder)


def decided(pack: Pack, **answers: Any) -> str:
    found = decide(pack, fit_answers(pack, answers, "a.json"))
    return found.disposition.value if found.disposition else "incomplete"


def test_a_pack_that_declares_both_has_no_problem(folder: Path) -> None:
    assert find_problems(folder) == []


def test_every_value_has_words() -> None:
    values = [(known.id, value) for known in KNOWN.values() for value in known.values]

    assert list(SAYS) == values
    assert all(known.absent in known.values for known in KNOWN.values())


def test_a_new_client_is_asked_the_list_and_a_returning_one_the_short_question(
    pack: Pack,
) -> None:
    new = Sheet(pack, Answers())
    returning = Sheet(pack, Answers({"visit": "returning"}))
    unsure = Sheet(pack, Answers({"visit": "returning", "b_urine": UNSURE}))

    assert new.open[:1] == ("bladder_signs",)
    assert new.relevance["b_urine"] is False
    assert returning.open == ("b_urine", "pain_now", "moves_freely")
    assert unsure.relevance["bladder_signs"] is True


def test_what_is_not_said_is_what_it_is_when_absent(pack: Pack) -> None:
    said = {**FINE, "visit": "first", "watch": "none"}

    assert Sheet(pack, Answers()).known == {"visit": "first", "watch": "none"}
    assert decided(pack, **FINE) == decided(pack, **said) == "proceed"


def test_what_is_known_is_never_asked_never_open_and_no_answer_of_the_client(
    pack: Pack,
) -> None:
    answers = fit_answers(pack, {**FINE, "watch": "open"}, "a.json")

    sheet, decision = Sheet(pack, answers), decide(pack, answers)

    assert sheet.open == decision.required == decision.set_aside == ()
    assert "watch" not in sheet.visible
    assert [f.rule.id for f in decision.findings if f.because == {}][-1:] == [
        "watch_is_open"
    ]


@pytest.mark.parametrize(
    ("seen", "word"), [("yes", "proceed"), ("no", "refer"), (UNSURE, "refer")]
)
def test_a_condition_reads_what_is_known(pack: Pack, seen: str, word: str) -> None:
    assert decided(pack, **FINE, watch="past", seen_since=seen) == word
    assert decided(pack, **FINE, watch="open") == "proceed"


def test_the_reason_of_a_finding_names_answers_only(pack: Pack) -> None:
    answers = fit_answers(pack, {**FINE, "watch": "past", "seen_since": "no"}, "a")

    (first, *_) = decide(pack, answers).findings

    assert first.because == {"seen_since": "no"}


@pytest.mark.parametrize("name", ["visit", "watch"])
def test_a_pack_that_declares_none_takes_none(tiny: Pack, name: str) -> None:
    with pytest.raises(AnswersError, match=f"'{name}': the pack has no such question"):
        fit_answers(tiny, {name: KNOWN[name].absent}, "a.json")


@pytest.mark.parametrize("value", ["second", "unsure", ["first"], 1, None])
def test_a_value_that_the_program_does_not_give_is_refused(
    pack: Pack, value: object
) -> None:
    with pytest.raises(AnswersError, match="must be one of 'returning', 'first'"):
        fit_answers(pack, {"visit": value}, "a.json")


@pytest.mark.parametrize(
    ("until", "value"),
    [
        ({"until": "2026-11-27"}, "past"),
        ({"until": TODAY}, "open"),
        ({"until": "2026-11-29"}, "open"),
        ({"until": "unknown"}, "past"),
        ({}, "past"),
    ],
)
def test_the_day_of_a_watch_is_held_against_the_day_of_today(
    pack: Pack, until: dict[str, str], value: str
) -> None:
    data = json.dumps({**FINE, "watch": {"rule": "bladder_old", **until}}).encode()

    client = read_client(data, "a.json", pack, "p", TODAY)

    assert client.sheet.known["watch"] == value


@pytest.mark.parametrize(
    ("watch", "message"),
    [
        ({}, "a table of 'rule' and 'until'"),
        ({"until": "2026-12-12"}, "a table of 'rule' and 'until'"),
        ({"rule": 3}, "a table of 'rule' and 'until'"),
        ({"rule": "r", "day": "2026-12-12"}, "a table of 'rule' and 'until'"),
        ({"rule": "r", "until": "2026-02-30"}, "has an 'until' that is neither"),
        ({"rule": "r", "until": "soon"}, "has an 'until' that is neither"),
        ({"rule": "r", "until": None}, "has an 'until' that is neither"),
        (["open"], "must be one of 'none', 'open', 'past'"),
        ("soon", "must be one of 'none', 'open', 'past'"),
    ],
)
def test_a_malformed_watch_is_refused_without_its_content(
    pack: Pack, watch: object, message: str
) -> None:
    data = json.dumps({**FINE, "watch": watch}).encode()

    with pytest.raises(AnswersError, match=r"a\.json, 'watch'") as error:
        read_client(data, "a.json", pack, "p", TODAY)

    assert message in str(error.value)
    assert "soon" not in str(error.value)


def test_a_watch_in_toml_is_read_the_same(pack: Pack) -> None:
    data = b'bladder_signs = ["none"]\nwatch = { rule = "r", until = "2026-11-01" }\n'

    client = read_client(data, "a.toml", pack, "p", TODAY)

    assert client.sheet.known["watch"] == "past"


def test_a_decision_that_is_read_back_is_the_same_decision(pack: Pack) -> None:
    said = {**FINE, "visit": "returning", "b_urine": "no", "watch": "past"}
    del said["bladder_signs"]
    answers = fit_answers(pack, {**said, "seen_since": "no"}, "a.json")
    content = as_json(screened(pack, answers, "p"))

    read = read_screened(json.dumps(content).encode(), "d.json", pack, "p")

    assert list(content["answers"])[:2] == ["visit", "watch"]
    assert as_json(read) == content


def test_assess_takes_what_is_known(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    watch = {"rule": "bladder_old", "until": "2020-01-01"}
    file.write_text(json.dumps({**FINE, "watch": watch, "seen_since": "no"}), "utf-8")

    result = CliRunner().invoke(
        app, ["assess", str(file), "--json", "--questions", str(folder)]
    )

    assert json.loads(result.stdout)["disposition"] == "refer"
    assert json.loads(result.stdout)["answers"]["watch"] == "past"


def test_cases_hold_what_is_known(write_pack: WritePack) -> None:
    case = (
        'answers = { bladder_signs = ["stuck"] }',
        'answers = { bladder_signs = ["stuck"], visit = "returning", b_urine = "yes" }',
    )
    wrong = ("watch", '"soon"')
    folder = write_pack(*EDITS, ("cases/clients.toml", *case))

    found = load_cases(folder)[-1]

    assert found.answers["visit"] == "returning"
    more = "answers = { " + " = ".join(wrong) + ", "
    write_pack(*EDITS, ("cases/clients.toml", "answers = { ", more))
    assert {problem.code for problem in find_problems(folder)} == {
        "answer_does_not_fit"
    }


def test_students_meet_a_returning_client_as_one(folder: Path, pack: Pack) -> None:
    signs = {"b_urine": "yes", "bladder_signs": ("stuck",)}
    said = {**FINE, "visit": "returning", **signs}
    case = msgspec.structs.replace(load_cases(folder)[-1], answers=said)

    client = client_of(pack, case, 0)

    assert needed_questions(pack, client.answers) == ("b_urine", "bladder_signs")
    assert Sheet(pack, client.told(["b_urine"])).open[:1] == ("bladder_signs",)
    apart = contrast_case(pack, case, next(contrasts(pack, client.answers)))
    assert apart.answers["visit"] == "returning"


def test_a_history_with_what_is_known_goes_back_over_questions_only(
    pack: Pack,
) -> None:
    said = fit_answers(pack, {"visit": "returning", "b_urine": "no"}, "a.json")
    history = History(said).with_answer(pack, "pain_now", 2)

    sheet = history.sheet(pack)

    assert history.asked(sheet) == ["b_urine", "pain_now"]
    assert history.before(sheet, "b_urine") is None


def test_what_would_change_a_result_is_never_what_is_known(pack: Pack) -> None:
    answers = fit_answers(pack, {**FINE, "watch": "past", "seen_since": "no"}, "a")
    sheet = Sheet(pack, answers)

    assert explain(sheet, decide(pack, answers)).would_change == ()


def test_the_length_is_that_of_a_new_client(pack: Pack, tiny: Pack) -> None:
    assert gate_prompts(pack) == gate_prompts(tiny) == 1
    assert nothing_to_tell(pack) == nothing_to_tell(tiny) == 3


# Who may read the visit

NOT_AGAIN = '{ known = "visit", is_any_of = ["first"] }'
RETURNING = '{ known = "visit", is_any_of = ["returning"] }'
IS_FIRST = f"\n  {NOT_AGAIN},"
OPENED = '\n  { question = "b_urine", is_any_of = ["yes", "unsure"] },'
SHORT_HEAD = '[[question]]\nid = "b_urine"'
ASKED_BEFORE = (
    FILE,
    SHORT_HEAD,
    '[[question]]\nid = "pain_kind"\nkind = "yes_no"\nask = "Is the pain new?"\n\n'
    + SHORT_HEAD,
)
B_SIDE = (
    FILE,
    SHORT_HEAD,
    '[[question]]\nid = "b_side"\nkind = "yes_no"\ngate = true\n'
    'when = { known = "visit", is_any_of = ["returning"] }\n'
    'ask = "Is anything new at the side?"\nagain = "Is the side well?"\n\n'
    + SHORT_HEAD,
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('["yes", "unsure"]', '["yes"]'),
        ('["yes", "unsure"]', '["yes", "no", "unsure"]'),
        ('visit", is_any_of = ["first"]', 'visit", is_any_of = ["returning"]'),
        ('"b_urine", is_any_of', '"pain_kind", is_any_of'),
        ('visit", is_any_of = ["returning"]', 'visit", is_any_of = ["first"]'),
        ("gate = true\nwhen = { known", "when = { known"),
        ("when = { any_of = [\n", "when = { all_of = [\n"),
        (f"any_of = [{IS_FIRST}", f"any_of = [{IS_FIRST}{IS_FIRST}"),
        (f"when = {RETURNING}", f"when = {{ all_of = [{RETURNING}, {RETURNING}] }}"),
    ],
)
def test_no_other_form_than_the_two_may_read_the_visit(
    write_pack: WritePack, old: str, new: str
) -> None:
    folder = write_pack(*EDITS, ASKED_BEFORE, (FILE, old, new))

    assert "visit_read" in {problem.code for problem in find_problems(folder)}


@pytest.mark.parametrize(
    "further",
    [
        '{ known = "watch", is_any_of = ["open", "past"] }',
        '{ question = "pain_kind", is_any_of = ["yes", "unsure"] }',
    ],
)
def test_more_may_open_a_list_to_a_returning_client(
    write_pack: WritePack, further: str
) -> None:
    opened = (FILE, OPENED, f"{OPENED}\n  {further},")

    assert find_problems(write_pack(*EDITS, ASKED_BEFORE, READ, opened)) == []


def test_any_short_question_opens_the_list(write_pack: WritePack) -> None:
    side = OPENED.replace("b_urine", "b_side")
    folder = write_pack(*EDITS, B_SIDE, (FILE, OPENED, OPENED + side))
    pack, said = load_pack(folder), {"visit": "returning", "b_urine": "no"}

    for word, opens in (("no", False), ("yes", True), (UNSURE, True)):
        sheet = Sheet(pack, Answers({**said, "b_side": word}))
        assert sheet.relevance["bladder_signs"] is opens


READ = (
    FILE,
    '  { question = "pain_now", is_any_of',
    '  { question = "pain_kind", is_any_of = ["yes", "unsure"] },\n'
    '  { question = "pain_now", is_any_of',
)


@pytest.mark.parametrize(
    ("short", "full", "codes"),
    [
        (True, True, set()),  # whom the short question leaves out, the list does too
        (False, True, set()),
        (True, False, {"visit_read"}),  # they would never be asked the list
    ],
)
def test_who_misses_the_short_question_must_miss_the_list(
    write_pack: WritePack, short: bool, full: bool, codes: set[str]
) -> None:
    also = '{ question = "pain_kind", is_any_of = ["yes", "unsure"] }'
    narrow = (f"when = {RETURNING}", f"when = {{ all_of = [{RETURNING}, {also}] }}")
    any_of = f"{{ any_of = [{IS_FIRST}{OPENED}\n] }}"
    edits = [ASKED_BEFORE, READ]
    edits += [(FILE, *narrow)] * short
    edits += [(FILE, any_of, f"{{ all_of = [{also}, {any_of}] }}")] * full

    found = find_problems(write_pack(*EDITS, *edits))

    assert {problem.code for problem in found} == codes


ABOVE = (
    "05_in_full.toml",
    "",
    '[section]\ntitle = "In full"\n\n[[question]]\nid = "long_ago"\nkind = "yes_no"\n'
    'ask = "Is the last visit long ago?"\n\n[[fact]]\nid = "in_full"\n'
    'about = "All is asked."\nvalues = ["no", "yes"]\n'
    'rows = [{ is = "no", when = { question = "long_ago", is_any_of = ["no"] } }]\n',
)


@pytest.mark.parametrize(
    ("opener", "codes"),
    [('["yes"]', set()), ('["no", "yes"]', set()), ('["no"]', {"visit_read"})],
)
def test_a_short_question_is_left_out_where_its_list_is_asked_anyway(
    write_pack: WritePack, opener: str, codes: set[str]
) -> None:
    also = '{ fact = "in_full", is_any_of = ["no"] }'
    narrow = (f"when = {RETURNING}", f"when = {{ all_of = [{RETURNING}, {also}] }}")
    opened = f'{OPENED}\n  {{ fact = "in_full", is_any_of = {opener} }},'
    edits = (ABOVE, (FILE, *narrow), (FILE, OPENED, opened))

    found = find_problems(write_pack(*EDITS, *edits))

    assert {problem.code for problem in found} == codes


def test_a_short_question_may_be_a_sign_of_its_own(write_pack: WritePack) -> None:
    rule = (
        '\n[[rule]]\nid = "side"\nfound = "F."\ndo = "D."\npolicy = "P."\n'
        'when = { question = "b_side", is_any_of = ["yes", "unsure"] }\n'
    )

    assert "visit_read" not in {
        problem.code
        for problem in find_problems(write_pack(*EDITS, B_SIDE, (FILE, "", rule)))
    }


def test_a_line_of_a_gate_question_may_not_read_the_visit_either(
    write_pack: WritePack,
) -> None:
    line = '{ id = "weak_stream", text = "Weaker stream"'
    edit = (FILE, line, f"{line}, when = {NOT_AGAIN}")

    codes = {problem.code for problem in find_problems(write_pack(*EDITS, edit))}

    assert codes == {"visit_read"}


def test_the_parts_of_the_form_may_stand_in_any_order(write_pack: WritePack) -> None:
    first = '  { known = "visit", is_any_of = ["first"] },\n'
    short = '  { question = "b_urine", is_any_of = ["yes", "unsure"] },\n'
    turned = short.replace('"yes", "unsure"', '"unsure", "yes"') + first

    assert find_problems(write_pack(*EDITS, (FILE, first + short, turned))) == []


def test_no_rule_and_no_fact_may_read_the_visit(write_pack: WritePack) -> None:
    fact = (
        '\n[[fact]]\nid = "level"\nabout = "How bad."\nvalues = ["fine", "bad"]\n'
        f'rows = [{{ is = "fine", when = {NOT_AGAIN} }}]\n'
    )
    rule = (
        '\n[[rule]]\nid = "more"\nfound = "F."\ndo = "D."\npolicy = "P."\n'
        f"when = {{ any_of = [{NOT_AGAIN}, "
        '{ fact = "level", is_any_of = ["bad"] }] }\n'
    )
    folder = write_pack(*EDITS, (FILE, "", fact + rule))

    found = find_problems(folder)

    assert [problem.code for problem in found] == ["visit_read", "visit_read"]
    assert "Background is asked at every visit" in found[0].do


@pytest.mark.parametrize(
    ("values", "codes"),
    [('["past"]', set()), ('["open", "past"]', set()), ('["open"]', {"gate_hidden"})],
)
def test_a_gate_may_hang_on_a_worse_watch_only(
    write_pack: WritePack, values: str, codes: set[str]
) -> None:
    new = f'when = {{ known = "watch", is_any_of = {values} }}\nask = "Has passing'
    plain = (EDITS[0], (FILE, 'ask = "Has passing', new))

    found = find_problems(write_pack(*plain))

    assert {problem.code for problem in found} == codes


# The proof


def values_of(question: Question) -> st.SearchStrategy[Value]:
    apart = st.sampled_from(list(question.takes.told_apart(question)))
    if not question.takes.several:
        return apart
    lines = [word for word in question.words if word != NONE]
    some = st.sets(st.sampled_from(lines), min_size=1)
    ticked = some.map(lambda chosen: tuple(w for w in lines if w in chosen))
    return st.one_of(st.just((NONE,)), ticked)


@st.composite
def clients(draw: st.DrawFn, pack: Pack) -> Answers:
    """Draw a client who has answered all that is asked, with anything known or not."""
    given = {k.id: draw(st.sampled_from(("", *k.values))) for k in pack.known.values()}
    answers = Answers({name: value for name, value in given.items() if value})
    while (sheet := Sheet(pack, answers)).open:
        question = pack.questions[sheet.open[0]]
        answers = answers.with_answer(question.id, draw(values_of(question)))
    return answers


def test_the_solver_and_the_naive_evaluator_know_the_same_as_the_engine(
    pack: Pack, folder: Path
) -> None:
    naive, encoding = Naive(folder), Encoding(pack)

    @settings(max_examples=80, deadline=None, derandomize=True)
    @given(clients(pack))
    def held(client: Answers) -> None:
        sheet, decision = Sheet(pack, client), decide(pack, client)
        fired = {finding.rule.id for finding in decision.findings}
        solver = z3.SolverFor("QF_FD")
        solver.add(*encoding.well_formed, *fixed(encoding, sheet))
        assert solver.check() == z3.sat
        model = solver.model()

        assert {r for r, f in encoding.fires.items() if is_so(model, f)} == fired
        assert {q: is_so(model, f) for q, f in encoding.relevant.items()} == (
            sheet.relevance
        )
        raw = {q: list(v) if isinstance(v, tuple) else v for q, v in client.items()}
        found = naive.decide(raw)
        assert found["findings"] == fired
        assert found["disposition"] == decision.standing.value

    held()


def is_so(model: z3.ModelRef, formula: Any) -> bool:
    return z3.is_true(model.eval(formula, True))


def fixed(encoding: Encoding, sheet: Sheet) -> list[Any]:
    """Return the formulas of a client; what is not asked is "not sure"."""
    formulas = [encoding.known[name][value] for name, value in sheet.known.items()]
    for question in encoding.pack.questions.values():
        value = sheet.visible.get(question.id, UNSURE)
        if question.takes.counts and value != UNSURE:
            lows = [int(low) for low in words(question)[:-1]]
            value = str(max(low for low in lows if low <= value))
        chosen = value if isinstance(value, tuple) else (value,)
        for word, said in encoding.said[question.id].items():
            formulas.append(said if word in chosen else z3.Not(said))
    return formulas


def test_there_is_no_hole_for_what_is_known(pack: Pack, tiny: Pack) -> None:
    own = {"watch_is_open", "not_seen", "seen_since", "b_urine", "bladder_signs"}

    assert {hole.id for hole in find_holes(pack)} & own == set()
    known = len(KNOWN["visit"].values) * len(KNOWN["watch"].values)
    assert answer_space(pack) == known * 3 * 3 * answer_space(tiny)


def test_a_property_may_be_about_returning_clients(write_pack: WritePack) -> None:
    returning = """
[[property]]
id = "well_returning_go_ahead"
says = "A returning client with nothing new goes ahead."
when = { all_of = [
  { known = "visit", is_any_of = ["returning"] },
  { question = "b_urine", is_any_of = ["no"] },
  { question = "pain_now", below = 6 },
  { question = "moves_freely", is_any_of = ["yes"] },
] }
at_most = "proceed"
"""
    folder = write_pack(*EDITS, ("safety.toml", "", returning))

    proofs = {p.property.id: p for p in prove(load_pack(folder), load_safety(folder))}

    client = proofs["well_returning_go_ahead"].client
    assert client is not None  # the day of a watch may have passed
    assert client["visit"] == "returning"
    assert client["watch"] == "past"
    assert proofs["stuck_is_now"].proved


def test_what_is_known_is_told_of_the_client_who_breaks_a_property(
    write_pack: WritePack,
) -> None:
    text = '\n[[property]]\nid = "nobody"\nsays = "Nobody."\nat_most = "proceed"\n'
    when = (
        'when = { all_of = [{ question = "bladder_signs", includes_any_of = ["none"] },'
        '{ question = "pain_now", below = 6 }] }\n'
    )
    folder = write_pack(*EDITS, ("safety.toml", "", text + when))

    result = CliRunner().invoke(
        app, ["check", "--prove", "--questions", str(folder), "--color", "never"]
    )

    shown = " ".join(result.stdout.split())
    assert f"Known before: {SAYS['watch', 'past']}." in shown


def test_two_packs_are_compared_over_what_is_known(folder: Path, pack: Pack) -> None:
    text = (folder / FILE).read_text("utf-8")
    old = ' known = "watch", is_any_of = ["past"] },\n  { question = "seen'
    assert old in text
    (folder / FILE).write_text(text.replace(old, old.replace('"past"', '"open"')))

    found = compare(pack, load_pack(folder))

    assert found.changes
    assert all("watch" in change.client.told for change in found.changes)


# Words


def shown(*arguments: str) -> str:
    result = CliRunner().invoke(app, [*arguments, "--color", "never"])
    assert result.exit_code == 0, result.output
    return " ".join(result.stdout.split())


def test_the_questions_say_who_is_asked(folder: Path) -> None:
    text = shown("questions", "--questions", str(folder))

    assert "When: asked of a returning client - visit: the client was screened" in text
    assert "asked of a new client, or when b_urine is yes or not sure" in text


def test_the_questions_as_json_say_what_the_program_knows(folder: Path) -> None:
    content = json.loads(shown("questions", "--json", "--questions", str(folder)))

    assert content["known"] == [
        {"id": "visit", "values": ["returning", "first"], "absent": "first"},
        {"id": "watch", "values": ["none", "open", "past"], "absent": "none"},
    ]
    assert content["questions"][0]["when_in_words"] == "asked of a returning client"


def test_explain_says_who_reads_what_is_known(folder: Path) -> None:
    text = shown("explain", "watch", "--questions", str(folder))
    rule = shown("explain", "not_seen", "--questions", str(folder))

    assert "watch is a known value" in text
    assert "question seen_since" in text
    assert "rule not_seen" in text
    assert "watch is past and seen_since is no or unsure" in rule
    assert f"watch: {SAYS['watch', 'past']}" in rule


def test_the_paper_form_says_it_in_words_that_a_person_can_check(folder: Path) -> None:
    text = shown("questions", "--print", "--questions", str(folder))

    assert "Ask only if the client was screened here before." in text
    assert "- the client is new here." in text
    assert "question 1 (b_urine) has a tick at line 1 or 3" in text
