"""The engine and a plain loop, written apart, give the same verdicts for every measure kind."""

from __future__ import annotations

from datetime import date

import pytest
from pandas import notna

from dashboard.progress import assess
from tests.progress import province
from tests.progress.plain_loop import assess_plainly

ON = date(2026, 7, 15)
# Within a year, before it reports, and after the last goal was due.
DAYS = (ON, date(2025, 6, 30), date(2026, 1, 20), date(2028, 7, 1))


# Many figures, few (so that base years, months and counts are missing), and next to none.
@pytest.mark.parametrize("figures", [10_200, 6_000, 1_200])
@pytest.mark.parametrize("on", DAYS, ids=str)
def test_a_plain_loop_agrees_on_every_goal(on: date, figures: int) -> None:
    promised = province.make(600, seed=on.year)
    known = province.figures(promised, figures, seed=on.day)
    plain = assess_plainly(
        promised.goals.to_dict("records"),
        known.to_dict("records"),
        on,
        promised.indicators.to_dict("records"),
    )
    ours = assess(promised.goals, known, on, indicators=promised.indicators)
    for row in ours.itertuples():
        status, share = plain[row.goal]
        assert (row.goal, row.status) == (row.goal, status)
        if share is not None:
            told = row.completion if notna(row.completion) else row.used
            assert told == pytest.approx(float(share), rel=1e-12)


def test_the_province_has_every_measure_kind_and_many_a_verdict() -> None:
    promised = province.make(3_000)
    known = province.figures(promised, 60_000)
    ours = assess(promised.goals, known, ON, indicators=promised.indicators)
    shapes = {goal.split(".")[1].split("-")[0] for goal in ours["goal"]}
    assert shapes == set(province.MIX)
    assert len(ours["status"].unique()) >= 15
