"""What was said, by question id; immutable.

An answer is a choice id, a list of choice ids, a number, or `unsure`. In a list,
`unsure` means "unsure about the items not named", and `"leak?"` "unsure about this
one". Silence is not an answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NoReturn, TypeVar, overload

from massage_screen.command import command
from massage_screen.errors import AnswersError
from massage_screen.text import quoted

UNSURE = "unsure"
NONE = "none"
YES = "yes"
NO = "no"
#: What stands behind the id of a line that the client is not sure of.
DOUBT = "?"

#: A list answer is a tuple, in the order in which the pack lists the choices.
Value = str | tuple[str, ...] | int | float
T = TypeVar("T")

#: The name of the form of decisions; within its major version keys are only added.
DECISION_SCHEMA = "massage-screen/decision/1"
#: The key of the day on which answers were given, as in "2027-01-31"; no question.
GIVEN_ON = "given_on"
#: The name of the form of practice attempts; `assess` takes none of them.
PRACTICE_SCHEMA = "massage-screen/attempt/1"
#: The name of the form of practice cards; nor any of these.
CARDS_SCHEMA = "massage-screen/cards/1"
#: The name of the form of what a client filled in alone.
FILLED_SCHEMA = "massage-screen/filled/1"
#: How files begin that are no text of answers: pages, PDF, archives, pictures.
_NO_ANSWERS = (b"<", b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff")
#: How many bytes of a file are looked at to know what it is.
_HEAD = 2000
#: The largest file that is read, in bytes. A decision in JSON has up to about 100,000,
#: answers about 4,000; TOML takes more time, and holds answers alone.
LARGEST_FILE = 250_000
LARGEST_TOML = 64_000


class Answers(Mapping[str, Value]):
    """Answers by question id. Changing one gives a new object."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, Value] | None = None) -> None:
        """Copy the values, so that nothing outside can change them."""
        self._values: dict[str, Value] = dict(values or {})

    def __getitem__(self, question: str) -> Value:
        """Return the answer to a question that was answered."""
        return self._values[question]

    @overload
    def get(self, question: str, /) -> Value | None: ...

    @overload
    def get(self, question: str, /, default: Value | T) -> Value | T: ...

    def get(self, question: str, /, default: object = None) -> object:
        """Return the answer to a question; the default where there is none."""
        return self._values.get(question, default)

    def __iter__(self) -> Iterator[str]:
        """Go through the ids of the questions that were answered."""
        return iter(self._values)

    def __len__(self) -> int:
        """Count the answers."""
        return len(self._values)

    def __contains__(self, question: object) -> bool:
        """Say whether a question was answered."""
        return question in self._values

    def __repr__(self) -> str:
        """Name the questions only: no traceback shows what a client said."""
        return f"Answers({', '.join(self._values)})"

    def with_answer(self, question: str, value: Value) -> Answers:
        """Return the answers with this one added or changed."""
        return Answers({**self._values, question: value})


def doubt_of(line: str) -> str:
    """Return how doubt of one line of a list is written."""
    return line + DOUBT


def is_doubt(word: str) -> bool:
    """Say whether a word of an answer is the doubt of a line."""
    return word.endswith(DOUBT)


def line_of(word: str) -> str:
    """Return the line that a word of an answer is about, ticked or in doubt."""
    return word.removesuffix(DOUBT)


def is_denial(value: Value | None) -> bool:
    """Say whether an answer says no to all that was asked."""
    return value in (NO, (NONE,))


def is_unsure(value: Value) -> bool:
    """Say whether an answer is, or contains, `unsure` or the doubt of a line."""
    if isinstance(value, tuple):
        return any(word == UNSURE or is_doubt(word) for word in value)
    return value == UNSURE


def read_answers(data: bytes, name: str) -> dict[str, object]:
    """Read an answers file: `{question id: answer}` in JSON or TOML.

    Whether the answers fit a pack is not looked at here.

    Args:
        data: The bytes of the file. TOML when the name ends in `.toml`, or when
            it has no ending of its own (standard input) and the text does not
            start with a bracket; JSON otherwise.
        name: How the file is called in messages.

    Raises:
        AnswersError: The file is too large, not UTF-8, not JSON or TOML, repeats
            a key, is nested too deep, is not a table, or is about an invented
            client.
    """
    _refuse_page(data, name)
    _refuse_size(data, LARGEST_FILE, name)
    text = _decoded(data, name)
    try:
        content = (_toml if _is_toml(text, name) else _json)(text, name)
    except RecursionError:
        raise AnswersError(
            f"{name}: nested too deep. Answers are choice ids, lists and numbers."
        ) from None
    except ValueError:  # a number with thousands of digits
        raise AnswersError(f"{name}: holds a number that cannot be read.") from None
    if not isinstance(content, dict):
        raise AnswersError(
            f"{name}: the whole file must be one table of question ids and answers, "
            'for example {"saddle_signs": ["none"]}.'
        )
    _refuse_practice(content, name)
    return content


def _refuse_page(data: bytes, name: str) -> None:
    if data.lstrip().startswith(_NO_ANSWERS):
        if b"<QuestionnaireResponse" in data[:_HEAD]:
            raise AnswersError(
                f"{name}: is FHIR in XML, and only FHIR in JSON is read. Save it as"
                " JSON."
            )
        raise AnswersError(
            f"{name}: is a page or a picture, and holds no answers. If it is the form:"
            " open it in a browser, fill it in, and save the file at its end."
        )


def _refuse_size(data: bytes | str, largest: int, name: str) -> None:
    if len(data) > largest:
        raise AnswersError(
            f"{name}: larger than {largest:,} bytes, so it was not read. "
            "An answers file holds one line for each question."
        )


def _refuse_practice(content: Mapping[str, object], name: str) -> None:
    """Keep invented clients out of live screening."""
    if content.get("schema") in (PRACTICE_SCHEMA, CARDS_SCHEMA):
        raise AnswersError(
            f"{name}: this is a practice attempt, about an invented client. It is no"
            " record of a person, so nothing is decided from it."
        )
    if "case" in content:
        raise AnswersError(
            f"{name}: this is a file of invented clients (cases). Nothing is decided"
            f" from it. To interview one of them: {command('practise')}"
        )


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise AnswersError(
            f"{name}, byte {error.start}: not UTF-8 text. Save the file as UTF-8."
        ) from None


def _is_toml(text: str, name: str) -> bool:
    plain = name.removesuffix("'")  # the name of a file may stand in quotes
    if plain.endswith(".toml"):
        return True
    return not plain.endswith(".json") and not text.lstrip().startswith(("{", "[", '"'))


def _toml(text: str, name: str) -> object:
    from massage_screen.toml import (  # noqa: PLC0415  start-up time:
        NotToml,  # most answers are JSON
        read_toml,
    )

    _refuse_size(text, LARGEST_TOML, name)
    try:
        return read_toml(text)
    except NotToml as error:
        column = f", column {error.column}" if error.column else ""
        reason = f": {error.discreet}" if error.discreet else ""
        raise AnswersError(
            f"{name}, line {error.line}{column}: not valid TOML{reason}."
        ) from None


def _json(text: str, name: str) -> object:
    import json  # noqa: PLC0415  start-up time: who is asked needs none

    repeats: list[tuple[dict[str, object], str]] = []

    def table_of(pairs: list[tuple[str, object]]) -> dict[str, object]:
        table = dict(pairs)
        if len(table) < len(pairs):
            times = Counter(key for key, _ in pairs)
            repeats[:] = [(table, next(key for key in times if times[key] > 1))]
        return table

    def refuse(constant: str) -> NoReturn:
        raise AnswersError(f"{name}: {constant} is not a number that can be answered.")

    try:
        content: object = json.loads(
            text, object_pairs_hook=table_of, parse_constant=refuse
        )
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise AnswersError(f"{name}, {place}: not valid JSON: {error.msg}.") from None
    for table, key in repeats:
        # A key at the top is meant for a question; what is inside could be an answer.
        what = quoted(key) if table is content else "something in an inner table"
        raise AnswersError(f"{name}: {what} is answered twice. Keep one answer.")
    return content
