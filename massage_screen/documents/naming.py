"""What the file of a page is called: its day, what it is, and the therapist's word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

from massage_screen.documents.choices import Form, Kind

#: What a therapist may call a client in the name of a file. Short, and without
#: spaces, so that it is a number or a sign of their own and hardly a whole name.
_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,29}")
REFERENCE_IS = (
    "up to 30 letters (a to z), digits, - and _, the first a letter or a digit"
)


def is_reference(word: str) -> bool:
    """Say whether a word can stand in the name of a file as a reference."""
    return bool(_REFERENCE.fullmatch(word))


def page_names(day: str, kind: Kind, reference: str, form: Form) -> Iterator[str]:
    """Go through names for the file of a page without end, the plain one first.

    Args:
        day: The day of the screening, as `2027-01-31`.
        kind: Which page.
        reference: What the therapist calls the client; empty for nothing.
        form: Its form, which is the ending.
    """
    name = "-".join(filter(None, (day, kind.value, reference)))
    yield f"{name}.{form}"
    for number in count(2):
        yield f"{name}-{number}.{form}"
