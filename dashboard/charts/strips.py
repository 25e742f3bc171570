"""Horizontal bars with the name above each bar, so that long names fit a phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts.figure import COLOUR, LAMP_COLOUR, LAMP_SYMBOL, TICKS, Trace, series
from dashboard.charts.texts import label
from dashboard.wording.lamps import lamp_colour, lamp_word
from dashboard.wording.scales import ems

ROW_HEIGHT = 46
REACH = 1.06
_NAME_EMS = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """One row: measured in axis units; `said` is the amount, `note` what the hover adds."""

    name: str
    status: str
    value: float | None
    tick: float | None
    said: str
    tick_said: str
    note: str = ""


def strip_traces(
    strips: Sequence[Strip], lang: str, value_name: str, tick_name: str, longest: float
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
        orientation="h", width=0.28, marker={"color": COLOUR["data"]},
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
    names["hovertemplate"] = None
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
    ends["hovertemplate"] = None
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


def strip_layout(count: int, longest: float, suffix: str = "") -> dict[str, Any]:
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
