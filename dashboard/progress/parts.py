"""The parts of a sum: a region's clusters, or the regions right below it in the tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

PART_COLUMNS = ("part", "value", "indicator", "kind", "unit", "basis", "scope", "period")


def cluster_parts(
    observations: pd.DataFrame,
    region: str,
    members: Sequence[str],
    indicator: Mapping[str, Any],
    period: str,
) -> pd.DataFrame:
    """One row per cluster of `members` for `rollups.roll_up`, value missing where not reported.

    `indicator` is a row of the indicators table; `period` a period code.
    """
    keys = [(region, member) for member in members]
    return parts_of(observations, keys, list(members), indicator, period)


def region_parts(
    observations: pd.DataFrame,
    regions: pd.DataFrame,
    parent: str,
    indicator: Mapping[str, Any],
    period: str,
) -> pd.DataFrame:
    """One row per region right below `parent`, each with its own total as entered.

    A child that has entered nothing is a missing part, even if regions below it have figures:
    whether those are complete is the child's to say.  `regions`: id, parent.
    """
    children = [str(id) for id in regions.loc[regions["parent"] == parent, "id"]]
    keys = [(child, child) for child in children]
    return parts_of(observations, keys, children, indicator, period)


def parts_of(
    observations: pd.DataFrame,
    keys: Sequence[tuple[str, str]],
    names: Sequence[str],
    indicator: Mapping[str, Any],
    period: str,
) -> pd.DataFrame:
    """One row per series of `keys` (region, subject), under its name of `names`."""
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
