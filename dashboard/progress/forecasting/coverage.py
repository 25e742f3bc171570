"""What the back-test measured, for the forecast's own words; a test keeps it in step with a re-run.

Written by `python -m bench.backtest --write`.
"""

from typing import NamedTuple


class Coverage(NamedTuple):
    """How often, in per cent, the 80 % ranges that a method shows held: over all `shapes` of series
    tried, and in the worst of them (`shape`, so many years `ahead`)."""

    shapes: int
    usual: int
    worst: int
    shape: str
    ahead: int


COVERAGE = {
    "growth": Coverage(shapes=8, usual=80, worst=78, shape="noisy", ahead=1),
    "steps": Coverage(shapes=5, usual=81, worst=79, shape="coverage-break", ahead=1),
    "line": Coverage(shapes=3, usual=79, worst=77, shape="added", ahead=1),
    "mean": Coverage(shapes=4, usual=80, worst=77, shape="rates-break", ahead=1),
}

UNSHOWN = {"growth": 51, "steps": 53, "line": 34, "mean": 56}
"""What the ranges that are not shown would have held in the worst shape, in per cent."""
