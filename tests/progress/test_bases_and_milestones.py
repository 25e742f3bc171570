"""What a goal counts from: losses, coverages entered as two counts, milestones as printed."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.wording.explanation import explain
from dashboard.wording.reasons import reason_text
from tests.progress.building import figure, goal, verdict, verdicts, why

YI = "00000000"
COUNTS = pd.DataFrame({"id": ["coverage"], "covered": ["covered"], "of": ["eligible"]})


@pytest.mark.parametrize("base", ["-100000000", "0"])
@pytest.mark.parametrize(
    ("measure", "value", "profit"),
    [
        ("times base", "2", "-106000000"),
        ("times base", "2", "500000000"),
        ("change from base", "0.1", "500000000"),
        ("average growth", "0.1", "-120000000"),
    ],
)
def test_a_multiple_or_growth_of_a_loss_or_of_nothing_cannot_be_judged(
    base: str, measure: str, value: str, profit: str
) -> None:
    # Twice a loss of 1 亿 would be a loss of 2 亿, which a loss of 1.06 亿 would "reach".
    promised = goal(value, measure=measure, unit="yuan", due=2027, base_year=2023)
    row = verdict(promised, figure("2023", base), figure("2025", profit), on="2026-03-01")
    assert (row["status"], why(row)) == ("cannot-judge", "goal-base-not-positive")
    assert "the base is not above zero" in reason_text(row, "en")
    assert explain(row, promised, "en").need == ""


def test_twice_a_gain_is_judged() -> None:
    promised = goal("2", measure="times base", unit="yuan", due=2027, base_year=2023)
    row = verdict(promised, figure("2023", "1" + YI), figure("2025", "2" + YI), on="2026-03-01")
    assert (row["goal_exact"], row["status"]) == ("200000000", "met-early")


def test_each_cluster_counts_from_its_own_base() -> None:
    # 10 % a year from 100 (2023) is 121 in 2025, from 200 it is 242.
    promised = goal(
        "0.1", measure="average growth", due=2025, base_year=2023, kind="stock",
        subject="each-cluster", subject_kind="each-cluster", members=["one", "two"],
    )  # fmt: skip
    known = [
        figure("2023", "100", subject="one"), figure("2025", "121", subject="one"),
        figure("2023", "200", subject="two"), figure("2025", "241", subject="two"),
    ]  # fmt: skip
    row = verdict(promised, *known, on="2026-03-01")
    assert (row["status"], row["met_count"], row["worst_member"]) == ("overdue", 1, "two")


def coverage(code: str, covered: str, eligible: str) -> list[dict[str, object]]:
    return [
        figure(code, covered, indicator="covered"),
        figure(code, eligible, indicator="eligible"),
    ]


def test_the_base_of_a_coverage_is_the_quotient_of_its_two_counts() -> None:
    # 100/400 = 25 % (2023) to 90 % (2027); 240/400 = 60 % in 2025: 35/65 = 53.8 % against 50 %.
    promised = goal("0.9", kind="share", unit="fraction", due=2027, base_year=2023,
                    indicator="coverage")  # fmt: skip
    known = [*coverage("2023", "100", "400"), *coverage("2025", "240", "400")]
    row = verdict(promised, *known, on="2026-03-01", indicators=COUNTS)
    assert (row["base_exact"], row["status"]) == ("0.25", "on-schedule")
    assert row["completion"] == pytest.approx(35 / 65)
    steps = dict(explain(row, promised, "en").steps)
    assert steps["Base of 2023 (entered)"] == "25%"
    assert steps["Progress from the base"] == "(60% − 25%) ÷ (90% − 25%) = 53.8%"


def test_a_coverage_that_worsens_after_reaching_its_goal_says_both() -> None:
    promised = goal("0.9", kind="share", unit="fraction", due=2027, indicator="coverage")
    known = [*coverage("2024", "400", "400"), *coverage("2025", "372", "400")]
    row = verdict(promised, *known, on="2026-03-01", indicators=COUNTS)
    assert (row["status"], row["previous"], bool(row["worsening"])) == ("met-early", 1, True)
    assert reason_text(row, "en").endswith("But that is worse than a year before (100%).")
    # 93 - 100 = -7 points.
    assert "a change of −7 percentage points" in explain(row, promised, "en").moved


@pytest.mark.parametrize(
    ("level", "status"),
    # Printed for 2025: 480. 470 lacks 10 of the goal of 600: -1.67 points; 480 is on it.
    [("470", "behind"), ("480", "on-schedule"), ("400", "far-behind")],
)
@pytest.mark.parametrize("kind", ["flow", "stock"])
def test_a_milestone_answers_its_own_year_without_any_base(
    kind: str, level: str, status: str
) -> None:
    promised = goal("600", kind=kind, due=2027, milestones=[{"year": 2025, "value": "480"}])
    row = verdict(promised, figure("2025", level), on="2026-03-01")
    assert (row["status"], row["expected"], row["path"]) == (status, 480, "printed milestone")
    assert row["gap_points"] == pytest.approx((float(level) - 480) / 6)


def test_a_printed_milestone_is_never_called_derived() -> None:
    # From 400 (2023) to 600 (2027) straight would be 500 in 2025; the plan prints 480.
    promised = goal("600", kind="stock", due=2027, base_year=2023, base_value="400",
                    milestones=[{"year": 2025, "value": "480"}])  # fmt: skip
    row = verdict(promised, figure("2025", "480"), on="2026-03-01")
    steps = dict(explain(row, promised, "en").steps)
    assert steps["Milestone of 2025 (printed in the plan) expects"] == "480"
    assert not any("path expects" in label for label in steps)
    assert "the printed milestone expects 40%" in reason_text(row, "en")
    assert "按文件所列阶段目标应达40%" in reason_text(row, "zh")


def test_between_milestones_the_path_is_derived() -> None:
    # 480 (2025) to 600 (2027): 540 at the end of 2026.
    promised = goal("600", kind="stock", due=2027, milestones=[{"year": 2025, "value": "480"}])
    row = verdict(promised, figure("2026", "540"), on="2027-03-01")
    assert (row["path"], row["expected"], row["status"]) == ("straight", 540, "on-schedule")


@pytest.mark.parametrize(
    ("value", "status"),
    # 保持 30 %: from 0.3 x 0.95 = 28.5 % to 0.3 x 1.05 = 31.5 %, ends included.
    [("0.285", "met"), ("0.315", "met"), ("0.2849999999999999", "overdue"),
     ("0.3150000000000001", "overdue"), ("0.3", "met")],
)  # fmt: skip
def test_the_ends_of_what_is_to_be_kept_are_decided_on_digits(value: str, status: str) -> None:
    kept = goal("0.3", kind="share", unit="fraction", due=2025, direction="keep",
                comparator="maintain")  # fmt: skip
    assert verdict(kept, figure("2025", value), on="2026-03-01")["status"] == status


def test_a_share_of_seven_tenths_is_kept_at_735_thousandths() -> None:
    # 0.7 x 1.05 = 0.735 exactly, though 0.735 - 0.7 is 0.03500000000000003 in floats.
    kept = goal("0.7", kind="share", unit="fraction", due=2025, direction="keep",
                comparator="maintain")  # fmt: skip
    row = verdict(kept, figure("2025", "0.735"), on="2026-03-01")
    assert row["status"] == "met"
    told = reason_text(row, "en")
    assert "73.5%, which counts as 70% within the tolerance of 5%" in told


def test_floor_and_stretch_follow_the_rule_until_the_last_figure() -> None:
    floor = goal("0.12", id="floor", unit="fraction", kind="growth", due=2026)
    stretch = floor | goal("0.3", id="stretch", unit="fraction", kind="growth", due=2026,
                           comparator=">", stretch_of="floor")  # fmt: skip
    # June, 13 %: the floor is ahead by 1 point, the stretch 17 points away.
    rows = verdicts([floor, stretch], figure("2026-M06", "0.13"))
    assert rows["status"].tolist() == ["on-schedule", "far-behind"]
    assert "only the full year is final" in reason_text(rows.loc["floor"], "en")
    # The full year decides: floor met, stretch missed.
    final = verdicts([floor, stretch], figure("2026", "0.13"), on="2027-03-01")
    assert final["status"].tolist() == ["floor-met", "stretch-missed"]


def test_a_multiple_of_a_quotient_of_two_counts_is_worked_out_exactly() -> None:
    # 100/300 (2023), twice that is 2/3; 200/300 in 2025 is exactly there, 199/300 is not.
    promised = goal("2", measure="times base", kind="share", unit="fraction", due=2027,
                    base_year=2023, indicator="coverage")  # fmt: skip
    for covered, status in (("200", "met-early"), ("199", "on-schedule")):
        known = [*coverage("2023", "100", "300"), *coverage("2025", covered, "300")]
        row = verdict(promised, *known, on="2026-03-01", indicators=COUNTS)
        assert (row["goal_exact"], row["status"]) == ("0.666666666666666666666666666667", status)
