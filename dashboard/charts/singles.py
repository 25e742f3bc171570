"""What no line of years carries: single quarters and halves, days, goals without a year."""

from collections.abc import Iterable, Sequence

from dashboard.actuals.periods import LEVEL_KINDS, period
from dashboard.charts.amounts import Scale
from dashboard.charts.figure import COLOUR, Trace, series
from dashboard.charts.rows import Amount, GoalMark, PeriodPoint, YearPoint
from dashboard.languages import say
from dashboard.languages.numbers import exact, period_text


def plotted(
    figures: Iterable[tuple[str, Amount, str | None]], kind: str
) -> tuple[list[YearPoint], list[PeriodPoint]]:
    """Sort figures (period code, value, note) into the line of years and what stands beside it.

    A level's year (`kind` stock, share, index, or `running` for a total running since the plan's
    start) is its last value within the year. The cumulative months of a flow are in neither: they
    have a chart of their own; those of a growth stand beside its years.
    """
    level = kind in LEVEL_KINDS or kind == "running"
    years: dict[int, YearPoint] = {}
    beside: list[PeriodPoint] = []
    for code, value, note in sorted(figures, key=lambda figure: period(figure[0]).order):
        at = period(code)
        whole = at.kind == "year" or (level and at.kind in ("cumulative", "point"))
        if whole:
            last = years.get(at.year)
            if last is not None:
                beside.append(PeriodPoint(last.period or str(last.year), last.value, last.note))
            named = None if at.kind == "year" else code
            years[at.year] = YearPoint(at.year, value, note, named)
        elif at.kind != "cumulative" or kind == "growth":
            beside.append(PeriodPoint(code, value, note))
    beside.sort(key=lambda point: period(point.period).order)
    return [years[year] for year in sorted(years)], beside


def year_text(point: YearPoint, kind: str, lang: str) -> str:
    """Return the period of a point on the line of years."""
    return period_text(point.period or str(point.year), kind, lang)


def singles(
    points: Sequence[PeriodPoint], kind: str, scale: Scale, lang: str, *, flat: bool = False
) -> list[Trace]:
    """Return hollow marks at the end of each period, unconnected; role: single.

    A year's own value stands at its number, so June 2025 stands halfway between 2024 and 2025;
    `flat` puts it at its year, for bars.
    """
    known = [point for point in points if exact(point.value) is not None]
    if not known:
        return []
    ends = [period(point.period) for point in known]
    return [
        series(
            "single",
            say("charts.series.single", lang),
            [at.year if flat else at.year - 1 + at.month / 12 for at in ends],
            [scale.number(point.value) for point in known],
            [
                (period_text(point.period, kind, lang), scale.full(point.value), point.note or "")
                for point in known
            ],
            mode="markers",
            cliponaxis=False,
            marker={"color": COLOUR["data"], "size": 8, "symbol": "circle-open"},
        )
    ]


def goal_when(mark: GoalMark, lang: str) -> str:
    """Return the year of a goal, or the words for having none."""
    if mark.year is not None:
        return str(mark.year)
    return mark.when or say("charts.series.no-year", lang)
