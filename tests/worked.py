"""An attempt at a client of the toy pack, in which all went well."""

from __future__ import annotations

from massage_screen.answers import PRACTICE_SCHEMA
from massage_screen.practice.attempt import NOTICE, Attempt, Choice
from massage_screen.practice.reference import Cue, Reference


def attempt(at: str = "2026-01-05T10:00:00+00:00") -> Attempt:
    return Attempt(
        form=PRACTICE_SCHEMA,
        notice=NOTICE,
        at=at,
        pack="toy",
        version="1",
        digest="sha256:0",
        case="cannot_pass_urine",
        concern="bladder_bowel",
        level=1,
        seed=7,
        minutes=None,
        choice=Choice(
            asked=("bladder_signs",),
            worry="the bladder",
            confidence=80,
            disposition="emergency",
            timeframe="now",
            plan=None,
            seconds=120,
            overran=False,
        ),
        reference=Reference(
            disposition="emergency",
            timeframe="now",
            rule="urine_stuck",
            gate=("bladder_signs",),
            relevant=("bladder_signs",),
            cues=(Cue("urine_stuck", "emergency", ("bladder_signs",)),),
            closed={},
            free={},
            pressure={},
            positions=(),
        ),
        alarm=True,
    )
