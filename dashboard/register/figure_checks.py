"""The one list of checks of figures: how much each weighs, and from where on, built in and declared.

What a plan says goes before what an indicator says, that before what the register says for all, that
before `BUILT_IN_CHECKS`, key by key. Where several plans ask for one series, the last to begin speaks.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol

from dashboard.register.series import SeriesKey, series_of

Row = Mapping[str, Any]


class Severity(StrEnum):
    """What becomes of a figure that a check finds something in."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class FigureCheck:
    """One check as it holds for a series: how much it weighs, and its thresholds by their keys."""

    severity: Severity
    thresholds: Mapping[str, Decimal] = field(default_factory=dict)

    def over(self, stated: Mapping[str, str]) -> "FigureCheck":
        """Return it with what is stated, `severity` and thresholds, in the place of its own."""
        numbers = {key: Decimal(value) for key, value in stated.items() if key != "severity"}
        severity = Severity(stated.get("severity", self.severity))
        return FigureCheck(severity, {**self.thresholds, **numbers})


def _check(severity: Severity, **thresholds: str) -> FigureCheck:
    return FigureCheck(severity, {key: Decimal(value) for key, value in thresholds.items()})


# Printed in the register's guide. Ten times: a digit; a thousand times: 元 for 万元 or 亿元, and a
# real beginning is seldom a thousandth of its goal. 3.5 deviations: Iglewicz and Hoaglin (1993).
BUILT_IN_CHECKS: Mapping[str, FigureCheck] = {
    "above_limit": _check(Severity.ERROR),
    "part_of_whole": _check(Severity.ERROR),
    "share_above_one": _check(Severity.WARNING),
    "cluster_parts": _check(Severity.WARNING, tolerance="0.005"),
    "cumulative_falls": _check(Severity.WARNING),
    "single_period": _check(Severity.WARNING),
    "unit_slip": _check(Severity.WARNING, factor="1000"),
    "jump": _check(Severity.WARNING, factor="10"),
    "year_on_year": _check(Severity.WARNING, factor="2"),
    "far_above_goals": _check(Severity.NOTICE, factor="10"),
    "wild_growth": _check(Severity.WARNING, limit="1"),
    "reported_growth": _check(Severity.WARNING),
    "same_as_before": _check(Severity.WARNING),
    "month_share": _check(Severity.WARNING, factor="3", years="2"),
    "outlier": _check(Severity.WARNING, deviations="3.5", points="8", least="0.05"),
    "missing_beside_others": _check(Severity.NOTICE, share="0.5"),
}

# What a threshold has to be above for its check to mean anything; the others may be nothing at all.
ABOVE: Mapping[str, Decimal] = {
    "factor": Decimal(1),
    "limit": Decimal(0),
    "years": Decimal(0),
    "deviations": Decimal(0),
    # Of fewer, half are no majority: one wrong figure would move the median.
    "points": Decimal(2),
    "share": Decimal(0),
}
NOT_BELOW_ZERO = ("tolerance", "least")


class _Register(Protocol):
    """What is asked of the compiled register."""

    def rows(self, name: str, /) -> list[dict[str, Any]]: ...
    def goals_of(self, region: str, /) -> Sequence[Row]: ...


class FigureChecks:
    """The checks of every series of a register, looked up once for a batch."""

    def __init__(self, register: _Register) -> None:
        self._register = register
        self._everywhere = dict(BUILT_IN_CHECKS)
        for row in register.rows("checks"):
            self._everywhere |= _over(self._everywhere, {row["id"]: json.loads(row["json"])})
        self._indicators = {str(row["id"]): row for row in register.rows("indicators")}
        self._plans = {
            str(row["id"]): row for row in register.rows("plans") if row.get("checks") is not None
        }
        self._of_indicator: dict[str, Mapping[str, FigureCheck]] = {}
        self._of_series: dict[SeriesKey, Mapping[str, FigureCheck]] = {}
        self._of_plans: dict[str, dict[SeriesKey, Row]] = {}

    def of(self, series: SeriesKey) -> Mapping[str, FigureCheck]:
        """Return the checks of a series by their keys in the register."""
        found = self._for_indicator(series[2])
        if not self._plans:
            return found
        if series not in self._of_series:
            plan = self._asking(series[0]).get(series)
            stated = json.loads(plan["checks"]) if plan is not None else {}
            self._of_series[series] = _over(found, stated)
        return self._of_series[series]

    def _for_indicator(self, indicator: str) -> Mapping[str, FigureCheck]:
        if indicator not in self._of_indicator:
            stated = self._indicators.get(indicator, {}).get("checks")
            found = _over(self._everywhere, json.loads(stated)) if stated else self._everywhere
            self._of_indicator[indicator] = found
        return self._of_indicator[indicator]

    def _asking(self, region: str) -> dict[SeriesKey, Row]:
        """The plan of a region that speaks for each of its series, where one says something."""
        if region not in self._of_plans:
            found: dict[SeriesKey, Row] = {}
            for goal in self._register.goals_of(region):
                plan = self._plans.get(str(goal["plan"]))
                if plan is None or not goal["in_force"]:
                    continue
                for key in series_of(goal, self._indicators):
                    if key not in found or found[key]["start"] <= plan["start"]:
                        found[key] = plan
            self._of_plans[region] = found
        return self._of_plans[region]


def _over(
    known: Mapping[str, FigureCheck], stated: Mapping[str, Mapping[str, str]]
) -> dict[str, FigureCheck]:
    return {key: check.over(stated.get(key, {})) for key, check in known.items()}
