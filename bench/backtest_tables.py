"""What the back-test measured, as the tables of docs/forecasts.md."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import fmean, median

from bench.backtest import AHEAD, ENOUGH, Case, coverage, ratio, read_as, shown
from bench.seasons import MONTHS, SEASONS
from bench.shapes import SHAPES
from dashboard.progress.forecasting.naive import CLEARLY

_READ = {
    "flow": "flows, January to month *N*",
    "level": "levels at the end of month *N*",
    "rate": "rates of growth so far",
}


def tables(yearly: Sequence[Case], running: Sequence[Case]) -> str:
    """All that was measured, as Markdown."""
    parts = [_by_shape(yearly), _by_points(yearly), *_by_season(running), _by_chance(yearly)]
    return "\n\n".join(parts)


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(row) + " |" for row in lines)


def _percent(value: float, places: int = 0) -> str:
    return f"{100 * value:.{places}f}"


def _verdict(value: float) -> str:
    if value < CLEARLY:
        return "better"
    return "no better" if value <= 2 - CLEARLY else "**worse**"


def _marked(value: float) -> str:
    """A ratio, bold where the forecast was clearly worse."""
    return f"**{value:.2f}**" if _verdict(value) == "**worse**" else f"{value:.2f}"


def _listed(of: Callable[[list[Case]], str], each: list[list[Case]]) -> str:
    return " / ".join(of(found) for found in each)


def _share_shown(cases: list[Case]) -> str:
    return _percent(len(shown(cases)) / len(cases))


def _held(cases: list[Case]) -> str:
    """How often the ranges shown held; in brackets where there are too few to be a measurement."""
    seen = shown(cases)
    if not seen:
        return "–"
    told = _percent(coverage(seen))
    return told if len(seen) >= ENOUGH else f"({told})"


def _withheld(cases: list[Case]) -> str:
    hidden = [case for case in cases if not case.shown]
    return _percent(coverage(hidden)) if len(hidden) >= ENOUGH else "–"


def _by_shape(cases: Sequence[Case]) -> str:
    rows = []
    for shape in SHAPES:
        mine = [case for case in cases if case.shape.id == shape.id]
        each = [[case for case in mine if case.ahead == ahead] for ahead in AHEAD]
        each = [found for found in each if found]
        rows.append(
            [
                f"`{shape.id}`: {shape.about}",
                max({case.method for case in mine}, key=[c.method for c in mine].count),
                str(len(mine)),
                _listed(_share_shown, each),
                _listed(_held, each),
                _listed(_withheld, each),
                _listed(lambda found: _percent(median(c.error for c in found), 1), each),
                _listed(lambda found: _percent(median(c.naive_error for c in found), 1), each),
                _listed(lambda found: f"{ratio(found):.2f}", each),
                _verdict(ratio(mine)),
            ]
        )
    head = ["shape", "method", "cases", "range shown, %", "it held, %", "not shown: would have, %",
            "median error", "naive", "ratio", "than naive"]  # fmt: skip
    return "### By shape, one / two / three years ahead\n\n" + _table(head, rows)


def _by_points(cases: Sequence[Case]) -> str:
    rows = []
    for low, high in ((3, 3), (4, 5), (6, 8), (9, 12)):
        mine = [case for case in cases if low <= case.points <= high]
        name = str(low) if low == high else f"{low}–{high}"
        held = _percent(coverage(shown(mine)))
        rows.append([name, str(len(mine)), held, f"{ratio(mine):.2f}"])
    head = ["full years known", "cases", "ranges shown held, %", "error over naive"]
    return "### By the number of years known, all shapes\n\n" + _table(head, rows)


def _by_season(cases: Sequence[Case]) -> list[str]:
    """The running year, a table for each way of reading, a row for each season."""
    told = []
    for read, name in _READ.items():
        rows = []
        for season in (season for season in SEASONS if season.read == read):
            mine = [case for case in cases if case.season is season]
            each = [[case for case in mine if case.month == month] for month in (0, *MONTHS)]
            rows.append(
                [
                    f"`{season.id}`: {season.about}",
                    str(len(mine)),
                    _listed(_share_shown, each),
                    _listed(_held, each),
                    _listed(lambda found: _percent(median(c.error for c in found), 1), each),
                    _listed(lambda found: _marked(ratio(found)), each),
                ]
            )
        months = ", ".join(f"1–{month}月" for month in MONTHS)
        shapes = len({shape.id for shape in SHAPES if read_as(shape) == read})
        head = ["season", "cases", "range shown, %", "it held, %", "median error",
                "ratio to a naive that sees them too"]  # fmt: skip
        about = f"### The running year: {name}, {shapes} shapes; without months, {months}"
        told.append(f"{about}\n\n{_table(head, rows)}")
    return told


def _by_chance(cases: Sequence[Case]) -> str:
    rows = []
    for low, high in ((0, 10), (10, 30), (30, 50), (50, 70), (70, 90), (90, 100)):
        mine = [
            case
            for case in cases
            if case.chance is not None
            and (low <= 100 * case.chance < high or (case.chance == 1 and high == 100))
        ]
        said = fmean(case.chance for case in mine if case.chance is not None)
        met = fmean(case.met for case in mine)
        rows.append([f"{low}–{high} %", str(len(mine)), _percent(said), _percent(met)])
    head = ["chance said", "cases", "said on average, %", "met, %"]
    return "### Were the chances right, all shapes\n\n" + _table(head, rows)
