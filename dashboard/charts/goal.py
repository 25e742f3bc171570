"""One goal's figure: the drawing that fits its measure, fed from the standing."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from dashboard.actuals.periods import label_kind
from dashboard.charts.goal_trajectory import goal_mark, goal_trajectory, points_of
from dashboard.charts.rows import MonthPoint
from dashboard.judging import Row, Standing
from dashboard.wording.chart_headings import heading, series_row

if TYPE_CHECKING:
    from dashboard.charts.figure import Figure

# What is counted over members is drawn member by member, not as a line.
_COUNTED = ("tier", "each-cluster")


def goal_figure(
    standing: Standing,
    goal: str,
    lang: str,
    since: int | None = None,
    until: int | None = None,
    what_if: Decimal | None = None,
) -> "Figure | None":
    """Return the figure of one goal, None where there is nothing to draw yet.

    Growth goals stand as lines over reported growth; yearly goals as this year's months over last
    year's; a goal without a year as bars under its line; one counted over clusters as a bar each;
    all others as a trajectory to the year due, with the forecast where there is one and the line of
    a supposed growth `what_if` (percent a year). A goal without figures is drawn bare.
    """
    row = standing.row(goal)
    if row is None or row["value"] is None:
        return None
    if row["subject_kind"] in _COUNTED:
        from dashboard.charts.members import members_figure

        return members_figure(standing, row, lang)
    if row["measure"] != "value" and row["verdict"]["goal_exact"] is None:
        # "Twice the base" has no height while the base is unknown.
        return None
    figures = standing.figures_of(row["region"], row["subject"], row["indicator"])
    if row["kind"] == "growth":
        return _growth(standing, row, figures, lang)
    if row["every"] and row["kind"] == "flow":
        months = months_figure(standing, row, figures, lang, goal=row["value"])
        return months or _bars(standing, row, figures, lang, since, until)
    if not row["due"]:
        return _bars(standing, row, figures, lang, since, until)
    return goal_trajectory(standing, row, figures, lang, since, until, what_if)


def series_years(
    standing: Standing,
    region: str,
    subject: str,
    indicator: str,
    goal: str | None,
    lang: str,
    since: int | None = None,
    until: int | None = None,
    what_if: Decimal | None = None,
) -> "Figure | None":
    """Return a series by year: on the way to its goal if it has one, else as bars."""
    own = standing.row(goal) if goal else None
    yearly = own is not None and own["every"] and own["kind"] == "flow"
    if goal and own is not None and not yearly and own["subject_kind"] not in _COUNTED:
        drawn = goal_figure(standing, goal, lang, since, until, what_if)
        if drawn is not None:
            return drawn
    from dashboard.charts.years import years_bar

    row = series_row(standing, region, subject, indicator, goal)
    figures = standing.figures_of(region, subject, indicator)
    points, beside = points_of(row, figures, standing.vintages(region), since, until)
    if not points and not beside:
        return None
    stated = heading(standing, row, lang)
    return years_bar(stated, lang, points, beside=beside)


def series_months(
    standing: Standing, region: str, subject: str, indicator: str, lang: str
) -> "Figure | None":
    """Return the newest year's cumulative months over the year before; None without months."""
    row = series_row(standing, region, subject, indicator, None)
    figures = standing.figures_of(region, subject, indicator)
    if label_kind(row) not in ("flow", "growth"):
        return None
    return months_figure(standing, row, figures, lang)


def month_points(figures: list[Row], year: int, vintages: Mapping[int, str]) -> list[MonthPoint]:
    """Return the cumulative months of one year, the full year as its twelfth."""
    return [
        MonthPoint(one["month"], one["value"], one["note"] or None, vintages.get(one["revision"]))
        for one in figures
        if one["year"] == year and one["period_kind"] in ("cumulative", "year")
    ]


def months_figure(
    standing: Standing, row: Row, figures: list[Row], lang: str, goal: str | None = None
) -> "Figure | None":
    """Return the newest year's cumulative months over the year before; None without months."""
    from dashboard.charts.cumulative import cumulative_months

    monthly = [one for one in figures if one["period_kind"] == "cumulative"]
    if not monthly:
        return None
    year = max(one["year"] for one in figures if one["period_kind"] in ("cumulative", "year"))
    vintages = standing.vintages(row["region"])
    return cumulative_months(
        heading(standing, row, lang, "months", year),
        lang,
        year,
        month_points(figures, year, vintages),
        month_points(figures, year - 1, vintages),
        goal=goal,
    )


def _growth(standing: Standing, row: Row, figures: list[Row], lang: str) -> "Figure | None":
    from dashboard.charts.growth import growth

    points, beside = points_of(row, figures, standing.vintages(row["region"]))
    rows = standing.rows(row["region"])
    floor_id = row["stretch_of"] or row["id"]
    floor = next((one for one in rows if one["id"] == floor_id), row)
    stretch = next((one for one in rows if one["stretch_of"] == floor_id), None)
    return growth(
        heading(standing, row, lang),
        lang,
        points,
        goal_mark(floor, lang),
        goal_mark(stretch, lang) if stretch else None,
        beside,
    )


def _bars(
    standing: Standing,
    row: Row,
    figures: list[Row],
    lang: str,
    since: int | None,
    until: int | None,
) -> "Figure | None":
    from dashboard.charts.years import years_bar

    points, beside = points_of(row, figures, standing.vintages(row["region"]), since, until)
    stated = heading(standing, row, lang)
    return years_bar(stated, lang, points, goal=goal_mark(row, lang), beside=beside)
