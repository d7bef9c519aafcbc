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
        self.about = tomllib.loads((folder / "pack.toml").read_text("utf-8"))
        self.files = [
            tomllib.loads(path.read_text("utf-8"))
            for path in sorted(folder.glob("[0-9]*.toml"))
        ]
        self.questions = [q for f in self.files for q in f.get("question", [])]
        self.rules = [r for f in self.files for r in f.get("rule", [])]
        self.regions = [r["id"] for r in self.about["region"]]
        self.techniques = [t["id"] for t in self.about["technique"]]
        self.groups = {t: [t] for t in self.techniques}
        for group in self.about["technique_group"]:
            self.groups[group["id"]] = group["techniques"]
        self.parts = {p["id"]: p for p in self.about["part"]}

    def read(
        self, given: dict[str, Any]
    ) -> tuple[dict[str, Any], dict[str, str], bool]:
        """Return the answers that count, the facts, and whether all is answered."""
        seen: dict[str, Any] = {}
        facts: dict[str, str] = {}
        whole = True
        for file in self.files:
            for question in file.get("question", []):
                if "when" not in question or true(question["when"], seen, facts):
                    if question["id"] in given:
                        seen[question["id"]] = given[question["id"]]
                    elif not question.get("records_only"):
                        whole = False
            for fact in file.get("fact", []):
                rows = (r for r in fact["rows"] if true(r["when"], seen, facts))
                facts[fact["id"]] = next((r["is"] for r in rows), fact["values"][-1])
        return seen, facts, whole

    def decide(self, given: dict[str, Any]) -> dict[str, Any]:
        """Decide a sheet in which every relevant question is answered."""
        seen, facts, whole = self.read(given)
        assert whole, "the naive evaluator decides complete sheets only"
        fired = [
            rule
            for rule in self.rules
            if "when" not in rule or true(rule["when"], seen, facts)
        ]
        worst = max((rule.get("disposition", "proceed") for rule in fired), key=place)
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
            "grid": grid,
            "caps": caps,
            "plan": self.plan(fired, grid, caps)
            if place(worst) < place("postpone")
            else self.plan([], {}, {}),
        }

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
        return grid, caps

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
            inside = inside and region in seen.get(asked["regions_named_in"], [])
        if "regions_not_named_in" in asked:
            named = seen.get(asked["regions_not_named_in"], [])
            inside = inside and region not in named
        return inside


def place(disposition: str) -> int:
    """Return the place of a disposition on the scale, mildest 0."""
    return ORDER.index(disposition)


def true(
    condition: dict[str, Any], seen: dict[str, Any], facts: dict[str, str]
) -> bool:
    """Say whether a condition is true of the answers that count."""
    if "all_of" in condition:
        return all(true(part, seen, facts) for part in condition["all_of"])
    if "any_of" in condition:
        return any(true(part, seen, facts) for part in condition["any_of"])
    if "fact" in condition:
        return facts[condition["fact"]] in condition["is_any_of"]
    if condition["question"] not in seen:
        return False
    return passes(condition, seen[condition["question"]])


def passes(condition: dict[str, Any], answer: Any) -> bool:
    """Say whether one answer passes one test."""
    if "includes_all_of" in condition:
        return all(wanted in answer for wanted in condition["includes_all_of"])
    if "includes_any_of" in condition:
        return any(wanted in answer for wanted in condition["includes_any_of"])
    if "is_any_of" in condition:
        return answer in condition["is_any_of"]
    if isinstance(answer, str):
        return False
    if "at_least" in condition:
        return bool(answer >= condition["at_least"])
    return bool(answer < condition["below"])
