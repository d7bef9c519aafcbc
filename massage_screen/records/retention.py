"""How long records of clients are kept, by country: what was found, and where.

It is told and never enforced. Most of it was read in part or second hand, and says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

#: The day on which all of these were looked up.
READ_ON = "2026-11-28"


class Rule(NamedTuple):
    """What one place says.

    Attributes:
        where: The place, or the body that says it.
        says: What it says.
        source: Where that was read, and how much of it.
    """

    where: str
    says: str
    source: str


_GDPR = Rule(
    "UK and EU data protection (GDPR)",
    "A client may ask for a copy, for corrections and for deletion. Deletion does not"
    " reach what a legal duty or a legal claim needs.",
    "a council's page with the list of the regulator; not the regulation itself",
)
_RULES: Mapping[str, tuple[Rule, ...]] = {
    "ca": (
        Rule(
            "Ontario",
            "Ten years from the last entry; of who was under 18, ten years from the"
            " 18th birthday. An electronic record needs a log of who did what.",
            "College of Massage Therapists of Ontario, policy page and guide, in parts",
        ),
    ),
    "us": (
        Rule(
            "New York",
            "Six years, or until the client is 22, whichever is longer.",
            "second hand, a course book; not the regulation itself",
        ),
        Rule(
            "NCBTMB",
            "At least four years, stored and disposed of securely.",
            "second hand, the same book, on Standards III (e) and (f)",
        ),
        Rule(
            "Texas",
            "The consultation document names techniques, areas to avoid and what speaks"
            " for and against massage. How long it is kept was not found.",
            "16 TAC 117.91, whole",
        ),
        Rule(
            "Washington",
            "The state has rules on records and how long they are kept.",
            "WAC 246-830-565 and 570, titles only; the time was not read",
        ),
    ),
    "uk": (
        Rule(
            "Insurers",
            "At least 7 years after the last treatment; of who was under 18, 7 years"
            " after the 18th birthday. No statute was found.",
            "pages of two insurers, therapistinsurance.co.uk and Balens as quoted",
        ),
        _GDPR,
    ),
    "au": (
        Rule(
            "New South Wales",
            "Keep fitting records and obey the law on privacy. How long was not read.",
            "code of conduct for practitioners who are not registered, summary",
        ),
    ),
    "nz": (),
    "eu": (_GDPR,),
}


def rules_of(country: str) -> tuple[Rule, ...]:
    """Return what was found for a country, such as `ca`; nothing for an unknown one."""
    return _RULES.get(country, ())
