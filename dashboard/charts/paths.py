"""Expected paths between two points, always drawn as derived and named with their growth."""

from math import floor

from dashboard.charts.rows import Derived
from dashboard.languages import say
from dashboard.languages.numbers import exact, percent


def growth_of(path: Derived) -> float | None:
    """Return the yearly growth (G / v0) ** (1 / n) - 1, or None where it has no meaning."""
    base, goal = exact(path.base_value), exact(path.goal_value)
    years = path.goal_year - path.base_year
    if base is None or goal is None or base <= 0 or goal <= 0 or years <= 0:
        return None
    growth: float = float(goal / base) ** (1 / years) - 1
    return growth


def along_path(path: Derived) -> list[tuple[float, float]]:
    """Return (year, value in the base unit) from base to goal: both ends, and each year's end between.

    Constant growth: v0 · (G / v0) ** ((t - t0) / (T - t0)); straight: v0 + (G - v0) · (t - t0) /
    (T - t0). A constant growth that has no meaning (base not positive) gives no path.
    """
    base, goal = exact(path.base_value), exact(path.goal_value)
    years = path.goal_year - path.base_year
    if base is None or goal is None or years <= 0:
        return []
    start, end = float(base), float(goal)
    straight = path.path == "straight"
    if not straight and growth_of(path) is None:
        return []
    between = range(floor(path.base_year) + 1, path.goal_year)
    return [
        (at, start + (end - start) * share if straight else start * (end / start) ** share)
        for at in (path.base_year, *between, path.goal_year)
        for share in ((at - path.base_year) / years,)
    ]


def path_name(path: Derived, lang: str, kind: str) -> str:
    """Name a path: `kind` is derived or required; printed paths say so instead."""
    if path.printed:
        return say("charts.path.printed", lang)
    growth = growth_of(path)
    if path.path == "straight" or growth is None:
        return say(f"charts.path.{kind}-straight", lang)
    return say(f"charts.path.{kind}", lang, growth=percent(growth, lang, signed=True))
