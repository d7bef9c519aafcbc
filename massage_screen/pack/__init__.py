"""The shape of a pack: questions, facts, rules, restrictions and sources.

Frozen structs that refuse unknown keys. `questions/README.md` explains every field
to those who write packs; `catalogue` reads the files and looks for problems.

* scale: the ordered words: dispositions, cells, timeframes
* table: what all tables share
* kind: the four kinds of question, and which answers each takes
* known: what the program knows, so that nobody is asked
* shelf: how long an answer may be shown for confirmation
* question: questions and how answers change
* rule: facts, rules and restrictions
* about: what the pack is, and the words of its world
* source: sources, and the ledger of claims
* case: clients whose decision is known
* safety: properties that must hold for every client
* practice: what students meet when they practise, and how common it is
* pack: a whole pack, and everything in it by id
* manner: how a question is put that is not simply read out
* content: which files a pack is made of, and the hash of their content
* watch: which rule refers a client whose watch is overdue
* overdue: rules past the day by which they had to be read again
"""

from massage_screen.pack.about import (
    BuiltIn,
    ChoiceList,
    Headlines,
    Limits,
    Movement,
    PackFile,
    Part,
    Position,
    PressureCloses,
    Region,
    RegionGroup,
    SpokenPath,
    Support,
    Technique,
    TechniqueGroup,
    Timeframe,
)
from massage_screen.pack.case import (
    Case,
    CaseFile,
    ExpertsDiffer,
    Level,
)
from massage_screen.pack.kind import KINDS, Choice, Kind, for_each_kind
from massage_screen.pack.known import KNOWN, SAYS, VISIT, WATCH, Known, watch_on
from massage_screen.pack.pack import ConcernFile, Pack, Section
from massage_screen.pack.practice import Practice
from massage_screen.pack.question import BY_CLINICIANS, Change, Question
from massage_screen.pack.rule import (
    SAYINGS,
    SESSION_FIELDS,
    SESSION_LISTS,
    SESSION_MINUTES,
    STRONGEST,
    Clause,
    Fact,
    FactRow,
    Minutes,
    Pressure,
    Restriction,
    Rule,
    Saying,
    Weeks,
    clauses_of,
    urgency,
    whole,
)
from massage_screen.pack.safety import Closed, Exempt, Property, SafetyFile
from massage_screen.pack.scale import URGENCY, Cell, Disposition, urgency_of
from massage_screen.pack.source import (
    Claim,
    ClaimFile,
    Contradiction,
    Reference,
    ReferenceFile,
)
from massage_screen.pack.table import Id, Table, Text
from massage_screen.pack.watch import refers_overdue

__all__ = [
    "BY_CLINICIANS",
    "KINDS",
    "KNOWN",
    "SAYINGS",
    "SAYS",
    "SESSION_FIELDS",
    "SESSION_LISTS",
    "SESSION_MINUTES",
    "STRONGEST",
    "URGENCY",
    "VISIT",
    "WATCH",
    "BuiltIn",
    "Case",
    "CaseFile",
    "Cell",
    "Change",
    "Choice",
    "ChoiceList",
    "Claim",
    "ClaimFile",
    "Clause",
    "Closed",
    "ConcernFile",
    "Contradiction",
    "Disposition",
    "Exempt",
    "ExpertsDiffer",
    "Fact",
    "FactRow",
    "Headlines",
    "Id",
    "Kind",
    "Known",
    "Level",
    "Limits",
    "Minutes",
    "Movement",
    "Pack",
    "PackFile",
    "Part",
    "Position",
    "Practice",
    "Pressure",
    "PressureCloses",
    "Property",
    "Question",
    "Reference",
    "ReferenceFile",
    "Region",
    "RegionGroup",
    "Restriction",
    "Rule",
    "SafetyFile",
    "Saying",
    "Section",
    "SpokenPath",
    "Support",
    "Table",
    "Technique",
    "TechniqueGroup",
    "Text",
    "Timeframe",
    "Weeks",
    "clauses_of",
    "for_each_kind",
    "refers_overdue",
    "urgency",
    "urgency_of",
    "watch_on",
    "whole",
]
