"""Reported growth against growth computed from two levels: a question, never a correction.

The reported rate stands (rule 17).  Where the ratio of two published levels differs from it by
more than rounding can explain, the likely cause is a comparable basis: the statistical office
recomputes last year on this year's list of firms, and firms that enter raise levels, not rates.
"""

from __future__ import annotations

from decimal import Decimal

import numpy as np
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
    levels = observations[[*keys, "indicator", "value_float", "year"]]
    now = rates.merge(
        levels.rename(columns={"indicator": "growth_of", "value_float": "level"}).drop(
            columns="year"
        ),
        on=[*keys, "growth_of"],
    )
    now["before"] = [_year_before(code) for code in now["period"]]
    before = levels.rename(
        columns={"indicator": "growth_of", "value_float": "base", "period": "before"}
    ).drop(columns="year")
    both = now.merge(before, on=["region", "subject", "growth_of", "before"])
    both = both.loc[both["base"] > 0]
    both["reported"] = both["value_float"]
    both["computed"] = both["level"] / both["base"] - 1
    both["difference_points"] = (both["reported"] - both["computed"]) * 100
    slack = np.array([_half_step(value) for value in both["value"]], dtype=np.float64)
    open_question = (both["difference_points"].abs() / 100).to_numpy() > slack + 1e-12
    return both.loc[open_question, list(QUESTION_COLUMNS)].reset_index(drop=True)


def _year_before(code: str) -> str:
    return f"{int(code[:4]) - 1:04d}{code[4:]}"


def _half_step(reported: str) -> float:
    """Half a step of the last digit printed, but never finer than the usual one decimal of a %."""
    exponent = Decimal(reported).as_tuple().exponent
    places = -exponent if isinstance(exponent, int) else 3
    return 0.5 * 10.0 ** -min(max(places, 0), 3)
