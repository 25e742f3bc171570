"""What all Plotly figures share: one template, the statement in the title, theme-neutral colours.

A figure names colours by the placeholders that Streamlit's own Plotly theme uses: the browser puts
the active theme's categorical colours in their places, so a figure need not know the theme.
Outside Streamlit `painted` does the same.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from math import ceil, floor
from typing import Any, TypeAlias

from dashboard.actuals.periods import LEVEL_KINDS
from dashboard.charts.labels import Mark, Plot, annotations, label, wrapped
from dashboard.views import look
from dashboard.views.look import CATEGORICAL, FONT, Theme
from dashboard.wording.chart_headings import Heading, stated
from dashboard.wording.charts import year_tick
from dashboard.wording.plotly import plotly_locale
from dashboard.wording.scales import Scale

Figure: TypeAlias = dict[str, Any]
Trace: TypeAlias = dict[str, Any]

# Of a downloaded picture, in px.
PICTURE_WIDTH = 900
# Streamlit counts its placeholders in decimal: #000001 … #000009, #000010.
COLOUR: Mapping[str, str] = {name: f"#{n:06d}" for n, name in enumerate(CATEGORICAL, start=1)}
LAMP_COLOUR = {
    "green": COLOUR["green"],
    "yellow": COLOUR["amber"],
    "red": COLOUR["red"],
    "grey": COLOUR["path"],
    "none": COLOUR["path"],
}
LAMP_SYMBOL = {
    "green": "circle",
    "yellow": "triangle-up",
    "red": "square",
    "grey": "circle-open",
    "none": "circle-open",
}
CLEAR = "rgba(0,0,0,0)"
# Streamlit fades its tick labels below AA.
TICKS: Mapping[str, Any] = {"size": 12, "color": COLOUR["path"]}
# Appended to a placeholder it makes an eight-digit colour: 18 % of it.
PALE = "2E"

# In a downloaded picture, 900 px wide (see config), a title does not wrap by itself.
_TITLE_EMS, _SUBTITLE_EMS = 54.0, 68.0
# Room for title and statement above the plot. A page writes both as its own text over this room,
# which wraps at any width, and hides Plotly's (see frame.css).
TOP = 104

_TEMPLATE: Mapping[str, Any] = {
    "layout": {
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "hovermode": "closest",
        "dragmode": False,
        "bargap": 0.45,
        "xaxis": {"showgrid": False, "zeroline": False, "fixedrange": True},
        "yaxis": {"zeroline": False, "fixedrange": True, "automargin": True},
    }
}


def figure(
    heading: Heading,
    scale: Scale,
    lang: str,
    traces: Sequence[Trace],
    layout: Mapping[str, Any],
    *,
    height: int = 240,
    axis_title: bool = False,
    marks: Sequence[Mark] = (),
) -> Figure:
    """Return a figure whose title states what it shows; `height` (px) is of the plot alone.

    `marks` are the words on it; axes with words need their ranges in the layout. `layout.meta` has
    the title, the statement and the unit for those who write them outside the figure.
    """
    roles = {str(trace.get("meta")) for trace in traces}
    title, subtitle = stated(heading, scale.label, lang, roles)
    whole = {
        "template": _TEMPLATE,
        "meta": {"title": title, "stated": subtitle, "unit": scale.label},
        "title": {
            "text": "<br>".join(map(label, wrapped(title, _TITLE_EMS)[:1])),
            "subtitle": {
                "text": "<br>".join(map(label, wrapped(subtitle, _SUBTITLE_EMS)[:3])),
                "font": {"size": 12, "color": COLOUR["path"]},
            },
            "font": {"size": 15},
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"t": 6},
        },
        "height": height + TOP + (54 if axis_title else 30),
        "margin": {"t": TOP, "b": 54 if axis_title else 30, "l": 8, "r": 12},
        "showlegend": False,
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
    }
    if marks:
        whole["annotations"] = annotations(marks, _plot(traces, layout, height))
    return {"data": list(traces), "layout": whole | dict(layout)}


def _plot(traces: Sequence[Trace], layout: Mapping[str, Any], height: int) -> Plot:
    """Return what words have to keep clear of: the lines and marks of the traces, and the bars."""
    drawn = [list(zip(trace["x"], trace["y"], strict=True)) for trace in traces]
    shown = [trace.get("mode", "lines") for trace in traces]
    # The edges of a band are not seen.
    lines = [places for trace, places, mode in zip(traces, drawn, shown, strict=True)
             if "lines" in mode and trace["meta"] != "forecast"]  # fmt: skip
    marks = [place for places, mode in zip(drawn, shown, strict=True) if "markers" in mode
             for place in places]  # fmt: skip
    # A bar's own figure stands over it.
    over = [place for trace, places in zip(traces, drawn, strict=True) if trace["type"] == "bar"
            for place in places]  # fmt: skip
    return Plot(
        x=tuple(layout["xaxis"]["range"]),
        y=tuple(layout["yaxis"]["range"]),
        height=height,
        lines=lines,
        marks=marks,
        worded=over,
    )


def series(
    role: str,
    name: str,
    x: Sequence[float],
    y: Sequence[float | None],
    said: Sequence[tuple[str, ...]],
    **more: Any,
) -> Trace:
    """Return a scatter trace.

    `said` has per point: when, the amount with its unit, and a note (the wording); it feeds the
    hover and the table behind. A fourth word names the row of that table where it is not "when".
    `role` tells tests and that table what the trace is.
    """
    return {
        "type": "scatter",
        "name": label(name),
        "meta": role,
        "x": list(x),
        "y": list(y),
        "customdata": [
            [label(when), label(much), f"<br>{label(note)}" if note else "", *map(label, row)]
            for when, much, note, *row in said
        ],
        "hovertemplate": hover(name),
        **more,
    }


def hover(name: str) -> str:
    """Return the hover of a trace: its name, when and how much, then the wording."""
    # A name is data: a brace in it must not be read as a template.
    plain = label(name).replace("%{", "% {")
    return f"<b>{plain}</b><br>%{{customdata[0]}} · %{{customdata[1]}}%{{customdata[2]}}<extra></extra>"


def year_axis(
    years: Sequence[float], lang: str, kind: str = "flow", pad: float | None = None
) -> dict[str, Any]:
    """Return an axis of whole years with room for marks and their words at both ends.

    A level's year stands for its end, so that its ticks are called by it ("2026年末"): the end of
    September stands three quarters of the way there. `pad` is the room at both ends, in years.
    """
    first, last = floor(min(years)), ceil(max(years))
    level = kind in LEVEL_KINDS or kind == "running"
    step = max(1, -(-(last - first) // (3 if level else 7)))
    room = max(0.35, (last - first) * 0.07) if last > first else 1.5
    shown = range(last - (last - first) // step * step, last + 1, step)
    return {
        "tickmode": "array",
        "tickvals": list(shown),
        "ticktext": [year_tick(year, lang, level=level) for year in shown],
        "range": [first - (pad or room), last + (pad or room)],
        "tickfont": TICKS,
        "tickangle": 0,
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
    }


def value_axis(
    scale: Scale, values: Iterable[float | None], *, zero: bool = False, room: float = 0.16
) -> dict[str, Any]:
    """Return an axis of amounts around `values` (in the display unit), the unit in the subtitle.

    With `zero` it begins there. `room` is what words need above, as a part of the whole.
    """
    known = [value for value in values if value is not None]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    zero = zero or low == high
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    span = high - low or 1.0
    bottom = low if zero and low == 0 else low - 0.1 * span
    suffix = "%" if scale.unit == "fraction" else ""
    return {
        "range": [bottom, high + room * span],
        "ticksuffix": suffix,
        "separatethousands": True,
        "nticks": 6,
        "tickformat": ",~r",
        "tickfont": TICKS,
    }


def painted(drawn: Figure, theme: Theme) -> Figure:
    """Return a copy with the theme's real colours and font, for pictures outside Streamlit."""
    colours = look.tokens(theme)
    text = json.dumps(drawn, ensure_ascii=False)
    for name, placeholder in COLOUR.items():
        text = text.replace(placeholder, colours[name])
    copy: Figure = json.loads(text)
    copy["layout"]["font"] = {"family": FONT, "color": colours["ink"]}
    for axis in ("xaxis", "yaxis"):
        copy["layout"].setdefault(axis, {})["gridcolor"] = colours["line"]
    return copy


PRELIMINARY = "preliminary"


def point_symbols(vintages: Sequence[str | None], colour: str) -> Mapping[str, object]:
    """Return the symbols of a line's points, where any of them is not the plain one."""
    if PRELIMINARY not in vintages:
        return {}
    symbols = ["circle-open" if each == PRELIMINARY else "circle" for each in vintages]
    return {"symbol": symbols, "line": {"width": 2, "color": colour}}


def bar_fills(vintages: Sequence[str | None]) -> Mapping[str, object]:
    """Return the look of bars: filled, and pale with a rim what is preliminary."""
    colour = COLOUR["data"]
    if PRELIMINARY not in vintages:
        return {"color": colour}
    fills = [colour + PALE if each == PRELIMINARY else colour for each in vintages]
    widths = [2 if each == PRELIMINARY else 0 for each in vintages]
    return {"color": fills, "line": {"width": widths, "color": colour}}


def plotly_config(lang: str) -> dict[str, Any]:
    """Return the configuration for `st.plotly_chart`: language, no logo, one button."""
    locale = plotly_locale(lang)
    return {
        "locale": locale["name"],
        "locales": {locale["name"]: locale},
        "displaylogo": False,
        "modeBarButtons": [["toImage"]],
        # Wide enough for the title and the statement, which stand in the picture itself.
        "toImageButtonOptions": {"width": PICTURE_WIDTH, "height": 520, "scale": 2},
        "scrollZoom": False,
    }
