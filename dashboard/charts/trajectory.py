"""The trajectory: where the series has come, where the plan wants it, and the way between."""

from collections.abc import Sequence
from html import unescape

from dashboard.charts.figure import (
    COLOUR,
    PALE,
    PRELIMINARY,
    Figure,
    Trace,
    figure,
    point_symbols,
    series,
    value_axis,
    year_axis,
)
from dashboard.charts.labels import Mark, along
from dashboard.charts.rows import Derived, GoalMark, PeriodPoint, YearPoint
from dashboard.charts.singles import place, point_place, singles
from dashboard.progress.numbers import exact
from dashboard.wording.chart_headings import Heading
from dashboard.wording.charts import (
    brief_text,
    end_text,
    goal_note,
    goal_when,
    marked,
    marked_at,
    path_name,
    period_name,
    range_text,
    series_name,
    year_text,
)
from dashboard.wording.scales import Amount, Scale, scale_of, threshold_text, without_unit
from dashboard.wording.states import noted


def trajectory(
    heading: Heading,
    lang: str,
    actual: Sequence[YearPoint],
    goal: GoalMark | None = None,
    *,
    stretch: GoalMark | None = None,
    milestones: Sequence[GoalMark] = (),
    beside: Sequence[PeriodPoint] = (),
    judged: PeriodPoint | None = None,
    derived: Derived | None = None,
    required: Derived | None = None,
    forecast: Sequence[tuple[int, float, float]] = (),
    forecast_name: str | None = None,
    supposed: Sequence[tuple[int, float]] = (),
    supposed_name: str | None = None,
) -> Figure:
    """Return the trajectory of one series.

    Actual values are a solid line, the goal a diamond, printed milestones and the goals of other
    years solid small diamonds, the figure `judged` a mark of its own where it is no whole year's, the
    derived path dashed, the path required from the last value
    dotted; a forecast (year, low, high in the base unit) is a pale band. What is only `supposed`
    (year, value) has a line of its own, in a colour that nothing entered has. Each is named where
    it is drawn. Traces carry their role in `meta`: forecast, derived, required, milestone, actual,
    supposed, goal, stretch.
    """
    marks = [mark for mark in (*milestones, goal, stretch) if mark is not None]
    amounts: list[Amount] = [point.value for point in actual] + [mark.value for mark in marks]
    amounts += [mark.value_high for mark in marks if mark.value_high is not None]
    amounts += [point.value for point in (*beside, judged) if point is not None]
    scale = scale_of(amounts, heading.unit, lang, heading.counted or "", stated=heading.money)
    traces = _band(forecast, forecast_name, scale, heading, lang)
    for kind, path, dash in (("derived", derived, "dash"), ("required", required, "dot")):
        if path is not None:
            traces += _path(kind, path, dash, scale, heading, lang)
    for mark in milestones:
        traces.append(_mark("milestone", mark, scale, heading, lang))
    if supposed:
        traces.append(_supposed(supposed, supposed_name or "", scale, heading, lang))
    traces += singles(beside, heading.kind, scale, lang)
    traces += _actual(actual, scale, heading, lang)
    if judged is not None:
        traces.append(_judged(judged, scale, heading, lang))
    if goal is not None:
        traces.append(_mark("goal", goal, scale, heading, lang))
    if stretch is not None:
        traces.append(_mark("stretch", stretch, scale, heading, lang))
    years = [x for trace in traces for x in trace["x"]]
    # A single amount has no span of its own: show it over zero.
    single = len({exact(amount) for amount in amounts}) < 2
    if not years:
        hidden = {"visible": False, "range": [0, 1]}
        return figure(heading, scale, lang, traces, {"xaxis": hidden, "yaxis": hidden})
    layout = {
        "xaxis": year_axis(years, lang, heading.kind),
        "yaxis": value_axis(scale, [y for trace in traces for y in trace["y"]], zero=single),
    }
    known = [point for point in actual if exact(point.value) is not None]
    last = brief_text(known[-1].period, known[-1].year, heading.kind, lang) if known else ""
    return figure(heading, scale, lang, traces, layout, marks=_words(traces, last, scale, lang))


# What is named first keeps the best place; with the colour each is named in.
_NAMED = (
    ("goal", "ink"), ("stretch", "ink"), ("judged", "accent"), ("actual", "accent"), ("milestone", "ink"),
    ("forecast", "path"), ("derived", "path"), ("required", "accent"), ("supposed", "violet"),
)  # fmt: skip
_POINTS = ("goal", "stretch", "milestone", "judged", "actual")


def _words(traces: Sequence[Trace], last: str, scale: Scale, lang: str) -> list[Mark]:
    """Name every trace where it is drawn: points with their number, lines with what they are.

    `last` is the period of the last actual value.
    """
    said = []
    # A band is named at its upper edge or at its lower one.
    low = [place for trace in traces if trace["meta"] == "forecast" and "fill" not in trace
           for place in zip(trace["x"], trace["y"], strict=True)]  # fmt: skip
    for role, colour in _NAMED:
        for trace in traces:
            if trace["meta"] != role or not trace["x"] or (role == "forecast") != ("fill" in trace):
                continue
            places = list(zip(trace["x"], trace["y"], strict=True))
            words = unescape(trace["name"])
            if role in _POINTS:
                # The last value is the one that counts; the others are read off the axis.
                places = places[-1:]
                amount = without_unit(unescape(trace["customdata"][-1][1]), scale.label)
                write = marked_at if role in ("actual", "judged") else marked
                what = {"actual": last, "judged": unescape(trace["customdata"][-1][0])}.get(
                    role, words
                )
                words = write(what, amount, lang)
            elif role == "forecast":
                places = [place for pair in zip(places, low, strict=True) for place in pair][::-1]
                words = series_name("forecast-brief", lang)
            else:
                places = along(places)
            bold = role in ("goal", "actual", "judged")
            said.append(Mark(words=words, at=places, colour=COLOUR[colour], bold=bold))
    return said


def _actual(points: Sequence[YearPoint], scale: Scale, heading: Heading, lang: str) -> list[Trace]:
    known = [point for point in points if exact(point.value) is not None]
    if not known:
        return []
    said = [
        (
            year_text(point.period, point.year, heading.kind, lang),
            scale.full(point.value),
            noted(point.vintage, point.note, lang),
        )
        for point in known
    ]
    symbols = point_symbols([point.vintage for point in known], COLOUR["data"])
    # What was read within a year stands smaller than what ends one.
    sizes = [5 if point.period else 8 for point in known]
    sizes[-1] = 9
    return [
        series(
            "actual",
            series_name("actual", lang),
            [point_place(point) for point in known],
            [scale.number(point.value) for point in known],
            said,
            mode="lines+markers",
            cliponaxis=False,
            line={"color": COLOUR["data"], "width": 2.5},
            marker={"color": COLOUR["data"], "size": sizes, **symbols},
        )
    ]


def _judged(point: PeriodPoint, scale: Scale, heading: Heading, lang: str) -> Trace:
    """The months of a year that is not over, which the verdict goes by, where they end."""
    said = period_name(point.period, heading.kind, lang)
    return series(
        "judged",
        series_name("judged", lang),
        [place(point.period)],
        [scale.number(point.value)],
        [(said, scale.full(point.value), noted(point.vintage, point.note, lang))],
        mode="markers",
        cliponaxis=False,
        marker={
            "color": COLOUR["accent"],
            "size": 9,
            "symbol": "square-open" if point.vintage == PRELIMINARY else "square",
            "line": {"width": 2, "color": COLOUR["accent"]},
        },
    )


def _mark(kind: str, mark: GoalMark, scale: Scale, heading: Heading, lang: str) -> Trace:
    number = threshold_text(
        mark.value,
        mark.comparator,
        heading.unit,
        lang,
        high=mark.value_high,
        counted=heading.counted or "",
        stated=heading.money,
    )
    name = mark.label or series_name(kind, lang)
    values = [mark.value] if mark.value_high is None else [mark.value, mark.value_high]
    size = 9 if kind == "milestone" else 14
    symbol = "diamond-open" if kind == "stretch" else "diamond"
    outline = {"width": 2 if kind == "stretch" else 0, "color": COLOUR["ink"]}
    when = goal_when(mark.year, mark.when, heading.kind, lang)
    return series(
        kind,
        name,
        # What has no year has no place on a line of years.
        [mark.year] * len(values) if mark.year is not None else [],
        [scale.number(value) for value in values] if mark.year is not None else [],
        [(when, number, goal_note(mark.wording, mark.clause, lang)) for _ in values],
        mode="markers" if len(values) == 1 else "lines+markers",
        cliponaxis=False,
        line={"color": COLOUR["ink"], "width": 2},
        marker={"color": COLOUR["ink"], "size": size, "symbol": symbol, "line": outline},
    )


def _path(
    kind: str, path: Derived, dash: str, scale: Scale, heading: Heading, lang: str
) -> list[Trace]:
    points = [(float(at), float(value)) for at, value in path.points]
    if not points:
        return []
    colour = COLOUR["path"] if kind == "derived" else COLOUR["accent"]
    return [
        series(
            kind,
            path_name(
                kind,
                None if path.growth is None else float(path.growth),
                path.through_milestones,
                lang,
            ),
            [at for at, _ in points],
            [scale.number(value) for _, value in points],
            [(end_text(at, heading.kind, lang), scale.full(value), "") for at, value in points],
            mode="lines",
            line={"color": colour, "width": 2, "dash": dash},
        )
    ]


def _supposed(
    path: Sequence[tuple[int, float]], name: str, scale: Scale, heading: Heading, lang: str
) -> Trace:
    return series(
        "supposed",
        name,
        [year for year, _ in path],
        [scale.number(value) for _, value in path],
        [(end_text(year, heading.kind, lang), scale.full(value), "") for year, value in path],
        mode="lines+markers",
        line={"color": COLOUR["violet"], "width": 2, "dash": "longdashdot"},
        marker={"color": COLOUR["violet"], "size": 8, "symbol": "x-thin-open"},
    )


def _band(
    forecast: Sequence[tuple[int, float, float]],
    name: str | None,
    scale: Scale,
    heading: Heading,
    lang: str,
) -> list[Trace]:
    if not forecast:
        return []
    years = [year for year, _, _ in forecast]
    said = [
        (end_text(year, heading.kind, lang), range_text(scale, low, high, lang), "")
        for year, low, high in forecast
    ]
    named = name or series_name("forecast", lang)
    edge = {"color": COLOUR["data"], "width": 0}
    low = series("forecast", named, years, [scale.number(v) for _, v, _ in forecast], said,
                 mode="lines", line=edge, hoverinfo="skip")  # fmt: skip
    del low["hovertemplate"]
    high = series("forecast", named, years, [scale.number(v) for _, _, v in forecast], said,
                  mode="lines", line=edge, fill="tonexty", fillcolor=COLOUR["data"] + PALE)  # fmt: skip
    return [low, high]
