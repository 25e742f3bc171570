"""Progress bars and sparklines: small drawings that need no Plotly."""

from collections.abc import Sequence
from urllib.parse import quote

from dashboard.charts.board import TICK_AT
from dashboard.charts.lamps import lamp
from dashboard.charts.markup import attributes, root, text
from dashboard.charts.rows import Amount, Progress
from dashboard.languages import say
from dashboard.languages.numbers import exact, percent


def progress_rows(rows: Sequence[Progress], lang: str) -> str:
    """Return goals as rows: name and target, a bar, what it came to, and the lamp.

    All bars have one scale, so that they can stand below each other: the goal itself is the tick at
    `TICK_AT` percent of the track; where its schedule stands before it is a thinner one.
    """
    items = "".join(_row(row, lang) for row in rows)
    return root(f'<ul class="ct-progress">{items}</ul>')


def _row(row: Progress, lang: str) -> str:
    parts = ""
    if row.share is not None:
        parts += f'<i class="ct-fill" style="--ct-value:{_along(row.share):.2f}"></i>'
    if row.schedule is not None:
        parts += f'<i class="ct-due" style="--ct-at:{_along(row.schedule):.2f}"></i>'
    parts += f'<i class="ct-goal" style="--ct-at:{TICK_AT:.2f}"></i>'
    due = None
    if row.schedule is not None:
        share = percent(row.schedule, lang, fixed=True)
        due = say("charts.progress.schedule", lang, share=share)
    hover = say("charts.dot", lang).join(part for part in (due, row.note) if part)
    shown = text(row.said or "–") + (f"<small>{text(row.gap)}</small>" if row.gap else "")
    return (
        f'<li class="ct-goal-row"{attributes(title=hover or None)}>'
        f'<span class="ct-name">{text(row.name)} <small>{text(row.target)}</small></span>'
        f'<span class="ct-bar" aria-hidden="true">{parts}</span>'
        f'<span class="ct-figure">{shown}</span>{lamp(row.status, lang, why=row.why)}</li>'
    )


def _along(share: float) -> float:
    return min(max(share, 0.0) * TICK_AT, 100.0)


def sparkline(values: Sequence[Amount], lang: str, label: str) -> str:
    """Return a small line of `values` in order (gaps where None), named `label`.

    The line is a mask over the data colour, so that it follows the theme.
    """
    numbers = [exact(value) for value in values]
    known = [number for number in numbers if number is not None]
    if not known:
        return f'<span class="ct-sub">{text(say("charts.board.not-reported", lang))}</span>'
    low, high = min(known), max(known)
    step = 96 / max(len(numbers) - 1, 1)
    # 20 of the 24 units of height, so that the stroke is not cut at the edges.
    places = [
        None
        if number is None
        else (2 + n * step, 22 - float((number - low) / (high - low)) * 20 if high > low else 12.0)
        for n, number in enumerate(numbers)
    ]
    path, pen_down = "", False
    for place in places:
        path += f"{'L' if pen_down else 'M'}{place[0]:.1f} {place[1]:.1f}" if place else ""
        pen_down = place is not None
    last = [place for place in places if place][-1]
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 24" preserveAspectRatio="none">'
        f'<path d="{path}" fill="none" stroke="black" stroke-width="2" stroke-linejoin="round"/>'
        f'<circle cx="{last[0]:.1f}" cy="{last[1]:.1f}" r="2.4"/></svg>'
    )
    shape = f"--ct-shape:url('data:image/svg+xml,{quote(svg)}')"
    return f'<span class="ct-spark"{attributes(style=shape, role="img", aria_label=label, title=label)}></span>'
