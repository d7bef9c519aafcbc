"""The words of practice: kinds of errors, what to do about them, and an attempt."""

from __future__ import annotations

from typing import Any

import msgspec

from massage_screen.pack import Pack
from massage_screen.practice.attempt import Attempt
from massage_screen.practice.scoring import Scores

#: What each kind of error is called, and what to do about it.
ERROR_WORDS = {
    "under_call": "milder than the live screen",
    "missed_cue": "a cue was missed, or asked about only in part",
    "premature_closure": "decided before the warning signs were finished",
    "late": "right, but not soon enough",
    "forbidden_technique": "a technique that must be left out",
    "too_strong": "pressure that is too strong",
    "forbidden_position": "a position that must be left out",
    "over_call": "stricter than the live screen",
    "early": "right, but sooner than needed",
    "needless_ban": "something left out without a reason",
    "too_sure": "wrong, and very sure of it",
}
PRACTISE_WORDS = {
    "under_call": "Before you decide, ask yourself what the worst answer was, and act"
    " on that one.",
    "missed_cue": "When an answer is not plain, ask one question more: since when, and"
    " has anybody looked at it?",
    "premature_closure": "Go through all warning signs with every client, before"
    " anything else.",
    "late": "When you send a client on, say by when.",
    "forbidden_technique": "For each finding, name the techniques that it rules out,"
    " and where.",
    "too_strong": "Choose the pressure for the weakest place, not for the strongest.",
    "forbidden_position": "Picture the client on the couch before you choose a"
    " position.",
    "over_call": "A weak sign by itself is no alarm. Ask what speaks against it.",
    "early": "Keep the fastest way for what cannot wait.",
    "needless_ban": "Leave out only what a finding rules out; offer the rest.",
    "too_sure": "Say a lower figure when a question is still open.",
}


def called(pack: Pack, disposition: str, timeframe: str) -> str:
    """Return a disposition and how soon, in words."""
    frame = pack.timeframes.get(timeframe)
    return disposition.upper() + (f", {frame.text}" if frame else "")


def attempt_as_json(attempt: Attempt, scores: Scores) -> dict[str, Any]:
    """Return an attempt as it is kept, with its scores beside it."""
    content: dict[str, Any] = msgspec.to_builtins(attempt)
    return content | {"scores": msgspec.to_builtins(scores)}
