"""What the back-test measured, for the forecast's own words; a test keeps it in step with a re-run.

Written by `python -m bench.backtest --write`.
"""

from typing import NamedTuple


class Coverage(NamedTuple):
    """How often, in per cent, the 80 % range of a method held: over all `shapes` of series tried, and
    in the worst of them (`shape`, so many years `ahead`)."""

    shapes: int
    usual: int
    worst: int
    shape: str
    ahead: int


COVERAGE = {
    "growth": Coverage(shapes=8, usual=84, worst=62, shape="break", ahead=3),
    "steps": Coverage(shapes=8, usual=81, worst=57, shape="coverage-break", ahead=3),
    "mean": Coverage(shapes=4, usual=79, worst=64, shape="rates-break", ahead=3),
}
