"""What was told, from words to bits, as columns, and what is wrong with it.

A word that a question does not know has no bit, and would be read as a "no". So each
answer is either known in full or wrong, and a record with a wrong one is not decided.
"""

from __future__ import annotations

from collections.abc import Mapping

from massage_screen.answers import DOUBT, NONE, UNSURE
from massage_screen.batch.dialect import Dialect
from massage_screen.batch.meaning import DOUBTS, SAID
from massage_screen.batch.sql import (
    ZERO,
    Columns,
    Sql,
    Way,
    all_of,
    any_of,
    bits_of,
    case,
    column,
    has,
    is_open,
    masked,
    number,
    put,
    shifted,
    text,
)
from massage_screen.coding import NONE_BIT, OPEN_BIT, Coding
from massage_screen.pack import Pack, Question

#: A number with more bits takes more than 32.
_LONG, _LONGEST = 31, 62
_OPEN = number(OPEN_BIT)
#: The column of the client, and the one that says whether another row has the same.
ID, AGAIN = "id", "again"
#: Stands for an answer of a type that its question does not take; no word is like it.
STRANGE = "(wrong type)"

NO_ID = "no id"
REPEATED_ID = "repeated id"
WRONG_TYPE = "wrong type"
UNKNOWN_WORD = "unknown word"
EMPTY_LIST = "empty list"
NONE_BESIDE = "none beside others"
REPEATED_WORD = "repeated word"
OUT_OF_RANGE = "number out of range"
#: Why a row is not decided, in the order in which they are looked for.
REASONS = (
    NO_ID,
    REPEATED_ID,
    WRONG_TYPE,
    EMPTY_LIST,
    NONE_BESIDE,
    REPEATED_WORD,
    UNKNOWN_WORD,
    OUT_OF_RANGE,
)


class Told:
    """The columns of what was told, and of what is wrong with it.

    Attributes:
        reason: Why a row is not decided; NULL where it is.
        question: The first question whose answer is wrong; NULL where none is.
    """

    def __init__(
        self,
        pack: Pack,
        coded: Mapping[str, Coding],
        columns: Columns,
        dialect: Dialect,
    ) -> None:
        """Make the columns of all that answers may hold."""
        self._columns, self._dialect = columns, dialect
        wrong: dict[str, tuple[Sql, Sql]] = {}
        for name, coding in coded.items():
            if name in pack.known:
                absent = pack.known[name].absent
                wrong[name] = self._known(name, coding, absent)
            elif coding.several:
                wrong[name] = self._list(name, coding)
            elif coding.low is not None:
                wrong[name] = self._number(pack.questions[name], coding)
            else:
                wrong[name] = self._word(name, coding)
        names = ((is_wrong, text(name)) for name, (is_wrong, _) in wrong.items())
        some = columns.make("t_some", any_of(w for w, _ in wrong.values()), 0)
        first = columns.make("t_first", case([(some, case(names))]), 0)
        self.question = case([(is_open(self._bad_id()), first)])
        reasons = (
            (put("({} = {})", first, text(name)), reason)
            for name, (_, reason) in wrong.items()
        )
        of_answers = columns.make("t_reason", case([(some, case(reasons))]), 0)
        bad_id = self._bad_id()
        self.reason = put("COALESCE({}, {})", bad_id, of_answers)

    def _bad_id(self) -> Sql:
        name = column(ID)
        ways = [
            (put("({} IS NULL OR {} = '')", name, name), text(NO_ID)),
            (column(AGAIN), text(REPEATED_ID)),
        ]
        return case(ways)

    def _make(self, name: str, part: Sql) -> Sql:
        return self._columns.make(name, part, 0)

    def _by_word(self, word: Sql, bits: Mapping[str, int], absent: int) -> Sql:
        """Return the bit of a word, and 0 for one that is not known.

        Args:
            word: The word, or NULL.
            bits: The bit of each word.
            absent: The bit where there is none.
        """
        known = " ".join(
            f"WHEN {text(each).text} THEN {bit}" for each, bit in bits.items()
        )
        inside = put("(CASE {} " + known + " ELSE 0 END)", word)
        return case([(is_open(word), number(absent))], inside)

    def _word(self, name: str, coding: Coding) -> tuple[Sql, Sql]:
        raw = column(name)
        said = self._make(SAID + name, self._by_word(raw, coding.bits, OPEN_BIT))
        return _is_none(said), _reason_of_word(raw)

    def _known(self, name: str, coding: Coding, absent: str) -> tuple[Sql, Sql]:
        raw, unsaid = column(name), coding.bits[absent]
        said = self._make(SAID + name, self._by_word(raw, coding.bits, unsaid))
        return _is_none(said), _reason_of_word(raw)

    def _number(self, question: Question, coding: Coding) -> tuple[Sql, Sql]:
        raw = column(question.id)
        is_number = put(self._dialect.is_number, raw)
        value = put(f"CAST({{}} AS {self._dialect.double})", raw)
        ways: list[Way] = []
        if question.minimum is not None:
            ways.append((put(f"({{}} < {question.minimum})", value), ZERO))
        if question.maximum is not None:
            ways.append((put(f"({{}} > {question.maximum})", value), ZERO))
        *lower, last = (bit for word, bit in coding.own.items())
        for cut, bit in zip(coding.cuts, lower, strict=True):
            ways.append((put(f"({{}} < {cut})", value), number(bit)))
        found = [
            (is_open(raw), number(OPEN_BIT)),
            (put("({} = {})", raw, text(UNSURE)), number(coding.bits[UNSURE])),
            (is_number, case(ways, number(last))),
        ]
        said = self._make(SAID + question.id, case(found, ZERO))
        reason = case([(is_number, text(OUT_OF_RANGE))], text(WRONG_TYPE))
        return _is_none(said), reason

    def _list(self, name: str, coding: Coding) -> tuple[Sql, Sql]:
        """Make the columns of a list.

        It is known in full where it has as many bits as words: a word that is strange
        or there twice has none of its own, nor has a line beside its doubt.
        """
        raw, dialect = column(name), self._dialect
        size = self._make(
            f"tn_{name}", case([(is_open(raw), number(1))], put(dialect.size, raw))
        )
        said, doubts = self._ticked(name, coding, size)
        found = put(dialect.ones, bits_of([said, doubts]))
        beside = all_of([has(said, NONE_BIT), put("({} > 1)", size)])
        wrong = any_of([put("({} <> {})", found, size), beside, put("({} = 0)", size)])
        return wrong, self._reason_of_list(
            raw, beside, put("(({} & {}) <> 0)", said, doubts)
        )

    def _ticked(self, name: str, coding: Coding, size: Sql) -> tuple[Sql, Sql]:
        """Make the columns of what a list names, ticked and in doubt."""
        raw, own = column(name), coding.own
        marked = {f"{word}{DOUBT}": bit for word, bit in own.items()}
        places = len(own)
        if _bits_of(coding.bits) + places <= _LONGEST:  # both find room in one number
            higher = {word: bit << places for word, bit in marked.items()}
            found = self._bits_of_list(raw, {**coding.bits, **higher}, size)
            both = self._make(f"tb_{name}", case([(is_open(raw), _OPEN)], found))
            said = masked(both, sum(coding.bits.values()) | OPEN_BIT)
            doubts = masked(shifted(both, -places), coding.lines)
        else:
            found = self._bits_of_list(raw, coding.bits, size)
            said = case([(is_open(raw), _OPEN)], found)
            doubts = self._bits_of_list(raw, marked, size)
            doubts = case([(is_open(raw), ZERO)], doubts)
        kind = "INT" if _bits_of(coding.bits) < _LONG else "BIGINT"
        return (
            self._make(SAID + name, put(f"CAST({{}} AS {kind})", said)),
            self._make(DOUBTS + name, put(f"CAST({{}} AS {kind})", doubts)),
        )

    def _bits_of_list(self, raw: Sql, bits: Mapping[str, int], size: Sql) -> Sql:
        """Return the bits of the words that a list has, each once."""
        first = put(self._dialect.first, raw)
        none = (put("({} = {})", first, text(NONE)), number(bits.get(NONE, 0)))
        alone = (put("({} = 1)", size), case([none], self._bit(first, bits)))
        each = self._bit(Sql("word"), bits)
        found = case([alone], put(self._dialect.bits, raw, each))
        return masked(found, sum(bits.values()))  # the place of no word has no bit

    def _reason_of_list(self, raw: Sql, beside: Sql, twice: Sql) -> Sql:
        """Return why a list is wrong.

        Args:
            raw: The list.
            beside: Whether something stands beside "none".
            twice: Whether a line is both ticked and in doubt.
        """
        dialect = self._dialect
        size, different = (put(f, raw) for f in (dialect.size, dialect.distinct))
        ways = [
            (put(dialect.contains, raw, text(STRANGE)), text(WRONG_TYPE)),
            (put("({} = 0)", size), text(EMPTY_LIST)),
            (beside, text(NONE_BESIDE)),
            (put("({} < {})", different, size), text(REPEATED_WORD)),
            (twice, text(REPEATED_WORD)),
        ]
        return case(ways, text(UNKNOWN_WORD))

    def _bit(self, word: Sql, bits: Mapping[str, int]) -> Sql:
        """Return the bit of a word by its place among the others, and 0 for none."""
        places = {bit.bit_length(): text(each).text for each, bit in bits.items()}
        listed = (places.get(n, "NULL") for n in range(1, 1 + max(places)))
        words = Sql(self._dialect.listed.format(", ".join(listed)))
        return put(self._dialect.bit, word, words)


def _bits_of(bits: Mapping[str, int]) -> int:
    """Return how many bits a number has that holds all of these."""
    return max(bits.values()).bit_length()


def _is_none(said: Sql) -> Sql:
    """Return whether something was said of which nothing is known."""
    return put("({} = 0)", said)


def _reason_of_word(raw: Sql) -> Sql:
    strange = put("({} = {})", raw, text(STRANGE))
    return case([(strange, text(WRONG_TYPE))], text(UNKNOWN_WORD))
