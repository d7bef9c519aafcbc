"""Writes a paper form as one HTML page: no script, nothing fetched, made to print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby
from string import Template

from massage_screen.phrases import ENGLISH, Phrases
from massage_screen.presentation.paper.boxes import Layout
from massage_screen.presentation.paper.form import (
    HOW_TO_USE,
    OWN_TITLE,
    THERAPIST_TITLE,
    Asked,
    Box,
    Form,
    Part,
)
from massage_screen.presentation.paper.key import (
    FACTS_INTRO,
    FACTS_TITLE,
    KEY_INTRO,
    KEY_TITLE,
    Clause,
    Entry,
    Key,
    WorkedOut,
)
from massage_screen.text import clean

# Where no paper is named the printer's own holds: A4 and Letter both fit. There are as
# many columns as have room, so large type has one. What stands there hundreds of times
# has no class: `i` is a number, `b` a box, `small` what stands above boxes, `em` an
# arrow.
_STYLE = Template("""\
@page { ${paper}margin: 11mm 11mm 13mm;
  @bottom-right { font: 9pt Arial, sans-serif;
    content: counter(page) " $of " counter(pages); } }
html { font-size: $size; }
body { font: 1rem/1.18 Arial, Helvetica, sans-serif; color: #000; background: #fff;
  margin: 0 auto; max-width: 60rem; }
h1 { font-size: 1.4rem; margin: 0; }
h2 { font-size: 1.25rem; margin: 0 0 .3rem; }
h3 { font-size: 1rem; margin: .5rem 0 .3rem; border-bottom: 1.5pt solid #000; }
h1, h2, h3, .ask { break-after: avoid; }
p, ul { margin: .15rem 0; }
ul { padding-left: 1.2rem; }
.small { font-size: .82rem; }
.id { font-family: "Courier New", monospace; }
.blanks { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; margin: .6rem 0; }
.blank { display: inline-block; min-width: 7rem; border-bottom: 1pt solid #000; }
.line { width: 100%; }
.now { border: 2pt solid #000; padding: .2rem .5rem; margin: .4rem 0; }
.sheet + .sheet { break-before: right; }
.alone, .alone + .columns { break-before: page; }
.columns { columns: 19rem 2; column-gap: 1.4rem; }
.key { columns: 15rem 3; column-gap: 1.2rem; }
.question { margin: 0 0 .45rem; }
.question, .entry { break-inside: avoid; }
.question.long { break-inside: auto; }
.entry { margin: 0 0 .4rem; }
.ask, .rows > p { display: grid; align-items: end; break-inside: avoid;
  grid-template-columns: 1.4rem 1fr 1.45rem 1.45rem 1.6rem; padding: .07rem 0; }
.rows > p { margin: 0; border-top: .5pt dotted #000; }
.ask > i, .rows > p > i { align-self: start; }
.rows > p:last-child, h2 + p + .alone { break-before: avoid; }
.ask > span { font-weight: bold; }
.ask > span:last-child { grid-column: 2 / -1; }
.columns i { font-style: normal; font-size: .82rem; }
.columns b { display: inline-block; width: .9rem; height: .9rem; border: 1pt solid #000;
  font: .55rem/.9rem Arial, Helvetica, sans-serif; text-align: center; color: #666;
  vertical-align: -.1rem; }
.columns small { font-size: .68rem; text-align: center; line-height: 1.05; }
.columns em { font-style: normal; font-weight: bold; }
.rows b { justify-self: center; }
.ticks { display: flex; flex-wrap: wrap; gap: .15rem .9rem; padding-left: 1.5rem; }
.ticks > span { padding-left: 1.15rem; text-indent: -1.15rem; }
.ticks b { text-indent: 0; margin-right: .35rem; }
.in, .question > p { padding-left: 1.5rem; }
.question > p:not(.in) { font-size: .82rem; }
""")
_PAGE = Template("""\
<!DOCTYPE html>
<html lang="$language" class="paper">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="$policy">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<style>
$style</style>
</head>
<body>
<section class="sheet core">
<h1>$title</h1>
<p class="small">$identity</p>
<div class="blanks">$blanks</div>
$now
$how_to
$core
</section>
$further
<section class="sheet" lang="en">
<h2>$therapist</h2>
$how_to_use
$own
$key
<p>End of the form</p>
</section>
</body>
</html>
""")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
#: The size of type: for most, and for low sight.
_SIZE, _LARGE = "11pt", "14pt"
#: A question with no more boxes than this stays together.
_SHORT = 6
_BLANK = '<span class="blank">&nbsp;</span>'
_LINE = '<span class="blank line">&nbsp;</span>'
_BOX = "<b></b>"


def form_as_html(form: Form, *, large: bool = False, paper: str = "") -> str:
    """Return a form as a page in ASCII, so that no encoding can spoil it.

    Args:
        form: The form.
        large: Whether it is in large type, in one column.
        paper: What it is printed on, `a4` or `letter`; empty for what the printer has.
    """
    said, client = form.phrases.paper, _Writer(form.phrases)
    blanks = (f"<span>{_safe(blank)}: {_BLANK}</span>" for blank in said.blanks)
    page = _PAGE.substitute(
        language=form.phrases.language,
        policy=_POLICY,
        style=_style(_LARGE if large else _SIZE, paper, form.phrases),
        title=_safe(said.title.format(title=form.title)),
        identity=_safe(form.identity),
        blanks="".join(blanks),
        now=client.now(form.now),
        how_to=_list(map(_said, said.how_to)),
        core=client.parts(form.core),
        further=client.further(form.further),
        therapist=_safe(THERAPIST_TITLE),
        how_to_use=_list(map(_safe, (*form.notice, *HOW_TO_USE))),
        own=_own(form.own),
        key=_key(form.key),
    )
    return page.encode("ascii", "xmlcharrefreplace").decode("ascii")


def sheets_for_client(form: Form, paper: str = "") -> str:
    """Return what a client fills in of a form, to stand on a page of another kind.

    Args:
        form: The form.
        paper: What it is printed on, as above.
    """
    client, how_to = _Writer(form.phrases), form.phrases.paper.how_to
    return (
        f"<style>\n{_style(_SIZE, paper, form.phrases)}</style>\n"
        f"{client.now(form.now)}\n{_list(map(_said, how_to))}\n"
        f"{client.parts(form.core)}\n{client.further(form.further)}"
    )


def _own(parts: tuple[Part, ...]) -> str:
    written = _Writer(ENGLISH).parts(parts)
    return f"<h2>{_safe(OWN_TITLE)}</h2>\n{written}" if parts else ""


def _style(size: str, paper: str, phrases: Phrases) -> str:
    return _STYLE.substitute(
        size=size, paper=f"size: {paper}; " if paper else "", of=phrases.common.of
    )


def _safe(text: str) -> str:
    return escape(clean(text))


def _said(text: str) -> str:
    """Return words of the form, in which an arrow is drawn as one."""
    return _safe(text).replace("-&gt; ", "\u2192\u00a0")


def _list(items: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


class _Writer:
    """Writes questions with what stands around them, in one language."""

    def __init__(self, phrases: Phrases) -> None:
        words, common = phrases.paper, phrases.common
        self._words = words
        #: What stands above three boxes, and in each: a list may go on elsewhere.
        self._marks = {
            common.yes: words.yes_mark,
            common.no: words.no_mark,
            words.unsure: "?",
        }
        self._three = tuple(f"<b>{inside}</b>" for inside in self._marks.values())

    def now(self, signs: Sequence[str]) -> str:
        listed = _list(map(_safe, signs))
        said = f"<b>{_safe(self._words.now)}</b>"
        return f'<div class="now">{said}{listed}</div>' if signs else ""

    def further(self, parts: tuple[Part, ...]) -> str:
        if not parts:
            return ""
        title, told = _safe(self._words.further), _safe(self._words.further_intro)
        intro = f"<h2>{title}</h2><p>{told}</p>"
        return f'<section class="sheet">\n{intro}\n{self.parts(parts)}\n</section>'

    def parts(self, parts: Iterable[Part]) -> str:
        """Return parts in columns; what is private stands alone on its page."""
        return "\n".join(self._together(parts))

    def _together(self, parts: Iterable[Part]) -> Iterator[str]:
        for private, group in groupby(parts, lambda part: part.section.private):
            alone = " alone" if private else ""
            inside = "\n".join(map(self._part, group))
            yield f'<div class="columns{alone}">\n{inside}\n</div>'

    def _part(self, part: Part) -> str:
        asked = "\n".join(map(self._asked, part.asked))
        person = f'<p class="in">{_BOX} {_safe(self._words.in_person)}</p>'
        ending = f"\n{person}" if part.section.private else ""
        return f"<h3>{_safe(part.section.title)}</h3>\n{asked}{ending}"

    def _asked(self, asked: Asked) -> str:
        said = (asked.only_if, asked.how)
        each = asked.layout is Layout.EACH
        pieces = [
            self._ask(asked),
            *(f"<p>{_safe(text)}</p>" for text in said if text),
            _to_write(asked) if asked.layout is Layout.WRITE else "",
            self._rows(asked.boxes) if each else _ticks(asked.boxes),
        ]
        long = " long" if len(asked.boxes) > _SHORT else ""
        inside = "\n".join(piece for piece in pieces if piece)
        return f'<div class="question{long}">\n{inside}\n</div>'

    def _ask(self, asked: Asked) -> str:
        marks = self._marks
        three = {
            Layout.ONE: "".join(
                f"<small>{_safe(mark)}<br>{box}</small>"
                for mark, box in zip(marks, self._three, strict=True)
            ),
            Layout.EACH: "".join(f"<small>{_safe(mark)}</small>" for mark in marks),
        }.get(asked.layout, "")
        arrow = _arrow(asked.leads) if asked.layout is not Layout.WRITE else ""
        return (
            f'<div class="ask"><i>{asked.number}</i>'
            f"<span>{_safe(asked.ask)}{arrow}</span>{three}</div>"
        )

    def _rows(self, boxes: Iterable[Box]) -> str:
        lines = "\n".join(map(self._row, boxes))
        return f'<div class="rows">\n{lines}\n</div>'

    def _row(self, box: Box) -> str:
        """Return a line with three boxes; "none" has one, under Yes."""
        boxes = _BOX if box.alone else "".join(self._three)
        return f"<p><i>{box.typed}</i><span>{_words(box)}</span>{boxes}</p>"


def _to_write(asked: Asked) -> str:
    blank = _BLANK if asked.boxes else _LINE
    words = f"{blank} {_safe(asked.unit)}{_arrow(asked.leads)}"
    return f'<p class="in">{words}</p>'


def _ticks(boxes: Iterable[Box]) -> str:
    lines = "".join(
        f"<span>{_BOX}<i>{box.typed}</i> {_words(box)}</span>\n" for box in boxes
    )
    return f'<div class="ticks">\n{lines}</div>' if lines else ""


def _words(box: Box) -> str:
    only_if = f' <span class="small">({_safe(box.only_if)})</span>'
    return f"{_safe(box.text)}{only_if if box.only_if else ''}{_arrow(box.leads)}"


def _arrow(leads: str) -> str:
    return f" <em>{_said(leads)}</em>" if leads else ""


def _key(key: Key) -> str:
    entries = "\n".join(map(_entry, key.entries))
    facts = "\n".join(map(_fact, key.facts))
    worked_out = f"<h3>{FACTS_TITLE}</h3><p>{FACTS_INTRO}</p>\n{facts}" if facts else ""
    return (
        f"<h2>{KEY_TITLE}</h2><p>{_safe(KEY_INTRO)}</p>\n"
        f'<div class="key small">\n{entries}\n{worked_out}\n</div>'
    )


def _entry(entry: Entry) -> str:
    only_if = _clause(entry.only_if, "Ask only if ") if entry.only_if else ""
    said = (entry.note, entry.in_words)
    return (
        f'<div class="entry"><b>{entry.number}. {_safe(entry.heading)}</b>'
        f"{f'<div>{only_if}</div>' if only_if else ''}"
        f"{''.join(f'<p>{_safe(text)}</p>' for text in said if text)}</div>"
    )


def _clause(clause: Clause, start: str = "") -> str:
    if not clause.parts:
        return f"{start}{_safe(clause.text)}."
    return f"{start}{_safe(clause.text)}{_list(map(_clause, clause.parts))}"


def _fact(fact: WorkedOut) -> str:
    rows = (
        _clause(row.when, f"{_safe(row.value)}, if ")
        if row.when
        else f"{_safe(row.value)}, in every other case."
        for row in fact.rows
    )
    return (
        f'<div class="entry"><b>{_safe(fact.id)}</b>'
        f"<p>{_safe(fact.about)}</p>{_list(rows)}</div>"
    )
