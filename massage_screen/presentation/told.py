"""Says why findings hold, with no answer and no source told twice."""

from __future__ import annotations

from collections.abc import Iterator

from massage_screen.answers import Value
from massage_screen.decision import Finding
from massage_screen.pack import Pack, Question
from massage_screen.presentation.page import Page
from massage_screen.presentation.words import answer_in_words, source_in_words


class Told:
    """What one recommendation has said so far of answers and sources."""

    def __init__(self, pack: Pack) -> None:
        """Nothing has been said yet."""
        self.pack = pack
        self._answers: set[str] = set()
        self._sources: dict[str, None] = {}

    def show(self, page: Page, words: str, finding: Finding) -> None:
        """Write a finding in words, then its answers, its rule and its sources."""
        page.paragraph(words, lead="- ")
        for question, value in self._fresh(finding):
            answer = answer_in_words(question, value)
            if question.topic:
                page.paragraph(answer, label=question.topic, lead="  ")
            else:
                page.paragraph(f"{question.ask} {answer}", lead="  ")
        rule = finding.rule
        named = f". Sources: {', '.join(rule.references)}" if rule.references else ""
        page.paragraph(f"{rule.id}{named}", label="Rule", lead="  ")
        self._sources |= dict.fromkeys(rule.references)

    def show_sources(self, page: Page) -> None:
        """Write each source that was named, once, with its title and year."""
        known = [self.pack.references.get(name) for name in self._sources]
        if self._sources:
            page.heading("Sources")
        page.items(source_in_words(source) for source in known if source)

    def _fresh(self, finding: Finding) -> Iterator[tuple[Question, Value]]:
        """Go through the answers that say something and were not told yet."""
        because = {self.pack.questions[q]: v for q, v in finding.because.items()}
        telling = {q: v for q, v in because.items() if not _says_nothing(q, v)}
        for question, value in (telling or because).items():
            if question.id not in self._answers:
                self._answers.add(question.id)
                yield question, value


def _says_nothing(question: Question, value: Value) -> bool:
    """Say whether an answer is "none of these" in a list or a sign that is absent."""
    listed = question.takes.several and not question.reassuring
    return value == question.mildest and (listed or question.gate)
