"""The engine and a plain loop, written apart, give the same verdicts."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.progress import assess
from tests.progress import province
from tests.progress.plain_loop import assess_plainly


@pytest.mark.parametrize("seed", range(3))
def test_a_plain_loop_agrees_on_every_goal(seed: int) -> None:
    on = date(2026, 7, 15)
    promised = province.goals(600, seed=seed)
    figures = province.figures(promised, 13_000, seed=seed + 10)
    plain = assess_plainly(promised.to_dict("records"), figures.to_dict("records"), on)
    ours = assess(promised, figures, on)
    for row in ours.itertuples():
        status, completion = plain[row.goal]
        assert row.status == status
        if completion is not None:
            assert row.completion == pytest.approx(float(completion), rel=1e-12)
