"""Totals over several years: every figure in them is written, and nothing nobody entered is."""

from __future__ import annotations

import pytest

from dashboard.progress.seasonal import season_of
from dashboard.wording.explanation import explain
from dashboard.wording.reasons import reason_text
from tests.progress.building import figure, goal, verdict

YEARS = [
    figure("2024", "300", revision=12), figure("2025", "350", revision=20),
    figure("2026-M06", "180", revision=32),
]  # fmt: skip


def test_a_total_is_written_with_the_figures_it_was_added_from() -> None:
    # 300 + 350 + 180 = 830 of 1000 = 83 % against 30/36 = 83.3 %.
    promised = goal("1000", due=2026, since=2024)
    row = verdict(promised, *YEARS)
    assert [(part.period, part.text, part.revision) for part in row["assessment"].measured.parts] == [
        ("2024", "300", 12), ("2025", "350", 20), ("2026-M06", "180", 32),
    ]  # fmt: skip
    en, zh = (explain(row, promised, lang) for lang in ("en", "zh"))
    steps = dict(en.steps)
    assert steps["Total, 2024 to January–June 2026 (added up)"] == "300 + 350 + 180 = 830"
    assert steps["Revisions of the figures"] == "#12, #20, #32"
    assert steps["Schedule since the start"] == "30 ÷ 36 = 83.3%"
    assert en.headline.startswith(
        "Behind. 2024 to January–June 2026: 83% of the goal is done and the schedule since the start"
    )
    assert dict(zh.steps)["2024年至2026年1–6月合计（逐年相加）"] == "300 + 350 + 180 = 830"
    assert row["path"] == "since start"


def test_one_year_alone_is_no_sum() -> None:
    promised = goal("1000", due=2026, since=2024)
    row = verdict(promised, YEARS[0], on="2025-03-01")
    assert "Actual, 2024" in dict(explain(row, promised, "en").steps)


def test_a_total_reported_as_a_total_is_labelled_up_to_its_month() -> None:
    promised = goal("1000", due=2026, since=2024, accumulates="start")
    row = verdict(promised, figure("2026-M06", "830"))
    assert "to the end of June 2026" in reason_text(row, "en")
    assert reason_text(row, "zh").startswith("截至2026年6月末")


def test_last_year_s_season_says_nothing_about_a_total_of_years() -> None:
    known = [*YEARS, figure("2025-M06", "200")]
    row = verdict(goal("1000", due=2026, since=2024), *known)
    assert season_of(row["assessment"]) is None


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_money_is_added_in_the_digits_it_takes(lang: str) -> None:
    # 1.234 + 2.344 + 3.454 = 7.032 亿: rounded apart, 1.23 + 2.34 + 3.45 would be 7.02.
    promised = goal("1000000000", unit="yuan", due=2026, since=2024)
    known = [
        figure("2024", "123400000"), figure("2025", "234400000"), figure("2026-M06", "345400000"),
    ]  # fmt: skip
    steps = dict(explain(verdict(promised, *known), promised, lang).steps)
    total = next(value for value in steps.values() if " + " in value)
    assert (
        total
        == {
            "zh": "1.234 亿元 + 2.344 亿元 + 3.454 亿元 = 7.03 亿元",
            "en": "123.4 million yuan + 234.4 million yuan + 345.4 million yuan = 703.2 million yuan",
        }[lang]
    )
