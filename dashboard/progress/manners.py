"""In which manner a reason is said: the same result reads differently for a limit or a range."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dashboard.progress.columns import as_float
from dashboard.progress.exactness import exact
from dashboard.progress.rules import GAP_POINTS, GROWTH_RATIO

_STRICT = (">", "<")


def manners(row: Mapping[str, Any], code: str) -> Iterator[str]:
    """Endings of the wording's key, the most fitting first; one that has no wording is skipped."""
    ending = "-falling" if bool(row.get("falling")) else ""
    if code == "missed":
        for miss in _misses(row):
            yield miss + ending
            yield miss
    if code == "basis-changed" and not isinstance(row.get("period"), str):
        yield "-unseen"
    if row.get("quantity_kind") == GROWTH_RATIO:
        yield "-growth-ratio"
    if row.get("quantity_kind") != GAP_POINTS:
        yield "-ratio-from-base" if bool(row.get("completion_from_base")) else "-ratio"
        yield "-ratio"
    if bool(row.get("tolerated")):
        yield "-tolerated"
    if bool(row.get("completion_from_base")):
        yield "-from-base"
    elif _missing(row, "completion") and _missing(row, "used"):
        yield "-plain"
    if ending:
        yield ending


def _misses(row: Mapping[str, Any]) -> Iterator[str]:
    """What kind of miss it is."""
    actual, goal = exact(_text(row, "actual")), exact(_text(row, "goal_exact"))
    if actual is not None and actual == goal and row.get("comparator") in _STRICT:
        yield "-by-nothing"
    if row.get("kind") == "growth":
        yield "-growth"
    if bool(row.get("kept")):
        yield "-kept"


def _missing(row: Mapping[str, Any], name: str) -> bool:
    value = row.get(name)
    return isinstance(value, str) or as_float(value) != as_float(value)


def _text(row: Mapping[str, Any], name: str) -> str | None:
    value = row.get(name)
    return value if isinstance(value, str) else None
