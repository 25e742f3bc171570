"""Which drawing a goal gets, and what it is fed with."""

from collections.abc import Callable
from typing import Any

from dashboard.panels.chart import goal_figure, months_figure
from dashboard.panels.standing import Standing

Stand = Callable[..., Standing]
TEXTILES = ("binzhou", "smart-textiles", "revenue")


def traces(drawn: dict[str, Any] | None) -> dict[str, dict[str, Any]]:
    assert drawn is not None
    return {trace["meta"]: trace for trace in drawn["data"]}


def test_a_later_year_is_a_trajectory_with_its_derived_and_required_path(stand: Stand) -> None:
    standing = stand(
        (*TEXTILES, "2023", "120000000000"),
        (*TEXTILES, "2025", "150000000000"),
        (*TEXTILES, "2026-M09", "999"),
    )
    drawn = traces(goal_figure(standing, "binzhou-2024.t2000.smart-textiles", "zh"))
    # 亿元; the cumulative months of 2026 are not a year.
    assert (drawn["actual"]["x"], drawn["actual"]["y"]) == ([2023, 2025], [1200.0, 1500.0])
    assert (drawn["goal"]["x"], drawn["goal"]["y"]) == ([2027], [2000.0])
    assert drawn["derived"]["x"][0] == 2023 and drawn["derived"]["x"][-1] == 2027
    assert drawn["required"]["x"][0] == 2025


def test_the_other_total_is_a_printed_milestone(stand: Stand) -> None:
    drawn = traces(goal_figure(stand(), "jiangsu-2018.total-2025", "en"))
    # 8 trillion yuan by 2020 on the way to 11.5 trillion by 2025.
    assert (drawn["milestone"]["x"], drawn["milestone"]["y"]) == ([2020], [8.0])
    assert (drawn["goal"]["x"], drawn["goal"]["y"]) == ([2025], [11.5])


def test_growth_stands_between_floor_and_stretch(stand: Stand) -> None:
    standing = stand(("xinle", "clusters", "revenue-growth", "2023", "0.128"))
    for goal in ("xinle-2023.revenue-growth", "xinle-2023.revenue-growth.stretch"):
        drawn = traces(goal_figure(standing, goal, "zh"))
        assert set(drawn["floor"]["y"]) == {12.0} and set(drawn["stretch"]["y"]) == {14.0}
        assert drawn["actual"]["y"] == [12.8]


def test_a_yearly_goal_is_drawn_by_its_months(stand: Stand) -> None:
    projects = ("binzhou", "binzhou", "renovation-projects")
    standing = stand(
        (*projects, "2025-M06", "150"), (*projects, "2025", "410"), (*projects, "2026-M06", "180")
    )
    drawn = goal_figure(standing, "binzhou-2024.renovation-projects", "zh")
    assert drawn is not None
    assert [180.0] in [trace["y"] for trace in drawn["data"]]
    assert [150.0, 410.0] in [trace["y"] for trace in drawn["data"]]


def test_nothing_is_drawn_where_there_is_nothing_yet(stand: Stand) -> None:
    standing = stand()
    assert goal_figure(standing, "binzhou-2024.t2000.smart-textiles", "zh") is None
    assert goal_figure(standing, "binzhou-2024.t2000.count", "zh") is None
    assert goal_figure(standing, "no.goal", "zh") is None


def test_a_range_of_years_cuts_the_actuals(stand: Stand) -> None:
    standing = stand(*((*TEXTILES, str(year), "1000") for year in range(2019, 2026)))
    goal = "binzhou-2024.t2000.smart-textiles"
    drawn = traces(goal_figure(standing, goal, "zh", since=2022, until=2024))
    assert drawn["actual"]["x"] == [2022, 2023, 2024]


def test_without_months_there_is_no_monthly_figure(stand: Stand) -> None:
    standing = stand((*TEXTILES, "2025", "1000"))
    row = standing.row("binzhou-2024.t2000.smart-textiles")
    assert row is not None
    assert months_figure(standing, row, standing.figures_of(*TEXTILES), "zh") is None
