"""Every claim is carried or explained, every rule has a ground; the page tells it."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from massage_screen.catalogue import load_pack
from massage_screen.library import load_cases, load_claims
from tests.shipped import FOLDER, PACK

DOCS = Path(__file__).parent.parent / "docs"
LEDGER = load_claims(FOLDER, PACK)
PAGE = (DOCS / "traceability.md").read_text("utf-8")
TINY = Path(__file__).parent / "packs" / "tiny"
#: How much of a source must have been read before it can support anything.
OPENED = ("abstract", "part", "whole")


@pytest.fixture(scope="module")
def writer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("trace", DOCS / "traceability.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_up_to_date(writer: ModuleType) -> None:
    assert writer.written(FOLDER) == PAGE, "stale: run `python docs/traceability.py`"


def test_every_claim_and_every_rule_has_one_row() -> None:
    claims = re.findall(r"^\| ([A-Z]\d{3}-\d\d) \|", PAGE, re.MULTILINE)
    rules = re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)

    assert claims == [claim.id for claim in LEDGER.claim]
    assert rules == list(PACK.rules)


def test_every_claim_is_carried_or_explained() -> None:
    assert [c.id for c in LEDGER.claim if not c.carried_by and not c.because] == []


def test_every_rule_has_a_source_or_a_policy() -> None:
    rules = PACK.rules.values()

    assert [rule.id for rule in rules if not rule.references and not rule.policy] == []


def test_the_five_articles_are_in_the_ledger_without_a_gap() -> None:
    ids = [claim.id for claim in LEDGER.claim]
    counts = {"S000": 32, "S001": 44, "S002": 31, "S003": 20, "S004": 34}

    assert ids == [
        f"{article}-{number:02}"
        for article, count in counts.items()
        for number in range(1, count + 1)
    ]
    assert all(claim.article == f"Article{claim.id[1:4]}" for claim in LEDGER.claim)


def test_a_medical_decision_is_never_called_carried_by_a_technique() -> None:
    """What is out of scope may change what is asked, never what hands may do."""
    hands = {*PACK.technique_groups, *PACK.regions}
    beyond = [claim for claim in LEDGER.claim if claim.verdict == "out_of_scope"]

    assert beyond
    assert [claim.id for claim in beyond if hands & set(claim.carried_by)] == []
    assert all(claim.because for claim in beyond)


def test_what_is_only_sensible_is_not_called_supported() -> None:
    supported = [claim for claim in LEDGER.claim if claim.verdict == "supported"]
    words = re.compile("no source|nothing was read|plausible|sensible", re.IGNORECASE)

    assert supported
    assert [claim.id for claim in supported if words.search(claim.checked)] == []


def test_a_claim_is_supported_by_more_than_unread_or_quoted_sources() -> None:
    seen = {name for name, s in PACK.references.items() if s.read in OPENED}

    assert [
        claim.id
        for claim in LEDGER.claim
        if claim.verdict == "supported" and not seen & set(claim.references)
    ] == []


def test_every_contradiction_but_the_one_about_gaps_has_its_claims() -> None:
    named = {name for claim in LEDGER.claim for name in claim.contradictions}

    assert {each.id for each in LEDGER.contradiction} - named == {"C18"}


def test_a_case_belongs_to_the_rule_that_decides_it(writer: ModuleType) -> None:
    pack = load_pack(TINY)
    cases = writer.cases_of(TINY, pack)

    assert set(cases) == set(pack.rules)
    for case in load_cases(TINY, pack):
        assert all(case.id in cases[name] for name in case.findings)
        if case.disposition == "emergency":
            urgent = [r.id for r in pack.rules.values() if r.timeframe]
            assert any(case.id in cases[name] for name in urgent)


def test_a_cell_cannot_break_the_table(writer: ModuleType) -> None:
    assert writer._row(["a|b", 3]) == "| a\\|b | 3 |\n"
