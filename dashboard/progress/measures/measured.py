"""What a measure finds out about one goal before it becomes a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from dashboard.progress.figures import Figure
from dashboard.progress.path import Expected, Path
from dashboard.progress.target import Target


class Refusal(NamedTuple):
    """Why a measure says by itself what a goal's status is: status, reason, and a year or 0."""

    status: str
    reason: str
    year: int = 0


class Coverage(NamedTuple):
    """A share entered as two counts: covered over should-be-covered."""

    covered: Figure
    of: Figure


class Companion(NamedTuple):
    """Both series of a goal in step: their figures of the period, and of a year before for levels."""

    now: Figure | None
    before: Figure | None = None
    own_before: Figure | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """Members of a goal over members: how many there are, report, meet it, and can still change.

    Of `known` members it can be told whether they meet it. `settled` meet it by their final figure,
    `safe` ones cannot lose it any more, `failed` ones cannot gain it, `spent` of them passed a limit
    before the time was up. `begun`: at least one has anything to show. `worst` is the member
    furthest off. `unnamed` of those planned are not named in the register; `entered` is the count
    entered as a figure; `having` have a level of recognition that was asked for.
    """

    named: int
    reported: int
    known: int
    meeting: int
    final: int = 0
    settled: int = 0
    safe: int = 0
    failed: int = 0
    spent: int = 0
    begun: bool = False
    worst: str | None = None
    unnamed: int = 0
    entered: Figure | None = None
    having: tuple[str, ...] = ()


class Measured(NamedTuple):
    """The figures looked at and what follows from them, before any status.

    `figure` is the figure judged and `actual` its value, or what was worked out of `parts`, of a
    `coverage` or of a `companion`; of a group `regions` has what it was added up from, if it was.
    `previous` is the value of the same period of last year, `newer` a figure of part of a year after
    the whole one that is judged.
    `completion` is v / G, or the share of the way from the base (`from_base`); of a limit `used` is
    v / G instead. `expected` is where the path stands, `span` what a gap is a share of, `path` all
    points of it. `year` is the year judged, 0 for none. `final` marks the figure that decides,
    `partial` one that cannot be set against the goal yet. `safe` is reached for good, `spent` a limit
    passed for good. `months_left` and `years_left` lie between the figure and the end.
    """

    target: Target
    year: int = 0
    figure: Figure | None = None
    actual: Fraction | None = None
    previous: Fraction | None = None
    newer: Figure | None = None
    last_whole: Fraction | None = None
    parts: tuple[Figure, ...] = ()
    regions: tuple[tuple[str, Figure], ...] = ()
    coverage: Coverage | None = None
    companion: Companion | None = None
    as_entered: bool = False
    completion: Fraction | None = None
    used: Fraction | None = None
    from_base: bool = False
    expected: Expected | None = None
    span: Fraction | None = None
    path: Path | None = None
    final: bool = False
    partial: bool = False
    months_left: Fraction | None = None
    years_left: Fraction | None = None
    reach: str | None = None
    tolerated: bool = False
    safe: bool = False
    spent: bool = False
    tally: Tally | None = None
    refusal: Refusal | None = None
