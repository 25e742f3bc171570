"""Exponential smoothing with estimated parameters against the forecasts, on the back-test's shapes.

    pip install statsmodels
    python -m bench.smoothing [shape ...]      one line a shape: mean errors over those of naive

Statsmodels is no dependency: this is how it came that it is none (docs/forecasts.md).  A fit takes
some hundredths of a second, so five series a shape have to do.
"""

import sys
import warnings
from collections import defaultdict
from math import exp, isfinite, log
from random import Random
from statistics import fmean

from statsmodels.tsa.holtwinters import Holt, SimpleExpSmoothing

from bench.backtest import AHEAD
from bench.shapes import FIRST, SHAPES, Shape
from dashboard.progress.forecasting.forecasts import LEAST_POINTS
from dashboard.progress.forecasting.models import LOGS, fit, method_of
from dashboard.progress.forecasting.naive import last_growth_continues

SERIES = 5


def compare(shape: Shape) -> dict[str, list[float]]:
    """Mean error over that of naive, for one, two and three years ahead."""
    errors: dict[tuple[str, int], list[float]] = defaultdict(list)
    chance = Random(f"tune ets {shape.id}")
    for _ in range(SERIES):
        values = shape.draw(chance, shape.length)
        for points in range(LEAST_POINTS, shape.length):
            ahead = range(1, min(max(AHEAD), points - 1, shape.length - points) + 1)
            for name, forecasts in _forecasts(shape, values[:points], len(ahead)).items():
                for years in ahead:
                    actual, said = values[points - 1 + years], forecasts[years - 1]
                    said = min(1.0, said) if shape.kind == "share" else said
                    size = _size(shape, values[:points], actual)
                    errors[name, years].append(abs(said - actual) / size)
    names = dict.fromkeys(name for name, _ in errors)
    return {
        name: [fmean(errors[name, years]) / fmean(errors["naive", years])
               for years in AHEAD if errors[name, years]]
        for name in names
    }  # fmt: skip


def _forecasts(shape: Shape, known: list[float], ahead: int) -> dict[str, list[float]]:
    method = method_of(shape.kind, shape.unit, known)
    points = [(FIRST + place, value) for place, value in enumerate(known)]
    years = [points[-1][0] + each for each in range(1, ahead + 1)]
    model = fit(points, method, shape.unit)
    found = {
        "naive": [last_growth_continues(points, year, method) for year in years],
        "ours": [model.quantile(year, 0.5) for year in years],
    }
    scaled = [log(value) if method == LOGS else value for value in known]
    for name, smoothing in (
        ("damped", Holt(scaled, damped_trend=True, initialization_method="estimated")),
        ("simple", SimpleExpSmoothing(scaled, initialization_method="estimated")),
    ):
        said = [float(x) for x in smoothing.fit().forecast(ahead)]
        said = [exp(min(x, 700.0)) for x in said] if method == LOGS else said
        found[name] = said if all(map(isfinite, said)) else found["ours"]
    return found


def _size(shape: Shape, known: list[float], actual: float) -> float:
    if shape.unit == "fraction":
        return 1.0
    by_growth = method_of(shape.kind, shape.unit, known) == LOGS
    return abs(actual) if by_growth else fmean(abs(value) for value in known)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    for shape in SHAPES:
        if shape.id in sys.argv[1:] or not sys.argv[1:]:
            told = compare(shape).items()
            print(
                shape.id, *(f"{name} {' / '.join(f'{x:.2f}' for x in said)}" for name, said in told)
            )
