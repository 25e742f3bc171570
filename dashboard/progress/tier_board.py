"""The tier board: each tier of a plan, each named member against its threshold."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

_TIER = (
    "plan", "id", "order", "code_part", "indicator", "threshold_comparator", "threshold",
    "threshold_value", "due", "count", "count_high", "count_open", "members_complete", "level",
    "ambition", "clause", "wording", "name_zh", "name_en",
)  # fmt: skip
_VERDICT = (
    "goal", "actual", "actual_float", "period", "previous", "completion", "schedule",
    "gap_points", "required_growth", "status", "lamp", "status_reason",
)  # fmt: skip
BOARD_COLUMNS = (
    *("tier" if name == "id" else name for name in _TIER), "member", *_VERDICT, "share",
    "history",
)  # fmt: skip


def board(
    tiers: pd.DataFrame,
    goals: pd.DataFrame,
    assessments: pd.DataFrame,
    observations: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """One row per tier and named member (one row with member null where none is named).

    `tiers`: rows of the tiers table of the plan(s) shown; `goals`, `assessments`: those of at
    least these plans.  Columns: the tier's own (tier, order, code_part, indicator,
    threshold_comparator, threshold, threshold_value, due, count, ...), member (cluster id), goal,
    the verdict's (actual exact text, actual_float, period, previous, completion, gap_points,
    status, lamp, ...), share (actual over threshold, float), and history: list of (year, value) of
    full-year figures when `observations` are given.
    """
    columns = [name for name in _TIER if name in tiers]
    rows = tiers[columns].rename(columns={"id": "tier"}).copy()
    rows["member"] = pd.Series(
        [_names(x) for x in tiers["members"]], index=rows.index, dtype=object
    )
    rows = rows.explode("member", ignore_index=True)
    mine = goals.loc[(goals["subject_kind"] == "cluster") & goals["tier"].notna()]
    if "stretch_of" in mine:
        mine = mine.loc[mine["stretch_of"].isna()]
    keys = mine[["id", "plan", "tier", "subject"]].rename(
        columns={"id": "goal", "subject": "member"}
    )
    keys["member"] = keys["member"].astype(object)
    rows = rows.merge(keys, on=["plan", "tier", "member"], how="left")
    verdicts = assessments[[name for name in _VERDICT if name in assessments]]
    rows = rows.merge(verdicts, on="goal", how="left")
    with np.errstate(all="ignore"):
        share = rows["actual_float"].to_numpy(float) / rows["threshold_value"].to_numpy(float)
    rows["share"] = np.where(np.isfinite(share), share, np.nan)
    rows["history"] = _histories(rows, goals, observations)
    rows = rows.reindex(columns=list(BOARD_COLUMNS))
    return rows.sort_values("order", kind="stable", ignore_index=True)


def _names(members: Any) -> list[str | None]:
    named = list(members) if isinstance(members, list | tuple | np.ndarray) else []
    return named or [None]


def _histories(
    rows: pd.DataFrame, goals: pd.DataFrame, observations: pd.DataFrame | None
) -> pd.Series:
    if observations is None or not len(observations) or not len(rows):
        return _objects([[] for _ in range(len(rows))], rows.index)
    region = goals.drop_duplicates("plan").set_index("plan")["region"]
    full = observations.loc[observations["period_kind"] == "year"].sort_values("year")
    lines: dict[tuple[Any, ...], list[tuple[int, float]]] = {}
    wanted = full.loc[full["subject"].isin(rows["member"].dropna().unique())]
    for row in wanted.to_dict("records"):
        key = (row["region"], row["subject"], row["indicator"])
        lines.setdefault(key, []).append((int(row["year"]), float(row["value_float"])))
    keys = [(region.get(r["plan"]), r["member"], r["indicator"]) for r in rows.to_dict("records")]
    return _objects([lines.get(key, []) for key in keys], rows.index)


def _objects(values: list[Any], index: pd.Index) -> pd.Series:
    return pd.Series(values, index=index, dtype=object)
