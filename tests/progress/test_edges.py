"""A table of edges, each with its arithmetic: what is asked, what is known, what is said."""

from __future__ import annotations

from math import isnan

import pandas as pd
import pytest

from dashboard.wording.changes import cause, change_text
from dashboard.wording.reasons import reason_text
from tests.progress.building import figure, goal, verdict, verdicts, why
from tests.progress.shipped_rules import SHIPPED

YI = "00000000"
STOCK = {"kind": "stock", "base_year": 2023}
MONEY = {"unit": "yuan", "base_year": 2023}

# (what it shows, goal, figures, on, status, reason)
TABLE = [
    ("base zero, straight: 0 -> 100 in 4 years, 50 after 2 = 50 % against 24/48 months = 50 %",
     goal("100", due=2027, base_value="0", **STOCK), [("2025", "50")], "2026-03-01",
     "on-schedule", "schedule"),
    ("base zero, 49.9 < 50", goal("100", due=2027, base_value="0", **STOCK),
     [("2025", "49.9")], "2026-03-01", "behind", "schedule"),
    ("base zero has no constant growth", goal("100" + YI, due=2027, base_value="0", **MONEY),
     [("2025", "5" + YI)], "2026-03-01", "not-due", "base-not-positive"),
    ("negative base of a stock: -20 -> 80, at 30 after two years = 50/100 = 50 %",
     goal("80", due=2027, base_value="-20", **STOCK), [("2025", "31")], "2026-03-01",
     "on-schedule", "schedule"),
    ("base of the opposite sign: no rate leads from -20 to 80",
     goal("80" + YI, due=2027, base_value="-20" + YI, **MONEY), [("2025", "30" + YI)],
     "2026-03-01", "not-due", "base-not-positive"),
    ("the base year is named, but nobody entered its figure", goal("80" + YI, due=2027, **MONEY),
     [("2025", "30" + YI)], "2026-03-01", "not-due", "no-base"),
    ("base year missing", goal("100", due=2027, kind="stock"), [("2025", "50")], "2026-03-01",
     "not-due", "no-base-year"),
    ("base equal to the goal, still there", goal("100", due=2027, base_value="100", **STOCK),
     [("2025", "100")], "2026-03-01", "met-early", "reached-early"),
    ("base equal to the goal, fallen", goal("100", due=2027, base_value="100", **STOCK),
     [("2025", "99")], "2026-03-01", "not-due", "base-equals-goal"),
    ("base already better than the goal, fallen below",
     goal("100", due=2027, base_value="120", **STOCK), [("2025", "90")], "2026-03-01",
     "not-due", "base-past-goal"),
    ("only the base year's own figure", goal("300", due=2027, base_year=2023), [("2023", "100")],
     "2024-06-01", "not-due", "only-base"),
    ("1-N月 alone says nothing about a level", goal("5500" + YI, due=2027, **MONEY),
     [("2026-M06", "2600" + YI)], "2026-07-15", "not-due", "no-full-year"),
    ("inside its own year a level runs by N/12: 2860/5500 = 52 % at June",
     goal("5500" + YI, due=2027, **MONEY), [("2027-M06", "2860" + YI)], "2027-07-15",
     "on-schedule", "schedule"),
    ("due, but only 1-11月 are there in March", goal("400", due=2025), [("2025-M11", "390")],
     "2026-03-15", "no-data", "due-figure-missing"),
    ("due, 1-11月 in January: 390/400 = 97.5 % against 91.67 %", goal("400", due=2025),
     [("2025-M11", "390")], "2026-01-15", "on-schedule", "schedule"),
    ("the due year's figure is missing altogether", goal("850", due=2025, kind="stock"),
     [("2024", "800")], "2026-03-15", "no-data", "due-figure-missing"),
    ("only figures after the due year", goal("850", due=2024, kind="stock"), [("2025", "900")],
     "2026-03-15", "no-data", "only-later"),
    ("missed in time, reached a year later", goal("850", due=2024, kind="stock"),
     [("2024", "840"), ("2025", "860")], "2026-03-15", "overdue", "missed-reached-later"),
    ("exactly 850 达 is met", goal("850", due=2025, kind="stock"), [("2025", "850")],
     "2026-03-15", "met", "reached"),
    ("exactly 850 is not 超过850", goal("850", due=2025, kind="stock", comparator=">"),
     [("2025", "850")], "2026-03-15", "overdue", "missed"),
    ("the 20th digit decides", goal("0.30000000000000000001", due=2025, kind="share",
     unit="fraction"), [("2025", "0.3")], "2026-03-15", "overdue", "missed"),
    ("twice the base: 2 x 300 = 600", goal("2", due=2025, measure="times base", base_value="300",
     **STOCK), [("2025", "600")], "2026-03-15", "met", "reached"),
    ("twice a base that nobody entered", goal("2", due=2025, measure="times base", **STOCK),
     [("2025", "600")], "2026-03-15", "cannot-judge", "goal-needs-base"),
    ("7.5 % a year from 8 万亿 (2020): 80000 x 1.075^5 = 114850.3 亿",
     goal("0.075", due=2025, measure="average growth", base_value="80000" + YI, unit="yuan",
          base_year=2020), [("2025", "114850" + YI)], "2026-03-15", "overdue", "missed"),
    ("the same with 114851", goal("0.075", due=2025, measure="average growth", unit="yuan",
     base_value="80000" + YI, base_year=2020), [("2025", "114851" + YI)], "2026-03-15", "met",
     "reached"),
    ("approach 90 %: from 0.95 x 90 = 85.5 %", goal("0.9", due=2025, kind="share",
     unit="fraction", comparator="approach"), [("2025", "0.855")], "2026-03-15", "met", "reached"),
    ("keep one: still one before the end", goal("1", due=2027, kind="stock",
     comparator="maintain"), [("2025", "1")], "2026-03-15", "on-schedule", "kept-so-far"),
    ("keep one: lost in the end", goal("1", due=2025, kind="stock", comparator="maintain"),
     [("2025", "0")], "2026-03-15", "overdue", "missed"),
    ("at most 100 a year: 40 by June = 40 % used against 50 %", goal("100", every="year",
     comparator="<=", direction="down"), [("2026-M06", "40")], "2026-07-15", "on-schedule",
     "schedule"),
    ("at most 100 a year: 101 by June can never be mended", goal("100", every="year",
     comparator="<=", direction="down"), [("2026-M06", "101")], "2026-07-15", "overdue",
     "cap-passed"),
    ("in step: +12 % against +10 % of the other", goal(None, every="year", comparator="in step",
     step_indicator="other"), [("2025", "100"), ("2026", "112"), ("2025", "50", "other"),
     ("2026", "55", "other")], "2027-02-15", "met", "reached"),
    ("in step: the other is not known", goal(None, every="year", comparator="in step",
     step_indicator="other"), [("2026", "112")], "2027-02-15", "cannot-judge", "step-missing"),
    ("1000 newly added 2024-2026: 300 + 350 + 180 by June = 83 % against 30/36 = 83.3 %",
     goal("1000", due=2026, since=2024), [("2024", "300"), ("2025", "350"), ("2026-M06", "180")],
     "2026-07-15", "behind", "schedule"),
    ("the same with a year missing", goal("1000", due=2026, since=2024),
     [("2024", "300"), ("2026-M06", "180")], "2026-07-15", "cannot-judge", "year-missing"),
    ("January: the year just ended is judged, 410 of 400", goal("400", every="year"),
     [("2025", "410")], "2026-01-20", "met", "reached"),
    ("in March last year's figure no longer answers", goal("400", every="year"),
     [("2025", "410")], "2026-03-01", "no-data", "no-figure-this-year"),
    ("a withdrawn figure is none", goal("400", every="year"), [], "2026-03-01", "no-data",
     "no-figure-this-year"),
    ("a year beyond the calendar", goal("400", due=20270), [("2025", "1")], "2026-03-01",
     "cannot-judge", "year-out-of-range"),
    ("a goal that is no number", goal(None, due=2027), [("2025", "1")], "2026-03-01",
     "cannot-judge", "goal-no-number"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("promised", "known", "on", "status", "reason"),
    [row[1:] for row in TABLE],
    ids=[row[0] for row in TABLE],
)
def test_edge(
    promised: dict[str, object], known: list[tuple[str, ...]], on: str, status: str, reason: str
) -> None:
    figures = [
        figure(code, value, **({"indicator": other[0]} if other else {}))
        for code, value, *other in known
    ]
    row = verdict(promised, *figures, on=on)
    assert (row["status"], why(row)) == (status, reason)
    for lang in ("zh", "en"):
        assert reason_text(row, lang)


def test_reached_while_worsening_says_both() -> None:
    row = verdict(goal("100", due=2027, kind="stock"), figure("2024", "130"), figure("2025", "110"))
    assert (row["status"], bool(row["worsening"])) == ("met-early", True)
    assert reason_text(row, "en").endswith("But that is worse than a year before (130).")


def test_the_highest_revision_counts_and_a_withdrawal_leaves_nothing() -> None:
    promised = goal("400", every="year")
    first, second = figure("2026-M06", "100", revision=1), figure("2026-M06", "300", revision=5)
    assert verdict(promised, second, first)["actual"] == "300"
    gone = figure("2026-M06", "300", revision=6, withdrawn=True)
    assert verdict(promised, gone, second, first)["status"] == "no-data"


def test_a_figure_of_a_period_that_has_not_ended_is_not_known_yet() -> None:
    promised = goal("400", every="year")
    known = figure("2026-M06", "231")
    assert verdict(promised, known, on="2026-06-29")["status"] == "no-data"
    assert verdict(promised, known, on="2026-06-30")["status"] == "on-schedule"


@pytest.mark.parametrize(
    ("done", "status"),
    # June stands at 50 %: 200/400 is the schedule itself, 160/400 = 40 % is ten points below.
    [("200", "on-schedule"), ("199.999999999999999", "behind"), ("160", "behind"),
     ("159.999999999999999", "far-behind")],
)  # fmt: skip
def test_thresholds_include_their_ends_exactly(done: str, status: str) -> None:
    assert verdict(goal("400", every="year"), figure("2026-M06", done))["status"] == status


def test_ties_on_a_growth_path_are_decided_without_taking_roots() -> None:
    # 100 -> 144 in two years: exactly 120 after one. A part in 10^18 less is behind.
    promised = goal("144", due=2025, base_value="100", **MONEY)
    on = "2025-03-01"
    assert verdict(promised, figure("2024", "120"), on=on)["status"] == "on-schedule"
    less = figure("2024", "119.999999999999999999")
    assert verdict(promised, less, on=on)["status"] == "behind"
    # Ten points below: 120 - 14.4 = 105.6 is still yellow, a part less is red.
    assert verdict(promised, figure("2024", "105.6"), on=on)["status"] == "behind"
    less = figure("2024", "105.599999999999999999")
    assert verdict(promised, less, on=on)["status"] == "far-behind"


def test_what_moved_a_verdict_is_named() -> None:
    promised = goal("400", every="year")
    june, july = figure("2026-M06", "231"), figure("2026-M07", "231", revision=2)
    before = verdict(promised, june).to_dict()
    after = verdict(promised, june, july, on="2026-08-15").to_dict()
    assert cause(before, after) == "figure"
    revised = verdict(promised, june | {"value": "150", "value_float": 150.0, "revision": 3})
    assert cause(before, revised.to_dict()) == "revision"
    assert "revised from 231 to 150" in change_text(before, revised.to_dict(), "en")
    raised = verdict(goal("500", every="year"), june).to_dict()
    assert cause(before, raised) == "goal"
    assert "目标由400改为500" in change_text(before, raised, "zh")
    other = verdict(promised, june, rules=SHIPPED, rule="sanya").to_dict()
    assert cause(before, other) == "rule"
    named = change_text(before, other, "en", {"default": "Gap in points", "sanya": "Sanya"})
    assert "changed from “Gap in points” to “Sanya”" in named
    # The same June figure: in March of the next year the year's own figure should have been there.
    assert (
        cause(before, verdict(promised | {"due": 2026}, june, on="2027-03-15").to_dict()) == "goal"
    )
    later = verdict(promised, june, on="2027-02-28").to_dict()
    assert cause(before, later) == "date"
    based = goal("600", kind="stock", due=2027, base_year=2023)
    known = figure("2025", "500")
    unbased, now_based = (
        verdict(based, *rows).to_dict() for rows in ([known], [known, figure("2023", "400")])
    )
    assert cause(unbased, now_based) == "base"
    assert change_text(before, dict(before), "zh") == ""


def test_another_member_that_reports_revises_nothing() -> None:
    promised = goal("0.1", kind="growth", unit="fraction", due=2026, subject="each-cluster",
                    subject_kind="each-cluster", members=["one", "two"])  # fmt: skip
    one = figure("2026-M06", "0.2", subject="one")
    two = figure("2026-M06", "0.3", subject="two", revision=2)
    before, after = verdict(promised, one).to_dict(), verdict(promised, one, two).to_dict()
    assert cause(before, after) == "member"
    assert "2 of 2 by now, of which 2 meet it" in change_text(before, after, "en")


def test_what_moved_a_goal_for_each_cluster_counts_clusters_and_not_what_they_count() -> None:
    promised = goal("1", kind="stock", unit="count", due=2026, subject="each-cluster",
                    subject_kind="each-cluster", members=["one", "two"])  # fmt: skip
    may = [
        figure("2026-M05", number, subject=name) for name, number in (("one", "1"), ("two", "0"))
    ]
    june = [figure("2026-M06", "1", subject=name) for name in ("one", "two")]
    # "名" is of the leaders each cluster is to have; one cluster of two had its leader, then both.
    before, after = (
        verdict(promised, *rows).to_dict() | {"counted": "名"} for rows in (may, may + june)
    )
    said = change_text(before, after, "zh")
    assert "1/2 个" in said
    assert "2/2 个" in said
    assert "名" not in said


def test_the_growth_of_the_other_series_is_no_changed_goal() -> None:
    promised = goal(None, kind="growth", unit="fraction", comparator="in step", due=2026,
                    step_indicator="other")  # fmt: skip
    june = [figure("2026-M06", "0.2"), figure("2026-M06", "0.1", indicator="other")]
    july = [figure("2026-M07", "0.2"), figure("2026-M07", "0.15", indicator="other")]
    before = verdict(promised, *june).to_dict()
    after = verdict(promised, *june, *july, on="2026-08-15").to_dict()
    assert (before["goal_exact"], after["goal_exact"]) == ("0.1", "0.15")
    assert cause(before, after) == "figure"


def test_asking_after_everything_equals_asking_now() -> None:
    promised = [goal("400", every="year"), goal("850", id="stock", due=2027, **STOCK)]
    known = [figure("2026-M06", "231"), figure("2023", "600"), figure("2025", "700")]
    now = verdicts(promised, *known, on="2026-07-15")
    late = figure("2026-M09", "380")
    then = verdicts(promised, *known, late, on="2026-07-15")
    assert now.drop(columns="assessment").equals(then.drop(columns="assessment"))


def test_numbers_that_rounding_would_make_equal_are_shown_in_full() -> None:
    promised = goal("1500000000000", unit="yuan", due=2025, comparator=">")
    row = verdict(promised, figure("2025", "1498337000000"), on="2026-03-15")
    told = reason_text(row, "en")
    assert "1.498 trillion yuan against a goal of 1.5 trillion yuan" in told


def test_one_failure_among_missing_reports_already_decides_an_each_cluster_goal() -> None:
    each = goal(
        "1", kind="stock", subject="each-cluster", subject_kind="each-cluster", due=2025,
        members=["one", "two", "three"],
    )  # fmt: skip
    met, failed = figure("2025", "1", subject="one"), figure("2025", "0", subject="two")
    assert verdict(each, met, failed, on="2026-03-15")["status"] == "overdue"
    row = verdict(each, met, on="2026-03-15")
    assert (row["status"], why(row)) == ("no-data", "members-incomplete")


def test_a_tier_count_is_missed_once_too_few_members_can_still_reach_it() -> None:
    tier = {"tier": "t", "due": 2025, "kind": "stock"}
    names = ["one", "two", "three"]
    members = [goal("10", id=n, subject=n, subject_kind="cluster", **tier) for n in names]
    count = goal("2", id="count", subject="t", subject_kind="tier", members=names, **tier)
    known = [figure("2025", "4", subject="one"), figure("2025", "12", subject="two")]
    # One failed, one met, one silent: 2 can still be reached.
    open_case = verdicts([*members, count], *known, on="2026-03-15").loc["count"]
    assert open_case["status"] == "no-data"
    # Two failed: at most 1 of 2.
    known.append(figure("2025", "9", subject="three"))
    assert verdicts([*members, count], *known, on="2026-03-15").loc["count", "status"] == "overdue"


def test_members_of_whom_nothing_is_known_have_no_count_and_no_share() -> None:
    promised = goal("1", subject="each-cluster", subject_kind="each-cluster", kind="stock",
                    due=2027, members=["first", "second"])  # fmt: skip
    row = verdict(promised, on="2026-03-01")
    assert (row["status"], isnan(row["completion"])) == ("no-data", True)
    assert pd.isna(row["actual"])


def test_exactly_the_number_that_was_to_be_exceeded_is_told_without_a_shortfall_of_zero() -> None:
    promised = goal("5500" + YI, unit="yuan", due=2025, comparator=">")
    row = verdict(promised, figure("2025", "5500" + YI), on="2026-03-01")
    assert row["status"] == "overdue"
    told = reason_text(row, "en")
    assert "exceed" in told
    assert "short" not in told
