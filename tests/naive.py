"""A second, deliberately naive evaluator: plain dictionaries, no shared code.

It reads the TOML files itself and decides complete sheets only. Where it and the
program disagree, one of them is wrong.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

ORDER = ["proceed", "restrict", "postpone", "refer", "emergency"]
SOON = ["now", "today", "within_24_hours", "within_days", "within_2_weeks"]
CELLS = ["allow", "modify", "avoid"]


class Naive:
    """A pack as nested dictionaries."""

    def __init__(self, folder: Path) -> None:
        about = tomllib.loads((folder / "pack.toml").read_text("utf-8"))
        files = [
            tomllib.loads(path.read_text("utf-8"))
            for path in sorted(folder.glob("[0-9]*.toml"))
        ]
        self.take(about, files)

    @classmethod
    def of(cls, about: dict[str, Any], files: list[dict[str, Any]]) -> Naive:
        """Read what files say instead."""
        naive = cls.__new__(cls)
        naive.take(about, files)
        return naive

    def take(self, about: dict[str, Any], files: list[dict[str, Any]]) -> None:
        """Take the content of the files of a pack."""
        self.about, self.files = about, files
        self.questions = [q for f in self.files for q in f.get("question", [])]
        self.lists = {c["id"]: c["choices"] for c in about.get("choice_list", [])}
        self.lists["regions"] = about["region"]
        self.lines = self.all_lines()
        self.rules = [r for f in self.files for r in f.get("rule", [])]
        self.regions = [r["id"] for r in self.about["region"]]
        self.techniques = [t["id"] for t in self.about["technique"]]
        self.groups = {t: [t] for t in self.techniques}
        for group in self.about.get("technique_group", []):
            self.groups[group["id"]] = group["techniques"]
        self.parts = {p["id"]: p for p in self.about["part"]}

    def read(
        self, given: dict[str, Any]
    ) -> tuple[dict[str, Any], dict[str, str], bool]:
        """Return the answers that count, the facts, and whether all is answered."""
        self.there: dict[str, list[str]] = {}
        seen: dict[str, Any] = {}
        facts: dict[str, str] = {
            known["id"]: given.get(known["id"], known["absent"])
            for known in self.about.get("known", [])
        }
        whole = True
        for file in self.files:
            for question in file.get("question", []):
                name = question["id"]
                offered = self.offered(question, seen, facts)
                self.there[name] = offered
                asked = "when" not in question or self.true(
                    question["when"], seen, facts
                )
                if not asked or (name in self.lines and not offered):
                    continue
                said = self.counting(name, given.get(name))
                if said is None or said == []:
                    whole = whole and question.get("records_only", False)
                else:
                    seen[name] = said
            for fact in file.get("fact", []):
                rows = (r for r in fact["rows"] if self.true(r["when"], seen, facts))
                facts[fact["id"]] = next((r["is"] for r in rows), fact["values"][-1])
        return seen, facts, whole

    def all_lines(self) -> dict[str, list[tuple[str, str, Any]]]:
        """Return the lines of each question: its id, where from, and its own when."""
        lines: dict[str, list[tuple[str, str, Any]]] = {}
        for question in self.questions:
            written = question.get("choices", [])
            mine: list[tuple[str, str, Any]] = []
            for item in [written] if isinstance(written, str) else written:
                for choice in self.lists[item] if isinstance(item, str) else [item]:
                    if choice["id"] not in question.get("leave_out", []):
                        mine.append((choice["id"], "", choice.get("when")))
            for source in question.get("carries", []):
                name, _, only = source.partition(".")
                mine += [(x, name, None) for x, *_ in lines[name] if only in ("", x)]
            if mine:
                lines[question["id"]] = mine
        return lines

    def offered(
        self, question: dict[str, Any], seen: dict[str, Any], facts: dict[str, str]
    ) -> list[str]:
        """Return the lines of a question that are offered."""
        found = []
        for line, source, when in self.lines.get(question["id"], []):
            good = when is None or self.true(when, seen, facts)
            if source:
                said = seen.get(source, [])
                named = line in said or f"{line}?" in said or "unsure" in said
                good = good and named and line in self.there[source]
            for other in question.get("except", []):
                said = seen.get(other, [])
                good = good and line not in said and f"{line}?" not in said
            if good:
                found.append(line)
        return found

    def counting(self, name: str, said: Any) -> Any:
        """Return what of an answer counts."""
        fixed = ["none", "unsure"]
        if isinstance(said, list):
            there = self.there[name]
            return [w for w in said if w in fixed or w.rstrip("?") in there]
        if name in self.lines and said not in [*self.there[name], "unsure"]:
            return None
        return said

    def true(
        self, condition: dict[str, Any], seen: dict[str, Any], facts: dict[str, str]
    ) -> bool:
        """Say whether a condition is true of the answers that count."""
        if "all_of" in condition:
            return all(self.true(part, seen, facts) for part in condition["all_of"])
        if "any_of" in condition:
            return any(self.true(part, seen, facts) for part in condition["any_of"])
        if "fact" in condition or "known" in condition:
            value = facts[condition.get("fact") or condition["known"]]
            return value in condition["is_any_of"]
        name = condition["question"]
        if name not in seen:
            return False
        if isinstance(seen[name], list):
            return self.ticked(condition, name, seen[name])
        return passes(condition, seen[name])

    def ticked(self, condition: dict[str, Any], name: str, said: list[str]) -> bool:
        """Say whether a list answer passes one test."""
        (question,) = [q for q in self.questions if q["id"] == name]
        good_news = question.get("reassuring", False)
        ticks = {word for word in said if not word.endswith("?")}
        doubts = {word.rstrip("?") for word in said if word.endswith("?")}
        found = ticks | {f"{line}?" for line in doubts}
        if not good_news:
            found |= doubts
        elif doubts and not ticks:
            found.add("none")
        if "includes_all_of" in condition:
            return all(w in found for w in self.spelled(condition["includes_all_of"]))
        if "includes_any_of" in condition:
            return any(w in found for w in self.spelled(condition["includes_any_of"]))
        left = set(self.there[name]) - ticks
        if not good_news:
            left = set() if "unsure" in ticks else left - doubts
        return any(line in left for line in self.spelled(condition["lacks_any_of"]))

    def spelled(self, words: list[str]) -> list[str]:
        """Return what words of a test stand for."""
        found = []
        for word in words:
            name, star, doubt = word.partition(".*")
            if not star:
                found.append(word)
            elif name in self.lines:
                found += [line + doubt for line, *_ in self.lines[name]]
            else:
                found += [choice["id"] + doubt for choice in self.lists[name]]
        return found

    def decide(self, given: dict[str, Any]) -> dict[str, Any]:
        """Decide a sheet in which every relevant question is answered."""
        seen, facts, whole = self.read(given)
        assert whole, "the naive evaluator decides complete sheets only"
        fired = [
            rule
            for rule in self.rules
            if "when" not in rule or self.true(rule["when"], seen, facts)
        ]
        words = (rule.get("disposition", "proceed") for rule in fired)
        worst = max(words, key=place, default="proceed")
        times = [r.get("timeframe", "") for r in fired if r.get("disposition") == worst]
        grid, caps = self.grid(fired, seen)
        if worst == "restrict" and all(
            cell == "avoid" for row in grid.values() for cell in row.values()
        ):
            worst = "postpone"
            times = [self.about["nothing_left_to_do"]["timeframe"]]
        if place(worst) >= place("postpone"):
            grid = {r: dict.fromkeys(self.techniques, "avoid") for r in self.regions}
            caps = {}
        soonest = [time for time in SOON if time in times]
        return {
            "disposition": worst,
            "urgency": soonest[0] if soonest else None,
            "findings": {rule["id"] for rule in fired},
            "words": {
                (rule["id"], key): self.words(rule.get(key, ""), seen, facts, grid)
                for rule in fired
                for key in ("found", "do", "tell")
            },
            "grid": grid,
            "caps": caps,
            "see_by": self.see_by(fired) if place(worst) < place("postpone") else None,
            "plan": self.plan(fired, grid, caps)
            if place(worst) < place("postpone")
            else self.plan([], {}, {}),
        }

    def words(
        self,
        said: str | list[dict[str, Any]],
        seen: dict[str, Any],
        facts: dict[str, str],
        grid: dict[str, dict[str, str]],
    ) -> str:
        """Put together what a rule says to this client."""
        if isinstance(said, str):
            return said
        shown = []
        for clause in said:
            regions, techniques = set(), set()
            for name in clause.get("about", self.regions):
                regions |= set(self.parts.get(name, {"regions": [name]})["regions"])
            for name in clause.get("techniques", self.techniques):
                techniques |= set(self.groups[name])
            left = {grid[r][t] for r in regions for t in techniques} - {"avoid"}
            asks = "about" in clause or "techniques" in clause
            told = "when" not in clause or self.true(clause["when"], seen, facts)
            if told and (left or not asks):
                shown.append(clause["text"])
        return " ".join(shown)

    def plan(
        self,
        fired: list[dict[str, Any]],
        grid: dict[str, dict[str, str]],
        caps: dict[str, int],
    ) -> dict[str, Any]:
        """Merge what the rules that hold ask for of the whole session."""
        asked = [(rule["id"], a) for rule in fired for a in rule.get("restrict", [])]
        plan: dict[str, Any] = {}
        for key in ("positions_avoid", "movements_avoid", "supports", "stop_on"):
            plan[key] = {}
            for rule_id, a in asked:
                for item in a.get(key, []):
                    plan[key][item] = plan[key].get(item, set()) | {rule_id}
        for key in ("minutes_at_most", "check_in_every"):
            numbers = [a[key] for _, a in asked if key in a]
            least = min(numbers) if numbers else None
            who = {rule_id for rule_id, a in asked if key in a and a[key] == least}
            plan[key] = (least, who) if numbers else None
        usable = [r for r, row in grid.items() if set(row.values()) - {"avoid"}]
        no_cap = [region for region in usable if region not in caps]
        highest = None if no_cap or not usable else max(caps[r] for r in usable)
        plan["pressure_at_most"] = highest
        return plan

    def see_by(self, fired: list[dict[str, Any]]) -> dict[str, Any] | None:
        """Say when a clinician is to be seen: the soonest of all that ask."""
        asked = [rule for rule in fired if "see_by" in rule]
        if not asked:
            return None
        return {
            "weeks": min(rule["see_by"] for rule in asked),
            "for": {rule["see_for"] for rule in asked},
            "overdue": any("overdue" in rule for rule in asked),
        }

    def grid(
        self, fired: list[dict[str, Any]], seen: dict[str, Any]
    ) -> tuple[dict[str, dict[str, str]], dict[str, int]]:
        grid = {r: dict.fromkeys(self.techniques, "allow") for r in self.regions}
        caps: dict[str, int] = {}
        for asked in (a for rule in fired for a in rule.get("restrict", [])):
            for region in self.regions:
                if not self.speaks_of(asked, region, seen):
                    continue
                for name in asked.get("techniques", self.techniques):
                    for technique in self.groups[name]:
                        both = [grid[region][technique], asked.get("cell", "allow")]
                        grid[region][technique] = max(both, key=CELLS.index)
                if "pressure_at_most" in asked:
                    caps[region] = min(caps.get(region, 5), asked["pressure_at_most"])
        for region, cap in caps.items():
            self.close_at(cap, grid[region])
        return grid, caps

    def close_at(self, cap: int, row: dict[str, str]) -> None:
        """Close what cannot be done at such a pressure."""
        for closing in self.about.get("pressure_closes", []):
            for name in closing["techniques"]:
                if cap <= closing["at_most"]:
                    row |= dict.fromkeys(self.groups[name], "avoid")

    def speaks_of(
        self, asked: dict[str, Any], region: str, seen: dict[str, Any]
    ) -> bool:
        if not {"cell", "pressure_at_most", "note"} & set(asked):
            return False
        inside = asked.get("everywhere", False) or region in asked.get("regions", [])
        for part in asked.get("parts", []):
            inside = inside or region in self.parts[part]["regions"]
            if asked.get("with_neighbours"):
                inside = inside or region in self.parts[part]["next_to"]
        if not {"everywhere", "regions", "parts"} & set(asked):
            inside = True
        if "regions_named_in" in asked:
            named = seen.get(asked["regions_named_in"], [])
            inside = inside and (region in named or f"{region}?" in named)
        if "regions_not_named_in" in asked:
            named = seen.get(asked["regions_not_named_in"], [])
            inside = inside and region not in named
        return inside


def place(disposition: str) -> int:
    """Return the place of a disposition on the scale, mildest 0."""
    return ORDER.index(disposition)


def passes(condition: dict[str, Any], answer: Any) -> bool:
    """Say whether an answer that is no list passes one test."""
    if "is_any_of" in condition:
        return answer in condition["is_any_of"]
    if isinstance(answer, str):
        return False
    if "at_least" in condition:
        return bool(answer >= condition["at_least"])
    return bool(answer < condition["below"])
