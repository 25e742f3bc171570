"""No rounded number reaches a target that was missed, nor falls short of one that was met."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.progress.assess import Assessment
from dashboard.progress.lamp_rules import GAP_POINTS
from dashboard.progress.table import assess_table
from dashboard.wording.reasons import bounds_of, reason_text, reason_values
from tests.progress.any_goal import any_figures, any_goal
from tests.progress.building import figure, goal, observed, verdicts

YI = 10**8
GROWTH = {"kind": "growth", "unit": "fraction", "due": 2025}
_FACTORS = {"万": 10**4, "亿": YI, "万亿": 10**12, "million": 10**6, "billion": 10**9,
            "trillion": 10**12}  # fmt: skip
_PRINTED = re.compile(r"([−+]?[\d,]+(?:\.\d+)?)(%?)(?: (万亿|万|亿|million|billion|trillion))?")


def printed(text: str) -> list[Fraction]:
    """The numbers of a text, in base units."""
    return [
        Fraction(number.replace(",", "").replace("−", "-")) / (100 if percent else 1)
        * _FACTORS.get(scale, 1)
        for number, percent, scale in _PRINTED.findall(text)
    ]  # fmt: skip


def sign(value: Fraction) -> int:
    return (value > 0) - (value < 0)


@pytest.mark.parametrize(
    ("actual", "word", "said"),
    [
        # Beyond 14 % by the millionth of a point: not 14 %, which the stretch goal was to exceed.
        ("0.1400000001", "stretch-met", "14.00000001%"),
        ("0.14", "floor-met", "14%"),
        ("0.1399999999", "floor-met", "13.99999999%"),
        ("0.1199999999", "below-floor", "11.99999999%"),
    ],
)
def test_floor_and_stretch_both_tell_a_figure_off_both_numbers(
    actual: str, word: str, said: str
) -> None:
    floor = goal("0.12", id="floor", **GROWTH)
    stretch = goal("0.14", id="top", stretch_of="floor", comparator=">", **GROWTH)
    rows = verdicts([floor, stretch], figure("2025", actual), on="2026-03-15")
    assert rows.loc["floor", "status"] == word
    for _, row in rows.iterrows():
        for lang in ("zh", "en"):
            assert said in reason_text(row, lang)


def test_a_goal_of_more_decimals_than_are_usual_is_told_by_them_where_they_decide() -> None:
    # 149.996 against 150.0049: in two decimals both read 150.
    promised = goal("15000490000", unit="yuan", due=2025)
    rows = verdicts(promised, figure("2025", "14999600000"), on="2026-03-15")
    told = reason_text(rows.iloc[0], "zh")
    assert "149.996 亿元" in told
    assert "150.005 亿元" in told


EPSILONS = ["0", "0.0000000001", "0.000001", "0.0004", "0.004", "0.03"]


@st.composite
def near(draw: st.DrawFn, bounds: list[str]) -> str:
    """A number on one of the bounds, or a hair's breadth from it."""
    at = Decimal(draw(st.sampled_from(bounds)))
    off = Decimal(draw(st.sampled_from(EPSILONS)))
    return str(at + off * draw(st.sampled_from([1, -1])))


@settings(max_examples=120, deadline=None)
@given(st.data(), st.sampled_from(["zh", "en"]))
def test_what_is_printed_stands_to_its_goal_as_what_is_known(
    data: st.DataObject, lang: str
) -> None:
    promised = data.draw(any_goal())
    scale = Decimal(data.draw(st.sampled_from([1, 1, YI]))) if promised["unit"] == "yuan" else 1
    for name in ("value", "value_high", "base_value"):
        if promised[name] is not None and promised["measure"] == "value":
            promised[name] = str(Decimal(promised[name]) * scale)
    rows = data.draw(any_figures(promised))
    low = Decimal(promised["value"])
    ends = [low, low * Decimal("0.95"), low + 5 * scale, low / 2, low + 7 * scale]
    for row in rows:
        row["value"] = data.draw(near([str(end) for end in ends]))
    goals = [promised]
    if data.draw(st.booleans()):
        sense = -1 if promised["direction"] == "down" else 1
        goals.append(promised | {"id": "top", "stretch_of": promised["id"],
                                 "value": str(low + sense * 5 * scale)})  # fmt: skip
    on = data.draw(st.sampled_from([date(2026, 7, 15), date(2027, 3, 5)]))
    for row in assess_table(pd.DataFrame(goals), observed(*rows), on).to_dict("records"):
        _holds(row, lang)


def _holds(row: dict[str, Any], lang: str) -> None:
    found: Assessment = row["assessment"]
    values, measured = reason_values(row, lang), found.measured
    if found.actual is None or found.goal.over_members:
        return
    (actual,) = printed(values["actual"])
    for bound in bounds_of(found):
        assert sign(actual - bound) == sign(found.actual - bound), values
    ends = [end for end in (measured.target.value, measured.target.far) if end is not None]
    if len(ends) == 1 or found.goal.comparator == "range":
        shown = printed(values["goal"])
        for told, end in zip(shown, sorted(ends), strict=True):
            assert sign(actual - told) == sign(found.actual - end), values
    for share, told in ((measured.completion, "completion"), (measured.used, "used")):
        if share is None:
            continue
        (done,) = printed(values[told])
        if measured.reach not in ("reached", "over"):
            assert (done >= 1) == (share >= 1), values
        if found.schedule is not None:
            side = found.side(Fraction(0), GAP_POINTS)
            assert sign(done - printed(values["schedule"])[0]) in (0, sign(share - found.schedule))
            assert side == 0 or done != printed(values["schedule"])[0], values
