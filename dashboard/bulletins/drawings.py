"""A bulletin's drawings, as SVG: how far each goal is beside its schedule, and the laggards' charts."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from dashboard.bulletins.content import MOST_NAMED, Bulletin, GoalLine, laggards
from dashboard.charts.goal import goal_figure
from dashboard.charts.print_drawing import print_drawing
from dashboard.judging import Standing
from dashboard.languages import say
from dashboard.progress.status import STATUSES
from dashboard.views.environment import render_drawing
from dashboard.views.look import LAMP_INK, tokens
from dashboard.wording.charts import drawing_note
from dashboard.wording.scales import ems

if TYPE_CHECKING:
    from dashboard.charts.figure import Figure

WIDTH, LEFT, TRACK = 720, 235, 310
# The goal's tick stands at 100 %; room is left for who is beyond it.
_GOAL = TRACK / 1.25
_ROW = 18
_NAME_EMS = 20.0
# So many rows stand on a sheet below what the first one begins with.
_MOST_BARS = 44
# On paper: across the page, and such that three charts stand on one.
_ACROSS_MM, _CHART_MM = 160, 120


@dataclass(frozen=True, slots=True)
class _Bar:
    name: str
    y: float
    filled: float
    schedule: float | None
    share: str
    sign: str
    word: str
    colour: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing as SVG, and how wide it stands on paper."""

    svg: str
    width_mm: int


def section_drawings(bulletin: Bulletin, standing: Standing) -> dict[str, tuple[Drawing, ...]]:
    """Return the drawings of each section that has any, by the section's name.

    `standing` is what the bulletin was composed from.
    """
    note = drawing_note(standing, bulletin.lang)
    charts = [
        Drawing(print_drawing(figure, note), _CHART_MM)
        for _, figure in laggard_figures(bulletin, standing)
    ]
    return {
        "overall": tuple(Drawing(svg, _ACROSS_MM) for svg in completion_drawings(bulletin)),
        "laggards": tuple(charts),
    }


def laggard_figures(bulletin: Bulletin, standing: Standing) -> "list[tuple[str, Figure]]":
    """Return the charts of the laggards that a bulletin names, as on the page, each with its goal."""
    rows = laggards(standing, bulletin.region)[:MOST_NAMED]
    drawn = ((row["id"], goal_figure(standing, row["id"], bulletin.lang)) for row in rows)
    return [(goal, figure) for goal, figure in drawn if figure is not None]


def completion_drawings(bulletin: Bulletin) -> list[str]:
    """Return each goal's completion beside its schedule, as SVGs of a page at most.

    Empty where no goal has one.
    """
    shown = [one for one in bulletin.goals if one.completion is not None]
    parts = parted(len(shown))
    return [
        _completions(shown[begin:end], bulletin.lang, part, len(parts))
        for part, (begin, end) in enumerate(parts, start=1)
    ]


def parted(bars: int) -> list[tuple[int, int]]:
    """Return so many bars as pages of them, each from and up to a place."""
    parts = -(-bars // _MOST_BARS)
    # Of much the same length, so that the last is no remnant.
    ends = [bars * part // parts for part in range(parts + 1)] if parts else []
    return list(pairwise(ends))


def _completions(lines: Sequence[GoalLine], lang: str, part: int, parts: int) -> str:
    bars = [_bar(one, place) for place, one in enumerate(lines)]
    title = say("bulletin.chart", lang)
    if parts > 1:
        title = say("bulletin.chart-part", lang, title=title, part=part, parts=parts)
    return render_drawing(
        "completion",
        title=title,
        bars=bars,
        width=WIDTH,
        height=32 + _ROW * len(bars),
        left=LEFT,
        track=TRACK,
        goal=_GOAL,
        ink=tokens("light"),
    )


def _bar(line: GoalLine, place: int) -> _Bar:
    status = STATUSES[line.status]
    return _Bar(
        name=_shortened(line.name),
        y=30 + place * _ROW,
        filled=_along(float(line.completion or 0)),
        schedule=None if line.schedule is None else _along(float(line.schedule)),
        share=line.completion_text,
        sign=status.sign,
        word=line.status_word,
        colour=tokens("light")[LAMP_INK[status.lamp]],
    )


def _along(share: float) -> float:
    return round(min(max(share, 0.0), TRACK / _GOAL) * _GOAL, 1)


def _shortened(name: str) -> str:
    """A name that is too long without its middle: goals of one cluster differ at their ends."""
    if ems(name) <= _NAME_EMS:
        return name
    head, tail = name[: len(name) // 2], name[len(name) // 2 :]
    while ems(f"{head}…{tail}") > _NAME_EMS:
        if ems(head) > ems(tail) / 2:
            head = head[:-1]
        else:
            tail = tail[1:]
    # Words stay whole.
    if " " in head and " " in tail:
        head, tail = head.rpartition(" ")[0], tail.partition(" ")[2]
    return f"{head.rstrip()}…{tail.lstrip()}"
