"""What the back-test measured, for the forecast's own words; a test keeps it in step with a re-run.

Written by `python -m bench.backtest --write`.
"""

COVERAGE = {
    "growth": (81, 53),
    "steps": (87, 86),
    "mean": (79, 78),
}
"""Method -> how often, in per cent, the 80 % range held: over all shapes, and at worst (shape, years ahead)."""
