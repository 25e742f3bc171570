"""What is asked of a figure before it is saved: how much each check weighs, and from where on."""

from typing import Literal

from dashboard.register.models.words import (
    NumberAboveOne,
    NumberNotBelowZero,
    PositiveNumber,
    PositiveWholeNumber,
    Strict,
    WholeNumberFromThree,
    described,
)

_FACTOR = "From how many times on, either way."


class FigureCheck(Strict):
    """How much a check weighs.

    error: the figure is refused; warning: it is saved with a reason, which the reviewer reads; notice:
    it is only said; off: it is not asked.
    """

    severity: Literal["error", "warning", "notice", "off"] | None = described(
        "How much it weighs.", "error", "high", default=None
    )


class TimesCheck(FigureCheck):
    """A check of how many times one figure is another."""

    factor: NumberAboveOne | None = described(_FACTOR, "10", "ten", default=None)


class GrowthLimitCheck(FigureCheck):
    """A check of the size of a growth rate."""

    limit: PositiveNumber | None = described(
        "From which growth on, up or down, as a fraction.", "1", "100 %", default=None
    )


class SumCheck(FigureCheck):
    """A check of parts against their whole."""

    tolerance: NumberNotBelowZero | None = described(
        "By which share of the whole the sum of its parts may pass it.",
        "0.005",
        "0.5 %",
        default=None,
    )


class MonthShareCheck(FigureCheck):
    """A check of a month's share of the year so far against the same month of earlier years."""

    factor: NumberAboveOne | None = described(_FACTOR, "3", "three", default=None)
    years: PositiveWholeNumber | None = described(
        "How many earlier years it takes at least.", "2", "some", default=None
    )


class OutlierCheck(FigureCheck):
    """A check against the series' own history: its median and median absolute deviation (MAD)."""

    deviations: PositiveNumber | None = described(
        "How many times 1.4826 MAD from the median on.", "3.5", "far", default=None
    )
    points: WholeNumberFromThree | None = described(
        "How many earlier figures it takes at least.", "8", "some", default=None
    )
    least: NumberNotBelowZero | None = described(
        "What is nearer to the median than this is never asked about, as a fraction.",
        "0.05",
        "5 %",
        default=None,
    )


class PeersCheck(FigureCheck):
    """A check of who has not reported where others have."""

    share: PositiveNumber | None = described(
        "Which share of the others has to have reported, as a fraction.",
        "0.5",
        "half",
        default=None,
    )


class FigureChecks(Strict):
    """The checks of figures; what is not said is taken from above.

    A plan's go before its indicators', these before the register's own, these before what is built in.
    """

    above_limit: FigureCheck | None = described(
        "A figure above the indicator's natural limit, or a coverage above 100 %.",
        "{severity: error}",
        "error",
        default=None,
    )
    part_of_whole: FigureCheck | None = described(
        "A part above its whole by the register's word: covered and of, part_of.",
        "{severity: error}",
        "error",
        default=None,
    )
    share_above_one: FigureCheck | None = described(
        "A share above 100 % where no limit is named.",
        "{severity: warning}",
        "warning",
        default=None,
    )
    cluster_parts: SumCheck | None = described(
        "A cluster, or the sum of the clusters, above all clusters together or the region.",
        "{tolerance: 0.01}",
        "0.01",
        default=None,
    )
    cumulative_falls: FigureCheck | None = described(
        "January to a month below an earlier month, or above a later one, of the same year.",
        "{severity: error}",
        "error",
        default=None,
    )
    single_period: FigureCheck | None = described(
        "A quarter or half alone above the months since January that end with it.",
        "{severity: error}",
        "error",
        default=None,
    )
    unit_slip: TimesCheck | None = described(
        "So many times what it replaces, last year's, the report before or after it, or, where there "
        "is none of these, everything the plans name for the series, else what at least two other "
        "clusters of the region have for the period.",
        "{factor: 1000}",
        "1000",
        default=None,
    )
    jump: TimesCheck | None = described(
        "So many times what it replaces, last year's, or the report before or after it.",
        "{factor: 10}",
        "10",
        default=None,
    )
    year_on_year: TimesCheck | None = described(
        "More than so many times the same period of last year, or less than that part of it.",
        "{factor: 2}",
        "2",
        default=None,
    )
    far_above_goals: TimesCheck | None = described(
        "A first amount of more than so many times the largest number the plans name.",
        "{severity: warning}",
        "warning",
        default=None,
    )
    wild_growth: GrowthLimitCheck | None = described(
        "A growth rate from this size on.", "{limit: 1}", "100 %", default=None
    )
    reported_growth: FigureCheck | None = described(
        "Reported growth that the two reported levels do not give.",
        "{severity: notice}",
        "notice",
        default=None,
    )
    same_as_before: FigureCheck | None = described(
        "An amount since January that is to the last digit that of the month before.",
        "{severity: off}",
        "false",
        default=None,
    )
    month_share: MonthShareCheck | None = described(
        "A month's share of the year so far, so many times that of the same month of earlier years.",
        "{factor: 3, years: 2}",
        "3",
        default=None,
    )
    outlier: OutlierCheck | None = described(
        "Far from the median of the series' own history, by its median absolute deviation.",
        "{deviations: 5, points: 12}",
        "5",
        default=None,
    )
    missing_beside_others: PeersCheck | None = described(
        "No figure in a return where other clusters have reported the same indicator.",
        "{severity: warning, share: 0.8}",
        "warning",
        default=None,
    )
