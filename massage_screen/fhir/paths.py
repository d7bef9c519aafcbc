"""Conditions in FHIRPath, for what `enableWhen` cannot say: nested ones, and facts.

FHIRPath has three values as the engine has: true, false, and nothing while an answer
to come may settle it; `and` and `or` mean the same in both. What several expressions
read stands once, as a variable of the whole Questionnaire:

* `aX` what was said of the question x, as a list of words: in a list asked line by
  line `leak`, `leak?` in doubt, `leak!` when it was left
* `wX`, `pX` the same without a look at `pX`, and the words of lines that only the
  therapist's answers can still offer
* `rX` whether x is asked
* `cX`, `tX`, `uX` lines of x that were told above, that are offered, that may be
* `l1` lines as they stand in a pack
* `fX1` whether the fact x has one of some values
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from massage_screen.answers import NO, NONE, UNSURE, YES, is_doubt
from massage_screen.condition import Condition
from massage_screen.fhir.asked import Asked, is_line_by_line, link_of
from massage_screen.pack import Choice, Fact, FactRow, Question

#: What stands behind the id of a line that was left.
_LEFT = "!"
_TRUE, _FALSE, _OPEN = "true", "false", "{}"


class Paths:
    """Writes conditions in FHIRPath, and the variables that they need.

    Attributes:
        variables: Their expressions by name, each after those that it reads.
    """

    def __init__(self, asked: Asked) -> None:
        """Begin without a variable."""
        self._asked = asked
        self.variables: dict[str, str] = {}
        self._called: dict[str, str] = {}
        self._lists: dict[tuple[str, ...], str] = {}
        self._facts: dict[tuple[str, frozenset[str]], str] = {}

    def question(self, question: Question) -> str:
        """Return when a question is enabled."""
        return self._relevance(question)

    def line(self, question: Question, line: str) -> str:
        """Return when the item of a line is enabled, in a question that is."""
        offered = f"{_text(line)} in {self._offered(question)}"
        if not self._asked.is_left_to_the_therapist(question, line):
            return offered
        return f"({offered}) or ({_text(line)} in {self._perhaps(question)})"

    def _variable(self, name: str, make: Callable[[], str]) -> str:
        """Return a variable; its name may hold letters and digits only."""
        if name not in self._called:
            short = "".join(part[0].upper() + part[1:] for part in name.split("_"))
            short = short[0].lower() + short[1:]
            while short in self._called.values():
                short += "x"
            self._called[name] = short
            made = make()  # first comes what it reads
            self.variables[short] = made
        return f"%{self._called[name]}"

    # Conditions

    def _condition(self, condition: Condition | bool) -> str:
        if isinstance(condition, bool):
            return _TRUE if condition else _FALSE
        parts = condition.all_of or condition.any_of
        if parts is not None:
            word = " and " if condition.all_of is not None else " or "
            return word.join(f"({self._condition(part)})" for part in parts)
        if condition.fact is not None:
            return self._fact(condition)
        return self._answer(
            self._asked.pack.questions[condition.question or ""], condition
        )

    def _relevance(self, question: Question) -> str:
        when = self._asked.when(question.when)
        if when is True and not question.depends:
            return _TRUE
        return self._variable(f"r_{question.id}", lambda: self._asks(question, when))

    def _asks(self, question: Question, when: Condition | bool) -> str:
        if not question.depends:
            return self._condition(when)
        offered, perhaps = self._offered(question), self._perhaps(question)
        some = f"iif({offered}.exists(), true, iif({perhaps}.exists(), {{}}, false))"
        return some if when is True else f"({self._condition(when)}) and {some}"

    # Answers

    def _answer(self, question: Question, test: Condition) -> str:
        """Return a test of an answer: false where it is not asked, open without one."""
        open_or_hidden = self._without_answer(question)
        if question.id not in self._asked.questions:
            return open_or_hidden
        said = self._said(question)
        if not self._has_open_lines(question):
            held = _Tests(question, said, said).of(test)
            return f"iif({said}.exists(), {held}, {open_or_hidden})"
        more = self._said_perhaps(question)
        held = _Tests(question, said, f"({said} | {more})").of(test)
        perhaps = _Tests(question, more, said).of(test)
        return (
            f"iif({said}.exists() and ({held}), true,"
            f" iif({said}.empty() or ({perhaps}), {open_or_hidden}, false))"
        )

    def _without_answer(self, question: Question) -> str:
        asks = self._relevance(question)
        return _OPEN if asks == _TRUE else f"({asks} and {{}})"

    def _said(self, question: Question) -> str:
        """Return the words that count.

        Of a list of which lines may not be offered, those that were left count only
        beside one that is named, or where none is.
        """
        if not self._has_open_lines(question):
            return self._variable(
                f"a_{question.id}", lambda: self._words(question, _OFFERED)
            )
        words = self._variable(
            f"w_{question.id}", lambda: self._words(question, _OFFERED)
        )
        named = f".where($this.endsWith('{_LEFT}').not())"
        more = self._said_perhaps(question)
        return self._variable(
            f"a_{question.id}",
            lambda: (
                f"iif({words}{named}.exists() or {more}{named}.empty(), {words}, {{}})"
            ),
        )

    def _said_perhaps(self, question: Question) -> str:
        return self._variable(
            f"p_{question.id}", lambda: self._words(question, _MAY_BE)
        )

    def _words(self, question: Question, lines: str) -> str:
        found = _words_in(question)
        if question.depends:
            several = question.takes.several
            which = (
                self._offered(question)
                if lines == _OFFERED
                else self._perhaps(question)
            )
            line = _line_in_link(question) if several else "$this"
            unsure = "" if several else f" or $this = {_text(UNSURE)}"
            found = found.replace(_EACH, f".where({line} in {which}{unsure})")
        found = found.replace(_EACH, "")
        asks = self._relevance(question)
        return found if asks == _TRUE else f"iif({asks}, {found}, {{}})"

    def _has_open_lines(self, question: Question) -> bool:
        lines = (choice.id for choice in question.choices)
        return any(self._asked.is_left_to_the_therapist(question, x) for x in lines)

    # Lines

    def _offered(self, question: Question) -> str:
        return self._variable(f"t_{question.id}", lambda: self._true_lines(question))

    def _perhaps(self, question: Question) -> str:
        return self._variable(f"u_{question.id}", lambda: self._open_lines(question))

    def _true_lines(self, question: Question) -> str:
        told, others = self._told(question), self._others(question)
        gone = [f"({self._takes(other)}).not()" for other in others]
        gone += [f"($this in ({self._unsettled(other)})).not()" for other in others]
        return f"{told}.where({' and '.join(gone)})" if gone else told

    def _open_lines(self, question: Question) -> str:
        parts, others = [*self._open_above(question)], self._others(question)
        for other in others:
            held = f"$this in ({self._unsettled(other)})"
            parts.append(f"{self._told(question)}.where({held})")
        gone = " and ".join(f"({self._takes(other)}).not()" for other in others)
        return f"{_union(parts)}.where({gone})" if gone and parts else _union(parts)

    def _others(self, question: Question) -> list[Question]:
        """Return the lists to which lines are left."""
        return [self._asked.pack.questions[name] for name in question.except_in]

    def _told(self, question: Question) -> str:
        """Return the lines that are offered but for what is left to other lists."""
        return self._variable(
            f"c_{question.id}", lambda: _union(self._true_above(question))
        )

    def _true_above(self, question: Question) -> Iterator[str]:
        for line in self._own_lines(question):
            when = self._condition(self._asked.when(line.when))
            yield (
                _text(line.id)
                if when == _TRUE
                else f"iif({when}, {_text(line.id)}, {{}})"
            )
        for source, lines in self._sources(question):
            if source.id in self._asked.questions:
                yield f"{self._list(lines)}.where({self._names(source)})"

    def _open_above(self, question: Question) -> Iterator[str]:
        for line in self._own_lines(question):
            when = self._condition(self._asked.when(line.when))
            if when not in (_TRUE, _FALSE):
                yield f"iif(({when}).exists(), {{}}, {_text(line.id)})"
        for source, lines in self._sources(question):
            which = f"$this in ({self._unsettled(source)})"
            yield f"{self._list(lines)}.where({which})"

    def _own_lines(self, question: Question) -> Iterator[Choice]:
        return (line for line in question.choices if not line.carried_from)

    def _sources(self, question: Question) -> list[tuple[Question, list[str]]]:
        found: dict[str, list[str]] = {}
        for line in question.choices:
            source = line.carried_from
            if source and self._asked.at_first.relevance[source] is not False:
                found.setdefault(source, []).append(line.id)
        return [(self._asked.pack.questions[name], ids) for name, ids in found.items()]

    def _names(self, source: Question) -> str:
        """Return that a list names the line `$this`, or is unsure of all the rest."""
        if source.id not in self._asked.questions:
            return _FALSE
        said = self._said(source)
        unsure = "" if is_line_by_line(source) else f" or {_text(UNSURE)} in {said}"
        return _named_in(said) + unsure

    def _takes(self, other: Question) -> str:
        """Return that a list names the line `$this`, which is then left to it."""
        if other.id not in self._asked.questions:
            return _FALSE
        return _named_in(self._said(other))

    def _unsettled(self, source: Question) -> str:
        """Return the lines of which it is open whether a list names them."""
        lines, asks = self._lines_of(source), self._relevance(source)
        if source.id not in self._asked.questions:
            return lines if asks == _TRUE else f"iif({asks} = false, {{}}, {lines})"
        said = self._said(source)
        hidden = "" if asks == _TRUE else f" or ({asks} = false)"
        found = f"iif({said}.exists(){hidden}, {{}}, {lines})"
        if not self._has_open_lines(source):
            return found
        named = _named_in(self._said_perhaps(source))
        return f"{found} | {lines}.where({named})"

    def _lines_of(self, source: Question) -> str:
        if source.depends:
            return f"({self._offered(source)} | {self._perhaps(source)})"
        return self._list(choice.id for choice in source.choices)

    def _list(self, lines: Iterable[str]) -> str:
        key = tuple(lines)
        name = self._lists.setdefault(key, f"l_{len(self._lists) + 1}")
        return self._variable(name, lambda: _listed(key))

    # Facts

    def _fact(self, test: Condition) -> str:
        wanted = frozenset(test.is_any_of or ())
        key = (test.fact or "", wanted)
        if key not in self._facts:
            fact = self._asked.pack.facts[key[0]]
            written = self._rows(fact, list(fact.rows), wanted)
            count = sum(name == fact.id for name, _ in self._facts)
            self._facts[key] = self._variable(
                f"f_{fact.id}_{count + 1}", lambda: written
            )
        return self._facts[key]

    def _rows(self, fact: Fact, rows: list[FactRow], wanted: frozenset[str]) -> str:
        """Return whether these rows, from the first on, give a wanted value."""
        if not rows:
            return _TRUE if fact.values[-1] in wanted else _FALSE
        row, rest = rows[0], self._rows(fact, rows[1:], wanted)
        when = self._condition(self._asked.when(row.when))
        if when == _FALSE:
            return rest
        if row.value in wanted:
            return when if rest == _FALSE else _or(when, rest)
        return _FALSE if rest == _FALSE else _and(f"({when}).not()", rest)


#: Where in an expression only some lines are taken.
_EACH = "\0each\0"
_OFFERED, _MAY_BE = "offered", "may be"


def _words_in(question: Question) -> str:
    """Return where in a response the words of an answer stand."""
    item = f"%resource.item.item.where(linkId = {_text(question.id)})"
    if question.takes.counts:
        unsure = _text(link_of(question.id, UNSURE))
        said = f"%resource.item.item.where(linkId = {unsure}).answer.value"
        number = f"{item}.answer.value.toString()"
        return f"iif({said} = true, {_text(UNSURE)}, {number})"
    if not is_line_by_line(question):
        return f"{item}.answer.value.code{_EACH}"
    line = _line_in_link(question)
    code = "answer.value.code"
    return (
        f"{item}.item{_EACH}.select(iif({code} = {_text(YES)}, {line},"
        f" iif({code} = {_text(UNSURE)}, {line} & '?',"
        f" iif({code} = {_text(NO)}, {line} & '{_LEFT}', {{}}))))"
    )


def _line_in_link(question: Question) -> str:
    return f"linkId.substring({len(link_of(question.id, ''))})"


class _Tests:
    """The tests of an answer, in the words that stand in a variable."""

    def __init__(self, question: Question, said: str, whole: str) -> None:
        """Test what was said; for none, nothing may be named in `whole`."""
        self._question, self._said, self._whole = question, said, whole

    def of(self, test: Condition) -> str:
        if test.at_least is not None or test.below is not None:
            sign, limit = (
                (">=", test.at_least) if test.below is None else ("<", test.below)
            )
            number = f"{self._said}.toDecimal()"
            return f"iif({self._said} = '{UNSURE}', false, {number} {sign} {limit})"
        if test.is_any_of is not None:
            return self._has(test.is_any_of)
        if test.includes_all_of is not None:
            return " and ".join(
                f"({self._includes([w])})" for w in test.includes_all_of
            )
        if test.lacks_any_of is not None:
            return self._lacks(test.lacks_any_of)
        return self._includes(test.includes_any_of or ())

    def _has(self, words: Iterable[str], end: str = "") -> str:
        return f"{self._said}.where({_is_one_of(words, end)}).exists()"

    def _includes(self, words: Iterable[str]) -> str:
        """Return that one of these was said; a line in doubt counts as it does."""
        question, by_line = self._question, is_line_by_line(self._question)
        words = [w for w in words if not (by_line and w == UNSURE)]
        none = NONE in words and (by_line or question.reassuring)
        lines = [w for w in words if w != NONE and not _stands_alone(w)]
        alone = [w for w in words if w not in lines and not (none and w == NONE)]
        tests = (
            [self._has(lines, "" if question.reassuring else "[?]?")] if lines else []
        )
        tests += [self._has(alone)] if alone else []
        tests += [self._none()] if none else []
        return " or ".join(tests) or _FALSE

    def _none(self) -> str:
        """Return that nothing was named; in a reassuring list, that doubt is all."""
        left = f"$this = '{NONE}' or $this.endsWith('{_LEFT}')"
        doubt = " or $this.endsWith('?')" if self._question.reassuring else ""
        return f"{self._whole}.all({left}{doubt})"

    def _lacks(self, lines: Iterable[str]) -> str:
        reassuring = self._question.reassuring
        if is_line_by_line(self._question):
            return self._has(lines, f"[{_LEFT}?]" if reassuring else _LEFT)
        named = "$this in {0}" if reassuring else "$this in {0} or ($this & '?') in {0}"
        found = f"({_listed(lines)}).where(({named.format(self._said)}).not()).exists()"
        return (
            found if reassuring else f"{found} and ('{UNSURE}' in {self._said}).not()"
        )


def _named_in(said: str) -> str:
    return f"$this in {said} or ($this & '?') in {said}"


def _stands_alone(word: str) -> bool:
    return is_doubt(word) or word in (NONE, UNSURE)


def _is_one_of(words: Iterable[str], end: str = "") -> str:
    """Return that `$this` is one of some words; each with one of some endings."""
    found = list(words)
    if len(found) == 1 and not end:
        return f"$this = {_text(found[0])}"
    either = "|".join(word.replace("?", "[?]") for word in found)
    return f"$this.matches('^({either}){end}$')"


def _text(word: str) -> str:
    return f"'{word}'"


def _listed(words: Iterable[str]) -> str:
    return " | ".join(map(_text, words))


def _union(parts: Iterable[str]) -> str:
    found = " | ".join(f"({part})" for part in parts)
    return f"({found})" if found else _OPEN


def _or(one: str, other: str) -> str:
    return _TRUE if _TRUE in (one, other) else f"({one}) or ({other})"


def _and(one: str, other: str) -> str:
    return one if other == _TRUE else f"({one}) and ({other})"
