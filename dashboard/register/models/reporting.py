"""Who reports which figures, how often, by when, and who approves them."""

from typing import Literal

from dashboard.register.models.words import Id, MonthDay, Printed, Strict, described


class Reporting(Strict):
    """Who reports, how often, by when, through whom; each key left out is taken from above.

    A region's entry for an indicator goes before the plan's, the plan's before what holds everywhere:
    the first responsible unit reports each month by the 15th of the next, a weekend counts as the
    Monday after it, and the region itself approves.
    """

    by: Printed | None = described(
        "Who reports: a unit as printed, or the id of a region (a township, a county).",
        "市工业和信息化局",
        "[市工信局, 市科技局]",
        default=None,
    )
    every: Literal["month", "quarter", "half-year", "year"] | None = described(
        "How often; January and February are one month.", "quarter", "monthly", default=None
    )
    day: MonthDay | None = described(
        "By which day of the following month; the last one where a month is shorter.",
        "10",
        "0",
        default=None,
    )
    weekend: Literal["next-working-day", "previous-working-day", "same-day"] | None = described(
        "When it is due instead where that day is a Saturday or Sunday.",
        "next-working-day",
        "Monday",
        default=None,
    )
    through: list[Id] | None = described(
        "The regions whose reviewers approve it, one after the other.",
        "[xinle, shijiazhuang]",
        "county",
        min_length=1,
        default=None,
    )
