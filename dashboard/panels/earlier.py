"""A goal's verdicts round its last figure: what it was before, and what that figure made of it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from dashboard.languages.numbers import CHINA
from dashboard.panels.standing import Row, records

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.register import Catalogue


def goals_in_force(catalogue: "Catalogue", region: str) -> "pd.DataFrame":
    """Return the rows of the goals table that are in force in a region."""
    goals = catalogue.frame("goals")
    return goals[(goals["region"] == region) & goals["in_force"].astype(bool)]


def regions_read(catalogue: "Catalogue", region: str) -> set[str]:
    """Return the regions whose figures a region's goals are judged by: its own, and those in step."""
    return {region, *goals_in_force(catalogue, region)["step_region"].dropna()}


def verdicts_then(
    catalogue: "Catalogue", region: str, goal: str, on: date, figures: "Iterable[pd.DataFrame]"
) -> list[Row]:
    """Return a goal's verdict by each state of the figures, judged on a day by the rule of that day."""
    from dashboard.progress import assess
    from dashboard.register.in_force import rule_on

    rule = rule_on(catalogue.region(region) or {}, on)
    goals = goals_in_force(catalogue, region).assign(lamp_rule=rule)
    rules = {one["id"]: one["json"] for one in catalogue.rows("lamp_rules")}
    counts = catalogue.frame("indicators")
    found = []
    for state in figures:
        verdicts = assess(goals, state, on, rules, indicators=counts)
        found += records(verdicts[verdicts["goal"] == goal])
    return found


def day_of(moment: str) -> date:
    """Return the day of a recorded moment, China's clock."""
    return datetime.fromisoformat(moment).astimezone(CHINA).date()
