"""Full years as bars, with the goal's diamond in its year."""

from collections.abc import Sequence
from typing import Any

from dashboard.charts.amounts import scale_of, threshold_text
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
from dashboard.charts.rows import Amount, GoalMark, Heading, YearPoint
from dashboard.languages import say
from dashboard.languages.numbers import exact, period_text


def years_bar(
    heading: Heading, lang: str, points: Sequence[YearPoint], goal: GoalMark | None = None
) -> Figure:
    """Return a bar per year from zero, the figure above it; roles: actual, goal."""
    known = [point for point in points if exact(point.value) is not None]
    amounts: list[Amount] = [point.value for point in known]
    amounts += [goal.value] if goal else []
    scale = scale_of(amounts, heading.unit, lang, heading.counted or "")
    traces: list[Trace] = []
    if known:
        said = [
            (
                period_text(str(point.year), heading.kind, lang),
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
    if goal is not None:
        number = threshold_text(
            goal.value, goal.comparator, heading.unit, lang, counted=heading.counted or ""
        )
        traces.append(
            series(
                "goal",
                goal.label or say("charts.series.goal", lang),
                [goal.year],
                [scale.number(goal.value)],
                [(str(goal.year), number, goal_note(goal, lang))],
                mode="markers+text",
                text=[label(short(goal, scale, lang))],
                textposition="top center",
                textfont={"color": COLOUR["ink"], "size": 13},
                cliponaxis=False,
                marker={"color": COLOUR["ink"], "size": 14, "symbol": "diamond"},
            )
        )
    years = [point.year for point in known] + ([goal.year] if goal else [])
    axis: dict[str, Any] = year_axis(years) if years else {"visible": False}
    if years:
        axis["range"] = [min(years) - 0.6, max(years) + 0.6]
    layout = {"xaxis": axis, "yaxis": value_axis(scale) | {"rangemode": "tozero"}}
    return figure(heading, scale, lang, traces, layout)
