"""An indicator that changed its basis: both series are shown, and never equated."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from dashboard.wording.explanation import explain
from dashboard.wording.reasons import reason_text
from tests.progress.building import figure, goal, verdict, why

# From 2025 on, "thing" is reported as "thing-2025", on another basis.
INDICATORS = pd.DataFrame(
    {
        "id": ["thing", "thing-2025"],
        "name_zh": ["产值", "产值（新口径）"],
        "name_en": ["Output", "Output (new basis)"],
        "continued_by": ["thing-2025", None],
        "continued_since": [2025, None],
    }
)
OLD = figure("2024", "700")
NEW = figure("2025", "900", revision=2, indicator="thing-2025")


def judged(promised: dict[str, Any], *known: dict[str, Any], on: str = "2026-03-15") -> Any:
    return verdict(promised, *known, on=on, indicators=INDICATORS)


@pytest.mark.parametrize(
    "shape", [{"due": 2027}, {"every": "year"}, {"due": 2027, "kind": "stock"}]
)
def test_a_figure_on_the_new_basis_never_answers_a_goal_on_the_old(shape: dict[str, Any]) -> None:
    # 900 would reach 850, but it counts something else.
    row = judged(goal("850", **shape), OLD, NEW)
    assert (row["status"], why(row)) == ("cannot-judge", "basis-changed")
    assert "The basis changed in 2025" in reason_text(row, "en")
    assert "口径自2025年起改变，此后改按“产值（新口径）”填报" in reason_text(row, "zh")


def test_the_new_series_is_shown_beside_the_old() -> None:
    steps = dict(explain(judged(goal("850", due=2027), OLD, NEW), None, "en").steps)
    assert steps["Output (new basis), 2025 (new basis, not set against the goal)"] == "900"


def test_what_fell_due_before_the_change_is_judged_as_ever() -> None:
    # Due 2024: 700 of 850.
    assert judged(goal("850", due=2024), OLD, NEW)["status"] == "overdue"


def test_before_the_change_and_with_old_figures_going_on_it_is_judged_as_ever() -> None:
    assert judged(goal("850", due=2027), OLD, on="2024-12-31")["status"] == "not-due"
    still = figure("2025", "860", revision=3)
    assert judged(goal("850", due=2027), OLD, NEW, still)["status"] == "met-early"


def test_what_was_reached_on_the_old_basis_stays_reached() -> None:
    assert judged(goal("650", due=2027), OLD, NEW)["status"] == "met-early"
