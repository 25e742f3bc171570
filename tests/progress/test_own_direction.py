"""Attainment in the goal's own direction: falling goals, limits, ranges from above, odd paths."""

from __future__ import annotations

from math import isnan

import pytest

from dashboard.exchange.representations import computed
from dashboard.wording.explanation import explain
from dashboard.wording.reasons import reason_text
from tests.progress.building import figure, goal, verdict, why
from tests.progress.shipped_rules import SHIPPED

FALLING = {"direction": "down", "comparator": "<="}
RULES = tuple(SHIPPED)


def lamps(promised: dict[str, object], *figures: dict[str, object], on: str) -> dict[str, str]:
    rows = {id: verdict(promised, *figures, on=on, rules=SHIPPED, rule=id) for id in RULES}
    return {id: row["lamp"] for id, row in rows.items()}


def test_a_falling_level_that_rose_is_red_under_every_rule_that_says_anything() -> None:
    # 不超过80吨 by 2027 from 100 (2023); 120 in 2025, expected 100 - 20 * 2/4 = 90.
    # Gone of the way: (120 - 100) / (80 - 100) = -100 %; expected (90 - 100) / -20 = 50 %:
    # gap -150 points, ratio -2. Growth +9.5 % a year against -5.4 % needed: -1.77.
    promised = goal("80", due=2027, base_year=2023, base_value="100", **FALLING)
    row = verdict(promised, figure("2025", "120"), on="2026-03-01")
    assert row["completion"] == pytest.approx(-1)
    assert row["schedule"] == pytest.approx(0.5)
    assert row["gap_points"] == pytest.approx(-150)
    assert lamps(promised, figure("2025", "120"), on="2026-03-01") == dict.fromkeys(RULES, "red")


def test_a_falling_level_ahead_of_its_path_is_green_under_every_rule() -> None:
    # 88 in 2025: 12/20 = 60 % against 50 %; growth (88/100)^(1/2) - 1 = -6.19 % against -5.43 %.
    promised = goal("80", due=2027, base_year=2023, base_value="100", **FALLING)
    found = lamps(promised, figure("2025", "88"), on="2026-03-01")
    assert found == dict.fromkeys(RULES, "green")


@pytest.mark.parametrize(
    ("used", "default"),
    # 不超过100起 a year, June: 50 % of the year. 20 used: +30 points; 55: -5; 61: -11.
    [("20", "green"), ("55", "yellow"), ("61", "red")],
)
def test_a_yearly_limit_has_a_gap_but_no_completion_and_no_ratio(used: str, default: str) -> None:
    promised = goal("100", every="year", **FALLING)
    known = figure("2026-M06", used)
    row = verdict(promised, known)
    assert isnan(row["completion"])
    assert row["used"] == pytest.approx(float(used) / 100)
    assert row["gap_points"] == pytest.approx(50 - float(used))
    found = lamps(promised, known, on="2026-07-15")
    assert found["default"] == default
    # What is used up is not what is done: the two ratio rules do not say.
    assert (found["wuhan-ratio"], found["sanya"]) == ("none", "none")
    ratio = verdict(promised, known, rules=SHIPPED, rule="wuhan-ratio")
    assert (ratio["status"], why(ratio)) == ("cannot-judge", "no-ratio-of-limit")
    assert "A limit has no completion rate" in reason_text(ratio, "en")


def test_a_limit_is_told_as_used_and_never_as_done() -> None:
    promised = goal("100", every="year", **FALLING)
    told = explain(verdict(promised, figure("2026-M06", "60")), promised, "en")
    steps = dict(told.steps)
    assert steps["Share of the limit"] == "60 ÷ 100 = 60.0%"
    assert steps["Gap"] == "50% − 60% = −10.0 percentage points"
    assert "of the goal is done" not in told.as_text()
    # (100 - 60) / 6 remaining months.
    assert told.need == "The limit leaves 6.67 for each remaining month (derived)."


@pytest.mark.parametrize(
    ("shape", "known"),
    [
        # 120 has to fall to 100 by 2027: 110 in 2025 is half of the way, and done by no 110 %.
        (goal("100", kind="index", due=2027, base_year=2023, base_value="120", **FALLING), "110"),
        # A loss of 10 is to become one of 2: 6 is half of the way, and no 300 %.
        (goal("-2", kind="stock", due=2027, base_year=2023, base_value="-10"), "-6"),
        # From a loss of 5 to 10: 2.5 is half of the way; -0.5 of 10 would be "-5 % done".
        (goal("10", kind="stock", due=2027, base_year=2023, base_value="-5"), "2.5"),
    ],
)
def test_what_falls_or_crosses_zero_has_a_way_and_no_completion(
    shape: dict[str, object], known: str
) -> None:
    row = verdict(shape, figure("2025", known), on="2026-03-01")
    data = computed(row["assessment"])
    assert (data["completion"], data["progress"], data["schedule"]) == (None, "0.5", "0.5")
    for lang, word in (("en", "ompletion:"), ("zh", "完成率：")):
        told = explain(row, shape, lang)
        assert word not in "\n".join([told.headline, *(": ".join(step) for step in told.steps)])
    assert "progress from the base to the goal is 50%" in reason_text(row, "en")


def test_a_level_to_be_kept_is_not_done_by_more() -> None:
    # 30 % is to be kept, 28.5 to 31.5 %: 35 % misses it, and is no 116.7 % of it.
    kept = goal("0.3", kind="share", unit="fraction", due=2025, direction="keep",
                comparator="maintain")  # fmt: skip
    row = verdict(kept, figure("2025", "0.35"), on="2026-03-15")
    assert (row["status"], computed(row["assessment"])["completion"]) == ("overdue", None)
    steps = dict(explain(row, kept, "en").steps)
    assert steps["Tolerance (a setting of the register)"] == "5%, which is 28.5% to 31.5%"


def test_below_a_schedule_that_is_not_above_zero_no_ratio_is_formed() -> None:
    # Base 100, milestone of 2025 = 90, goal 110 (2027): schedule (90 - 100) / 10 = -100 %.
    # 80 gives -200 % / -100 % = 2 and 95 gives 0.5, though 95 is the better figure.
    promised = goal(
        "110", kind="stock", due=2027, base_year=2023, base_value="100",
        milestones=[{"year": 2025, "value": "90"}],
    )  # fmt: skip
    for level in ("80", "95"):
        row = verdict(promised, figure("2025", level), rules=SHIPPED, rule="wuhan-ratio")
        assert (row["lamp"], why(row)) == ("none", "no-ratio-yet")
    assert verdict(promised, figure("2025", "80"))["lamp"] == "red"
    assert verdict(promised, figure("2025", "95"))["lamp"] == "green"


@pytest.mark.parametrize(
    ("level", "status", "remaining"),
    # Falling 3–5: 6 is one too many, 5 to 3 are within, 2 is better still.
    [("6", "overdue", 1), ("5", "met", 0), ("3", "met", 0), ("2", "over-fulfilled", 0)],
)
def test_a_falling_range_is_reached_at_its_upper_end(
    level: str, status: str, remaining: float
) -> None:
    ranged = goal("3", kind="index", due=2025, comparator="range", value_high="5", direction="down")
    row = verdict(ranged, figure("2025", level), on="2026-03-01")
    assert (row["status"], row["remaining"], row["goal_value"]) == (status, remaining, 5)
    assert "3–5" in reason_text(row, "en")


def test_the_path_of_a_falling_range_leads_to_its_upper_end() -> None:
    # From 9 (2023) to 5 (2027): 2025 expects 7; the lower end would expect 6.
    ranged = goal("3", kind="index", due=2027, comparator="range", value_high="5",
                  direction="down", base_year=2023, base_value="9")  # fmt: skip
    row = verdict(ranged, figure("2025", "7"), on="2026-03-01")
    assert (row["expected"], row["status"]) == (7, "on-schedule")
    drawn = row["assessment"].measured.path.line()
    assert drawn == [(2023, 9), (2024, 8), (2025, 7), (2026, 6), (2027, 5)]


def test_cost_growth_that_has_to_stay_low_counts_the_other_way() -> None:
    # 5 % against at most 3 %: 3 - 5 = -2 points, and growth has to fall.
    promised = goal("0.03", kind="growth", unit="fraction", due=2026, **FALLING)
    told = explain(verdict(promised, figure("2026-M06", "0.05")), promised, "en")
    assert dict(told.steps)["Gap"] == "3% − 5% = −2.0 percentage points"
    assert told.need == "Growth has to fall by 2 percentage points."


def test_a_loss_that_has_to_shrink_counts_from_its_base() -> None:
    # From -200 (2023) to -100 (2027): -160 in 2025 is 40 of 100 = 40 % against 50 %.
    promised = goal("-100", due=2027, base_year=2023, base_value="-200")
    row = verdict(promised, figure("2025", "-160"), on="2026-03-01")
    assert row["completion"] == pytest.approx(0.4)
    assert (row["gap_points"], row["status"]) == (pytest.approx(-10), "behind")
    better = verdict(promised, figure("2025", "-140"), on="2026-03-01")
    assert better["status"] == "on-schedule"


def test_a_base_better_than_the_goal_leaves_no_path_to_be_behind_of() -> None:
    # 120 (2023) down to 90, goal at least 100: a path from 120 to 100 would be no plan of anybody's.
    promised = goal("100", due=2027, base_year=2023, base_value="120")
    row = verdict(promised, figure("2025", "90"), on="2026-03-01")
    assert (row["status"], why(row)) == ("not-due", "base-past-goal")


def test_open_sdg_says_nothing_in_the_first_year_after_the_base() -> None:
    # Half a year after the base: the method needs a whole year between base and figure.
    promised = goal("200", kind="stock", due=2027, base_year=2025, base_value="100")
    row = verdict(promised, figure("2026-M06", "150"), rules=SHIPPED, rule="open-sdg")
    assert (row["lamp"], why(row)) == ("none", "no-growth-ratio-first-year")
    # After one year: 100 -> 150 is 50 %, needed 200/100 over two years = 41.4 %: 1.21.
    later = verdict(
        promised, figure("2026", "150"), on="2027-03-01", rules=SHIPPED, rule="open-sdg"
    )
    assert later["lamp"] == "green"
    assert later["growth_ratio"] == pytest.approx(0.5 / (2**0.5 - 1))


def test_growth_away_from_a_goal_already_passed_has_no_ratio() -> None:
    # From 120 the goal of 100 asks for a fall, which is not its own direction.
    promised = goal("100", kind="stock", due=2027, base_year=2023, base_value="120")
    row = verdict(promised, figure("2025", "90"), rules=SHIPPED, rule="eurostat", on="2026-03-01")
    assert (row["lamp"], isnan(row["growth_ratio"])) == ("grey", True)
