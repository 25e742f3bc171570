"""Growth goals: reported growth by year over the floor and the stretch."""

from collections.abc import Sequence
from typing import Any

from dashboard.charts.figure import (
    COLOUR,
    Figure,
    Trace,
    figure,
    point_symbols,
    series,
    value_axis,
    year_axis,
)
from dashboard.charts.labels import Mark
from dashboard.charts.rows import GoalMark, PeriodPoint, YearPoint
from dashboard.charts.singles import singles
from dashboard.progress.numbers import exact
from dashboard.wording.chart_headings import Heading
from dashboard.wording.charts import goal_note, goal_when, series_name, year_text
from dashboard.wording.scales import Amount, Scale, scale_of, threshold_text
from dashboard.wording.states import noted

_NAMES = {"floor": "floor", "stretch": "stretch-line"}
# More figures than this on one line and none can be read: then the last alone is written.
_MOST_WRITTEN = 5


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
    marks = [(role, mark) for role, mark in (("floor", floor), ("stretch", stretch)) if mark]
    amounts: list[Amount] = [point.value for point in known] + [mark.value for _, mark in marks]
    amounts += [point.value for point in beside]
    scale = scale_of(amounts, "fraction", lang)
    marked = singles(beside, "growth", scale, lang)
    years: list[float] = [point.year for point in known]
    years += [mark.year for _, mark in marks if mark.year is not None]
    years += [x for trace in marked for x in trace["x"]]
    axis: dict[str, Any] = year_axis(years, lang) if years else {"visible": False, "range": [0, 1]}
    traces = [_line(role, mark, scale, axis["range"], lang) for role, mark in marks]
    traces += marked
    if known:
        said = [
            (
                year_text(None, p.year, "growth", lang),
                scale.text(p.value),
                noted(p.vintage, p.note, lang),
            )
            for p in known
        ]
        traces.append(
            series(
                "actual",
                series_name("reported-growth", lang),
                [point.year for point in known],
                [scale.number(point.value) for point in known],
                said,
                mode="lines+markers",
                cliponaxis=False,
                line={"color": COLOUR["data"], "width": 2.5},
                marker={
                    "color": COLOUR["data"],
                    "size": 9,
                    **point_symbols([point.vintage for point in known], COLOUR["data"]),
                },
            )
        )
    values = [y for trace in traces for y in trace["y"]]
    layout = {"xaxis": axis, "yaxis": value_axis(scale, values, room=0.22)}
    words = _words(known, marked, marks, scale, lang)
    return figure(heading, scale, lang, traces, layout, marks=words)


def _words(
    points: Sequence[YearPoint],
    marked: Sequence[Trace],
    marks: Sequence[tuple[str, GoalMark]],
    scale: Scale,
    lang: str,
) -> list[Mark]:
    """Write every year's growth at its point, and each goal on its line."""
    shown = points if len(points) <= _MOST_WRITTEN else points[-1:]
    said = [
        Mark(
            words=scale.text(point.value),
            at=[(float(point.year), scale.number(point.value) or 0.0)],
            colour=COLOUR["accent"],
            bold=point is points[-1],
        )
        for point in shown
    ]
    ends = [float(x) for trace in marked for x in trace["x"]]
    ends += [float(point.year) for point in points]
    ends += [float(mark.year) for _, mark in marks if mark.year is not None]
    first, last = min(ends, default=0.0), max(ends, default=1.0)
    for role, mark in marks:
        level = scale.number(mark.value) or 0.0
        at = [(x, level) for x in (last, (first + last) / 2, first)]
        said.append(Mark(words=_name(role, mark, lang), at=at, colour=COLOUR["ink"]))
    return said


def _name(role: str, mark: GoalMark, lang: str) -> str:
    number = threshold_text(mark.value, mark.comparator, "fraction", lang)
    return mark.label or series_name(_NAMES[role], lang, amount=number)


def _line(role: str, mark: GoalMark, scale: Scale, span: Sequence[float], lang: str) -> Trace:
    number = threshold_text(mark.value, mark.comparator, "fraction", lang)
    level = scale.number(mark.value)
    floor = role == "floor"
    colour, dash = COLOUR["ink" if floor else "path"], "dash" if floor else "dot"
    return series(
        role,
        _name(role, mark, lang),
        list(span),
        [level, level],
        [
            (
                goal_when(mark.year, mark.when, "growth", lang),
                number,
                goal_note(mark.wording, mark.clause, lang),
            )
        ]
        * 2,
        mode="lines",
        line={"color": colour, "width": 2, "dash": dash},
    )
