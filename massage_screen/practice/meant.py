"""Finds the question of a pack that a student means by typed words."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec
from rapidfuzz import fuzz, process

from massage_screen.answers import Answers
from massage_screen.pack import Pack, Question
from massage_screen.sheet import Sheet
from massage_screen.spoken import choices_read_aloud

#: From this likeness on, out of 100, a typed word counts as a word of a question.
_ALIKE = 82
#: A best match this much above the second is the one that was meant.
_CLEAR = 1.25
_MOST = 5
#: A question is put at once when it has all the words typed, and so many at least.
_SEVERAL = 2
#: And they are at least this share of a line of it.
_GOOD_PART = 0.6
#: Whole questions that are so alike, out of 100, are the same but for a slip.
_AS_IT_STANDS = 92
#: A match must cover this share of what was typed.
_LEAST = 0.34
#: How much a word counts in the name of a question, in what is asked, and beside it.
_IN_ID, _ASKED, _BESIDE = 1.4, 1.0, 0.7
#: Words that stand together in one line of a question count this much more.
_TOGETHER = 0.5
#: How much of its likeness a question keeps that nothing heard so far calls for.
_UNCALLED = 0.5
#: Warning signs are meant a little more often than what only mentions them.
_GATE = 1.15
#: The shortest word by whose beginning a longer one is known ("numb", "numbness").
_STEM = 4
_ENDINGS = frozenset(("s", "es", "ed", "ing", "ness", "ly", "y"))
#: Words that point to what was said, or to somebody else: what they mean is not typed.
_POINTING = frozenset(
    """
    he her him his it its she that their them there these they this those
    """.split()  # noqa: SIM905  a list of words reads better so
)
#: Where those words point to nothing: "is there any numbness", "ill this week".
_NOT_POINTING = re.compile(
    r"\b(?:is|are|was|were) there\b"
    r"|\b(?:this|these) (?:days?|morning|weeks?|months?|year)\b"
)
#: Where a question points to its own lines.
_OF_ITS_LINES = re.compile(r"\bof (?:this|these)\b")
#: Words for the client: "How old is the client?" is asked with "you".
_CLIENT = frozenset(("you", "your", "client"))
#: Words that ask how much, when, where or how it goes, and not of what: "how long ago?"
#: and "better or worse?" may be of anything.
_HOW_MUCH = frozenset(
    """
    ago before better day days different far gone last less long longer month months new
    now often old over past same since still today under week weeks where why worse year
    years
    two three four five six seven eight nine ten
    """.split()  # noqa: SIM905  a list of words reads better so
)
#: Small words that turn a question: "when was your operation?" does not ask whether
#: there was one, nor does "will you have an operation?".
_TURNING = frozenset(
    """
    again could did ever had how more was were what when which who will would
    """.split()  # noqa: SIM905  a list of words reads better so
)
#: What parts a line into words that can each be typed alone: "a weak or heavy leg".
_PARTING = re.compile(r"[,;:.]|\bor\b|\band\b")
#: Words that say nothing of what is asked about.
_SMALL = _POINTING.union(
    """
    a about again all am an and any are as at be been brings by can come could did
    do does down ever every feel for from get getting go goes going got had happen
    happened has have here how i if in is just like many me more much my no not
    notice noticed of on or other out please problem problems so some take taken
    takes taking tell than the thing things to trouble up use using was way were
    what when which who will with would you your
    """.split()  # noqa: SIM905  a list of words reads better so
)


class _Words(msgspec.Struct, frozen=True):
    """The words of a question.

    Attributes:
        counts: How much each of them counts.
        lines: Those that stand together: its name, the question, each of its choices.
    """

    counts: Mapping[str, float]
    lines: tuple[frozenset[str], ...]


class Meant(msgspec.Struct, frozen=True):
    """What typed words may mean.

    Attributes:
        questions: The likeliest first: one alone when it is clear which is meant,
            none when nothing is near, and at most five.
        sure: Whether there is one, and so much of what was typed is in it that it
            can be put without asking back.
        early: Whether the likeliest asks for more about signs that nobody named yet.
    """

    questions: tuple[Question, ...] = ()
    sure: bool = False
    early: bool = False


def find_questions(
    pack: Pack, typed: str, called: Collection[str] | None = None
) -> Meant:
    """Return what typed words may mean. The id of a question means that question.

    An id that is a plain word ("where") is asked back, for it may be meant as a word.

    Args:
        pack: The questions.
        typed: What the student typed.
        called: The questions that what was heard so far calls for; those asked of
            every new client when None. Others are found where none of these is nearer;
            what a new client is never asked is not, nor is a list of signs of which
            none was named.
    """
    named = pack.questions.get(typed.strip())
    if named is not None:  # "where" and "gone" are words of their own as well
        return Meant((named,), sure="_" in named.id or named.id == named.topic.lower())
    new = Sheet(pack, Answers()).relevance
    if called is None:
        called = {name for name, relevant in new.items() if relevant}
    spoken = re.findall(r"[a-z0-9]+", typed.lower())
    said = " ".join(pack.practice.said_as.get(word, word) for word in spoken)
    content = _content(said)
    known = [n for n in pack.questions if n in called or new[n] is not False]
    scores = _likeness(pack, known, content, called)
    likely = sorted((n for n in scores if scores[n] > 0), key=lambda n: -scores[n])
    best = [n for n in likely if n in called or not _of_signs(pack, n)]
    early = bool(likely) and likely[0] not in best
    if best and best[0] in called:  # an offer of others would tell what was not said
        best = [name for name in best if name in called]
    best = best[:_MOST]
    if len(best) > 1 and scores[best[0]] >= _CLEAR * scores[best[1]]:
        best = best[:1]
    sure = len(best) == 1 and _is_sure(pack, best[0], typed, called)
    return Meant(tuple(pack.questions[name] for name in best), sure, early)


def points(typed: str) -> bool:
    """Say whether words point to something that was said, or to somebody else."""
    left = _NOT_POINTING.sub(" ", typed.lower())
    return not _POINTING.isdisjoint(re.findall(r"[a-z]+", left))


def leaves_open(typed: str) -> bool:
    """Say whether words do not say of what: they point, or say "since when?" alone."""
    return points(typed) or (
        any(each.isalpha() for each in typed) and not {*_content(typed)} - _HOW_MUCH
    )


def _likeness(
    pack: Pack, known: Sequence[str], typed: list[str], called: Collection[str]
) -> dict[str, float]:
    """Return how like the words typed each question is, as far as it may be meant."""
    scores = _scores(typed, {name: _words_of(pack.questions[name]) for name in known})
    for name in scores:
        scores[name] *= _GATE if pack.questions[name].gate else 1.0
        scores[name] *= 1.0 if name in called else _UNCALLED
    return scores


def _of_signs(pack: Pack, name: str) -> bool:
    """Say whether a question asks for more about warning signs that were named."""
    asked = pack.questions[name]
    read = {each for when in asked.conditions for each in pack.questions_in(when)}
    return any(pack.questions[each].gate for each in {*asked.read_by_lines, *read})


def _is_sure(pack: Pack, name: str, typed: str, called: Collection[str]) -> bool:
    """Say whether words can mean nothing but this question.

    Those typed as it stands, or several that it reads out together. One word in common
    is soon misread, and so is what points to something said before: "how old is that?"
    does not ask for the age of the client. A question that points by itself is meant
    only as it stands: the words for another do not say to what.
    """
    words, question = _content(typed), pack.questions[name]
    several = len({*words} - _HOW_MUCH) >= _SEVERAL
    if points(typed) or points(_OF_ITS_LINES.sub(" ", question.ask)):
        same = fuzz.ratio(question.ask.lower(), typed.lower()) >= _AS_IT_STANDS
        return several and same and _is_the_question(question, typed)
    if _is_the_question(question, typed):
        return True
    if not several or name not in called:
        return False
    others = [pack.questions[each] for each in called if each != name]
    return _reads_out(question, typed) and not any(
        _holds(other, words) for other in others
    )


def _is_the_question(question: Question, typed: str) -> bool:
    """Say whether a question was typed as it stands, or nearly so."""
    asked, said = _content(question.ask), _content(typed)
    if _turning(question.ask) != _turning(typed):
        return False
    same = all(_spelt_in(word, said) for word in asked if word not in _CLIENT) and all(
        _spelt_in(word, asked) for word in said if word not in _CLIENT
    )
    return bool(said) and same and (_of_client(typed) or not _of_client(question.ask))


def _of_client(text: str) -> bool:
    return not _CLIENT.isdisjoint(re.findall(r"[a-z]+", text.lower()))


def _spelt_in(word: str, words: Sequence[str]) -> bool:
    return any(fuzz.ratio(word, each) >= _ALIKE for each in words)


def _said_in(word: str, line: Collection[str]) -> bool:
    """Say whether a word, or one that differs in its ending, is in a line."""
    return any(
        word == each or _with_ending(word, each) or _with_ending(each, word)
        for each in line
    )


def _reads_out(question: Question, typed: str) -> bool:
    """Say whether all words are read out with a question, in good part of a line.

    As they stand: what a word is said as is near it, and not the same.
    """
    words = _content(typed)
    read = [c.text for c in choices_read_aloud(question) if not c.carried_from]
    itself, own = (question.topic, question.ask), _own_lines(question)
    return any(_is_good_part(words, line) for line in (*itself, *own)) and any(
        _hold((*itself, line), (*words, *_turning(typed)))
        and not any(_is_narrower(text, words) for text in (*itself, line))
        for line in ("", *read)
    )


def _holds(question: Question, words: Iterable[str]) -> bool:
    """Say whether all words are in what a question asks, with one of its own lines."""
    itself = (question.topic, question.ask)
    return any(_hold((*itself, line), words) for line in ("", *_own_lines(question)))


def _hold(texts: Iterable[str], words: Iterable[str]) -> bool:
    text = " ".join(texts)
    held = (*_content(text), *_turning(text))
    return all(_said_in(word, held) for word in words)


def _is_good_part(words: Collection[str], line: str) -> bool:
    whole = _content(line)
    said = sum(_said_in(word, words) for word in whole)
    return bool(whole) and said >= _GOOD_PART * len(whole)


def _is_narrower(line: str, words: Sequence[str]) -> bool:
    """Say whether part of a line was typed, but not a word that narrows it.

    "Tearing pain in the back" is not any pain there, nor "the past week" the past. Of
    "a weak or heavy leg" either may be left out: the beginning of what stands behind
    "or", when all before it was typed.
    """
    parts = [_content(part) for part in _PARTING.split(line)]
    typed = [
        [_said_in(word, words) or _spelt_in(word, words) for word in part]
        for part in parts
        if part
    ]
    for n, part in enumerate(typed):
        instead = n > 0 and all(typed[n - 1])
        begin = part.index(True) if instead and any(part) else 0
        if any(part) and not all(part[begin:]):
            return True
    return False


def _turning(text: str) -> frozenset[str]:
    return _TURNING.intersection(re.findall(r"[a-z]+", text.lower()))


def _own_lines(question: Question) -> list[str]:
    return [choice.text for choice in question.choices if not choice.carried_from]


def _words_of(question: Question) -> _Words:
    name = question.id.replace("_", " ")
    named = _content(name)
    own = _own_lines(question)
    lines = [name, question.ask, *own]
    beside = _content(" ".join((question.again, question.why, *own)))
    counts = dict.fromkeys(beside, _BESIDE)
    counts |= dict.fromkeys(_content(question.ask), _ASKED)
    counts |= dict.fromkeys(named, _IN_ID)
    return _Words(counts, tuple(frozenset(_content(line)) for line in lines))


def _content(text: str) -> list[str]:
    words = re.findall(r"[a-z0-9]+", text.lower())
    return [word for word in dict.fromkeys(words) if word not in _SMALL]


def _scores(typed: list[str], words: Mapping[str, _Words]) -> dict[str, float]:
    """Add up how rare the matched words are; words of the question itself count more.

    What matches less than a third of the weight of what was typed is not meant.
    """
    spoken_by = Counter(word for spoken in words.values() for word in spoken.counts)
    scores = dict.fromkeys(words, 0.0)
    lines = {name: [0.0] * len(spoken.lines) for name, spoken in words.items()}
    whole = 0.0
    for word in typed:
        near = _near(word, spoken_by)
        if not near:
            whole += 1
            continue
        weight = 1 + math.log(len(words) / max(spoken_by[each] for each in near))
        whole += weight
        for name, spoken in words.items():
            counts = (spoken.counts.get(each, 0) * near[each] for each in near)
            scores[name] += weight * max(counts)
            for n, line in enumerate(spoken.lines):
                lines[name][n] += weight * max(
                    near[w] if w in line else 0 for w in near
                )
    least = _LEAST * whole
    return {
        name: score + _TOGETHER * max(lines[name]) if score > least else 0
        for name, score in scores.items()
    }


def _near(word: str, known: Iterable[str]) -> dict[str, float]:
    """Return the known words that are spelt about like this one, with how much."""
    found = process.extract(
        word, list(known), scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=4
    )
    near = {name: score / 100 for name, score, _ in found}
    stem = word[: max(_STEM, len(word) - 3)]
    if len(word) > _STEM:
        near |= {
            name: 0.9
            for name in known
            if name not in near and (name.startswith(stem) or _with_ending(name, word))
        }
    return near


def _with_ending(name: str, word: str) -> bool:
    """Say whether a word is another one with an ending ("weak", "weakness")."""
    return (
        len(name) >= _STEM
        and word.startswith(name)
        and word.removeprefix(name) in _ENDINGS
    )
