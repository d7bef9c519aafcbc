"""What was said, by question id; immutable.

An answer is a choice id, a list of choice ids, a number, or `unsure`. In a list,
`unsure` means "unsure about the items not named". Silence is not an answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NoReturn

from massage_screen.errors import AnswersError

UNSURE = "unsure"
NONE = "none"
YES = "yes"
NO = "no"

#: A list answer is a tuple, in the order in which the pack lists the choices.
Value = str | tuple[str, ...] | int | float

#: The name of the form of practice attempts; `assess` takes none of them.
PRACTICE_SCHEMA = "massage-screen/attempt/1"
#: The name of the form of practice cards; nor any of these.
CARDS_SCHEMA = "massage-screen/cards/1"
#: The largest answers file that is read, in bytes: a real one has about 4,000.
LARGEST_FILE = 1_000_000


class Answers(Mapping[str, Value]):
    """Answers by question id. Changing one gives a new object."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, Value] | None = None) -> None:
        """Copy the values, so that nothing outside can change them."""
        self._values: dict[str, Value] = dict(values or {})

    def __getitem__(self, question: str) -> Value:
        """Return the answer to a question that was answered."""
        return self._values[question]

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


def is_unsure(value: Value) -> bool:
    """Say whether an answer is, or contains, `unsure`."""
    return value == UNSURE or (isinstance(value, tuple) and UNSURE in value)


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
    if len(data) > LARGEST_FILE:
        raise AnswersError(
            f"{name}: larger than {LARGEST_FILE:,} bytes, so it was not read. "
            "An answers file holds one line for each question."
        )
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
            " from it. To interview one of them: massage-screen practise"
        )


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise AnswersError(
            f"{name}, byte {error.start}: not UTF-8 text. Save the file as UTF-8."
        ) from None


def _is_toml(text: str, name: str) -> bool:
    if name.endswith(".toml"):
        return True
    return not name.endswith(".json") and not text.lstrip().startswith(("{", "[", '"'))


def _toml(text: str, name: str) -> object:
    import tomllib  # noqa: PLC0415  start-up time: most answers are JSON

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise AnswersError(f"{name}: not valid TOML: {error}.") from None


def _json(text: str, name: str) -> object:
    import json  # noqa: PLC0415  start-up time: who is asked needs none

    def without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
        table = dict(pairs)
        if len(table) < len(pairs):
            seen: set[str] = set()
            for key, _ in pairs:
                if key in seen:
                    raise AnswersError(
                        f"{name}: {key!r} is answered twice. Keep one answer."
                    )
                seen.add(key)
        return table

    def refuse(constant: str) -> NoReturn:
        raise AnswersError(f"{name}: {constant} is not a number that can be answered.")

    try:
        content: object = json.loads(
            text, object_pairs_hook=without_repeats, parse_constant=refuse
        )
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise AnswersError(f"{name}, {place}: not valid JSON: {error.msg}.") from None
    return content
