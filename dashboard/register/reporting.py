"""Who reports which series of a region, how often, by which day, and who approves it.

A region's entry for an indicator goes before its plan's, key by key, and the plan's before `DEFAULT`.
Who reports is by default the first responsible unit of the first goal that asks for the series, which
is its lead; where a goal names nobody, the region itself.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from dashboard.languages import LANGUAGES, PRINTED, names_of
from dashboard.register.series import SeriesKey, series_of

if TYPE_CHECKING:
    from dashboard.register.catalogue import Catalogue

# What holds where the register says nothing; printed in its guide.
DEFAULT: Mapping[str, Any] = {"every": "month", "day": 15, "weekend": "next-working-day"}


@dataclass(frozen=True, slots=True)
class ReportingRule:
    """How one series is reported.

    `unit` is printed Chinese, as grants name it, and `names` what it is called in each language.
    `every` is month,
    quarter, half-year or year; `day` the day of the following month, moved off a `weekend` as that
    says; `through` are the regions that approve, in order.
    """

    unit: str
    names: Mapping[str, str] = field(compare=False)
    every: str
    day: int
    weekend: str
    through: tuple[str, ...]

    def unit_name(self, lang: str) -> str:
        """Return who reports, in a language."""
        return self.names[lang]

    def is_called(self, text: str) -> bool:
        """Return whether a person's text names the unit that reports, in any language."""
        return text in {self.unit, *self.names.values()}


_KNOWN: "WeakKeyDictionary[Catalogue, dict[str, dict[SeriesKey, ReportingRule]]]" = (
    WeakKeyDictionary()
)


def reporting_of(catalogue: "Catalogue", region: str) -> dict[SeriesKey, ReportingRule]:
    """Return how each series that goals in force ask of a region is reported, in their order.

    Worked out once for a catalogue, and forgotten with it.
    """
    known = _KNOWN.setdefault(catalogue, {})
    if region not in known:
        known[region] = _reporting(catalogue, region)
    return known[region]


def answering_units(catalogue: "Catalogue", goal: Mapping[str, Any]) -> frozenset[str]:
    """Return the units that say why a goal is behind before they report its figures anew.

    Those responsible for it that report any of its figures in its region; where none of them does,
    those that report them.
    """
    indicators = {row["id"]: row for row in catalogue.rows("indicators")}
    rules = reporting_of(catalogue, goal["region"])
    reporting = {rules[key].unit for key in series_of(goal, indicators) if key in rules}
    return frozenset(reporting.intersection(goal["responsible"] or ()) or reporting)


def _reporting(catalogue: "Catalogue", region: str) -> dict[SeriesKey, ReportingRule]:
    place = catalogue.region(region)
    if place is None:
        return {}
    indicators = {row["id"]: row for row in catalogue.rows("indicators")}
    own = json.loads(place["reporting"] or "{}")
    others = (goal for goal in catalogue.goals_across_regions if goal["region"] != region)
    found: dict[SeriesKey, ReportingRule] = {}
    for goal in (*catalogue.goals_of(region), *others):
        if not goal["in_force"]:
            continue
        plan = catalogue.plan(goal["plan"]) or {}
        # Another region's plan does not say who reports here.
        of_plan = json.loads(plan.get("reporting") or "{}") if plan.get("region") == region else {}
        for key in series_of(goal, indicators):
            if key[0] == region and key not in found:
                stated = {**DEFAULT, **of_plan, **own.get(key[2], {})}
                found[key] = _rule(catalogue, place, goal, stated)
    return found


def _rule(
    catalogue: "Catalogue",
    place: Mapping[str, Any],
    goal: Mapping[str, Any],
    stated: Mapping[str, Any],
) -> ReportingRule:
    named = stated.get("by")
    if named is None and goal["region"] == place["id"]:
        named = next(iter(goal["responsible"] or ()), None)
    reporter = catalogue.region(named) if named else place
    if reporter is not None:
        unit = str(reporter[f"name_{PRINTED}"])
        names = names_of(reporter)
    else:
        unit = str(named)
        names = _names(catalogue, goal["document"], unit)
    through = tuple(stated.get("through") or (place["id"],))
    return ReportingRule(unit, names, stated["every"], stated["day"], stated["weekend"], through)


def _names(catalogue: "Catalogue", document: str, unit: str) -> dict[str, str]:
    """What the unit is called in the document that names it, else the printed name."""
    row = next(
        (each for each in catalogue.units_of(document) if each[f"name_{PRINTED}"] == unit), None
    )
    return names_of(row) if row else dict.fromkeys(LANGUAGES, unit)
