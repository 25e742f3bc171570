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


def test_computed_numbers_are_plain_decimals_to_the_last_digit(run: Run, sheet: Sheet) -> None:
    run(
        "actuals",
        "import",
        sheet(
            "binzhou,high-end-aluminium,revenue,2023,4000 亿元,",
            "binzhou,high-end-aluminium,revenue,2025,4711 亿元,",
            "binzhou,clusters,high-tech-firms,2025,801,",
        ),
    )
    goals = json.loads(run("assess", "--format", "json").out)
    goal = next(g for g in goals if g["id"] == "binzhou-2024.t5500.high-end-aluminium")
    # 4711 / 5500 = 0.85654545…
    assert goal["completion"] == "0.856545454545454545454545454545"
    computed = [goal[name] for goal in goals for name in ("completion", "gap_points", "schedule")]
    written = [number for number in computed if number is not None]
    assert written
    assert [each for each in written if not re.fullmatch(r"-?[0-9]+(\.[0-9]*[1-9])?", each)] == []
