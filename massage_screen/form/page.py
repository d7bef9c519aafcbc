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
_START = (
    "Your massage therapist needs to know this before your session. It takes about ten"
    " minutes.",
    "Nothing leaves this device unless you hand it over yourself.",
    'Nothing is ticked for you. "Not sure" is always a fair answer.',
)
_NOW = (
    "Is one of these new, and there right now? Do not fill this in first, and do not"
    " wait for your visit: call {}."
)


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """How a practice wants the form.

    Attributes:
        local: The words of the country.
        practice: The name of the practice; "" for none.
        sentence: A sentence of its own for the first screen; "" for none.
        code: Whether the answers are also given as a code to be typed.
        paper: What the paper form in it is printed on; "" for what the printer has.
    """

    local: Local
    practice: str = ""
    sentence: str = ""
    code: bool = True
    paper: str = ""


def form_page(pack: Pack, wishes: Wishes) -> str:
    """Return the page, in ASCII, so that no encoding can spoil it.

    Args:
        pack: What is asked.
        wishes: How the practice wants it; its own words are escaped.
    """
    script = "\n".join((STATIC / name).read_text("utf-8") for name in SCRIPTS)
    digest = hashlib.sha256(script.encode()).digest()
    form = form_of(pack)
    numbers = {name: number for number, name in enumerate(pack.questions, start=1)}
    data = short_of({**data_of(pack), "words": _words(pack, wishes)}, form, numbers)
    page = Template((STATIC / "page.html").read_text("utf-8")).substitute(
        policy=_POLICY.format(base64.b64encode(digest).decode()),
        title=_safe(pack.about.title),
        style=(STATIC / "form.css").read_text("utf-8"),
        paper=sheets_for_client(form, wishes.paper),
        number=_safe(wishes.local.number),
        practice=f"<p>{_safe(wishes.practice)}</p>" if wishes.practice else "",
        edition=_safe(_edition(pack)),
        data=_inside(data),
        script=script,
    )
    return page.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _words(pack: Pack, wishes: Wishes) -> dict[str, object]:
    own = [clean(wishes.sentence)] if wishes.sentence else []
    return {
        "title": pack.about.title,
        "start": [*own, *_START],
        "now": _NOW.format(wishes.local.number),
        "signs": list(pack.about.warning_signs),
        "code": wishes.code,
    }


def _edition(pack: Pack) -> str:
    about = pack.about
    digest = pack.digest.removeprefix("sha256:")[:_SHOWN]
    draft = " A draft, not reviewed by a clinician." if about.status == "draft" else ""
    return f"Form {about.id} {about.version} ({digest}).{draft}"


def _inside(data: object) -> str:
    """Return JSON that no text in it can end early."""
    text = json.dumps(data, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def _safe(text: str) -> str:
    return escape(clean(text))
