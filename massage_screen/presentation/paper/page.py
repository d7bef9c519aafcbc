"""Writes a paper form as one HTML page: no script, nothing fetched, made to print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from string import Template

from massage_screen.presentation.paper.form import (
    BLANKS,
    FACTS_INTRO,
    FACTS_TITLE,
    Asked,
    Clause,
    Form,
    Line,
    Part,
    WorkedOut,
)
from massage_screen.text import clean

# No paper size is named, so that the printer's own holds: A4 and Letter both fit.
_PAGE = Template("""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="$policy">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title: paper form</title>
<style>
@page { margin: 15mm; @bottom-right { content: counter(page) " of " counter(pages); } }
body { font: 10pt/1.3 Arial, Helvetica, sans-serif; color: #000; background: #fff;
  max-width: 46em; margin: 0 auto; padding: 0 .5em; }
h1 { font-size: 16pt; margin: 0 0 .2em; }
h2 { font-size: 12pt; margin: 1.2em 0 .3em; border-bottom: 1.5pt solid #000; }
h3 { font-size: 10pt; margin: 0 0 .2em; }
h2, h3, .intro { break-after: avoid; }
p { margin: .2em 0; orphans: 3; widows: 3; }
.id { font-family: "Courier New", monospace; }
.sign { border: 1pt solid #000; padding: 0 .4em; margin-left: .6em; }
.ask { font-weight: bold; }
.small { font-size: 9pt; }
.blanks { display: flex; flex-wrap: wrap; gap: .6em 2em; margin: .8em 0; }
.blank { display: inline-block; min-width: 9em; border-bottom: 1pt solid #000; }
section.question { break-inside: avoid; margin: 0 0 .9em; }
ol.lines { list-style: none; margin: .3em 0 0; padding: 0; }
ol.long { columns: 20em; }
ol.lines li { break-inside: avoid; position: relative; padding: .12em 0 .12em 3.6em; }
.box { position: absolute; left: 1.9em; top: .3em; width: .85em; height: .85em;
  border: 1pt solid #000; }
.number { position: absolute; left: 0; width: 1.5em; text-align: right; }
ul { margin: .2em 0; padding-left: 1.4em; }
</style>
</head>
<body>
<header>
<h1>$title: paper form</h1>
<p class="small">$identity</p>
<div class="blanks">$blanks</div>
$how_to
</header>
<main>
$parts
$facts
</main>
<p>End of the form</p>
</body>
</html>
""")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
#: Lists with more lines than this stand in two columns where there is room.
_LONG = 9
_BLANK = '<span class="blank">&nbsp;</span>'


def form_as_html(form: Form) -> str:
    """Return a form as a page in ASCII, so that no encoding can spoil it."""
    page = _PAGE.substitute(
        policy=_POLICY,
        title=_safe(form.title),
        identity=_safe(form.identity),
        blanks="".join(f"<span>{_safe(blank)}: {_BLANK}</span>" for blank in BLANKS),
        how_to=_list(map(_safe, (*form.notice, *form.how_to))),
        parts="\n".join(map(_part, form.parts)),
        facts=_facts(form.facts),
    )
    return page.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _safe(text: str) -> str:
    return escape(clean(text))


def _list(items: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


def _part(part: Part) -> str:
    section = part.section
    intro = f'<p class="intro">{_safe(section.intro)}</p>' if section.intro else ""
    asked = "\n".join(map(_asked, part.asked))
    return f"<h2>{_safe(section.title)}</h2>{intro}\n{asked}"


def _asked(asked: Asked) -> str:
    sign = '<span class="sign">Warning sign</span>' if asked.gate else ""
    name = f'{asked.number}. <span class="id">{_safe(asked.id)}</span>{sign}'
    again = f"If not sure, ask: {_safe(asked.again)}" if asked.again else ""
    unit = f"{_BLANK} {_safe(asked.unit)}" if asked.unit else ""
    only_if = _clause(asked.only_if, "Ask only if ") if asked.only_if else ""
    pieces = [
        f"<h3>{name}</h3>",
        f'<div class="small">{only_if}</div>' if only_if else "",
        f'<p class="small">{_safe(asked.manner)}</p>' if asked.manner else "",
        f'<p class="ask">{_safe(asked.ask)}</p>',
        f'<p class="small">{again}</p>' if again else "",
        f'<p class="small">{_safe(asked.how)}</p>',
        f'<p class="small">{_safe(asked.carried)}</p>' if asked.carried else "",
        f"<p>{unit}</p>" if unit else "",
        _lines(asked.lines),
    ]
    inside = "\n".join(piece for piece in pieces if piece)
    return f'<section class="question">\n{inside}\n</section>'


def _lines(lines: Sequence[Line]) -> str:
    items = "\n".join(
        f'<li><span class="number">{line.typed}</span> <span class="box"></span>'
        f" {_safe(line.text)}{_only_if(line)}</li>"
        for line in lines
    )
    long = " long" if len(lines) > _LONG else ""
    return f'<ol class="lines{long}">\n{items}\n</ol>'


def _only_if(line: Line) -> str:
    if not line.only_if:
        return ""
    return f' <span class="small">(only if {_safe(line.only_if)})</span>'


def _clause(clause: Clause, start: str = "") -> str:
    if not clause.parts:
        return f"{start}{_safe(clause.text)}."
    return f"{start}{_safe(clause.text)}{_list(map(_clause, clause.parts))}"


def _facts(facts: Iterable[WorkedOut]) -> str:
    written = "\n".join(map(_fact, facts))
    if not written:
        return ""
    return f"<h2>{FACTS_TITLE}</h2><p>{FACTS_INTRO}</p>\n{written}"


def _fact(fact: WorkedOut) -> str:
    rows = (
        _clause(row.when, f"{_safe(row.value)}, if ")
        if row.when
        else f"{_safe(row.value)}, in every other case."
        for row in fact.rows
    )
    return (
        f'<section class="question"><h3 class="id">{_safe(fact.id)}</h3>'
        f"<p>{_safe(fact.about)}</p>{_list(rows)}</section>"
    )
