"""Puts the Questionnaire together: FHIR R4, with extensions of SDC where it needs them.

The same pack gives the same bytes: there is no date in it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from massage_screen.answers import NO, NONE, UNSURE, YES, doubt_of
from massage_screen.fhir.asked import (
    ANSWER,
    HELP,
    SECTION,
    START,
    Asked,
    is_line_by_line,
    link_of,
    system_of,
    url_of,
    version_of,
)
from massage_screen.fhir.flat import NEVER, Flat, flat_line, flat_question
from massage_screen.fhir.paths import Paths
from massage_screen.pack import ConcernFile, Pack, Question
from massage_screen.phrases import ENGLISH, Phrases
from massage_screen.text import clean

_STANDARD = "http://hl7.org/fhir/StructureDefinition"
_SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition"
_CONTROLS = "http://hl7.org/fhir/questionnaire-item-control"
#: What lines and questions with the same three answers name: it stands there once.
_THREE = "three"
#: The day on which they were put together: a value set that is spread out needs one.
_THREE_SINCE = "2026-11-29"

Item = dict[str, Any]


def questionnaire_of(pack: Pack, phrases: Phrases = ENGLISH) -> dict[str, Any]:
    """Return the Questionnaire of a pack, ready for JSON: what a new client is asked.

    Args:
        pack: The pack. What only the therapist can answer is left out, and so are all
            facts and rules but as conditions of what is asked.
        phrases: What the program says, in the language of the pack.
    """
    return _Writer(pack, phrases).whole()


def as_text(questionnaire: Mapping[str, Any]) -> str:
    """Return it as text of a file, in ASCII."""
    return json.dumps(questionnaire, separators=(",", ":")) + "\n"


class _Writer:
    """Writes the questions of one pack."""

    def __init__(self, pack: Pack, phrases: Phrases) -> None:
        self._pack, self._asked, self._phrases = pack, Asked(pack), phrases
        common = phrases.common
        #: The words of a line, and of what is asked beside a number.
        self._words = {YES: common.yes, NO: common.no, UNSURE: common.unsure}
        self._paths = Paths(self._asked)

    def whole(self) -> dict[str, Any]:
        about, draft = self._pack.about, self._pack.about.status == "draft"
        said = (*self._phrases.notes, about.intended_purpose, about.not_covered)
        items = [self._start(), *self._sections()]
        variables = [_variable(*pair) for pair in self._paths.variables.items()]
        return {
            "resourceType": "Questionnaire",
            "meta": {"profile": [f"{_SDC}/sdc-questionnaire"]},
            "language": self._phrases.language,
            "contained": [_three_answers(self._words)],
            **({"extension": variables} if variables else {}),
            "url": url_of(self._pack),
            "version": version_of(self._pack),
            "name": "".join(part.capitalize() for part in about.id.split("_")),
            "title": about.title,
            "status": "draft" if draft else "active",
            "experimental": draft,
            "subjectType": ["Patient"],
            "description": " ".join(said),
            "purpose": ENGLISH.form.fhir_no_result,
            "item": items,
        }

    def _start(self) -> Item:
        words = self._phrases.form
        now = words.now.format(number=self._phrases.place.number)
        notes, signs = self._phrases.notes, self._pack.about.warning_signs
        told = (words.fhir_no_result, *notes, now, *signs)
        shown = [_display(f"{START}{n}", text) for n, text in enumerate(told, 1)]
        return {
            "linkId": f"{START}0",
            "text": words.fhir_start,
            "type": "group",
            "item": shown,
        }

    def _sections(self) -> Iterator[Item]:
        for number, concern in enumerate(self._pack.concerns, 1):
            if items := [*self._items(concern)]:
                yield {
                    "linkId": f"{SECTION}{number}",
                    "text": clean(concern.section.title),
                    "type": "group",
                    "item": items,
                }

    def _items(self, concern: ConcernFile) -> Iterator[Item]:
        for question in concern.question:
            if question.id in self._asked.questions:
                enabled = self._enabled(question)
                yield _joined(self._item(question), enabled)
                if question.takes.counts:
                    yield _joined(self._unsure_beside(question), enabled)

    def _item(self, question: Question) -> Item:
        item: Item = {
            "linkId": question.id,
            "text": clean(question.ask_client or question.ask),
        }
        if is_line_by_line(question):
            item |= {"type": "group", "item": [*self._lines(question)]}
        else:
            item |= self._as_item(question)
        if question.again:
            advice = _display(f"{question.id}{HELP}", question.again)
            advice["extension"] = [_control("help")]
            item["item"] = [advice, *item.get("item", ())]
        return item

    def _lines(self, question: Question) -> Iterator[Item]:
        for line in self._asked.lines(question):
            flat = flat_line(self._asked, question, line)
            named = {"linkId": link_of(question.id, line.id), "text": clean(line.text)}
            path = partial(self._paths.line, question, line.id)
            yield _joined(named | _one_of_three(), _when(flat, path))

    def _enabled(self, question: Question) -> Item:
        flat = flat_question(self._asked, question)
        return _when(flat, partial(self._paths.question, question))

    # Questions that are one item

    def _as_item(self, question: Question) -> Item:
        if question.takes.counts:
            return _number(question)
        return self._ticks(question) if question.takes.several else self._one(question)

    def _one(self, question: Question) -> Item:
        if question.takes.yes_or_no:
            return _one_of_three()
        system = system_of(self._pack, question)
        texts = {**question.lines, UNSURE: self._words[UNSURE]}  # not of the pack
        options = [_option(system, *pair) for pair in texts.items()]
        return _choice("radio-button", answerOption=options)

    def _ticks(self, question: Question) -> Item:
        """Return a list that is ticked: after each line stands the doubt of it."""
        system, said = system_of(self._pack, question), self._phrases.form
        options = []
        for word, text in question.lines.items():
            rest = word == UNSURE
            options.append(_option(system, word, said.unsure_others if rest else text))
            if word == NONE:
                options[-1]["extension"] = [
                    {
                        "url": f"{_STANDARD}/questionnaire-optionExclusive",
                        "valueBoolean": True,
                    }
                ]
            elif not rest:
                doubt = said.doubt.format(line=text)
                options.append(_option(system, doubt_of(word), doubt))
        ticked = _choice("check-box", answerOption=options) | {"repeats": True}
        url = f"{_STANDARD}/questionnaire-choiceOrientation"
        return _joined(ticked, {"extension": [{"url": url, "valueCode": "vertical"}]})

    def _unsure_beside(self, question: Question) -> Item:
        return {
            "linkId": link_of(question.id, UNSURE),
            "text": self._words[UNSURE],
            "type": "boolean",
        }


def _number(question: Question) -> Item:
    bounds = (("minValue", question.minimum), ("maxValue", question.maximum))
    extensions: list[Item] = [
        {"url": f"{_STANDARD}/{name}", "valueInteger": bound}
        for name, bound in bounds
        if bound is not None
    ]
    if question.unit:
        unit = {"display": clean(question.unit)}
        url = f"{_STANDARD}/questionnaire-unit"
        extensions.append({"url": url, "valueCoding": unit})
    return {"type": "integer", "extension": extensions}


# Parts of items


def _joined(item: Item, more: Item) -> Item:
    """Return an item with more in it; what both extend, both extend."""
    extensions = [*item.get("extension", ()), *more.get("extension", ())]
    return item | more | ({"extension": extensions} if extensions else {})


def _choice(control: str, **answers: object) -> Item:
    return {
        "extension": [_control(control)],
        "type": "choice",
        "required": True,
        **answers,
    }


def _one_of_three() -> Item:
    """Return an item with Yes, No and Not sure, which stand once, in a value set."""
    return _choice("radio-button", answerValueSet=f"#{_THREE}")


def _three_answers(words: Mapping[str, str]) -> Item:
    """Return the value set of Yes, No and Not sure; programs read its expansion."""
    codes = [{"code": code, "display": text} for code, text in words.items()]
    return {
        "resourceType": "ValueSet",
        "id": _THREE,
        "status": "active",
        "compose": {"include": [{"system": ANSWER, "concept": codes}]},
        "expansion": {
            "timestamp": _THREE_SINCE,
            "contains": [{"system": ANSWER, **code} for code in codes],
        },
    }


def _display(link: str, text: str) -> Item:
    return {"linkId": link, "text": clean(text), "type": "display"}


def _option(system: str, code: str, text: str) -> Item:
    return {"valueCoding": {"system": system, "code": code, "display": clean(text)}}


def _control(code: str) -> Item:
    coding = {"system": _CONTROLS, "code": code}
    url = f"{_STANDARD}/questionnaire-itemControl"
    return {"url": url, "valueCodeableConcept": {"coding": [coding]}}


def _when(flat: Flat | None, path: Callable[[], str]) -> Item:
    """Return when an item is enabled, in FHIRPath only where it must be."""
    if flat == NEVER:  # the standard has no test that never holds
        return _in_path("false")
    return _in_path(path()) if flat is None else flat.in_item()


def _in_path(path: str) -> Item:
    """Return when an item is enabled; what is open is false, for it must be one."""
    path = f"iif({path}, true, false)"
    url = f"{_SDC}/sdc-questionnaire-enableWhenExpression"
    return {"extension": [{"url": url, "valueExpression": _expression(path)}]}


def _variable(name: str, path: str) -> Item:
    url = f"{_STANDARD}/variable"
    return {"url": url, "valueExpression": {"name": name, **_expression(path)}}


def _expression(path: str) -> Item:
    return {"language": "text/fhirpath", "expression": path}
