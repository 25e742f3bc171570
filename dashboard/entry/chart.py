"""The chart beside the sheet: the series that is being filled in, as it is recorded now."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dashboard.actuals.observations import Observation
from dashboard.actuals.periods import period
from dashboard.charts.cumulative import cumulative_months
from dashboard.charts.figure import Figure
from dashboard.charts.growth import growth
from dashboard.charts.rows import GoalMark, MonthPoint
from dashboard.charts.singles import plotted
from dashboard.charts.trajectory import trajectory
from dashboard.charts.years import years_bar
from dashboard.entry.periods import period_label
from dashboard.entry.series import Asked
from dashboard.languages import say
from dashboard.wording.chart_headings import Heading
from dashboard.wording.entry_units import money_beside

if TYPE_CHECKING:
    from dashboard.register import Catalogue

Row = Mapping[str, Any]


def recorded_figure(
    series: Asked,
    code: str,
    recorded: Mapping[str, Observation],
    register: "Catalogue",
    lang: str,
    vintages: Mapping[int, str] | None = None,
) -> Figure:
    """Return the chart of a series as it is recorded, on which a figure for the period `code` shows.

    Cumulative months are drawn over the same months of last year; whole years as the trajectory
    towards the goals, single quarters and points in time beside it; goals without a year as a line.
    `vintages` says how settled each revision is; the document that asks for the figure is its source.
    """
    goals = [goal for id in series.goals if (goal := register.goal(id)) is not None]
    document = register.document(goals[0]["document"]) if goals else None
    source = None
    if document is not None:
        source = str(document["number"] or document[f"title_{lang}"])
    return _figure(series, code, recorded, goals, lang, source, vintages)


def _figure(
    series: Asked,
    code: str,
    recorded: Mapping[str, Observation],
    goals: Sequence[Row],
    lang: str,
    source: str | None,
    vintages: Mapping[int, str] | None,
) -> Figure:
    at = period(code)
    values = {known: row.value for known, row in recorded.items() if not row.withdrawn}
    settled = {known: (vintages or {}).get(row.revision) for known, row in recorded.items()}
    heading = _heading(series, code, goals, lang, source)
    goals = [goal for goal in goals if _is_of(series, goal)]
    marks = [mark for goal in goals if (mark := _mark(goal, lang)) is not None]
    if at.kind == "cumulative":
        return cumulative_months(
            heading,
            lang,
            at.year,
            _months(values, settled, at.year),
            _months(values, settled, at.year - 1),
            goal=_of_year(series, goals, at.year),
        )
    given = ((known, value, None) for known, value in values.items())
    years, beside = plotted(given, series.period_kind)
    years = [replace(one, vintage=settled.get(one.period or str(one.year))) for one in years]
    beside = [replace(one, vintage=settled.get(one.period)) for one in beside]
    floor = next((mark for mark, goal in marks if goal["stretch_of"] is None), None)
    stretch = next((mark for mark, goal in marks if goal["stretch_of"] is not None), None)
    if series.kind == "growth":
        return growth(heading, lang, years, floor, stretch, beside)
    firm = [mark for mark, goal in marks if goal["stretch_of"] is None]
    dated = sorted((m for m in firm if m.year is not None), key=lambda mark: mark.year or 0)
    if firm and not dated:
        return years_bar(heading, lang, years, firm[0], beside)
    last = dated[-1] if dated else None
    dated_stretch = stretch if stretch is not None and stretch.year is not None else None
    return trajectory(
        heading, lang, years, last, stretch=dated_stretch, milestones=dated[:-1], beside=beside
    )


def _is_of(series: Asked, goal: Row) -> bool:
    """Tell whether a goal is in the measure of a series: how many reach a threshold is not."""
    counts = goal["subject_kind"] == "tier" and series.subject_kind != "tier"
    same = (goal["indicator"], goal["unit"]) == (series.indicator, series.unit)
    return same and not counts


def _heading(
    series: Asked, code: str, goals: Sequence[Row], lang: str, source: str | None
) -> Heading:
    first: Row = goals[0] if goals else {}
    return Heading(
        indicator=series.indicator_name(lang),
        unit=series.unit,
        basis=first.get(f"basis_{lang}"),
        period=period_label(code, series.period_kind, lang),
        source=source,
        subject=series.subject_name(lang),
        counted=series.counted(lang) or None,
        kind=series.period_kind,
        wording=first.get("wording"),
        clause=first.get("clause"),
        money=money_beside(series.unit, lang),
    )


def _mark(goal: Row, lang: str) -> tuple[GoalMark, Row] | None:
    """Return the goal as a mark on the chart; None where it names no plain value."""
    if goal["value"] is None or goal["measure"] != "value":
        return None
    mark = GoalMark(
        year=None if goal["every"] or goal["due"] is None else int(goal["due"]),
        when=say("pages.due.every", lang) if goal["every"] else None,
        value=goal["value"],
        comparator=goal["comparator"],
        value_high=goal["value_high"],
        wording=goal["wording"],
        clause=goal["clause"],
        ambition=goal["ambition"],
    )
    return mark, goal


def _months(
    values: Mapping[str, str | None], settled: Mapping[str, str | None], year: int
) -> list[MonthPoint]:
    points = []
    for code, value in values.items():
        at = period(code)
        if at.year == year and at.kind in {"cumulative", "year"} and at.month >= 2:
            points.append(MonthPoint(at.month, value, vintage=settled.get(code)))
    return sorted(points, key=lambda point: point.month)


def _of_year(series: Asked, goals: Sequence[Row], year: int) -> str | None:
    """Return the goal of this very year, towards which its months add up."""
    if series.kind != "flow" or series.accumulates == "start":
        return None
    for goal in goals:
        own = goal["due"] == year or goal["every"] == "year"
        if (
            own
            and goal["value"] is not None
            and goal["stretch_of"] is None
            and goal["measure"] == "value"
        ):
            return str(goal["value"])
    return None
