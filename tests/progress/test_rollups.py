"""Sums only of like with like, exact, and honest about what is missing."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.progress.numbers import exact
from dashboard.progress.parts import parts_of
from dashboard.progress.rollups import Part, roll_up
from dashboard.wording.sums import rollup_text
from tests.progress.building import figure


def parts(*values: str | None, **columns: object) -> list[Part]:
    """Three parts a, b and c; a list in `columns` has one cell for each, anything else is for all."""
    known = {
        "part": ["a", "b", "c"], "indicator": "revenue", "kind": "flow", "unit": "yuan",
        "basis": "operating revenue", "scope": "above size", "period": "2025",
    } | columns  # fmt: skip
    texts = values or ("0.1", "0.2", "100000000000000000000")
    made: list[dict[str, Any]] = [
        {name: cell[n] if isinstance(cell, list) else cell for name, cell in known.items()}
        for n in range(3)
    ]
    return [Part(value=exact(text), **row) for text, row in zip(texts, made, strict=True)]


def test_a_sum_is_exact_to_the_last_digit() -> None:
    # 0.1 + 0.2 + 10^20: floats would lose the 0.3.
    assert roll_up(parts()).total == "100000000000000000000.3"


def test_a_missing_part_makes_a_partial_sum_that_says_so() -> None:
    found = roll_up(parts("100", None, "50"))
    assert (found.total, found.reported, found.members, found.missing) == ("150", 2, 3, ("b",))
    assert found.partial
    assert rollup_text(found, "count", "en") == "Partial total 150: 2 of 3 members reported."
    assert rollup_text(found, "count", "zh") == "部分合计150：3 个成员中已报送 2 个。"


@pytest.mark.parametrize(
    ("columns", "refused"),
    [
        ({"basis": ["operating revenue", "output", "output"]}, "basis"),
        ({"scope": ["above size", "all firms", "all firms"]}, "scope"),
        ({"indicator": ["revenue", "output", "output"]}, "indicator"),
        ({"period": ["2025", "2024", "2025"]}, "period"),
        ({"kind": "growth"}, "kind"),
        ({"kind": "share"}, "kind"),
        ({"part": ["a", "a", "c"]}, "overlap"),
        ({"inside": [None, "a", None]}, "overlap"),
        ({"overlaps": [("c",), (), ()]}, "overlap"),
    ],
)
def test_a_sum_is_refused_with_its_reason(columns: dict[str, object], refused: str) -> None:
    found = roll_up(parts(**columns))
    assert (found.refused, found.total) == (refused, None)
    for lang in ("zh", "en"):
        assert rollup_text(found, "yuan", lang)


def test_nothing_reported_is_no_zero() -> None:
    found = roll_up(parts(None, None, None))
    assert found.total is None
    assert "没有合计" in rollup_text(found, "yuan", "zh")


REVENUE = {"id": "revenue", "kind": "flow", "unit": "yuan", "basis_zh": "营业收入"}


def test_clusters_of_a_region_add_up_for_one_period() -> None:
    known = [
        figure("2025", "300", subject="one", indicator="revenue"),
        figure("2025", "450", subject="two", indicator="revenue"),
        figure("2024", "999", subject="three", indicator="revenue"),
    ]
    names = ["one", "two", "three"]
    keys = [("somewhere", name) for name in names]
    found = roll_up(parts_of(known, keys, names, REVENUE, "2025"))
    # 300 + 450; the third has only a figure of another year.
    assert (found.total, found.reported, found.missing) == ("750", 2, ("three",))


def test_regions_add_up_the_tree_one_step_at_a_time() -> None:
    known = [
        figure("2025", "10", region="north", subject="north", indicator="revenue"),
        figure("2025", "7", region="village", subject="village", indicator="revenue"),
    ]
    # The village lies in the south, which has entered no total of its own.
    keys, names = [("north", "north"), ("south", "south")], ["north", "south"]
    found = roll_up(parts_of(known, keys, names, REVENUE, "2025"))
    assert (found.total, found.missing) == ("10", ("south",))
