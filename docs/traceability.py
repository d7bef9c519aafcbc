"""Writes `docs/traceability.md`: from each claim to what carries it and to its cases.

Run `python docs/traceability.py` after a change of `questions/spine`; a test says when
that was forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from massage_screen.catalogue import load_pack
from massage_screen.condition import leaves
from massage_screen.decision import Decision, decide
from massage_screen.library import load_cases, load_claims
from massage_screen.pack import Claim, ClaimFile, Contradiction, Pack, Reference, Rule
from massage_screen.sheet import fit_answers

HERE = Path(__file__).parent
PACK = HERE.parent / "questions" / "spine"
#: The verdicts, best first.
VERDICTS = ("supported", "partly", "not_found", "disputed", "out_of_scope")
#: How many cases of a rule are named before the others are only counted.
NAMED = 5
INTRO = """\
# What carries each claim

This page is written by `python docs/traceability.py` from `questions/spine`; change the pack, not the page.

It follows each claim of the articles behind the pack: to its verdict, to the rules, questions, regions and techniques that carry it, and to the cases that hold those rules in place.
A claim that nothing carries has the reason in italics.
`massage-screen explain S001-06` shows what was checked, and how much of each source was read.

The last column of a claim counts the cases of the rules that carry it, or that read a fact which carries it.
A case belongs to a rule when it names the rule among its findings, or when the rule decides its result.

"""  # noqa: E501  one sentence is one line in Markdown

Cases = Mapping[str, Sequence[str]]


def written(folder: Path) -> str:
    """Return the whole page for the pack in a folder."""
    pack = load_pack(folder)
    ledger = load_claims(folder, pack)
    cases = cases_of(folder, pack)
    carried = _by_carrier(pack, cases)
    parts = [INTRO, *_counts(pack, ledger)]
    for article in _articles(pack, ledger):
        parts += _article(article, ledger, carried)
    parts += _contradictions(ledger)
    parts += _rules(pack, ledger, cases)
    return "".join(parts).rstrip() + "\n"


def cases_of(folder: Path, pack: Pack) -> Cases:
    """Return the cases of each rule, by the rule's id, in the order of the files."""
    found: dict[str, dict[str, None]] = {name: {} for name in pack.rules}
    for case in load_cases(folder, pack):
        decision = decide(pack, fit_answers(pack, case.answers, case.id))
        for name in (*case.findings, *_deciding(decision)):
            found.get(name, {})[case.id] = None
    return {name: list(cases) for name, cases in found.items()}


def _deciding(decision: Decision) -> Iterator[str]:
    """Go through the rules that ask for just what the decision says."""
    for finding in decision.findings:
        rule = finding.rule
        asks = (rule.ranks_as, rule.timeframe or "none")
        if rule.disposition and asks == (decision.disposition, decision.timeframe):
            yield rule.id


def _articles(pack: Pack, ledger: ClaimFile) -> list[Reference]:
    names = dict.fromkeys(claim.article for claim in ledger.claim)
    return [pack.references[name] for name in names]


def _counts(pack: Pack, ledger: ClaimFile) -> Iterator[str]:
    heads = [verdict.replace("_", " ") for verdict in VERDICTS]
    yield _head(["article", *heads, "all"])
    for article in [*_articles(pack, ledger), None]:
        of = [c for c in ledger.claim if article in (None, pack.references[c.article])]
        numbers = [sum(c.verdict == verdict for c in of) for verdict in VERDICTS]
        yield _row([article.id if article else "all", *numbers, len(of)])


def _by_carrier(pack: Pack, cases: Cases) -> Cases:
    """Return the cases of each rule, and of each fact: of the rules that read it."""
    found = {name: list(own) for name, own in cases.items()}
    for rule in pack.rules.values():
        for leaf in leaves(rule.when) if rule.when else ():
            if leaf.fact:
                found.setdefault(leaf.fact, []).extend(cases[rule.id])
    return found


def _article(article: Reference, ledger: ClaimFile, cases: Cases) -> Iterator[str]:
    yield f"\n## {article.id}: {article.title}\n\n"
    yield _head(["claim", "what the article says", "verdict", "carried by", "cases"])
    for claim in ledger.claim:
        if claim.article == article.id:
            verdict = claim.verdict.replace("_", " ")
            count = len({case for n in claim.carried_by for case in cases.get(n, ())})
            carried = _codes(claim.carried_by) or f"*{claim.because}*"
            yield _row([claim.id, claim.says, verdict, carried, count or "—"])


def _contradictions(ledger: ClaimFile) -> Iterator[str]:
    yield "\n## Where the articles disagree\n\n"
    yield _head(["id", "the disagreement", "settled", "claims"])
    for each in ledger.contradiction:
        yield _row([each.id, each.says, each.settled, _part_of(each, ledger.claim)])


def _part_of(contradiction: Contradiction, claims: Iterable[Claim]) -> str:
    return ", ".join(c.id for c in claims if contradiction.id in c.contradictions)


def _rules(pack: Pack, ledger: ClaimFile, cases: Cases) -> Iterator[str]:
    for concern in pack.concerns:
        if concern.rule:
            yield f"\n## Rules: {concern.section.title}\n\n"
            yield _head(["rule", "asks for", "sources", "claims", "cases"])
        for rule in concern.rule:
            carried = ", ".join(c.id for c in ledger.claim if rule.id in c.carried_by)
            sources = ", ".join(rule.references) or "our own policy"
            named = _named(rule, cases[rule.id])
            yield _row([f"`{rule.id}`", _asks(rule), sources, carried or "—", named])


def _asks(rule: Rule) -> str:
    soon = f", {rule.timeframe}" if rule.timeframe else ""
    return f"{rule.disposition}{soon}" if rule.disposition else "note"


def _named(rule: Rule, cases: Sequence[str]) -> str:
    if rule.when is None:
        return "holds for everyone"
    more = f" and {len(cases) - NAMED} more" if len(cases) > NAMED else ""
    return _codes(cases[:NAMED]) + more or "—"


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _head(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |\n|{'---|' * len(cells)}\n"


def _row(cells: Sequence[object]) -> str:
    plain = [str(cell).replace("|", "\\|") for cell in cells]
    return f"| {' | '.join(plain)} |\n"


if __name__ == "__main__":
    page = HERE / "traceability.md"
    page.write_text(written(PACK), encoding="utf-8", newline="\n")
