"""What the tests of the shipped register share: the compiled catalogue and how to ask it."""

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from dashboard.register import Catalogue, load_register

SHIPPED = Path(__file__).parents[2] / "data" / "targets.yaml"

Row = dict[str, Any]


@cache
def shipped_catalogue() -> Catalogue:
    """The register as it ships, compiled once for all tests that only read it."""
    return load_register(SHIPPED)


def goals_of_plan(shipped: Catalogue, plan: str) -> list[Row]:
    """The plan's goals, derived ones among them, in the order of the register."""
    return [goal for goal in shipped.rows("goals") if goal["plan"] == plan]


def goal(shipped: Catalogue, goal_id: str) -> Row:
    """One goal by its id, which must exist."""
    found = shipped.goal(goal_id)
    assert found is not None, goal_id
    return found


def value(shipped: Catalogue, goal_id: str) -> tuple[str, Decimal]:
    """Comparator and exact value of one goal."""
    row = goal(shipped, goal_id)
    return row["comparator"], Decimal(row["value"])
