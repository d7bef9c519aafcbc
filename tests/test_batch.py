"""The statement of a pack says what `decide` says, whatever is answered or left."""

from __future__ import annotations

import itertools

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from massage_screen.answers import Answers
from massage_screen.batch import heard, meaning
from massage_screen.batch.dialect import POSTGRES, SPARK
from massage_screen.batch.sql import (
    FALSE,
    Columns,
    Flags,
    Truth,
    both,
    case,
    column,
    is_not,
    number,
    put,
)
from massage_screen.batch.statement import statement
from massage_screen.catalogue import load_pack
from massage_screen.condition import Condition
from tests import generated
from tests import postgres as own_postgres
from tests import spark as own_spark
from tests.batches import by_duckdb, changed, differences, drawn, sampled
from tests.generated import pack_of
from tests.postgres import by_postgres
from tests.shipped import CASES, PACK

pytest.importorskip("duckdb", reason="the extra 'batch' is not installed")


@pytest.fixture(scope="session")
def full(grown):
    """Return a small pack that uses all that packs can say."""
    return load_pack(grown)


@pytest.fixture(scope="session")
def sheets(full):
    return list(drawn(full, seed=7, count=1500))


def test_the_shipped_pack_is_decided_as_by_decide(tmp_path):
    cases = [case.answers for case in CASES]
    told = [
        *sampled(cases, 12),
        *drawn(PACK, seed=1, count=30),
        *changed(PACK, cases, seed=2, count=120),
    ]

    found = by_duckdb(PACK, told, tmp_path)

    assert differences(PACK, told, found) == {}
    assert any(row["limits"] and "see by" in row["note"] for row in found)
    assert any(row["unanswered"] != row["required"] != "" for row in found)


def test_which_questions_are_required_is_said_where_asked_for(tiny, tmp_path):
    told = list(drawn(tiny, seed=5, count=20))

    found = by_duckdb(tiny, told, tmp_path, required=False)

    assert differences(tiny, told, found) == {}
    assert not any("required" in row for row in found)


def test_small_packs_are_decided_as_by_decide(tiny, full, sheets, tmp_path):
    told = list(drawn(tiny, seed=5, count=400))

    assert differences(tiny, told, by_duckdb(tiny, told, tmp_path)) == {}
    assert differences(full, sheets, by_duckdb(full, sheets, tmp_path)) == {}


@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,
    ],
)
@given(st.data())
def test_drawn_packs_are_decided_as_by_decide(tmp_path, data: st.DataObject):
    pack = pack_of(data.draw(generated.files()))
    told = [data.draw(generated.sheets(pack)) for _ in range(4)]
    told += drawn(pack, seed=11, count=40)

    assert differences(pack, told, by_duckdb(pack, told, tmp_path)) == {}


SIGNS = [{"id": "a", "text": "A"}, {"id": "b", "text": "B"}]
LISTS = [
    {"id": "calm", "kind": "yes_no", "ask": "?"},
    {"id": "hurt", "kind": "yes_no", "ask": "?"},
    {"id": "signs", "kind": "any_of", "ask": "?", "choices": SIGNS},
    {
        **{"id": "old", "kind": "any_of", "ask": "?", "carries": ["signs"]},
        "when": {"question": "calm", "is_any_of": ["yes"]},
    },
    {
        **{"id": "left", "kind": "any_of", "ask": "?", "carries": ["signs"]},
        "except": ["old"],
    },
]
SAYS = {"found": "F.", "do": "D.", "policy": "P."}
POSTPONES = {"disposition": "postpone", "timeframe": "until_cleared"}
CALLS = {"disposition": "emergency", "timeframe": "now"}


@pytest.mark.parametrize("last", ["old", "left"])
def test_what_is_asked_first_is_required_before_the_list_that_hangs_on_it(
    last, tmp_path
):
    hurts = {"question": "hurt", "is_any_of": ["yes"]}
    named = {"question": last, "includes_any_of": ["a"]}
    rules = [
        {"id": "hurts", "when": hurts, **POSTPONES, **SAYS},
        {"id": "named", "when": named, **CALLS, **SAYS},
    ]
    pack = pack_of([{"section": {"title": "T"}, "question": LISTS, "rule": rules}])
    answers = {
        **{"calm": [None, "yes", "no"], "hurt": [None, "yes"]},
        **{name: [None, ("none",), ("a",)] for name in ("signs", "old", "left")},
    }
    told = [
        Answers({q: v for q, v in zip(answers, row, strict=True) if v is not None})
        for row in itertools.product(*answers.values())
    ]

    assert differences(pack, told, by_duckdb(pack, told, tmp_path)) == {}


def test_flags_like_others_stand_in_their_places_though_some_are_never_set():
    columns = Columns(["n"])
    here = is_not(put("({} = 0)", column("n")))
    perhaps = Flags(columns, "p", {"never": FALSE, "maybe": here, "more": here})

    surely = Flags(columns, "s", {"maybe": FALSE, "more": here}, like=perhaps)

    groups = [[group for _, group in flags.packs()] for flags in (perhaps, surely)]
    assert groups[0] == groups[1] == [[("maybe", 1), ("more", 2)]]


# Broken on purpose: each of these is wrong in few sheets, and must be noticed


def fact_falls_through(self, fact):
    """Let an open row be passed by, as a plain CASE does."""
    bits = self._bits(fact)
    rows = [(self.holds(r.when).surely, number(bits[r.value])) for r in fact.rows]
    return self.columns.make(f"fv_{fact.id}", case(rows, number(bits[fact.values[-1]])))


def fact_is_open(self, fact):
    """Let a fact be open altogether while a row above the one that holds is."""
    bits = self._bits(fact)
    every = number(sum(bits.values()))
    rows = []
    for row in fact.rows:
        holds, here = self.holds(row.when), number(bits[row.value])
        rows += [(holds.surely, here), (holds.perhaps, every)]
    return self.columns.make(f"fv_{fact.id}", case(rows, number(bits[fact.values[-1]])))


def hidden_is_heard(_asked, _counts, part):
    """Let an answer count whether or not its question is asked."""
    return part


def relevance_and_test(self, condition: Condition):
    """Let a test be false as soon as its answer does not pass, asked or not."""
    found = _HOLDS(self, condition)
    if condition.question is None:
        return found
    asked = (put("({} <> 0)", gate) for gate in self.asked[condition.question])
    return both([Truth(*asked), found])


_HOLDS = meaning.Meaning.holds


def break_fact_falls(monkeypatch):
    monkeypatch.setattr(meaning.Meaning, "_fact", fact_falls_through)


def break_fact_open(monkeypatch):
    monkeypatch.setattr(meaning.Meaning, "_fact", fact_is_open)


def break_hidden(monkeypatch):
    monkeypatch.setattr(heard, "_gated", hidden_is_heard)


def break_relevance(monkeypatch):
    monkeypatch.setattr(heard, "_gated", hidden_is_heard)
    monkeypatch.setattr(meaning.Meaning, "holds", relevance_and_test)


@pytest.mark.parametrize(
    "broken", [break_fact_falls, break_fact_open, break_hidden, break_relevance]
)
def test_a_broken_compiler_is_noticed(broken, full, sheets, tmp_path, monkeypatch):
    broken(monkeypatch)

    assert differences(full, sheets, by_duckdb(full, sheets, tmp_path))


# Other databases


@pytest.fixture(scope="session")
def postgres():
    if reason := own_postgres.why_not():
        pytest.skip(reason)
    with own_postgres.server() as socket:
        yield socket


def test_postgres_decides_as_decide_does(full, sheets, postgres):
    told = sheets[:300]

    assert differences(full, told, by_postgres(full, told, postgres)) == {}


def test_postgres_decides_from_the_shipped_pack(postgres):
    told = sampled((case.answers for case in CASES), 100)

    assert differences(PACK, told, by_postgres(PACK, told, postgres)) == {}


@pytest.mark.skipif(bool(own_spark.why_not()), reason=own_spark.why_not() or "-")
def test_spark_decides_as_decide_does(tiny, tmp_path):
    told = list(drawn(tiny, seed=5, count=200))
    spark = own_spark.session(tmp_path)
    try:
        found = own_spark.by_spark(tiny, told, spark, tmp_path)
    finally:
        spark.stop()

    assert differences(tiny, told, found) == {}


def test_a_quote_in_a_text_comes_through_in_every_dialect(tiny):
    about = tiny.about
    said = 'It\'s a \\ and a "quote".'
    headlines = msgspec.structs.replace(about.headlines, incomplete=said)
    changed_about = msgspec.structs.replace(about, headlines=headlines)
    pack = msgspec.structs.replace(tiny, about=changed_about)

    assert "'It''s a \\ and a \"quote\".'" in statement(pack, POSTGRES).sql
    assert "'It\\'s a \\\\ and a \"quote\".'" in statement(pack, SPARK).sql
