"""Adds to a record what the therapist typed, or the file that was named."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from massage_screen.answers import read_answers
from massage_screen.cli.doing.files import load_named, read_file
from massage_screen.cli.doing.names import type_line
from massage_screen.cli.doing.records.opening import opened_here
from massage_screen.cli.output import print_json, say
from massage_screen.command import command
from massage_screen.documents.choices import Kind
from massage_screen.errors import UnfitRecord
from massage_screen.records import entry
from massage_screen.records.record import Record, record_of
from massage_screen.records.record import add as add_entry
from massage_screen.sheet import fit_answers
from massage_screen.text import did_you_mean, quoted

#: The name of the form of `records add --json`.
SCHEMA = "massage-screen/record-entry/1"


def add(
    record: str,
    kind: str,
    words: Sequence[str],
    reason: str,
    questions: str | None,
    *,
    json: bool,
) -> None:
    """Add an entry to a record.

    Args:
        record: Its id, or the beginning of it.
        kind: One of `entry.KINDS`.
        words: The new word of an override, a text, the file of a document or of a
            reply, or the month in which a client comes of age.
        reason: Why, of an override; asked for at a terminal.
        questions: The folder of the pack by which a reply is read.
        json: Whether to print JSON too.

    Raises:
        UnfitRecord: The record takes no such entry.
        NoSuchRecord, NoRecords, RecordsError, NotWritten: As of `records.record.add`.
        NoSuchFile, AnswersError: The file cannot be read, or is no reply.
    """
    if kind not in entry.KINDS:
        kinds = f"A record takes {', '.join(entry.KINDS)}."
        meant = did_you_mean(kind, entry.KINDS, kinds)
        raise UnfitRecord(f"There is no entry {quoted(kind)}. {meant}")
    with opened_here() as database:
        found = record_of(database, record)
    known = next(each for each in entry.KINDS if each == kind)
    body = _body(found, known, words, reason, questions)
    added = add_entry(found.id, known, body, datetime.now().astimezone())
    say(f"Added to record {found.id}: {kind}.")
    if json:
        print_json({"schema": SCHEMA, "record": found.id, "entry": added})


def _body(
    record: Record,
    kind: entry.Kind,
    words: Sequence[str],
    reason: str,
    questions: str | None,
) -> Mapping[str, Any]:
    said = " ".join(words)
    if kind == "override":
        standing = str(record.decision.get("standing", ""))
        entry.require_other_word(record.word, standing, said)
        return entry.override(record.word, standing, said, reason or _asked("Reason"))
    if reason:
        raise UnfitRecord(f"--reason goes with an override. {_how(kind)}")
    if kind in ("amendment", "session"):
        return entry.amendment(said or _asked("Text"))
    if kind == "minor":
        return entry.minor(said)
    if not said:
        raise UnfitRecord(f"Name the file. {_how(kind)}")
    page = words[0] if words[0] in [*Kind] and len(words) > 1 else ""
    file = said.removeprefix(f"{page} ") if page else said
    data, name = read_file(file, "The file")
    if kind == "document":
        return entry.document(page, data)
    answers = fit_answers(load_named(questions), read_answers(data, name), name)
    return entry.reply(answers, data)


def _asked(label: str) -> str:
    return type_line(label) if sys.stdin.isatty() else ""


def _how(kind: str) -> str:
    return f"Type {command(f'records add ID {kind} FILE')}."
