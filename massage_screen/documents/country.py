"""What differs by country: the emergency number, a few words, and the paper."""

from __future__ import annotations

import msgspec

from massage_screen.documents.choices import Country, Paper
from massage_screen.pack import Disposition
from massage_screen.phrases import ENGLISH, Phrases


class Local(msgspec.Struct, frozen=True):
    """The words of a country.

    Attributes:
        number: What to call in an emergency, to stand after "call".
        department: Where an emergency is seen.
        doctor: Who is seen first otherwise.
        fee: A sentence about the cost of a letter, or empty.
        terms: What schools there call a disposition.
        english: The English words, where these are in another language.
    """

    number: str
    department: str
    doctor: str
    fee: str
    terms: dict[Disposition, str]
    english: Local | None = None

    @property
    def where_to(self) -> str:
        """Return where an emergency is seen, to stand after "go to"."""
        return self.department if self.english else f"an {self.department}"

    def words(self, text: str) -> str:
        """Return a text of the pack in the words of the country.

        In another language its texts have none of the words that differ by country.
        """
        if self.english:
            return self.english.words(text)
        return text.replace(_NUMBER, self.number).replace(_DEPARTMENT, self.department)


_NUMBER = "your local emergency number"
_DEPARTMENT = "emergency department"
_FEE = "If a reply costs a fee, please tell us before you write it."

_UK_TERMS = {
    Disposition.EMERGENCY: "total contraindication, emergency",
    Disposition.REFER: "total contraindication, refer",
    Disposition.POSTPONE: "medical contraindication",
    Disposition.RESTRICT: "local contraindication",
    Disposition.PROCEED: "no contraindication found",
}
_US_TERMS = {
    Disposition.EMERGENCY: "absolute contraindication, emergency",
    Disposition.REFER: "absolute contraindication, refer",
    Disposition.POSTPONE: "medical clearance needed",
    Disposition.RESTRICT: "site-specific contraindication or caution",
    Disposition.PROCEED: "no contraindication found",
}

_LOCAL = {
    None: Local(_NUMBER, _DEPARTMENT, "doctor", _FEE, {}),
    Country.US: Local("911", "emergency room (ER)", "doctor", "", _US_TERMS),
    Country.UK: Local("999", "A&E department", "GP", _FEE, _UK_TERMS),
    Country.CA: Local("911", _DEPARTMENT, "family doctor", _FEE, _US_TERMS),
    Country.AU: Local("000", _DEPARTMENT, "GP", _FEE, _UK_TERMS),
    Country.NZ: Local("111", _DEPARTMENT, "GP", _FEE, _UK_TERMS),
    Country.EU: Local("112", _DEPARTMENT, "doctor", _FEE, {}),
}


def local_words(country: Country | None) -> Local:
    """Return the words of a country; neutral ones for None."""
    return _LOCAL[country]


def local_in(local: Local, phrases: Phrases) -> Local:
    """Return the words of a country in another language; English ones as they are."""
    if phrases.language == ENGLISH.language:
        return local
    place = phrases.place
    known = local.number != _NUMBER
    return Local(
        place.numbered.format(number=local.number) if known else place.number,
        place.department,
        place.doctor,
        place.fee if local.fee else "",
        {},
        local,
    )


def paper_of(country: Country | None) -> Paper:
    """Return what is printed on in a country; A4 for None."""
    return Paper.LETTER if country in (Country.US, Country.CA) else Paper.A4
