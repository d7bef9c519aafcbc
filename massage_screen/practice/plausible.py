"""What keeps made-up clients plausible: what does not occur together, and how often.

The base rates are the middle ones of the model practice that is described in
docs/over-referral.md; a test holds them against it.
"""

from __future__ import annotations

from collections.abc import Mapping

from massage_screen.answers import Answers, Value

#: Answers, each (question, answer), that do not occur together in a person who walks
#: in for a massage.
NOT_TOGETHER = (
    (("weak_signs", "cannot_walk"), ("leg_walking", "eases_sitting")),
    (("weak_signs", "cannot_walk"), ("leg_walking", "shorter")),
    (("weak_signs", "cannot_walk"), ("leg_walking", "few_steps")),
    (("body_conditions", "pregnant"), ("age", "over_65")),
    (("body_conditions", "pregnant"), ("age", "from_50_to_65")),
    (("pain_kind", "no_pain"), ("pain_strength", "strong")),
    (("illness", "well"), ("pain_patterns", "sweats")),
    (("care", "never_examined"), ("cord_contact", "excluded_in_writing")),
    (("clearance_by", "nobody"), ("clearance_flaws", "noted")),
)
#: How many of 1,000 clients say so, whatever else they are like.
PER_THOUSAND: Mapping[str, Mapping[str, float]] = {
    "artery_signs": {
        "dizzy": 6,
        "sight": 4,
        "collapse": 2,
        "speech": 0.5,
        "face": 0.5,
        "one_side": 0.5,
        "worst_headache": 2,
    },
    "chest_signs": {"effort_pain": 4, "pain_sweat": 0.5, "breathless": 4, "tearing": 1},
    "bladder_signs": {
        "leak": 15,
        "start": 5,
        "stream": 5,
        "empty": 5,
        "full": 2,
        "flow": 2,
        "stuck": 0.3,
    },
    "saddle_signs": {"bowel_feeling": 2, "bowel_control": 2},
    "weak_signs": {
        "unsteady": 10,
        "leg_weak": 12,
        "arm_weak": 10,
        "clumsy": 7,
        "stiff_legs": 7,
        "foot_drop": 3,
        "heavy_head": 3,
        "spasms": 3,
        "cannot_walk": 0,
    },
    "feeling_signs": {
        "one_arm": 50,
        "both_arms": 25,
        "one_leg": 15,
        "both_legs": 8,
        "spreading": 2,
        "electric": 2,
        "band": 2,
    },
    "illness": {"plain_illness": 15},
    "injury_signs": {
        "small_strain": 10,
        "injury_pain": 2,
        "injury_neck": 2,
        "injury_severe": 0.5,
        "injury_bruise": 0.5,
        "stiff_spine_knock": 0.5,
        "keep_still": 0.5,
        "injury_no_pain": 15,
    },
    "after_treatment": {"yes": 4},
    "calf": {"swollen": 3, "sore": 12},
    "new_neck_pain": {
        "plain": 10,
        "both_shoulders": 10,
        "headache": 10,
        "unlike": 3,
        "whoosh": 4,
        "after_event": 2,
    },
}
#: The rate of what the model has no rate for that holds for everyone.
_UNKNOWN = 2.0
#: What hardly ever occurs is still met now and then.
_RAREST = 0.3


def plausible(answers: Answers) -> bool:
    """Say whether no two of the answers are known not to occur together."""
    return not any(
        all(_has(answers, question, item) for question, item in pair)
        for pair in NOT_TOGETHER
    )


def how_usual(question: str, value: Value) -> float:
    """Return how many of 1,000 clients give such an answer; the rarest of several."""
    items = value if isinstance(value, tuple) else (value,)
    rates = PER_THOUSAND.get(question, {})
    return max(_RAREST, min(rates.get(str(item), _UNKNOWN) for item in items))


def _has(answers: Answers, question: str, item: str) -> bool:
    value = answers.get(question)
    return item in value if isinstance(value, tuple) else item == value
