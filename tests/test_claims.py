"""The ledger of claims: read late, shown in full, and known from all sides."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from massage_screen import cli
from massage_screen.catalogue import load_pack
from massage_screen.errors import PackError, UnknownId
from massage_screen.library import find_problems, load_claims
from massage_screen.pack import ClaimFile, Pack
from massage_screen.presentation.meaning import (
    meaning_as_json,
    show_meaning,
)
from massage_screen.presentation.page import console_for

TINY = Path(__file__).parent / "packs" / "tiny"
WritePack = Callable[..., Path]


@pytest.fixture(scope="module")
def ledger() -> ClaimFile:
    return load_claims(TINY)


@pytest.fixture
def explained(
    tiny: Pack, ledger: ClaimFile, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., str]:
    def explain(wanted: str, width: int = 80) -> str:
        monkeypatch.setenv("COLUMNS", str(width))
        stream = io.StringIO()
        show_meaning(tiny, ledger, wanted, console_for(stream, "never"))
        return stream.getvalue()

    return explain


def test_a_claim_is_shown_with_verdict_check_carriers_dispute_and_sources(
    explained: Callable[..., str],
) -> None:
    text = explained("T001-01", width=76)

    assert text.splitlines() == [
        "T001-01 is a claim",
        "Article: GIRFT2023, Suspected cauda equina pathway: presentation in primary",
        "and community care (2023)",
        "The article says: A changed stream is a sign.",
        "Verdict: disputed: sources disagree, or it misreads its source",
        "What was checked: One page says so, and another asks for more.",
        "",
        "Carried by",
        "- rule bladder_change: Passing urine has changed.",
        "- question bladder_signs: Has passing urine changed in any of these ways?",
        "- technique traction: Traction",
        "",
        "Known disagreement",
        "- C1: Two pages draw the line in different places. Settled: The stricter",
        "  line is used.",
        "",
        "Sources",
        "- GIRFT2023, Suspected cauda equina pathway: presentation in primary and",
        "  community care (2023): read in full",
        "",
    ]


def test_a_claim_that_nothing_carries_says_why(explained: Callable[..., str]) -> None:
    text = explained("T001-02")

    assert "Carried by" not in text
    assert (
        "What this screen does about it, and why\nScans are a medical decision." in text
    )
    assert "Verdict: outside the scope of massage" in text


@pytest.mark.parametrize("wanted", ["bladder_change", "bladder_signs", "traction"])
def test_what_carries_a_claim_names_it_with_the_known_disagreement(
    wanted: str, explained: Callable[..., str]
) -> None:
    text = " ".join(explained(wanted).split())

    assert "Claims of the articles - T001-01 (disputed): A changed stream" in text
    assert "Disputed: One page says so, and another asks for more." in text
    assert "Known disagreement - C1: Two pages draw the line" in text


def test_a_reference_lists_the_rules_and_the_claims_that_use_it(
    explained: Callable[..., str],
) -> None:
    text = explained("GIRFT2023")

    assert "Used by\n- rule manipulation_out_of_scope" in text
    assert "- T001-01 (disputed)" in text
    assert "- T001-02 (out of scope): A scan is needed." in text


def test_a_contradiction_is_shown_once_with_its_claims(
    explained: Callable[..., str],
) -> None:
    text = explained("C1")

    assert text.startswith("C1 is a contradiction\nThe disagreement: Two pages")
    assert "Settled: The stricter line is used." in text
    assert "- T001-01 (disputed)" in text
    assert "Known disagreement" not in text


def test_nothing_is_said_of_claims_where_there_are_none(
    explained: Callable[..., str],
) -> None:
    text = explained("moves_freely")

    assert "Claims" not in text
    assert "disagreement" not in text


def test_a_claim_fits_a_narrow_screen(explained: Callable[..., str]) -> None:
    assert max(map(len, explained("T001-01", width=40).splitlines())) <= 40


def test_a_misspelt_claim_is_answered_with_the_nearest_one(
    explained: Callable[..., str],
) -> None:
    with pytest.raises(UnknownId, match="Did you mean 'T001-01'"):
        explained("T001-1")


def test_a_claim_as_json_holds_carriers_sources_and_disagreements(
    tiny: Pack, ledger: ClaimFile
) -> None:
    found = meaning_as_json(tiny, ledger, "T001-01")

    (claim,) = found["meanings"]
    assert (claim["kind"], claim["verdict"]) == ("claim", "disputed")
    assert [each["kind"] for each in claim["carriers"]] == [
        "rule",
        "question",
        "technique",
    ]
    assert [source["read"] for source in claim["sources"]] == ["whole"]
    assert [each["id"] for each in claim["disagreements"]] == ["C1"]


def test_rules_and_references_as_json_name_their_claims(
    tiny: Pack, ledger: ClaimFile
) -> None:
    (rule,) = meaning_as_json(tiny, ledger, "bladder_change")["meanings"]
    (source,) = meaning_as_json(tiny, ledger, "GIRFT2023")["meanings"]
    (plain,) = meaning_as_json(tiny, ledger, "moves_freely")["meanings"]

    assert rule["claims"] == ["T001-01"]
    assert [each["id"] for each in rule["disagreements"]] == ["C1"]
    assert source["claims"] == ["T001-01", "T001-02"]
    assert "urine_stuck" in source["rules"]
    assert (plain["claims"], plain["disagreements"]) == ([], [])


def test_a_pack_may_have_no_ledger(write_pack: WritePack) -> None:
    folder = write_pack()
    (folder / "claims.toml").unlink()

    assert find_problems(folder) == []
    assert load_claims(folder) == ClaimFile()


def test_a_ledger_that_cannot_be_read_stops_who_needs_it_and_nobody_else(
    write_pack: WritePack,
) -> None:
    folder = write_pack(("claims.toml", "", "[[claim]\n"))

    assert load_pack(folder).rules
    with pytest.raises(PackError, match=r"claims\.toml:"):
        load_claims(folder)


def test_a_contradiction_that_cannot_be_read_is_not_called_unknown(
    write_pack: WritePack,
) -> None:
    folder = write_pack(("claims.toml", "settled = ", "setled = "))

    codes = [problem.code for problem in find_problems(folder)]

    assert codes == ["unknown_key"]


def test_a_source_that_only_a_claim_names_is_used(write_pack: WritePack) -> None:
    source = (
        '\n[[reference]]\nid = "Other"\ntitle = "T"\nread = "quoted"\nsays = "S."\n'
    )
    more = ('["GIRFT2023"]', '["GIRFT2023", "Other"]')
    folder = write_pack(("references.toml", "", source), ("claims.toml", *more))

    assert find_problems(folder) == []


def test_a_broken_claim_does_not_make_its_sources_unused(write_pack: WritePack) -> None:
    source = (
        '\n[[reference]]\nid = "Other"\ntitle = "T"\nread = "quoted"\nsays = "S."\n'
    )
    folder = write_pack(
        ("references.toml", "", source),
        ("claims.toml", 'verdict = "disputed"', 'verdict = "true"'),
    )

    assert [problem.code for problem in find_problems(folder)] == ["wrong_value"]


def test_check_counts_the_claims_and_explain_shows_one() -> None:
    runner = CliRunner()

    counted = runner.invoke(cli.app, ["check", str(TINY), "--json"])
    shown = runner.invoke(
        cli.app, ["explain", "T001-02", "--questions", str(TINY), "--json"]
    )

    assert json.loads(counted.stdout)["counts"]["claims"] == 2
    assert json.loads(shown.stdout)["meanings"][0]["id"] == "T001-02"


def test_the_ledger_is_not_read_to_decide(write_pack: WritePack) -> None:
    folder = write_pack(("claims.toml", "", "[[claim]\n"))

    result = CliRunner().invoke(
        cli.app, ["assess", "-", "--questions", str(folder)], input="{}"
    )

    assert result.exit_code == cli.ExitCode.INCOMPLETE
