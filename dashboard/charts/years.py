"""Full years as bars, with the goal's diamond in its year, or its line where it has none."""

from collections.abc import Sequence
from typing import Any

from dashboard.actuals.periods import period
from dashboard.charts.figure import (
    COLOUR,
    Figure,
    Trace,
    bar_fills,
    figure,
    series,
    value_axis,
    year_axis,
)
from dashboard.charts.labels import SIZE, Mark, label
from dashboard.charts.rows import GoalMark, PeriodPoint, YearPoint
from dashboard.charts.singles import last_of_years, singles
from dashboard.progress.numbers import exact
from dashboard.wording.chart_headings import Heading
from dashboard.wording.charts import (
    goal_note,
    goal_when,
    level_name,
    marked,
    series_name,
    short_number,
    until_month,
    year_text,
)
from dashboard.wording.scales import Amount, Scale, scale_of, threshold_text
from dashboard.wording.states import noted


def years_bar(
    heading: Heading,
    lang: str,
    points: Sequence[YearPoint],
    goal: GoalMark | None = None,
    beside: Sequence[PeriodPoint] = (),
) -> Figure:
    """Return a bar per year from zero, the figure above it; roles: actual, single, goal.

    Of a level the last value within each year is drawn, under its own period. A goal without a year
    is a line across all of them: a point would name a year no plan printed.
    """
    known = last_of_years(point for point in points if exact(point.value) is not None)
    amounts: list[Amount] = [point.value for point in known]
    amounts += [goal.value] if goal else []
    amounts += [point.value for point in beside]
    scale = scale_of(amounts, heading.unit, lang, heading.counted or "", stated=heading.money)
    traces: list[Trace] = [_bars(known, scale, heading, lang)] if known else []
    traces += singles(beside, heading.kind, scale, lang, flat=True)
    years = sorted({int(x) for trace in traces for x in trace["x"]})
    if goal is not None and goal.year is None:
        traces.append(_level(goal, scale, heading, years, lang))
    elif goal is not None:
        years.append(int(goal.year or 0))
        traces.append(_diamond(goal, scale, heading, lang))
    axis: dict[str, Any] = {"visible": False, "range": [0, 1]}
    if years:
        axis = year_axis(years, lang, pad=0.6)
        # A year that is not over says how far it goes.
        part = {point.year: period(point.period).month for point in known if point.period}
        for n, year in enumerate(axis["tickvals"]):
            if year in part:
                axis["ticktext"][n] += f"<br>{until_month(part[year], lang)}"
    values = [y for trace in traces for y in trace["y"]]
    layout = {"xaxis": axis, "yaxis": value_axis(scale, values, zero=True, room=0.24)}
    words = _words(goal, scale, axis["range"], lang)
    two_lines = any("<br>" in told for told in axis.get("ticktext", ()))
    return figure(heading, scale, lang, traces, layout, axis_title=two_lines, marks=words)


def _bars(points: Sequence[YearPoint], scale: Scale, heading: Heading, lang: str) -> Trace:
    bars = series(
        "actual",
        series_name("actual", lang),
        [point.year for point in points],
        [scale.number(point.value) for point in points],
        [
            (
                year_text(point.period, point.year, heading.kind, lang),
                scale.full(point.value),
                noted(point.vintage, point.note, lang),
            )
            for point in points
        ],
        text=[label(scale.text(point.value)) for point in points],
        textposition="outside",
        textfont={"color": COLOUR["ink"], "size": SIZE},
        cliponaxis=False,
        marker=dict(bar_fills([point.vintage for point in points])),
    )
    return bars | {"type": "bar"}


def _words(goal: GoalMark | None, scale: Scale, span: Sequence[float], lang: str) -> list[Mark]:
    """Name the goal at its diamond or on its line; the bars carry their own figures."""
    if goal is None:
        return []
    level = scale.number(goal.value) or 0.0
    what = goal.label or series_name("goal", lang)
    amount = short_number(scale, goal.comparator, goal.value, goal.value_high, lang)
    words = marked(what, amount, lang)
    if goal.year is not None:
        at = [(float(goal.year), level)]
    else:
        words = level_name(words, goal_when(goal.year, goal.when, "flow", lang), lang)
        at = [(x, level) for x in ((span[0] + span[1]) / 2, *span)]
    return [Mark(words=words, at=at, colour=COLOUR["ink"], bold=True)]


def _diamond(goal: GoalMark, scale: Scale, heading: Heading, lang: str) -> Trace:
    return series(
        "goal",
        goal.label or series_name("goal", lang),
        [int(goal.year or 0)],
        [scale.number(goal.value)],
        [
            (
                goal_when(goal.year, goal.when, heading.kind, lang),
                _number(goal, heading, lang),
                goal_note(goal.wording, goal.clause, lang),
            )
        ],
        mode="markers",
        cliponaxis=False,
        marker={"color": COLOUR["ink"], "size": 14, "symbol": "diamond"},
    )


def _level(
    mark: GoalMark, scale: Scale, heading: Heading, years: Sequence[int], lang: str
) -> Trace:
    ends = (min(years) - 0.5, max(years) + 0.5) if years else (0.0, 1.0)
    level = scale.number(mark.value)
    when = goal_when(mark.year, mark.when, heading.kind, lang)
    return series(
        "goal",
        mark.label or series_name("goal", lang),
        ends,
        [level, level],
        [(when, _number(mark, heading, lang), goal_note(mark.wording, mark.clause, lang))] * 2,
        mode="lines",
        cliponaxis=False,
        line={"color": COLOUR["ink"], "width": 2, "dash": "dash"},
    )


def _number(mark: GoalMark, heading: Heading, lang: str) -> str:
    return threshold_text(
        mark.value, mark.comparator, heading.unit, lang, counted=heading.counted or "",
        high=mark.value_high, stated=heading.money,
    )  # fmt: skip
