"""What follows from the register as in force on a day alone, whatever has been measured."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dashboard.judging.kept import Kept

if TYPE_CHECKING:
    from dashboard.progress.goal import Goal
    from dashboard.progress.lamp_rules import LampRule
    from dashboard.register import Catalogue

_GOAL_BYTES = 12 << 20


class RegisterOfDay:
    """What follows from the register as in force on a day alone."""

    def __init__(self, catalogue: Catalogue, day: date) -> None:
        from dashboard.progress.lamp_rules import rules_of

        self.catalogue, self.day = catalogue, day
        self.indicators = {row["id"]: row for row in catalogue.rows("indicators")}
        self.rules: dict[str, LampRule] = rules_of(
            {rule["id"]: rule["json"] for rule in catalogue.rows("lamp_rules")}
        )
        planned = {p["region"] for p in catalogue.rows("plans") if p["status"] == "in force"}
        self.regions = [row["id"] for row in catalogue.rows("regions") if row["id"] in planned]
        self._goals = Kept(_GOAL_BYTES)
        self._read: dict[str, tuple[str, ...]] = {}

    def goals(self, region: str) -> list[Goal]:
        """A region's goals, in force or not, as the engine reads them."""
        from dashboard.progress.goal import goal_of

        found: list[Goal] | None = self._goals.get(region)
        if found is None:
            rows = self.catalogue.goals_of(region)
            found = [goal_of(row, self.indicators) for row in rows]
            self._goals.put(region, found, len(found) * 6_000)
        return found

    def regions_read(self, region: str) -> tuple[str, ...]:
        """The regions whose figures a region's goals are judged by: its own, partners, groups."""
        found = self._read.get(region)
        if found is None:
            known = (goal.series.regions for goal in self.goals(region) if goal.in_force)
            read = {region}.union(*known)
            found = self._read[region] = tuple(sorted(read))
        return found
