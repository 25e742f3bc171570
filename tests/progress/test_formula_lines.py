"""A formula line computes with the numbers it prints, and no sentence contradicts its lamp."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import pandas as pd
import pytest

from dashboard.exchange.representations import verdict_rows
from dashboard.wording.explanation import explain
from dashboard.wording.reasons import quantity_text, reason_text
from tests.progress.building import compared, figure, goal, verdict
from tests.progress.shipped_rules import SHIPPED

YI = "00000000"


def steps_of(promised: dict[str, object], row: object, lang: str = "en") -> dict[str, str]:
    return dict(explain(row, promised, lang, SHIPPED).steps)


def test_the_gap_line_has_the_digits_its_subtraction_takes() -> None:
    # 121/175 = 69.1429 %, 8/12 = 66.6667 %: 2.4762. Rounded to one decimal 69.1 - 66.7 = 2.4.
    promised = goal("175", every="year")
    row = verdict(promised, figure("2026-M08", "121"), on="2026-09-10")
    assert steps_of(promised, row)["Gap"] == (
        "69.143% − 66.667% = +2.476 percentage points, rounded +2.5 percentage points"
    )
    # Elsewhere it is rounded once, to one decimal.
    assert "a gap of +2.5 percentage points" in reason_text(row, "en")


def test_thirds_that_never_agree_get_more_decimals_than_their_difference() -> None:
    # 50/300 = 16.666... %, 4/12 = 33.333... %: -16.666..., and 16.7 - 33.3 = -16.6 at any length.
    promised = goal("300", every="year")
    row = verdict(promised, figure("2026-M04", "50"), on="2026-05-10")
    # 16.67 - 33.33 = -16.66, which is -16.7 to one decimal.
    assert steps_of(promised, row)["Gap"] == "16.67% − 33.33% = −16.7 percentage points"


def test_terms_that_fit_keep_one_decimal() -> None:
    promised = goal("400", every="year")
    row = verdict(promised, figure("2026-M06", "231"))
    assert steps_of(promised, row)["Gap"] == "57.8% − 50% = +7.8 percentage points"


@pytest.mark.parametrize(
    ("done", "goal_value", "gap", "lamp"),
    [
        # 2749/5500 = 49.98181...: -0.018 points is behind, and never "a gap of 0".
        ("2749" + YI, "5500" + YI, "−0.02", "yellow"),
        # 200.04/400 = 50.01 %.
        ("20004000000", "40000000000", "+0.01", "green"),
        ("20000000000", "40000000000", "0.0", "green"),
        # 39.98 % - 50 % = -10.02: red, and never "-10" beside "▲ >= -10".
        ("15992000000", "40000000000", "−10.02", "red"),
        ("16000000000", "40000000000", "−10.0", "yellow"),
        # One part in 10^15 short of the schedule.
        ("199.999999999999999", "400", "−0.0000000000000003", "yellow"),
        ("159.999999999999999", "400", "−10.0000000000000003", "red"),
    ],
)
def test_the_printed_gap_lies_on_the_side_that_gave_the_lamp(
    done: str, goal_value: str, gap: str, lamp: str
) -> None:
    unit = "yuan" if len(goal_value) > 4 else "count"
    promised = goal(goal_value, every="year", unit=unit)
    row = verdict(promised, figure("2026-M06", done))
    assert row["lamp"] == lamp
    for lang, words in (("zh", f"差距{gap} 个百分点"), ("en", f"a gap of {gap} percentage point")):
        assert words in reason_text(row, lang)
    # The line computes with what it prints, and its result lies on the same side.
    line = re.fullmatch(r"(.+)% − (.+)% = ([−+]?[\d.]+) .*", steps_of(promised, row)["Gap"])
    assert line is not None
    left, right, result = (Decimal(term.replace("−", "-")) for term in line.groups())
    assert left - right == result
    assert (result >= 0, result >= -10) == (lamp == "green", lamp != "red")


def test_a_gap_beside_an_undefined_band_is_printed_inside_it() -> None:
    # Yinchuan leaves (-10, 0) undefined; 40.025 - 50 = -9.975 is in it, and -10 would not be.
    promised = goal("400", every="year", lamp_rule="yinchuan-2025")
    row = verdict(promised, figure("2026-M06", "160.1"), rules=SHIPPED)
    assert row["status"] == "undefined-by-rule"
    assert "The gap is −9.98 percentage points" in reason_text(row, "en")


def test_the_gap_given_to_programs_never_contradicts_the_lamp() -> None:
    promised = goal("400", every="year") | {"region": "somewhere", "id": "goal"}
    for done, gap in (("199.92", "-0.02"), ("231", "7.75"), ("200", "0")):
        row = verdict(promised, figure("2026-M06", done)).to_dict()
        told = verdict_rows([promised], {"goal": row}, "en", {"somewhere": {}}, str)[0]
        assert told["gap_points"] == gap
        assert told["lamp"] == ("yellow" if gap.startswith("-") else "green")


def test_half_a_tenth_is_rounded_by_its_digits() -> None:
    # 0.524500000000000 - 0.5 is 0.02449999999999997 in floats; the digits say 2.45, half up 2.5.
    promised = goal("400", every="year")
    row = verdict(promised, figure("2026-M06", "209.8"))
    assert "a gap of +2.5 percentage points" in reason_text(row, "en")


@pytest.mark.parametrize(
    ("rule", "label", "value"),
    [
        # 57.75 % / 50 % = 1.155.
        ("wuhan-ratio", "Completion over schedule, which the rule looks at",
         "57.75% ÷ 50% = 115.5%"),
        ("sanya", "Completion over schedule, which the rule looks at", "57.75% ÷ 50% = 115.5%"),
    ],
)  # fmt: skip
def test_the_ratio_that_decided_is_shown(rule: str, label: str, value: str) -> None:
    promised = goal("400", every="year")
    row = verdict(promised, figure("2026-M06", "231"), rules=SHIPPED, rule=rule)
    assert steps_of(promised, row)[label] == value


@pytest.mark.parametrize("rule", ["eurostat", "open-sdg"])
def test_growth_so_far_and_needed_are_shown_with_their_levels(rule: str) -> None:
    # 1.4^(1/2) - 1 = 18.32 %, 2^(1/4) - 1 = 18.92 %: 96.8 %.
    promised = goal("200", due=2027, base_year=2023, base_value="100", kind="stock")
    row = verdict(promised, figure("2025", "140"), on="2026-03-01", rules=SHIPPED, rule=rule)
    steps = steps_of(promised, row)
    assert steps["Growth a year so far (derived)"] == "(140 ÷ 100)^(1/2) − 1 = 18.3%"
    assert steps["Growth a year needed from the base (derived)"] == "(200 ÷ 100)^(1/4) − 1 = 18.9%"
    label = "Growth so far over growth needed, which the rule looks at"
    assert steps[label] == "18.3% ÷ 18.9% = 96.8%"


def test_growth_over_months_is_written_with_its_months() -> None:
    # 30 months after the base: 130 from 100.
    promised = goal("200", due=2027, base_year=2023, base_value="100", kind="stock")
    row = verdict(promised, figure("2026-M06", "130"), rules=SHIPPED, rule="eurostat")
    # 1.3^(12/30) - 1 = 11.07 %.
    shown = steps_of(promised, row)["Growth a year so far (derived)"]
    assert shown == "(130 ÷ 100)^(12/30) − 1 = 11.1%"


def test_every_rule_side_by_side_shows_its_own_number_on_its_own_side() -> None:
    # 159.99 of 400 in June: 39.9975 %, 79.995 % of the schedule, -10.0025 points.
    table = compared(
        goal("400", every="year"), figure("2026-M06", "159.99"), on="2026-07-15", rules=SHIPPED
    )
    told = {
        id: quantity_text(row["assessment"], row["assessment"].rule, "en")
        for id, row in table.iterrows()
    }
    assert told["default"] == "−10.003 percentage points"
    assert told["wuhan-ratio"] == "79.995%"
    assert told["sanya"] == "80.0%"
    assert told["eurostat"] == "—"
    assert table.loc["wuhan-ratio", "lamp"] == "yellow"


def test_a_path_of_constant_growth_is_printed_with_terms_that_give_it() -> None:
    # 12.345 -> 98.765 亿 in four years: sqrt(12.345 * 98.765) = 34.918 after two.
    promised = goal("9876500000", unit="yuan", due=2027, base_year=2023, base_value="1234500000")
    row = verdict(promised, figure("2025", "3000000000"), on="2026-03-01")
    shown = steps_of(promised, row, "zh")["固定增速路径应达（推算）"]
    start, end, _, expected = (float(number) for number in re.findall(r"([\d.]+) 亿元", shown))
    assert round(start * (end / start) ** 0.5, 2) == expected == 34.92


def test_a_coverage_and_a_share_of_the_goal_compute() -> None:
    # 372/400 = 93 %; of 90 % that is 103.3 %.
    counts = pd.DataFrame({"id": ["coverage"], "covered": ["covered"], "of": ["eligible"]})
    promised = goal("0.9", kind="share", unit="fraction", due=2026, indicator="coverage")
    row = verdict(
        promised, figure("2026-M06", "372", indicator="covered"),
        figure("2026-M06", "400", indicator="eligible"), indicators=counts,
    )  # fmt: skip
    steps = steps_of(promised, row)
    assert steps["Covered ÷ to be covered"] == "372 ÷ 400 = 93%"
    assert steps["Completion"] == "93% ÷ 90% = 103.3%"


def test_reasons_stay_data() -> None:
    row = verdict(goal("400", every="year"), figure("2026-M06", "199.92"))
    assert json.loads(row["status_reason"]) == {"code": "schedule", "params": {}}


def test_a_gap_of_growth_has_the_decimals_of_its_rates() -> None:
    # 4.95 % against 5 % is 0.05 points short, and 0.05 points is what it takes: not 0.1.
    promised = goal("0.05", every="year", unit="fraction", kind="growth")
    row = verdict(promised, figure("2026-M06", "0.0495"))
    assert "a gap of −0.05 percentage points" in reason_text(row, "en")
    told = explain(row, promised, "en", SHIPPED)
    assert dict(told.steps)["Gap"] == "4.95% − 5% = −0.05 percentage points"
    assert told.need == "Growth has to rise by 0.05 percentage points."
