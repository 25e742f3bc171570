"""Where figures stand in time, and what no line of years carries: single quarters, goals without a year."""

from collections.abc import Iterable, Sequence

from dashboard.actuals.periods import LEVEL_KINDS, period
from dashboard.charts.figure import COLOUR, Trace, series
from dashboard.charts.rows import PeriodPoint, YearPoint
from dashboard.progress.numbers import exact
from dashboard.wording.charts import period_name, series_name
from dashboard.wording.scales import Amount, Scale
from dashboard.wording.states import noted


def plotted(
    figures: Iterable[tuple[str, Amount, str | None]], kind: str
) -> tuple[list[YearPoint], list[PeriodPoint]]:
    """Sort figures (period code, value, note) into the line of years and what stands beside it.

    A level (`kind` stock, share, index, or `running` for a total running since the plan's start) is
    on the line whenever it was read. The cumulative months of a flow are in neither: they have a
    chart of their own; those of a growth stand beside its years, as do single quarters and halves.
    """
    level = kind in LEVEL_KINDS or kind == "running"
    line: list[YearPoint] = []
    beside: list[PeriodPoint] = []
    for code, value, note in sorted(figures, key=lambda figure: period(figure[0]).order):
        at = period(code)
        if at.kind == "year":
            line.append(YearPoint(at.year, value, note))
        elif level and at.kind in ("cumulative", "point"):
            line.append(YearPoint(at.year, value, note, code))
        elif at.kind != "cumulative" or kind == "growth":
            beside.append(PeriodPoint(code, value, note))
    return line, beside


def place(code: str) -> float:
    """Return where a period's end stands on an axis of years, where a year's end is its number.

    The end of September 2026 stands at 2025.75, three quarters of the way from the end of 2025.
    """
    at = period(code)
    if at.kind == "point":
        return at.year - 1 + at.end.timetuple().tm_yday / (366 if at.year % 4 == 0 else 365)
    return at.year - 1 + at.month / 12


def point_place(point: YearPoint) -> float:
    """Return where a point on the line stands on an axis of years."""
    return place(point.period) if point.period else float(point.year)


def last_of_years(points: Iterable[YearPoint]) -> list[YearPoint]:
    """Return the last point within each year, for bars, of which a year has one."""
    return list({point.year: point for point in points}.values())


def singles(
    points: Sequence[PeriodPoint], kind: str, scale: Scale, lang: str, *, flat: bool = False
) -> list[Trace]:
    """Return hollow marks at the end of each period, unconnected; role: single.

    `flat` puts them at their year, for bars.
    """
    known = [point for point in points if exact(point.value) is not None]
    if not known:
        return []
    # Growth of the year so far is reported month by month; all else here is a quarter or a half.
    name = "so-far" if kind == "growth" else "single"
    return [
        series(
            "single",
            series_name(name, lang),
            [period(p.period).year if flat else place(p.period) for p in known],
            [scale.number(point.value) for point in known],
            [
                (
                    period_name(point.period, kind, lang),
                    scale.full(point.value),
                    noted(point.vintage, point.note, lang),
                )
                for point in known
            ],
            mode="markers",
            cliponaxis=False,
            marker={"color": COLOUR["last-year"], "size": 6, "symbol": "circle-open"},
        )
    ]
