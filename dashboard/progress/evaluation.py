"""The composite evaluation of clusters or regions (综合评价): points by indicator, score, rank, class.

    method = Method("ours", (Criterion("revenue", Fraction(60)), Criterion("patents", Fraction(40))))
    found = evaluate(method, [Unit("steel", {"revenue": Measurement(Fraction(3)), ...}), ...])
    found.of("steel").score, found.of("steel").rank, found.left_out

Every step is exact: fractions throughout. The one exception is a standard deviation that is no
fraction; its root is taken to 80 digits, and scores that differ by less than `ROOT_TIE` are one.
Formulas: min-max and z-score as in OECD, Handbook on Constructing Composite Indicators (2008),
section 5; the share of the target as 完成率 is reckoned; the weighted arithmetic mean of section 6.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from math import isqrt

from dashboard.progress.numbers import ROOT_TIE, half_up, power

MIN_MAX, TARGET_SHARE, Z_SCORE = "min-max", "target share", "z-score"
LEAVE_OUT, SPREAD = "leave out", "spread weight"
SHARED, UNROUNDED = "shared", "unrounded"
ALIKE = ("basis", "scope", "period")
"""What the figures of one criterion have to share before they are compared; `level` the units."""

# Why a unit has no points for a criterion.
NO_FIGURE, NO_TARGET, NO_BASE, NO_PEERS = "no-figure", "no-target", "no-base", "no-peers"
# Why a unit is left out of the evaluation, beside those.
OTHER_LEVEL, TOO_LITTLE = "other-level", "too-little"


@dataclass(frozen=True, slots=True)
class Criterion:
    """An indicator with its weight, and how its figures become points.

    Points run from `least` to `most`. `min-max`: from the worst to the best figure of those that are
    evaluated, or from or to the `worst` and `best` that the method fixes. `target share`: the figure
    over its target (where it falls, the target over the figure) times 100, kept within both.
    `z-score`: `centre` plus `step` for each standard deviation (of the population) that the figure is
    better than the mean; these points have no bounds. `growth`: what is compared is the growth of
    `indicator` over the same period a year before.
    """

    id: str
    weight: Fraction
    rising: bool = True
    normalisation: str = MIN_MAX
    indicator: str = ""
    growth: bool = False
    least: Fraction = Fraction(0)
    most: Fraction = Fraction(100)
    worst: Fraction | None = None
    best: Fraction | None = None
    centre: Fraction = Fraction(50)
    step: Fraction = Fraction(10)

    @property
    def by_peers(self) -> bool:
        """Whether the points of one hang on the figures of the others."""
        fixed = self.worst is not None and self.best is not None
        return self.normalisation == Z_SCORE or (self.normalisation == MIN_MAX and not fixed)


@dataclass(frozen=True, slots=True)
class Grade:
    """A class: from a score up, or so large a share of the ranked from the top; else all the rest."""

    name: str
    at_least: Fraction | None = None
    top: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Method:
    """How units are evaluated. `ties` is `shared`, `unrounded`, or a criterion that decides them.

    `least_weight`: where weights are spread, a unit with less of the whole weight is left out.
    """

    id: str
    criteria: tuple[Criterion, ...]
    missing: str = LEAVE_OUT
    least_weight: Fraction = Fraction(0)
    decimals: int = 2
    ties: str = SHARED
    grades: tuple[Grade, ...] = ()

    @property
    def weight(self) -> Fraction:
        """The whole weight."""
        return sum((one.weight for one in self.criteria), Fraction(0))


@dataclass(frozen=True, slots=True)
class Measurement:
    """A unit's value under a criterion, exact in the base unit; None with `lack` saying why.

    `target` is what a `target share` is reckoned by. `figure` and `base` are what a growth rate was
    made of, for those who show it.
    """

    value: Fraction | None
    target: Fraction | None = None
    basis: str | None = None
    scope: str | None = None
    period: str | None = None
    lack: str | None = None
    figure: Fraction | None = None
    base: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """Who is evaluated: `level` is a region's level or a cluster's kind."""

    id: str
    measurements: Mapping[str, Measurement]
    level: str | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """What the points of a criterion hang on: how many figures, their ends, or mean and deviation.

    `rooted`: the deviation is no fraction and was taken to 80 digits.
    """

    count: int
    worst: Fraction | None = None
    best: Fraction | None = None
    mean: Fraction | None = None
    deviation: Fraction | None = None
    rooted: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """What a criterion gives a unit: `share` of the whole weight x points = contribution.

    Without points `lack` says why, and the contribution is none: never a zero.
    """

    criterion: Criterion
    measurement: Measurement
    points: Fraction | None = None
    share: Fraction | None = None
    contribution: Fraction | None = None
    lack: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """A unit's evaluation. `shown` is the score as it is rounded, which ranks and classes go by.

    `left_out` says why there is none; `reported` is the weight of what it has points for; `moved` by
    how many places it has risen since an earlier evaluation, None where it was not ranked then.
    """

    unit: str
    marks: tuple[Mark, ...]
    score: Fraction | None = None
    shown: Decimal | None = None
    rank: int | None = None
    tied: bool = False
    grade: str | None = None
    left_out: str | None = None
    reported: Fraction = Fraction(0)
    moved: int | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All results, the best first and those left out last; `refused` names what they differ in.

    Where it is refused nobody has a score.
    """

    method: Method
    results: tuple[Result, ...]
    spreads: Mapping[str, Spread] = field(default_factory=dict)
    refused: tuple[str, ...] = ()

    @property
    def ranked(self) -> tuple[Result, ...]:
        """Those with a score."""
        return tuple(one for one in self.results if one.rank is not None)

    @property
    def left_out(self) -> tuple[Result, ...]:
        """Those without."""
        return tuple(one for one in self.results if one.left_out is not None)

    def of(self, unit: str) -> Result | None:
        """The result of one unit, None where it was not asked."""
        return next((one for one in self.results if one.unit == unit), None)


def evaluate(method: Method, units: Iterable[Unit], level: str | None = None) -> Evaluation:
    """Evaluate units of one level by a method.

    With `level`, units of another are left out; without it, units of several levels are refused.
    Figures under one criterion that differ in basis, scope or period are refused, too. Among equals
    the order is that of the units as they were given.
    """
    asked = list(units)
    others = [one for one in asked if level is not None and one.level != level]
    peers = [one for one in asked if one not in others]
    left = [_silent(method, one, OTHER_LEVEL) for one in others]
    if refused := _differences(method, peers):
        silent = tuple(_silent(method, one, None) for one in peers)
        return Evaluation(method, (*silent, *left), {}, refused)
    marked, spreads = _marked(method, peers)
    left = [one for one in marked if one.left_out is not None] + left
    scored = [_scored(method, one, spreads) for one in marked if one.left_out is None]
    return Evaluation(method, (*_ranked(method, scored), *left), spreads)


def moved(now: Evaluation, then: Evaluation) -> Evaluation:
    """Return `now` with each result's change of rank since `then`, upwards counted positive."""
    before = {one.unit: one.rank for one in then.ranked}

    def change(one: Result) -> int | None:
        old = before.get(one.unit)
        return None if old is None or one.rank is None else old - one.rank

    return replace(now, results=tuple(replace(one, moved=change(one)) for one in now.results))


def _differences(method: Method, units: Sequence[Unit]) -> tuple[str, ...]:
    """What the units, or the figures of any one criterion, differ in."""
    found = ["level"] if len({one.level for one in units}) > 1 else []
    for name in ALIKE:
        for criterion in method.criteria:
            stated = {
                getattr(measured, name)
                for one in units
                if (measured := one.measurements.get(criterion.id)) and measured.value is not None
            }
            if len(stated) > 1:
                found.append(name)
                break
    return tuple(found)


def _silent(method: Method, unit: Unit, why: str | None) -> Result:
    nothing = Measurement(None)
    marks = tuple(
        Mark(one, unit.measurements.get(one.id, nothing), lack=why) for one in method.criteria
    )
    return Result(unit.id, marks, left_out=why)


# -- who takes part, and what each criterion's points hang on


def _marked(method: Method, units: Sequence[Unit]) -> tuple[list[Result], dict[str, Spread]]:
    """Every unit with its points, or why it is left out.

    Who is left out is no peer of those who stay: points are reckoned among the latter alone, and
    where that leaves somebody without a peer, it is asked again who stays.
    """
    staying = list(units)
    gone: dict[str, Result] = {}
    while True:
        spreads = {one.id: _spread(one, staying) for one in method.criteria}
        marked = {one.id: _result(method, one, spreads) for one in staying}
        left = {id: one for id, one in marked.items() if one.left_out is not None}
        if not left:
            return [marked.get(one.id) or gone[one.id] for one in units], spreads
        gone |= left
        staying = [one for one in staying if one.id not in left]


def _spread(criterion: Criterion, units: Sequence[Unit]) -> Spread:
    values = [
        measured.value
        for one in units
        if (measured := one.measurements.get(criterion.id)) and measured.value is not None
    ]
    if not criterion.by_peers or not values:
        return Spread(len(values), criterion.worst, criterion.best)
    if criterion.normalisation == MIN_MAX:
        low, high = min(values), max(values)
        worst, best = (low, high) if criterion.rising else (high, low)
        fixed_worst, fixed_best = criterion.worst, criterion.best
        return Spread(
            len(values),
            worst if fixed_worst is None else fixed_worst,
            best if fixed_best is None else fixed_best,
        )
    mean = sum(values, Fraction(0)) / len(values)
    variance = sum(((one - mean) ** 2 for one in values), Fraction(0)) / len(values)
    deviation, rooted = _root(variance)
    return Spread(len(values), mean=mean, deviation=deviation, rooted=rooted)


def _root(square: Fraction) -> tuple[Fraction, bool]:
    """A square root, and whether it is no fraction and was taken to 80 digits."""
    top, bottom = isqrt(square.numerator), isqrt(square.denominator)
    if top * top == square.numerator and bottom * bottom == square.denominator:
        return Fraction(top, bottom), False
    return power(square, Fraction(1, 2)), True


def _result(method: Method, unit: Unit, spreads: Mapping[str, Spread]) -> Result:
    """A unit's points without its score, or why it is left out."""
    marks = tuple(_mark(one, unit, spreads[one.id]) for one in method.criteria)
    given = sum((one.criterion.weight for one in marks if one.lack is None), Fraction(0))
    lacks = [one.lack for one in marks if one.lack is not None]
    if lacks and method.missing == LEAVE_OUT:
        return Result(unit.id, marks, left_out=lacks[0], reported=given)
    if lacks and not given:
        return Result(unit.id, marks, left_out=lacks[0])
    if lacks and given < method.least_weight:
        return Result(unit.id, marks, left_out=TOO_LITTLE, reported=given)
    return Result(unit.id, marks, reported=given)


def _mark(criterion: Criterion, unit: Unit, spread: Spread) -> Mark:
    measured = unit.measurements.get(criterion.id) or Measurement(None)
    lack = measured.lack or (NO_FIGURE if measured.value is None else None)
    if lack is None and criterion.by_peers and spread.count < 2:
        lack = NO_PEERS
    if lack is None and criterion.normalisation == TARGET_SHARE:
        lack = _target_lack(measured)
    if lack is not None or measured.value is None:
        return Mark(criterion, measured, lack=lack)
    return Mark(criterion, measured, _points(criterion, measured, spread))


def _target_lack(measured: Measurement) -> str | None:
    # A target of nothing, or below it, has no share.
    return None if measured.target is not None and measured.target > 0 else NO_TARGET


def _points(criterion: Criterion, measured: Measurement, spread: Spread) -> Fraction:
    value, room = measured.value, criterion.most - criterion.least
    assert value is not None
    if criterion.normalisation == Z_SCORE:
        assert spread.mean is not None
        assert spread.deviation is not None
        if not spread.deviation:
            return criterion.centre
        better = value - spread.mean if criterion.rising else spread.mean - value
        return criterion.centre + criterion.step * better / spread.deviation
    if criterion.normalisation == TARGET_SHARE:
        target = measured.target
        assert target is not None
        if not criterion.rising and value <= 0:
            return criterion.most
        share = value / target if criterion.rising else target / value
        return min(max(100 * share, criterion.least), criterion.most)
    assert spread.worst is not None
    assert spread.best is not None
    ahead = (spread.best - spread.worst) * (1 if criterion.rising else -1)
    if ahead <= 0:
        # Nobody is behind anybody; but all are as bad as a fixed end, or worse, where there is one.
        return criterion.most if criterion.worst is None else criterion.least
    way = (value - spread.worst) / (spread.best - spread.worst)
    return criterion.least + room * min(max(way, Fraction(0)), Fraction(1))


# -- score, rank and class


def _scored(method: Method, found: Result, spreads: Mapping[str, Spread]) -> Result:
    marks = []
    for one in found.marks:
        if one.points is None:
            marks.append(one)
            continue
        share = one.criterion.weight / found.reported
        marks.append(replace(one, share=share, contribution=share * one.points))
    score = sum((one.contribution for one in marks if one.contribution is not None), Fraction(0))
    rooted = any(spreads[one.criterion.id].rooted for one in marks if one.points is not None)
    shown = _rounded(score, method.decimals, rooted)
    return replace(found, marks=tuple(marks), score=score, shown=shown)


def _rounded(score: Fraction, places: int, rooted: bool) -> Decimal:
    """Half up, away from zero; what a root brought to within a hair of the border lies on it."""
    if rooted:
        score += ROOT_TIE if score >= 0 else -ROOT_TIE
    return half_up(score, places)


def _ranked(method: Method, scored: Sequence[Result]) -> list[Result]:
    keys = [_key(method, one) for one in scored]
    best = sorted(keys, reverse=True)
    alike = Counter(keys)
    ranked = [
        replace(one, rank=best.index(key) + 1, tied=alike[key] > 1)
        for one, key in zip(scored, keys, strict=True)
    ]
    graded = [replace(one, grade=_grade(method, one, len(ranked))) for one in ranked]
    return sorted(graded, key=lambda one: one.rank or 0)


def _key(method: Method, one: Result) -> tuple[Fraction, ...]:
    """What a unit is ranked by, the larger the better."""
    assert one.score is not None
    assert one.shown is not None
    if method.ties == UNROUNDED:
        return (Fraction(half_up(one.score, 60)),)
    key: tuple[Fraction, ...] = (Fraction(one.shown),)
    for mark in one.marks:
        if mark.criterion.id == method.ties:
            value = mark.measurement.value if mark.lack is None else None
            # Without the figure that decides, nothing puts it above those that have it.
            known = Fraction(0) if value is None else Fraction(1)
            ordered = value or Fraction(0)
            key += (known, ordered if mark.criterion.rising else -ordered)
    return key


def _grade(method: Method, one: Result, ranked: int) -> str | None:
    assert one.rank is not None
    assert one.shown is not None
    for grade in method.grades:
        if grade.at_least is not None and Fraction(one.shown) < grade.at_least:
            continue
        if grade.top is not None and one.rank > grade.top * ranked:
            continue
        return grade.name
    return None
