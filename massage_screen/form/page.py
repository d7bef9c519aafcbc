"""Puts the page of a form together: one file, which needs no network and sends nothing.

The same pack, program and choices give the same bytes: there is no date on it.
"""

from __future__ import annotations

import base64
import hashlib
import json
from html import escape
from pathlib import Path
from string import Template

import msgspec

from massage_screen.documents.country import Local
from massage_screen.form.data import data_of
from massage_screen.form.short import short_of
from massage_screen.pack import Pack
from massage_screen.phrases import ENGLISH, Phrases
from massage_screen.presentation.paper.form import form_of
from massage_screen.presentation.paper.page import sheets_for_client
from massage_screen.text import clean

#: What the page is put together from.
STATIC = Path(__file__).parent / "static"
#: The scripts, each of which needs those before it.
SCRIPTS = ("whole.js", "engine.js", "code.js", "fields.js", "screen.js")
_POLICY = (
    "default-src 'none'; script-src 'sha256-{}'; style-src 'unsafe-inline';"
    " form-action 'none'; base-uri 'none'"
)
#: How much of the hash of the pack is shown, so that two files can be compared.
_SHOWN = 12
#: The texts that stand in the page itself; the script has the others.
_IN_PAGE = (
    "no_script",
    "stays",
    "alarm",
    "alarm_more",
    "start",
    "now",
    "edition",
    "fhir_start",
    "fhir_no_result",
)


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """How a practice wants the form.

    Attributes:
        local: The words of the country.
        practice: The name of the practice; "" for none.
        sentence: A sentence of its own for the first screen; "" for none.
        code: Whether the answers are also given as a code to be typed.
        paper: What the paper form in it is printed on; "" for what the printer has.
        phrases: What the program says, in the language of the page.
        edition: Which texts in another language it has; "" in English.
    """

    local: Local
    practice: str = ""
    sentence: str = ""
    code: bool = True
    paper: str = ""
    phrases: Phrases = ENGLISH
    edition: str = ""


def form_page(pack: Pack, wishes: Wishes) -> str:
    """Return the page, in ASCII, so that no encoding can spoil it.

    Args:
        pack: What is asked, in the language of the page.
        wishes: How the practice wants it; its own words are escaped.
    """
    script = "\n".join((STATIC / name).read_text("utf-8") for name in SCRIPTS)
    digest = hashlib.sha256(script.encode()).digest()
    phrases, said = wishes.phrases, wishes.phrases.form
    form = form_of(pack, phrases)
    numbers = {name: number for number, name in enumerate(pack.questions, start=1)}
    words = _words(pack, wishes)
    data = short_of({**data_of(pack, phrases), "words": words}, form, numbers)
    page = Template((STATIC / "page.html").read_text("utf-8")).substitute(
        language=phrases.language,
        policy=_POLICY.format(base64.b64encode(digest).decode()),
        title=_safe(pack.about.title),
        style=(STATIC / "form.css").read_text("utf-8"),
        no_script=_safe(said.no_script),
        stays=_safe(said.stays),
        paper=sheets_for_client(form, wishes.paper),
        alarm=_safe(said.alarm.format(number=wishes.local.number)),
        alarm_more=_safe(said.alarm_more),
        practice=f"<p>{_safe(wishes.practice)}</p>" if wishes.practice else "",
        edition=_safe(_edition(pack, wishes)),
        data=_inside(data),
        script=script,
    )
    return page.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _words(pack: Pack, wishes: Wishes) -> dict[str, object]:
    own = [clean(wishes.sentence)] if wishes.sentence else []
    said = wishes.phrases.form
    return {
        "title": pack.about.title,
        "start": [*own, *said.start, *wishes.phrases.notes],
        "now": said.now.format(number=wishes.local.number),
        "signs": list(pack.about.warning_signs),
        "code": wishes.code,
        "said": _said(wishes.phrases),
    }


def _said(phrases: Phrases) -> dict[str, str]:
    """Return what the script says."""
    texts = msgspec.structs.asdict(phrases.form)
    own = {name: text for name, text in texts.items() if name not in _IN_PAGE}
    common = phrases.common
    return {**own, "yes": common.yes, "no": common.no, "unsure": common.unsure}


def _edition(pack: Pack, wishes: Wishes) -> str:
    about, phrases = pack.about, wishes.phrases
    digest = pack.digest.removeprefix("sha256:")[:_SHOWN]
    which = f"{about.id} {about.version} ({digest})"
    edition = ", ".join(filter(None, (which, wishes.edition)))
    draft = phrases.common.draft if about.status == "draft" else ""
    said = (phrases.form.edition.format(edition=edition), draft, *phrases.notes)
    return " ".join(filter(None, said))


def _inside(data: object) -> str:
    """Return JSON that no text in it can end early."""
    text = json.dumps(data, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def _safe(text: str) -> str:
    return escape(clean(text))
