"""Shows what an article claims, what a check of it found, and what carries it here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from massage_screen.pack import Claim, ClaimFile, Contradiction, Pack
from massage_screen.presentation.page import Page
from massage_screen.presentation.words import how_much_read, source_in_words

_VERDICT_WORDS = {
    "supported": "supported by what was read",
    "partly": "supported in part",
    "not_found": "nothing that was read supports it",
    "disputed": "disputed: sources disagree, or it misreads its source",
    "out_of_scope": "outside the scope of massage; this screen gives no view",
}


class Carrier(msgspec.Struct, frozen=True):
    """Something of a pack that carries a claim."""

    kind: str
    id: str
    text: str


def claims_about(wanted: str, ledger: ClaimFile) -> list[Claim]:
    """Return the claims that name an id: of what carries them, of an article or source.

    Contradictions are named by claims too.
    """
    return [
        claim
        for claim in ledger.claim
        if wanted
        in (
            claim.article,
            *claim.references,
            *claim.carried_by,
            *claim.contradictions,
        )
    ]


def disagreements_of(claims: Sequence[Claim], ledger: ClaimFile) -> list[Contradiction]:
    """Return the contradictions that claims are part of, in the order of the ledger."""
    named = {name for claim in claims for name in claim.contradictions}
    return [each for each in ledger.contradiction if each.id in named]


def claim_as_json(
    claim: Claim, ledger: ClaimFile, pack: Pack, carriers: Sequence[Carrier]
) -> dict[str, Any]:
    """Return a claim with its sources, carriers and disagreements in full."""
    fields: dict[str, Any] = msgspec.to_builtins(claim)
    sources = [pack.references[name] for name in claim.references]
    return {
        **fields,
        "sources": msgspec.to_builtins(sources),
        "carriers": msgspec.to_builtins(carriers),
        "disagreements": msgspec.to_builtins(disagreements_of([claim], ledger)),
    }


def show_claim(
    page: Page,
    claim: Claim,
    ledger: ClaimFile,
    pack: Pack,
    carriers: Sequence[Carrier],
) -> None:
    """Show a claim: what the article says, the verdict, and what follows here."""
    page.paragraph(source_in_words(pack.references[claim.article]), label="Article")
    page.paragraph(claim.says, label="The article says")
    page.paragraph(_VERDICT_WORDS[claim.verdict], label="Verdict")
    page.paragraph(claim.checked, label="What was checked")
    if carriers:
        page.heading("Carried by")
        page.items(f"{each.kind} {each.id}: {each.text}" for each in carriers)
    if claim.because:
        page.heading("What this screen does about it, and why")
        page.paragraph(claim.because)
    _show_disagreements(page, disagreements_of([claim], ledger))
    if claim.references:
        page.heading("Sources")
        sources = [pack.references[name] for name in claim.references]
        page.items(f"{source_in_words(s)}: {how_much_read(s)}" for s in sources)


def show_contradiction(page: Page, contradiction: Contradiction) -> None:
    """Show where articles disagree, and how this pack settles it."""
    page.paragraph(contradiction.says, label="The disagreement")
    page.paragraph(contradiction.settled, label="Settled")


def show_claims_about(page: Page, wanted: str, ledger: ClaimFile) -> None:
    """Show the claims that something carries or a source is named for."""
    claims = claims_about(wanted, ledger)
    if claims:
        page.heading("Claims of the articles")
        page.items(map(_in_words, claims))
    if not any(wanted == name for claim in claims for name in claim.contradictions):
        _show_disagreements(page, disagreements_of(claims, ledger))


def _in_words(claim: Claim) -> str:
    verdict = claim.verdict.replace("_", " ")
    dispute = f" Disputed: {claim.checked}" if verdict == "disputed" else ""
    return f"{claim.id} ({verdict}): {claim.says}{dispute}"


def _show_disagreements(page: Page, disagreements: Sequence[Contradiction]) -> None:
    if disagreements:
        page.heading("Known disagreement")
        page.items(f"{d.id}: {d.says} Settled: {d.settled}" for d in disagreements)
