"""How many goals stand where."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dashboard.progress.statuses import FOUR_GREYS, STATUS_IDS, STATUSES


def summary(assessments: pd.DataFrame, by: Sequence[str] = ()) -> pd.DataFrame:
    """Count verdicts: one row per combination of the `by` columns (one row in all without).

    Columns: `by`, one column per status id, `green`, `yellow`, `red`, `grey`, `none`, `judged`
    (goals that have a colour) and `total`, all integers.
    """
    frame = assessments.assign(_all=0)
    keys = list(by) or ["_all"]
    counts = frame.groupby([*keys, "status"], observed=True, dropna=False).size().unstack("status")
    counts = counts.reindex(columns=list(STATUS_IDS)).fillna(0).astype("int64")
    for lamp in ("green", "yellow", "red", "grey", "none"):
        members = [id for id in STATUS_IDS if STATUSES[id].lamp == lamp]
        counts[lamp] = counts[members].sum(axis=1)
    counts["judged"] = counts[["green", "yellow", "red"]].sum(axis=1)
    counts["total"] = counts[list(STATUS_IDS)].sum(axis=1)
    counts.columns.name = None
    return counts.reset_index().drop(columns="_all", errors="ignore")


def without_goal(clusters: pd.DataFrame, goals: pd.DataFrame) -> pd.DataFrame:
    """Clusters no goal names: columns region, subject, status ("no-goal"), lamp ("grey")."""
    named = goals.loc[goals["subject_kind"] == "cluster", ["region", "subject"]].drop_duplicates()
    listed = clusters[["region", "id"]].rename(columns={"id": "subject"})
    merged = listed.merge(named, on=["region", "subject"], how="left", indicator=True)
    alone = merged.loc[merged["_merge"] == "left_only", ["region", "subject"]]
    return alone.assign(status=FOUR_GREYS[0], lamp=STATUSES[FOUR_GREYS[0]].lamp).reset_index(
        drop=True
    )
