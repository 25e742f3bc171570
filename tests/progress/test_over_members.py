"""Goals over members: what is certain, what can still be lost, and in which unit it is told."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.exchange.representations import VERDICT_FIELDS
from dashboard.wording.explanation import explain
from dashboard.wording.reasons import reason_text
from tests.progress.building import figure, goal, verdict, verdicts, why

NAMES = ["one", "two", "three"]
EACH = {"subject": "each-cluster", "subject_kind": "each-cluster", "members": NAMES}
FALLING = {"direction": "down", "comparator": "<="}
YI = "00000000"


def of_each(code: str, *values: str) -> list[dict[str, object]]:
    return [figure(code, value, subject=name) for name, value in zip(NAMES, values, strict=False)]


UNSAFE = {
    "growth at mid-year": (
        goal("0.1", kind="growth", unit="fraction", due=2026, **EACH),
        of_each("2026-M06", "0.12", "0.11", "0.1"),
    ),
    "a yearly limit in June": (
        goal("10", every="year", **FALLING, **EACH),
        of_each("2026-M06", "2", "3", "2"),
    ),
    "a level to be kept": (
        goal("5", kind="stock", due=2027, **EACH | {"comparator": "maintain"}),
        of_each("2025", "5", "6", "5"),
    ),
}


@pytest.mark.parametrize("shape", list(UNSAFE))
def test_what_can_still_be_lost_is_never_met_early(shape: str) -> None:
    promised, known = UNSAFE[shape]
    row = verdict(promised, *known)
    assert (row["status"], why(row)) == ("on-schedule", "members-so-far")
    assert reason_text(row, "en") == (
        "3 of 3 members reach it so far; only the final figures decide."
    )
    # The same of one cluster alone is on schedule so far, too.
    alone = verdict(promised | {"subject": "one", "subject_kind": "cluster"}, *known)
    assert alone["status"] == "on-schedule"


def test_a_total_that_only_grows_is_met_early_by_all() -> None:
    promised = goal("10", every="year", **EACH)
    row = verdict(promised, *of_each("2026-M06", "12", "15", "10"))
    assert (row["status"], why(row)) == ("met-early", "members-met-early")


def test_final_figures_of_all_are_met_not_early() -> None:
    promised = goal("0.1", kind="growth", unit="fraction", due=2025, **EACH)
    row = verdict(promised, *of_each("2025", "0.12", "0.11", "0.1"))
    assert (row["status"], why(row)) == ("met", "members-met")


def test_mid_year_growth_after_the_year_is_no_result() -> None:
    promised = goal("0.1", kind="growth", unit="fraction", due=2025, **EACH)
    row = verdict(promised, *of_each("2025-M06", "0.12", "0.11", "0.1"), on="2026-11-01")
    assert (row["status"], why(row)) == ("no-data", "members-incomplete")
    assert "(0 of 3 members have reported one)" in reason_text(row, "en")


def test_last_year_s_level_of_members_answers_no_goal_of_this_year() -> None:
    # >= 95 亿 each by 2025. All stood there in 2024, but once 2025 is over its own figure decides:
    # by 11/2026 none is in, so nothing is met; in 2025 itself they are there early.
    members = {name: goal("95" + YI, id=name, unit="yuan", due=2025, subject=name,
                          subject_kind="cluster", tier="t") for name in NAMES}  # fmt: skip
    tier = goal("3", id="count", kind="stock", due=2025, subject="t", subject_kind="tier", tier="t",
                members=NAMES)  # fmt: skip
    each = goal("95" + YI, unit="yuan", due=2025, **EACH)
    early = of_each("2024", *["100" + YI] * 3)
    for promised in (each, [tier, *members.values()]):
        row = verdict(promised, *early, on="2026-11-30")
        assert (row["status"], row["lamp"], why(row)) == ("no-data", "grey", "members-incomplete")
        assert row["worst_member"] is None
        assert verdict(promised, *early, on="2025-06-30")["status"] == "met-early"
    # With two of three final figures in, the third has not reported, and is no worst of them.
    known = [*early, *of_each("2025", "96" + YI, "94" + YI)]
    row = verdict(each, *known, on="2026-11-30")
    assert (row["status"], row["worst_member"]) == ("overdue", "two")
    assert dict(explain(row, each, "en").steps)["Actual, 2025"] == (
        "1 of 3 clusters reaches it, 1 not reported"
    )


def test_a_limit_one_member_has_passed_is_missed_before_the_year_is_over() -> None:
    # 11 of at most 10 by June can never be mended.
    promised = goal("10", every="year", **FALLING, **EACH)
    row = verdict(promised, *of_each("2026-M06", "2", "11", "2"))
    assert (row["status"], why(row)) == ("overdue", "members-passed")
    told = reason_text(row, "en", {"two": "Textiles"})
    assert told == (
        "2 of 3 members are within the limit; others have passed it for good, Textiles by the most."
    )


def test_a_tier_count_met_by_final_figures_is_met_though_a_third_is_silent() -> None:
    tier = {"tier": "t", "due": 2027, "kind": "stock"}
    members = [goal("10", id=n, subject=n, subject_kind="cluster", **tier) for n in NAMES]
    count = goal("2", id="count", subject="t", subject_kind="tier", members=NAMES, **tier)
    # 2 of 3 stand there at the end of the year due; whatever the third reports, 2 they are.
    rows = verdicts([*members, count], *of_each("2027", "12", "11"), on="2028-07-15")
    assert (rows.loc["count", "status"], why(rows.loc["count"])) == ("met", "members-met")
    # Asked in 2026, by figures of 2025, it is early.
    early = verdicts([*members, count], *of_each("2025", "12", "11"), on="2026-07-15")
    assert early.loc["count", "status"] == "met-early"


def test_members_on_their_way_are_in_progress_and_only_nothing_is_not_started() -> None:
    promised = goal("1000", kind="stock", due=2027, **EACH)
    row = verdict(promised, *of_each("2025", "999", "998"))
    assert (row["status"], row["worst_member"]) == ("in-progress", "two")
    assert verdict(promised, *of_each("2025", "0", "0"))["status"] == "not-started"


@pytest.mark.parametrize(
    ("promised", "known", "worst"),
    [
        # A limit of zero: 2 is further off than 1.
        (goal("0", kind="stock", due=2025, **FALLING, **EACH), ("0", "1", "2"), "three"),
        # Kept at 100 within 5 %: 80 is 20 off, 110 is 10 off.
        (
            goal("100", kind="stock", due=2025, direction="keep",
                 **EACH | {"comparator": "maintain"}),
            ("110", "80", "100"), "two",
        ),
        # At most 3 % growth: 5 % is further off than 4 %.
        (
            goal("0.03", kind="growth", unit="fraction", due=2025, **FALLING, **EACH),
            ("0.04", "0.05", "0.01"), "two",
        ),
    ],
)  # fmt: skip
def test_the_worst_member_is_the_one_furthest_off_in_the_goal_s_direction(
    promised: dict[str, object], known: tuple[str, ...], worst: str
) -> None:
    row = verdict(promised, *of_each("2025", *known), on="2026-03-01")
    assert (row["status"], row["worst_member"]) == ("overdue", worst)


@pytest.mark.parametrize(
    ("promised", "known"),
    [
        (UNSAFE["growth at mid-year"][0], of_each("2026-M06", "0.12", "0.11", "0.05")),
        (
            goal("500" + YI, unit="yuan", due=2027, **EACH),
            of_each("2025", "600" + YI, "500" + YI, "400" + YI),
        ),
    ],
)
def test_the_actual_over_members_is_a_count_in_a_unit_of_its_own(
    promised: dict[str, object], known: list[dict[str, object]]
) -> None:
    row = verdict(promised, *known)
    # Never 200 % and never 2 yuan.
    assert (row["actual"], row["actual_unit"], row["unit"]) == ("2", "count", promised["unit"])
    zh, en = (dict(explain(row, promised, lang).steps) for lang in ("zh", "en"))
    assert "3 个集群中 2 个达到" in zh.values()
    assert "2 of 3 clusters reach it" in en.values()
    assert "actual_unit" in VERDICT_FIELDS


def test_growth_in_step_is_told_in_per_cent_with_both_series() -> None:
    # Own 105/100 - 1 = 5 %, the other's 206/200 - 1 = 3 %: 2 points ahead.
    promised = goal(None, unit="yuan", every="year", comparator="in step", step_indicator="gdp")
    known = [
        figure("2025", "100"), figure("2026", "105"),
        figure("2025", "200", indicator="gdp"), figure("2026", "206", indicator="gdp", revision=9),
    ]  # fmt: skip
    named = pd.DataFrame(
        {"id": ["gdp"], "name_zh": ["地区生产总值"], "name_en": ["GDP"], "unit": ["yuan"]}
    )
    row = verdict(promised, *known, on="2027-02-15", indicators=named)
    assert (row["actual"], row["actual_unit"]) == ("0.05", "fraction")
    steps = dict(explain(row, promised, "en").steps)
    assert steps["Own growth (derived)"] == "105 yuan ÷ 100 yuan − 1 = 5%"
    assert steps["Growth of GDP (derived)"] == "206 yuan ÷ 200 yuan − 1 = 3%"
    assert steps["Revision of GDP"] == "#9"
    assert steps["Gap"] == "5% − 3% = +2.0 percentage points"
    assert "地区生产总值的增速（推算）" in dict(explain(row, promised, "zh").steps)


def test_reported_growth_in_step_shows_the_other_rate() -> None:
    promised = goal(None, unit="fraction", kind="growth", every="year", comparator="in step",
                    step_indicator="gdp-growth")  # fmt: skip
    known = [figure("2026", "0.05"), figure("2026", "0.06", indicator="gdp-growth")]
    row = verdict(promised, *known, on="2027-02-15")
    steps = dict(explain(row, promised, "en").steps)
    assert steps["the other series (reported)"] == "6%"
    assert steps["Gap"] == "5% − 6% = −1.0 percentage points"


def test_a_level_without_growth_keeps_its_own_unit() -> None:
    # From -100 to 105 there is no growth rate: not 10,500 %.
    promised = goal(None, unit="yuan", every="year", comparator="in step", step_indicator="gdp")
    known = [
        figure("2025", "-100"), figure("2026", "105"),
        figure("2025", "200", indicator="gdp"), figure("2026", "206", indicator="gdp"),
    ]  # fmt: skip
    row = verdict(promised, *known, on="2027-02-15")
    assert (row["status"], why(row)) == ("cannot-judge", "step-no-growth")
    assert (row["actual"], row["actual_unit"]) == ("105", "yuan")
    assert "%" not in "".join(f"{a}{b}" for a, b in explain(row, promised, "en").steps)


def test_where_there_is_nothing_to_cover_nothing_is_awaited() -> None:
    # 10 of 10 covered in one; 0 of 0 in two, which is no cluster that has not reported.
    each = goal("1", kind="share", unit="fraction", due=2025, indicator="coverage",
                **EACH | {"members": NAMES[:2]})  # fmt: skip
    counts = pd.DataFrame({"id": ["coverage"], "covered": ["covered"], "of": ["eligible"]})

    def of(name: str, covered: str, eligible: str) -> list[dict[str, object]]:
        return [figure("2025", covered, subject=name, indicator="covered"),
                figure("2025", eligible, subject=name, indicator="eligible")]  # fmt: skip

    known = [*of("one", "10", "10"), *of("two", "0", "0")]
    row = verdict(each, *known, on="2026-11-30", indicators=counts)
    assert (row["status"], row["met_count"], row["member_count"]) == ("met", 1, 1)
    none = verdict(each, *of("one", "0", "0"), *of("two", "0", "0"), on="2026-11-30",
                   indicators=counts)  # fmt: skip
    assert (none["status"], why(none)) == ("not-applicable", "nothing-to-cover")


def test_whose_base_is_not_known_has_reported_and_has_no_result() -> None:
    # Each is to double: one from 10 to 20 does, of two nobody knows from what.
    each = goal("2", measure="times base", unit="yuan", due=2025, base_year=2022,
                target_text="2 倍", **EACH | {"members": NAMES[:2]})  # fmt: skip
    known = [figure("2022", "10" + YI, subject="one"), *of_each("2025", "20" + YI, "50" + YI)]
    row = verdict(each, *known, on="2026-11-30")
    assert (row["status"], why(row)) == ("cannot-judge", "members-without-base")
    assert "1 of 2 members counts from a base that is not known" in reason_text(row, "en")
    steps = dict(explain(row, each | {"target_text": "2 倍"}, "en").steps)
    # Not "2 yuan".
    assert steps["Goal “2 倍” (2025)"] == "≥ 2 times the base year"
