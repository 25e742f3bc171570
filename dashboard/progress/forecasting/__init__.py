"""Forecasts of goals, with their uncertainty and its limits, and what-if; pure functions.

`goal_forecast` takes a goal and figures, `forecast` bare numbers; both answer with a `Forecast` or a
`NoForecast` that says why not.  `what_if` is arithmetic on a supposition.  The words are in
`dashboard.wording.forecasts`.  How well the ranges hold is measured by `bench/backtest.py`, told in docs/forecasts.md.
NumPy and SciPy are loaded with the first forecast, not before: a process that never makes one goes
without their memory.
"""

from importlib import import_module
from typing import Any

_HOMES = {
    "Forecast": "forecasts",
    "NoForecast": "forecasts",
    "RunningYear": "running_year",
    "WhatIf": "supposition",
    "forecast": "forecasts",
    "goal_forecast": "series",
    "growth_to_reach": "supposition",
    "what_if": "supposition",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
