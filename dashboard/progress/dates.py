"""Which year is being judged, and how many days lie between two moments."""

from __future__ import annotations

import numpy as np

from dashboard.progress.exactness import Flags, Ints
from dashboard.progress.figures import Figures, moment, moment_of
from dashboard.progress.sheet import Sheet

_EARLIEST_REPORT = 3
"""January and February are reported together, so a year can have its first figure in March."""


def judged_year(sheet: Sheet, figures: Figures, rows: Ints) -> Ints:
    """The year a yearly goal is judged for at `on`.

    This year, once it has a figure or its first period (1-2月) has ended; before that the year
    that has just ended.  Never after the goal's last year.
    """
    latest = figures.latest(sheet.series[rows], moment_of(sheet.on))
    this_year = (figures.years(latest) == sheet.on.year) | (sheet.on.month >= _EARLIEST_REPORT)
    year = np.where(this_year, sheet.on.year, sheet.on.year - 1)
    due = sheet.due[rows]
    return np.asarray(np.where(due > 0, np.minimum(year, due), year), dtype=np.int64)


def days(when: Ints) -> Ints:
    """Days since 1970 of moments (year * 372 + month * 31 + day, month ends being day 31)."""
    # 31 counts as the last day, so month and day come out of when - 32.
    start = when - 32
    year, rest = start // 372, start % 372
    month, day = rest // 31, rest % 31
    months = ((year - 1970) * 12 + month).astype("datetime64[M]")
    ends = (months + 1).astype("datetime64[D]").astype(np.int64) - 1
    begins = months.astype("datetime64[D]").astype(np.int64)
    return np.where(day == 30, ends, begins + day)


def awaited(sheet: Sheet, year: Ints) -> Flags:
    """Whether the full-year figure of a year (0: none) should be there by now.

    It comes in the two months after the year, before the new year's first report.
    """
    due = moment(year + 1, _EARLIEST_REPORT - 1) <= moment_of(sheet.on)
    return np.asarray((year > 0) & due, dtype=bool)
