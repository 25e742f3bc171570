"""Progress bars: goals as rows on one scale."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.languages import say
from dashboard.languages.numbers import percent
from dashboard.views.board import TICK_AT
from dashboard.views.environment import Markup, render
from dashboard.views.rows import Progress


@dataclass(frozen=True, slots=True)
class GoalBar:
    """A goal as it is drawn: places in percent of the track."""

    name: str
    target: str
    status: str
    why: str | None
    said: str | None
    beneath: str
    hover: str
    filled: float | None
    due: float | None


def laid_out_bars(rows: Sequence[Progress], lang: str) -> list[GoalBar]:
    """Return goals as they are drawn.

    All bars have one scale, so that they can stand below each other: the goal itself is the tick at
    `TICK_AT` percent of the track; where its schedule stands before it is a thinner one.
    """
    return [_row(row, lang) for row in rows]


def progress_rows(bars: Sequence[GoalBar], lang: str) -> Markup:
    """Return goals as rows: name and target, a bar, what it came to, and the lamp."""
    return render("progress", rows=bars, lang=lang, goal_at=TICK_AT)


def _row(row: Progress, lang: str) -> GoalBar:
    due = None
    if row.schedule is not None:
        share = percent(row.schedule, lang, fixed=True)
        due = say("charts.progress.schedule", lang, share=share)
    return GoalBar(
        name=row.name,
        target=row.target,
        status=row.status,
        why=row.why,
        said=row.said,
        beneath=say("charts.dot", lang).join(part for part in (row.gap, row.period) if part),
        hover=say("charts.dot", lang).join(part for part in (due, row.note) if part),
        filled=None if row.share is None else _along(row.share),
        due=None if row.schedule is None else _along(row.schedule),
    )


def _along(share: float) -> float:
    return min(max(share, 0.0) * TICK_AT, 100.0)
