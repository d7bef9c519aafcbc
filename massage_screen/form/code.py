"""The answers of a form as a code that is read out or typed, both ways.

It holds the edition of the pack, the day, and what was answered: one bit where that is
the mildest answer. It is not encrypted: whoever has the form can read it.
"""

from __future__ import annotations

import msgspec

from massage_screen.alone import asked_alone
from massage_screen.answers import NONE, UNSURE, Answers, Value, doubt_of, line_of
from massage_screen.day import day_number, day_of_number
from massage_screen.errors import AnswersError
from massage_screen.filled import Filled
from massage_screen.pack import Pack, Question
from massage_screen.sheet import Sheet

#: Crockford's digits, without I, L, O and U, and how those are read.
DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("ILO", "110", " -\t\r\n")
_A_DIGIT, _A_CHECK = 5, 20
_POLYNOMIAL, _FULL = 0x8359F, 0xFFFFF
_EDITION, _DAY, _DAYS = 15, 9, 512
#: A code of all questions of a large pack is far shorter.
_LONGEST = 2000
_SLIP = "The code has a slip. Read it again, four signs at a time."


class Typed(msgspec.Struct, frozen=True):
    """What a code holds.

    Attributes:
        answers: What counted when it was made.
        day: The day on which it was made, as `2027-01-31`, of the last 512 days.
        emergency_shown: Whether the client was told to call for help.
        taken_back: Whether a warning sign was taken back afterwards.
    """

    answers: Answers
    day: str
    emergency_shown: bool
    taken_back: bool

    def as_filled(self) -> Filled:
        """Return it as what a client filled in; what was taken back is not known."""
        return Filled(
            answers=self.answers, day=self.day, emergency_shown=self.emergency_shown
        )


def code_of(pack: Pack, typed: Typed) -> str:
    """Return the code of answers, in groups of four.

    Args:
        pack: What was asked.
        typed: What was answered; of answers that do not count nothing is written.
    """
    bits = _bits(_edition(pack), _EDITION)
    bits += f"{typed.emergency_shown:d}{typed.taken_back:d}"
    bits += _bits(day_number(typed.day) % _DAYS, _DAY)
    sheet = Sheet(pack, typed.answers)
    for name, value in handed_over(sheet).items():
        bits += _written(sheet.as_offered(pack.questions[name]), value)
    bits += "0" * (-len(bits) % _A_DIGIT)
    bits = _bits(_checksum(bits), _A_CHECK) + bits
    fives = (bits[n : n + _A_DIGIT] for n in range(0, len(bits), _A_DIGIT))
    signs = "".join(DIGITS[int(five, 2)] for five in fives)
    return "-".join(signs[n : n + 4] for n in range(0, len(signs), 4))


def handed_over(sheet: Sheet) -> dict[str, Value]:
    """Return what a client hands over, by question id in the order of asking.

    Also ticks of lines that only the therapist's answers may offer; not those of lines
    that are not offered.
    """
    told: dict[str, Value] = {}
    for question in asked_alone(sheet.pack):
        name = question.id
        if sheet.relevance[name] and name in sheet.answers and name not in sheet.open:
            value, words = sheet.answers[name], sheet.as_offered(question).words
            if isinstance(value, tuple):
                value = tuple(word for word in value if line_of(word) in words)
            told[name] = value
    return told


def read_code(text: str, pack: Pack, today: str) -> Typed:
    """Return what a code holds; of one with a slip, nothing.

    Args:
        text: What was typed: small letters, spaces and missing hyphens do no harm.
        pack: The pack in use.
        today: The day of today, as `2027-01-31`; a code is never from a later day.

    Raises:
        AnswersError: It is no whole code, or one of another edition of the form.
    """
    bits = _checked(text)
    if int(bits[:_EDITION], 2) != _edition(pack):
        raise AnswersError(
            "The code was made with another edition of the form. Ask the questions"
            f" anew, or make the form again; in use is {pack.about.id}"
            f" {pack.about.version}."
        )
    shown, back, *_ = (bit == "1" for bit in bits[_EDITION : _EDITION + 2])
    rest = _Bits(bits[_EDITION + 2 :])
    day = rest.take(_DAY)
    now = day_number(today)
    answers = _answers(pack, rest)
    if not rest.is_spent():
        raise AnswersError(_SLIP)
    return Typed(answers, day_of_number(now - (now - day) % _DAYS), shown, back)


def _checked(text: str) -> str:
    signs = text.upper().translate(_READ_AS)
    strange = not signs or any(sign not in DIGITS for sign in signs)
    if strange or len(signs) > _LONGEST:
        raise AnswersError(_SLIP)
    whole = "".join(_bits(DIGITS.index(sign), _A_DIGIT) for sign in signs)
    check, bits = whole[:_A_CHECK], whole[_A_CHECK:]
    least = _EDITION + 2 + _DAY
    if len(bits) < least or int(check, 2) != _checksum(bits):
        raise AnswersError(_SLIP)
    return bits


class _Bits:
    """Bits that are read from the first to the last."""

    def __init__(self, bits: str) -> None:
        self._bits, self._place = bits, 0

    def take(self, count: int) -> int:
        """Return the number that the next bits say.

        Raises:
            AnswersError: There are not so many.
        """
        found = self._bits[self._place : self._place + count]
        if len(found) < count:
            raise AnswersError(_SLIP)
        self._place += count
        return int(found or "0", 2)

    def is_spent(self) -> bool:
        """Say whether nothing is left but what fills the last sign."""
        left = self._bits[self._place :]
        return len(left) < _A_DIGIT and "1" not in left


def _answers(pack: Pack, bits: _Bits) -> Answers:
    """Read answer by answer: what is asked next hangs on those before."""
    sheet = Sheet(pack, Answers())
    for question in asked_alone(pack):
        if sheet.relevance[question.id]:
            value = _read(sheet.as_offered(question), bits)
            sheet = sheet.with_answer(question.id, value)
    return sheet.answers


def _written(question: Question, value: Value) -> str:
    if value == question.mildest:
        return "0"
    if isinstance(value, tuple):
        lines = (_line(choice.id, value) for choice in question.choices)
        return f"1{UNSURE in value:d}{''.join(lines)}"
    words = _words(question)
    return "1" + _bits(words.index(value), _bits_for(len(words)))


def _line(line: str, value: tuple[str, ...]) -> str:
    if line in value:
        return "10"
    return "11" if doubt_of(line) in value else "0"


def _read(question: Question, bits: _Bits) -> Value:
    if not bits.take(1):
        return question.mildest
    if question.takes.several:
        return _list(question, bits)
    words = _words(question)
    index = bits.take(_bits_for(len(words)))
    if index >= len(words):
        raise AnswersError(_SLIP)
    return words[index]


def _list(question: Question, bits: _Bits) -> Value:
    unsure = bits.take(1)
    words: list[str] = []
    for choice in question.choices:
        if bits.take(1):
            words.append(doubt_of(choice.id) if bits.take(1) else choice.id)
    return question.accept([*words, *([UNSURE] if unsure else [])] or [NONE])


def _words(question: Question) -> tuple[Value, ...]:
    """Return all that one answer can be, the mildest first, "not sure" last."""
    if question.takes.counts:
        low, high = question.minimum or 0, question.maximum or 0
        return (*range(low, high + 1), UNSURE)
    return tuple(question.words)


def _edition(pack: Pack) -> int:
    return int(pack.digest.removeprefix("sha256:")[:4], 16) >> 1


def _bits(number: int, count: int) -> str:
    return f"{number:0{count}b}"


def _bits_for(count: int) -> int:
    return (count - 1).bit_length()


def _checksum(bits: str) -> int:
    rest = _FULL
    for bit in bits:
        rest ^= int(bit) << (_A_CHECK - 1)
        carry = rest & (1 << (_A_CHECK - 1))
        rest = (rest << 1) & _FULL
        rest ^= _POLYNOMIAL if carry else 0
    return rest
