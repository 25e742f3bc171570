"""A made-up province: regions with goals of every measure kind and a history of figures.

A region has 150 goals over nine clusters.  The shares of the kinds are those of the plans that are
published (docs/register.md counts the shipped ones), with those kinds added that only other plans
are known to have: multiples of a base, milestones, caps, series in step.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

MIX = {
    "annual": 22, "small": 4, "cap": 2, "money": 27, "count": 15, "stock": 19, "falling": 2,
    "kept": 2, "share": 6, "growth": 9, "floor": 1, "stretch": 1, "since": 8, "start": 5,
    "each": 3, "tier": 3, "step": 3, "times": 2, "change": 2, "average": 2, "milestones": 3,
    "about": 3, "approach": 1, "range": 1, "undated": 4,
}  # fmt: skip
"""Shape -> how many of a region's goals have it."""
CLUSTERS = 9
TIERS = 3
OVER_MEMBERS = ("each", "tier")

_MONEY = ("money", "each", "step", "times", "change", "average", "milestones")
_STOCKS = ("stock", "falling", "kept", "range", "approach")
_RATES = ("growth", "floor", "stretch")
_DUE = {"kept": 2025, "growth": 2026, "floor": 2025, "stretch": 2025, "about": 2025, "since": 2026}
_YEARLY = ("annual", "small", "cap", "step")
_MONTHS = (2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
_PERIODS = (
    *((year, 12) for year in (2023, 2024, 2025)),
    *((2026, month) for month in _MONTHS if month <= 6),
    *((year, month) for year in (2025, 2024, 2023) for month in _MONTHS),
)


@dataclass(frozen=True)
class Province:
    """`goals` and `indicators` as the register has them; `series`: what is reported, and how big.

    `series` has region, subject, indicator, shape and level (float, base unit).
    """

    goals: pd.DataFrame
    indicators: pd.DataFrame
    series: pd.DataFrame


def make(count: int, seed: int = 1) -> Province:
    """A province with `count` goals, 150 to a region; the same seed gives the same province."""
    chance = np.random.default_rng(seed)
    shapes = [shape for shape, number in MIX.items() for _ in range(number)]
    promised: list[dict[str, Any]] = []
    reported: list[tuple[str, str, str, str, float]] = []
    for number in range(count):
        region, place = divmod(number, len(shapes))
        goal = _goal(f"region-{region}", place, shapes[place], chance)
        promised.append(goal)
        reported += _series(goal, shapes[place], chance)
    names = ["region", "subject", "indicator", "shape", "level"]
    return Province(
        goals=_typed(pd.DataFrame(promised)),
        indicators=_indicators(),
        series=pd.DataFrame(reported, columns=names),
    )


def _goal(region: str, place: int, shape: str, chance: np.random.Generator) -> dict[str, Any]:
    cluster = f"cluster-{place % CLUSTERS}"
    # A goal's own series: 17 indicators of one shape would otherwise share a cluster.
    indicator = f"{shape}-{place if shape in OVER_MEMBERS else place // CLUSTERS}"
    goal = {
        "id": f"{region}.{shape}-{place}",
        "region": region,
        "plan": f"{region}-2024",
        "subject": "clusters" if shape in OVER_MEMBERS else cluster,
        "subject_kind": {"each": "each-cluster", "tier": "tier"}.get(shape, "cluster"),
        "indicator": indicator,
        "unit": "yuan" if shape in _MONEY else "count",
        "kind": "stock" if shape in _STOCKS or shape == "tier" else "flow",
        "direction": {"cap": "down", "falling": "down", "kept": "keep"}.get(shape, "up"),
        "comparator": ">" if place % 7 == 0 else ">=",
        "value": str(int(chance.integers(20, 5000))),
        "value_high": None,
        "measure": "value",
        "base_year": 2023,
        "base_value": None,
        "path": "constant growth" if shape in _MONEY else "straight",
        "due": None if shape in (*_YEARLY, "undated") else _DUE.get(shape, 2027),
        "every": "year" if shape in _YEARLY else None,
        "since": {"since": 2024, "start": 2023}.get(shape),
        "accumulates": "start" if shape == "start" else "year",
        "tier": None,
        "stretch_of": None,
        "step_indicator": None,
        "milestones": [],
        "members": [],
    }
    if shape in _MONEY:
        goal["value"] += "00000000"
    return goal | _peculiar(region, place, shape, goal, chance)


def _peculiar(
    region: str, place: int, shape: str, goal: dict[str, Any], chance: np.random.Generator
) -> dict[str, Any]:
    """What sets a goal of this shape apart from the usual ones."""
    number = int(goal["value"])
    percent = str(chance.integers(20, 160) / 1000)
    rate = {"unit": "fraction", "kind": "growth", "value": percent}
    special: dict[str, dict[str, Any]] = {
        "small": {"value": str(number % 9 + 3)},
        "cap": {"comparator": "<="},
        "falling": {"comparator": "<="},
        "kept": {"comparator": "maintain"},
        "about": {"comparator": "about"},
        "approach": {"comparator": "approach"},
        "range": {"comparator": "range", "value": "3", "value_high": "5"},
        "money": {"tier": f"tier-{place % TIERS}"},
        "tier": {"tier": f"tier-{place % TIERS}", "comparator": ">=",
                 "value": str(2 * (place % TIERS) + 1)},
        "each": {"members": [f"cluster-{n}" for n in range(CLUSTERS)]},
        "share": {"unit": "fraction", "kind": "share", "value": "0.9", "base_value": "0.2"},
        "growth": rate,
        "floor": {**rate, "value": "0.08", "comparator": ">="},
        "stretch": {**rate, "value": "0.12", "comparator": ">",
                    "stretch_of": f"{region}.floor-{place - 1}", "subject": _floor(place),
                    "indicator": f"floor-{(place - 1) // CLUSTERS}"},
        "step": {"comparator": "in step", "value": None, "step_indicator": "companion"},
        "times": {"measure": "times base", "value": "2"},
        "change": {"measure": "change from base", "value": "0.5"},
        "average": {"measure": "average growth", "value": percent},
        "milestones": {"milestones": [{"year": 2025, "comparator": ">=",
                                       "value": str(number * 4 // 5), "value_high": None}]},
    }  # fmt: skip
    return special.get(shape, {})


def _floor(place: int) -> str:
    return f"cluster-{(place - 1) % CLUSTERS}"


def _series(
    goal: dict[str, Any], shape: str, chance: np.random.Generator
) -> list[tuple[str, str, str, str, float]]:
    """The series that are reported for a goal, each with the size it has about 2027."""
    region, subject, indicator = goal["region"], goal["subject"], goal["indicator"]
    level = float(goal["value"] or chance.integers(20, 5000) * 10**8)
    if shape in ("stretch", "tier"):
        return []
    if shape == "each":
        spread = chance.uniform(0.6, 1.6, CLUSTERS)
        return [(region, f"cluster-{n}", indicator, shape, level * spread[n])
                for n in range(CLUSTERS)]  # fmt: skip
    if shape == "share":
        of = float(chance.integers(50, 500))
        return [(region, subject, f"{indicator}-of", "of", of),
                (region, subject, f"{indicator}-covered", "covered", of)]  # fmt: skip
    if shape in ("times", "change", "average"):
        level = float(chance.integers(20, 5000) * 10**8)
    if shape == "range":
        level = float(chance.integers(2, 8))
    own = [(region, subject, indicator, shape, level)]
    if shape == "step":
        own.append((region, subject, "companion", shape, level * 3))
    return own


def _indicators() -> pd.DataFrame:
    """The indicators table: only coverages, which name their two counts, have a say in verdicts."""
    ids = [f"share-{number}" for number in range(sum(MIX.values()) // CLUSTERS + 1)]
    table = {
        "id": ids,
        "covered": [f"{id}-covered" for id in ids],
        "of": [f"{id}-of" for id in ids],
    }
    return pd.DataFrame({name: pd.array(values, dtype="str") for name, values in table.items()})


def _typed(goals: pd.DataFrame) -> pd.DataFrame:
    """The columns in the types that the register compiles to."""
    lists = ("milestones", "members")
    years = ("base_year", "due", "since")
    for name in goals.columns.difference([*lists, *years]):
        goals[name] = pd.array(goals[name], dtype="str")
    for name in ("due", "since"):
        goals[name] = goals[name].astype("float64")
    for exact in ("value", "value_high"):
        goals[f"{exact}_float"] = goals[exact].astype("float64")
    goals["base_printed"] = goals["base_value"].notna()
    return goals.assign(in_force=True, lamp_rule="default")


def figures(province: Province, count: int, seed: int = 2) -> pd.DataFrame:
    """`count` current figures of its series: the newest periods of all, a few of them missing."""
    chance = np.random.default_rng(seed)
    reported = province.series
    periods = _PERIODS[: -(-count // len(reported))]
    year, month = (np.array(part) for part in zip(*periods, strict=True))
    series = np.repeat(np.arange(len(reported)), len(periods))
    when = np.tile(np.arange(len(periods)), len(reported))
    value = _values(reported, series, year[when], month[when], chance)
    whole = value == np.floor(value)
    text = value.astype(np.int64).astype(str).astype(object)
    text[~whole] = [repr(x) for x in value[~whole].tolist()]
    codes = np.array([f"{y}" if m == 12 else f"{y}-M{m:02d}" for y, m in periods])
    kinds = np.where(month == 12, "year", "cumulative")
    names = {name: pd.array(reported[name].to_numpy()[series], dtype="str")
             for name in ("region", "subject", "indicator")}  # fmt: skip
    frame = pd.DataFrame(
        {
            **names,
            "period": pd.array(codes[when], dtype="str"),
            "year": year[when],
            "month": month[when],
            "period_kind": pd.array(kinds[when], dtype="str"),
            "value": pd.array(text, dtype="str"),
            "value_float": value,
            "revision": np.arange(len(series)) + 1,
            "withdrawn": False,
        }
    )
    return frame.sample(frac=1, random_state=seed, ignore_index=True).iloc[:count]


def _values(
    reported: pd.DataFrame,
    series: np.ndarray[Any, Any],
    year: np.ndarray[Any, Any],
    month: np.ndarray[Any, Any],
    chance: np.random.Generator,
) -> np.ndarray[Any, Any]:
    shape = reported["shape"].to_numpy()[series]
    level = reported["level"].to_numpy()[series]

    def some(*shapes: str) -> np.ndarray[Any, Any]:
        return np.isin(shape, shapes)

    passed = (year - 2023 + month / 12) / 5
    grown = 0.55 + 0.12 * (year - 2023) + chance.uniform(-0.1, 0.25, len(series))
    share = np.where(some(*_STOCKS, "of"), grown, grown * month / 12)
    share = np.where(some("falling"), 2.2 - grown, share)
    share = np.where(some("kept"), chance.uniform(0.9, 1.1, len(series)), share)
    share = np.where(some("small"), chance.uniform(0, 3, len(series)) * month / 12, share)
    share = np.where(some("since"), grown * month / 24, share)
    share = np.where(some("start"), passed * chance.uniform(0.8, 1.2, len(series)), share)
    share = np.where(some("of"), 1.0, share)
    share = np.where(some("covered"), np.minimum(grown - 0.2, 1.0), share)
    share = np.where(some(*_RATES), chance.uniform(0.3, 1.6, len(series)), share)
    return np.where(some(*_RATES), np.round(level * share, 3), np.round(level * share))
