"""One panel per basis: 营业收入, 主营业务收入, 规模 and 产值 never share an axis."""

from collections.abc import Sequence

from dashboard.charts.figure import Figure, figure
from dashboard.charts.rows import BasisBar, Heading
from dashboard.charts.strips import ROW_HEIGHT, Strip, strip_layout, strip_traces
from dashboard.languages import say
from dashboard.languages.numbers import period_text
from dashboard.wording.scales import Amount, scale_of


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
        Strip(
            name=bar.name,
            status=bar.status,
            value=scale.number(bar.value),
            tick=scale.number(bar.goal),
            said="" if bar.value is None else scale.text(bar.value),
            tick_said="" if bar.goal is None else scale.full(bar.goal),
            note=period_text(bar.period, heading.kind, lang) if bar.period else "",
        )
        for bar in bars
    ]
    longest = max([s.value or 0.0 for s in strips] + [s.tick or 0.0 for s in strips], default=0.0)
    actual, goal = say("charts.series.actual", lang), say("charts.series.goal", lang)
    traces = strip_traces(strips, lang, actual, goal, longest)
    layout = strip_layout(len(bars), longest, "%" if scale.unit == "fraction" else "")
    return figure(heading, scale, lang, traces, layout, height=ROW_HEIGHT * max(len(bars), 1))
