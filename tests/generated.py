"""Small packs drawn by Hypothesis, with all that a line can hang on, and sheets.

A pack is drawn as its files would say it, so that the naive evaluator can read it too.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import z3
from hypothesis import strategies as st

from massage_screen.answers import NONE, UNSURE, Answers, Value, doubt_of, line_of
from massage_screen.decision import decide
from massage_screen.pack import Cell, ConcernFile, Disposition, Pack, PackFile, Question
from massage_screen.pack.known import KNOWN
from massage_screen.problems.filled import filled
from massage_screen.proof.encoding import Encoding
from massage_screen.sheet import Sheet
from tests.conftest import TINY

Raw = dict[str, Any]
#: What packs know beside the toy pack: visit and watch, and what a low cap closes.
WORLD: Raw = tomllib.loads((TINY / "pack.toml").read_text("utf-8")) | {
    "known": [msgspec.to_builtins(each) for each in KNOWN.values()],
    "pressure_closes": [{"at_most": 2, "techniques": ["strong"]}],
}
ABOUT = msgspec.convert(WORLD, PackFile)
#: Lists that questions may name, as `pack.toml` would have them.
LISTS = {"regions": [{"id": r.id, "text": r.text} for r in ABOUT.region]}
LEVELS = [
    {},
    {"disposition": "restrict", "restrict": [{"everywhere": True, "cell": "modify"}]},
    {
        "disposition": "restrict",
        "restrict": [{"parts": ["neck"], "pressure_at_most": 2}],
    },
    {"disposition": "postpone", "timeframe": "until_cleared"},
    {"disposition": "refer", "timeframe": "within_days"},
    {"disposition": "emergency", "timeframe": "now"},
]


def pack_of(files: Sequence[Raw]) -> Pack:
    """Return what files say as a pack, without asking whether it makes sense."""
    above: dict[str, Any] = {}
    concerns = [
        msgspec.convert(filled(file, LISTS, above), ConcernFile) for file in files
    ]
    return Pack(about=ABOUT, concerns=tuple(concerns), references={}, digest="drawn")


class Above:
    """What stands above the place that is written: lists, other questions, facts."""

    def __init__(self) -> None:
        self.lists: dict[str, list[str]] = {}
        self.words: dict[str, list[str]] = {}
        self.facts: dict[str, list[str]] = {}


@st.composite
def files(draw: st.DrawFn, *, plain: bool = False) -> list[Raw]:
    """Draw two files of concerns.

    Args:
        draw: Draws.
        plain: Whether conditions only look for what is ticked or in doubt in lists
            where a tick is no good news.
    """
    above = Above()
    found: list[Raw] = []
    for number in range(2):
        names = [f"q{number}{n}" for n in range(draw(st.integers(2, 3)))]
        questions = [draw(question(name, above, plain)) for name in names]
        facts = [] if plain else [draw(fact(f"f{number}", above))]
        found.append({"section": {"title": "T"}, "question": questions, "fact": facts})
    rules = draw(st.integers(2, 4))
    found[-1]["rule"] = [draw(rule(f"r{n}", above, plain)) for n in range(rules)]
    return found


@st.composite
def question(draw: st.DrawFn, name: str, above: Above, plain: bool) -> Raw:
    kinds = ["own", "own", "regions", "yes_no", "one_of"]
    kinds += ["carried"] * 4 if above.lists else []
    kind = draw(st.sampled_from(kinds))
    row: Raw = {"id": name, "kind": "any_of", "ask": "A?"}
    if kind == "yes_no":
        row["kind"] = kind
    elif kind == "regions":
        row["choices"] = "regions"
    else:
        row["choices"] = [
            {"id": f"{name}_{letter}", "text": letter, **draw(maybe_when(above, plain))}
            for letter in "abc"[: draw(st.integers(2 if kind == "one_of" else 1, 3))]
        ]
        row["kind"] = "one_of" if kind == "one_of" else "any_of"
    if kind == "carried":
        row |= draw(carried(above, row["choices"], plain))
    if row["kind"] == "any_of" and not plain:
        row["reassuring"] = draw(st.booleans())
    row |= draw(maybe_when(above, plain))
    _remember(row, above)
    return row


@st.composite
def carried(draw: st.DrawFn, above: Above, own: list[Raw], plain: bool) -> Raw:
    names = st.sampled_from(sorted(above.lists))
    sources = draw(st.lists(names, min_size=1, max_size=2, unique=True))
    # Two lists that carry one line in common cannot both be carried.
    first = sources[:1]
    seen = {*above.lists[first[0]]}
    for name in sources[1:]:
        if seen.isdisjoint(above.lists[name]):
            first.append(name)
            seen.update(above.lists[name])
    # A doubt that leaves a line to its list takes it from another: not so plain.
    left = [] if plain else draw(st.lists(names, max_size=2, unique=True))
    more = {"except": left} if left else {}
    return {"carries": first, "choices": own[: draw(st.integers(0, 1))], **more}


def _remember(row: Raw, above: Above) -> None:
    if row["kind"] == "yes_no":
        above.words[row["id"]] = ["no", "yes"]
        return
    lines = row["choices"]
    ids = [r["id"] for r in (LISTS["regions"] if lines == "regions" else lines)]
    if row["kind"] == "one_of":
        above.words[row["id"]] = ids
        return
    for source in row.get("carries", ()):
        ids += above.lists[source]
    above.lists[row["id"]] = ids


@st.composite
def maybe_when(draw: st.DrawFn, above: Above, plain: bool) -> Raw:
    if not (above.lists or above.words) or draw(st.integers(0, 2)):
        return {}
    return {"when": draw(condition(above, plain))}


def condition(above: Above, plain: bool) -> st.SearchStrategy[Raw]:
    one = leaf(above, plain)
    group = st.lists(one, min_size=1, max_size=2)
    return st.one_of(
        one, one, group.map(lambda g: {"all_of": g}), group.map(lambda g: {"any_of": g})
    )


@st.composite
def leaf(draw: st.DrawFn, above: Above, plain: bool) -> Raw:
    if draw(st.integers(0, 7)) == 0:
        known = draw(st.sampled_from(sorted(KNOWN)))
        return {"known": known, "is_any_of": draw(some_of(KNOWN[known].values))}
    name = draw(st.sampled_from(sorted([*above.lists, *above.words, *above.facts])))
    if name in above.facts:
        return {"fact": name, "is_any_of": draw(some_of(above.facts[name]))}
    if name in above.words:
        words = above.words[name][1:] if plain else above.words[name]
        return {"question": name, "is_any_of": draw(some_of([*words, UNSURE]))}
    lines = above.lists[name]
    words = [*lines, *map(doubt_of, lines), UNSURE]
    if plain:
        return {"question": name, "includes_any_of": draw(some_of(words))}
    tests = {
        "includes_any_of": [*words, NONE, f"{name}.*"],
        "includes_all_of": words,
        "lacks_any_of": [*lines, f"{name}.*"],
    }
    test = draw(st.sampled_from(sorted(tests)))
    return {"question": name, test: draw(some_of(tests[test]))}


def some_of(words: Sequence[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(words), min_size=1, max_size=3, unique=True)


@st.composite
def fact(draw: st.DrawFn, name: str, above: Above) -> Raw:
    values = ["mild", "middle", "worst"]
    rows = [
        {"is": draw(st.sampled_from(values)), "when": draw(condition(above, False))}
        for _ in range(draw(st.integers(1, 3)))
    ]
    above.facts[name] = values
    return {"id": name, "about": "F.", "values": values, "rows": rows}


@st.composite
def rule(draw: st.DrawFn, name: str, above: Above, plain: bool) -> Raw:
    level = draw(st.sampled_from(LEVELS))
    row = {"id": name, "found": "F.", "do": "D.", **level}
    lists = [q for q, lines in above.lists.items() if lines[0] in _REGIONS]
    if "restrict" in level and lists and not plain:
        key = draw(st.sampled_from(["regions_named_in", "regions_not_named_in"]))
        listed = {key: draw(st.sampled_from(lists)), "cell": "avoid"}
        row["restrict"] = [*level["restrict"], listed]
    return {**row, "when": draw(condition(above, plain))}


_REGIONS = {region.id for region in ABOUT.region}


@st.composite
def sheets(draw: st.DrawFn, pack: Pack, *, full: bool = False) -> Answers:
    """Draw answers: any, also to what is not asked; with `full`, all that is asked."""
    asked = pack.questions.values()
    said = {q.id: draw(value(q)) for q in asked if draw(st.integers(0, 3))}
    for known in pack.known.values():
        if draw(st.booleans()):
            said[known.id] = draw(st.sampled_from(known.values))
    if not full:
        return Answers(said)
    while (sheet := Sheet(pack, Answers(said))).open:
        question = pack.questions[sheet.open[0]]
        said[question.id] = draw(value(sheet.as_offered(question)))
    return Answers(said)


@st.composite
def value(draw: st.DrawFn, question: Question) -> Value:
    """Draw an answer: some lines of a list ticked, some in doubt."""
    if not question.takes.several:
        return draw(st.sampled_from([*question.words]))
    lines = [choice.id for choice in question.choices]
    words = {
        line: draw(st.sampled_from(["", "", line, doubt_of(line)])) for line in lines
    }
    said = [word for word in words.values() if word]
    said += [UNSURE] if draw(st.integers(0, 5)) == 0 else []
    return question.accept(said or [NONE])


def plainly(answers: Mapping[str, Value]) -> dict[str, Any]:
    """Return answers as a file has them."""
    return {q: list(v) if isinstance(v, tuple) else v for q, v in answers.items()}


def agrees_with_the_solver(pack: Pack, answers: Answers) -> None:
    """Assert that the solver makes the same of a client who has answered it all."""
    sheet, encoding = Sheet(pack, answers), Encoding(pack)
    model = client_of(encoding, answers)

    def solved(formula: z3.BoolRef) -> bool:
        return z3.is_true(model.eval(formula, True))

    solved_facts = {
        name: {value for value, has in values.items() if solved(has)}
        for name, values in encoding.facts.items()
    }
    assert {q: solved(f) for q, f in encoding.relevant.items()} == sheet.relevance
    assert {r: solved(f) for r, f in encoding.fires.items()} == {
        rule.id: sheet.holds(rule.when) if rule.when else True
        for rule in pack.rules.values()
    }
    assert solved_facts == sheet.facts
    decision = decide(pack, answers)
    for each in Disposition:
        assert solved(encoding.is_disposition(each)) is (decision.disposition is each)
    for region, row in decision.grid.items():
        for technique, cell in row.items():
            assert solved(encoding.closed(region, technique)) is (cell is Cell.AVOID)


def client_of(encoding: Encoding, answers: Answers) -> z3.ModelRef:
    """Return the model of a client, who must be well formed."""
    solver = z3.SolverFor("QF_FD")
    solver.add(encoding.well_formed)
    for known, variables in encoding.known.items():
        value = answers.get(known, encoding.pack.known[known].absent)
        solver.add(variables[str(value)])
    for question, value in answers.items():
        if question in encoding.known:
            continue
        said = encoding.said[question]
        words = {*value} if isinstance(value, tuple) else {str(value)}
        if not encoding.pack.questions[question].reassuring:
            # A doubt without a variable of its own is read as a tick, else as none.
            words |= {line_of(word) for word in words if word not in said}
        words = words & {*said} or {NONE}
        solver.add([var if w in words else z3.Not(var) for w, var in said.items()])
    assert solver.check() == z3.sat
    return solver.model()
