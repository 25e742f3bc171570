"""Growth goals: reported growth by year over the floor and the stretch."""

from collections.abc import Sequence

from dashboard.charts.amounts import Scale, scale_of, threshold_text
from dashboard.charts.figure import (
    COLOUR,
    Figure,
    Trace,
    figure,
    goal_note,
    label,
    series,
    value_axis,
    year_axis,
)
from dashboard.charts.rows import Amount, GoalMark, Heading, PeriodPoint, YearPoint
from dashboard.charts.singles import goal_when, singles
from dashboard.languages import say
from dashboard.languages.numbers import exact, percent, period_text

_NAMES = {"floor": "charts.series.floor", "stretch": "charts.series.stretch-line"}


def growth(
    heading: Heading,
    lang: str,
    points: Sequence[YearPoint],
    floor: GoalMark | None = None,
    stretch: GoalMark | None = None,
    beside: Sequence[PeriodPoint] = (),
) -> Figure:
    """Return growth (fractions, drawn in percent) with the goal's floor and stretch as lines.

    Reported growth is drawn as reported; it is never computed from levels. Growth of the
    year so far stands `beside` the years, hollow. Roles: floor, stretch, single, actual.
    """
    known = [point for point in points if exact(point.value) is not None]
    marks = [mark for mark in (floor, stretch) if mark is not None]
    amounts: list[Amount] = [point.value for point in known] + [mark.value for mark in marks]
    amounts += [point.value for point in beside]
    scale = scale_of(amounts, "fraction", lang)
    marked = singles(beside, "growth", scale, lang)
    years = [point.year for point in known]
    years += [mark.year for mark in marks if mark.year is not None]
    years += [year for trace in marked for x in trace["x"] for year in (int(x), -int(-x // 1))]
    span = (min(years), max(years)) if years else (0, 1)
    traces: list[Trace] = []
    for role, mark, dash in (("floor", floor, "dash"), ("stretch", stretch, "dot")):
        if mark is not None:
            traces.append(_line(role, mark, dash, scale, span=span, lang=lang))
    traces += marked
    if known:
        said = [
            (period_text(str(p.year), "growth", lang), percent(p.value, lang), p.note or "")
            for p in known
        ]
        traces.append(
            series(
                "actual",
                say("charts.series.reported-growth", lang),
                [point.year for point in known],
                [scale.number(point.value) for point in known],
                said,
                mode="lines+markers+text",
                text=[label(percent(point.value, lang)) for point in known],
                textposition=_positions(known, marks),
                textfont={"color": COLOUR["data"], "size": 13},
                cliponaxis=False,
                line={"color": COLOUR["data"], "width": 2.5},
                marker={"color": COLOUR["data"], "size": 9},
            )
        )
    axis = year_axis(years) if years else {"visible": False}
    layout = {"xaxis": axis, "yaxis": value_axis(scale) | {"rangemode": "tozero"}}
    return figure(heading, scale, lang, traces, layout)


def _positions(points: Sequence[YearPoint], marks: Sequence[GoalMark]) -> list[str]:
    """Put each figure above its point, or below where a goal's line would strike it through."""
    levels = [float(level) for mark in marks if (level := exact(mark.value)) is not None]
    values = [float(value) for point in points if (value := exact(point.value)) is not None]
    # The height of a label, as a part of the axis.
    reach = 0.09 * max(*levels, *values, 0.0, 0.0)
    return [
        "bottom center" if any(value <= level < value + reach for level in levels) else "top center"
        for value in values
    ]


def _line(
    role: str, mark: GoalMark, dash: str, scale: Scale, *, span: tuple[int, int], lang: str
) -> Trace:
    number = threshold_text(mark.value, mark.comparator, "fraction", lang)
    name = mark.label or say(_NAMES[role], lang, amount=number)
    level = scale.number(mark.value)
    note = goal_note(mark, lang)
    # A single year still shows a line: it reaches half a year to each side.
    ends = (span[0] - 0.3, span[1] + 0.3)
    return series(
        role,
        name,
        ends,
        [level, level],
        [(goal_when(mark, lang), number, note)] * 2,
        mode="lines",
        line={"color": COLOUR["ink" if role == "floor" else "path"], "width": 2, "dash": dash},
    )
