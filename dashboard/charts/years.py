"""Full years as bars, with the goal's diamond in its year, or its line where it has none."""

from collections.abc import Sequence
from typing import Any

from dashboard.charts.amounts import Scale, scale_of, threshold_text
from dashboard.charts.figure import (
    COLOUR,
    Figure,
    Trace,
    figure,
    goal_note,
    label,
    series,
    short,
    value_axis,
    year_axis,
)
from dashboard.charts.rows import Amount, GoalMark, Heading, PeriodPoint, YearPoint
from dashboard.charts.singles import goal_when, singles, year_text
from dashboard.languages import say
from dashboard.languages.numbers import exact


def years_bar(
    heading: Heading,
    lang: str,
    points: Sequence[YearPoint],
    goal: GoalMark | None = None,
    beside: Sequence[PeriodPoint] = (),
) -> Figure:
    """Return a bar per year from zero, the figure above it; roles: actual, single, goal.

    A goal without a year is a line across all of them: a point would name a year no plan printed.
    """
    known = [point for point in points if exact(point.value) is not None]
    amounts: list[Amount] = [point.value for point in known]
    amounts += [goal.value] if goal else []
    amounts += [point.value for point in beside]
    scale = scale_of(amounts, heading.unit, lang, heading.counted or "")
    traces: list[Trace] = []
    if known:
        said = [
            (
                year_text(point, heading.kind, lang),
                scale.full(point.value),
                point.note or "",
            )
            for point in known
        ]
        bars = series(
            "actual",
            say("charts.series.actual", lang),
            [point.year for point in known],
            [scale.number(point.value) for point in known],
            said,
            text=[label(scale.text(point.value)) for point in known],
            textposition="outside",
            textfont={"color": COLOUR["ink"]},
            cliponaxis=False,
            marker={"color": COLOUR["data"]},
        )
        traces.append(bars | {"type": "bar"})
    traces += singles(beside, heading.kind, scale, lang, flat=True)
    years = sorted({int(x) for trace in traces for x in trace["x"]})
    if goal is not None and goal.year is None:
        traces.append(_level(goal, scale, heading, years, lang))
    elif goal is not None:
        years.append(int(goal.year or 0))
        number = threshold_text(
            goal.value, goal.comparator, heading.unit, lang, counted=heading.counted or ""
        )
        traces.append(
            series(
                "goal",
                goal.label or say("charts.series.goal", lang),
                [int(goal.year or 0)],
                [scale.number(goal.value)],
                [(goal_when(goal, lang), number, goal_note(goal, lang))],
                mode="markers+text",
                text=[label(short(goal, scale, lang))],
                textposition="top center",
                textfont={"color": COLOUR["ink"], "size": 13},
                cliponaxis=False,
                marker={"color": COLOUR["ink"], "size": 14, "symbol": "diamond"},
            )
        )
    axis: dict[str, Any] = year_axis(years) if years else {"visible": False}
    if years:
        axis["range"] = [min(years) - 0.6, max(years) + 0.6]
    layout = {"xaxis": axis, "yaxis": value_axis(scale) | {"rangemode": "tozero"}}
    return figure(heading, scale, lang, traces, layout)


def _level(
    mark: GoalMark, scale: Scale, heading: Heading, years: Sequence[int], lang: str
) -> Trace:
    number = threshold_text(
        mark.value, mark.comparator, heading.unit, lang, counted=heading.counted or "",
        high=mark.value_high,
    )  # fmt: skip
    when = goal_when(mark, lang)
    ends = (min(years) - 0.5, max(years) + 0.5) if years else (0.0, 1.0)
    level = scale.number(mark.value)
    said = say("charts.series.level", lang, goal=short(mark, scale, lang), when=when)
    return series(
        "goal",
        mark.label or say("charts.series.goal", lang),
        ends,
        [level, level],
        [(when, number, goal_note(mark, lang))] * 2,
        mode="lines+text",
        text=[label(said), ""],
        textposition="top right",
        textfont={"color": COLOUR["ink"], "size": 13},
        cliponaxis=False,
        line={"color": COLOUR["ink"], "width": 2, "dash": "dash"},
    )
