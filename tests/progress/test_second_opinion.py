"""The engine and a plain loop, written apart, give the same verdicts for every measure kind."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.progress import assess
from tests.progress import province
from tests.progress.plain_loop import assess_plainly

ON = date(2026, 7, 15)


# Many figures, few (so that base years, months and counts are missing), and next to none.
@pytest.mark.parametrize("figures", [10_200, 6_000, 1_200])
@pytest.mark.parametrize("seed", range(2))
def test_a_plain_loop_agrees_on_every_goal(seed: int, figures: int) -> None:
    promised = province.make(600, seed=seed)
    known = province.figures(promised, figures, seed=seed + 10)
    plain = assess_plainly(
        promised.goals.to_dict("records"),
        known.to_dict("records"),
        ON,
        promised.indicators.to_dict("records"),
    )
    ours = assess(promised.goals, known, ON, indicators=promised.indicators)
    for row in ours.itertuples():
        status, completion = plain[row.goal]
        assert (row.goal, row.status) == (row.goal, status)
        if completion is not None:
            assert row.completion == pytest.approx(float(completion), rel=1e-12)


def test_the_province_has_every_measure_kind_and_many_a_verdict() -> None:
    promised = province.make(3_000)
    known = province.figures(promised, 60_000)
    ours = assess(promised.goals, known, ON, indicators=promised.indicators)
    shapes = {goal.split(".")[1].split("-")[0] for goal in ours["goal"]}
    assert shapes == set(province.MIX)
    assert len(ours["status"].unique()) >= 15
