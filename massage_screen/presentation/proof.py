"""Shows what the proof of a pack came to, with the clients who break a property."""

from __future__ import annotations

from typing import Any

import msgspec

from massage_screen.answers import Answers
from massage_screen.decision import Decision, decide
from massage_screen.pack import SAYS, Pack, Property
from massage_screen.presentation.console import Console
from massage_screen.presentation.page import Page
from massage_screen.presentation.words import answer_in_words
from massage_screen.proof.properties import Proof
from massage_screen.proof.replay import gate_findings, open_cells, watches
from massage_screen.proof.whole import Proved

#: Stands beside every proof that succeeded.
MEANING = "of the rules, not of medicine"
_NO_PROPERTIES = (
    "This pack has no safety.toml, so there is no property to prove. Only holes are"
    " looked for."
)


class ProofPage:
    """The proof as it goes on, for a person."""

    def __init__(self, pack: Pack, console: Console) -> None:
        """Write on this console."""
        self._pack = pack
        self._page = Page(console)

    def begin(self, space: int, properties: int) -> None:
        """Say how much is to be proved."""
        page = self._page
        page.heading("Proof over every possible client")
        page.paragraph(
            f"There are {in_words(space)} ways to answer all questions, when a number"
            " counts by the thresholds of the rules. None of them is left out."
        )
        page.paragraph(
            "PROVED means that the rules keep a property of safety.toml for everyone."
            " It does not mean that rules or properties are right."
        )
        if not properties:
            page.paragraph(_NO_PROPERTIES, role="warning")

    def proof(self, proof: Proof) -> None:
        """Show what became of one property."""
        wanted, took = proof.property, f"{proof.seconds:.2f} s"
        told = f"{wanted.id}. {wanted.says}"
        if proof.proved:
            line, role = f"PROVED {MEANING} ({took}): {told}", "proved"
        elif proof.vacuous:
            line, role = f"SAYS NOTHING ({took}): {told}", "refuted"
        else:
            line, role = f"REFUTED ({took}): {told}", "refuted"
        self._page.paragraph(line, role=role, lead="- ")
        if proof.vacuous:
            self._page.paragraph(_why_it_says_nothing(wanted), lead="  ")
        if proof.client is not None:
            self._story(proof, proof.client)

    def end(self, proved: Proved) -> None:
        """Show the holes, the longest interview and the sum."""
        page = self._page
        page.heading(f"Holes ({proved.seconds_for_holes:.1f} s)")
        page.items(map(str, proved.holes))
        if not proved.holes:
            page.paragraph(
                "None. Every result, question, answer, fact value, rule and restriction"
                " counts for some client, no two rules are the same, and every"
                f" diagnosis is known to a rule. This is shown {MEANING}."
            )
        page.heading("Most questions in an interview")
        page.items(
            [
                f"two diagnoses: {proved.two}",
                f"any number of diagnoses: {proved.questions}",
            ]
        )
        page.heading(self._sum(proved))

    def _sum(self, proved: Proved) -> str:
        good = sum(proof.proved for proof in proved.proofs)
        failed, holes = len(proved.proofs) - good, len(proved.holes)
        return (
            f"{good} proved {MEANING}, {failed} not proved,"
            f" {holes} {'hole' if holes == 1 else 'holes'}, in {proved.seconds:.0f} s."
        )

    def _story(self, proof: Proof, client: Answers) -> None:
        if proof.then is None:
            self._page.paragraph("A client who breaks it:", lead="  ")
            self._client(client, proof.property)
            return
        self._page.paragraph("A client:", lead="  ")
        self._client(client, proof.property)
        other = "other answers" if proof.property.never_matters else "another answer"
        self._page.paragraph(f"The same client with {other}:", lead="  ")
        self._client(proof.then, proof.property, client)

    def _client(
        self, client: Answers, wanted: Property, before: Answers | None = None
    ) -> None:
        """Show what a client says, and what the program then says."""
        told = _told(self._pack, client, before or Answers())
        for known in client.keys() & self._pack.known.keys():
            says = SAYS[known, str(client[known])]
            self._page.paragraph(f"Known before: {says}.", lead="  - ")
        for question in told:
            asked = self._pack.questions[question]
            answer = answer_in_words(asked, client[question])
            self._page.paragraph(
                f"You asked: {asked.ask} Answer: {answer}.", lead="  - "
            )
        rest = "Every other answer" if told else "Every answer"
        same = "the mildest" if before is None else "as before, or the mildest"
        self._page.paragraph(f"{rest} is {same}.", lead="  - ")
        decision = decide(self._pack, client)
        for line in _said(self._pack, wanted, decision):
            self._page.paragraph(line, lead="  ")


def proof_as_json(pack: Pack, proved: Proved) -> dict[str, Any]:
    """Return what the proof came to, as a part of `massage-screen/check/1`."""
    return {
        "proves": "rules against properties, not medicine",
        "holds": proved.holds,
        "two_diagnoses": proved.two,
        "any_number_of_diagnoses": proved.questions,
        "answer_space": str(proved.answer_space),
        "properties": [_proof_json(pack, proof) for proof in proved.proofs],
        "holes": [msgspec.to_builtins(hole) for hole in proved.holes],
        "seconds": round(proved.seconds, 1),
    }


def in_words(number: int) -> str:
    """Return a number in words that a person can take in."""
    if number < 1_000_000:
        return f"{number:,}"
    return f"more than 10^{len(str(number)) - 1}"


def _why_it_says_nothing(wanted: Property) -> str:
    if wanted.never_matters:
        return "No rule of refer or emergency reads a question of the gate."
    return "Its 'when' holds for no client."


def _told(pack: Pack, client: Answers, before: Answers) -> list[str]:
    """Return the questions worth telling: not mildest, or not answered as before."""
    return [
        question
        for question, value in client.items()
        if question in pack.questions
        and value != before.get(question, pack.questions[question].mildest)
    ]


def _said(pack: Pack, wanted: Property, decision: Decision) -> list[str]:
    word = decision.standing.name
    lines = [f"The program then says {word}: {decision.headline}"]
    rules = [f.rule.id for f in decision.findings if f.rule.disposition]
    lines.append(f"Rules that object: {', '.join(rules) or 'none'}.")
    if wanted.never_matters:
        of_gate = ", ".join(gate_findings(pack, decision))
        lines.append(f"Findings of the gate: {of_gate or 'none'}.")
    cells = open_cells(pack, wanted, decision)
    if cells:
        lines.append(f"Left open: {', '.join(f'{r} {t}' for r, t in cells)}.")
    if wanted.never_watches:
        lines.append(f"Watches that hold: {', '.join(watches(decision)) or 'none'}.")
    return lines


def _proof_json(pack: Pack, proof: Proof) -> dict[str, Any]:
    clients = [client for client in (proof.client, proof.then) if client is not None]
    failed = "vacuous" if proof.vacuous else "refuted"
    return {
        "id": proof.property.id,
        "says": proof.property.says,
        "result": "proved" if proof.proved else failed,
        "seconds": round(proof.seconds, 3),
        "clients": [_client_json(pack, client) for client in clients],
    }


def _client_json(pack: Pack, client: Answers) -> dict[str, Any]:
    decision = decide(pack, client)
    return {
        "answers": dict(client),
        "disposition": decision.standing.value,
        "timeframe": decision.timeframe,
        "findings": [finding.rule.id for finding in decision.findings],
    }
