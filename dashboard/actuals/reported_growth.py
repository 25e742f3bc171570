"""Reported growth against growth computed from two levels: a question, never a correction.

The reported rate stands (rule 17).  Where the ratio of two published levels differs from it by
more than rounding can explain, the likely cause is a comparable basis: the statistical office
recomputes last year on this year's list of firms, and firms that enter raise levels, not rates.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

QUESTION_COLUMNS = (
    "region", "subject", "indicator", "period", "reported", "computed", "difference_points",
)  # fmt: skip


def growth_questions(observations: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Reported rates that two levels contradict: `QUESTION_COLUMNS`, floats as fractions.

    `observations`: current figures; `indicators`: id and growth_of.  difference_points is
    reported less computed, in percentage points.  A base that is not above zero asks nothing.
    """
    of = indicators.loc[indicators["growth_of"].notna(), ["id", "growth_of"]]
    keys = ["region", "subject", "period"]
    rates = observations.merge(of, left_on="indicator", right_on="id")
    levels = observations[[*keys, "indicator", "value", "value_float", "year"]]
    now = rates.merge(
        levels.rename(
            columns={"indicator": "growth_of", "value_float": "level", "value": "level_text"}
        ).drop(columns="year"),
        on=[*keys, "growth_of"],
    )
    now["before"] = [_year_before(code) for code in now["period"]]
    before = levels.rename(
        columns={
            "indicator": "growth_of",
            "value_float": "base",
            "value": "base_text",
            "period": "before",
        }
    ).drop(columns="year")
    both = now.merge(before, on=["region", "subject", "growth_of", "before"])
    both = both.loc[both["base"] > 0]
    both["reported"] = both["value_float"]
    both["computed"] = both["level"] / both["base"] - 1
    both["difference_points"] = (both["reported"] - both["computed"]) * 100
    asked = [
        is_contradicted(Decimal(reported), Decimal(level) / Decimal(base) - 1)
        for reported, level, base in zip(
            both["value"], both["level_text"], both["base_text"], strict=True
        )
    ]
    return both.loc[asked, list(QUESTION_COLUMNS)].reset_index(drop=True)


def is_contradicted(reported: Decimal, computed: Decimal) -> bool:
    """Whether a reported rate differs from a computed one by more than its own rounding explains.

    That is half a step of its last digit, but never less than of one decimal of a per cent.
    """
    exponent = reported.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) else 3
    return abs(reported - computed) > Decimal(5).scaleb(-min(max(places, 0), 3) - 1)


def _year_before(code: str) -> str:
    return f"{int(code[:4]) - 1:04d}{code[4:]}"
