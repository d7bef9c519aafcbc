"""Looks for words that no page may have.

A page says what was reported and found. It names no disease as a fact, promises
nothing, and gives no advice that belongs to a doctor: on drugs, collars, exercise,
imaging or surgery. What a client or a letter reports about these may stand on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_DISEASE = (
    r"(?:stenosis|myelopathy|radiculopathy|fractures?|cancer|tumou?r|infection|stroke"
    r"|cauda equina|dissection|aneurysm|thrombosis|herniat\w+|slipped disc"
    r"|narrow canal|broken bone|disease)"
)
_ADVISED = (
    r"(?:must|should|needs?(?: to)?|ought to|please|try to|have to|can|may|start"
    r"|stop|keep on|go on)"
)
_DRUG = (
    r"(?:drugs?|medic(?:ine|ation)s?|tablets?|pills?|painkillers?|ibuprofen"
    r"|paracetamol|acetaminophen|aspirin|opioids?|steroids?|blood thinners?)"
)
_IMAGE = r"(?:scan(?:ned)?|mri|x-?rays?(?:ed)?|ct|ultrasound)"
_PATTERNS = {
    "the word 'safe'": r"\bsafe(?:ly)?\b",
    "a diagnosis as a fact": (
        rf"\b(?:you|the client|this person|he|she|they) (?:has|have|suffers? from)"
        rf" (?:an? |the )?(?:\w+ ){{0,2}}{_DISEASE}\b"
        rf"|\b(?:this|it) is (?:an? )?(?:\w+ )?{_DISEASE}\b"
        r"|\b(?:the )?diagnosis (?:is|of)\b|\bdiagnosed as\b"
    ),
    "advice on drugs": (
        rf"\b(?:{_ADVISED} (?:\w+ )?)?(?:take|taking|swallow|stop taking|increase"
        rf"|reduce|change) (?:\w+ ){{0,2}}{_DRUG}\b|\b{_ADVISED} {_DRUG}\b"
    ),
    "advice on collars": r"\b(?:collar|neck brace)s?\b",
    "advice on exercise": (
        rf"\b{_ADVISED} (?:\w+ ){{0,3}}exercises?\b|\bexercises? (?:daily|every|for)\b"
    ),
    "advice on imaging": (
        rf"\b(?:{_ADVISED}) (?:\w+ ){{0,3}}(?:get|have|be|ask for|request|need)?"
        rf" ?(?:an? |your |the )?{_IMAGE}\b"
    ),
    "advice on surgery": (
        rf"\b{_ADVISED} (?:\w+ ){{0,3}}(?:surgery|an operation|operated|be operated"
        r"|a fusion)\b"
    ),
}
_BANNED = {what: re.compile(p, re.IGNORECASE) for what, p in _PATTERNS.items()}
#: What is reported: a question that was put to the client, and what it was answered.
_REPORTED = re.compile(r"[^.?!]*\?[^?]*|\u201c[^\u201d]*\u201d")


def banned_in(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Go through the banned words of texts: what it is, and the words.

    What stands in a question, after one, or in quotation marks is somebody's report.
    """
    for text in texts:
        ours = _REPORTED.sub(" ", text)
        for what, pattern in _BANNED.items():
            found = pattern.search(text if "safe" in what else ours)
            if found:
                yield what, found[0]
