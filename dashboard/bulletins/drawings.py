"""The bulletin's own drawing, as SVG: how far each goal is, beside its schedule."""

from dataclasses import dataclass

from dashboard.bulletins.content import Bulletin, GoalLine
from dashboard.languages import say
from dashboard.progress.status import STATUSES
from dashboard.views.environment import render_drawing
from dashboard.views.look import tokens
from dashboard.wording.scales import ems

WIDTH, LEFT, TRACK = 720, 235, 310
# The goal's tick stands at 100 %; room is left for who is beyond it.
_GOAL = TRACK / 1.25
_ROW = 22
_NAME_EMS = 20.0
_LAMP_INK = {
    "green": "green-text",
    "yellow": "amber-text",
    "red": "red-text",
    "grey": "grey-text",
    "none": "grey-text",
}


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


def completion_drawing(bulletin: Bulletin) -> str | None:
    """Return each goal's completion beside its schedule as SVG; None where no goal has one."""
    shown = [one for one in bulletin.goals if one.completion is not None]
    if not shown:
        return None
    title = say("bulletin.chart", bulletin.lang)
    bars = [_bar(one, place) for place, one in enumerate(shown)]
    return render_drawing(
        "completion",
        title=title,
        bars=bars,
        width=WIDTH,
        height=34 + _ROW * len(bars),
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
        colour=tokens("light")[_LAMP_INK[status.lamp]],
    )


def _along(share: float) -> float:
    return round(min(max(share, 0.0), TRACK / _GOAL) * _GOAL, 1)


def _shortened(name: str) -> str:
    while ems(name) > _NAME_EMS:
        name = name.rstrip("…")[:-1] + "…"
    return name
