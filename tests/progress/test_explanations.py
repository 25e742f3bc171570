"""What a lamp opens to: rule, numbers put in, what it would take, in both languages."""

from __future__ import annotations

import pandas as pd

from dashboard.wording.explanation import explain
from dashboard.wording.reasons import reason_text
from tests.progress.building import figure, goal, verdict, verdicts

YI = "00000000"


def test_an_annual_goal_is_explained_with_its_numbers_put_in() -> None:
    promised = goal("400", every="year", target_text=">= 400")
    row = verdict(
        promised, figure("2025-M06", "220"), figure("2026-M06", "231", revision=17), on="2026-07-15"
    )
    told = explain(row, promised, "en")
    steps = dict(told.steps)
    assert steps["Actual, January–June 2026"] == "231"
    assert steps["Revision of the figure"] == "#17"
    assert steps["Completion"] == "231 ÷ 400 = 57.8%"
    assert steps["Schedule of the year"] == "6 ÷ 12 = 50.0%"
    assert steps["Gap"] == "57.8% − 50% = +7.8 percentage points"
    # (400 - 231) / 6 = 28.1667
    assert told.need == "169 are missing; that takes 28.17 in each remaining month (derived)."
    # 231 / 220 - 1 = 5 %
    assert told.moved.endswith("it was 220, a change of +5%.")
    assert "no national standard" in told.rule
    assert told.headline.startswith("On schedule. January–June 2026: 57.8% of the goal is done")


def test_a_path_by_rate_is_explained_in_chinese_with_base_and_exponent() -> None:
    promised = goal("576" + "0" * 9, unit="yuan", due=2025, base_year=2023, target_text="5760 亿元")
    row = verdict(
        promised, figure("2023", "4000" + YI), figure("2024", "4680" + YI), on="2025-03-01"
    )
    told = explain(row, promised, "zh")
    steps = dict(told.steps)
    assert steps["2023年基数（填报）"] == "4,000 亿元"
    # 4000 x (5760/4000)^(1/2) = 4000 x 1.2 = 4800.
    path = "4,000 亿元 × (5,760 亿元 ÷ 4,000 亿元)^(1/2) = 4,800 亿元"
    assert steps["固定增速路径应达（推算）"] == path
    # 5760/4680 - 1 = 23.08 % in the year that is left.
    assert told.need == "还差1,080 亿元，到2025年每年还需增长23.1%（推算）。"
    assert told.as_text().startswith("滞后：2024年完成目标的81.3%")


def test_what_was_reported_since_the_year_that_is_judged_is_named_and_said_not_to_count() -> None:
    promised = goal("576" + "0" * 9, unit="yuan", due=2027, base_year=2023)
    known = [figure("2023", "4000" + YI), figure("2025", "4680" + YI)]
    later = [*known, figure("2026-M06", "2500" + YI)]
    before, after = (verdict(promised, *of, on="2026-07-15") for of in (known, later))
    # A half of a year changes nothing of a goal that is judged by whole years (rule 3).
    for name in ("status", "gap_points", "period", "actual"):
        assert before[name] == after[name]
    told = dict(explain(after, promised, "zh").steps)
    assert told["2025年实际值"] == "4,680 亿元"
    assert told["2026年1–6月（不是全年数，不与目标相比）"] == "2,500 亿元"
    assert not any("不是全年数" in label for label, _ in explain(before, promised, "zh").steps)
    # In the year due the whole year decides, whatever comes after it.
    over = verdict(goal("1", due=2025), figure("2025", "1"), figure("2026-M06", "9"))
    assert not any("whole year" in label for label, _ in explain(over, None, "en").steps)


def test_members_are_named_where_names_are_given() -> None:
    each = goal(
        "1", kind="stock", subject="each-cluster", subject_kind="each-cluster", due=2027,
        members=["one", "two"],
    )  # fmt: skip
    row = verdict(each, figure("2025", "1", subject="one"), figure("2025", "0", subject="two"))
    assert reason_text(row, "en", {"two": "Textiles"}).endswith("furthest from it is Textiles.")
    assert dict(explain(row, each, "zh").steps)["成员"] == "2 个成员，2 个已报送，1 个达到"


def test_growth_is_explained_in_points() -> None:
    promised = goal("0.12", kind="growth", unit="fraction", due=2026)
    row = verdict(promised, figure("2026-M06", "0.095"))
    told = explain(row, promised, "en")
    assert dict(told.steps)["Gap"] == "9.5% − 12% = −2.5 percentage points"
    assert told.need == "Growth has to rise by 2.5 percentage points."


def test_every_status_of_a_mixed_register_has_a_sentence_in_both_languages() -> None:
    rows = verdicts(
        [
            goal("400", id="a", every="year"),
            goal("400", id="b"),
            goal("400", id="c", due=2025),
            goal(None, id="d", due=2025),
            goal("400", id="e", in_force=False),
        ],
        figure("2025", "300"),
    )
    for row in rows.to_dict("records"):
        zh, en = reason_text(row, "zh"), reason_text(row, "en")
        assert zh.endswith("。")
        assert en.endswith(".")
        assert "{" not in zh + en


def test_the_reason_is_data_that_other_programs_can_read() -> None:
    row = verdict(goal("400", due=2027, base_year=2023, kind="stock"), figure("2026-M06", "10"))
    assert row["status_reason"] == '{"code": "no-base", "params": {"year": 2023}}'
    assert "No base figure for 2023 is entered" in reason_text(row, "en")
    assert isinstance(row, pd.Series)


def test_a_coverage_shows_both_counts() -> None:
    whole = goal("1", kind="share", unit="fraction", due=2026, indicator="coverage")
    counts = pd.DataFrame({"id": ["coverage"], "covered": ["covered"], "of": ["eligible"]})
    row = verdict(
        whole,
        figure("2026-M06", "372", indicator="covered"),
        figure("2026-M06", "400", indicator="eligible"),
        indicators=counts,
    )
    # 372 / 400 = 93 %.
    assert dict(explain(row, whole, "en").steps)["Covered ÷ to be covered"] == "372 ÷ 400 = 93%"


def test_last_years_season_is_offered_as_another_reckoning_and_decides_nothing() -> None:
    promised = goal("400", every="year")
    known = [figure("2025-M06", "240"), figure("2025", "300"), figure("2026-M06", "231")]
    row = verdict(promised, *known)
    # 231 / 400 = 57.75 % against 6/12; by season 240 / 300 = 80 %: 57.75 - 80 = -22.25 points.
    assert row["status"] == "on-schedule"
    steps = dict(explain(row, promised, "en").steps)
    label = "By last year’s season (another computation, for information; it decides no lamp)"
    assert steps[label].startswith("240 ÷ 300 = 80.0%")
    assert "22.3" in steps[label]
    zh = dict(explain(row, promised, "zh").steps)
    assert "按上年同期进度（另一种算法，仅供参考，不决定亮灯）" in zh
    lacking = verdict(promised, figure("2026-M06", "231"), figure("2025-M06", "240"))
    assert label not in dict(explain(lacking, promised, "en").steps)


def test_a_goal_out_of_force_says_why() -> None:
    told = {
        "not issued": ({"issued": "2024-05-31"}, "issued on 31 May 2024"),
        "superseded": ({"successor_zh": "新规划", "successor_en": "New plan"}, "by “New plan”"),
        "draft": ({}, "draft"),
    }
    for status, (columns, words) in told.items():
        row = verdict(
            goal("400", every="year", in_force=False, plan_status=status, **columns),
            figure("2026-M06", "231"),
        )
        assert row["status"] == "not-applicable"
        assert words in explain(row, None, "en").headline
        assert explain(row, None, "zh").headline.startswith("不适用：")
