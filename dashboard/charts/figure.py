"""What all Plotly figures share: one template, the statement in the title, theme-neutral colours.

A figure names colours by the placeholders that Streamlit's own Plotly theme uses: the browser puts
the active theme's categorical colours in their places, so a figure need not know the theme.
Outside Streamlit `painted` does the same.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeAlias

from dashboard import look
from dashboard.charts.amounts import COMPARATORS, Scale, ems

# Asked for here by those who draw figures.
from dashboard.charts.config import plotly_config as plotly_config  # noqa: PLC0414 - passed on
from dashboard.charts.rows import GoalMark, Heading
from dashboard.languages import say
from dashboard.languages.quoting import in_quotes
from dashboard.look.look import CATEGORICAL, FONT, Theme

Figure: TypeAlias = dict[str, Any]
Trace: TypeAlias = dict[str, Any]

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

# The roles of what a plan printed or follows from it, and of what somebody entered.
_PROMISED = frozenset(
    ("goal", "stretch", "milestone", "floor", "derived", "required", "schedule", "tick")
)
_ENTERED = frozenset(("actual", "current", "previous", "value"))

# A title does not wrap by itself; a phone of 390 px shows about so many ideographs in a card.
_TITLE_EMS, _SUBTITLE_EMS = 21.0, 26.0

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

# Streamlit's theme replaces a template's legend, so it stands in the layout: along the bottom edge.
_LEGEND: Mapping[str, Any] = {
    "orientation": "h",
    "traceorder": "normal",
    "x": 0,
    "xref": "container",
    "xanchor": "left",
    "y": 0,
    "yref": "container",
    "yanchor": "bottom",
    "itemwidth": 36,
}


def label(value: object) -> str:
    """Return a raw text as Plotly text: its small HTML (links, line breaks) has no effect."""
    if value is None:
        return ""
    return str(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def wrapped(words: str, width: float) -> list[str]:
    """Break a text into lines of at most `width` em, at blanks or between ideographs."""
    lines: list[str] = []
    line = ""
    for piece in _pieces(words):
        if line and ems(line + piece.rstrip()) > width:
            lines.append(line.strip())
            line = ""
        line += piece
    if line.strip():
        lines.append(line.strip())
    return lines


def _pieces(words: str) -> list[str]:
    """Cut where a line may break: after a blank, and after an ideograph."""
    pieces: list[str] = []
    piece = ""
    for sign in words:
        if sign in "，。；：、）》”」" and pieces and not piece:
            pieces[-1] += sign
            continue
        piece += sign
        if sign == " " or "\u4e00" <= sign <= "\u9fff":
            pieces.append(piece)
            piece = ""
    return [*pieces, piece] if piece else pieces


def stated(
    heading: Heading, scale: Scale, lang: str, drawn: Collection[str] = _PROMISED
) -> tuple[str, str]:
    """Return title and subtitle: subject and indicator; unit, basis, period, source.

    The plan is the source of what it promised only: with actuals among the roles `drawn` the
    subtitle says that they were entered, and without a promise it does not name the plan.
    """
    between = say("charts.figure.between", lang)
    title = heading.title or between.join(
        part for part in (heading.subject, heading.indicator) if part
    )
    named = [scale.label]
    if heading.title:
        named.append(heading.indicator)
    if heading.basis and heading.basis != heading.indicator:
        named.append(say("charts.figure.basis", lang, basis=heading.basis))
    named.append(heading.period or "")
    promised, entered = not _PROMISED.isdisjoint(drawn), not _ENTERED.isdisjoint(drawn)
    if heading.source and promised:
        key = "charts.figure.sources" if entered else "charts.figure.source"
        named.append(say(key, lang, source=heading.source))
    elif entered:
        named.append(say("charts.figure.entered", lang))
    return title, say("charts.dot", lang).join(part for part in named if part)


def figure(
    heading: Heading,
    scale: Scale,
    lang: str,
    traces: Sequence[Trace],
    layout: Mapping[str, Any],
    *,
    height: int = 260,
    axis_title: bool = False,
) -> Figure:
    """Return a figure whose title states what it shows; `height` (px) is of the plot alone."""
    title, subtitle = stated(heading, scale, lang, {str(trace.get("meta")) for trace in traces})
    title_lines, lines = wrapped(title, _TITLE_EMS), wrapped(subtitle, _SUBTITLE_EMS)
    top = 22 + 21 * len(title_lines) + 17 * len(lines) + 14
    legend_rows = sum(1 for trace in traces if trace.get("showlegend", True))
    # On a phone each entry of the legend takes a line, or half of one.
    bottom = 34 + 20 * min(legend_rows, 2 + legend_rows // 3) + (24 if axis_title else 0)
    whole = {
        "template": _TEMPLATE,
        "title": {
            "text": "<br>".join(map(label, title_lines)),
            "subtitle": {
                "text": "<br>".join(map(label, lines)),
                "font": {"size": 12, "color": COLOUR["path"]},
            },
            "font": {"size": 15},
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            # Plotly lifts a title by half of each further line.
            "pad": {"t": 6 + 10 * (len(title_lines) - 1)},
        },
        "height": height + top + bottom,
        "margin": {"t": top, "b": bottom, "l": 8, "r": 12},
        "legend": _LEGEND,
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
    }
    return {"data": list(traces), "layout": whole | dict(layout)}


def series(
    role: str,
    name: str,
    x: Sequence[float],
    y: Sequence[float | None],
    said: Sequence[tuple[str, str, str]],
    **more: Any,
) -> Trace:
    """Return a scatter trace.

    `said` has per point: when, the amount with its unit, and a note (the wording); it feeds the
    hover and the table behind. `role` tells tests and that table what the trace is.
    """
    return {
        "type": "scatter",
        "name": label(name),
        "meta": role,
        "x": list(x),
        "y": list(y),
        "customdata": [
            [label(when), label(much), f"<br>{label(note)}" if note else ""]
            for when, much, note in said
        ],
        "hovertemplate": hover(name),
        **more,
    }


def hover(name: str) -> str:
    """Return the hover of a trace: its name, when and how much, then the wording."""
    # A name is data: a brace in it must not be read as a template.
    plain = label(name).replace("%{", "% {")
    return f"<b>{plain}</b><br>%{{customdata[0]}} · %{{customdata[1]}}%{{customdata[2]}}<extra></extra>"


def goal_note(mark: GoalMark, lang: str) -> str:
    """Return the wording and clause of a goal, on lines of their own for a hover."""
    parts = []
    if mark.wording:
        parts.append(in_quotes(mark.wording, lang))
    if mark.clause:
        parts.append(mark.clause)
    return " ".join(parts)


def short(mark: GoalMark, scale: Scale, lang: str) -> str:
    """Return a goal's number for a mark on the figure: with comparator, without the unit."""
    number = scale.brief(mark.value)
    if mark.value_high is not None:
        return say("charts.target.range", lang, low=number, high=scale.brief(mark.value_high))
    key = COMPARATORS.get(mark.comparator, mark.comparator)
    return say(f"charts.target.{key}", lang, amount=number)


def year_axis(years: Sequence[int]) -> dict[str, Any]:
    """Return an axis of whole years with room for marks and their labels at both ends."""
    first, last = min(years), max(years)
    step = max(1, -(-(last - first) // 7))
    pad = max(0.35, (last - first) * 0.07) if last > first else 1.5
    return {
        "tickmode": "array",
        "tickvals": list(range(first, last + 1, step)),
        "ticktext": [str(year) for year in range(first, last + 1, step)],
        "range": [first - pad, last + pad],
        "tickfont": TICKS,
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
    }


def value_axis(scale: Scale) -> dict[str, Any]:
    """Return an axis of amounts; its unit stands in the subtitle."""
    suffix = "%" if scale.unit == "fraction" else ""
    return {
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
