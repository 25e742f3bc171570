"""From a method of the register and the figures one may see to the evaluation of a region.

    method = methods_of(standing, "binzhou")[0]
    found = evaluated(standing, "binzhou", method, "2025")
    found.evaluation.ranked, found.evaluation.left_out

Figures are those of one period, the same for all; which of two that end on one day counts is decided
as for verdicts. A growth rate is reckoned from the figure and that of the same period a year before.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from dashboard.actuals.periods import period, period_before
from dashboard.judging import Row, Standing
from dashboard.languages import PRINTED

if TYPE_CHECKING:
    from dashboard.progress.evaluation import Evaluation, Measurement, Method

SeriesKey = tuple[str, str, str]

_ALONE = ("half", "quarter")
# What an own goal has to say for a share of it to be one: at least or at most so much.
_ASKED = {True: (">=", ">"), False: ("<=", "<")}


@dataclass(frozen=True, slots=True)
class RegionEvaluation:
    """A region's clusters, or the regions below it, evaluated by one method for one period.

    `compared` is the period that changes of rank are counted from, None where nobody was ranked
    then. `names` are the rows of those evaluated, `goals` the goal that a unit's target is from, by
    unit and criterion. `withheld`: the reader may not see the figures of all, and nobody is ranked.
    """

    region: str
    method: Row
    period: str
    compared: str | None
    evaluation: "Evaluation"
    units: Mapping[str, Row]
    goals: Mapping[tuple[str, str], str]
    withheld: bool = False


def methods_of(standing: Standing, region: str) -> list[Row]:
    """Return the methods by which a region is evaluated, as far as they were issued on the day."""
    methods = standing.catalogue.rows("evaluation_methods")
    if not methods:
        return []
    issued = {row["id"]: str(row["issued"]) for row in standing.catalogue.rows("documents")}
    day = standing.on.isoformat()
    return [
        row
        for row in methods
        if (not row["regions"] or region in row["regions"])
        and (row["document"] is None or issued[row["document"]] <= day)
        and len(_units(standing, region, row)) > 1
    ]


def regions_evaluated(standing: Standing) -> list[str]:
    """Return the regions that have a method and two units or more to be compared."""
    return [
        row["id"] for row in standing.catalogue.rows("regions") if methods_of(standing, row["id"])
    ]


def periods_of(standing: Standing, region: str, method: Row) -> list[str]:
    """Return the periods for which any unit has a figure that is evaluated, the newest first."""
    wanted = set(_series(standing, region, method))
    codes = {
        one.period
        for one in standing.figures(_regions_read(standing, region, method))
        if one[:3] in wanted and one.value is not None and period(one.period).end <= standing.on
    }
    # A half or a quarter alone is evaluated where it is asked for.
    told = [code for code in codes if period(code).kind not in _ALONE]
    return sorted(told, key=lambda code: -period(code).order)


def evaluated(
    standing: Standing, region: str, method: Row, code: str, compared: str | None = None
) -> RegionEvaluation:
    """Evaluate a region by a method for a period; ranks are compared with an earlier one.

    Without `compared` that is the same period of the year before. A period that had not ended by
    the day looked at has no figures. Raises `PeriodError` for a text that is no period.
    """
    from dashboard.progress.evaluation import moved

    compared = compared or period_before(code)
    now, goals, units = _evaluation(standing, region, method, code)
    then = _evaluation(standing, region, method, compared)[0] if compared else None
    if then is not None and then.ranked:
        now = moved(now, then)
    else:
        compared = None
    hidden = any(standing.hides(one) for one in _regions_read(standing, region, method))
    return RegionEvaluation(region, method, code, compared, now, units, goals, hidden)


def evaluation_of(standing: Standing, region: str, method: str, code: str) -> RegionEvaluation:
    """Return the evaluation by a method's id, to be drawn from: `standing.drawn(evaluation_of, …)`."""
    row = standing.catalogue.evaluation_method(method)
    assert row is not None
    return evaluated(standing, region, row, code)


def method_of(row: Row) -> "Method":
    """Return a method of the register as it is evaluated by."""
    from dashboard.progress.evaluation import SHARED, UNROUNDED, Criterion, Grade, Method
    from dashboard.progress.numbers import exact

    body: dict[str, Any] = json.loads(row["json"])

    def number(given: Mapping[str, Any], key: str) -> Fraction | None:
        return exact(given[key]) if given.get(key) is not None else None

    def some(given: Mapping[str, Any], key: str, otherwise: int) -> Fraction:
        found = number(given, key)
        return Fraction(otherwise) if found is None else found

    criteria = tuple(
        Criterion(
            one["id"],
            some(one, "weight", 0),
            rising=one["direction"] == "up",
            normalisation=one["normalisation"],
            indicator=one["indicator"],
            growth=one["measure"] == "growth",
            least=some(one, "least", 0),
            most=some(one, "most", 100),
            worst=number(one, "worst"),
            best=number(one, "best"),
            centre=some(one, "centre", 50),
            step=some(one, "step", 10),
        )
        for one in body["indicators"]
    )
    ties = body["ties"]
    if ties not in (SHARED, UNROUNDED):
        ties = next(one.id for one in criteria if one.indicator == ties)
    grades = []
    for one in body["classes"]:
        top = number(one, "top")
        grades.append(
            Grade(one["name"], number(one, "at_least"), None if top is None else top / 100)
        )
    return Method(
        row["id"],
        criteria,
        missing=body["missing"],
        least_weight=some(body, "least_weight", 0),
        decimals=int(body["decimals"]),
        ties=ties,
        grades=tuple(grades),
    )


# -- who, and by which figures


def _units(standing: Standing, region: str, method: Row) -> dict[str, Row]:
    catalogue = standing.catalogue
    clusters = method["units"] == "clusters"
    rows = catalogue.clusters_of(region) if clusters else catalogue.children_of(region)
    return {row["id"]: row for row in rows}


def _regions_read(standing: Standing, region: str, method: Row) -> list[str]:
    if method["units"] == "clusters":
        return [region]
    return sorted(_units(standing, region, method))


def _series(standing: Standing, region: str, method: Row) -> Iterable[SeriesKey]:
    for unit in _units(standing, region, method):
        for one in method_of(method).criteria:
            yield _key(method, region, unit, one.indicator)


def _key(method: Row, region: str, unit: str, indicator: str) -> SeriesKey:
    return (region if method["units"] == "clusters" else unit, unit, indicator)


def _evaluation(
    standing: Standing, region: str, method: Row, code: str
) -> "tuple[Evaluation, dict[tuple[str, str], str], dict[str, Row]]":
    from dashboard.progress.evaluation import TARGET_SHARE, Evaluation, Unit, evaluate

    judged, units = method_of(method), _units(standing, region, method)
    read = _regions_read(standing, region, method)
    if any(standing.hides(one) for one in read):
        return Evaluation(judged, ()), {}, units
    stated = {one["id"]: one for one in json.loads(method["json"])["indicators"]}
    known = _Known(standing, read)
    of_kind = "kind" if method["units"] == "clusters" else "level"
    goals: dict[tuple[str, str], str] = {}
    asked = []
    for unit, row in units.items():
        measured = {}
        for one in judged.criteria:
            key = _key(method, region, unit, one.indicator)
            target = stated[one.id].get("target")
            if target is None and one.normalisation == TARGET_SHARE:
                own = _own_goal(standing, key, one.rising, period(code).year)
                if own is not None:
                    target, goals[unit, one.id] = own["value"], own["id"]
            measured[one.id] = _measurement(standing, known, key, code, one.growth, target)
        asked.append(Unit(unit, measured, str(row[of_kind])))
    return evaluate(judged, asked, method["level"]), goals, units


class _Known:
    """The figures of some regions by series and period, those of a quarter or half alone apart."""

    def __init__(self, standing: Standing, regions: list[str]) -> None:
        from dashboard.progress.figures import Figures

        seen = standing.figures(regions)
        rows = ((one[:3], one.period, one.value, one.revision) for one in seen)
        self._figures = Figures(rows, standing.on)
        self._on = standing.on
        self._alone = {
            (one[:3], one.period): one.value
            for one in seen
            if period(one.period).kind in _ALONE and one.value is not None
        }

    def at(self, key: SeriesKey, code: str | None) -> Fraction | None:
        """The figure of a series for a period that has ended."""
        from dashboard.progress.figures import moment_of

        if code is None or period(code).end > self._on:
            return None
        if period(code).kind in _ALONE:
            found = self._alone.get((key, code))
            return None if found is None else Fraction(found)
        figure = self._figures.of(key).at(moment_of(period(code).end))
        return None if figure is None else figure.value


def _measurement(
    standing: Standing, known: _Known, key: SeriesKey, code: str, growth: bool, target: str | None
) -> "Measurement":
    from dashboard.progress.evaluation import NO_BASE, Measurement
    from dashboard.progress.numbers import exact

    indicator = standing.catalogue.indicator(key[2]) or {}
    found = known.at(key, code)
    if found is None:
        return Measurement(None)
    value, base, lack = found, None, None
    if growth:
        base = known.at(key, period_before(code))
        if base is None or base <= 0:
            lack = NO_BASE
        else:
            value = found / base - 1
    return Measurement(
        None if lack else value,
        target=exact(target),
        basis=indicator.get(f"basis_{PRINTED}"),
        scope=indicator.get(f"scope_{PRINTED}"),
        period=code,
        lack=lack,
        figure=found,
        base=base,
    )


def _own_goal(standing: Standing, key: SeriesKey, rising: bool, year: int) -> Row | None:
    """The goal in force that asks so much of a unit itself: due next after the period, else undated.

    Of two due together the floor is taken before the stretch.
    """
    region, unit, indicator = key
    found = [
        row
        for row in standing.rows(region)
        if row["indicator"] == indicator
        and row["measure"] == "value"
        and row["value"] is not None
        and row["comparator"] in _ASKED[rising]
        and not row["kept"]
        and (row["due"] is None or row["due"] >= year)
        and (row["subject"] == unit or (_is_of_each(row) and unit in row["members"]))
    ]

    def order(row: Row) -> tuple[bool, int, bool, int]:
        return (row["due"] is None, row["due"] or 0, row["stretch_of"] is not None, row["order"])

    return min(found, key=order, default=None)


def _is_of_each(row: Row) -> bool:
    return str(row["subject_kind"]) == "each-cluster"
