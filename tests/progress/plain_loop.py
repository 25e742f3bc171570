"""The same verdicts, goal by goal, in plain Python: the yardstick for speed and a second opinion.

Every measure kind, written the way one would write it first: exact decimals, one goal at a time,
rows as dictionaries.
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, localcontext
from functools import cache
from math import isnan
from typing import Any

Row = dict[str, Any]
Found = tuple[str, Decimal | None]
TOLERANCE = Decimal("0.05")
SMALL = 12


@dataclass
class Known:
    """Figures by series, oldest first, and what was found out about goals so far."""

    on: date
    series: dict[tuple[str, str, str], list[Row]]
    counts: dict[str, tuple[str, str]] = field(default_factory=dict)
    found: dict[str, Found] = field(default_factory=dict)
    members: dict[tuple[str, str], list[Row]] = field(default_factory=dict)

    def of(self, goal: Row, indicator: str | None = None, subject: str | None = None) -> list[Row]:
        """The figures of a goal's series, or of another indicator or subject beside it."""
        key = (goal["region"], subject or goal["subject"], indicator or goal["indicator"])
        return self.series.get(key, [])


def assess_plainly(
    goals: list[Row], figures: list[Row], on: date, indicators: list[Row] | None = None
) -> dict[str, Found]:
    """goal id -> (status, completion), of a limit the share used; None where there is neither."""
    known = Known(on, _by_series(figures, on))
    known.counts = {row["id"]: (row["covered"], row["of"]) for row in indicators or ()}
    for goal in goals:
        if goal.get("tier") and goal["subject_kind"] == "cluster":
            known.members.setdefault((goal["plan"], goal["tier"]), []).append(goal)
    with localcontext() as context:
        context.prec = 40
        for goal in goals:
            known.found[goal["id"]] = _way(goal)(goal, known)
        for goal in goals:
            if goal.get("stretch_of"):
                _pair(goal, known)
    return known.found


def _by_series(figures: list[Row], on: date) -> dict[tuple[str, str, str], list[Row]]:
    series: dict[tuple[str, str, str], list[tuple[date, Row]]] = defaultdict(list)
    for row in figures:
        end = _end(row["year"], row["month"])
        if end <= on:
            series[row["region"], row["subject"], row["indicator"]].append((end, row))
    return {
        key: [row for _, row in sorted(rows, key=lambda pair: pair[0])]
        for key, rows in series.items()
    }


@cache
def _end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _way(goal: Row) -> Callable[[Row, Known], Found]:
    if goal["subject_kind"] == "each-cluster":
        return _each
    if goal["subject_kind"] == "tier":
        return _tier
    if goal["comparator"] == "in step":
        return _in_step
    if goal["kind"] == "growth":
        return _growth
    if goal["kind"] == "share":
        return _share
    if goal["kind"] == "stock":
        return _stock
    if goal["every"] == "year":
        return _annual
    if goal["accumulates"] == "start" or not isnan(goal["since"]):
        return _total
    return _level


def _reached(goal: Row, value: Decimal, target: Decimal) -> bool:
    if goal["comparator"] == ">":
        return value > target
    if goal["comparator"] == "<=":
        return value <= target
    if goal["comparator"] == "maintain":
        return abs(value - target) <= TOLERANCE * abs(target)
    if goal["comparator"] == "approach":
        return value >= target * (1 - TOLERANCE)
    return value >= target


def _this_year(goal: Row, known: Known) -> list[Row]:
    """The figures of the year a yearly goal is judged for: the last one until this one reports."""
    rows, year = known.of(goal), known.on.year
    if known.on.month < 3 and not (rows and rows[-1]["year"] == year):
        year -= 1
    return [row for row in rows if row["year"] == year]


def _ended(year: float, known: Known) -> bool:
    """Whether the full-year figure of a year should be there by now."""
    return _end(int(year) + 1, 2) <= known.on


def _annual(goal: Row, known: Known) -> Found:
    rows = _this_year(goal, known)
    if not rows:
        return "no-data", None
    return _inside(goal, known, rows[-1], Decimal(goal["value"]))


def _inside(goal: Row, known: Known, last: Row, target: Decimal) -> Found:
    """A flow inside the year that is judged: its completion against the months gone by."""
    value, month = Decimal(last["value"]), last["month"]
    completion = value / target
    reached = _reached(goal, value, target)
    if reached and target < SMALL:
        return "done", completion
    if month == 12:
        near = goal["comparator"] == "about" and value >= target * (1 - TOLERANCE)
        return ("met" if reached else "nearly-met" if near else "overdue"), completion
    limit = goal["comparator"] == "<="
    if limit and not reached:
        return "overdue", completion
    if reached and not limit:
        return "met-early", completion
    if _ended(last["year"], known):
        return "no-data", completion
    if limit:
        return _lamp(Decimal(month) / 12 - completion), completion
    if target < SMALL and month < 9:
        return ("in-progress" if value > 0 else "not-started"), completion
    return _lamp(completion - Decimal(9 if target < SMALL else month) / 12), completion


def _level(goal: Row, known: Known) -> Found:
    rows, due = known.of(goal), goal["due"]
    if isnan(due):
        return ("no-due-year" if rows else "no-data"), None
    full = [row for row in rows if row["period_kind"] == "year" and row["year"] <= due]
    base = next((row for row in full if row["year"] == goal["base_year"]), None)
    start = None if base is None else Decimal(base["value"])
    target = _target(goal, start)
    if target is None:
        return "cannot-judge", None
    if not rows:
        return "no-data", None
    inside = [row for row in rows if row["year"] == due]
    if inside:
        return _inside(goal, known, inside[-1], target)
    if not full:
        return ("no-data" if _ended(due, known) else "not-due"), None
    last = full[-1]
    value = Decimal(last["value"])
    completion = value / target
    if _reached(goal, value, target):
        return "met-early", completion
    if goal["comparator"] == "about" and value >= target * (1 - TOLERANCE):
        return "nearly-met", completion
    if _ended(due, known):
        return "no-data", completion
    expected = _expected(goal, start, target, last["year"])
    if expected is None:
        return "not-due", completion
    return _lamp((value - expected) / target), completion


def _target(goal: Row, base: Decimal | None) -> Decimal | None:
    """The number to be reached: as printed, or made from the base."""
    stated = Decimal(goal["value"])
    if goal["measure"] == "value":
        return stated
    if base is None:
        return None
    if goal["measure"] == "times base":
        return base * stated
    if goal["measure"] == "change from base":
        return base * (1 + stated)
    return base * (1 + stated) ** int(goal["due"] - goal["base_year"])


def _expected(goal: Row, start: Decimal | None, target: Decimal, year: int) -> Decimal | None:
    """The path from the base through the milestones to the goal, at a year's end."""
    begin, end = goal["base_year"], int(goal["due"])
    for milestone in goal["milestones"]:
        if year == milestone["year"]:
            return Decimal(milestone["value"])
        if year < milestone["year"]:
            end, target = milestone["year"], Decimal(milestone["value"])
            break
        begin, start = milestone["year"], Decimal(milestone["value"])
    if start is None or year <= begin:
        return None
    share = Decimal(year - begin) / (end - begin)
    if goal["path"] == "constant growth":
        return start * (target / start) ** share
    return start + (target - start) * share


def _total(goal: Row, known: Known) -> Found:
    """A total since a start: the figures run on, or full years and this year's months are added."""
    since, target = int(goal["since"]), Decimal(goal["value"])
    rows = [row for row in known.of(goal) if since <= row["year"] <= goal["due"]]
    if not rows:
        return "no-data", None
    last = rows[-1]
    value = Decimal(last["value"])
    if goal["accumulates"] != "start":
        years = {row["year"]: row for row in rows if row["period_kind"] == "year"}
        for year in range(since, last["year"]):
            if year not in years:
                return "cannot-judge", None
            value += Decimal(years[year]["value"])
    completion, reached = value / target, _reached(goal, value, target)
    if last["year"] == goal["due"] and last["month"] == 12:
        return ("met" if reached else "overdue"), completion
    if reached:
        return "met-early", completion
    if _ended(goal["due"], known):
        return "no-data", completion
    passed = (last["year"] - since) * 12 + last["month"]
    return _lamp(completion - Decimal(passed) / int((goal["due"] - since + 1) * 12)), completion


def _stock(goal: Row, known: Known) -> Found:
    rows = [row for row in known.of(goal) if row["year"] <= goal["due"]]
    if not rows:
        return "no-data", None
    at_base = [r for r in rows if r["year"] == goal["base_year"] and r["month"] == 12]
    base = Decimal(at_base[0]["value"]) if at_base else None
    return _on_the_way(goal, known, rows[-1], Decimal(rows[-1]["value"]), base)


def _share(goal: Row, known: Known) -> Found:
    """Covered over should-be-covered, at the latest moment at which both are known."""
    covered, whole = known.counts[goal["indicator"]]
    rows = known.of(goal, covered)
    if not rows:
        return "no-data", None
    of = {row["period"]: row["value"] for row in known.of(goal, whole)}
    if rows[-1]["period"] not in of:
        return "no-data", None
    value = Decimal(rows[-1]["value"]) / Decimal(of[rows[-1]["period"]])
    return _on_the_way(goal, known, rows[-1], value, Decimal(goal["base_value"]))


def _on_the_way(goal: Row, known: Known, last: Row, value: Decimal, base: Decimal | None) -> Found:
    target, due, sense = Decimal(goal["value"]), int(goal["due"]), 1
    if goal["direction"] == "down":
        sense = -1
    final = last["year"] == due and last["month"] == 12
    based = base is not None and (target - base) * sense > 0 and last["year"] > goal["base_year"]
    completion = (value - base) / (target - base) if base is not None and based else value / target
    if goal["comparator"] == "range" and value > Decimal(goal["value_high"]):
        return "over-fulfilled", completion
    reached, ended = _reached(goal, value, target), _ended(due, known)
    if final:
        return ("met" if reached else "overdue"), completion
    kept = goal["comparator"] == "maintain"
    if ended and (not reached or kept):
        return "no-data", completion
    if reached and kept:
        return "on-schedule", completion
    if reached:
        return "met-early", completion
    if not based:
        return "not-due", completion
    months = (last["year"] - goal["base_year"]) * 12 + last["month"] - 12
    return _lamp(completion - Decimal(months) / ((due - goal["base_year"]) * 12)), completion


def _growth(goal: Row, known: Known) -> Found:
    rows = [row for row in known.of(goal) if row["year"] <= goal["due"]]
    if not rows:
        return "no-data", None
    last, target, due = rows[-1], Decimal(goal["value"]), int(goal["due"])
    value, final = Decimal(last["value"]), last["year"] == due and last["month"] == 12
    if final:
        return ("met" if _reached(goal, value, target) else "overdue"), None
    if _ended(due, known):
        return "no-data", None
    return ("not-due" if last["year"] < due else _lamp(value - target)), None


def _pair(stretch: Row, known: Known) -> None:
    """A floor and its stretch, once the full year is known, share a word."""
    floor, top = known.found.get(stretch["stretch_of"]), known.found[stretch["id"]]
    if floor is None or not {floor[0], top[0]} <= {"met", "overdue"}:
        return
    if top[0] == "met":
        words = ("stretch-met", "stretch-met")
    elif floor[0] == "met":
        words = ("floor-met", "stretch-missed")
    else:
        words = ("below-floor", "below-floor")
    known.found[stretch["stretch_of"]] = (words[0], None)
    known.found[stretch["id"]] = (words[1], None)


def _in_step(goal: Row, known: Known) -> Found:
    rows = _this_year(goal, known)
    if not rows:
        return "no-data", None
    now, before = rows[-1]["period"], f"{rows[-1]['year'] - 1}{rows[-1]['period'][4:]}"
    grown = []
    for indicator in (goal["indicator"], goal["step_indicator"]):
        held = {row["period"]: Decimal(row["value"]) for row in known.of(goal, indicator)}
        if now not in held or held.get(before, Decimal(0)) <= 0:
            return "cannot-judge", None
        grown.append(held[now] / held[before] - 1)
    if rows[-1]["month"] == 12:
        return ("met" if grown[0] >= grown[1] else "overdue"), None
    return _lamp(grown[0] - grown[1]), None


def _each(goal: Row, known: Known) -> Found:
    found = []
    for member in goal["members"]:
        one = goal | {"subject": member, "subject_kind": "cluster"}
        found.append(_way(one)(one, known))
    begun = any(completion for _, completion in found)
    return _over(goal, known, found, len(found), "in-progress" if begun else "not-started")


def _tier(goal: Row, known: Known) -> Found:
    members = known.members.get((goal["plan"], goal["tier"]), [])
    found = [_way(one)(one, known) for one in members]
    return _over(goal, known, found, int(goal["value"]), "in-progress")


def _over(goal: Row, known: Known, found: list[Found], needed: int, none: str) -> Found:
    """How many members are there; final once enough are, or too few are left that could be."""
    if all(completion is None for _, completion in found):
        return "no-data", None
    statuses = [status for status, _ in found]
    met = sum(status in ("met", "met-early", "over-fulfilled") for status in statuses)
    share, ended = Decimal(met) / needed, _ended(goal["due"], known)
    if met >= needed:
        return ("met" if ended or statuses.count("met") >= needed else "met-early"), share
    if len(statuses) - statuses.count("overdue") < needed:
        return "overdue", share
    if ended:
        return "no-data", share
    return ("in-progress" if met else none), share


def _lamp(gap: Decimal) -> str:
    if gap >= 0:
        return "on-schedule"
    return "behind" if gap >= Decimal("-0.1") else "far-behind"
