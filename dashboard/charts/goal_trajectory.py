"""A series on the way to its goal: what the drawing of a trajectory is fed with."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from dashboard.actuals.periods import label_kind
from dashboard.charts.rows import Derived, GoalMark, PeriodPoint, YearPoint
from dashboard.judging import Row, Standing
from dashboard.progress.numbers import decimal_text
from dashboard.progress.path import line_between
from dashboard.progress.target import milestones_of
from dashboard.wording import naming
from dashboard.wording.chart_headings import heading
from dashboard.wording.charts import series_name
from dashboard.wording.formulas import milestone_source

if TYPE_CHECKING:
    from dashboard.charts.figure import Figure
    from dashboard.progress.assess import Assessment


def points_of(
    row: Row,
    figures: list[Row],
    vintages: Mapping[int, str],
    since: int | None = None,
    until: int | None = None,
) -> tuple[list[YearPoint], list[PeriodPoint]]:
    """Return the line of years and the figures beside it; `since` and `until` are years.

    `vintages` says how settled each revision is.
    """
    from dashboard.charts.singles import plotted

    within = [one for one in figures if (since or 0) <= one["year"] <= (until or 9999)]
    given = ((one["period"], one["value"], one["note"] or None) for one in within)
    line, beside = plotted(given, label_kind(row))
    settled = {one["period"]: vintages.get(one["revision"]) for one in within}
    line = [replace(one, vintage=settled.get(one.period or str(one.year))) for one in line]
    return line, [replace(one, vintage=settled.get(one.period)) for one in beside]


def goal_mark(row: Row, lang: str) -> GoalMark:
    """Return a goal as a mark on a figure: of a range both ends, whichever is to be reached."""
    found: Assessment = row["verdict"]["assessment"]
    target = found.measured.target
    low, high = naming.number_to_reach(row), row["value_high"]
    if row["comparator"] == "range" and target.value is not None and target.far is not None:
        low, high = map(decimal_text, sorted((target.value, target.far)))
    return GoalMark(
        year=None if row["every"] else row["due"],
        when=naming.due_text(row, lang),
        value=low,
        comparator=row["comparator"],
        value_high=high,
        wording=row["wording"],
        clause=row["clause"],
        ambition=row["ambition"],
    )


def other_mark(row: Row, lang: str) -> GoalMark:
    """A goal of another year, called by it: the plan did not print it as a milestone of this one."""
    return replace(goal_mark(row, lang), label=series_name("goal-of", lang, year=row["due"]))


def goal_trajectory(
    standing: Standing,
    row: Row,
    figures: list[Row],
    lang: str,
    since: int | None,
    until: int | None,
    what_if: Decimal | None,
) -> "Figure | None":
    """Return a series on the way to its goal, with its paths, forecast and what is supposed."""
    from dashboard.charts.trajectory import trajectory
    from dashboard.views.outlook import outlook, supposition
    from dashboard.wording.forecasts import forecast_words, what_if_words

    verdict = row["verdict"]
    vintages = standing.vintages(row["region"])
    points, beside = points_of(row, figures, vintages, since, until)
    others = [
        one
        for one in standing.rows(row["region"])
        if (one["subject"], one["indicator"]) == (row["subject"], row["indicator"])
        and one["id"] != row["id"]
        and one["due"]
        and one["value"] is not None
        and naming.number_to_reach(one) is not None
    ]
    found = verdict["assessment"]
    # In the goal's own measure: 1.5 倍 of the base, and not one and a half yuan.
    made = dict(milestones_of(found.goal, found.measured.target.base))
    printed = [
        GoalMark(
            year=mark["year"],
            value=decimal_text(made[mark["year"]]),
            comparator=mark["comparator"],
            clause=milestone_source(row, mark["year"], lang) or mark["clause"] or row["clause"],
        )
        for mark in row["milestones"]
        if mark["year"] in made
    ]
    path = found.measured.path
    derived = None
    if path is not None:
        derived = Derived(
            points=path.line(), growth=path.growth, through_milestones=len(path.points) > 2
        )
    given = standing.drawn(outlook, row["id"])
    forecast = given if given is not None and given.what == "forecast" else None
    supposed = None if what_if is None else supposition(standing, row["id"], what_if)
    return trajectory(
        heading(standing, row, lang),
        lang,
        points,
        goal=goal_mark(row, lang),
        milestones=[*printed, *(other_mark(one, lang) for one in others)],
        beside=beside,
        judged=_judged(found, figures, vintages),
        derived=derived,
        required=_required(found, points),
        # A band of the last figure alone is none: no year has a range.
        forecast=forecast.band if forecast and len(forecast.band) > 1 else (),
        forecast_name=forecast_words(forecast, lang).name if forecast else None,
        supposed=supposed.path if supposed else (),
        supposed_name=what_if_words(supposed, row["unit"], lang).name if supposed else None,
    )


def _judged(
    found: "Assessment", figures: list[Row], vintages: Mapping[int, str]
) -> PeriodPoint | None:
    """The cumulative months that were judged, which stand on no line of years; else None."""
    from dashboard.actuals.periods import LEVEL_KINDS

    figure = found.measured.figure
    if figure is None or found.goal.judged_as in (*LEVEL_KINDS, "running", "growth"):
        return None
    return next(
        (
            PeriodPoint(
                one["period"], one["value"], one["note"] or None, vintages.get(one["revision"])
            )
            for one in figures
            if one["period"] == figure.period and one["period_kind"] == "cumulative"
        ),
        None,
    )


def _required(found: "Assessment", points: list[YearPoint]) -> Derived | None:
    """What is still required, from the figure the verdict looked at; the sentence says the same."""
    from dashboard.charts.singles import point_place

    asked, measured = found.requirement, found.measured
    number, value, left = measured.target.value, measured.actual, measured.years_left
    if asked.need not in ("growth", "year") or number is None or value is None or not left:
        return None
    begin = found.goal.due - left
    # Where only earlier years are shown, there is nothing the line could begin at.
    if not points or abs(point_place(points[-1]) - begin) > 1 / 24:
        return None
    line = line_between((begin, value), (found.goal.due, number), asked.need == "growth")
    return Derived(points=line, growth=asked.growth)
