"""The trajectory: where the series has come, where the plan wants it, and the way between."""

from collections.abc import Sequence

from dashboard.charts.amounts import Scale, scale_of, threshold_text
from dashboard.charts.figure import (
    COLOUR,
    PALE,
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
from dashboard.charts.paths import along_path, path_name
from dashboard.charts.rows import Amount, Derived, GoalMark, Heading, PeriodPoint, YearPoint
from dashboard.charts.singles import goal_when, singles, year_text
from dashboard.languages import say
from dashboard.languages.numbers import exact


def trajectory(
    heading: Heading,
    lang: str,
    actual: Sequence[YearPoint],
    goal: GoalMark | None = None,
    *,
    stretch: GoalMark | None = None,
    milestones: Sequence[GoalMark] = (),
    beside: Sequence[PeriodPoint] = (),
    derived: Derived | None = None,
    required: Derived | None = None,
    forecast: Sequence[tuple[int, float, float]] = (),
    forecast_name: str | None = None,
    supposed: Sequence[tuple[int, float]] = (),
    supposed_name: str | None = None,
) -> Figure:
    """Return the trajectory of one series.

    Actual years are a solid line, the goal a diamond, printed milestones solid small diamonds,
    the derived path dashed, the path required from the last value dotted; a forecast (year, low,
    high in the base unit) is a pale band. What is only `supposed` (year, value) has a line of its
    own, in a colour that nothing entered has. Traces carry their role in `meta`: forecast, derived,
    required, milestone, actual, supposed, goal, stretch.
    """
    marks = [mark for mark in (*milestones, goal, stretch) if mark is not None]
    amounts: list[Amount] = [point.value for point in actual] + [mark.value for mark in marks]
    amounts += [mark.value_high for mark in marks if mark.value_high is not None]
    amounts += [point.value for point in beside]
    scale = scale_of(amounts, heading.unit, lang, heading.counted or "")
    traces = _band(forecast, forecast_name, scale, lang)
    for kind, path, dash in (("derived", derived, "dash"), ("required", required, "dot")):
        if path is not None:
            traces += _path(kind, path, dash, scale, lang)
    for mark in milestones:
        traces.append(_mark("milestone", mark, scale, heading, lang))
    if supposed:
        traces.append(_supposed(supposed, supposed_name or "", scale))
    traces += singles(beside, heading.kind, scale, lang)
    traces += _actual(actual, scale, heading, lang, below=_path_over(actual, derived, required))
    if goal is not None:
        traces.append(_mark("goal", goal, scale, heading, lang))
    if stretch is not None:
        traces.append(_mark("stretch", stretch, scale, heading, lang))
    years = [year for trace in traces for x in trace["x"] for year in (int(x), -int(-x // 1))]
    # A single amount has no span of its own: show it over zero.
    single = len({exact(amount) for amount in amounts}) < 2
    layout = {
        "xaxis": year_axis(years) if years else {"visible": False},
        "yaxis": value_axis(scale) | ({"rangemode": "tozero"} if single else {}),
    }
    return figure(heading, scale, lang, traces, layout)


def _path_over(points: Sequence[YearPoint], *paths: Derived | None) -> bool:
    """Whether a path runs above the last actual value, where its label would stand."""
    last = next((point for point in reversed(points) if exact(point.value) is not None), None)
    number = exact(last.value) if last is not None else None
    if last is None or number is None:
        return False
    return any(
        expected >= float(number)
        for path in paths
        if path is not None
        for year, expected in along_path(path)
        if year in (last.year - 1, last.year)
    )


def _actual(
    points: Sequence[YearPoint], scale: Scale, heading: Heading, lang: str, *, below: bool
) -> list[Trace]:
    known = [point for point in points if exact(point.value) is not None]
    if not known:
        return []
    name = say("charts.series.actual", lang)
    shown = [""] * (len(known) - 1) + [label(scale.text(known[-1].value))]
    said = [
        (
            year_text(point, heading.kind, lang),
            scale.full(point.value),
            point.note or "",
        )
        for point in known
    ]
    return [
        series(
            "actual",
            name,
            [point.year for point in known],
            [scale.number(point.value) for point in known],
            said,
            mode="lines+markers+text",
            text=shown,
            textposition="bottom right" if below else "top left",
            textfont={"color": COLOUR["data"], "size": 13},
            cliponaxis=False,
            line={"color": COLOUR["data"], "width": 2.5},
            marker={"color": COLOUR["data"], "size": 8},
        )
    ]


def _mark(kind: str, mark: GoalMark, scale: Scale, heading: Heading, lang: str) -> Trace:
    number = threshold_text(
        mark.value,
        mark.comparator,
        heading.unit,
        lang,
        high=mark.value_high,
        counted=heading.counted or "",
    )
    name = mark.label or say(f"charts.series.{kind}", lang)
    values = [mark.value] if mark.value_high is None else [mark.value, mark.value_high]
    size = 9 if kind == "milestone" else 14
    symbol = "diamond-open" if kind == "stretch" else "diamond"
    outline = {"width": 2 if kind == "stretch" else 0, "color": COLOUR["ink"]}
    return series(
        kind,
        name,
        # What has no year has no place on a line of years.
        [mark.year] * len(values) if mark.year is not None else [],
        [scale.number(value) for value in values],
        [(goal_when(mark, lang), number, goal_note(mark, lang)) for _ in values],
        mode="markers+text" if len(values) == 1 else "lines+markers+text",
        text=[""] * (len(values) - 1)
        + ["" if kind == "milestone" else label(short(mark, scale, lang))],
        textposition="top left",
        textfont={"color": COLOUR["ink"], "size": 13},
        cliponaxis=False,
        line={"color": COLOUR["ink"], "width": 2},
        marker={"color": COLOUR["ink"], "size": size, "symbol": symbol, "line": outline},
    )


def _path(kind: str, path: Derived, dash: str, scale: Scale, lang: str) -> list[Trace]:
    points = along_path(path)
    if not points:
        return []
    name = path_name(path, lang, kind)
    colour = COLOUR["path"] if kind == "derived" else COLOUR["accent"]
    return [
        series(
            kind,
            name,
            [year for year, _ in points],
            [scale.number(value) for _, value in points],
            [(str(year), scale.full(value), "") for year, value in points],
            mode="lines",
            line={"color": colour, "width": 2, "dash": dash},
        )
    ]


def _supposed(path: Sequence[tuple[int, float]], name: str, scale: Scale) -> Trace:
    return series(
        "supposed",
        name,
        [year for year, _ in path],
        [scale.number(value) for _, value in path],
        [(str(year), scale.full(value), "") for year, value in path],
        mode="lines+markers",
        line={"color": COLOUR["violet"], "width": 2, "dash": "longdashdot"},
        marker={"color": COLOUR["violet"], "size": 8, "symbol": "x-thin-open"},
    )


def _band(
    forecast: Sequence[tuple[int, float, float]], name: str | None, scale: Scale, lang: str
) -> list[Trace]:
    if not forecast:
        return []
    years = [year for year, _, _ in forecast]
    said = [
        (str(year), f"{scale.text(low)}–{scale.full(high)}", "") for year, low, high in forecast
    ]
    named = name or say("charts.series.forecast", lang)
    edge = {"color": COLOUR["data"], "width": 0}
    low = series("forecast", named, years, [scale.number(v) for _, v, _ in forecast], said,
                 mode="lines", line=edge, showlegend=False, hoverinfo="skip")  # fmt: skip
    low["hovertemplate"] = None
    high = series("forecast", named, years, [scale.number(v) for _, _, v in forecast], said,
                  mode="lines", line=edge, fill="tonexty", fillcolor=COLOUR["data"] + PALE)  # fmt: skip
    return [low, high]
