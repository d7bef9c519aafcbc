"""The tables of the file of records.

SQLite itself refuses to change what was kept. No JSON is looked at here: SQLite does
not trust a schema that calls functions for it.
"""

from __future__ import annotations

#: By these two numbers the file is known: whose it is, and the version of its form.
APPLICATION, VERSION = 0x4D535231, 1

_TABLES = """
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE pack (
  digest TEXT PRIMARY KEY, id TEXT NOT NULL, version TEXT NOT NULL,
  files BLOB NOT NULL) STRICT;
CREATE TABLE client (ref TEXT PRIMARY KEY, since TEXT NOT NULL) STRICT;
CREATE TABLE log (
  seq INTEGER PRIMARY KEY, at TEXT NOT NULL, did TEXT NOT NULL, what TEXT NOT NULL,
  content TEXT NOT NULL, before TEXT NOT NULL, hash TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE salt (
  seq INTEGER PRIMARY KEY REFERENCES log (seq), salt BLOB NOT NULL) STRICT;
CREATE TABLE screening (
  id TEXT PRIMARY KEY, seq INTEGER NOT NULL UNIQUE REFERENCES log (seq),
  client TEXT NOT NULL REFERENCES client (ref), at TEXT NOT NULL,
  program TEXT NOT NULL, digest TEXT NOT NULL REFERENCES pack (digest),
  source TEXT NOT NULL, answers TEXT NOT NULL, question_hashes TEXT NOT NULL,
  word TEXT NOT NULL, timeframe TEXT NOT NULL, complete INTEGER NOT NULL,
  decision TEXT NOT NULL) STRICT;
CREATE INDEX screening_of_client ON screening (client, seq);
CREATE TABLE entry (
  id TEXT PRIMARY KEY, seq INTEGER NOT NULL UNIQUE REFERENCES log (seq),
  screening TEXT NOT NULL REFERENCES screening (id), at TEXT NOT NULL,
  kind TEXT NOT NULL, who TEXT NOT NULL, body TEXT NOT NULL) STRICT;
CREATE INDEX entry_of_screening ON entry (screening, seq);
"""
_REFUSAL = "a record is never changed; add to it"
_NEVER = (
    *((table, "UPDATE") for table in ("pack", "client", "screening", "entry", "log")),
    ("log", "DELETE"),
    ("salt", "UPDATE"),
)
_TRIGGERS = "".join(
    f"CREATE TRIGGER no_{act.lower()}_of_{table} BEFORE {act} ON {table}"
    f" BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END;\n"
    for table, act in _NEVER
)

#: What makes the tables of a new file.
SCHEMA = (
    f"PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION};"
    f"\n{_TABLES}{_TRIGGERS}"
)
