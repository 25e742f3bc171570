"""Inventing figures: for every series of the register a past that could have been.

The same register and day give the same figures, digit for digit. Some series run ahead, some
behind, some far behind, some are complete, some are never reported, so that every verdict occurs.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise
from typing import Any, Protocol

from dashboard.register.series import series_of

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
_SMALL = 12
_WHOLE = {"yuan": Decimal(1_000_000), "count": Decimal(1), "fraction": Decimal("0.001")}
# Of a unit that the register declares.
_SMALLEST = Decimal("0.01")


def invent(catalogue: Promises, today: date) -> list[MadeUp]:
    """Return invented figures up to `today` for all goals in force, ordered by series and period."""
    indicators = {row["id"]: row for row in catalogue.rows("indicators")}
    plans = {row["id"]: row for row in catalogue.rows("plans")}
    series = _series(catalogue.rows("goals"), indicators)
    figures: dict[tuple[str, ...], MadeUp] = {}
    for place, (key, goals) in enumerate(series.items()):
        indicator = indicators[key[2]]
        if place % _SILENT_EVERY == _SILENT_EVERY - 1 and indicator["kind"] != "growth":
            continue
        pace = _PACES[place % len(_PACES)]
        first = min(int(plans[goal["plan"]]["base_year"] or today.year - 3) for goal in goals)
        first = max(first, today.year - _MOST_YEARS)
        for made in _Past(key, goals, indicator, pace, first, today).figures(indicators):
            # What a share counts may have a goal of its own: the first to be invented stays.
            figures.setdefault((made.region, made.subject, made.indicator, made.period), made)
    return list(figures.values())


def _series(goals: Iterable[Row], indicators: Mapping[str, Row]) -> dict[Series, list[Row]]:
    """Group the goals in force by the series that answers them; nothing is entered for tier counts."""
    found: dict[Series, list[Row]] = {}
    for goal in goals:
        if not goal["in_force"] or goal["subject_kind"] == "tier" or _level(goal) is None:
            continue
        asked = series_of(goal, indicators)
        each = asked.members if goal["subject_kind"] == "each-cluster" else (asked,)
        for one in each:
            if one.own is not None:
                found.setdefault(one.own, []).append(goal)
    return found


def _level(goal: Row) -> float | None:
    """Return the level a goal asks for; None where it depends on a base that is not printed."""
    if goal["value"] is None or goal["indicator"] is None:
        return None
    value = float(goal["value"])
    if goal["measure"] in (None, "value"):
        return value
    if not goal["base_value"]:
        return None
    base = float(goal["base_value"])
    if goal["measure"] == "times base":
        return base * value
    if goal["measure"] == "change from base":
        return base * (1 + value)
    years = int(goal["due"] or 0) - int(goal["base_year"] or 0)
    return float(base * (1 + value) ** years) if 0 < years < 50 else None


@dataclass(frozen=True, slots=True)
class _Past:
    """The invented past of one series, from the year `first` to the month before `today`."""

    key: Series
    goals: Sequence[Row]
    indicator: Row
    pace: float
    first: int
    today: date

    @property
    def kind(self) -> str:
        return str(self.indicator["kind"])

    @property
    def running_on(self) -> bool:
        """Whether the figures add up over the years instead of starting anew each January."""
        return bool(self.indicator["accumulates"] == "start")

    def figures(self, indicators: Mapping[str, Row]) -> Iterator[MadeUp]:
        """Yield whole years, and the months of last year and of this one as far as it has gone."""
        yearly = self.yearly()
        last, this = self.today.year - 1, self.today.year
        for year in range(self.first, this):
            if year == last:
                yield from self._months(yearly, year, 11, indicators)
            yield from self._at(f"{year}", yearly[year], indicators)
        yield from self._months(yearly, this, min(11, self.today.month - 1), indicators)

    def yearly(self) -> dict[int, float]:
        """Return a value for every year, this one too, as if each were complete."""
        years = range(self.first, self.today.year + 1)
        span = max(1, len(years) - 1)
        wobble = {year: _noise(*self.key, str(year)) for year in years}
        values = [level for goal in self.goals if (level := _level(goal)) is not None]
        if self.kind == "growth":
            lead = 0.011 if self.pace >= 1 else -0.011
            return {year: min(values) + lead + 0.012 * wobble[year] for year in years}
        if self.kind in {"share", "index"}:
            reached = 1.0 if self.pace >= 1.02 else 0.9 * self.pace
            return {
                year: max(values) * reached * (0.45 + 0.55 * (year - self.first) / span)
                for year in years
            }
        if all(goal["every"] == "year" for goal in self.goals):
            return {year: max(values) * self.pace * (1 + 0.04 * wobble[year]) for year in years}
        knots = self._knots()
        return {
            year: _along(knots, year)
            * (1 + (self.pace - 1) * (year - self.first) / span)
            * (1 + 0.012 * wobble[year] * (year > self.first))
            for year in years
        }

    def _knots(self) -> list[tuple[int, float]]:
        """Return (year, value) points of the path that the goals expect."""
        none_printed = max(self.today.year + 2, self.first + 4)
        due: dict[int, float] = {}
        for goal in self.goals:
            if goal["stretch_of"] is None:
                year = max(int(goal["due"] or none_printed), self.first + 1)
                due[year] = max(_level(goal) or 0.0, due.get(year, 0.0))
        start = 0.08 if self.running_on else _START.get(self.kind, 0.6)
        first_goal = due[min(due)] if due else 1.0
        printed = [float(goal["base_value"]) for goal in self.goals if goal["base_value"]]
        return [(self.first, printed[0] if printed else first_goal * start), *sorted(due.items())]

    def _months(
        self, yearly: Mapping[int, float], year: int, last: int, indicators: Mapping[str, Row]
    ) -> Iterator[MadeUp]:
        before = yearly.get(year - 1, yearly[year])
        for month in range(2, last + 1):
            code = f"{year}-M{month:02d}"
            noise = _noise(*self.key, code)
            if self.kind == "growth":
                value = yearly[year] + 0.006 * noise
            elif self.kind == "flow" and not self.running_on:
                # The noise stays smaller than any month's share: cumulative figures never fall.
                value = yearly[year] * _SEASON[month] * (1 + 0.004 * noise)
            else:
                value = before + (yearly[year] - before) * _SEASON[month]
            yield from self._at(code, value, indicators)

    def _at(self, period: str, value: float, indicators: Mapping[str, Row]) -> Iterator[MadeUp]:
        covered, of = self.indicator["covered"], self.indicator["of"]
        if self.kind == "share" and covered and of:
            yield from self._share(period, value, indicators[covered], indicators[of])
        else:
            unit, exact = self.indicator["unit"], Decimal(repr(value))
            if unit == "count" and exact < _SMALL:
                # Of one leader or none there is no half: who is ahead has the next, who lags not.
                exact = exact.to_integral_value(ROUND_CEILING if self.pace >= 1 else ROUND_FLOOR)
            if not self.indicator["decimals"]:
                exact = exact.to_integral_value()
            yield _figure(self.key, unit, period, exact)

    def _share(self, period: str, value: float, covered: Row, of: Row) -> Iterator[MadeUp]:
        """Yield what is covered, what should be, and the share the two make."""
        region, subject, indicator = self.key
        should = Decimal((40, 200, 500, 1000)[_digest(*self.key) % 4])
        if of["unit"] == "yuan":
            should *= 100_000_000
        part = _rounded(Decimal(repr(value)) * should, covered["unit"])
        yield _figure((region, subject, of["id"]), of["unit"], period, should)
        yield _figure((region, subject, covered["id"]), covered["unit"], period, part)
        share = part / should
        yield MadeUp(region, subject, indicator, period, share, _typed(share, "fraction"))


def _along(knots: Sequence[tuple[int, float]], year: int) -> float:
    for (y0, v0), (y1, v1) in pairwise(knots):
        if year <= y1:
            part = (year - y0) / max(1, y1 - y0)
            return float(v0 * (v1 / v0) ** part) if v0 > 0 < v1 else v0 + (v1 - v0) * part
    last_year, last = knots[-1]
    return float(last * _AFTER_LAST_GOAL ** (year - last_year))


def _figure(key: Series, unit: str, period: str, value: Decimal) -> MadeUp:
    exact = _rounded(value, unit)
    return MadeUp(*key, period, exact, _typed(exact, unit))


def _rounded(value: Decimal, unit: str) -> Decimal:
    step = _WHOLE.get(unit, _SMALLEST)
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
