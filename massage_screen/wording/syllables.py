"""How many syllables an English word has when it is read aloud."""

from __future__ import annotations

import re

#: Words of lay health talk that the rules below get wrong.
_BY_HAND = {
    "aches": 1,
    "acne": 2,
    "argue": 2,
    "business": 2,
    "diabetes": 4,
    "every": 2,
    "everybody": 4,
    "everyone": 3,
    "everything": 3,
    "eye": 1,
    "eyelid": 2,
    "eyelids": 2,
    "eyes": 1,
    "fluid": 2,
    "fluids": 2,
    "forearm": 2,
    "forearms": 2,
    "forehead": 2,
    "fuel": 2,
    "goosebumps": 2,
    "headaches": 2,
    "hundred": 2,
    "lion": 2,
    "maybe": 2,
    "people": 2,
    "poem": 2,
    "ruin": 2,
    "someone": 2,
}
_VOWELS = re.compile("[aeiouy]+")
#: Vowels that stand together and are read one by one, and syllables without a vowel.
_ONE_MORE = re.compile(
    r"(?<![ctsgl])ia|lia(?=b)|ia(?=s?$)|^sci(?=[ae])"  # dialysis, reliable, sciatica
    r"|io(?!n|us)|(?<![ctsgxnl])io(?=n|us)"  # posterior, champion, serious
    r"|iu|ao|eo(?!u|ns?$)|eum$"  # medium, aorta, osteopath, perineum
    r"|(?<![tc])ien[ct]|ie(?=ts?$)|iety|.{2}iers?$|[lrs]iest$"  # client, diet, easier
    r"|(?<![qg])u(?:a|en[ct])"  # usual, influence
    r"|(?<=[a-z])y[aeo]|(?<=[aeiouy])ing"  # myelopathy, lying
    r"|(?:[aeiou][rd]e|oe|nause|apne)as?$"  # area, idea, nausea
    r"|creat(?!ur)|^rea(?=ct)|^contra(?=i)"  # create, reaction, contraindication
    r"|(?:s|th)ms?$|[sd]n't$"  # spasm, rhythm, doesn't
)
#: An "e" that is written and not read.
_SILENT = re.compile(
    r"[^aeiouyl]e$|[aeiouy]le$|[gq]ue$"  # bone, whole, fatigue
    r"|[^aeiouytdl]ed$|[aeiouylr]led$"  # examined, pulled
    r"|[^aeiouysxzcghl]es$|[aeiouy]les$|thes$"  # bones, holes, clothes
    r"|[^aeiouyl]e(?=(?:ly|less|ments?|ful|fully|ness)$)"  # movement, careful
    r"|^(?:some|there|where|home|like|life|time|face|side)(?=[bcfghklmnpqtvwy]\w)"
)
#: How many syllables the numbers from 0 to 19 have, and the tens from 20 to 90.
_TO_NINETEEN = (2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 3, 1, 2, 2, 2, 2, 3, 2, 2)
_TENS = (2, 2, 2, 2, 2, 3, 2, 2)
_PIECES = re.compile(
    r"\d+|[A-Z]{2,4}(?![a-z])|[A-Z](?=\d)|[^\W\d_]+(?:['\u2019][a-z]+)?"
)


def syllables_of(word: str) -> int:
    """Count the syllables of a word, read aloud; at least 1.

    Numbers are read as people say them up to 99, digit by digit above; two to four
    capitals ("MRI") are spelled. A rule of thumb: English spelling has no rule that
    always holds.
    """
    return max(1, sum(_of_piece(piece) for piece in _PIECES.findall(word)))


def _of_piece(piece: str) -> int:
    if piece.isdecimal():
        return _of_number(piece)
    if piece.isupper() and piece != "I":
        return sum(3 if letter == "W" else 1 for letter in piece)
    return _of_letters(piece.lower().replace("\u2019", "'"))


def _of_number(digits: str) -> int:
    number = int(digits)
    if number < len(_TO_NINETEEN):
        return _TO_NINETEEN[number]
    if len(digits) > 2:
        return sum(_TO_NINETEEN[int(digit)] for digit in digits)
    tens, ones = divmod(number, 10)
    return _TENS[tens - 2] + (_TO_NINETEEN[ones] if ones else 0)


def _of_letters(word: str) -> int:
    word = re.sub("'s$", "s", word)
    if word in _BY_HAND:
        return _BY_HAND[word]
    more, fewer = len(_ONE_MORE.findall(word)), len(_SILENT.findall(word))
    return max(1, len(_VOWELS.findall(word)) + more - fewer)
