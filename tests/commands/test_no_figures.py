"""What `assess` gives where nothing is reported, and how it writes what it computes."""

import json
import re
from collections.abc import Callable

from tests.commands.conftest import Run

Sheet = Callable[..., str]

COMPUTED = (
    "actual", "period", "completion", "gap_points", "schedule", "expected", "required_growth",
    "remaining", "met_count",
)  # fmt: skip


def test_without_a_figure_nothing_is_known_which_is_never_zero(run: Run) -> None:
    goals = json.loads(run("assess", "--format", "json").out)
    silent = [goal for goal in goals if goal["status"] == "no-data"]
    assert len(silent) > 50
    for goal in silent:
        assert {goal[name] for name in COMPUTED} == {None}, goal["id"]


def test_computed_numbers_are_plain_decimals_of_few_digits(run: Run, sheet: Sheet) -> None:
    run(
        "actuals",
        "import",
        sheet(
            "binzhou,high-end-aluminium,revenue,2023,4000 亿元,",
            "binzhou,high-end-aluminium,revenue,2025,4711 亿元,",
            "binzhou,clusters,high-tech-firms,2025,801,",
        ),
    )
    text = run("assess", "--format", "json").out
    written: list[str] = []

    def noted(number: str) -> float:
        written.append(number)
        return float(number)

    goals = json.loads(text, parse_float=noted)
    goal = next(g for g in goals if g["id"] == "binzhou-2024.t5500.high-end-aluminium")
    # 4711 / 5500 = 0.85654545…
    assert goal["completion"] == 0.856545
    assert goal["gap_points"] is not None
    assert goal["gap_points"] == round(goal["gap_points"], 1)
    assert written
    assert [each for each in written if not re.fullmatch(r"-?[0-9]+\.[0-9]{1,6}", each)] == []
