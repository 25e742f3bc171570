"""The eighteen rules of progress reporting, each with numbers a statistician can check by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import isnan

import pandas as pd
import pytest

from dashboard.actuals.entering.course_checks import is_contradicted
from dashboard.progress.ranking import Peer, rank
from tests.progress.building import figure, goal, observed, verdict, verdicts, why

YI = "00000000"  # 亿 yuan


def money(value: str, /, **columns: object) -> dict[str, object]:
    return goal(value + YI, **({"unit": "yuan"} | columns))


def test_rule_1_an_annual_flow_has_completion_less_months_over_twelve() -> None:
    # 231 of 400 by June: 57.75 % - 6/12 = 57.75 - 50 = +7.75 points.
    row = verdict(goal("400", every="year"), figure("2026-M06", "231"))
    assert row["completion"] == pytest.approx(0.5775)
    assert row["schedule"] == 0.5
    assert row["gap_points"] == pytest.approx(7.75)
    assert (row["status"], row["lamp"]) == ("on-schedule", "green")
    # (400 - 231) / 6 remaining months = 28.17 a month.
    assert row["required_per_month"] == pytest.approx(169 / 6)


def test_rule_1_the_gap_is_rounded_once_from_unrounded_numbers() -> None:
    # 121 of 175 by August: 69.1429 - 66.6667 = 2.4762 -> 2.5; from rounded parts 69.1 - 66.7 = 2.4.
    row = verdict(goal("175", every="year"), figure("2026-M08", "121"), on="2026-09-10")
    rounded = Decimal(repr(float(row["gap_points"]))).quantize(Decimal("0.1"), ROUND_HALF_UP)
    assert rounded == Decimal("2.5")


def test_rule_1_january_and_february_together_stand_at_two_twelfths() -> None:
    row = verdict(goal("600", every="year"), figure("2026-M02", "100"), on="2026-03-20")
    assert row["schedule"] == pytest.approx(1 / 6)
    # 100 / 600 is exactly 2 / 12: on schedule, although the floats need not agree.
    assert row["status"] == "on-schedule"


def test_rule_2_twelfths_are_never_replaced_silently_by_last_year_s_season() -> None:
    # Last year 80 % was done by June; the schedule named is still 6/12.
    row = verdict(
        goal("400", every="year"),
        figure("2025-M06", "320"), figure("2025", "400"), figure("2026-M06", "231"),
    )  # fmt: skip
    assert (row["path"], row["schedule"]) == ("year to date", 0.5)


def test_rule_3_a_level_in_a_later_year_uses_the_last_full_year_not_months() -> None:
    # 4400 of 5500 in 2025: 80 %; (5500/4400)^(1/2) - 1 = sqrt(1.25) - 1 = 11.80 % a year.
    row = verdict(
        money("5500", due=2027, comparator=">"),
        figure("2025", "4400" + YI), figure("2026-M06", "2600" + YI),
    )  # fmt: skip
    assert row["period"] == "2025"
    assert row["completion"] == pytest.approx(0.8)
    assert row["required_growth"] == pytest.approx(0.1180339887)
    assert isnan(row["gap_points"])


def test_rule_3_without_a_base_no_schedule_is_drawn_and_the_reason_says_so() -> None:
    row = verdict(money("5500", due=2027, base_year=2023), figure("2025", "4400" + YI))
    assert (row["status"], row["lamp"], why(row)) == ("not-due", "grey", "no-base")


def test_rule_3_with_a_base_money_follows_constant_growth() -> None:
    # 4000 (2023) -> 5760 (2025) is 20 % a year: 2024 should be 4800; 4680 lacks 120 of 5760:
    # 81.25 % - 83.333 % = -2.0833 points.
    row = verdict(
        money("5760", due=2025, base_year=2023),
        figure("2023", "4000" + YI), figure("2024", "4680" + YI), on="2025-03-01",
    )  # fmt: skip
    assert row["path"] == "constant growth"
    assert row["expected"] == pytest.approx(4800e8)
    assert row["gap_points"] == pytest.approx(-12000 / 5760)
    assert row["status"] == "behind"


def test_rule_3_with_a_base_counts_follow_a_straight_line() -> None:
    # 100 (2023) -> 300 (2027): 2025 should be 200; 180 of 300 lacks 20: -6.667 points.
    row = verdict(
        goal("300", due=2027, base_year=2023), figure("2023", "100"), figure("2025", "180")
    )
    assert (row["path"], row["expected"]) == ("straight", 200)
    assert row["gap_points"] == pytest.approx(-20 / 3)


def test_rule_4_a_stock_counts_from_its_base() -> None:
    # From 600 (end 2023) to 850 (end 2027); 700 at the end of 2025: c = 100/250 = 40 %;
    # months: 24 of 48 = 50 %; gap = exactly -10 points, which the default rule still calls yellow.
    row = verdict(
        goal("850", kind="stock", due=2027, base_year=2023),
        figure("2023", "600"), figure("2025", "700"),
    )  # fmt: skip
    assert row["completion"] == pytest.approx(0.4)
    assert row["schedule"] == pytest.approx(0.5)
    assert row["gap_points"] == pytest.approx(-10)
    assert row["status"] == "behind"


def test_rule_4_a_stock_without_base_shows_only_the_share_of_its_goal() -> None:
    row = verdict(goal("850", kind="stock", due=2027, base_year=2023), figure("2026-M06", "680"))
    assert row["completion"] == pytest.approx(0.8)
    assert isnan(row["schedule"])
    assert (row["status"], why(row)) == ("not-due", "no-base")


@pytest.mark.parametrize(
    ("growth", "status", "stretched"),
    [
        ("0.1199", "below-floor", "below-floor"),
        ("0.12", "floor-met", "stretch-missed"),  # 12 %以上 includes 12
        ("0.14", "floor-met", "stretch-missed"),  # 突破14 % excludes 14
        ("0.1401", "stretch-met", "stretch-met"),
    ],
)
def test_rule_5_floor_and_stretch_make_three_states(
    growth: str, status: str, stretched: str
) -> None:
    floor = goal("0.12", id="floor", unit="fraction", kind="growth", due=2025)
    stretch = floor | goal(
        "0.14", id="stretch", unit="fraction", kind="growth", due=2025,
        comparator=">", stretch_of="floor",
    )  # fmt: skip
    both = verdicts([floor, stretch], figure("2025", growth))
    assert both.loc["floor", "status"] == status
    # A stretch that was missed is not green: the floor must not be counted twice.
    assert both.loc["stretch", "status"] == stretched
    assert isnan(both.loc["floor", "completion"])
    assert both.loc["floor", "gap_points"] == pytest.approx((float(growth) - 0.12) * 100)


def test_rule_6_none_of_one_in_march_is_not_behind() -> None:
    promised = goal("1", every="year")
    assert verdict(promised, figure("2026-M03", "0"), on="2026-04-10")["status"] == "not-started"
    assert verdict(promised, figure("2026-M03", "1"), on="2026-04-10")["status"] == "done"
    some = verdict(goal("4", every="year"), figure("2026-M08", "1"), on="2026-09-10")
    assert (some["status"], some["lamp"]) == ("in-progress", "none")


def test_rule_6_lateness_of_a_small_count_is_tested_from_september() -> None:
    # 1 of 4 by September: 25 % - 75 % = -50 points.
    row = verdict(goal("4", every="year"), figure("2026-M09", "1"), on="2026-10-10")
    assert (row["status"], row["gap_points"]) == ("far-behind", pytest.approx(-50))
    # In October and November the test of September still stands.
    later = verdict(goal("4", every="year"), figure("2026-M11", "3"), on="2026-12-10")
    assert (later["status"], later["schedule"]) == ("on-schedule", 0.75)


@pytest.mark.parametrize(
    ("measure", "value", "base", "done", "status"),
    [
        # 2 x 100 = 200: no small count, though "2" is one. 104 by June is 52 %: +2 points.
        ("times base", "2", "100", "104", "on-schedule"),
        # 100 + 50 % = 150: 70 of it is 46.7 %.
        ("change from base", "0.5", "100", "70", "behind"),
        # 2 x 3 = 6 is one, whatever it is made of.
        ("times base", "2", "3", "1", "in-progress"),
    ],
)
def test_rule_6_looks_at_the_number_to_be_reached_and_not_at_a_multiple(
    measure: str, value: str, base: str, done: str, status: str
) -> None:
    made = goal(value, measure=measure, due=2026, base_year=2022, base_value=base)
    assert verdict(made, figure("2026-M06", done))["status"] == status


def test_rule_6_holds_for_whole_things_of_a_declared_unit() -> None:
    # 3 ships a year: none in March is not a quarter of a year too late.
    ships = goal("3", every="year", unit="ships")
    whole = pd.DataFrame({"id": ["thing"], "decimals": [False]})
    row = verdict(ships, figure("2026-M03", "0"), on="2026-04-10", indicators=whole)
    assert row["status"] == "not-started"
    # Tonnes have decimals, and a schedule of months.
    tonnes = pd.DataFrame({"id": ["thing"], "decimals": [True]})
    row = verdict(ships, figure("2026-M03", "0"), on="2026-04-10", indicators=tonnes)
    assert (row["status"], row["gap_points"]) == ("far-behind", -25)


def test_rule_7_coverage_keeps_its_denominator() -> None:
    whole = goal("1", kind="share", unit="fraction", due=2026, indicator="coverage")
    counts = pd.DataFrame({"id": ["coverage"], "covered": ["covered"], "of": ["eligible"]})
    # 372 of 400 firms: 93 %.
    row = verdict(
        whole,
        figure("2026-M06", "372", indicator="covered"),
        figure("2026-M06", "400", indicator="eligible"),
        indicators=counts,
    )
    assert row["completion"] == pytest.approx(0.93)
    assert row["denominator"] == 400
    assert row["actual"] == "0.93"


def test_rule_8_each_cluster_counts_how_many_meet_and_names_the_worst() -> None:
    each = goal(
        "1", kind="stock", subject="each-cluster", subject_kind="each-cluster", due=2027,
        members=["one", "two", "three"],
    )  # fmt: skip
    two = [figure("2025", "2", subject="one"), figure("2025", "1", subject="two")]
    row = verdict(each, *two, figure("2025", "0", subject="three"))
    assert (row["met_count"], row["member_count"], row["worst_member"]) == (2, 3, "three")
    assert row["status"] == "in-progress"
    assert verdict(each, *two, figure("2025", "1", subject="three"))["status"] == "met-early"
    late = [figure("2027", x["value"], subject=x["subject"]) for x in two]
    late.append(figure("2027", "0", subject="three"))
    assert verdict(each, *late, on="2028-03-01")["status"] == "overdue"


@pytest.mark.parametrize(
    ("value", "status"),
    [("2", "overdue"), ("3", "met"), ("5", "met"), ("6", "over-fulfilled")],
)
def test_rule_9_a_range_is_met_inside_and_over_fulfilled_above(value: str, status: str) -> None:
    ranged = goal("3", kind="stock", due=2025, comparator="range", value_high="5")
    assert verdict(ranged, figure("2025", value))["status"] == status


@pytest.mark.parametrize(
    ("value", "status"),
    [("80000", "met"), ("76000", "nearly-met"), ("75999.9", "overdue")],
)
def test_rule_10_about_has_a_shown_tolerance_of_five_per_cent(value: str, status: str) -> None:
    # 8 万亿左右: 80,000 亿 x 0.95 = 76,000 亿, end included.
    about = goal("80000", comparator="about", due=2025)
    row = verdict(about, figure("2025", value))
    assert (row["status"], row["tolerance"]) == (status, 0.05)


def test_rule_11_a_level_is_met_at_its_threshold_unless_it_must_be_passed() -> None:
    at = figure("2025", "1000" + YI)
    assert verdict(money("1000", due=2027), at)["status"] == "met-early"
    assert verdict(money("1000", due=2027, comparator=">"), at)["status"] == "not-due"


def test_rule_11_a_tier_counts_its_named_members_only() -> None:
    tier = {"tier": "t1000", "unit": "yuan", "due": 2025}
    first = money("1000", id="a", subject="first", subject_kind="cluster", **tier)
    second = money("1000", id="b", subject="second", subject_kind="cluster", **tier)
    count = goal(
        "2", id="count", kind="stock", subject="t1000", subject_kind="tier", tier="t1000",
        due=2025, members=["first", "second"],
    )  # fmt: skip
    rows = verdicts(
        [first, second, count],
        figure("2025", "1200" + YI, subject="first"),
        figure("2025", "900" + YI, subject="second"),
        # A third cluster above the threshold belongs to another tier and is not counted.
        figure("2025", "5000" + YI, subject="third"),
    )
    row = rows.loc["count"]
    assert (row["met_count"], row["member_count"], row["actual"]) == (1, 2, "1")
    assert row["completion"] == 0.5
    assert (row["status"], row["worst_member"]) == ("overdue", "second")


def test_rule_12_a_goal_without_year_has_no_schedule_even_when_reached() -> None:
    row = verdict(goal("1000", kind="stock", base_year=2023), figure("2026-M06", "1200"))
    assert (row["status"], row["completion"]) == ("no-due-year", 1.2)
    assert isnan(row["schedule"])


def test_rule_13_the_grey_states_are_words_and_never_zero() -> None:
    silent = verdict(goal("400", every="year"))
    assert (silent["status"], silent["lamp"]) == ("no-data", "grey")
    assert isnan(silent["completion"])
    early = verdict(goal("400", every="year", since=2027))
    assert (early["status"], why(early)) == ("not-due", "not-begun")
    old = verdict(goal("400", every="year", in_force=False), figure("2026-M06", "231"))
    assert (old["status"], why(old)) == ("not-applicable", "superseded")


def test_rule_14_a_falling_goal_reverses_the_signs() -> None:
    # -13 % from 100 (2020) to 87 (2025): end 2023 expects 100 - 13 * 36/60 = 92.2;
    # 90 is 10/13 = 76.92 % of the way against 60 %: ahead.
    falling = goal(
        "-0.13", kind="index", direction="down", comparator="<=", due=2025,
        measure="change from base", base_year=2020, base_value="100",
    )  # fmt: skip
    row = verdict(falling, figure("2023", "90"), on="2024-03-01")
    assert row["goal_value"] == 87
    assert row["completion"] == pytest.approx(10 / 13)
    assert row["schedule"] == pytest.approx(0.6)
    assert row["status"] == "on-schedule"
    assert verdict(falling, figure("2025", "87"), on="2026-03-01")["status"] == "met"
    assert verdict(falling, figure("2025", "87.1"), on="2026-03-01")["status"] == "overdue"


def test_rule_14_a_base_that_is_not_positive_gives_no_growth_figure() -> None:
    row = verdict(
        money("100", due=2027, base_year=2023, base_value="-500000000"),
        figure("2025", "2000000000"),
    )
    assert (row["status"], why(row)) == ("not-due", "base-not-positive")
    assert isnan(row["growth_ratio"])


def test_rule_15_due_and_not_reached_is_not_met_and_reached_before_is_met_early() -> None:
    promised = money("1000", due=2025)
    assert verdict(promised, figure("2025", "999" + YI))["status"] == "overdue"
    assert verdict(promised, figure("2024", "1000" + YI), on="2025-06-30")["status"] == "met-early"


def test_rule_16_january_to_november_is_never_final() -> None:
    row = verdict(goal("400", every="year"), figure("2026-M11", "360"), on="2026-12-31")
    # 90 % - 11/12 = 90 - 91.667 = -1.667 points.
    assert not row["final"]
    assert (row["status"], row["gap_points"]) == ("behind", pytest.approx(-5 / 3))


def test_rule_17_reported_growth_stands_and_a_mismatch_becomes_a_question() -> None:
    figures = observed(
        figure("2025", "100", indicator="revenue"),
        figure("2026", "112", indicator="revenue"),
        figure("2026", "0.095", indicator="revenue-growth"),
    )
    # 112/100 - 1 = 12 % against 9.5 % reported: 2.5 points, more than rounding; 11.96 % is rounded.
    assert is_contradicted(Decimal("0.095"), Decimal("0.12"))
    assert not is_contradicted(Decimal("0.12"), Decimal("0.1196"))
    promised = goal("0.09", kind="growth", unit="fraction", due=2026, indicator="revenue-growth")
    row = verdict(promised, *figures.to_dict("records"), on="2027-03-01")
    assert row["actual"] == "0.095"


def test_rule_18_ranks_need_one_level_indicator_basis_scope_and_period() -> None:
    same = {"level": "county", "indicator": "revenue", "basis": "revenue", "scope": "above size"}
    values = {"a": Fraction(3), "b": Fraction(5), "c": Fraction(3), "d": None, "e": Fraction(1)}
    peers = [Peer(unit, value, **same, period="2026-M06") for unit, value in values.items()]
    table = rank(peers)
    # b first, a and c share the second rank, the third is skipped, d has not reported.
    assert [(one.unit, one.rank) for one in table.places] == [
        ("b", 1), ("a", 2), ("c", 2), ("e", 4), ("d", None),
    ]  # fmt: skip
    assert (table.units, table.reported, table.missing) == (5, 4, ("d",))
    assert [one.unit for one in table.places if one.tied] == ["a", "c"]
    assert [one.rank for one in rank(peers, falling=True).places] == [1, 2, 2, 4, None]
    for name in ("level", "indicator", "basis", "scope", "period"):
        mixed = rank([*peers, replace(peers[0], unit="f", **{name: "another"})])
        assert mixed.refused == (name,)
        assert {one.rank for one in mixed.places} == {None}
    # Who has not reported has no period that could differ.
    assert rank([*peers, replace(peers[3], unit="f", period=None)]).refused == ()


def test_rule_18_equal_is_what_is_equal_to_the_last_digit() -> None:
    # As floats both would be 9007199254740992 and share a rank.
    near = [
        Peer("a", Fraction(9007199254740992)),
        Peer("b", Fraction(9007199254740993)),
    ]
    assert [(one.unit, one.rank) for one in rank(near).places] == [("b", 1), ("a", 2)]
