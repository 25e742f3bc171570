"""The seasonal alternative to N/12, 按上年同期进度: a second opinion, never a replacement (rule 2).

schedule' = v(1-N月 of last year) / v(last year), gap' = completion - schedule'.
"""

from __future__ import annotations

import pandas as pd

SEASON_COLUMNS = ("goal", "schedule", "gap_points", "of_period", "of_year")


def seasonal(assessments: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """Gaps by last year's season for annual flows inside their year: `SEASON_COLUMNS`.

    Only goals on "year to date" whose series has both figures of last year; of_period and of_year
    are the two period codes used.  schedule is a fraction, gap_points percentage points.
    """
    rows = assessments.loc[(assessments["path"] == "year to date") & assessments["period"].notna()]
    rows = rows.loc[rows["period"].str.contains("-M", regex=False)]
    year = rows["period"].str.slice(0, 4).astype("int64") - 1
    rows = rows.assign(of_year=year.astype("str"))
    rows["of_period"] = rows["of_year"] + rows["period"].str.slice(4)
    known = observations[["region", "subject", "indicator", "period", "value_float"]]
    for name, value in (("of_period", "then"), ("of_year", "whole")):
        named = known.rename(columns={"period": name, "value_float": value})
        rows = rows.merge(named, on=["region", "subject", "indicator", name], how="inner")
    rows = rows.loc[(rows["whole"] > 0) & (rows["then"] >= 0)]
    schedule = rows["then"] / rows["whole"]
    rows = rows.assign(schedule=schedule, gap_points=(rows["completion"] - schedule) * 100)
    return rows[list(SEASON_COLUMNS)].reset_index(drop=True)
