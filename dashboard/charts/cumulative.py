"""The year so far: cumulative by month, against last year and the goal's even schedule."""

from collections.abc import Sequence
from fractions import Fraction
from html import unescape

from dashboard.charts.figure import (
    COLOUR,
    TICKS,
    Figure,
    Trace,
    figure,
    point_symbols,
    series,
    value_axis,
)
from dashboard.charts.labels import Mark, along
from dashboard.charts.rows import MonthPoint
from dashboard.progress.measures.annual import expected_by
from dashboard.progress.numbers import decimal_text, exact
from dashboard.wording.chart_headings import Heading
from dashboard.wording.charts import (
    cumulative_text,
    goal_note,
    marked,
    month_name,
    months_axis,
    months_row,
    series_name,
)
from dashboard.wording.scales import Amount, Scale, scale_of, without_unit
from dashboard.wording.states import noted

# Named on the axis: all eleven names run into each other on a phone.
_NAMED = (2, 4, 6, 8, 10, 12)
# January and February are reported together, so a year has eleven points.
MONTHS = tuple(range(2, 13))


def cumulative_months(
    heading: Heading,
    lang: str,
    this_year: int,
    current: Sequence[MonthPoint],
    previous: Sequence[MonthPoint] = (),
    *,
    goal: Amount = None,
) -> Figure:
    """Return this year's cumulative values over last year's same periods.

    With the year's `goal` the even schedule goal · N / 12 (序时进度) is dashed, ending in the goal's
    diamond. Roles: previous, schedule, current, goal.
    """
    amounts: list[Amount] = [point.value for point in (*current, *previous)]
    amounts += [goal] if goal is not None else []
    scale = scale_of(amounts, heading.unit, lang, heading.counted or "", stated=heading.money)
    traces: list[Trace] = []
    traces += _line("previous", this_year - 1, previous, scale, heading=heading, lang=lang)
    target = exact(goal)
    if target is not None:
        even = [decimal_text(expected_by(target, month)) for month in MONTHS]
        traces.append(
            series(
                "schedule",
                series_name("schedule", lang),
                MONTHS,
                [scale.number(part) for part in even],
                [(cumulative_text(this_year, month, heading.kind, lang), scale.full(part), "",
                  months_row(month, lang)) for month, part in zip(MONTHS, even, strict=True)],
                mode="lines",
                line={"color": COLOUR["path"], "width": 2, "dash": "dash"},
            )
        )  # fmt: skip
    traces += _line("current", this_year, current, scale, heading=heading, lang=lang, target=target)
    if target is not None:
        said = (
            cumulative_text(this_year, 12, heading.kind, lang),
            scale.full(goal),
            goal_note(heading.wording, None, lang),
            months_row(12, lang),
        )
        traces.append(
            series(
                "goal",
                series_name("year-goal", lang),
                [12],
                [scale.number(goal)],
                [said],
                mode="markers",
                cliponaxis=False,
                marker={"color": COLOUR["ink"], "size": 13, "symbol": "diamond"},
            )
        )
    axis = {
        "tickmode": "array",
        "tickvals": list(_NAMED),
        "ticktext": [month_name(month, lang) for month in _NAMED],
        "tickangle": 0,
        "tickfont": TICKS,
        "range": [1.6, 12.5],
        "title": {"text": months_axis(lang), "font": TICKS},
        "showgrid": False,
        "fixedrange": True,
    }
    values = [y for trace in traces for y in trace["y"]]
    layout = {"xaxis": axis, "yaxis": value_axis(scale, values, zero=True)}
    words = _words(traces, scale, lang)
    return figure(heading, scale, lang, traces, layout, axis_title=True, marks=words)


# What is named first keeps the best place; with the colour each is named in.
_WORDED = (("goal", "ink"), ("current", "accent"), ("previous", "path"), ("schedule", "path"))


def _words(traces: Sequence[Trace], scale: Scale, lang: str) -> list[Mark]:
    """Name every line where it is drawn, this year's with its last value."""
    said = []
    for role, colour in _WORDED:
        for trace in (one for one in traces if one["meta"] == role):
            line = list(zip(trace["x"], trace["y"], strict=True))
            words, last = unescape(trace["name"]), unescape(trace["customdata"][-1][1])
            last = without_unit(last, scale.label)
            if role in ("goal", "current"):
                line, words = line[-1:], marked(words, last, lang)
            else:
                line = [line[-1], *along(line)] if role == "previous" else along(line)
            bold = role in ("goal", "current")
            said.append(Mark(words=words, at=line, colour=COLOUR[colour], bold=bold))
    return said


def _asked(target: Fraction | None, month: int) -> list[str | None]:
    """The goal of the year and what its even schedule asks for by a month."""
    if target is None:
        return []
    return [decimal_text(target), decimal_text(expected_by(target, month))]


def _line(
    role: str,
    year: int,
    points: Sequence[MonthPoint],
    scale: Scale,
    *,
    heading: Heading,
    lang: str,
    target: Fraction | None = None,
) -> list[Trace]:
    """One year's line; no figure of it reads as the `target` of the year or its share by then."""
    known = sorted(
        (point for point in points if exact(point.value) is not None), key=lambda p: p.month
    )
    if not known:
        return []
    this = role == "current"
    colour = COLOUR["data"] if this else COLOUR["last-year"]
    return [
        series(
            role,
            series_name(role, lang, year=year),
            [point.month for point in known],
            [scale.number(point.value) for point in known],
            [
                (
                    cumulative_text(year, p.month, heading.kind, lang),
                    scale.full_apart(p.value, *_asked(target, p.month)),
                    noted(p.vintage, p.note, lang),
                    months_row(p.month, lang),
                )
                for p in known
            ],
            mode="lines+markers",
            line={"color": colour, "width": 2.5 if this else 2},
            marker={
                "color": colour,
                "size": 8 if this else 5,
                **point_symbols([point.vintage for point in known], colour),
            },
        )
    ]
