"""One unit's evaluation: the points each indicator gave it, beside what the others have on average."""

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from dashboard.charts.figure import COLOUR, TICKS, Figure, figure, series
from dashboard.charts.labels import label
from dashboard.judging import Standing
from dashboard.judging.evaluations import evaluation_of
from dashboard.progress.numbers import decimal_text, float_of
from dashboard.wording.chart_headings import Heading
from dashboard.wording.charts import series_name
from dashboard.wording.evaluations import EvaluationWords, words_of
from dashboard.wording.scales import scale_of

if TYPE_CHECKING:
    from dashboard.progress.evaluation import Mark

_ROW = 46
_REACH = 1.06


def evaluation_figure(
    standing: Standing, region: str, method: str, code: str, unit: str, lang: str
) -> Figure | None:
    """Return a bar for each indicator that gave the unit points; None for who is left out.

    Roles: value (the unit's points), tick (the mean of all who are ranked), name (with the points).
    """
    found = standing.drawn(evaluation_of, region, method, code)
    result = found.evaluation.of(unit)
    if result is None or result.rank is None:
        return None
    words = words_of(standing, found, lang)
    marks = [mark for mark in result.marks if mark.points is not None]
    means = [_mean(words, mark) for mark in marks]
    lower = min([0.0, *(float_of(mark.points) for mark in marks)])
    upper = max(
        float_of(value) for value in [*(mark.points for mark in marks), *means, Fraction(1)]
    )
    scale = scale_of([], "count", lang, words.points_unit())
    at = list(range(len(marks), 0, -1))
    names = [words.criterion(mark.criterion) for mark in marks]
    notes = [words.chart_note(mark) for mark in marks]
    points = [scale.full(decimal_text(mark.points)) for mark in marks]
    values = series(
        "value", words.unit(unit), [float_of(mark.points) for mark in marks], at,
        list(zip(names, points, notes, strict=True)),
        orientation="h", width=0.28, marker={"color": COLOUR["data"]},
    )  # fmt: skip
    ticks = series(
        "tick", series_name("mean", lang), [float_of(mean) for mean in means], at,
        [(name, scale.full(decimal_text(mean)), "") for name, mean in zip(names, means, strict=True)],
        mode="markers",
        marker={
            "symbol": "line-ns-open", "size": 11, "color": COLOUR["ink"],
            "line": {"width": 2.5, "color": COLOUR["ink"]},
        },
    )  # fmt: skip
    traces = [
        values | {"type": "bar"},
        ticks,
        _over_bars(
            [f"{name}\u00a0\u00a0\u00a0{each}" for name, each in zip(names, points, strict=True)],
            lower,
            at,
        ),
    ]
    name = found.method[f"name_{lang}"]
    heading = Heading(
        indicator=str(name),
        unit="count",
        title=words.chart_title(unit),
        period=words.chart_period(),
        counted=scale.label,
    )
    layout = _layout(len(marks), lower, upper)
    return figure(heading, scale, lang, traces, layout, height=_ROW * len(marks))


def _mean(words: EvaluationWords, mark: "Mark") -> Fraction:
    """The mean of the points that those ranked have for the same criterion."""
    known = [
        other.points
        for one in words.evaluation.ranked
        for other in one.marks
        if other.criterion.id == mark.criterion.id and other.points is not None
    ]
    return sum(known, Fraction(0)) / len(known)


def _over_bars(texts: list[str], x: float, at: list[int]) -> dict[str, Any]:
    """Words over each bar, from its beginning on: apart from each other they would meet on a phone."""
    made = series(
        "name", "", [x for _ in at], [y + 0.4 for y in at], [(text, "", "") for text in texts],
        mode="text",
        text=[label(text) for text in texts],
        textposition="middle right",
        textfont={"size": 12, "color": COLOUR["ink"]},
        cliponaxis=False,
        showlegend=False,
        hoverinfo="skip",
    )  # fmt: skip
    del made["hovertemplate"]
    return made


def _layout(count: int, lower: float, upper: float) -> dict[str, Any]:
    return {
        "xaxis": {
            "range": [lower * _REACH, upper * _REACH],
            "tickformat": ",~r",
            "nticks": 5,
            "tickfont": TICKS,
            "showgrid": True,
            "zeroline": False,
            "fixedrange": True,
        },
        "yaxis": {"range": [0.5, count + 0.75], "visible": False, "fixedrange": True},
    }
