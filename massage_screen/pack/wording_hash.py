"""The hash of what a question asks, by which its old answers are known to fit."""

from __future__ import annotations

import hashlib
import json

from massage_screen.pack.question import Question

#: So many hexadecimal digits: against accidents, not against who wants two alike.
_LENGTH = 16


def wording_hash(question: Question) -> str:
    """Return the hash of all that makes up the sense of an answer.

    That is the kind, the words of the question, its choices with their words, the unit
    and the bounds. When it is asked, how long it keeps and what it is for are not in
    it: an old answer still says the same.
    """
    said = (
        question.kind,
        question.ask,
        [(choice.id, choice.text) for choice in question.choices],
        question.none if question.takes.several else "",
        question.unit,
        question.minimum,
        question.maximum,
    )
    content = json.dumps(said, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()[:_LENGTH]
