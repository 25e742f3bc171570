"""Progress bars and sparklines: small drawings that need no Plotly."""

from collections.abc import Sequence
from urllib.parse import quote

from dashboard.charts.board import TICK_AT
from dashboard.charts.lamps import lamp, lamp_word
from dashboard.charts.markup import attributes, root, text
from dashboard.charts.rows import Amount
from dashboard.languages import say
from dashboard.languages.numbers import exact, percent


def progress_bar(
    completion: float | None,
    lang: str,
    schedule: float | None = None,
    status: str | None = None,
    label: str | None = None,
) -> str:
    """Return a bar of a goal's completion (fraction) with a tick where the schedule stands.

    All bars have one scale, so that they can stand below each other: the goal itself, a thin
    line, is at `TICK_AT` percent of the track. Without a schedule the tick stands there.
    """
    share = percent(completion, lang, fixed=True)
    said = [share]
    parts = ""
    if completion is not None:
        parts += f'<i class="ct-fill" style="--ct-value:{_along(completion):.2f}"></i>'
    at = _along(1.0 if schedule is None else schedule)
    if schedule is not None:
        parts += f'<i class="ct-whole" style="--ct-at:{TICK_AT:.2f}"></i>'
        said.append(
            say("charts.progress.schedule", lang, share=percent(schedule, lang, fixed=True))
        )
    if status:
        said.append(lamp_word(status, lang))
    named = attributes(role="img", aria_label=say("charts.list-comma", lang).join(said))
    tick = f'<i class="ct-goal" style="--ct-at:{at:.2f}"></i>'
    bar = f'<span class="ct-bar"{named}>{parts}{tick}</span>'
    head = f'<span class="ct-label">{text(label)}</span>' if label else ""
    end = (
        lamp(status, lang, label=share) if status else f'<span class="ct-num">{text(share)}</span>'
    )
    return root(f'<div class="ct-progress">{head}{bar}{end}</div>')


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


def growth_line(label: str, status: str, gap: str | None, lang: str) -> str:
    """Return a growth goal's line without a bar: its lamp and its gap in percentage points."""
    said = f" {text(gap)}" if gap else ""
    return root(f"<p>{text(label)} {lamp(status, lang)}{said}</p>")
