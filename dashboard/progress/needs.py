"""What it would take, as a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.languages import say
from dashboard.progress.amounts import percent_of, points_of
from dashboard.progress.exactness import exact
from dashboard.progress.reasons import distance_text, number, reason_values


def need_text(row: Mapping[str, Any], lang: str) -> str:
    """What a row of `assess` still takes, empty where nothing is asked any more or known."""
    need = row.get("need")
    if not isinstance(need, str):
        return ""
    unit, counted = str(row.get("unit") or "count"), str(row.get("counted") or "")
    values = reason_values(row, lang)
    gap, told = number(row.get("gap_points")), row.get("gap_told")
    each = row.get("required_per_year" if need == "year" else "required_per_month")
    growth = number(row.get("required_growth"))
    key = f"progress.need.{need}" + ("-less" if need != "room" and has_to_fall(row) else "")
    return say(
        key, lang, **values,
        rate=percent_of(None if growth is None else abs(growth), lang),
        each=distance_text(number(each), unit, lang, counted),
        short=points_of(_size(gap), lang, _unsigned(told), signed=False),
        n="1" if _is_one(values["remaining"]) else values["remaining"],
    )  # fmt: skip


def has_to_fall(row: Mapping[str, Any]) -> bool:
    """Whether the figure stands above what it has to come to."""
    actual, goal = _known(row, "actual", "actual_float"), _known(row, "goal_exact", "goal_value")
    if actual is None or goal is None:
        return False
    return actual > goal or (actual == goal and bool(row.get("falling")))


def _known(row: Mapping[str, Any], spelling: str, rough: str) -> Any:
    text = row.get(spelling)
    known = exact(text) if isinstance(text, str) else None
    return exact(number(row.get(rough))) if known is None else known


def _size(value: float | None) -> float | None:
    return None if value is None else abs(value)


def _unsigned(told: Any) -> str | None:
    return told.lstrip("-") if isinstance(told, str) else None


def _is_one(amount: str) -> bool:
    return amount == "1" or amount.startswith("1 ")
