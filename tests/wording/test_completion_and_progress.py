"""Completion (完成率, actual over target) and progress from a base (进度) are two words everywhere."""

import csv
import io
import re
from collections.abc import Callable

import pytest

from dashboard.addresses.selection import Selection
from dashboard.exchange.goal_lists import as_csv
from dashboard.exchange.representations import computed
from dashboard.judging import Standing
from dashboard.views.goal_rows import goals_table
from dashboard.views.laggards import laggards_table
from dashboard.views.verdict import facts, told
from dashboard.wording.requirements import need_in_short, need_text
from tests.progress.building import figure, goal, verdict
from tests.views.conftest import register, stand  # noqa: F401 - fixtures

Stand = Callable[..., Standing]
FIRMS, GOAL = ("binzhou", "clusters", "high-tech-firms"), "binzhou-2024.high-tech-firms"


@pytest.fixture
def firms(stand: Stand) -> Standing:  # noqa: F811 - the fixture
    # 500 in 2023, 597 in 2025, 850 by 2027: 597 / 850 = 70.2 % of the goal; of the way from the
    # base 97 / 350 = 27.7 %, where half of it is expected, a gap of -22.3 points.
    return stand((*FIRMS, "2023", "500"), (*FIRMS, "2025", "597"))


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


def test_in_the_lists_progress_stands_between_completion_and_the_gap_that_comes_from_it(
    firms: Standing,
) -> None:
    row = firms.row(GOAL)
    assert row is not None
    listed = words(goals_table(firms, [row], "zh", Selection()))
    assert "70.2%−22.3（进度 27.7%）" in listed
    assert "70.2%进度 27.7%−22.3" in words(laggards_table(firms, "zh", Selection(), 10))


def test_the_explanation_names_both_and_works_both_out(firms: Standing) -> None:
    row = firms.row(GOAL)
    assert row is not None
    said = told(firms, row, "zh")
    assert "完成率70.2%；从基数到目标的进度为27.7%" in said.headline
    steps = dict(said.steps)
    assert steps["完成率"] == "597 ÷ 850 = 70.2%"
    assert steps["进度（自基期起）"] == "(597 − 500) ÷ (850 − 500) = 27.7%"
    decided = {step.label: step.value for step in facts(firms, row, "zh")}
    assert decided["完成率"] == "70.2%"
    assert decided["差距（自2023年基数起进度 27.7%，应达 50.0%）"] == "−22.3 个百分点"


def test_tables_and_data_keep_both_apart(firms: Standing) -> None:
    (line,) = csv.DictReader(io.StringIO(as_csv(firms, [GOAL], "zh").decode("utf-8-sig")))
    assert (line["完成率"], line["进度（自基期起）"]) == ("70.2%", "27.7%")
    assert float(line["完成率（数）"]) == pytest.approx(597 / 850, abs=1e-6)
    assert float(line["进度（自基期起，数）"]) == pytest.approx(97 / 350, abs=1e-6)
    row = firms.row(GOAL)
    assert row is not None
    data = computed(row["verdict"]["assessment"])
    assert str(data["completion"]).startswith("0.70235294")
    assert str(data["progress"]).startswith("0.27714285")


def test_what_has_no_base_has_no_progress() -> None:
    row = verdict(goal("400", every="year"), figure("2026-M06", "180"), on="2026-07-15")
    assert computed(row["assessment"])["completion"] == "0.45"
    assert computed(row["assessment"])["progress"] is None


def test_the_list_asks_for_as_much_a_month_as_the_explanation() -> None:
    # 399 of 400 at the end of October leaves one for two months.
    row = verdict(goal("400", every="year"), figure("2026-M10", "399"), on="2026-11-15")
    assert "0.5 in each remaining month" in need_text(row, "en")
    short = need_in_short(row["assessment"], "en", "", "400")
    assert short is not None and short.startswith("0.5 ")
