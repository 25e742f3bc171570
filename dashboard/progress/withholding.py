"""Verdicts as a reader may see them: what is hidden is said to be hidden, never to be missing."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import TYPE_CHECKING

from dashboard.progress.statuses import STATUSES

if TYPE_CHECKING:
    import pandas as pd

# What a plan says by itself, whatever has been measured.
_OF_THE_PLAN = ("no-goal", "not-due", "not-applicable")


def withhold(
    verdicts: pd.DataFrame,
    goals: pd.DataFrame,
    hidden: Collection[str],
    published: Collection[str],
) -> pd.DataFrame:
    """Return verdicts of `assess` on the figures a reader may see, in words that are true for them.

    Of the regions `hidden` the reader may see no figure: their goals are `withheld`, and so are
    goals in step with a series there. Of the regions `published` only what was published is seen:
    where there is nothing, it is `unpublished`, for something may well be reported.
    """
    told = verdicts.copy()
    judged = ~told["status"].isin(_OF_THE_PLAN)
    theirs = judged & told["region"].isin(hidden)
    in_step = goals.loc[goals["step_region"].isin(hidden), "id"]
    other = judged & ~theirs & told["goal"].isin(in_step)
    nothing = (told["status"] == "no-data") & told["region"].isin(published)
    for chosen, status, code in (
        (nothing, "unpublished", "unpublished"),
        (theirs, "withheld", "withheld"),
        (other, "withheld", "withheld-other"),
    ):
        told.loc[chosen, "status"] = status
        told.loc[chosen, "lamp"] = STATUSES[status].lamp
        told.loc[chosen, "status_reason"] = json.dumps({"code": code, "params": {}})
    return told
