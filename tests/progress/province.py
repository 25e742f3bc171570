"""A made-up province: regions with goals of every common shape and a history of figures."""

from __future__ import annotations

import numpy as np
import pandas as pd

MONTHS = (2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
SHAPES = ("annual", "money", "count", "stock", "growth")


def goals(count: int, seed: int = 1) -> pd.DataFrame:
    """`count` goals, 150 to a region, one series each; a goals table as the register gives it."""
    rng = np.random.default_rng(seed)
    shape = np.arange(count) % len(SHAPES)
    value = rng.integers(20, 5000, count)
    money = shape == 1
    exact = np.where(money, np.char.add(value.astype(str), "00000000"), value.astype(str))
    exact = np.where(shape == 4, np.char.add("0.0", (value % 90 + 10).astype(str)), exact)
    due = np.where(shape == 0, np.nan, np.where(shape == 4, 2026, 2027))
    number = np.arange(count)
    frame = pd.DataFrame(
        {
            "id": np.char.add("plan.goal-", number.astype(str)),
            "region": np.char.add("region-", (number // 150).astype(str)),
            "plan": "plan",
            "subject": np.char.add("cluster-", (number % 150).astype(str)),
            "subject_kind": "cluster",
            "indicator": np.array(SHAPES)[shape],
            "unit": np.where(money, "yuan", np.where(shape == 4, "fraction", "count")),
            "kind": np.where(shape == 3, "stock", np.where(shape == 4, "growth", "flow")),
            "direction": "up",
            "comparator": np.where(number % 7 == 0, ">", ">="),
            "value": exact,
            "value_float": exact.astype(np.float64),
            "measure": "value",
            "base_year": 2023,
            "base_printed": False,
            "path": np.where(money, "constant growth", "straight"),
            "due": due,
            "every": np.where(shape == 0, "year", None),
            "in_force": True,
            "accumulates": "year",
            "lamp_rule": "default",
        }
    )
    frame["since"] = np.nan
    for name in ("base_value", "stretch_of", "tier", "value_high"):
        frame[name] = pd.Series([None] * count, dtype="str")
    frame["milestones"] = [[] for _ in range(count)]
    frame["members"] = [[] for _ in range(count)]
    return frame


def figures(promised: pd.DataFrame, count: int, seed: int = 2) -> pd.DataFrame:
    """`count` current figures (43 a goal at most) for these goals: full years 2023-2025 and cumulative months."""
    rng = np.random.default_rng(seed)
    periods = [(year, 12) for year in (2023, 2024, 2025)]
    periods += [(year, month) for year in (2026, 2025, 2024, 2023) for month in MONTHS]
    periods = periods[: -(-count // len(promised))]
    year = np.array([p[0] for p in periods])
    month = np.array([p[1] for p in periods])
    goal = np.repeat(np.arange(len(promised)), len(periods))
    when = np.tile(np.arange(len(periods)), len(promised))
    level = promised["value_float"].to_numpy()[goal]
    growth = (promised["kind"] == "growth").to_numpy()[goal]
    flow = (promised["kind"] == "flow").to_numpy()[goal]
    grown = 0.55 + 0.12 * (year[when] - 2023) + rng.uniform(-0.1, 0.25, len(goal))
    share = np.where(flow, grown * month[when] / 12, grown)
    value = np.where(growth, level * rng.uniform(0.3, 1.6, len(goal)), level * share)
    spelled = np.where(growth, np.round(value, 3), np.round(value))
    text = pd.Series(spelled).map(lambda x: repr(x) if x != int(x) else str(int(x)))
    codes = np.array([f"{y}" if m == 12 else f"{y}-M{m:02d}" for y, m in periods])
    frame = pd.DataFrame(
        {
            "region": pd.array(promised["region"].to_numpy()[goal], dtype="str"),
            "subject": pd.array(promised["subject"].to_numpy()[goal], dtype="str"),
            "indicator": pd.array(promised["indicator"].to_numpy()[goal], dtype="str"),
            "period": pd.array(codes[when], dtype="str"),
            "year": year[when],
            "month": month[when],
            "period_kind": pd.array(np.where(month[when] == 12, "year", "cumulative"), dtype="str"),
            "value": pd.array(text.to_numpy(), dtype="str"),
            "value_float": spelled,
            "revision": np.arange(len(goal)) + 1,
            "withdrawn": False,
        }
    )
    return frame.sample(frac=1, random_state=seed, ignore_index=True).iloc[:count]
