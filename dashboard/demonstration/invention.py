"""Inventing figures: for every series of the register a past that could have been.

The same register and day give the same figures, digit for digit. Some series run ahead, some
behind, some far behind, some are complete, some are never reported, so that every verdict occurs.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

Row = Mapping[str, Any]
Series = tuple[str, str, str]


class Promises(Protocol):
    """What is needed of the compiled register."""

    def rows(self, name: str) -> Sequence[Row]: ...


@dataclass(frozen=True, slots=True)
class MadeUp:
    """One invented figure: `value` in the base unit, `typed` as a clerk might have written it."""

    region: str
    subject: str
    indicator: str
    period: str
    value: Decimal
    typed: str


# How far a series gets of what its path expects: ahead, just on, behind, far behind, …
_PACES = (1.07, 0.975, 1.01, 0.86, 1.03, 0.93, 0.66, 1.0)
# Every so-manieth series of a region has not been reported at all.
_SILENT_EVERY = 11
# What part of a year is done by the end of month N: slow around the Spring Festival, a December rush.
_SEASON = {
    2: 0.135, 3: 0.226, 4: 0.302, 5: 0.383, 6: 0.478, 7: 0.556, 8: 0.637, 9: 0.731, 10: 0.811,
    11: 0.896, 12: 1.0,
}  # fmt: skip
# A first value, as a part of the first goal.
_START = {"flow": 0.6, "stock": 0.5}
_AFTER_LAST_GOAL = 1.05  # growth a year once no goal is left
_MOST_YEARS = 12
_WHOLE = {"yuan": Decimal(1_000_000), "count": Decimal(1), "fraction": Decimal("0.001")}


def invent(catalogue: Promises, today: date) -> list[MadeUp]:
    """Return invented figures up to `today` for all goals in force, ordered by series and period."""
    indicators = {row["id"]: row for row in catalogue.rows("indicators")}
    plans = {row["id"]: row for row in catalogue.rows("plans")}
    series = _series(catalogue.rows("goals"))
    figures: list[MadeUp] = []
    for place, (key, goals) in enumerate(series.items()):
        indicator = indicators[key[2]]
        if place % _SILENT_EVERY == _SILENT_EVERY - 1 and indicator["kind"] != "growth":
            continue
        pace = _PACES[place % len(_PACES)]
        first = min(int(plans[goal["plan"]]["base_year"] or today.year - 3) for goal in goals)
        first = max(first, today.year - _MOST_YEARS)
        figures += _figures(key, goals, indicator, indicators, pace, first, today)
    return figures


def _series(goals: Iterable[Row]) -> dict[Series, list[Row]]:
    """Group the goals in force by the series that answers them; nothing is entered for tier counts."""
    found: dict[Series, list[Row]] = {}
    for goal in goals:
        if not goal["in_force"] or goal["subject_kind"] == "tier" or goal["value"] is None:
            continue
        each = goal["subject_kind"] == "each-cluster"
        for subject in goal["members"] if each else [goal["subject"]]:
            found.setdefault((goal["region"], subject, goal["indicator"]), []).append(goal)
    return found


def _figures(
    key: Series,
    goals: Sequence[Row],
    indicator: Row,
    indicators: Mapping[str, Row],
    pace: float,
    first: int,
    today: date,
) -> Iterator[MadeUp]:
    yearly = _yearly(key, goals, indicator, pace, first, today)
    for period, value in _periods(key, indicator, yearly, first, today):
        if indicator["kind"] == "share" and indicator["covered"] and indicator["of"]:
            yield from _share(key, indicator, indicators, period, value)
        else:
            yield _figure(key, indicator["unit"], period, value)


def _yearly(
    key: Series, goals: Sequence[Row], indicator: Row, pace: float, first: int, today: date
) -> dict[int, float]:
    """Return a value for every year from `first` to this one, as if each year were complete."""
    years = range(first, today.year + 1)
    wobble = {year: _noise(*key, str(year)) for year in years}
    kind = indicator["kind"]
    if kind == "growth":
        floor = min(float(goal["value"]) for goal in goals)
        return {
            year: floor + 0.011 * (1 if pace >= 1 else -1) + 0.012 * wobble[year] for year in years
        }
    if kind in {"share", "index"}:
        goal = max(float(goal["value"]) for goal in goals)
        span = max(1, len(years) - 1)
        done = [0.45 + 0.55 * (i / span) for i in range(len(years))]
        reached = 1.0 if pace >= 1.02 else 0.9 * pace
        return {year: goal * reached * part for year, part in zip(years, done, strict=True)}
    if all(goal["every"] == "year" for goal in goals):
        goal = max(float(goal["value"]) for goal in goals)
        return {year: goal * pace * (1 + 0.04 * wobble[year]) for year in years}
    knots = _knots(goals, indicator, first, today)
    span = max(1, today.year - first)
    return {
        year: _along(knots, year)
        * (1 + (pace - 1) * (year - first) / span)
        * (1 + 0.012 * wobble[year] * (year > first))
        for year in years
    }


def _knots(
    goals: Sequence[Row], indicator: Row, first: int, today: date
) -> list[tuple[int, float]]:
    """Return (year, value) points of the path that the goals of one series expect."""
    due = sorted(
        {
            int(goal["due"] or max(today.year + 2, first + 4)): float(goal["value"])
            for goal in goals
            if goal["stretch_of"] is None
        }.items()
    )
    due = [(max(year, first + 1), value) for year, value in due]
    start = _START.get(indicator["kind"], 0.6)
    if indicator["accumulates"] == "start":
        start = 0.08
    base = next((float(g["base_value"]) for g in goals if g["base_value"]), due[0][1] * start)
    return [(first, base), *due]


def _along(knots: Sequence[tuple[int, float]], year: int) -> float:
    for (y0, v0), (y1, v1) in zip(knots, knots[1:], strict=False):
        if year <= y1:
            part = (year - y0) / max(1, y1 - y0)
            return v0 * (v1 / v0) ** part if v0 > 0 < v1 else v0 + (v1 - v0) * part
    last_year, last = knots[-1]
    return float(last * _AFTER_LAST_GOAL ** (year - last_year))


def _periods(
    key: Series, indicator: Row, yearly: Mapping[int, float], first: int, today: date
) -> Iterator[tuple[str, float]]:
    """Yield whole years, and the months of last year and of this one as far as it has gone."""
    for year in range(first, today.year):
        if year == today.year - 1:
            yield from _months(key, indicator, yearly, year, 11)
        yield f"{year}", yearly[year]
    yield from _months(key, indicator, yearly, today.year, min(11, today.month - 1))


def _months(
    key: Series, indicator: Row, yearly: Mapping[int, float], year: int, last: int
) -> Iterator[tuple[str, float]]:
    before = yearly.get(year - 1, yearly[year])
    for month in range(2, last + 1):
        code = f"{year}-M{month:02d}"
        noise = _noise(*key, code)
        if indicator["kind"] == "growth":
            yield code, yearly[year] + 0.006 * noise
        elif indicator["kind"] == "flow" and indicator["accumulates"] != "start":
            # The noise stays smaller than any month's share, so cumulative figures never fall.
            yield code, yearly[year] * _SEASON[month] * (1 + 0.004 * noise)
        else:
            yield code, before + (yearly[year] - before) * _SEASON[month]


def _share(
    key: Series, indicator: Row, indicators: Mapping[str, Row], period: str, value: float
) -> Iterator[MadeUp]:
    """Yield what is covered and what should be, and the share the two make."""
    region, subject, _ = key
    money = indicators[indicator["of"]]["unit"] == "yuan"
    should = Decimal(2_000_000_000) if money else Decimal((40, 200, 500, 1000)[_digest(*key) % 4])
    covered = _rounded(Decimal(repr(value)) * should, "yuan" if money else "count")
    for name, figure in ((indicator["covered"], covered), (indicator["of"], should)):
        yield _figure((region, subject, name), indicators[name]["unit"], period, figure)
    yield MadeUp(region, subject, key[2], period, covered / should, f"{covered / should * 100:f}%")


def _figure(key: Series, unit: str, period: str, value: float | Decimal) -> MadeUp:
    exact = _rounded(value if isinstance(value, Decimal) else Decimal(repr(value)), unit)
    return MadeUp(*key, period, exact, _typed(exact, unit))


def _rounded(value: Decimal, unit: str) -> Decimal:
    step = _WHOLE[unit]
    return (value / step).quantize(Decimal(1)) * step


def _typed(value: Decimal, unit: str) -> str:
    if unit == "yuan":
        return f"{(value / 100_000_000).normalize():f}亿元"
    return f"{(value * 100).normalize():f}%" if unit == "fraction" else f"{value:f}"


def _digest(*parts: str) -> int:
    return int.from_bytes(hashlib.sha256("/".join(parts).encode()).digest()[:6], "big")


def _noise(*parts: str) -> float:
    """Return a number from -1 to 1 that depends on `parts` only."""
    return _digest(*parts) / 2**47 - 1
