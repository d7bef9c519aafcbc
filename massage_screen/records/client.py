"""The reference of a client: the therapist's own code, which names nobody."""

from __future__ import annotations

import re

from massage_screen.errors import UnfitRecord

#: What a reference has, as messages say it.
REFERENCE_HAS = (
    "a code of your own, no names: 1 to 32 letters, digits, - _ . with a digit in it,"
    " as in K-117"
)
_REFERENCE = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,30}[a-z0-9])?")
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_YEAR = r"(?:19|20)\d\d"
_DAY_OR_MONTH = r"(?:0?[1-9]|[12]\d|3[01])"
#: What reads like a day of birth: with signs between, with a month in letters, or in
#: eight digits.
_DATES = tuple(
    re.compile(rf"(?<!\d){pattern}(?!\d)")
    for pattern in (
        rf"{_YEAR}[._-]{_DAY_OR_MONTH}[._-]{_DAY_OR_MONTH}",
        rf"{_DAY_OR_MONTH}[._-]{_DAY_OR_MONTH}[._-](?:{_YEAR}|\d\d)",
        rf"{_YEAR}[01]\d[0-3]\d",
        rf"[0-3]\d[0-3]\d{_YEAR}",
        rf"\d{{1,4}}[._-]?(?:{_MONTHS})[a-z]*[._-]?\d{{1,4}}",
    )
)
#: A number with so many digits is that of a telephone, an insurance or a register.
_TELEPHONE = 9


def reference(typed: str) -> str:
    """Return a reference in the form in which it is kept: in small letters.

    A word without a digit is refused: it could only be told from a name by somebody
    who knows all names.

    Raises:
        UnfitRecord: It is none. The message does not repeat it: it may be a name.
    """
    ref = typed.casefold()
    digits = sum(map(str.isdigit, ref))
    fits = typed.isascii() and _REFERENCE.fullmatch(ref)
    if not fits or not 0 < digits < _TELEPHONE or _is_date(ref):
        raise UnfitRecord(f"The reference of a client: {REFERENCE_HAS}.")
    return ref


def _is_date(ref: str) -> bool:
    return any(date.search(ref) for date in _DATES)
