"""All goals of a region by clause: how far each is, against its schedule."""

from collections.abc import Sequence

from dashboard.charts.figure import Figure, figure
from dashboard.charts.rows import Heading, StripRow
from dashboard.charts.strips import ROW_HEIGHT, Strip, strip_layout, strip_traces
from dashboard.languages import say
from dashboard.languages.numbers import percent
from dashboard.languages.quoting import in_quotes
from dashboard.wording.scales import scale_of

# Past this completion a bar is cut, so that one runaway goal does not flatten the others.
MOST_SHOWN = 1.5


def goals_strip(heading: Heading, lang: str, rows: Sequence[StripRow]) -> Figure:
    """Return completion (bar) and schedule (tick) of goals in the order given, in percent.

    Only shares are drawn, so goals of different units and bases may stand together. Roles: value,
    tick, status, name.
    """
    scale = scale_of([], "fraction", lang)
    strips = [
        Strip(
            name=row.name,
            status=row.status,
            value=None if row.completion is None else _shown(row.completion),
            tick=None if row.schedule is None else _shown(row.schedule),
            said="" if row.completion is None else percent(row.completion, lang, fixed=True),
            tick_said="" if row.schedule is None else percent(row.schedule, lang, fixed=True),
            note=_note(row, lang),
        )
        for row in rows
    ]
    longest = max([100.0, *(strip.value or 0.0 for strip in strips)])
    done, due = say("charts.series.completion", lang), say("charts.series.due-by-now", lang)
    traces = strip_traces(strips, lang, done, due, longest)
    layout = strip_layout(len(rows), longest, "%")
    return figure(heading, scale, lang, traces, layout, height=ROW_HEIGHT * max(len(rows), 1))


def _shown(share: float) -> float:
    return min(max(share, 0.0), MOST_SHOWN) * 100


def _note(row: StripRow, lang: str) -> str:
    quoted = in_quotes(row.wording, lang) if row.wording else ""
    return f"{quoted} {row.clause or ''}".strip()
