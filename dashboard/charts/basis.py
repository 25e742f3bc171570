"""One panel per basis: 营业收入, 主营业务收入, 规模 and 产值 never share an axis.

Horizontal bars with the name above each bar, so that long names fit a phone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts.figure import (
    COLOUR,
    LAMP_COLOUR,
    LAMP_SYMBOL,
    TICKS,
    Figure,
    Trace,
    bar_fills,
    figure,
    series,
)
from dashboard.charts.labels import label
from dashboard.charts.rows import BasisBar
from dashboard.wording.chart_headings import Heading
from dashboard.wording.charts import period_name, series_name
from dashboard.wording.scales import Amount, ems, scale_of
from dashboard.wording.states import lamp_colour, lamp_word, noted

ROW_HEIGHT = 46
REACH = 1.06
_NAME_EMS = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Strip:
    """One row: measured in axis units; `said` is the amount, `note` what the hover adds."""

    name: str
    status: str
    value: float | None
    tick: float | None
    said: str
    tick_said: str
    note: str = ""
    vintage: str | None = None


def basis_panels(panels: Sequence[tuple[Heading, Sequence[BasisBar]]], lang: str) -> list[Figure]:
    """Return one figure per panel: values as bars, goals as ticks, each on an axis of its own.

    Two panels of the same basis and unit are a fault of the caller and raise `ValueError`.
    """
    keys = [(heading.basis, heading.unit) for heading, _ in panels]
    if len(set(keys)) != len(keys):
        raise ValueError("two panels have the same basis: put their bars on one")
    return [_panel(heading, bars, lang) for heading, bars in panels]


def _panel(heading: Heading, bars: Sequence[BasisBar], lang: str) -> Figure:
    amounts: list[Amount] = [bar.value for bar in bars]
    amounts += [bar.goal for bar in bars if bar.goal is not None]
    scale = scale_of(amounts, heading.unit, lang, heading.counted or "")
    strips = [
        _Strip(
            name=bar.name,
            status=bar.status,
            value=scale.number(bar.value),
            tick=scale.number(bar.goal),
            said="" if bar.value is None else scale.text(bar.value),
            tick_said="" if bar.goal is None else scale.full(bar.goal),
            note=noted(
                bar.vintage,
                period_name(bar.period, heading.kind, lang) if bar.period else None,
                lang,
            ),
            vintage=bar.vintage,
        )
        for bar in bars
    ]
    longest = max([s.value or 0.0 for s in strips] + [s.tick or 0.0 for s in strips], default=0.0)
    actual, goal = series_name("actual", lang), series_name("goal", lang)
    traces = _strip_traces(strips, lang, actual, goal, longest)
    layout = _strip_layout(len(bars), longest, "%" if scale.unit == "fraction" else "")
    return figure(heading, scale, lang, traces, layout, height=ROW_HEIGHT * max(len(bars), 1))


def _strip_traces(
    strips: Sequence[_Strip], lang: str, value_name: str, tick_name: str, longest: float
) -> list[Trace]:
    """Return bars (role value), ticks (role tick), lamps (role status), and above each bar
    its name (role name) and its figure and word (role words)."""
    place = {n: len(strips) - n for n in range(len(strips))}
    drawn = [(place[n], strip) for n, strip in enumerate(strips)]
    barred = [(y, strip) for y, strip in drawn if strip.value is not None]
    ticked = [(y, strip) for y, strip in drawn if strip.tick is not None]
    values = series(
        "value", value_name, [strip.value or 0.0 for _, strip in barred], [y for y, _ in barred],
        [(strip.name, strip.said, strip.note) for _, strip in barred],
        orientation="h", width=0.28,
        marker=dict(bar_fills([strip.vintage for _, strip in barred])),
    )  # fmt: skip
    ticks = series(
        "tick", tick_name, [strip.tick or 0.0 for _, strip in ticked], [y for y, _ in ticked],
        [(strip.name, strip.tick_said, strip.note) for _, strip in ticked],
        mode="markers",
        marker={
            "symbol": "line-ns-open", "size": 11, "color": COLOUR["ink"],
            "line": {"width": 2.5, "color": COLOUR["ink"]},
        },
    )  # fmt: skip
    colours = [lamp_colour(strip.status) for _, strip in drawn]
    lamps = series(
        "status", "", [strip.value or 0.0 for _, strip in drawn], [y for y, _ in drawn],
        [(strip.name, lamp_word(strip.status, lang), strip.note) for _, strip in drawn],
        mode="markers",
        cliponaxis=False,
        showlegend=False,
        marker={
            "size": 12,
            "symbol": [LAMP_SYMBOL[colour] for colour in colours],
            "color": [LAMP_COLOUR[colour] for colour in colours],
            "line": {"width": 2, "color": [LAMP_COLOUR[colour] for colour in colours]},
        },
    )  # fmt: skip
    names = series(
        "name", "", [0.0 for _ in drawn], [y + 0.4 for y, _ in drawn],
        [(strip.name, "", strip.note) for _, strip in drawn],
        mode="text",
        text=[label(shortened(strip.name)) for _, strip in drawn],
        textposition="middle right",
        textfont={"size": 13, "color": COLOUR["ink"]},
        cliponaxis=False,
        showlegend=False,
        hoverinfo="skip",
    )  # fmt: skip
    del names["hovertemplate"]
    ends = series(
        "words", "", [longest * REACH for _ in drawn], [y + 0.4 for y, _ in drawn],
        [(strip.name, "", strip.note) for _, strip in drawn],
        mode="text",
        text=[label(f"{strip.said}  {lamp_word(strip.status, lang)}".strip()) for _, strip in drawn],
        textposition="middle left",
        textfont={"size": 12, "color": COLOUR["path"]},
        cliponaxis=False,
        showlegend=False,
        hoverinfo="skip",
    )  # fmt: skip
    del ends["hovertemplate"]
    return [values | {"type": "bar"}, ticks, lamps, names, ends]


def shortened(name: str) -> str:
    """Cut a name to the width of a phone; the hover and the table give it whole."""
    if ems(name) <= _NAME_EMS:
        return name
    kept = ""
    for sign in name:
        if ems(kept + sign) > _NAME_EMS - 1:
            break
        kept += sign
    return kept.rstrip() + "…"


def _strip_layout(count: int, longest: float, suffix: str = "") -> dict[str, Any]:
    """Return axes for `count` rows."""
    return {
        "xaxis": {
            "range": [0, longest * REACH or 1.0],
            "ticksuffix": suffix,
            "separatethousands": True,
            "tickformat": ",~r",
            "nticks": 5,
            "tickfont": TICKS,
            "showgrid": True,
            "zeroline": False,
            "fixedrange": True,
        },
        "yaxis": {
            "range": [0.5, count + 0.75],
            "visible": False,
            "fixedrange": True,
        },
    }
