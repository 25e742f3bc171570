"""The parts of a sum: a region's clusters, or the regions right below it in the tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

PART_COLUMNS = ("part", "value", "indicator", "kind", "unit", "basis", "scope", "period")


def parts_of(
    observations: pd.DataFrame,
    keys: Sequence[tuple[str, str]],
    names: Sequence[str],
    indicator: Mapping[str, Any],
    period: str,
) -> pd.DataFrame:
    """One row per series of `keys` for `rollups.roll_up`, value missing where not reported.

    `keys` are region and subject: of a region below its own total as entered.  A region that has
    entered nothing is a missing part, even if regions below it have figures: whether those are
    complete is its own to say.  `names` are the parts' names, `indicator` is a row of the indicators
    table, `period` a period code.
    """
    mine = observations.loc[
        (observations["indicator"] == indicator["id"]) & (observations["period"] == period)
    ]
    known = {
        (row["region"], row["subject"]): row["value"]
        for row in mine.to_dict("records")
        if not bool(row.get("withdrawn", False))
    }
    frame = pd.DataFrame({"part": list(names), "value": [known.get(key) for key in keys]})
    return frame.assign(
        indicator=indicator["id"],
        kind=indicator["kind"],
        unit=indicator["unit"],
        basis=indicator.get("basis_zh"),
        scope=indicator.get("scope_zh"),
        period=period,
    )[list(PART_COLUMNS)]
