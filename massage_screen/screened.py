"""What a screening came to: the answers, the decision and its explanation, at once.

Whatever is shown, printed, kept or replied to is made from this, so that a client is
decided once and explained once, and no two of them tell different reasons.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import msgspec

from massage_screen.answers import DECISION_SCHEMA, GIVEN_ON, Answers, read_answers
from massage_screen.brought import Brought, Taken, taken
from massage_screen.command import command
from massage_screen.day import is_day
from massage_screen.decision import Decision, Finding, SeeBy, decide_sheet
from massage_screen.errors import AnswersError
from massage_screen.explanation.changed import Changed
from massage_screen.explanation.explain import Explanation, WouldChange, explain
from massage_screen.explanation.opens import Opening, opens
from massage_screen.fhir.response import is_resource
from massage_screen.filled import is_filled, read_filled
from massage_screen.pack import (
    WATCH,
    Disposition,
    Pack,
    watch_on,
)
from massage_screen.plan import Asked, Most, Plan
from massage_screen.sheet import Sheet, fit_answers
from massage_screen.stopping import asked_first, may_stop
from massage_screen.text import quoted


class Screened(msgspec.Struct, frozen=True, dict=True):
    """A client who was screened.

    Attributes:
        program: The name and version of this program.
        decided_on: The day on which it was decided, as `2027-01-31`; empty when a
            file does not say.
        brought: What became of answers brought along; None without any.
    """

    sheet: Sheet
    decision: Decision
    program: str
    decided_on: str = ""
    brought: Taken | None = None

    @property
    def pack(self) -> Pack:
        """Return the pack that it was decided with."""
        return self.sheet.pack

    @cached_property
    def explanation(self) -> Explanation:
        """Return what would change the result; worked out when asked for."""
        return explain(self.sheet, self.decision)

    @cached_property
    def opens(self) -> tuple[Opening, ...]:
        """Return what would lift limits of the massage; worked out when asked for."""
        return opens(self.sheet, self.decision)

    @property
    def hands_on(self) -> bool:
        """Say whether there is massage today."""
        found = self.decision.disposition
        return found is not None and found.hands_on

    @property
    def hands_off(self) -> bool:
        """Say whether something found already speaks against massage today."""
        return not self.decision.standing.hands_on

    @property
    def word(self) -> str:
        """Return the word of the disposition in capital letters."""
        if self.stopped_early:
            return f"{self.decision.standing.name} (stopped early)"
        found = self.decision.disposition
        return found.name if found else "INCOMPLETE"

    @property
    def headline(self) -> str:
        """Return the sentence that goes with the word."""
        if self.stopped_early:
            reason = self.decision.findings[0].rule
            return self.pack.timeframes[reason.timeframe].headline
        return self.decision.headline

    @property
    def has_result(self) -> bool:
        """Say whether it was decided, or is rightly stopped early."""
        return self.decision.disposition is not None or self.stopped_early

    @cached_property
    def stopped_early(self) -> bool:
        """Say whether it was right to stop here, although questions are left."""
        return may_stop(self.sheet, self.decision)

    @property
    def reasons(self) -> tuple[Finding, ...]:
        """Return the findings that made the result, the most urgent first.

        Where hands stay off, what would only limit a massage is no reason, and what
        it says to do could be read as a permission.
        """
        mildest = Disposition.POSTPONE if self.hands_off else Disposition.RESTRICT
        return tuple(
            finding
            for finding in self.decision.findings
            if finding.rule.ranks_as.rank >= mildest.rank
        )

    @property
    def steps(self) -> tuple[Finding, ...]:
        """Return the reasons of which what to do and to tell holds now.

        In an emergency nothing stands beside the help: a visit that is put off, or a
        letter that is waited for, would contradict it.
        """
        emergency = self.decision.standing is Disposition.EMERGENCY
        return tuple(
            finding
            for finding in self.reasons
            if not emergency or finding.rule.ranks_as is Disposition.EMERGENCY
        )

    @property
    def notes(self) -> tuple[Finding, ...]:
        """Return the findings that only stand beside the result."""
        reasons = self.reasons
        return tuple(f for f in self.decision.findings if f not in reasons)


def screened(
    pack: Pack,
    answers: Answers,
    program: str,
    decided_on: str = "",
    brought: Brought | None = None,
) -> Screened:
    """Return what follows from answers; this is where a client is decided.

    Args:
        pack: The rules.
        answers: What was answered.
        program: The name and version of this program.
        decided_on: The day of today, as `2027-01-31`, which the decision is kept with.
        brought: The answers of an earlier visit that were brought along.
    """
    sheet = Sheet(pack, answers)
    came = taken(brought, sheet.counts) if brought else None
    return Screened(sheet, decide_sheet(sheet), program, decided_on, came)


def with_pack(client: Screened, pack: Pack) -> Screened:
    """Return the same client, whose pack has the same rules in other words."""
    sheet = Sheet(pack, client.sheet.answers)
    return msgspec.structs.replace(client, sheet=sheet, decision=decide_sheet(sheet))


def read_screened(data: bytes, name: str, pack: Pack, program: str) -> Screened:
    """Return what the file of a decision holds.

    The decision is worked out again from the answers in the file: a page must not
    repeat a result that somebody has changed by hand.

    Args:
        data: The bytes of the file, as `assess --json` prints them.
        name: How the file is called in messages.
        pack: The pack in use.
        program: The name and version of this program.

    Raises:
        AnswersError: It is no such file, it was made with another pack, or its
            result does not follow from its answers.
    """
    content = read_answers(data, name)
    if content.get("schema") != DECISION_SCHEMA:
        raise AnswersError(
            f"{name}: not a decision of this program ({DECISION_SCHEMA}). To decide"
            f" from answers and keep that: {command('assess FILE --decision NEW')}"
        )
    return _decided_again(content, name, pack, program)


def read_client(
    data: bytes, name: str, pack: Pack, program: str, today: str
) -> Screened:
    """Return what follows from a file: of answers, a filled form, or a decision.

    Args:
        data: The bytes of the file.
        name: How the file is called in messages.
        pack: The pack in use.
        program: The name and version of this program.
        today: The day of today, as `2027-01-31`; the day of a watch is held against it.

    Raises:
        AnswersError: It cannot be read, or does not fit.
    """
    content = read_answers(data, name)
    if content.get("schema") == DECISION_SCHEMA:
        return _decided_again(content, name, pack, program)
    if is_filled(content):
        if not is_resource(content):  # which names its edition in its own way
            _same_pack(content.get("pack"), name, pack)
        told = dict(read_filled(content, name, pack).answers)
        return screened(pack, fit_answers(pack, told, name), program, today)
    if GIVEN_ON not in pack.questions:
        content.pop(GIVEN_ON, None)  # of use at the next visit
    content = _on(today, content, name, pack)
    return screened(pack, fit_answers(pack, content, name), program, today)


def _on(
    today: str, content: dict[str, object], name: str, pack: Pack
) -> dict[str, object]:
    """Return answers with what a watch is today in the place of its day."""
    if WATCH not in content or WATCH not in pack.known:
        return content
    try:
        return {**content, WATCH: watch_on(content[WATCH], today)}
    except ValueError as error:
        raise AnswersError(f"{name}, {quoted(WATCH)} {error}.") from None


def _decided_again(
    content: Mapping[str, Any], name: str, pack: Pack, program: str
) -> Screened:
    _same_pack(content.get("pack"), name, pack)
    answers = content.get("answers")
    if not isinstance(answers, dict):
        raise AnswersError(
            f"{name}: holds no answers. An older version of this program made it."
            " Screen again."
        )
    day = _day_of(content, name)
    found = screened(pack, fit_answers(pack, answers, name), program, day)
    _same_result(content, found, name)
    if (brought := content.get("brought")) is None:
        return found
    try:
        return msgspec.structs.replace(found, brought=msgspec.convert(brought, Taken))
    except msgspec.ValidationError:
        raise AnswersError(
            f"{name}: 'brought' has another form. It was changed. Screen again."
        ) from None


def _day_of(content: Mapping[str, object], name: str) -> str:
    """Return the day on which a file was decided; every later day counts from it."""
    day = content.get("decided_on")
    if day is None:
        return ""
    if not (isinstance(day, str) and is_day(day)):
        raise AnswersError(
            f"{name}: 'decided_on' is no day, such as \"2027-01-31\". It was changed."
            " Screen again."
        )
    return day


def _same_pack(said: object, name: str, pack: Pack) -> None:
    digest = said.get("digest") if isinstance(said, dict) else None
    if digest != pack.digest:
        about = pack.about
        raise AnswersError(
            f"{name}: was made with another pack than the one in use, {about.id}"
            f" {about.version}. A question or rule may have changed since. Name the"
            " other pack with --questions, or screen again; what still fits is brought"
            f" along with: {command('screen --from FILE')}"
        )


def _same_result(content: Mapping[str, object], found: Screened, name: str) -> None:
    now = _decision(found)
    for key, value in json.loads(json.dumps(now)).items():
        if key not in _LEFT_OUT and content.get(key) != value:
            raise AnswersError(
                f"{name}: {key!r} does not follow from the answers in the file. It was"
                " changed, or another version of this program made it. Screen again."
            )


#: What says which answers did not count; the file does not hold them.
_LEFT_OUT = ("set_aside", "lines_set_aside")

# The published form


def as_json(client: Screened) -> dict[str, Any]:
    """Return `massage-screen/decision/1` whole, with the answers it was made from.

    Answers that were set aside did not make it, and are left out.
    """
    return {
        **_decision(client),
        "program": client.program,
        "decided_on": client.decided_on or None,
        "would_change": [_would(would) for would in client.explanation.would_change],
        "opens": [_opens(opening) for opening in client.opens],
        "ask": [
            {
                "question": question,
                "text": client.pack.questions[question].ask_clinician,
            }
            for question in client.explanation.ask
        ],
        "answers": dict(client.sheet.counts),
        **({"brought": msgspec.to_builtins(client.brought)} if client.brought else {}),
    }


def _decision(client: Screened) -> dict[str, Any]:
    decision, pack = client.decision, client.pack
    return {
        "schema": DECISION_SCHEMA,
        "complete": decision.complete,
        "disposition": decision.disposition and decision.disposition.value,
        "standing": decision.standing.value,
        "stopped_early": client.stopped_early,
        "timeframe": decision.timeframe,
        "headline": decision.headline,
        "findings": [_finding(finding) for finding in decision.findings],
        "grid": {
            region: {technique: cell.value for technique, cell in row.items()}
            for region, row in decision.grid.items()
        },
        "limits": [msgspec.to_builtins(limit) for limit in decision.limits],
        "positions_avoid": {p: list(r) for p, r in decision.positions_avoid.items()},
        "plan": plan_as_json(decision.plan),
        "see_by": decision.see_by and _see_by(decision.see_by),
        "unsure": list(decision.unsure),
        "unanswered": [*decision.required, *decision.optional],
        "set_aside": list(decision.set_aside),
        "lines_set_aside": {q: list(w) for q, w in decision.lines_set_aside.items()},
        "next_question": next(
            iter([*asked_first(client.sheet, decision), *decision.required]), None
        ),
        "pack": {
            "id": pack.about.id,
            "version": pack.about.version,
            "digest": pack.digest,
            "review_by": pack.about.review_by,
        },
    }


def _see_by(see_by: SeeBy) -> dict[str, Any]:
    return {
        "weeks": see_by.weeks,
        "for": list(see_by.what_for),
        "overdue": see_by.overdue,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    rule = finding.rule
    return {
        "rule": rule.id,
        "disposition": rule.disposition,
        "timeframe": rule.timeframe or "none",
        "found": finding.found,
        "do": finding.do,
        "because": [
            {"question": question, "answer": value}
            for question, value in finding.because.items()
        ],
        "references": list(rule.references),
    }


def plan_as_json(plan: Plan) -> dict[str, Any]:
    """Return a plan in the form of the key `plan`."""
    return {
        "pressure_at_most": _number(plan.pressure_at_most),
        "positions_avoid": _listed(plan.positions_avoid, "position"),
        "movements_avoid": _listed(plan.movements_avoid, "movement"),
        "supports": _listed(plan.supports, "support"),
        "minutes_at_most": _number(plan.minutes_at_most),
        "check_in_every": _number(plan.check_in_every),
        "stop_on": _listed(plan.stop_on, "text"),
    }


def _number(most: Most | None) -> dict[str, Any] | None:
    return None if most is None else {"value": most.value, "rules": list(most.rules)}


def _listed(asked: Asked, name: str) -> list[dict[str, Any]]:
    return [{name: item, "rules": list(rules)} for item, rules in asked.items()]


def _would(would: WouldChange) -> dict[str, Any]:
    return {
        "changes": list(map(_changed, would.changes)),
        "disposition": would.disposition and would.disposition.value,
        "timeframe": would.timeframe,
        "text": would.text,
    }


def _changed(changed: Changed) -> dict[str, Any]:
    return {
        "question": changed.question,
        "from": changed.before,
        "to": changed.after,
        "by": changed.step.by,
    }


def _opens(opening: Opening) -> dict[str, Any]:
    return {
        "changes": list(map(_changed, opening.changes)),
        "techniques": {r: list(found) for r, found in opening.techniques.items()},
        "pressure": dict(opening.pressure),
        "text": opening.text,
    }
